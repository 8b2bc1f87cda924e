#include "tests/test.h"

#include "base/civil.h"
#include "history/store.h"
#include "sync/inbox.h"
#include "sync/outbox.h"
#include "sync/share.h"
#include "tests/history/made.h"

#include <stdlib.h>

#define NOW INT64_C(1772442843120)
#define RX  "019cabd8-3800-7abc-8def-0123456789ac"
#define RX2 "019cabd8-3800-7abc-8def-0123456789ad"

static struct folder place;

static struct history *
begin(void)
{
	struct history *h;

	folder_make(&place, "history.db");
	h = history_open(place.file, NULL);
	assert_non_null(h);
	return h;
}

static void
end(struct history *h)
{
	history_close(h);
	folder_remove(&place);
}

static struct peer
coach_of(struct history *h)
{
	struct peer peer = {
	    .state = PEER_JOINED, .share = WIRE_DONE, .retain_days = 400};

	strcpy(peer.name, PEER_COACH);
	strcpy(peer.url, "https://coach.example");
	strcpy(peer.coach, "Dana");
	pace_init(&peer.pace, 200);
	assert_true(peer_put(h, &peer, NULL));
	return peer;
}

/* A session that is over; its id goes to `id`. */
static void
add_session(struct history *h, int32_t day, enum session_state state, char *id)
{
	struct session_record r = record(day, NOW);

	r.state = state;
	assert_true(history_add(h, &r, NULL));
	if (id)
		strcpy(id, r.id);
	session_record_fini(&r);
}

static size_t
take(struct history *h, const struct peer *peer, size_t most, struct parcel *p)
{
	struct err err = {""};

	if (!outbox_take(h, peer, CIVIL_NONE, NOW, most, p, &err))
		fail_msg("%s", err.text);
	return p->n;
}

static void
mark_all(struct history *h, const struct peer *peer, const struct parcel *p,
    struct push_mark mark)
{
	for (size_t i = 0; i < p->n; i++)
		assert_true(outbox_mark(h, peer, p, i, &mark, NULL));
}

static struct outbox_counts
counts(struct history *h, const struct peer *peer)
{
	struct outbox_counts c;

	assert_true(outbox_count(h, peer, CIVIL_NONE, NOW, &c, NULL));
	return c;
}

static const struct push_mark sent = {.fate = KEEP_SENT, .why = ""};

static void
a_peer_is_kept(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h), again;
	struct err err = {"x"};

	(void)state;
	assert_false(peer_find(h, "hook", &again, &err));
	assert_string_equal(err.text, "");
	peer.pace.next_try_ms = NOW;
	peer.pace.error = MEAN_BROKEN;
	strcpy(peer.tally, "9f31c0aa");
	strcpy(peer.pace.detail, "what");
	strcpy(peer.cursor, "19.a1b2c3d4");
	assert_true(peer_put(h, &peer, NULL));
	assert_true(peer_find(h, PEER_COACH, &again, NULL));
	assert_memory_equal(&peer, &again, sizeof(peer));
	assert_true(peer_drop(h, PEER_COACH, NULL));
	assert_false(peer_find(h, PEER_COACH, &again, NULL));
	end(h);
}

/* "There is none" and "it cannot be read" are two answers. */
static void
one_that_cannot_be_read(void **state)
{
	struct history *h = begin();
	struct peer again;
	struct err err = {""};

	(void)state;
	assert_true(
	    store_run(h, "ALTER TABLE sync_peer RENAME TO elsewhere", "no", &err));
	assert_false(peer_find(h, PEER_COACH, &again, &err));
	assert_non_null(strstr(err.text, "no such table"));
	end(h);
}

