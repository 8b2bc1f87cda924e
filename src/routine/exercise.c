#include "routine/exercise.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const moment_names[MOMENTS] = {
    "start", "quarter", "half", "end"};
static const char *const pressure_names[PRESSURES] = {"gentle", "moderate", "firm"};

const struct words words_moment = {"moment", moment_names, MOMENTS};
const struct words words_pressure = {"pressure", pressure_names, PRESSURES};

static const char *const keys[] = {"name", "pose", "kind", "regions", "direction",
    "position", "equipment", "sides", "hold", "reps", "rest", "seconds", "min",
    "max", "gentle", "moderate", "firm", "breath", "setup", "cue.start",
    "cue.quarter", "cue.half", "cue.end", "cue.start2", "cue.quarter2", "cue.half2",
    "cue.end2", "mistake", "easier", "contra", "caution", "office", "evidence",
    "source", "say.name", "say.setup", "say.start", "say.quarter", "say.half",
    "say.end", "say.start2", "say.quarter2", "say.half2", "say.end2", NULL};

/* How wide texts may be in cells: they are read from a mat, on 80 columns. */
enum {
	WIDE_NAME = 40,
	WIDE_FEEL = 60,
	WIDE_SETUP = 160,
	WIDE_CUE = 70,
	WIDE_ADVICE = 110,
	WIDE_WHY = 140
};

int
exercise_block_s(const struct exercise *e)
{
	int side = e->reps * e->hold_s + (e->reps - 1) * e->rest_s;

	return e->two_sided ? 2 * side + 4 : side;
}

static bool
read_sides(const struct form *form)
{
	static const char *const names[] = {"none", "left-right"};
	static const struct words words = {"way of sides", names, ARRAY_LEN(names)};

	return form_word(form, "sides", &words) == 1;
}

static void
read_dose(const struct form *form, struct exercise *e)
{
	size_t errors = form->notes->errors;

	e->two_sided = read_sides(form);
	e->hold_s = form_int(form, "hold", 1, HOLD_MAX_S);
	e->reps = form_int(form, "reps", 1, 60);
	e->rest_s = form_int(form, "rest", 0, 120);
	e->seconds = form_int(form, "seconds", 1, BLOCK_MAX_S);
	e->min_s = form_int(form, "min", 1, BLOCK_MAX_S);
	e->max_s = form_int(form, "max", 1, BLOCK_MAX_S);
	if (form->notes->errors > errors)
		return;
	if (e->seconds != exercise_block_s(e))
		notes_error(form->notes, form_line(form, "seconds"),
		    "seconds = %d, but %s%d x %d s and %d x %d s of rest%s are %d",
		    e->seconds, e->two_sided ? "two sides of " : "", e->reps,
		    e->hold_s, e->reps - 1, e->rest_s,
		    e->two_sided ? " and 4 s to change" : "", exercise_block_s(e));
	if (e->seconds < e->min_s)
		notes_error(form->notes, form_line(form, "min"),
		    "min = %d is more than seconds = %d", e->min_s, e->seconds);
	if (e->seconds > e->max_s)
		notes_error(form->notes, form_line(form, "max"),
		    "max = %d is less than seconds = %d", e->max_s, e->seconds);
	if (e->rest_s && e->reps == 1)
		notes_warn(form->notes, form_line(form, "rest"),
		    "there is no rest with one repetition");
}

/* "4 | a clear pull" */
static void
read_sensation(const struct form *form, enum pressure p, struct exercise *e)
{
	const char *key = pressure_names[p], *value = form_need(form, key);
	struct sensation *s = &e->sensation[p];
	int before = p ? e->sensation[p - 1].level : 0;

	if (!value)
		return;
	if (value[0] < '0' || value[0] > '9' || strncmp(value + 1, " | ", 3) != 0 ||
	    !value[4]) {
		notes_error(form->notes, form_line(form, key),
		    "%s: `N | what it feels like` is expected, N from 0 to %d", key,
		    LEVEL_MAX);
		return;
	}
	s->level = value[0] - '0';
	s->feel = mem_strdup(value + 4);
	form_check_text(form, key, s->feel, WIDE_FEEL);
	if (s->level > LEVEL_MAX)
		notes_error(form->notes, form_line(form, key),
		    "%s asks for %d of 10; %d is the most that is ever asked for",
		    key, s->level, LEVEL_MAX);
	if (s->level < before)
		notes_error(form->notes, form_line(form, key),
		    "%s = %d is less than the level before it, %d", key, s->level,
		    before);
}

