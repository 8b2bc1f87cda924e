/* Every example of uncoil-sync(7), read or written by the code that both programs
 * share. */
#include "tests/test.h"

#include "base/json.h"
#include "base/mem.h"
#include "sync/wire.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The same without blanks and lines. */
static char *
compact(const char *text)
{
	struct json *json = json_read(text, strlen(text), WIRE_DEPTH, NULL);
	struct str out = {0};

	if (!json)
		fail_msg("no JSON: %s", text);
	json_add_compact(json, &out);
	json_free(json);
	return str_take(&out);
}

static void
same(const char *text, struct str *out)
{
	char *example = compact(text);

	assert_string_equal(example, out->s);
	free(example);
	str_fini(out);
}

static void
see_place(const char *text)
{
	char name[WIRE_LABEL];

	assert_true(wire_read_place(text, strlen(text), name, NULL));
	assert_string_equal(name, "Hill Street Physio");
}

static void
see_lookup(const char *text)
{
	struct str out = {0};

	wire_print_lookup("BCDF-GHJK-LMNP", &out);
	same(text, &out);
}

static void
see_offer(const char *text)
{
	struct wire_offer offer;

	assert_true(wire_read_offer(text, strlen(text), &offer, NULL));
	assert_int_equal(offer.asks, WIRE_DONE | WIRE_TENSION | WIRE_PAIN);
}

static void
see_enrolment(const char *text)
{
	struct wire_enrolment e = {.code = "BCDF-GHJK-LMNP",
	    .device = "019cabd8-3800-7abc-8def-0123456789aa",
	    .token_sha256 = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
			    "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
	    .share = WIRE_DONE | WIRE_NAME,
	    .name = "Sam",
	    .consent_text = 1,
	    .consent_ms = 1772442600000,
	    .agent = "uncoil/0.1.0"};
	struct str out = {0};

	wire_print_enrolment(&e, &out);
	same(text, &out);
}

static void
see_welcome(const char *text)
{
	struct wire_welcome welcome;

	assert_true(wire_read_welcome(text, strlen(text), &welcome, NULL));
	assert_int_equal(welcome.retain_days, 400);
}

static void
see_item(const char *text)
{
	struct json *json = json_read(text, strlen(text), WIRE_DEPTH, NULL);
	struct json *again = json_new_object();
	struct str out = {0};
	struct item item;

	assert_true(item_read(json, false, &item));
	assert_int_equal(item.read, ITEM_GOOD);
	item_print(&item, again);
	/* "" is said as null. */
	if (item.type != ITEM_ANSWER) {
		json_add_compact(again, &out);
		same(text, &out);
	}
	json_free(again);
	json_free(json);
	item_fini(&item);
}

static void
fill_request(struct wire_request *request, struct item items[2])
{
	item_init(&items[0], ITEM_SESSION);
	strcpy(items[0].id, "019cabd8-3800-7abc-8def-0123456789aa");
	items[0].rev = 1;
	items[0].day = 20514;
	strcpy(items[0].routine, "desk-reset-2");
	item_init(&items[1], ITEM_SESSION);
	strcpy(items[1].id, "019cabd8-3800-7abc-8def-0123456789bb");
	items[1].rev = 2;
	items[1].day = 20514;
	items[1].deleted = true;
	*request = (struct wire_request){.sent_ms = 1772443200000,
	    .agent = "uncoil/0.1.0",
	    .after = "19.a1b2c3d4",
	    .tally = "9f31c0aa",
	    .streak = 12,
	    .as_of = 20514,
	    .items = items,
	    .n = 2};
	strcpy(request->batch, "019cabd8-3800-7abc-8def-0123456789cc");
}

static void
see_request(const char *text)
{
	struct wire_request request;
	struct item items[2];
	struct str out = {0};

	fill_request(&request, items);
	wire_print_request(&request, &out);
	same(text, &out);
}

static void
see_answer(const char *text)
{
	struct wire_request request;
	struct wire_answer answer;
	struct item items[2];

	fill_request(&request, items);
	assert_true(wire_read_answer(text, strlen(text), &request, &answer, NULL));
	assert_int_equal(answer.results[1].have_rev, 3);
	assert_string_equal(answer.tally, "77e01f9c");
	wire_answer_fini(&answer);
}

/* In an answer that has nothing else. */
static void
see_change(const char *text)
{
	struct wire_request request;
	struct wire_answer answer;
	struct item items[2];
	struct str all = {0};

	fill_request(&request, items);
	request.n = 0;
	str_addf(&all,
	    "{\"uncoil\":1,\"batch\":\"%s\",\"server_time\":"
	    "\"2026-03-02T09:20:11.310Z\",\"up_seq\":0,\"results\":[],\"changes\":"
	    "[%s],\"next\":\"20.77e01f9c\",\"more\":false}",
	    request.batch, text);
	assert_true(wire_read_answer(all.s, all.len, &request, &answer, NULL));
	assert_int_equal(answer.n_changes, 1);
	assert_string_equal(answer.changes[0].rx.fault, "");
	wire_answer_fini(&answer);
	str_fini(&all);
}