static void
oldest_first_and_once(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};

	(void)state;
	for (int32_t day = DAY; day > DAY - 5; day--)
		add_session(h, day, STATE_DONE, NULL);
	assert_int_equal(take(h, &peer, 3, &p), 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(p.items[i].day, DAY - 4 + i);
	assert_int_equal(counts(h, &peer).waiting, 5);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	assert_int_equal(take(h, &peer, 3, &p), 2);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	assert_int_equal(take(h, &peer, 3, &p), 0);
	assert_int_equal(counts(h, &peer).sent, 5);
	parcel_fini(&p);
	/* The server lost some, and nobody knows which. */
	assert_true(outbox_renew(h, PEER_COACH, NULL));
	assert_int_equal(take(h, &peer, 9, &p), 5);
	parcel_fini(&p);
	end(h);
}

static void
corrected_and_removed(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct session_record r;
	struct parcel p = {0};
	char id[UUID_LEN], never[UUID_LEN];

	(void)state;
	add_session(h, DAY, STATE_DONE, id);
	add_session(h, DAY, STATE_DONE, never);
	assert_true(history_remove(h, never, 1, NULL));
	assert_int_equal(take(h, &peer, 9, &p), 1);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	assert_true(history_find(h, 0, id, &r, NULL));
	strcpy(r.routine, "neck-shoulders-5");
	assert_true(history_change(h, &r, NULL));
	session_record_fini(&r);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_int_equal(p.items[0].rev, 2);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	assert_true(history_remove(h, id, 2, NULL));
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_true(p.items[0].deleted);
	assert_int_equal(p.items[0].rev, 3);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	assert_int_equal(take(h, &peer, 9, &p), 0);
	parcel_fini(&p);
	end(h);
}

/* Here rev is 1; the server has 3 of another content. */
/* The answer to a parcel is lost: the server may have it or not.  When one of its
 * sessions is then removed, it has to hear of that. */
static void
going_and_then_removed(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	char went[UUID_LEN], never[UUID_LEN];
	struct parcel p = {0};

	(void)state;
	add_session(h, DAY, STATE_DONE, went);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_true(outbox_going(h, &peer, &p, NULL));
	assert_int_equal(counts(h, &peer).waiting, 1);
	parcel_fini(&p);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_false(p.items[0].deleted);
	parcel_fini(&p);
	add_session(h, DAY, STATE_DONE, never);
	assert_true(history_remove(h, went, 1, NULL));
	assert_true(history_remove(h, never, 1, NULL));
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_true(p.items[0].deleted);
	assert_string_equal(p.items[0].id, went);
	mark_all(h, &peer, &p, sent);
	/* What is known of it stays known. */
	assert_true(outbox_going(h, &peer, &p, NULL));
	parcel_fini(&p);
	assert_int_equal(counts(h, &peer).sent, 1);
	assert_int_equal(take(h, &peer, 9, &p), 0);
	parcel_fini(&p);
	end(h);
}

static void
a_raise_stays(void **state)
{
	struct push_mark again = {.fate = KEEP_NEW, .raise = 3, .why = ""};
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};

	(void)state;
	add_session(h, DAY, STATE_DONE, NULL);
	take(h, &peer, 9, &p);
	mark_all(h, &peer, &p, again);
	parcel_fini(&p);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_int_equal(p.items[0].rev, 4);
	assert_int_equal(p.local_rev[0], 1);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	assert_true(outbox_renew(h, PEER_COACH, NULL));
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_int_equal(p.items[0].rev, 4);
	parcel_fini(&p);
	end(h);
}

static void
parked_and_later(void **state)
{
	struct push_mark parked = {.fate = KEEP_PARKED, .why = "too-long"};
	struct push_mark later = {
	    .fate = KEEP_LATER, .retry_ms = NOW + 1, .why = "future"};
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};

	(void)state;
	add_session(h, DAY, STATE_DONE, NULL);
	take(h, &peer, 9, &p);
	mark_all(h, &peer, &p, parked);
	parcel_fini(&p);
	add_session(h, DAY, STATE_DONE, NULL);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	mark_all(h, &peer, &p, later);
	parcel_fini(&p);
	assert_int_equal(take(h, &peer, 9, &p), 0);
	parcel_fini(&p);
	assert_int_equal(counts(h, &peer).parked, 1);
	assert_int_equal(counts(h, &peer).later, 1);
	assert_true(outbox_take(h, &peer, CIVIL_NONE, NOW + 1, 9, &p, NULL));
	assert_int_equal(p.n, 1);
	parcel_fini(&p);
	end(h);
}

