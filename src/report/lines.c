#include "report/lines.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "history/words.h"

#include <limits.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* An object in a line, in a list, in a list: steps. */
#define DEPTH 3

/* Ten days: more than any session, and far from overflow. */
#define MS_MAX   (INT64_C(10) * 24 * 3600 * 1000)
#define REV_MAX  1000000000
#define NAME_MIN 1

static const char *const kind_names[LINE_KINDS] = {
    "export", "session", "answer", "plan", "gone", "rules", "pause"};
static const char *const asked_names[] = {"morning", "ability", "global"};
static const char *const plan_names[] = {
    "offered", "accepted", "declined", "deferred", "ended"};

static const struct words askeds = {"asked", asked_names, ARRAY_LEN(asked_names)},
			  plan_states = {
			      "state", plan_names, ARRAY_LEN(plan_names)};

const char *
line_kind_word(enum line_kind kind)
{
	return kind_names[kind];
}

/* --- fields: one table writes and reads them ------------------------------------- */

enum type {
	TYPE_TEXT,    /* char[]: of lo to hi bytes */
	TYPE_ID,      /* char[UUID_LEN]; lo 0: may be "" */
	TYPE_INT,     /* int: lo to hi */
	TYPE_MS,      /* int64_t: lo to hi */
	TYPE_INSTANT, /* int64_t, Unix time */
	TYPE_DAY,     /* int32_t; lo 0: null for CIVIL_NONE */
	TYPE_WORD     /* an enum, of words: lo to the last */
};

struct field {
	const char *name;
	enum type type;
	size_t at;
	int64_t lo, hi;
	const struct words *words;
};

#define AT(type, member) offsetof(struct type, member)

static const struct field session_fields[] = {
    {"id", TYPE_ID, AT(session_record, id), 1, 0, NULL},
    {"rev", TYPE_INT, AT(session_record, rev), 1, REV_MAX, NULL},
    {"local_date", TYPE_DAY, AT(session_record, day), 1, 0, NULL},
    {"started_at", TYPE_INSTANT, AT(session_record, started_ms), 0, 0, NULL},
    {"utc_offset_min", TYPE_INT, AT(session_record, offset_min), -1440, 1440, NULL},
    {"routine", TYPE_TEXT, AT(session_record, routine), NAME_MIN, ID_MAX, NULL},
    {"state", TYPE_WORD, AT(session_record, state), STATE_DONE, 0, &words_state},
    {"origin", TYPE_WORD, AT(session_record, origin), 0, 0, &words_origin},
    {"planned_ms", TYPE_MS, AT(session_record, planned_ms), 0, MS_MAX, NULL},
    {"active_ms", TYPE_MS, AT(session_record, active_ms), 0, MS_MAX, NULL},
    {"plan", TYPE_ID, AT(session_record, plan), 0, 0, NULL},
    {"note", TYPE_TEXT, AT(session_record, note), 0, NOTE_MAX, NULL},
    {NULL, 0, 0, 0, 0, NULL}};

static const struct field step_fields[] = {
    {"exercise", TYPE_TEXT, AT(step_record, exercise), NAME_MIN, ID_MAX, NULL},
    {"side", TYPE_WORD, AT(step_record, side), 0, 0, &words_side},
    {"planned_ms", TYPE_MS, AT(step_record, planned_ms), 0, MS_MAX, NULL},
    {"held_ms", TYPE_MS, AT(step_record, held_ms), 0, MS_MAX, NULL},
    {"outcome", TYPE_WORD, AT(step_record, outcome), 0, 0, &words_outcome},
    {"wrong_ms", TYPE_MS, AT(step_record, wrong_ms), -1, MS_MAX, NULL},
    {"why", TYPE_WORD, AT(step_record, why), 0, 0, &words_why},
    {NULL, 0, 0, 0, 0, NULL}};

static const struct field alarm_fields[] = {
    {"code", TYPE_INT, AT(alarm, code), 0, 9, NULL},
    {"exercise", TYPE_TEXT, AT(alarm, exercise), 0, ID_MAX, NULL},
    {NULL, 0, 0, 0, 0, NULL}};

