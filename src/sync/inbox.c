#include "sync/inbox.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "history/store.h"
#include "sync/bound.h"
#include "sync/wire.h"

#include <stdlib.h>
#include <string.h>

/* --- plans ------------------------------------------------------------------------ */

static bool
has_plan(struct history *h, const struct rx *rx, bool *has, struct err *err)
{
	struct bound b =
	    bound_ask(h, "SELECT 1 FROM plan WHERE id = ? AND version >= ?", err);
	bool ok;

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	*has = bound_next(h, &b, &ok, err);
	bound_close(&b);
	return ok;
}

static bool
tell(struct history *h, const char *rx, struct err *err)
{
	struct bound b =
	    bound_ask(h, "INSERT OR IGNORE INTO sync_told VALUES (?)", err);

	bound_add_text(&b, rx);
	return bound_run_alone(h, &b, err);
}

/* Older versions that wait for an answer are overtaken. */
static bool
overtake(struct history *h, const struct rx *rx, int32_t day, struct err *err)
{
	struct bound b = bound_ask(h,
	    "UPDATE plan SET state = ?3, answered = ?4 WHERE id = ?1 AND version < "
	    "?2 AND (state IN (0, 3) OR ?5)",
	    err);

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_number(&b, PLAN_ENDED);
	bound_add_number(&b, day);
	bound_add_number(&b, rx->ended);
	return bound_run_alone(h, &b, err);
}

static void
fill_record(const struct rx *rx, int32_t day, struct plan_record *p)
{
	struct json *json = json_new_object();
	struct str body = {0};
	size_t n = strlen(rx->title);

	*p = (struct plan_record){.version = rx->version,
	    .from = rx->from,
	    .to = rx->to,
	    .state = rx->ended ? PLAN_ENDED : PLAN_OFFERED,
	    .answered = rx->ended ? day : CIVIL_NONE};
	strcpy(p->id, rx->id);
	if (n > PLAN_TITLE_MAX)
		n = PLAN_TITLE_MAX;
	while (n > 0 && (rx->title[n] & 0xc0) == 0x80)
		n--;
	memcpy(p->title, rx->title, n);
	rx_print(rx, json);
	/* What was wrong with it is not on the wire, and is needed here. */
	if (*rx->fault)
		json_set_str(json, "fault", rx->fault);
	json_add_compact(json, &body);
	json_free(json);
	p->body = str_take(&body);
}

bool
inbox_put_plan(struct history *h, const struct rx *rx, int32_t day, struct err *err)
{
	struct plan_record p;
	bool has, ok;

	if (!tell(h, rx->id, err) || !has_plan(h, rx, &has, err))
		return false;
	if (has)
		return !rx->ended || overtake(h, rx, day, err);
	fill_record(rx, day, &p);
	ok = overtake(h, rx, day, err) && history_plan(h, &p, err);
	plan_record_fini(&p);
	return ok;
}

bool
inbox_untell(struct history *h, struct err *err)
{
	struct bound b = bound_ask(h, "DELETE FROM sync_told", err);

	return bound_run_alone(h, &b, err);
}

bool
inbox_end_untold(struct history *h, int32_t day, struct err *err)
{
	struct bound b = bound_ask(h,
	    "UPDATE plan SET state = ?, answered = ? WHERE state <> 4 AND id NOT "
	    "IN "
	    "(SELECT rx FROM sync_told)",
	    err);

	bound_add_number(&b, PLAN_ENDED);
	bound_add_number(&b, day);
	return bound_run_alone(h, &b, err);
}

void
proposal_fini(struct proposal *proposal)
{
	rx_fini(&proposal->rx);
	rx_fini(&proposal->old);
}

static bool
read_rx(const char *body, struct rx *rx)
{
	struct json *json =
	    body ? json_read(body, strlen(body), WIRE_DEPTH, NULL) : NULL;
	bool ok = rx_read(json, rx);
	const char *fault = json_text(json_get(json, "fault"));

	if (ok && fault && strlen(fault) < sizeof(rx->fault))
		strcpy(rx->fault, fault);
	json_free(json);
	return ok;
}

/* A newer version of the last proposal, or another; versions come in order. */
static void
take_version(const struct plan_record *p, struct proposal *all, size_t *n)
{
	bool again = *n > 0 && strcmp(all[*n - 1].rx.id, p->id) == 0;
	struct proposal *to = again ? &all[*n - 1] : &all[(*n)++];

	if (again && to->state == PLAN_ACCEPTED) {
		rx_fini(&to->old);
		to->old = to->rx;
		to->agreed = true;
	} else if (again) {
		rx_fini(&to->rx);
	}
	if (!read_rx(p->body, &to->rx))
		strcpy(to->rx.id, p->id);
	to->state = p->state;
	to->answered = p->answered;
	strcpy(to->why, p->why);
}