static void
see_share(const char *text)
{
	struct str out = {0};

	wire_print_share(WIRE_DONE, true, &out);
	same(text, &out);
}

static void
see_shared(const char *text)
{
	int64_t cleared[WIRE_SHARES];
	int share;

	assert_true(wire_read_share(text, strlen(text), &share, cleared, NULL));
	assert_int_equal(cleared[5], 812);
}

static void
see_goodbye(const char *text)
{
	struct wire_goodbye goodbye;

	assert_true(wire_read_goodbye(text, strlen(text), &goodbye, NULL));
	assert_int_equal(goodbye.sessions, 812);
}

static void
see_access(const char *text)
{
	static struct wire_look looks[WIRE_LOOKS];
	size_t n;

	assert_true(wire_read_looks(text, strlen(text), looks, &n, NULL));
	assert_int_equal(n, 1);
}

static void
see_token(const char *text)
{
	struct str out = {0};

	wire_print_token("0f1e2d3c4b5a69788796a5b4c3d2e1f0"
			 "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
	    &out);
	same(text, &out);
}

static void
see_problem(const char *text)
{
	struct wire_trouble trouble;

	wire_read_problem(text, strlen(text), &trouble);
	assert_int_equal(trouble.kind, TROUBLE_SLOW_DOWN);
}

static const struct {
	const char *kind;
	void (*see)(const char *text);
} kinds[] = {
    {"place", see_place},
    {"lookup", see_lookup},
    {"offer", see_offer},
    {"enrolment", see_enrolment},
    {"welcome", see_welcome},
    {"request", see_request},
    {"answer", see_answer},
    {"item", see_item},
    {"change", see_change},
    {"share", see_share},
    {"shared", see_shared},
    {"goodbye", see_goodbye},
    {"access", see_access},
    {"token", see_token},
    {"problem", see_problem},
};

static void
check(const char *kind, const char *text)
{
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].kind, kind) == 0) {
			kinds[i].see(text);
			return;
		}
	fail_msg("an example of an unknown kind: %s", kind);
}

static FILE *
open_manual(void)
{
	struct str path = {0};
	FILE *file;

	str_addf(&path, "%s/man/uncoil-sync.7", getenv("top_srcdir"));
	file = fopen(path.s, "r");
	str_fini(&path);
	assert_non_null(file);
	return file;
}

static void
every_example(void **state)
{
	FILE *file = open_manual();
	struct str text = {0};
	char line[512], kind[32] = "";
	bool in = false;
	int n = 0;

	(void)state;
	while (fgets(line, sizeof(line), file)) {
		if (sscanf(line, ".\\\" example %31s", kind) == 1)
			continue;
		if (strncmp(line, ".Bd -literal", 12) == 0) {
			if (!*kind)
				fail_msg("a display that is no example");
			in = true;
			str_clear(&text);
		} else if (in && strncmp(line, ".Ed", 3) == 0) {
			check(kind, text.s);
			in = false;
			kind[0] = '\0';
			n++;
		} else if (in) {
			str_add(&text, line);
		}
	}
	fclose(file);
	str_fini(&text);
	assert_int_equal(n, 21);
}

/* The table of problems names just those that the client knows. */
static void
every_problem(void **state)
{
	FILE *file = open_manual();
	bool met[TROUBLES] = {false};
	char line[512], type[64];
	int status, whole;

	(void)state;
	while (fgets(line, sizeof(line), file)) {
		whole = 0;
		if (sscanf(line, ".It %d Ta %63[a-z-] Ta %n", &status, type,
			&whole) == 2 &&
		    whole) {
			char body[128];
			struct wire_trouble trouble;

			snprintf(body, sizeof(body),
			    "{\"type\":\"urn:uncoil:problem:%s\"}", type);
			wire_read_problem(body, strlen(body), &trouble);
			met[trouble.kind] = true;
		}
	}
	fclose(file);
	assert_false(met[TROUBLE_OTHER]);
	for (int i = TROUBLE_BAD_JSON; i < TROUBLE_OTHER; i++)
		if (!met[i])
			fail_msg("%s is not in the manual",
			    wire_trouble_name((enum trouble)i));
}

/* And the table of shares. */
static void
every_share(void **state)
{
	FILE *file = open_manual();
	int mask = 0;
	char line[512], name[32];

	(void)state;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, ".It %31[a-z] Ta ", name) == 1 &&
		    (strstr(line, " Ta off Ta ") || strstr(line, " Ta always Ta ")))
			mask |= wire_share_of(name);
	fclose(file);
	assert_int_equal(mask, WIRE_SHARE_ALL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_example),
	    cmocka_unit_test(every_problem),
	    cmocka_unit_test(every_share),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