static const struct field answer_fields[] = {
    {"id", TYPE_ID, AT(answer_record, id), 1, 0, NULL},
    {"rev", TYPE_INT, AT(answer_record, rev), 1, REV_MAX, NULL},
    {"local_date", TYPE_DAY, AT(answer_record, day), 1, 0, NULL},
    {"asked_at", TYPE_INSTANT, AT(answer_record, asked_ms), 0, 0, NULL},
    {"utc_offset_min", TYPE_INT, AT(answer_record, offset_min), -1440, 1440, NULL},
    {"asked", TYPE_WORD, AT(answer_record, asked), 0, 0, &askeds},
    {"which", TYPE_INT, AT(answer_record, which), 0, 2, NULL},
    {"name", TYPE_TEXT, AT(answer_record, name), 0, ABILITY_NAME_MAX, NULL},
    {"score", TYPE_INT, AT(answer_record, score), -3, 10, NULL},
    {NULL, 0, 0, 0, 0, NULL}};

static const struct field plan_fields[] = {
    {"id", TYPE_ID, AT(plan_record, id), 1, 0, NULL},
    {"version", TYPE_INT, AT(plan_record, version), 1, REV_MAX, NULL},
    {"title", TYPE_TEXT, AT(plan_record, title), 0, PLAN_TITLE_MAX, NULL},
    {"from", TYPE_DAY, AT(plan_record, from), 0, 0, NULL},
    {"to", TYPE_DAY, AT(plan_record, to), 0, 0, NULL},
    {"state", TYPE_WORD, AT(plan_record, state), 0, 0, &plan_states},
    {"why", TYPE_TEXT, AT(plan_record, why), 0, NOTE_MAX, NULL},
    {"answered", TYPE_DAY, AT(plan_record, answered), 0, 0, NULL},
    {NULL, 0, 0, 0, 0, NULL}};

static const struct field gone_fields[] = {
    {"id", TYPE_ID, AT(gone_record, id), 1, 0, NULL},
    {"rev", TYPE_INT, AT(gone_record, rev), 1, REV_MAX, NULL},
    {"local_date", TYPE_DAY, AT(gone_record, day), 1, 0, NULL},
    {NULL, 0, 0, 0, 0, NULL}};

/* Rules as plain numbers, so that a table can tell them. */
struct plain_rules {
	int32_t from;
	int on, goal, unit, rest, freezes, weekly, day_start_min;
};

static const char *const no_yes[] = {"no", "yes"};
static const char *const unit_names[] = {"sessions", "minutes"};
static const struct words answers = {"answer", no_yes, ARRAY_LEN(no_yes)},
			  units = {"unit", unit_names, ARRAY_LEN(unit_names)};

static const struct field rules_fields[] = {
    {"from", TYPE_DAY, AT(plain_rules, from), 0, 0, NULL},
    {"on", TYPE_WORD, AT(plain_rules, on), 0, 0, &answers},
    {"goal", TYPE_INT, AT(plain_rules, goal), 1, 1440, NULL},
    {"unit", TYPE_WORD, AT(plain_rules, unit), 0, 0, &units},
    {"rest", TYPE_INT, AT(plain_rules, rest), 0, 127, NULL},
    {"freezes", TYPE_INT, AT(plain_rules, freezes), 0, 366, NULL},
    {"weekly", TYPE_INT, AT(plain_rules, weekly), 0, 7, NULL},
    {"day_start_min", TYPE_INT, AT(plain_rules, day_start_min), 0, 1439, NULL},
    {NULL, 0, 0, 0, 0, NULL}};

static const struct field pause_fields[] = {
    {"first", TYPE_DAY, AT(pause, first), 1, 0, NULL},
    {"last", TYPE_DAY, AT(pause, last), 1, 0, NULL},
    {"why", TYPE_TEXT, AT(pause, why), 0, PAUSE_WHY_MAX, NULL},
    {NULL, 0, 0, 0, 0, NULL}};

/* --- writing ------------------------------------------------------------------------ */

static void
set_day(struct json *o, const char *name, int32_t day)
{
	char buf[CIVIL_LEN];

	if (day == CIVIL_NONE)
		json_set_null(o, name);
	else
		json_set_str(o, name, civil_print(day, buf));
}

