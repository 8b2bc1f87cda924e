#include "tests/test.h"

#include "base/json.h"
#include "sync/wire.h"

#include <stdlib.h>
#include <string.h>

#define A     "019cabd8-3800-7abc-8def-0123456789aa"
#define B     "019cabd8-3800-7abc-8def-0123456789bb"
#define BATCH "019cabd8-3800-7abc-8def-0123456789cc"

static void
two_items(struct item items[2])
{
	for (int i = 0; i < 2; i++) {
		item_init(&items[i], ITEM_SESSION);
		items[i].rev = 1;
		items[i].day = 20514; /* 2026-03-02 */
		strcpy(items[i].id, i ? A : B);
		strcpy(items[i].routine, "desk-reset-2");
	}
}

static struct wire_request
request_of(const struct item *items, size_t n)
{
	struct wire_request request = {.agent = "uncoil/0.1.0",
	    .sent_ms = 1772442843120,
	    .streak = -1,
	    .items = items,
	    .n = n};

	strcpy(request.batch, BATCH);
	return request;
}

static void
a_request(void **state)
{
	struct item items[2];
	struct wire_request request = request_of(items, 2);
	struct str out = {0};

	(void)state;
	two_items(items);
	wire_print_request(&request, &out);
	assert_string_equal(out.s,
	    "{\"uncoil\":1,\"batch\":\"" BATCH
	    "\",\"sent_at\":\"2026-03-02T09:14:03.120Z\",\"agent\":\"uncoil/"
	    "0.1.0\","
	    "\"after\":null,\"tally\":null,\"items\":[{\"type\":\"session\",\"id\":"
	    "\"" A
	    "\",\"rev\":1,\"local_date\":\"2026-03-02\",\"routine\":\"desk-reset-"
	    "2\","
	    "\"state\":\"done\"},{\"type\":\"session\",\"id\":\"" B
	    "\",\"rev\":1,\"local_date\":\"2026-03-02\",\"routine\":\"desk-reset-"
	    "2\","
	    "\"state\":\"done\"}]}");
	str_clear(&out);
	request.n = 0;
	request.after = "19.a1b2c3d4";
	request.tally = "9f31c0aa";
	request.streak = 12;
	request.as_of = 20514;
	wire_print_request(&request, &out);
	assert_non_null(strstr(out.s,
	    "\"after\":\"19.a1b2c3d4\",\"tally\":\"9f31c0aa\","
	    "\"head\":{\"streak\":12,\"as_of\":\"2026-03-02\"},\"items\":[]}"));
	str_clear(&out);
	request.plain = true;
	wire_print_request(&request, &out);
	assert_null(strstr(out.s, "after"));
	assert_null(strstr(out.s, "tally"));
	str_fini(&out);
}

/* Parts of an answer, each of which a row below replaces. */
struct parts {
	const char *head, *results, *changes, *next, *rest;
};

#define HEAD                                                                       \
	"\"uncoil\":1,\"batch\":\"" BATCH                                          \
	"\",\"server_time\":\"2026-03-02T09:20:11.310Z\",\"up_seq\":412"
#define RESULT(id, rest) "{\"id\":\"" id "\",\"rev\":1," rest "}"
#define RESULTS          RESULT(A, "\"as\":\"stored\"") "," RESULT(B, "\"as\":\"same\"")

static char *
answer_of(const struct parts *p)
{
	struct str text = {0};

	str_addf(&text, "{%s,\"results\":[%s],\"changes\":[%s],\"next\":%s%s}",
	    p->head ? p->head : HEAD, p->results ? p->results : RESULTS,
	    p->changes ? p->changes : "", p->next ? p->next : "\"20.77e01f9c\"",
	    p->rest ? p->rest : ",\"more\":false,\"wait_s\":0");
	return str_take(&text);
}

static bool
read_parts(const struct parts *p, struct wire_answer *answer, struct err *err)
{
	struct item items[2];
	struct wire_request request = request_of(items, 2);
	char *text = answer_of(p);
	bool ok;

	two_items(items);
	ok = wire_read_answer(text, strlen(text), &request, answer, err);
	free(text);
	return ok;
}