static void
what_is_passed_over(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct session_record r = record(DAY, NOW);
	struct parcel p = {0};

	(void)state;
	for (int i = 0; i < 5; i++)
		add_session(h, DAY - 1, STATE_SKIPPED, NULL);
	add_session(h, DAY - 500, STATE_DONE, NULL);
	add_session(h, DAY, STATE_DONE, NULL);
	/* One that runs, and then one that is over but not let go. */
	assert_true(history_begin(h, &r, NULL));
	assert_true(outbox_take(h, &peer, DAY - 400, NOW, 2, &p, NULL));
	assert_int_equal(p.n, 1);
	assert_int_equal(p.items[0].day, DAY);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	r.state = STATE_DONE;
	assert_true(history_end(h, &r, NULL));
	{
		struct history *other = history_open(place.file, NULL);

		assert_non_null(other);
		assert_true(outbox_take(other, &peer, DAY - 400, NOW, 9, &p, NULL));
		assert_int_equal(p.n, 0);
		parcel_fini(&p);
		history_leave(h);
		assert_true(outbox_take(other, &peer, DAY - 400, NOW, 9, &p, NULL));
		assert_int_equal(p.n, 1);
		parcel_fini(&p);
		history_close(other);
	}
	session_record_fini(&r);
	end(h);
}

static void
change_state(struct history *h, const char *id, enum session_state state)
{
	struct session_record r;

	assert_true(history_find(h, 0, id, &r, NULL));
	r.state = state;
	assert_true(history_change(h, &r, NULL));
	session_record_fini(&r);
}

/* What was never told is not told as gone, either; what was told and may not be told
 * any more, is. */
static void
hidden_and_gone(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};
	char never[UUID_LEN], once[UUID_LEN];

	(void)state;
	add_session(h, DAY, STATE_SKIPPED, never);
	add_session(h, DAY, STATE_DONE, once);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_string_equal(p.items[0].id, once);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	change_state(h, once, STATE_SKIPPED);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_true(p.items[0].deleted);
	assert_int_equal(p.items[0].rev, 2);
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	assert_true(history_remove(h, never, 1, NULL));
	assert_int_equal(take(h, &peer, 9, &p), 0);
	parcel_fini(&p);
	/* And back again. */
	change_state(h, once, STATE_DONE);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_false(p.items[0].deleted);
	assert_int_equal(p.items[0].rev, 3);
	parcel_fini(&p);
	end(h);
}

/* Two calls would tell which of a day came first. */
static void
a_day_in_the_order_of_its_ids(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};
	char id[UUID_LEN], last[UUID_LEN] = "";

	(void)state;
	for (int i = 0; i < 12; i++)
		add_session(h, DAY, STATE_DONE, id);
	for (int i = 0; i < 12; i++) {
		assert_int_equal(take(h, &peer, 1, &p), 1);
		assert_true(strcmp(p.items[0].id, last) > 0);
		strcpy(last, p.items[0].id);
		mark_all(h, &peer, &p, sent);
		parcel_fini(&p);
	}
	end(h);
}

static void
a_batch_of_a_plain_one(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	char *batch, *body;

	(void)state;
	assert_true(outbox_batch(h, peer.name, &batch, &body, NULL));
	assert_null(batch);
	assert_true(outbox_put_batch(h, peer.name, "b1", "{}", NULL));
	/* Keeping the peer keeps it, too. */
	assert_true(peer_put(h, &peer, NULL));
	assert_true(outbox_batch(h, peer.name, &batch, &body, NULL));
	assert_string_equal(batch, "b1");
	assert_string_equal(body, "{}");
	free(batch);
	free(body);
	assert_true(outbox_put_batch(h, peer.name, NULL, NULL, NULL));
	assert_true(outbox_batch(h, peer.name, &batch, &body, NULL));
	assert_null(body);
	end(h);
}