static void
set_field(struct json *o, const struct field *f, const void *record)
{
	const char *at = (const char *)record + f->at;
	char instant[32];
	int64_t wide;
	int n;

	switch (f->type) {
	case TYPE_TEXT:
	case TYPE_ID:
		json_set_str(o, f->name, at);
		return;
	case TYPE_MS:
	case TYPE_INSTANT:
		memcpy(&wide, at, sizeof(wide));
		if (f->type == TYPE_MS)
			json_set_int(o, f->name, wide);
		else
			json_set_str(o, f->name, civil_instant_ms(wide, instant));
		return;
	case TYPE_INT:
	case TYPE_DAY:
	case TYPE_WORD:
		memcpy(&n, at, sizeof(n));
		if (f->type == TYPE_INT)
			json_set_int(o, f->name, n);
		else if (f->type == TYPE_DAY)
			set_day(o, f->name, n);
		else
			json_set_str(o, f->name, words_name(f->words, n));
	}
}

static void
set_fields(struct json *o, const struct field *fields, const void *record)
{
	for (const struct field *f = fields; f->name; f++)
		set_field(o, f, record);
}

static struct json *
begin(enum line_kind kind)
{
	struct json *o = json_new_object();

	json_set_str(o, "type", kind_names[kind]);
	return o;
}

static bool
end(struct json *o, FILE *to, struct err *err)
{
	bool ok = json_print_line(o, to, err);

	json_free(o);
	return ok;
}

bool
line_print_head(FILE *to, const char *program, int64_t wall_ms, struct err *err)
{
	struct json *o = begin(LINE_HEAD);
	char instant[32];

	json_set_int(o, "uncoil", LINES_VERSION);
	json_set_str(o, "program", program);
	json_set_str(o, "made_at", civil_instant_ms(wall_ms, instant));
	return end(o, to, err);
}

static void
set_score(struct json *o, const char *name, int score)
{
	if (score == SCORE_NONE)
		json_set_null(o, name);
	else
		json_set_int(o, name, score);
}

static void
set_ratings(struct json *o, const struct session_record *r)
{
	struct json *ratings = json_set_object(o, "ratings");

	for (size_t i = 0; i < r->n_ratings; i++) {
		const struct rating *one = &r->ratings[i];
		struct json *scores =
		    json_set_object(ratings, topic_word(one->topic));

		set_score(scores, "before", one->before);
		set_score(scores, "after", one->after);
	}
}

bool
line_print_session(FILE *to, const struct session_record *r, struct err *err)
{
	struct json *o = begin(LINE_SESSION), *list;

	set_fields(o, session_fields, r);
	set_ratings(o, r);
	list = json_set_array(o, "alarms");
	for (size_t i = 0; i < r->n_alarms; i++)
		set_fields(json_push_object(list), alarm_fields, &r->alarms[i]);
	list = json_set_array(o, "steps");
	for (size_t i = 0; i < r->n_steps; i++)
		set_fields(json_push_object(list), step_fields, &r->steps[i]);
	return end(o, to, err);
}

bool
line_print_answer(FILE *to, const struct answer_record *a, struct err *err)
{
	struct json *o = begin(LINE_ANSWER);

	set_fields(o, answer_fields, a);
	return end(o, to, err);
}

bool
line_print_plan(FILE *to, const struct plan_record *p, struct err *err)
{
	struct json *o = begin(LINE_PLAN);

	set_fields(o, plan_fields, p);
	json_set_str(o, "body", p->body ? p->body : "");
	return end(o, to, err);
}

bool
line_print_gone(FILE *to, const struct gone_record *g, struct err *err)
{
	struct json *o = begin(LINE_GONE);

	set_fields(o, gone_fields, g);
	return end(o, to, err);
}

bool
line_print_rules(FILE *to, const struct streak_rules *r, struct err *err)
{
	struct json *o = begin(LINE_RULES);
	const struct plain_rules plain = {r->from, r->on, r->goal, (int)r->unit,
	    (int)r->rest, r->freezes, r->weekly, r->day_start_min};

	set_fields(o, rules_fields, &plain);
	return end(o, to, err);
}

bool
line_print_pause(FILE *to, const struct pause *p, struct err *err)
{
	struct json *o = begin(LINE_PAUSE);

	set_fields(o, pause_fields, p);
	return end(o, to, err);
}

/* --- reading ------------------------------------------------------------------------ */

static bool
read_text(
    const struct json *value, const struct field *f, char *to, struct err *err)
{
	const char *text = json_text(value);
	struct str clean = {0};
	bool fits;

	if (!text)
		return err_set(err, "%s: a string is expected", f->name);
	str_clear(&clean);
	text_clean(&clean, text);
	fits = (int64_t)clean.len >= f->lo && (int64_t)clean.len <= f->hi;
	if (fits)
		memcpy(to, clean.s, clean.len + 1);
	str_fini(&clean);
	return fits || err_set(err, "%s: %d to %d bytes are expected", f->name,
			   (int)f->lo, (int)f->hi);
}