/* "4-0-6-0" */
static void
read_breath(const struct form *form, struct exercise *e)
{
	const char *value = form_need(form, "breath"), *at = value;

	for (int i = 0; at && i < 4; i++) {
		char part[4] = "";
		size_t n = strcspn(at, "-");
		long long seconds;

		memcpy(part, at, n < 3 ? n : 3);
		if (*at == '-' || !str_int(part, 0, 30, &seconds) || n > 2 ||
		    (at[n] == '-') != (i < 3)) {
			notes_error(form->notes, form_line(form, "breath"),
			    "breath = %.40s: seconds in-hold-out-hold such as "
			    "4-0-6-0 are "
			    "expected, each up to 30",
			    value);
			return;
		}
		e->breath_s[i] = (int)seconds;
		at += n + 1;
	}
}

static int
count_words(const char *text)
{
	int n = 0;

	while (*(text += strspn(text, " \t"))) {
		n++;
		text += strcspn(text, " \t");
	}
	return n;
}

static char *
read_cue(const struct form *form, const char *key, bool needed)
{
	char *cue;
	int words;

	if (needed)
		cue = form_text(form, key, WIDE_CUE);
	else
		cue = form_text_maybe(form, key, WIDE_CUE);
	words = cue ? count_words(cue) : 0;
	if (words > CUE_WORDS_MAX)
		notes_error(form->notes, form_line(form, key),
		    "%s has %d words; at most %d can be said in time", key, words,
		    CUE_WORDS_MAX);
	if (cue && strcasestr(cue, "change side"))
		notes_warn(form->notes, form_line(form, key),
		    "%s: the change of side is announced by the program, and this "
		    "is also "
		    "heard on the last side",
		    key);
	return cue;
}

static void
read_cues(const struct form *form, struct exercise *e)
{
	int n = 0;
	char key[32];

	for (int m = 0; m < MOMENTS; m++) {
		for (int second = 0; second < 2; second++) {
			snprintf(key, sizeof(key), "cue.%s%s", moment_names[m],
			    second ? "2" : "");
			e->cue[m][second] = read_cue(form, key, !second);
			n += e->cue[m][second] != NULL;
		}
	}
	if (n > 6)
		notes_error(form->notes,
		    ini_line(form->ini, form->section, "cue.start"),
		    "%d cue lines; 3 to 6 leave room to breathe", n);
}

/* A path that stays below the folder it begins in. */
static bool
stays_below(const char *path)
{
	for (const char *at = path; *at; at += *at == '/') {
		size_t n = strcspn(at, "/");

		if (n == 0 || (n <= 2 && strspn(at, ".") >= n))
			return false;
		at += n;
	}
	return true;
}

/* The recording that a key names, as a path from where the program stands. */
static char *
read_recording(const struct form *form, const struct exercise *e, const char *key)
{
	const char *value = form_get(form, key), *slash = strrchr(e->path, '/');
	struct str path = {0};

	if (!value)
		return NULL;
	if (!stays_below(value)) {
		notes_error(form->notes, form_line(form, key),
		    "%s = %.80s: a file beside this one or in a folder below it is "
		    "expected",
		    key, value);
		return NULL;
	}
	if (slash)
		str_addn(&path, e->path, (size_t)(slash + 1 - e->path));
	str_add(&path, value);
	return str_take(&path);
}

static void
read_recordings(const struct form *form, struct exercise *e)
{
	char key[32];

	e->say_name = read_recording(form, e, "say.name");
	e->say_setup = read_recording(form, e, "say.setup");
	for (int m = 0; m < MOMENTS; m++) {
		for (int second = 0; second < 2; second++) {
			snprintf(key, sizeof(key), "say.%s%s", moment_names[m],
			    second ? "2" : "");
			e->say_cue[m][second] = read_recording(form, e, key);
			if (e->say_cue[m][second] && !e->cue[m][second])
				notes_error(form->notes, form_line(form, key),
				    "%s has no cue.%s beside it: what is heard is "
				    "shown too",
				    key, key + 4);
		}
	}
}

