#include "routine/check.h"

#include "base/mem.h"
#include "base/settings.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- a step beside its exercise --- */

/* What a rule about steps is told. */
struct seen {
	const struct routine *r;
	const struct step *step;
	const struct exercise *e;
	struct notes *notes;
};

static void
step_fits(const struct seen *s)
{
	if (s->step->seconds < s->e->min_s || s->step->seconds > s->e->max_s)
		notes_error(s->notes, s->step->line,
		    "%s: %d s, but it may last from %d to %d", s->e->id,
		    s->step->seconds, s->e->min_s, s->e->max_s);
	if (s->step->first && !s->e->two_sided)
		notes_warn(s->notes, s->step->line, "%s has no sides; leave out %s",
		    s->e->id, words_name(&words_side, (int)s->step->first));
}

static void
step_keeps_flags(const struct seen *s)
{
	const struct exercise *e = s->e;
	uint64_t flags = s->r->flags;

	if (flags & BIT_OF(FLAG_NO_FLOOR) && position_on_floor(e->position))
		notes_error(s->notes, s->step->line,
		    "%s is %s, but the flag says no-floor", e->id,
		    words_name(&words_position, (int)e->position));
	if (flags & BIT_OF(FLAG_MORNING_SAFE) &&
	    e->directions & BIT_OF(DIRECTION_FLEXION) && e->kind != KIND_BREATH &&
	    !(e->regions & BIT_OF(REGION_NECK)))
		notes_error(s->notes, s->step->line,
		    "%s bends the trunk forward, but the flag says morning-safe",
		    e->id);
	if (flags & BIT_OF(FLAG_NEEDS_CLEARANCE) && kind_presses(e->kind))
		notes_warn(s->notes, s->step->line,
		    "%s presses with a tool; a routine that needs clearance has "
		    "none",
		    e->id);
}

static void
step_keeps_place(const struct seen *s)
{
	const struct exercise *e = s->e;
	enum setting_place place = s->r->place;

	if (place == PLACE_OFFICE && !e->office && e->kind != KIND_BALL)
		notes_error(s->notes, s->step->line,
		    "%s is not for the office, but that is the setting", e->id);
	if (place == PLACE_ANYWHERE && position_on_floor(e->position))
		notes_warn(s->notes, s->step->line,
		    "%s needs the floor, but the setting is anywhere", e->id);
	if ((place == PLACE_OFFICE || place == PLACE_FLOOR ||
		place == PLACE_ANYWHERE) &&
	    e->position == POSITION_HANGING)
		notes_warn(s->notes, s->step->line,
		    "%s needs a bar, but the setting is %s", e->id,
		    words_name(&words_place, (int)place));
}

/* The exercise of a step; says what is wrong when it cannot be had. */
static const struct exercise *
find_exercise(struct library *lib, const struct step *step, struct notes *notes)
{
	struct err err = {""};
	const struct exercise *e = library_exercise(lib, step->exercise, &err);

	if (!e)
		notes_error(notes, step->line, "%s", err.text);
	return e;
}

static void
check_minutes(const struct routine *r, const struct exercise *const *exercises,
    int line, bool shipped, struct notes *notes)
{
	int total = routine_total_s(r, exercises), want = r->minutes * 60;
	int slack = want * CHECK_SLACK_PERCENT / 100;
	int off = total - want;

	if (slack < CHECK_SLACK_S)
		slack = CHECK_SLACK_S;
	if (shipped && off != 0)
		notes_error(notes, line,
		    "minutes = %d, but with lead-in and change-overs it lasts "
		    "%d:%02d; %s "
		    "%d s",
		    r->minutes, total / 60, total % 60,
		    off > 0 ? "take away" : "add", abs(off));
	else if (abs(off) > slack)
		notes_warn(notes, line,
		    "minutes = %d, but with lead-in and change-overs it lasts "
		    "%d:%02d; %s "
		    "%d s",
		    r->minutes, total / 60, total % 60,
		    off > 0 ? "take away" : "add", abs(off));
}

