#include "routine/routine.h"

#include "base/mem.h"
#include "base/settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const keys[] = {"title", "minutes", "setting", "for", "goal",
    "drop", "flag", "caveat", "change", "cues", NULL};

enum {
	WIDE_TITLE = 50,
	WIDE_FOR = 80,
	WIDE_GOAL = 100,
	WIDE_CAVEAT = 240
}; /* cells */

const char *
flag_meaning(enum flag flag)
{
	static const char *const meanings[] = {
	    [FLAG_NO_FLOOR] = "Nothing is done on the floor.",
	    [FLAG_MORNING_SAFE] = "Nothing bends the trunk forward: fit for the "
				  "first hour of the day.",
	    [FLAG_FLEXION] =
		"It bends forward. Choose it by how your symptoms respond: keep a "
		"direction that brings them nearer to the spine, stop one that "
		"moves "
		"them further down the limb.",
	    [FLAG_EXTENSION] =
		"It arches back. Choose it by how your symptoms respond: keep a "
		"direction that brings them nearer to the spine, stop one that "
		"moves "
		"them further down the limb.",
	};

	return (size_t)flag < ARRAY_LEN(meanings) ? meanings[flag] : NULL;
}

const char *
flag_question(enum flag flag)
{
	switch (flag) {
	case FLAG_NEEDS_CLEARANCE:
		return "Has a clinician told you that moving this is fine, and is "
		       "the "
		       "injury more than 72 hours old?";
	case FLAG_HEADACHE_GATE:
		return "Is this a headache you know, mild, on both sides, with no "
		       "other signs?";
	default:
		return NULL;
	}
}

int
change_s(enum position from, enum position to)
{
	if (from == to)
		return 5;
	if (position_on_floor(from) && position_on_floor(to))
		return 10;
	return position_on_floor(from) || position_on_floor(to) ? 15 : 8;
}

int
routine_change_s(
    const struct routine *r, const struct exercise *const *exercises, size_t i)
{
	if (i == 0)
		return ROUTINE_LEAD_S;
	if (r->change_s)
		return r->change_s;
	return change_s(exercises[i - 1]->position, exercises[i]->position);
}

int
routine_total_s(const struct routine *r, const struct exercise *const *exercises)
{
	int total = 0;

	for (size_t i = 0; i < r->n_steps; i++)
		total += routine_change_s(r, exercises, i) + r->steps[i].seconds;
	return total;
}

/* Copies the next word of *at into word (cut at size); false at the end. */
static bool
next_word(const char **at, char *word, size_t size)
{
	size_t n, fits;

	*at += strspn(*at, " \t");
	n = strcspn(*at, " \t");
	if (n == 0)
		return false;
	fits = n < size ? n : size - 1;
	memcpy(word, *at, fits);
	word[fits] = '\0';
	*at += n;
	return true;
}

/* "chin-tuck-seated 24" or "levator-stretch 54 right" */
static void
read_step(const struct form *form, const char *key, struct routine *r)
{
	struct step *step = &r->steps[r->n_steps++];
	const char *at = form_need(form, key);
	char word[4][ID_MAX + 2];
	long long seconds = 0;
	int n = 0, line = form_line(form, key), side;

	step->line = line;
	if (!at)
		return;
	while (n < 4 && next_word(&at, word[n], sizeof(word[n])))
		n++;
	id_take(form, line, "exercise", n ? word[0] : "", step->exercise);
	if (n < 2 || n > 3 || !str_int(word[1], 1, BLOCK_MAX_S, &seconds)) {
		notes_error(form->notes, line,
		    "%s: `exercise seconds` or `exercise seconds left|right` is "
		    "expected, "
		    "seconds from 1 to %d",
		    key, BLOCK_MAX_S);
		return;
	}
	step->seconds = (int)seconds;
	side = n == 3 ? words_find(&words_side, word[2]) : SIDE_NONE;
	if (n == 3 && side <= SIDE_NONE)
		notes_error(
		    form->notes, line, "%s: the third word is left or right", key);
	else
		step->first = (enum side)side;
}

