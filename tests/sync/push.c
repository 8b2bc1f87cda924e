#include "tests/test.h"

#include "sync/push.h"

#include <string.h>

#define S    INT64_C(1000)
#define HOUR (3600 * S)
#define NOW  INT64_C(1772442843120)

#define PROBLEM(name) "{\"type\":\"urn:uncoil:problem:" name "\",\"ref\":\"8f3c\"}"

/* What happens, how it is seen, what is done, what the person sees: the rows of the
 * manual's table. */
static const struct row {
	const char *remark;
	enum reach reach;
	int status;
	enum body_type type;
	const char *body;
	int64_t retry_after_s;
	enum mean mean;
	enum push_do action;
	int64_t least_s, most_s; /* of the first pause */
	const char *says;        /* after a minute; "" for nothing */
} rows[] = {
    {"no name, no network, refused", REACH_NOBODY, 0, BODY_NONE, "", 0, MEAN_NOBODY,
	DO_WAIT, 30, 60, "no connection"},
    {"the request arrived and the answer did not", REACH_NOBODY, 0, BODY_NONE, "",
	0, MEAN_NOBODY, DO_WAIT, 30, 60, "no connection"},
    {"an authority that is not known", REACH_UNTRUSTED, 0, BODY_NONE, "", 0,
	MEAN_UNTRUSTED, DO_WAIT, 6 * 3600, 6 * 3600, "sync.ca_file"},
    {"TLS 1.1", REACH_TLS, 0, BODY_NONE, "", 0, MEAN_TLS, DO_WAIT, 6 * 3600,
	6 * 3600, "too old"},
    {"another name", REACH_NAME, 0, BODY_NONE, "", 0, MEAN_NAME, DO_WAIT, 6 * 3600,
	6 * 3600, "is the address right"},
    {"an old certificate", REACH_DATE, 0, BODY_NONE, "", 0, MEAN_DATE, DO_WAIT,
	6 * 3600, 6 * 3600, "is your clock right"},
    {"another key", REACH_PIN, 0, BODY_NONE, "", 0, MEAN_PIN, DO_WAIT, 6 * 3600,
	6 * 3600, "ask your coach"},
    {"a file of ours that is none", REACH_CA_FILE, 0, BODY_NONE, "", 0,
	MEAN_CA_FILE, DO_WAIT, 6 * 3600, 6 * 3600, "sync.ca_file"},
    {"a portal", REACH_ANSWERED, 200, BODY_OTHER, "<html>", 0, MEAN_PAGE, DO_WAIT,
	600, 600, "web page"},
    {"a page of a proxy", REACH_ANSWERED, 511, BODY_OTHER, "<html>", 0, MEAN_PAGE,
	DO_WAIT, 600, 600, "web page"},
    {"200 and no type", REACH_ANSWERED, 200, BODY_NONE, "", 0, MEAN_STRANGE,
	DO_WAIT, 600, 600, "not the coach's server"},
    {"204 to a sync", REACH_ANSWERED, 204, BODY_NONE, "", 0, MEAN_STRANGE, DO_WAIT,
	600, 600, "not the coach's server"},
    {"a problem with 200", REACH_ANSWERED, 200, BODY_PROBLEM, PROBLEM("ended"), 0,
	MEAN_STRANGE, DO_WAIT, 600, 600, "not the coach's server"},
    {"an answer", REACH_ANSWERED, 200, BODY_JSON, "{}", 0, MEAN_OK, DO_GO_ON, 0, 0,
	""},
    {"a redirect", REACH_ANSWERED, 301, BODY_OTHER, "", 0, MEAN_MOVED, DO_WAIT,
	6 * 3600, 6 * 3600, "moved"},
    {"another", REACH_ANSWERED, 302, BODY_JSON, "{}", 0, MEAN_MOVED, DO_WAIT,
	6 * 3600, 6 * 3600, "moved"},
    {"a cut answer", REACH_CUT, 200, BODY_NONE, "", 0, MEAN_CUT, DO_WAIT, 30, 60,
	"cut off"},
    {"larger than any answer", REACH_STRANGE, 200, BODY_NONE, "", 0, MEAN_STRANGE,
	DO_WAIT, 600, 600, "not the coach's server"},
    {"we said something wrong", REACH_ANSWERED, 400, BODY_PROBLEM,
	PROBLEM("bad-json"), 0, MEAN_OUR_FAULT, DO_HALVE, 0, 0, "understand"},
    {"without a reason", REACH_ANSWERED, 400, BODY_OTHER, "no", 0, MEAN_OUR_FAULT,
	DO_HALVE, 0, 0, "understand"},
    {"415", REACH_ANSWERED, 415, BODY_PROBLEM, PROBLEM("type"), 0, MEAN_OUR_FAULT,
	DO_HALVE, 0, 0, "understand"},
    {"422", REACH_ANSWERED, 422, BODY_PROBLEM, PROBLEM("too-many"), 0,
	MEAN_OUR_FAULT, DO_HALVE, 0, 0, "understand"},
    {"411", REACH_ANSWERED, 411, BODY_PROBLEM, PROBLEM("length"), 0, MEAN_OUR_FAULT,
	DO_HALVE, 0, 0, "understand"},
    {"a token that is lost", REACH_ANSWERED, 401, BODY_PROBLEM, PROBLEM("token"), 0,
	MEAN_TOKEN, DO_WAIT, 24 * 3600, 24 * 3600, "re-link"},
    {"401 of somebody else", REACH_ANSWERED, 401, BODY_OTHER, "<html>", 0,
	MEAN_NO_SERVER, DO_WAIT, 6 * 3600, 6 * 3600, "no uncoil server"},
    {"404 of somebody else", REACH_ANSWERED, 404, BODY_OTHER, "<html>", 0,
	MEAN_NO_SERVER, DO_WAIT, 6 * 3600, 6 * 3600, "no uncoil server"},
    {"a server that was restored", REACH_ANSWERED, 409, BODY_PROBLEM,
	PROBLEM("resync"), 0, MEAN_RESYNC, DO_REREAD, 0, 0, "restored"},
    {"the coach ended it", REACH_ANSWERED, 410, BODY_PROBLEM, PROBLEM("ended"), 0,
	MEAN_ENDED, DO_END, 0, 0, "Dana ended the sharing; your log stays here"},
    {"410 of somebody else ends nothing", REACH_ANSWERED, 410, BODY_OTHER, "gone",
	0, MEAN_NO_SERVER, DO_WAIT, 6 * 3600, 6 * 3600, "no uncoil server"},
    {"413 of a proxy", REACH_ANSWERED, 413, BODY_OTHER, "<html>", 0, MEAN_TOO_LARGE,
	DO_HALVE, 0, 0, "less"},
    {"413", REACH_ANSWERED, 413, BODY_PROBLEM, PROBLEM("too-large"), 0,
	MEAN_TOO_LARGE, DO_HALVE, 0, 0, "less"},
    {"403", REACH_ANSWERED, 403, BODY_PROBLEM, PROBLEM("too-old"), 0, MEAN_TOO_OLD,
	DO_WAIT, 24 * 3600, 24 * 3600, "update uncoil"},
    {"429 says when", REACH_ANSWERED, 429, BODY_PROBLEM, PROBLEM("slow-down"), 120,
	MEAN_SLOW_DOWN, DO_WAIT, 120, 120, ""},
    {"429 says never", REACH_ANSWERED, 429, BODY_PROBLEM, PROBLEM("slow-down"),
	99999999, MEAN_SLOW_DOWN, DO_WAIT, 86400, 86400, ""},
    {"429 of a proxy does not", REACH_ANSWERED, 429, BODY_OTHER, "", 0,
	MEAN_SLOW_DOWN, DO_WAIT, 30, 60, ""},
    {"503", REACH_ANSWERED, 503, BODY_PROBLEM, PROBLEM("busy"), 7, MEAN_SLOW_DOWN,
	DO_WAIT, 7, 7, ""},
    {"500", REACH_ANSWERED, 500, BODY_PROBLEM, PROBLEM("broken"), 0, MEAN_BROKEN,
	DO_WAIT, 30, 60, ""},
    {"502 of a proxy", REACH_ANSWERED, 502, BODY_OTHER, "<html>", 0, MEAN_BROKEN,
	DO_WAIT, 30, 60, ""},
    {"504", REACH_ANSWERED, 504, BODY_OTHER, "<html>", 0, MEAN_BROKEN, DO_WAIT, 30,
	60, ""},
    {"the server's disk", REACH_ANSWERED, 503, BODY_PROBLEM,
	PROBLEM("storage-full"), 0, MEAN_FULL, DO_WAIT, 3600, 3600, ""},
    {"a proxy with a password", REACH_ANSWERED, 407, BODY_OTHER, "", 0, MEAN_PROXY,
	DO_WAIT, 3600, 3600, "proxy"},
    {"where we do not call", REACH_REFUSED, 0, BODY_NONE, "", 0, MEAN_NOT_CALLED,
	DO_WAIT, 24 * 3600, 24 * 3600, "no more is known"},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

static void
fill(const struct row *row, struct reply *reply)
{
	*reply = (struct reply){.reach = row->reach,
	    .status = row->status,
	    .type = row->type,
	    .retry_after_s = row->retry_after_s};
	str_add(&reply->body, row->body);
}

static bool
between(int64_t n, int64_t least, int64_t most)
{
	return n >= least && n <= most;
}

static void
each_failure(void **state)
{
	bool met[MEANS] = {false};

	(void)state;
	for (size_t i = 0; i < ROWS; i++) {
		const struct row *row = &rows[i];
		struct str words = {0};
		struct reply reply;
		struct pace pace;
		enum mean mean;

		fill(row, &reply);
		mean = push_mean(&reply, NULL);
		if (mean != row->mean || push_table[mean].action != row->action)
			fail_msg("%s: %d", row->remark, mean);
		met[mean] = true;
		for (uint32_t random = 0;; random = UINT32_MAX) {
			int64_t s;

			pace_init(&pace, 200);
			push_note(&pace, mean, &reply, 200, NOW, random);
			s = pace.next_try_ms ? (pace.next_try_ms - NOW) / S : 0;
			if (!between(s, row->least_s, row->most_s))
				fail_msg("%s: %d s", row->remark, (int)s);
			if (random)
				break;
		}
		push_words(&pace, "Dana", NOW + 60 * S, &words);
		if (*row->says ? !strstr(words.s, row->says) : words.len > 0)
			fail_msg("%s: %s", row->remark, words.s);
		reply_fini(&reply);
		str_fini(&words);
	}
	for (int mean = 0; mean < MEANS; mean++)
		if (!met[mean])
			fail_msg("no row for meaning %d", mean);
}

static struct reply
nothing_came(void)
{
	return (struct reply){.reach = REACH_NOBODY};
}

static void
pauses_grow_and_end(void **state)
{
	struct reply reply = nothing_came();
	struct pace pace;
	int64_t last = 0;

	(void)state;
	pace_init(&pace, 200);
	for (int i = 0; i < 100; i++) {
		int64_t pause;

		push_note(&pace, MEAN_NOBODY, &reply, 1, NOW, UINT32_MAX);
		pause = pace.next_try_ms - NOW;
		assert_true(pause >= last && pause <= 6 * HOUR);
		assert_false(push_is_due(&pace, NOW + pause - 1));
		assert_true(push_is_due(&pace, NOW + pause));
		last = pause;
	}
	assert_int_equal(last, 6 * HOUR);
	push_note(&pace, MEAN_OK, &reply, 1, NOW, 0);
	assert_true(push_is_due(&pace, NOW));
	push_note(&pace, MEAN_NOBODY, &reply, 1, NOW, UINT32_MAX);
	assert_int_equal(pace.next_try_ms - NOW, 60 * S);
	/* A pause that was set by a clock of next year holds nobody up. */
	pace.next_try_ms = NOW + 365 * 24 * HOUR;
	assert_true(push_is_due(&pace, NOW));
}

static void
batches_halve_and_come_back(void **state)
{
	struct reply reply = nothing_came();
	struct pace pace;

	(void)state;
	pace_init(&pace, 200);
	push_note(&pace, MEAN_OUR_FAULT, &reply, 200, NOW, 0);
	assert_int_equal(pace.most, 100);
	for (int n = 100; n > 1; n /= 2)
		push_note(&pace, MEAN_OUR_FAULT, &reply, n, NOW, 0);
	assert_int_equal(pace.most, 1);
	assert_int_equal(pace.next_try_ms, 0);
	/* The one is put aside; the others go on as they were. */
	push_note(&pace, MEAN_OUR_FAULT, &reply, 1, NOW, 0);
	assert_int_equal(pace.most, 200);
	/* What was too large stays so. */
	push_note(&pace, MEAN_TOO_LARGE, &reply, 200, NOW, 0);
	push_note(&pace, MEAN_OK, &reply, 100, NOW, 0);
	push_note(&pace, MEAN_OK, &reply, 100, NOW, 0);
	assert_int_equal(pace.most, 100);
	/* With nothing sent there is nothing to halve: a pause. */
	push_note(&pace, MEAN_OUR_FAULT, &reply, 0, NOW, 0);
	assert_true(pace.next_try_ms > NOW);
}

static void
results(void **state)
{
	static const struct {
		enum item_fate fate;
		enum fate_of_item kept;
		const char *why;
	} fates[] = {
	    {ITEM_STORED, KEEP_SENT, ""},
	    {ITEM_SAME, KEEP_SENT, ""},
	    {ITEM_OLDER, KEEP_SENT, ""},
	    {ITEM_IGNORED, KEEP_SENT, ""},
	    {ITEM_FUTURE, KEEP_LATER, "future"},
	    {ITEM_CONFLICT, KEEP_NEW, ""},
	    {ITEM_ID_DAY, KEEP_PARKED, "id-day"},
	    {ITEM_BAD_FIELD, KEEP_PARKED, "bad-field"},
	    {ITEM_TOO_LONG, KEEP_PARKED, "too-long"},
	    {ITEM_QUOTA, KEEP_PARKED, "quota"},
	};
	struct item item;

	(void)state;
	item_init(&item, ITEM_SESSION);
	item.rev = 2;
	item.day = 20514;
	for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++) {
		struct wire_result result = {
		    .rev = 2, .fate = fates[i].fate, .have_rev = 5};
		struct push_mark mark;

		push_result(&result, &item, NOW, &mark);
		assert_int_equal(mark.fate, fates[i].kept);
		assert_string_equal(mark.why, fates[i].why);
		assert_int_equal(mark.raise, fates[i].kept == KEEP_NEW ? 4 : 0);
	}
}