/* What is over leaves nothing to see; its place is taken by the last. */
static size_t
drop_ended(struct proposal *all, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (all[i].state == PLAN_ENDED)
			proposal_fini(&all[i]);
		else
			all[kept++] = all[i];
	}
	return kept;
}

bool
inbox_proposals(
    struct history *h, struct proposal **all, size_t *n, struct err *err)
{
	struct plan_record *plans;
	size_t n_plans;

	*all = NULL;
	*n = 0;
	if (!history_plans(h, &plans, &n_plans, err))
		return false;
	*all = mem_new(n_plans + 1, sizeof(**all));
	for (size_t i = 0; i < n_plans; i++) {
		take_version(&plans[i], *all, n);
		plan_record_fini(&plans[i]);
	}
	free(plans);
	*n = drop_ended(*all, *n);
	return true;
}

/* --- answers ---------------------------------------------------------------------- */

static bool
last_answer_is(struct history *h, const struct rx *rx, const char *state,
    const char *why, bool *is, struct err *err)
{
	struct bound b = bound_ask(h,
	    "SELECT (state = ?3 AND why = ?4) OR ?3 = 'seen' FROM sync_answer "
	    "WHERE "
	    "rx = ?1 AND version = ?2 ORDER BY no DESC LIMIT 1",
	    err);
	bool ok;

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_text(&b, state);
	bound_add_text(&b, why);
	*is = bound_next(h, &b, &ok, err) && bound_number(&b, 0) != 0;
	bound_close(&b);
	return ok;
}

static bool
add_answer(struct history *h, const struct rx *rx, const char *state,
    const char *why, int32_t day, struct err *err)
{
	struct bound b;
	char id[UUID_LEN];
	bool is;

	if (!last_answer_is(h, rx, state, why, &is, err))
		return false;
	if (is)
		return true;
	b = bound_ask(h,
	    "INSERT INTO sync_answer (id, day, rx, version, state, why) VALUES "
	    "(?, ?, ?, ?, ?, ?)",
	    err);
	bound_add_text(&b, rng_uuid_day(day, id));
	bound_add_number(&b, day);
	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_text(&b, state);
	bound_add_text(&b, why);
	return bound_run_alone(h, &b, err);
}

/* An older version that was done is done no more when a newer one is. */
static bool
write_answer(struct history *h, const struct rx *rx, enum plan_state state,
    const char *why, int32_t day, struct err *err)
{
	struct bound b = bound_ask(h,
	    "UPDATE plan SET state = CASE WHEN version = ?2 THEN ?3 ELSE 4 END, "
	    "answered = ?4, why = ?5 WHERE id = ?1 AND (version = ?2 OR (version < "
	    "?2 AND ?3 = 1))",
	    err);

	bound_add_text(&b, rx->id);
	bound_add_number(&b, rx->version);
	bound_add_number(&b, state);
	bound_add_number(&b, day);
	bound_add_text(&b, why);
	return bound_run_alone(h, &b, err);
}

bool
inbox_answer(struct history *h, const struct rx *rx, enum plan_state state,
    const char *why, int32_t day, struct err *err)
{
	static const char *const words[PLAN_STATES] = {[PLAN_OFFERED] = "seen",
	    [PLAN_ACCEPTED] = "accepted",
	    [PLAN_DECLINED] = "declined"};
	bool ours = !h->together;
	bool ok;

	if (ours && !history_together(h, err))
		return false;
	ok = (state == PLAN_OFFERED || write_answer(h, rx, state, why, day, err)) &&
	     (!words[state] || add_answer(h, rx, words[state], why, day, err));
	return ours ? history_together_end(h, ok, err) && ok : ok;
}

/* --- notes ------------------------------------------------------------------------ */

bool
inbox_put_note(struct history *h, const char *id, const char *note, int64_t now_ms,
    struct err *err)
{
	struct bound b = bound_ask(
	    h, "INSERT OR IGNORE INTO sync_note VALUES (?, ?, ?, 0)", err);

	bound_add_text(&b, id);
	bound_add_text(&b, note);
	bound_add_number(&b, now_ms);
	return bound_run_alone(h, &b, err);
}

bool
inbox_each_note(struct history *h, inbox_note_fn *fn, void *arg, struct err *err)
{
	struct bound b = bound_ask(h,
	    "SELECT text, arrived_ms FROM sync_note WHERE read = 0 ORDER BY "
	    "arrived_ms, id",
	    err);
	bool ok;

	while (bound_next(h, &b, &ok, err))
		fn(arg, bound_text(&b, 0), bound_number(&b, 1));
	bound_close(&b);
	return ok;
}

bool
inbox_notes_read(struct history *h, struct err *err)
{
	struct bound b =
	    bound_ask(h, "UPDATE sync_note SET read = 1 WHERE read = 0", err);

	return bound_run_alone(h, &b, err);
}