void
check_routine(struct library *lib, const struct routine *r, const struct ini *ini,
    bool shipped, struct notes *notes)
{
	const struct exercise **exercises = mem_new(r->n_steps, sizeof(*exercises));
	bool all = true;

	for (size_t i = 0; i < r->n_steps; i++) {
		struct seen seen = {r, &r->steps[i], NULL, notes};

		if (*seen.step->exercise)
			seen.e = exercises[i] =
			    find_exercise(lib, seen.step, notes);
		if (!seen.e) {
			all = false;
			continue;
		}
		step_fits(&seen);
		step_keeps_flags(&seen);
		step_keeps_place(&seen);
	}
	if (all && r->n_steps && r->minutes)
		check_minutes(
		    r, exercises, ini_line(ini, r->id, "minutes"), shipped, notes);
	free(exercises);
}

/* --- an exercise beside poses and sources --- */

static void
check_pose_of(
    struct library *lib, const struct exercise *e, int line, struct notes *notes)
{
	char *path = library_path(lib, SHELF_POSES, e->pose);
	const char *near = path ? NULL : library_nearest(lib, SHELF_POSES, e->pose);

	if (!path)
		notes_error(notes, line,
		    near ? "there is no pose %s; did you mean %s?"
			 : "there is no pose %s",
		    e->pose, near);
	free(path);
}

void
check_exercise(struct library *lib, const struct exercise *e, const struct ini *ini,
    bool shipped, struct notes *notes)
{
	int line = ini_line(ini, e->id, "source");
	const char *at = e->sources;
	char id[16];

	if (*e->pose)
		check_pose_of(lib, e, ini_line(ini, e->id, "pose"), notes);
	while (at && *(at += strspn(at, ", "))) {
		size_t n = strcspn(at, ", ");

		snprintf(id, sizeof(id), "%.*s", (int)(n < 15 ? n : 15), at);
		at += n;
		if (library_source(lib, id))
			continue;
		/* The sources are ours: a person's own file may know others. */
		(shipped ? notes_error : notes_warn)(
		    notes, line, "source: there is no %s in sources.ini", id);
	}
}

/* --- what a file is, and what it sees --- */

enum file_kind {
	FILE_UNKNOWN,
	FILE_ROUTINE,
	FILE_EXERCISE,
	FILE_POSE,
	FILE_SOURCES,
	FILE_CONFIG,
	FILE_STREAK
};

/* Where a file stands. */
struct place {
	enum file_kind kind;
	char id[NAME_MAX + 1];
	char root[PATH_MAX]; /* "": in no folder of ours */
	bool shipped;        /* in the layout of the shipped files */
};

struct checker {
	char *own, *shipped;
	struct library *lib; /* of the folder below, kept for the next file */
	char root[PATH_MAX];
	bool root_shipped;
	check_hears *hears; /* or NULL */
	void *self;
};

struct checker *
check_new(const char *own, const char *shipped)
{
	struct checker *c = mem_new(1, sizeof(*c));

	c->own = mem_strdup(own);
	c->shipped = mem_strdup(shipped);
	return c;
}

void
check_free(struct checker *c)
{
	if (!c)
		return;
	library_free(c->lib);
	free(c->own);
	free(c->shipped);
	free(c);
}

void
check_listen(struct checker *c, check_hears *hears, void *self)
{
	c->hears = hears;
	c->self = self;
}

/* Takes the last part off path; the part, which lives in path. */
static char *
cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (!slash)
		return path;
	*slash = '\0';
	return slash + 1;
}

static enum file_kind
kind_of_folder(const char *name)
{
	static const struct {
		const char *name;
		enum file_kind kind;
	} rows[] = {{"routines", FILE_ROUTINE}, {"exercises", FILE_EXERCISE},
	    {"poses", FILE_POSE}, {"sources", FILE_SOURCES}};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (strcmp(rows[i].name, name) == 0)
			return rows[i].kind;
	return FILE_UNKNOWN;
}