/* A day that is far off is asked for when it is there, another in some hours. */
static void
the_future_waits(void **state)
{
	struct wire_result result = {.rev = 1, .fate = ITEM_FUTURE};
	struct push_mark mark;
	struct item item;

	(void)state;
	item_init(&item, ITEM_SESSION);
	item.rev = 1;
	item.day = 20514;
	push_result(&result, &item, NOW, &mark);
	assert_int_equal(mark.retry_ms, NOW + 6 * HOUR);
	item.day = 20879;
	push_result(&result, &item, NOW, &mark);
	assert_int_equal(mark.retry_ms, INT64_C(20879) * 86400000);
}

static void
clocks(void **state)
{
	static const struct {
		int64_t skew_ms;
		const char *says;
	} skews[] = {
	    {0, ""},
	    {9 * 60 * S, ""},
	    {-9 * 60 * S, ""},
	    {11 * 60 * S, "11 min behind"},
	    {-365 * 24 * HOUR, "365 days ahead"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(skews) / sizeof(skews[0]); i++) {
		struct str words = {0};
		struct pace pace;

		pace_init(&pace, 200);
		pace.skew_ms = skews[i].skew_ms;
		push_words(&pace, "Dana", NOW, &words);
		if (*skews[i].says ? !strstr(words.s, skews[i].says)
				   : words.len > 0)
			fail_msg("%s", words.s);
		str_fini(&words);
	}
}

static void
what_lasts_is_told(void **state)
{
	struct reply reply = {.reach = REACH_ANSWERED, .status = 500};
	struct str words = {0};
	struct pace pace;

	(void)state;
	pace_init(&pace, 200);
	push_note(&pace, MEAN_BROKEN, &reply, 1, NOW, 0);
	push_note(&pace, MEAN_BROKEN, &reply, 1, NOW + 48 * HOUR, 0);
	push_words(&pace, "Dana", NOW + 71 * HOUR, &words);
	assert_string_equal(words.s, "");
	push_words(&pace, "Dana", NOW + 73 * HOUR, &words);
	assert_non_null(strstr(words.s, "out of order"));
	assert_non_null(strstr(words.s, "for 3 days"));
	str_fini(&words);
}

static void
the_next_run(void **state)
{
	(void)state;
	assert_int_equal(push_next_run(NOW, 60, 0) - NOW, HOUR / 2);
	assert_int_equal(push_next_run(NOW, 60, UINT32_MAX) - NOW, HOUR + HOUR / 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(each_failure),
	    cmocka_unit_test(pauses_grow_and_end),
	    cmocka_unit_test(batches_halve_and_come_back),
	    cmocka_unit_test(results),
	    cmocka_unit_test(the_future_waits),
	    cmocka_unit_test(clocks),
	    cmocka_unit_test(what_lasts_is_told),
	    cmocka_unit_test(the_next_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