/* Lower case, with its four dashes. */
static bool
is_uuid(const char *s)
{
	if (strlen(s) != UUID_LEN - 1)
		return false;
	for (int i = 0; i < UUID_LEN - 1; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23
			? s[i] != '-'
			: !strchr("0123456789abcdef", s[i]))
			return false;
	return true;
}

static bool
read_id(const struct json *value, const struct field *f, char *to, struct err *err)
{
	const char *text = json_text(value);

	if (!text || (!is_uuid(text) && (f->lo || *text)))
		return err_set(err, "%s: a UUID is expected", f->name);
	memcpy(to, text, strlen(text) + 1);
	return true;
}

static bool
read_number(
    const struct json *value, const struct field *f, int64_t *n, struct err *err)
{
	if (json_int(value, n) && *n >= f->lo && *n <= f->hi)
		return true;
	return err_set(err, "%s: a whole number from %lld to %lld is expected",
	    f->name, (long long)f->lo, (long long)f->hi);
}

static bool
read_day(
    const struct json *value, const struct field *f, int32_t *day, struct err *err)
{
	const char *text = json_text(value);

	if (!text && f->lo == 0 && json_is_nil(value)) {
		*day = CIVIL_NONE;
		return true;
	}
	return (text && civil_parse(text, day)) ||
	       err_set(err, "%s: a day such as 2026-03-02 is expected", f->name);
}

static bool
read_word(const struct json *value, const struct field *f, int *n, struct err *err)
{
	const char *text = json_text(value);
	struct str all = {0};

	*n = text ? words_find(f->words, text) : -1;
	if (*n >= f->lo)
		return true;
	for (size_t i = (size_t)f->lo; i < f->words->n; i++)
		str_addf(&all, "%s\"%s\"", all.len ? ", " : "", f->words->names[i]);
	err_set(err, "%s: one of %s is expected", f->name, all.s);
	str_fini(&all);
	return false;
}

static bool
read_instant(const struct json *value, const struct field *f, int64_t *wall_ms,
    struct err *err)
{
	const char *text = json_text(value);

	return (text && civil_parse_instant(text, wall_ms)) ||
	       err_set(err,
		   "%s: an instant such as 2026-03-02T09:14:03.120Z is expected",
		   f->name);
}

static bool
read_field(
    const struct json *o, const struct field *f, void *record, struct err *err)
{
	const struct json *value = json_get(o, f->name);
	char *at = (char *)record + f->at;
	int64_t wide = 0;
	int32_t day = 0;
	int n = 0;
	bool ok;

	if (!value)
		return err_set(err, "%s is missing", f->name);
	switch (f->type) {
	case TYPE_TEXT:
		return read_text(value, f, at, err);
	case TYPE_ID:
		return read_id(value, f, at, err);
	case TYPE_MS:
	case TYPE_INSTANT:
		ok = (f->type == TYPE_MS ? read_number : read_instant)(
		    value, f, &wide, err);
		memcpy(at, &wide, sizeof(wide));
		return ok;
	case TYPE_DAY:
		ok = read_day(value, f, &day, err);
		memcpy(at, &day, sizeof(day));
		return ok;
	case TYPE_INT:
		ok = read_number(value, f, &wide, err);
		n = (int)wide;
		memcpy(at, &n, sizeof(n));
		return ok;
	case TYPE_WORD:
		ok = read_word(value, f, &n, err);
		memcpy(at, &n, sizeof(n));
		return ok;
	}
	return false;
}

/* What is not known here would be lost: it is refused. */
static bool
knows_all(const struct json *o, const struct field *fields,
    const char *const *others, struct err *err)
{
	const char *names[32];
	const char *stranger;
	struct str clean = {0};
	size_t n = 0;

	for (; fields[n].name; n++)
		names[n] = fields[n].name;
	while (*others)
		names[n++] = *others++;
	names[n] = NULL;
	stranger = json_stranger(o, names);
	if (!stranger)
		return true;
	text_clean(&clean, stranger);
	err_set(
	    err, "\"%.60s\" is not known here: is it of a newer uncoil?", clean.s);
	str_fini(&clean);
	return false;
}