/* --- plans -------------------------------------------------------------------- */

static struct rx
plan(const char *id, int version)
{
	struct rx rx = {.version = version, .from = DAY, .to = CIVIL_NONE};

	strcpy(rx.id, id);
	rx.title = mem_strdup("Neck");
	rx.items = mem_new(1, sizeof(*rx.items));
	rx.n_items = 1;
	strcpy(rx.items[0].routine, "desk-reset-2");
	rx.items[0].per_day = version;
	rx.items[0].days = 0x1f;
	return rx;
}

static void
put_plan(struct history *h, const char *id, int version, bool ended)
{
	struct rx rx = plan(id, version);

	rx.ended = ended;
	assert_true(inbox_put_plan(h, &rx, DAY, NULL));
	rx_fini(&rx);
}

static void
answer(struct history *h, const char *id, int version, enum plan_state state,
    const char *why)
{
	struct rx rx = plan(id, version);

	assert_true(inbox_answer(h, &rx, state, why, DAY, NULL));
	rx_fini(&rx);
}

/* How many there are; the first is looked at. */
static size_t
look(struct history *h, struct proposal *first)
{
	struct proposal *all;
	size_t n;

	assert_true(inbox_proposals(h, &all, &n, NULL));
	for (size_t i = 1; i < n; i++)
		proposal_fini(&all[i]);
	*first = n ? all[0] : (struct proposal){0};
	free(all);
	return n;
}

/* The answer to a version, that is not "seen"; the only one. */
static const struct item *
answer_of(const struct parcel *p, int version)
{
	const struct item *found = NULL;

	for (size_t i = 0; i < p->n; i++)
		if (p->items[i].version == version &&
		    strcmp(p->items[i].answer, "seen") != 0) {
			assert_null(found);
			found = &p->items[i];
		}
	assert_non_null(found);
	return found;
}

/* Their ids tell no order, so only the last one is told. */
static void
the_last_answer_counts(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};

	(void)state;
	put_plan(h, RX, 1, false);
	answer(h, RX, 1, PLAN_OFFERED, "");
	answer(h, RX, 1, PLAN_ACCEPTED, "");
	answer(h, RX, 1, PLAN_DECLINED, "it hurts");
	assert_int_equal(take(h, &peer, 9, &p), 2);
	assert_string_equal(answer_of(&p, 1)->answer, "declined");
	mark_all(h, &peer, &p, sent);
	parcel_fini(&p);
	answer(h, RX, 1, PLAN_ACCEPTED, "");
	assert_int_equal(take(h, &peer, 9, &p), 1);
	assert_string_equal(answer_of(&p, 1)->answer, "accepted");
	parcel_fini(&p);
	end(h);
}

static void
a_plan_comes_and_changes(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};
	struct proposal q;

	(void)state;
	put_plan(h, RX, 1, false);
	put_plan(h, RX, 1, false);
	assert_int_equal(look(h, &q), 1);
	assert_int_equal(q.state, PLAN_OFFERED);
	assert_false(q.agreed);
	assert_string_equal(q.rx.items[0].routine, "desk-reset-2");
	proposal_fini(&q);
	answer(h, RX, 1, PLAN_OFFERED, "");
	answer(h, RX, 1, PLAN_OFFERED, "");
	answer(h, RX, 1, PLAN_ACCEPTED, "");
	answer(h, RX, 1, PLAN_OFFERED, "");
	put_plan(h, RX, 2, false);
	assert_int_equal(look(h, &q), 1);
	assert_int_equal(q.state, PLAN_OFFERED);
	assert_true(q.agreed);
	assert_int_equal(q.old.items[0].per_day, 1);
	assert_int_equal(q.rx.items[0].per_day, 2);
	proposal_fini(&q);
	answer(h, RX, 2, PLAN_DECLINED, "too much");
	assert_int_equal(look(h, &q), 1);
	assert_int_equal(q.state, PLAN_DECLINED);
	assert_true(q.agreed);
	proposal_fini(&q);
	put_plan(h, RX, 3, false);
	answer(h, RX, 3, PLAN_ACCEPTED, "");
	assert_int_equal(look(h, &q), 1);
	assert_int_equal(q.state, PLAN_ACCEPTED);
	assert_false(q.agreed);
	proposal_fini(&q);
	/* seen, accepted, declined, accepted */
	assert_int_equal(take(h, &peer, 9, &p), 4);
	assert_string_equal(answer_of(&p, 2)->answer, "declined");
	assert_string_equal(answer_of(&p, 2)->why, "too much");
	parcel_fini(&p);
	put_plan(h, RX, 4, true);
	assert_int_equal(look(h, &q), 0);
	end(h);
}