static void
read_evidence(const struct form *form, struct exercise *e)
{
	const char *value = form_need(form, "evidence");

	if (!value)
		return;
	if (!strchr("ABC", value[0]) || strncmp(value + 1, " | ", 3) != 0 ||
	    !value[4]) {
		notes_error(form->notes, form_line(form, "evidence"),
		    "evidence: `A | why`, `B | why` or `C | why` is expected");
		return;
	}
	e->evidence = value[0];
	e->evidence_why = mem_strdup(value + 4);
	form_check_text(form, "evidence", e->evidence_why, WIDE_WHY);
}

/* Which rule leaves out which exercise, and why. */
enum rule { RULE_DVT, RULE_FLOOR_TRANSFER };
static const struct {
	const char *id;
	enum rule rule;
} excepted[] = {
    /* lies under the skull, nothing is pressed that a clot could leave */
    {"suboccipital-rest", RULE_DVT},
    /* as well done leaning back in a chair, as its setup says */
    {"breath-long-out", RULE_FLOOR_TRANSFER},
};

static bool
is_excepted(const struct exercise *e, enum rule rule)
{
	for (size_t i = 0; i < ARRAY_LEN(excepted); i++)
		if (excepted[i].rule == rule && strcmp(excepted[i].id, e->id) == 0)
			return true;
	return false;
}

static void
check_pressure(const struct form *form, const struct exercise *e)
{
	static const enum tag never[] = {TAG_FRACTURE, TAG_OPEN_SKIN,
	    TAG_INFLAMMATION, TAG_RECENT_SURGERY, TAG_DVT};
	int line = form_line(form, "contra");

	if (!kind_presses(e->kind))
		return;
	for (size_t i = 0; i < ARRAY_LEN(never); i++) {
		if (e->contra & BIT_OF(never[i]))
			continue;
		if (never[i] == TAG_DVT && is_excepted(e, RULE_DVT))
			continue;
		notes_error(form->notes, line,
		    "contra: pressure is never offered with %s, name it here",
		    words_name(&words_tag, never[i]));
	}
	if (e->regions & BIT_OF(REGION_LOWER_BACK))
		notes_error(form->notes, form_line(form, "regions"),
		    "regions: no pressure on the lower-back, which no ribs "
		    "support");
	if (e->kind == KIND_HANDHELD && e->regions & BIT_OF(REGION_NECK))
		notes_error(form->notes, form_line(form, "regions"),
		    "regions: no handheld massager on the neck");
}

static void
check_floor(const struct form *form, const struct exercise *e)
{
	if (!position_on_floor(e->position))
		return;
	if (e->office)
		notes_error(form->notes, form_line(form, "office"),
		    "office = yes, but the position is %s",
		    words_name(&words_position, e->position));
	if (e->caution & BIT_OF(TAG_FLOOR_TRANSFER) ||
	    is_excepted(e, RULE_FLOOR_TRANSFER))
		return;
	if (e->contra & BIT_OF(TAG_FLOOR_TRANSFER) ||
	    (e->setup && strstr(e->setup, "bed")))
		return;
	notes_error(form->notes, form_line(form, "caution"),
	    "caution: the floor needs floor-transfer here, or a bed in setup");
}

static void
check_flexion(const struct form *form, const struct exercise *e)
{
	static const enum tag needed[] = {
	    TAG_OSTEOPOROSIS, TAG_DISC_HERNIATION_FLEXION};

	if (!(e->directions & BIT_OF(DIRECTION_FLEXION)) ||
	    !(e->tools & BIT_OF(TOOL_MAT)) ||
	    (e->kind != KIND_STRETCH && e->kind != KIND_TRACTION))
		return;
	for (size_t i = 0; i < ARRAY_LEN(needed); i++)
		if (!((e->contra | e->caution) & BIT_OF(needed[i])))
			notes_error(form->notes, form_line(form, "caution"),
			    "caution: a stretch that bends forward needs %s here "
			    "or in "
			    "contra",
			    words_name(&words_tag, needed[i]));
}

static void
check_tags(const struct form *form, const struct exercise *e)
{
	struct str both = {0};

	if (e->contra & e->caution) {
		words_print(&words_tag, e->contra & e->caution, &both);
		notes_error(form->notes, form_line(form, "caution"),
		    "%s stands in contra and in caution; contra alone excludes",
		    both.s);
	}
	str_fini(&both);
	check_pressure(form, e);
	check_floor(form, e);
	check_flexion(form, e);
}