static bool
holds_exercises(const char *routines)
{
	char path[PATH_MAX + 16];

	snprintf(path, sizeof(path), "%s/exercises", routines);
	return access(path, X_OK) == 0;
}

/* dir is the file's folder in full; it is taken apart. */
static void
place_in(struct place *place, char *dir)
{
	char *name;

	if (strcmp(strrchr(dir, '/') + 1, "routines") == 0)
		place->shipped = holds_exercises(dir);
	name = cut_last(dir);
	place->kind = kind_of_folder(name);
	if (place->kind == FILE_UNKNOWN)
		return;
	name = strrchr(dir, '/');
	if (place->kind != FILE_ROUTINE && name &&
	    strcmp(name + 1, "routines") == 0) {
		cut_last(dir);
		place->shipped = true;
	}
	snprintf(place->root, sizeof(place->root), "%s", *dir ? dir : "/");
}

/* The folder is looked up in full and the file is not: a link in routines/ is a
 * routine wherever it leads. */
static void
find_place(const char *path, struct place *place)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash ? slash + 1 : path;
	char dir[PATH_MAX], full[PATH_MAX];
	size_t n;

	*place = (struct place){0};
	snprintf(place->id, sizeof(place->id), "%s", name);
	n = strlen(place->id);
	if (n > 4 && strcmp(place->id + n - 4, ".ini") == 0)
		place->id[n - 4] = '\0';
	snprintf(dir, sizeof(dir), "%.*s", slash ? (int)(slash - path) + 1 : 1,
	    slash ? path : ".");
	if (realpath(dir, full))
		place_in(place, full);
	if (place->kind != FILE_UNKNOWN)
		return;
	if (strcmp(name, "config.ini") == 0)
		place->kind = FILE_CONFIG;
	if (strcmp(name, "streak.ini") == 0)
		place->kind = FILE_STREAK;
}

static bool
is_setting_section(const char *section)
{
	for (int i = 0; i < SETTINGS_COUNT; i++)
		if (strcmp(settings_table[i].section, section) == 0)
			return true;
	return false;
}

/* What a file is by what stands in it. */
static enum file_kind
kind_of_contents(const struct ini *ini)
{
	static const struct {
		const char *key;
		enum file_kind kind;
	} rows[] = {{"step.01", FILE_ROUTINE}, {"minutes", FILE_ROUTINE},
	    {"kind", FILE_EXERCISE}, {"cue.start", FILE_EXERCISE},
	    {"hold", FILE_EXERCISE}, {"view", FILE_POSE}, {"spine", FILE_POSE},
	    {"seen", FILE_SOURCES}};
	const char *section;

	for (size_t i = 0; (section = ini_section(ini, i)) != NULL; i++) {
		for (size_t k = 0; k < ARRAY_LEN(rows); k++)
			if (ini_get(ini, section, rows[k].key))
				return rows[k].kind;
		if (is_setting_section(section))
			return FILE_CONFIG;
	}
	return FILE_UNKNOWN;
}

/* --- the checks of each kind of file --- */

/* The library that a file sees; it belongs to the checker. */
static struct library *
library_for(struct checker *c, const struct place *place)
{
	if (c->lib && strcmp(c->root, place->root) == 0 &&
	    c->root_shipped == place->shipped)
		return c->lib;
	library_free(c->lib);
	if (!*place->root)
		c->lib = library_new(c->own, c->shipped);
	else if (place->shipped)
		c->lib = library_new(NULL, place->root);
	else
		c->lib = library_new(place->root, c->shipped);
	memcpy(c->root, place->root, sizeof(c->root));
	c->root_shipped = place->shipped;
	return c->lib;
}

static void
look_at_routine(struct checker *c, const struct place *place, const struct ini *ini,
    const char *path, struct notes *notes)
{
	struct routine *r = routine_draft(ini, place->id, path, notes);

	check_routine(library_for(c, place), r, ini, place->shipped, notes);
	routine_free(r);
}