static void
what_is_not_told_again_has_ended(void **state)
{
	struct history *h = begin();
	struct proposal q;

	(void)state;
	put_plan(h, RX, 1, false);
	put_plan(h, RX2, 1, false);
	answer(h, RX2, 1, PLAN_ACCEPTED, "");
	assert_true(inbox_untell(h, NULL));
	put_plan(h, RX2, 1, false);
	assert_true(inbox_end_untold(h, DAY, NULL));
	assert_int_equal(look(h, &q), 1);
	assert_string_equal(q.rx.id, RX2);
	assert_int_equal(q.state, PLAN_ACCEPTED);
	proposal_fini(&q);
	end(h);
}

static void
see_note(void *arg, const char *text, int64_t arrived_ms)
{
	assert_int_equal(arrived_ms, NOW);
	strcat(arg, text);
}

static void
notes(void **state)
{
	struct history *h = begin();
	char all[100] = "";

	(void)state;
	assert_true(inbox_put_note(h, RX, "Good week.", NOW, NULL));
	assert_true(inbox_put_note(h, RX, "Good week.", NOW + 1, NULL));
	assert_true(inbox_each_note(h, see_note, all, NULL));
	assert_string_equal(all, "Good week.");
	assert_true(inbox_notes_read(h, NULL));
	all[0] = '\0';
	assert_true(inbox_each_note(h, see_note, all, NULL));
	assert_string_equal(all, "");
	end(h);
}

/* All of an answer or nothing of it. */
static void
together_or_not(void **state)
{
	struct history *h = begin();
	struct peer peer = coach_of(h);
	struct parcel p = {0};

	(void)state;
	add_session(h, DAY, STATE_DONE, NULL);
	take(h, &peer, 9, &p);
	assert_true(history_together(h, NULL));
	mark_all(h, &peer, &p, sent);
	put_plan(h, RX, 1, false);
	assert_true(history_together_end(h, false, NULL));
	parcel_fini(&p);
	assert_int_equal(take(h, &peer, 9, &p), 1);
	parcel_fini(&p);
	end(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_peer_is_kept),
	    cmocka_unit_test(one_that_cannot_be_read),
	    cmocka_unit_test(oldest_first_and_once),
	    cmocka_unit_test(corrected_and_removed),
	    cmocka_unit_test(going_and_then_removed),
	    cmocka_unit_test(a_raise_stays),
	    cmocka_unit_test(parked_and_later),
	    cmocka_unit_test(what_is_passed_over),
	    cmocka_unit_test(hidden_and_gone),
	    cmocka_unit_test(a_day_in_the_order_of_its_ids),
	    cmocka_unit_test(a_batch_of_a_plain_one),
	    cmocka_unit_test(a_plan_comes_and_changes),
	    cmocka_unit_test(the_last_answer_counts),
	    cmocka_unit_test(what_is_not_told_again_has_ended),
	    cmocka_unit_test(notes),
	    cmocka_unit_test(together_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