static void
check_tool_of_kind(const struct form *form, const struct exercise *e)
{
	static const struct {
		enum kind kind;
		enum tool tool;
	} needs[] = {{KIND_ROLL, TOOL_FOAM_ROLLER}, {KIND_BALL, TOOL_MASSAGE_BALL},
	    {KIND_HANDHELD, TOOL_HANDHELD_MASSAGER}};

	for (size_t i = 0; i < ARRAY_LEN(needs); i++)
		if (e->kind == needs[i].kind && !(e->tools & BIT_OF(needs[i].tool)))
			notes_warn(form->notes, form_line(form, "equipment"),
			    "equipment: a %s needs a %s",
			    words_name(&words_kind, e->kind),
			    words_name(&words_tool, (int)needs[i].tool));
	if (e->position == POSITION_HANGING && !(e->tools & BIT_OF(TOOL_BAR)))
		notes_warn(form->notes, form_line(form, "equipment"),
		    "equipment: hanging needs a bar");
}

/* "S01, S20": a letter and digits each; whether they are known is the
 * library's to say. */
static void
read_sources(const struct form *form, struct exercise *e)
{
	const char *value = ini_get(form->ini, form->section, "source");

	if (!value)
		form_need(form, "source");
	e->sources = mem_strdup(value ? value : "");
	if (value && strspn(value, "SM0123456789, ") != strlen(value))
		notes_error(form->notes, form_line(form, "source"),
		    "source: ids such as S01, S20 are expected");
}

static void
read_words(const struct form *form, struct exercise *e)
{
	e->kind = (enum kind)form_word(form, "kind", &words_kind);
	e->position = (enum position)form_word(form, "position", &words_position);
	e->regions = form_words(form, "regions", &words_region, true);
	e->tools = form_words(form, "equipment", &words_tool, true);
	e->directions = form_words(form, "direction", &words_direction, true);
	e->contra = form_words(form, "contra", &words_tag, false);
	e->caution = form_words(form, "caution", &words_tag, false);
	e->office = form_yes(form, "office");
}

static void
read_texts(const struct form *form, struct exercise *e)
{
	const char *pose = form_need(form, "pose");

	if (pose)
		id_take(form, form_line(form, "pose"), "pose", pose, e->pose);
	e->name = form_text(form, "name", WIDE_NAME);
	e->setup = form_text(form, "setup", WIDE_SETUP);
	e->mistake = form_text(form, "mistake", WIDE_ADVICE);
	e->easier = form_text(form, "easier", WIDE_ADVICE);
}

struct exercise *
exercise_draft(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	struct form form = {ini, id, notes};
	struct exercise *e = mem_new(1, sizeof(*e));

	e->path = mem_strdup(path);
	if (id_take(&form, 1, "the file name", id, e->id) &&
	    form_sections(&form, NULL)) {
		form_keys(&form, keys, NULL);
		read_texts(&form, e);
		read_words(&form, e);
		read_dose(&form, e);
		for (int p = 0; p < PRESSURES; p++)
			read_sensation(&form, (enum pressure)p, e);
		read_breath(&form, e);
		read_cues(&form, e);
		read_recordings(&form, e);
		read_evidence(&form, e);
		read_sources(&form, e);
		check_tags(&form, e);
		check_tool_of_kind(&form, e);
	}
	return e;
}

struct exercise *
exercise_read(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	struct notes own = {0};
	struct exercise *e;
	size_t before;

	if (!notes)
		notes = &own;
	before = notes->errors;
	e = exercise_draft(ini, id, path, notes);
	if (notes->errors > before) {
		exercise_free(e);
		e = NULL;
	}
	notes_fini(&own);
	return e;
}

const char *
exercise_evidence(const struct exercise *e)
{
	switch (e->evidence) {
	case 'A':
		return "a trial of this or of a very close technique";
	case 'B':
		return "indirect or laboratory evidence";
	default:
		return "clinical convention, no trial";
	}
}

void
exercise_free(struct exercise *e)
{
	if (!e)
		return;
	for (int m = 0; m < MOMENTS; m++) {
		free(e->cue[m][0]);
		free(e->cue[m][1]);
		free(e->say_cue[m][0]);
		free(e->say_cue[m][1]);
	}
	for (int p = 0; p < PRESSURES; p++)
		free(e->sensation[p].feel);
	free(e->path);
	free(e->name);
	free(e->setup);
	free(e->say_name);
	free(e->say_setup);
	free(e->mistake);
	free(e->easier);
	free(e->evidence_why);
	free(e->sources);
	free(e);
}