static void
an_answer(void **state)
{
	static const struct parts parts = {
	    .results = RESULT(A, "\"as\":\"older\",\"have_rev\":3") "," RESULT(
		B, "\"as\":\"refused\",\"why\":\"future\",\"new\":[{}]"),
	    .changes = "{\"seq\":20,\"kind\":\"rx\",\"rx\":{\"id\":\"" A
		       "\",\"version\":2,\"title\":\"T\",\"items\":[{\"routine\":"
		       "\"a\"}]}},"
		       "{\"seq\":21,\"kind\":\"note\",\"note\":{\"id\":\"" A
		       "\",\"text\":\"Good\\nweek\\u001b\"}},"
		       "{\"seq\":22,\"kind\":\"coach\",\"coach\":{\"name\":\"Kim "
		       "Lee\",\"event\":\"added\"}},"
		       "{\"seq\":23,\"kind\":\"retain\",\"retain_days\":180},"
		       "{\"seq\":24,\"kind\":\"weather\",\"weather\":{}}",
	    .rest = ",\"more\":true,\"wait_s\":60,\"new\":1,"
		    "\"tally\":\"5d10b3e7\""};
	struct wire_answer answer;
	struct err err = {""};

	(void)state;
	if (!read_parts(&parts, &answer, &err))
		fail_msg("%s", err.text);
	/* In the order in which they were given, not in that of the answer. */
	assert_string_equal(answer.results[0].id, B);
	assert_int_equal(answer.results[0].fate, ITEM_FUTURE);
	assert_int_equal(answer.results[1].fate, ITEM_OLDER);
	assert_int_equal(answer.results[1].have_rev, 3);
	assert_string_equal(answer.tally, "5d10b3e7");
	assert_int_equal(answer.n_changes, 4);
	assert_int_equal(answer.changes[0].rx.version, 2);
	assert_string_equal(answer.changes[1].text, "Good\nweek\xef\xbf\xbd");
	assert_string_equal(answer.changes[2].name, "Kim Lee");
	assert_true(answer.changes[2].added);
	assert_int_equal(answer.changes[3].retain_days, 180);
	assert_string_equal(answer.next, "20.77e01f9c");
	assert_true(answer.more);
	assert_int_equal(answer.wait_s, 60);
	wire_answer_fini(&answer);
}

static void
answers_that_are_none(void **state)
{
	static const struct {
		struct parts parts;
		const char *says, *remark;
	} rows[] = {
	    {{.head = "\"uncoil\":2"}, "uncoil", "another protocol"},
	    {{.head = "\"batch\":\"x\""}, "uncoil", "no protocol"},
	    {{.head = "\"uncoil\":1,\"batch\":\"" A "\""}, "batch",
		"of another batch"},
	    {{.results = RESULT(A, "\"as\":\"stored\"")}, "results", "one short"},
	    {{.results = RESULT(A, "\"as\":\"stored\"") "," RESULT(
		  A, "\"as\":\"stored\"")},
		"results", "one twice, one not"},
	    {{.results = RESULTS "," RESULT(BATCH, "\"as\":\"stored\"")}, "results",
		"one more than was sent"},
	    {{.results = RESULT(A, "\"as\":\"stored\"") "," RESULT(
		  B, "\"as\":\"eaten\"")},
		"results", "another word"},
	    {{.results = RESULT(A, "\"as\":\"stored\"") "," RESULT(
		  B, "\"as\":\"older\"")},
		"results", "older than what"},
	    {{.results = RESULT(
		  A, "\"as\":\"stored\"") ",{\"id\":\"" B
					  "\",\"rev\":2,\"as\":\"stored\"}"},
		"results", "another revision"},
	    {{.changes = "{\"kind\":\"rx\"}"}, "changes", "without a number"},
	    {{.changes = "{\"seq\":1,\"kind\":\"rx\",\"rx\":{}}"}, "changes",
		"a plan without a name"},
	    {{.changes =
		     "{\"seq\":1,\"kind\":\"note\",\"note\":{\"id\":\"" A "\"}}"},
		"changes", "a note without a text"},
	    {{.changes = "{\"seq\":1,\"kind\":\"retain\",\"retain_days\":0}"},
		"changes", "kept for no day"},
	    {{.next = "\"1 2\""}, "next", "a cursor with a blank"},
	    {{.next = "\"\""}, "next", "no cursor"},
	    {{.next = "7"}, "next", "a number"},
	    {{.rest = ""}, "more", "no more"},
	    {{.rest = ",\"more\":1"}, "more", "a number for yes"},
	    {{.rest = ",\"more\":false,\"wait_s\":-1"}, "wait_s",
		"wait for yesterday"},
	    {{.rest = ",\"more\":false,\"more\":true"}, "duplicate", "twice"},
	    {{.rest = ",\"more\":false,\"x\":[[[[[[[[0]]]]]]]]"}, "deeper",
		"a tower"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct wire_answer answer;
		struct err err = {""};

		if (read_parts(&rows[i].parts, &answer, &err))
			fail_msg("%s", rows[i].remark);
		if (!strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].remark, err.text);
		wire_answer_fini(&answer);
	}
}