/* Is this key step.NN, and which? */
static bool
step_number(const char *key, int *number)
{
	long long n;

	if (strncmp(key, "step.", 5) != 0 || strlen(key) != 7 ||
	    !str_int(key + 5, 1, 99, &n))
		return false;
	*number = (int)n;
	return true;
}

/* Notes keys that only look like steps; sets in `has` those that are, and returns
 * how many there are. */
static size_t
find_steps(const struct form *form, bool has[100])
{
	const char *key;
	size_t n = 0;
	int number;

	for (size_t i = 0; (key = ini_key(form->ini, form->section, i)) != NULL;
	     i++) {
		if (strncmp(key, "step.", 5) != 0)
			continue;
		if (!step_number(key, &number))
			notes_error(form->notes, form_line(form, key),
			    "%.80s: steps are step.01 to step.%d", key,
			    ROUTINE_STEPS_MAX);
		else if (!has[number])
			has[number] = true, n++;
	}
	return n;
}

static void
read_steps(const struct form *form, struct routine *r)
{
	bool has[100] = {false};
	int missing = 0;
	char key[16];

	r->steps = mem_new(find_steps(form, has), sizeof(*r->steps));
	for (int i = 1; i < 100; i++) {
		if (!has[i]) {
			missing = missing ? missing : i;
			continue;
		}
		snprintf(key, sizeof(key), "step.%02d", i);
		if (i > ROUTINE_STEPS_MAX) {
			notes_error(form->notes, form_line(form, key),
			    "%s: a routine has at most %d steps", key,
			    ROUTINE_STEPS_MAX);
			return;
		}
		if (missing && missing < i)
			notes_warn(form->notes, form_line(form, key),
			    "step.%02d is missing before %s", missing, key);
		missing = 0;
		read_step(form, key, r);
		if (r->n_steps > 1 && r->steps[r->n_steps - 1].exercise[0] &&
		    strcmp(r->steps[r->n_steps - 1].exercise,
			r->steps[r->n_steps - 2].exercise) == 0)
			notes_warn(form->notes, form_line(form, key),
			    "%s: the same exercise twice in a row; one longer step "
			    "has no "
			    "change-over in it",
			    key);
	}
	if (r->n_steps == 0)
		notes_error(form->notes, ini_line(form->ini, form->section, NULL),
		    "step.01 is missing");
}

static bool
has_step(const struct routine *r, const char *id)
{
	for (size_t i = 0; i < r->n_steps; i++)
		if (strcmp(r->steps[i].exercise, id) == 0)
			return true;
	return false;
}

static bool
has_drop(const struct routine *r, const char *id)
{
	for (size_t i = 0; i < r->n_drop; i++)
		if (strcmp(r->drop[i], id) == 0)
			return true;
	return false;
}

static void
take_drop(const struct form *form, const char *id, struct routine *r)
{
	int line = form_line(form, "drop");

	if (!id_take(form, line, "drop", id, r->drop[r->n_drop]))
		return;
	if (!has_step(r, id)) {
		notes_error(
		    form->notes, line, "drop: %s is no step of this routine", id);
		return;
	}
	if (has_drop(r, id)) {
		notes_warn(form->notes, line, "drop: %s is named twice", id);
		return;
	}
	r->n_drop++;
}

static void
read_drop(const struct form *form, struct routine *r)
{
	const char *at = form_get(form, "drop");
	char word[ID_MAX + 2];

	r->drop = mem_new(ROUTINE_STEPS_MAX, sizeof(*r->drop));
	while (at && *at) {
		size_t n;

		at += strspn(at, ", \t");
		n = strcspn(at, ", \t");
		if (n == 0)
			break;
		snprintf(word, sizeof(word), "%.*s",
		    (int)(n < ID_MAX + 1 ? n : ID_MAX + 1), at);
		at += n;
		if (r->n_drop == ROUTINE_STEPS_MAX)
			break;
		take_drop(form, word, r);
	}
	if (r->n_drop && r->n_drop == r->n_steps)
		notes_warn(form->notes, form_line(form, "drop"),
		    "drop names every step; nothing would be left");
}

