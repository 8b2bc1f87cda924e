#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/log.h"
#include "cmd/own.h"
#include "cmd/run.h"
#include "history/recorder.h"
#include "history/said.h"
#include "score/score.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MIN 1440
#define NOON    (12 * 60) /* of a past day of which nobody said when */

/* What the options ask for. */
struct wish {
	bool has_day;
	int32_t day;
	int at_min;        /* of the wall clock; -1: not said */
	long long percent; /* of what was planned; -1: not said */
	struct checkin said;
	bool has_said;
	const char *note; /* NULL: not said */
	const char *flags, *left;
};

struct change {
	struct cmd *cmd;
	struct own own;
	struct history *h;
	struct wish wish;
	int32_t today;
	bool misused; /* it was called wrongly: err says how */
	struct err err;
};

/* --- options ------------------------------------------------------------------- */

static bool
read_day(struct change *c)
{
	const char *value = cmd_option(c->cmd, "date");
	struct wish *w = &c->wish;

	w->has_day = value != NULL;
	if (!value || strcmp(value, "today") == 0)
		w->day = c->today;
	else if (strcmp(value, "yesterday") == 0)
		w->day = c->today - 1;
	else if (!civil_parse(value, &w->day))
		return err_set(&c->err,
		    "--date %s: a day is 2026-03-02, today or yesterday", value);
	return w->day <= c->today ||
	       err_set(&c->err, "--date %s: that day has not come yet", value);
}

static bool
read_at(struct change *c)
{
	const char *value = cmd_option(c->cmd, "at");
	int hour = -1, min = -1, end = 0;

	c->wish.at_min = -1;
	if (!value)
		return true;
	if (sscanf(value, "%2d:%2d%n", &hour, &min, &end) != 2 || value[end] ||
	    hour < 0 || hour > 23 || min < 0 || min > 59)
		return err_set(&c->err, "--at %s: a time is 09:05 or 21:30", value);
	c->wish.at_min = hour * 60 + min;
	return true;
}

static bool
read_percent(struct change *c)
{
	const char *value = cmd_option(c->cmd, "percent");

	c->wish.percent = -1;
	return !value || str_int(value, 1, 100, &c->wish.percent) ||
	       err_set(&c->err,
		   "--percent %s: a whole number from 1 to 100 is expected", value);
}

/* "6" is of --region; "neck=6,mood=3" says it itself. */
static bool
read_scores(struct change *c, const char *option, struct checkin *said)
{
	const char *value = cmd_option(c->cmd, option);
	const char *region = cmd_option(c->cmd, "region");
	struct str text = {0};
	long long n;
	bool ok;

	if (!value)
		return true;
	c->wish.has_said = true;
	if (str_int(value, 0, RATING_MAX, &n) && !region)
		return err_set(
		    &c->err, "--%s %s: of which --region?", option, value);
	if (str_int(value, 0, RATING_MAX, &n))
		str_addf(&text, "%s=%s", region, value);
	else
		str_add(&text, value);
	ok = checkin_parse(said, text.s, &c->err) ||
	     err_add(&c->err, "--%s", option);
	str_fini(&text);
	return ok;
}

static bool
read_said(struct change *c)
{
	struct checkin before;

	checkin_before(&before, 0);
	if (!read_scores(c, "before", &before))
		return false;
	checkin_after(&c->wish.said, &before);
	if (!read_scores(c, "after", &c->wish.said))
		return false;
	return c->wish.has_said || !cmd_option(c->cmd, "region") ||
	       err_set(&c->err, "--region goes with --before or --after");
}

/* A line of a person, and no more than is kept. */
static bool
check_note(const char *note, struct err *err)
{
	if (!note)
		return true;
	if (text_valid(note, strlen(note)) != strlen(note))
		return err_set(err, "the note is no UTF-8");
	return strlen(note) <= NOTE_MAX ||
	       err_set(err, "a note has at most %d bytes; this has %zu", NOTE_MAX,
		   strlen(note));
}

static bool
read_wish(struct change *c)
{
	if (!c->wish.note)
		c->wish.note = cmd_option(c->cmd, "note");
	c->wish.flags = cmd_option(c->cmd, "flag");
	c->wish.left = cmd_option(c->cmd, "why");
	return read_day(c) && read_at(c) && read_percent(c) && read_said(c) &&
	       check_note(c->wish.note, &c->err);
}

/* --- beginning and ending ---------------------------------------------------------- */