static void
look_at_recording(
    struct checker *c, const char *path, int line, struct notes *notes)
{
	struct err err;

	if (path && access(path, R_OK) < 0)
		notes_warn(notes, line,
		    "there is no recording %s to read: the line is spoken", path);
	else if (path && c->hears && !c->hears(c->self, path, &err))
		notes_warn(notes, line, "%s: the line is spoken", err.text);
}

static void
look_at_recordings(struct checker *c, const struct exercise *e,
    const struct ini *ini, struct notes *notes)
{
	char key[32];

	look_at_recording(c, e->say_name, ini_line(ini, e->id, "say.name"), notes);
	look_at_recording(
	    c, e->say_setup, ini_line(ini, e->id, "say.setup"), notes);
	for (int m = 0; m < MOMENTS; m++) {
		for (int second = 0; second < 2; second++) {
			snprintf(key, sizeof(key), "say.%s%s",
			    words_name(&words_moment, m), second ? "2" : "");
			look_at_recording(c, e->say_cue[m][second],
			    ini_line(ini, e->id, key), notes);
		}
	}
}

static void
look_at_exercise(struct checker *c, const struct place *place,
    const struct ini *ini, const char *path, struct notes *notes)
{
	struct exercise *e = exercise_draft(ini, place->id, path, notes);

	check_exercise(library_for(c, place), e, ini, place->shipped, notes);
	look_at_recordings(c, e, ini, notes);
	exercise_free(e);
}

static void
look_at_source(const struct ini *ini, const char *id, struct notes *notes)
{
	static const char *const keys[] = {"title", "seen", NULL};
	struct form form = {ini, id, notes};

	if (strlen(id) != 3 || !strchr("sm", id[0]) ||
	    strspn(id + 1, "0123456789") != 2)
		notes_error(notes, ini_line(ini, id, NULL),
		    "[%.40s] is no source id: S01 for what was read, M01 from "
		    "memory",
		    id);
	form_keys(&form, keys, NULL);
	free(form_text(&form, "title", 160));
	free(form_text(&form, "seen", 120));
}

static void
look_at_config(const char *path, struct notes *notes)
{
	struct settings settings;

	settings_load(&settings, path, notes);
	settings_fini(&settings);
}

/* A pose is handed on. */
static struct pose *
look_at(struct checker *c, const struct place *place, const struct ini *ini,
    const char *path, struct notes *notes)
{
	const char *section;

	switch (place->kind) {
	case FILE_ROUTINE:
		look_at_routine(c, place, ini, path, notes);
		break;
	case FILE_EXERCISE:
		look_at_exercise(c, place, ini, path, notes);
		break;
	case FILE_POSE:
		return pose_read(ini, place->id, path, notes);
	case FILE_SOURCES:
		for (size_t i = 0; (section = ini_section(ini, i)) != NULL; i++)
			look_at_source(ini, section, notes);
		break;
	case FILE_CONFIG:
		look_at_config(path, notes);
		break;
	case FILE_STREAK: /* written by the program and made again when it is wrong
			   */
		break;
	case FILE_UNKNOWN:
		notes_error(notes, 1,
		    "this is no routine (minutes, step.01), exercise (kind, "
		    "cue.start), pose "
		    "(view) or config.ini; see uncoil-routine(5)");
		break;
	}
	return NULL;
}

struct pose *
check_file(struct checker *c, const char *path, struct notes *notes)
{
	struct ini *ini = ini_load(path, notes);
	struct pose *pose = NULL;
	struct place place;

	if (ini) {
		find_place(path, &place);
		if (place.kind == FILE_UNKNOWN)
			place.kind = kind_of_contents(ini);
		pose = look_at(c, &place, ini, path, notes);
	}
	ini_free(ini);
	notes_sort(notes);
	return pose;
}