/* Cut anywhere it is none; the same with a byte changed is read or refused. */
static void
an_answer_that_is_cut(void **state)
{
	static const struct parts parts = {
	    .changes = "{\"seq\":21,\"kind\":\"note\",\"note\":{\"id\":\"" A
		       "\",\"text\":\"Good\"}}"};
	struct item items[2];
	struct wire_request request = request_of(items, 2);
	char *text = answer_of(&parts);
	size_t len = strlen(text);

	(void)state;
	two_items(items);
	for (size_t n = 0; n < len; n++) {
		struct wire_answer answer;
		char was = text[n];

		assert_false(wire_read_answer(text, n, &request, &answer, NULL));
		wire_answer_fini(&answer);
		for (int c = 0; c < 256; c++) {
			text[n] = (char)c;
			wire_read_answer(text, len, &request, &answer, NULL);
			wire_answer_fini(&answer);
		}
		text[n] = was;
	}
	free(text);
}

static void
problems(void **state)
{
	static const struct {
		const char *text;
		enum trouble kind;
	} rows[] = {
	    {"{\"type\":\"urn:uncoil:problem:slow-down\",\"title\":\"Too "
	     "many\",\"ref\":\"8f3c\"}",
		TROUBLE_SLOW_DOWN},
	    {"{\"type\":\"urn:uncoil:problem:tired\"}", TROUBLE_OTHER},
	    {"{\"type\":\"about:blank\",\"title\":\"Not Found\"}", TROUBLE_NONE},
	    {"<html>", TROUBLE_NONE},
	    {"", TROUBLE_NONE},
	    {"[]", TROUBLE_NONE},
	};
	struct wire_trouble trouble;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		wire_read_problem(rows[i].text, strlen(rows[i].text), &trouble);
		assert_int_equal(trouble.kind, rows[i].kind);
	}
	wire_read_problem(rows[0].text, strlen(rows[0].text), &trouble);
	assert_string_equal(trouble.title, "Too many");
	assert_string_equal(trouble.ref, "8f3c");
	for (int i = TROUBLE_BAD_JSON; i < TROUBLE_OTHER; i++)
		assert_non_null(wire_trouble_name((enum trouble)i));
}

static void
an_offer(void **state)
{
	static const char good[] =
	    "{\"uncoil\":1,\"server\":\"Hill Street "
	    "Physio\",\"coach\":\"Dana\\u009b "
	    "Roe\",\"relation\":\"independent\",\"asks\":[\"done\",\"tension\","
	    "\"weight\"],\"retain_days\":400,\"privacy_url\":\"https://x/\","
	    "\"expires_at\":\"2026-03-09T00:00:00.000Z\"}";
	static const char boss[] =
	    "{\"uncoil\":1,\"coach\":\"D\",\"asks\":[],\"retain_days\":1,"
	    "\"expires_at\":\"2026-03-09T00:00:00.000Z\"}";
	struct wire_offer offer;

	(void)state;
	assert_true(wire_read_offer(good, strlen(good), &offer, NULL));
	assert_string_equal(offer.coach, "Dana\xef\xbf\xbd Roe");
	assert_false(offer.employer);
	assert_int_equal(offer.asks, WIRE_DONE | WIRE_TENSION);
	assert_int_equal(offer.retain_days, 400);
	assert_true(wire_read_offer(boss, strlen(boss), &offer, NULL));
	assert_true(offer.employer);
	assert_false(wire_read_offer("{\"uncoil\":1}", 12, &offer, NULL));
}

