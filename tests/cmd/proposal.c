#include "tests/test.h"

#include "base/civil.h"
#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/proposal.h"

#include <stdlib.h>
#include <string.h>

#define ID "\"id\":\"019cabd8-3800-7abc-8def-0123456789ac\",\"version\":1"

static struct library *lib;

static int
setup(void **state)
{
	(void)state;
	lib = library_new(NULL, getenv("UNCOIL_DATADIR"));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	library_free(lib);
	return 0;
}

static struct rx
rx_of(const char *text)
{
	struct json *json = json_read(text, strlen(text), 8, NULL);
	struct rx rx;

	assert_non_null(json);
	assert_true(rx_read(json, &rx));
	json_free(json);
	return rx;
}

static void
what_can_be_followed(void **state)
{
	static const struct {
		const char *text, *says; /* "" when it can */
	} rows[] = {
	    {"{" ID ",\"items\":[{\"routine\":\"desk-reset-2\",\"per_day\":4}]}",
		""},
	    {"{" ID ",\"items\":[{\"routine\":\"no-such\"}]}",
		"no routine no-such"},
	    {"{" ID ",\"items\":[{\"routine\":\"desk-reset-2\",\"per_day\":24},"
	     "{\"routine\":\"pre-sleep-10\",\"per_day\":2}]}",
		"68 minutes a day; 60 are the most"},
	    {"{" ID
	     ",\"items\":[{\"routine\":\"pre-sleep-10\",\"per_day\":4,\"days\":"
	     "[1]},{\"routine\":\"pre-sleep-10\",\"per_day\":4,\"days\":[2]}]}",
		""},
	    {"{" ID
	     ",\"items\":[{\"routine\":\"x-a\"}],\"custom\":[{\"id\":\"x-a\","
	     "\"steps\":[{\"move\":\"chin-tuck-seated\",\"hold_s\":30}]}]}",
		""},
	    {"{" ID
	     ",\"items\":[{\"routine\":\"x-a\"}],\"custom\":[{\"id\":\"x-a\","
	     "\"steps\":[{\"move\":\"chin-tuck-seated\",\"hold_s\":3600}]}]}",
		"3600 s of chin-tuck-seated are too many"},
	    {"{" ID
	     ",\"items\":[{\"routine\":\"x-a\"}],\"custom\":[{\"id\":\"x-a\","
	     "\"steps\":[{\"move\":\"head-stand\",\"hold_s\":30}]}]}",
		"no movement head-stand"},
	    {"{" ID
	     ",\"items\":[{\"routine\":\"desk-reset-2\"}],\"custom\":[{\"id\":"
	     "\"desk-reset-2\",\"steps\":[{\"move\":\"chin-tuck-seated\","
	     "\"hold_s\":30}]}]}",
		"the name of another"},
	    {"{" ID "}", "nothing in it"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct rx rx = rx_of(rows[i].text);
		struct err err = {""};
		bool can = proposal_can(lib, &rx, &err);

		if (can != !*rows[i].says || !strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].text, err.text);
		rx_fini(&rx);
	}
}

static void
a_difference(void **state)
{
	struct proposal p = {.state = PLAN_OFFERED, .agreed = true};
	struct str out = {0};

	(void)state;
	p.rx = rx_of(
	    "{" ID ",\"title\":\"Neck\",\"from\":\"2026-03-03\",\"items\":["
	    "{\"routine\":\"desk-reset-2\",\"per_day\":2,\"days\":[1,2,3,4,5],"
	    "\"gap_min\":120,\"note\":\"stop at 4/10\"},"
	    "{\"routine\":\"open-office-3\"}]}");
	p.old = rx_of(
	    "{" ID ",\"items\":[{\"routine\":\"desk-reset-2\",\"days\":[6,7]},"
	    "{\"routine\":\"pre-sleep-10\",\"days\":[1,3]}]}");
	proposal_lines(lib, &p, &out);
	assert_string_equal(out.s,
	    "Neck (version 1, from 2026-03-03) waits for your answer\n"
	    "  what changes against version 1, which you do:\n"
	    "~ Two minute desk reset (desk-reset-2): 2 a day, Mo to Fr, not closer "
	    "than 120 min; \"stop at 4/10\"  (so far 1 a day, Sa and Su)\n"
	    "+ Three minutes nobody notices (open-office-3): 1 a day, every day\n"
	    "- Ten minutes before sleep (pre-sleep-10): 1 a day, Mo, We\n"
	    "  in all 7 min 00 s on a full day\n");
	proposal_fini(&p);
	str_fini(&out);
}

/* What is written is a routine of this program's. */
static void
a_routine_of_the_coach(void **state)
{
	struct rx rx =
	    rx_of("{" ID ",\"items\":[{\"routine\":\"x-a\"}],\"custom\":"
		  "[{\"id\":\"x-a\",\"title\":\"A \\\"b\\\" ; c\","
		  "\"steps\":[{\"move\":\"chin-tuck-seated\",\"hold_s\":24},"
		  "{\"move\":\"levator-stretch\",\"hold_s\":30,\"sides\":2}]}]}");
	struct str out = {0};
	struct notes notes = {0};
	struct routine *r;
	struct ini *ini;

	(void)state;
	proposal_routine(lib, &rx.customs[0], &out);
	ini = ini_parse(out.s, out.len, &notes);
	assert_non_null(ini);
	r = routine_read(ini, "x-a", "x-a.ini", &notes);
	assert_non_null(r);
	assert_int_equal(notes.errors, 0);
	assert_string_equal(r->title, "A \"b\" ; c");
	assert_int_equal(r->n_steps, 2);
	routine_free(r);
	ini_free(ini);
	notes_fini(&notes);
	str_fini(&out);
	rx_fini(&rx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(what_can_be_followed),
	    cmocka_unit_test(a_difference),
	    cmocka_unit_test(a_routine_of_the_coach),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