static bool
read_fields(const struct json *o, const struct field *fields,
    const char *const *others, void *record, struct err *err)
{
	if (!json_is_map(o))
		return err_set(err, "an object is expected");
	if (!knows_all(o, fields, others, err))
		return false;
	for (const struct field *f = fields; f->name; f++)
		if (!read_field(o, f, record, err))
			return false;
	return true;
}

static const char *const no_others[] = {NULL};

/* --- sessions ------------------------------------------------------------------------ */

static bool
read_score(const struct json *scores, const char *name, int least, int most,
    int8_t *score, struct err *err)
{
	const struct json *value = json_get(scores, name);
	int64_t n;

	*score = SCORE_NONE;
	if (!value)
		return err_set(err, "%s is missing", name);
	if (json_is_nil(value))
		return true;
	if (!json_int(value, &n) || n < least || n > most)
		return err_set(err,
		    "%s: null or a whole number from %d to %d is expected", name,
		    least, most);
	*score = (int8_t)n;
	return true;
}

static int
topic_at(size_t i)
{
	return i < words_region.n ? (int)i : TOPIC_PAIN + (int)(i - words_region.n);
}

static bool
read_rating(const struct json *ratings, int topic, struct session_record *r,
    struct err *err)
{
	const struct json *scores = json_get(ratings, topic_word(topic));
	static const char *const names[] = {"before", "after", NULL};
	struct rating *rating;
	int least, most;

	if (!scores)
		return true;
	rating = session_record_rate(r, topic);
	if (!rating)
		return err_set(err, "more than %d of them", RATINGS_MAX);
	return topic_range(topic, &least, &most) &&
	       ((json_is_map(scores) && !json_stranger(scores, names)) ||
		   err_set(err, "before and after are expected")) &&
	       read_score(scores, "before", least, most, &rating->before, err) &&
	       read_score(scores, "after", least, most, &rating->after, err);
}

static bool
read_ratings(const struct json *o, struct session_record *r, struct err *err)
{
	const struct json *ratings = json_get(o, "ratings");
	const char *names[64];
	size_t n = 0;

	for (; topic_at(n) < TOPIC_END && n < ARRAY_LEN(names) - 1; n++)
		names[n] = topic_word(topic_at(n));
	names[n] = NULL;
	if (!json_is_map(ratings) || json_stranger(ratings, names))
		return err_set(err, "ratings: an object of regions, pain, mood, "
				    "enjoy and pressure is expected");
	for (size_t i = 0; i < n; i++)
		if (!read_rating(ratings, topic_at(i), r, err))
			return err_add(err, "ratings: %s", topic_word(topic_at(i)));
	return true;
}

/* A list of the session of at most so many. */
static bool
is_list(const struct json *list, const char *name, size_t most, struct err *err)
{
	return (json_is_list(list) && json_count(list) <= most) ||
	       err_set(err, "%s: a list of at most %zu is expected", name, most);
}

static bool
read_alarms(const struct json *o, struct session_record *r, struct err *err)
{
	const struct json *list = json_get(o, "alarms");

	if (!is_list(list, "alarms", ALARMS_MAX, err))
		return false;
	for (size_t i = 0; i < json_count(list); i++)
		if (!read_fields(json_at(list, i), alarm_fields, no_others,
			&r->alarms[r->n_alarms++], err))
			return err_add(err, "alarms: %zu", i + 1);
	return true;
}

static bool
read_steps(const struct json *o, struct session_record *r, struct err *err)
{
	const struct json *list = json_get(o, "steps");
	size_t n = json_count(list);

	if (!is_list(list, "steps", LINE_STEPS_MAX, err))
		return false;
	if (n > 0)
		r->steps = mem_new(n, sizeof(*r->steps));
	for (; r->n_steps < n; r->n_steps++)
		if (!read_fields(json_at(list, r->n_steps), step_fields, no_others,
			&r->steps[r->n_steps], err))
			return err_add(err, "steps: %zu", r->n_steps + 1);
	return true;
}

static bool
is_of_its_day(const char *id, int32_t day, struct err *err)
{
	return rng_uuid_to_day(id) == day ||
	       err_set(err, "the id %s is not of its local_date", id);
}

static bool
read_session(const struct json *o, struct line *line, struct err *err)
{
	static const char *const others[] = {
	    "type", "ratings", "alarms", "steps", NULL};
	struct session_record *r = &line->session;

	return read_fields(o, session_fields, others, r, err) &&
	       is_of_its_day(r->id, r->day, err) && read_ratings(o, r, err) &&
	       read_alarms(o, r, err) && read_steps(o, r, err);
}