/* note: instead of the option; it lives until the end. */
static bool
begin(struct change *c, struct cmd *cmd, const char *note)
{
	struct instant now = {
	    .wall_ms = cmd->wall_ms, .offset_min = cmd->offset_min};

	*c = (struct change){.cmd = cmd, .wish.note = note};
	own_init(&c->own);
	c->today = own_today(&c->own, &now);
	c->misused = !read_wish(c);
	return !c->misused;
}

/* Wrong calls are told as such. */
static bool
misuse(struct change *c, const char *why)
{
	c->misused = true;
	return err_set(&c->err, "%s", why);
}

/* An option was misused: err has how. */
static bool
misuse_of(struct change *c, const char *option)
{
	c->misused = true;
	return err_add(&c->err, "%s", option);
}

static int
end(struct change *c, bool ok)
{
	struct streak streak;

	history_close(c->h);
	if (ok) /* so that the next prompt finds it right */
		own_streak(&c->own, c->today, &streak);
	own_fini(&c->own);
	if (c->misused)
		return cmd_usage(c->cmd, "%s", c->err.text);
	return ok ? CMD_OK : cmd_fail(&c->err);
}

static bool
open_to_write(struct change *c)
{
	if (!c->own.db)
		return err_set(&c->err, "set HOME to have sessions kept");
	c->h = history_open(c->own.db, &c->err);
	return c->h != NULL;
}

/* The session that a person means: by its number here, or by its id. */
static bool
find(struct change *c, struct session_record *r)
{
	const char *said = c->cmd->operands[1];
	long long no = 0;
	bool number = str_int(said, 1, INT64_MAX, &no);
	bool ok = history_find(c->h, no, number ? NULL : said, r, &c->err);

	return ok || *c->err.text || log_no_session(said, &c->err);
}

/* --- when --------------------------------------------------------------------------- */

/* The instant at which the wall clock shows at_min of the person's day, which may
 * be after its midnight; and the zone's offset then. */
static void
set_start(struct change *c, struct session_record *r, int32_t day, int at_min)
{
	int day_start = (int)c->own.settings.number[SET_STREAK_DAY_START];
	int64_t local_ms =
	    civil_utc_ms(day + (at_min < day_start)) + (int64_t)at_min * 60000;

	r->day = day;
	r->offset_min = c->cmd->offset_min;
	for (int i = 0; i < 2; i++) { /* the zone's offset of then, not of now */
		r->started_ms = local_ms - (int64_t)r->offset_min * 60000;
		r->offset_min = run_offset_min(r->started_ms);
	}
	r->started_ms = local_ms - (int64_t)r->offset_min * 60000;
}

static int
minute_of(int64_t wall_ms, int offset_min)
{
	int64_t local = wall_ms / 60000 + offset_min;

	return (int)((local % DAY_MIN + DAY_MIN) % DAY_MIN);
}

static bool
has_come(struct change *c, const struct session_record *r)
{
	return r->started_ms <= c->cmd->wall_ms ||
	       err_set(&c->err, "that time has not come yet");
}

/* --- add --------------------------------------------------------------------------- */

/* All that the routine has, of which nothing was done yet. */
static bool
plan(const struct own *own, const struct routine *routine, int32_t day,
    const struct instant *now, struct session_record *r, struct err *err)
{
	const struct exercise **steps = library_steps(own->library, routine, err);
	const struct pacing pacing = {
	    .first_side = own->settings.number[SET_SESSION_FIRST_SIDE] ? SIDE_RIGHT
								       : SIDE_LEFT};
	struct score *score;

	if (!steps)
		return false;
	score = score_new(routine, steps, &pacing);
	recorder_plan(r, score, day, now->wall_ms, now->offset_min);
	r->origin = ORIGIN_LOGGED;
	score_free(score);
	free(steps);
	return true;
}

bool
log_add_now(const struct own *own, const struct routine *routine,
    const struct instant *now, struct err *err)
{
	struct session_record r;
	struct history *h;
	bool ok;

	if (!plan(own, routine, own_today(own, now), now, &r, err))
		return false;
	session_record_hold(&r, 100);
	h = own->db ? history_open(own->db, err) : NULL;
	ok = h         ? history_add(h, &r, err)
	     : own->db ? false
		       : err_set(err, "set HOME to have sessions kept");
	history_close(h);
	session_record_fini(&r);
	return ok;
}

/* Flags and reasons are of its movements: wrong ones are a wrong call. */
static bool
take_wish(struct change *c, struct session_record *r)
{
	const struct wish *w = &c->wish;

	if (w->percent >= 0)
		session_record_hold(r, (int)w->percent);
	if (w->has_said)
		said_take(r, &w->said);
	if (w->note)
		snprintf(r->note, sizeof(r->note), "%s", w->note);
	return (!w->flags || said_parse_flags(r, w->flags, &c->err) ||
		   misuse_of(c, "--flag")) &&
	       (!w->left || said_parse_left(r, w->left, &c->err) ||
		   misuse_of(c, "--why"));
}