static void
joining(void **state)
{
	static const char welcome_text[] =
	    "{\"uncoil\":1,\"client\":\"" A
	    "\",\"server\":\"S\",\"coach\":\"C\",\"retain_days\":400,"
	    "\"server_time\":\"2026-03-02T09:20:11.310Z\","
	    "\"limits\":{\"items\":50,\"body\":99999999}}";
	struct wire_enrolment e = {.code = "BCDF-GHJK-LMNP",
	    .device = A,
	    .token_sha256 = "00",
	    .agent = "uncoil/0.1.0",
	    .name = "Sam",
	    .share = WIRE_DONE | WIRE_NAME,
	    .consent_text = 3,
	    .consent_ms = 1772442843120};
	struct wire_welcome welcome;
	struct str out = {0};

	(void)state;
	wire_print_enrolment(&e, &out);
	assert_string_equal(out.s,
	    "{\"code\":\"BCDF-GHJK-LMNP\",\"device\":\"" A
	    "\",\"token_sha256\":\"00\",\"share\":[\"done\",\"name\"],"
	    "\"name\":\"Sam\",\"consent\":{\"text\":3,\"at\":"
	    "\"2026-03-02T09:14:03.120Z\"},\"agent\":\"uncoil/0.1.0\"}");
	str_clear(&out);
	wire_print_lookup("BCDF-GHJK-LMNP", &out);
	assert_string_equal(out.s, "{\"code\":\"BCDF-GHJK-LMNP\"}");
	assert_true(
	    wire_read_welcome(welcome_text, strlen(welcome_text), &welcome, NULL));
	assert_int_equal(welcome.items, 50);
	assert_int_equal(welcome.body, WIRE_BODY);
	assert_int_equal(welcome.item, ITEM_BYTES);
	assert_false(wire_read_welcome("{\"uncoil\":1}", 12, &welcome, NULL));
	str_fini(&out);
}

static void
the_rest(void **state)
{
	static const char place[] =
	    "{\"uncoil\":1,\"api\":[\"v1\"],\"name\":\"N\"}";
	static const char old[] = "{\"uncoil\":1,\"api\":[\"v2\"],\"name\":\"N\"}";
	static const char share[] =
	    "{\"uncoil\":1,\"share\":[\"done\"],\"cleared\":{\"tension\":812}}";
	static const char bye[] =
	    "{\"uncoil\":1,\"erased\":{\"sessions\":812,\"checkins\":40},"
	    "\"backups_until\":\"2026-04-01\",\"receipt\":\"" A "\"}";
	static const char looks_text[] =
	    "{\"uncoil\":1,\"access\":[{\"at\":\"2026-03-02T09:20:11.310Z\","
	    "\"who\":\"Dana\",\"what\":\"view\"}]}";
	static struct wire_look looks[WIRE_LOOKS];
	int64_t cleared[WIRE_SHARES];
	struct wire_goodbye goodbye;
	struct str out = {0};
	char name[WIRE_LABEL];
	size_t n;
	int mask;

	(void)state;
	assert_true(wire_read_place(place, strlen(place), name, NULL));
	assert_string_equal(name, "N");
	assert_false(wire_read_place(old, strlen(old), name, NULL));
	wire_print_share(WIRE_DONE | WIRE_PAIN, true, &out);
	assert_string_equal(
	    out.s, "{\"share\":[\"done\",\"pain\"],\"past\":\"erase\"}");
	assert_true(wire_read_share(share, strlen(share), &mask, cleared, NULL));
	assert_int_equal(mask, WIRE_DONE);
	assert_int_equal(cleared[5], 812);
	assert_int_equal(cleared[6], -1);
	assert_true(wire_read_goodbye(bye, strlen(bye), &goodbye, NULL));
	assert_int_equal(goodbye.checkins, 40);
	assert_string_equal(goodbye.backups_until, "2026-04-01");
	assert_true(
	    wire_read_looks(looks_text, strlen(looks_text), looks, &n, NULL));
	assert_int_equal(n, 1);
	assert_string_equal(looks[0].who, "Dana");
	str_clear(&out);
	wire_print_token("ab", &out);
	assert_string_equal(out.s, "{\"next_sha256\":\"ab\"}");
	str_fini(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_request),
	    cmocka_unit_test(an_answer),
	    cmocka_unit_test(answers_that_are_none),
	    cmocka_unit_test(an_answer_that_is_cut),
	    cmocka_unit_test(problems),
	    cmocka_unit_test(an_offer),
	    cmocka_unit_test(joining),
	    cmocka_unit_test(the_rest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