/* --- the other kinds ------------------------------------------------------------------ */

static const char *const only_type[] = {"type", NULL};

static bool
read_answer(const struct json *o, struct line *line, struct err *err)
{
	struct answer_record *a = &line->answer;
	bool global;

	if (!read_fields(o, answer_fields, only_type, a, err) ||
	    !is_of_its_day(a->id, a->day, err))
		return false;
	global = a->asked == ASKED_GLOBAL;
	if (global ? a->score > 3 : a->score < 0)
		return err_set(
		    err, "score: %s is expected", global ? "-3 to 3" : "0 to 10");
	return true;
}

/* The body is kept as it is, and must be JSON. */
static bool
read_body(const struct json *o, struct plan_record *p, struct err *err)
{
	const char *body = json_text(json_get(o, "body"));
	struct json *inside;

	if (!body || strlen(body) > LINE_BODY_MAX)
		return err_set(err,
		    "body: a string of at most %d bytes is expected",
		    LINE_BODY_MAX);
	inside = *body ? json_read(body, strlen(body), 8, err) : NULL;
	if (*body && !inside)
		return err_add(err, "body");
	json_free(inside);
	p->body = mem_strdup(body);
	return true;
}

static bool
read_plan(const struct json *o, struct line *line, struct err *err)
{
	static const char *const others[] = {"type", "body", NULL};

	return read_fields(o, plan_fields, others, &line->plan, err) &&
	       read_body(o, &line->plan, err);
}

static bool
read_gone(const struct json *o, struct line *line, struct err *err)
{
	return read_fields(o, gone_fields, only_type, &line->gone, err) &&
	       is_of_its_day(line->gone.id, line->gone.day, err);
}

static bool
read_rules(const struct json *o, struct line *line, struct err *err)
{
	struct plain_rules r = {0};

	if (!read_fields(o, rules_fields, only_type, &r, err))
		return false;
	line->rules =
	    (struct streak_rules){r.from, r.on, r.goal, (enum streak_unit)r.unit,
		(unsigned)r.rest, r.freezes, r.weekly, r.day_start_min};
	return true;
}

static bool
read_pause(const struct json *o, struct line *line, struct err *err)
{
	struct pause *p = &line->pause;

	if (!read_fields(o, pause_fields, only_type, p, err))
		return false;
	return (p->first <= p->last && p->last - p->first < PAUSE_DAYS_MAX) ||
	       err_set(err, "last: a day of the %d from first on is expected",
		   PAUSE_DAYS_MAX);
}

/* Of a newer version the rest would not be understood. */
static bool
read_head(const struct json *o, struct line *line, struct err *err)
{
	int64_t version = 0;

	(void)line;
	if (!json_int(json_get(o, "uncoil"), &version) || version < 1)
		return err_set(err, "this is no export of uncoil");
	return version <= LINES_VERSION ||
	       err_set(err, "it was written by a newer uncoil");
}

static bool (*const readers[LINE_KINDS])(
    const struct json *o, struct line *line, struct err *err) = {
    [LINE_HEAD] = read_head,
    [LINE_SESSION] = read_session,
    [LINE_ANSWER] = read_answer,
    [LINE_PLAN] = read_plan,
    [LINE_GONE] = read_gone,
    [LINE_RULES] = read_rules,
    [LINE_PAUSE] = read_pause,
};

static bool
read_kind(const struct json *o, struct line *line, struct err *err)
{
	const char *type = json_text(json_get(o, "type"));

	for (int kind = 0; type && kind < LINE_KINDS; kind++) {
		if (strcmp(type, kind_names[kind]) != 0)
			continue;
		line->kind = (enum line_kind)kind;
		return readers[kind](o, line, err);
	}
	return err_set(err, "type: export, session, answer, plan, gone, rules or "
			    "pause is expected");
}

bool
line_read(const char *text, size_t len, struct line *out, struct err *err)
{
	struct json *o = json_read(text, len, DEPTH, err);
	bool ok;

	*out = (struct line){0};
	if (!o)
		return false;
	ok = read_kind(o, out, err);
	json_free(o);
	if (!ok)
		line_fini(out);
	return ok;
}

void
line_fini(struct line *line)
{
	session_record_fini(&line->session);
	plan_record_fini(&line->plan);
}