/* As it is there now, with the number that it got. */
static void
tell(struct change *c, const char *verb, const char *id)
{
	struct session_record r;

	if (!history_find(c->h, 0, id, &r, NULL))
		return;
	printf("%s\n", verb);
	log_print(&r, c->own.library);
	session_record_fini(&r);
}

static bool
add(struct change *c)
{
	const struct instant now = {
	    .wall_ms = c->cmd->wall_ms, .offset_min = c->cmd->offset_min};
	const struct routine *routine =
	    library_routine(c->own.library, c->cmd->operands[1], &c->err);
	struct session_record r;
	bool ok;

	if (!routine || !plan(&c->own, routine, c->wish.day, &now, &r, &c->err))
		return false;
	if (c->wish.percent < 0)
		c->wish.percent = 100;
	ok = take_wish(c, &r);
	if (c->wish.at_min >= 0 || c->wish.day != c->today)
		set_start(c, &r, c->wish.day,
		    c->wish.at_min >= 0 ? c->wish.at_min : NOON);
	ok = ok && has_come(c, &r) && open_to_write(c) &&
	     history_add(c->h, &r, &c->err);
	if (ok)
		tell(c, "added:", r.id);
	session_record_fini(&r);
	return ok;
}

int
log_add(struct cmd *cmd)
{
	struct change c;

	return end(&c, begin(&c, cmd, NULL) && add(&c));
}

/* --- edit ---------------------------------------------------------------------------- */

/* A session on another day is another session: its day stands in its id. */
static bool
move(struct change *c, struct session_record *r)
{
	char before[UUID_LEN];

	memcpy(before, r->id, UUID_LEN);
	rng_uuid_day(r->day, r->id);
	return history_move(c->h, r, before, &c->err);
}

static bool
write_change(struct change *c, struct session_record *r)
{
	int32_t day = r->day;
	const struct wish *w = &c->wish;

	if (!take_wish(c, r))
		return false;
	if (w->has_day || w->at_min >= 0)
		set_start(c, r, w->has_day ? w->day : day,
		    w->at_min >= 0 ? w->at_min
				   : minute_of(r->started_ms, r->offset_min));
	if (!has_come(c, r))
		return false;
	return r->day == day ? history_change(c->h, r, &c->err) : move(c, r);
}

static bool
edit(struct change *c)
{
	struct session_record r;
	bool ok;

	if (!open_to_write(c) || !find(c, &r))
		return false;
	ok = write_change(c, &r);
	if (ok)
		tell(c, "changed; what was there is kept:", r.id);
	session_record_fini(&r);
	return ok;
}

static bool
wishes_nothing(const struct wish *w)
{
	return !w->has_day && w->at_min < 0 && w->percent < 0 && !w->has_said &&
	       !w->note && !w->flags && !w->left;
}

int
log_edit(struct cmd *cmd)
{
	struct change c;
	bool ok = begin(&c, cmd, NULL);

	if (ok && wishes_nothing(&c.wish))
		ok = misuse(&c, "what is to be changed? --date, --at, --percent, "
				"--before, --after, --note, --flag, --why");
	return end(&c, ok && edit(&c));
}

/* --- rm and note --------------------------------------------------------------------- */

static bool
rm(struct change *c)
{
	struct session_record r;
	bool ok;

	if (!open_to_write(c) || !find(c, &r))
		return false;
	ok = history_remove(c->h, r.id, r.rev, &c->err);
	if (ok) {
		printf("removed; it counts no more:\n");
		log_print(&r, c->own.library);
		printf("what it was can still be read: uncoil log show %s\n", r.id);
	}
	session_record_fini(&r);
	return ok;
}

int
log_rm(struct cmd *cmd)
{
	struct change c;

	return end(&c, begin(&c, cmd, NULL) && rm(&c));
}

/* The words after the number are one line, as of echo(1). */
static char *
join(const struct cmd *cmd)
{
	struct str line = {0};

	for (int i = 2; i < cmd->n_operands; i++)
		str_addf(&line, "%s%s", i > 2 ? " " : "", cmd->operands[i]);
	return str_take(&line);
}

int
log_note(struct cmd *cmd)
{
	struct change c;
	char *note = join(cmd);
	int status = end(&c, begin(&c, cmd, note) && edit(&c));

	free(note);
	return status;
}