static void
read_flags(const struct form *form, struct routine *r)
{
	const uint64_t both = BIT_OF(FLAG_FLEXION) | BIT_OF(FLAG_EXTENSION);

	if (!form_get(form, "flag"))
		return;
	r->flags =
	    form_words(form, "flag", &words_flag, false) & ~BIT_OF(FLAG_NONE);
	if ((r->flags & both) == both)
		notes_warn(form->notes, form_line(form, "flag"),
		    "flag: flexion and extension are opposite answers to one "
		    "question");
}

static void
read_cue_set(const struct form *form, struct routine *r)
{
	const char *value = form_get(form, "cues");

	if (!value ||
	    !id_take(form, form_line(form, "cues"), "cues", value, r->cue_set))
		return;
	if (!settings_check(SET_SOUND_CUES, value, &(long){0}, NULL))
		notes_warn(form->notes, form_line(form, "cues"),
		    "cues: there is no set %s; there are: %s", value,
		    settings_table[SET_SOUND_CUES].words);
}

static char *
text_or_empty(const struct form *form, const char *key, int cells)
{
	char *text = form_text_maybe(form, key, cells);

	if (!text)
		notes_warn(form->notes, ini_line(form->ini, form->section, NULL),
		    "%s is missing: nobody can tell when to choose this routine",
		    key);
	return text ? text : mem_strdup("");
}

static void
read_head(const struct form *form, struct routine *r)
{
	r->title = form_text(form, "title", WIDE_TITLE);
	r->minutes = form_int(form, "minutes", 1, ROUTINE_MINUTES_MAX);
	r->place = (enum setting_place)form_word(form, "setting", &words_place);
	r->for_whom = text_or_empty(form, "for", WIDE_FOR);
	r->goal = text_or_empty(form, "goal", WIDE_GOAL);
	r->caveat = form_text_maybe(form, "caveat", WIDE_CAVEAT);
	if (!r->caveat)
		r->caveat = mem_strdup("");
	if (form_get(form, "change"))
		r->change_s = form_int(form, "change", 3, ROUTINE_CHANGE_MAX_S);
}

struct routine *
routine_draft(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	struct form form = {ini, id, notes};
	struct routine *r = mem_new(1, sizeof(*r));

	r->path = mem_strdup(path);
	if (id_take(&form, 1, "the file name", id, r->id) &&
	    form_sections(&form, NULL)) {
		form_keys(&form, keys, "step.");
		read_head(&form, r);
		read_steps(&form, r);
		read_drop(&form, r);
		read_flags(&form, r);
		read_cue_set(&form, r);
	}
	return r;
}

struct routine *
routine_read(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	struct notes own = {0};
	struct routine *r;
	size_t before;

	if (!notes)
		notes = &own;
	before = notes->errors;
	r = routine_draft(ini, id, path, notes);
	if (notes->errors > before) {
		routine_free(r);
		r = NULL;
	}
	notes_fini(&own);
	return r;
}

struct routine *
routine_copy(const struct routine *r)
{
	struct routine *copy = mem_new(1, sizeof(*copy));

	*copy = *r;
	copy->path = mem_strdup(r->path);
	copy->title = mem_strdup(r->title);
	copy->for_whom = mem_strdup(r->for_whom);
	copy->goal = mem_strdup(r->goal);
	copy->caveat = mem_strdup(r->caveat);
	copy->steps = mem_new(r->n_steps, sizeof(*copy->steps));
	memcpy(copy->steps, r->steps, r->n_steps * sizeof(*copy->steps));
	copy->drop = mem_new(r->n_drop, sizeof(*copy->drop));
	if (r->n_drop)
		memcpy(copy->drop, r->drop, r->n_drop * sizeof(*copy->drop));
	return copy;
}

void
routine_free(struct routine *r)
{
	if (!r)
		return;
	free(r->path);
	free(r->title);
	free(r->for_whom);
	free(r->goal);
	free(r->caveat);
	free(r->steps);
	free(r->drop);
	free(r);
}
