#include "tests/test.h"

#include "base/civil.h"
#include "sync/rx.h"

#include <stdlib.h>
#include <string.h>

#define RX "019cabd8-3800-7abc-8def-0123456789ac"

#define HEAD "{\"id\":\"" RX "\",\"version\":2,\"title\":\"Neck\""
#define DO   "\"items\":[{\"routine\":\"desk-reset-2\"}]"

static bool
read_text(const char *text, struct rx *rx)
{
	struct json *json = json_read(text, strlen(text), 8, NULL);
	bool ok;

	assert_non_null(json);
	ok = rx_read(json, rx);
	json_free(json);
	return ok;
}

static void
there_and_back(void **state)
{
	static const char text[] =
	    HEAD ",\"from\":\"2026-03-03\",\"to\":\"2026-03-17\","
		 "\"items\":[{\"routine\":\"desk-reset-2\",\"per_day\":2,"
		 "\"days\":[1,2,3,4,5],\"gap_min\":120,\"note\":\"stop at 4/10\"}],"
		 "\"custom\":[{\"id\":\"x-neck-1\",\"title\":\"Mine\",\"steps\":"
		 "[{\"move\":\"chin-tuck-seated\",\"hold_s\":30,\"sides\":2}]}],"
		 "\"ended\":false}";
	struct json *json = json_new_object();
	struct str out = {0};
	struct rx rx;

	(void)state;
	assert_true(read_text(text, &rx));
	assert_string_equal(rx.fault, "");
	assert_int_equal(rx.items[0].days, 0x1f);
	rx_print(&rx, json);
	json_add_compact(json, &out);
	assert_string_equal(out.s, text);
	json_free(json);
	str_fini(&out);
	rx_fini(&rx);
}

static void
what_is_none(void **state)
{
	struct rx rx;

	(void)state;
	assert_false(read_text("{\"version\":1}", &rx));
	rx_fini(&rx);
	assert_false(read_text("{\"id\":\"" RX "\"}", &rx));
	assert_false(read_text("{\"id\":\"" RX "\",\"version\":0}", &rx));
	assert_false(read_text("{\"id\":\"../x\",\"version\":1}", &rx));
	assert_false(read_text("[]", &rx));
}

/* What cannot be followed can be declined: it has an id. */
static void
what_is_at_fault(void **state)
{
	static const struct {
		const char *text, *says;
	} rows[] = {
	    {HEAD "}", "nothing in it"},
	    {HEAD ",\"items\":\"all\"}", "items: a list"},
	    {HEAD ",\"items\":[{}]}", "routine: a name"},
	    {HEAD ",\"items\":[{\"routine\":\"../x\"}]}", "routine: a name"},
	    {HEAD ",\"items\":[{\"routine\":\"a\",\"per_day\":25}]}",
		"per_day: a number from 1 to 24"},
	    {HEAD ",\"items\":[{\"routine\":\"a\",\"per_day\":-1}]}", "per_day"},
	    {HEAD ",\"items\":[{\"routine\":\"a\",\"days\":[8]}]}",
		"days: numbers"},
	    {HEAD ",\"items\":[{\"routine\":\"a\",\"days\":[]}]}", "days: a list"},
	    {HEAD ",\"items\":[{\"routine\":\"a\",\"note\":5}]}", "note: a text"},
	    {HEAD ",\"ended\":1," DO "}", "ended: true or false"},
	    {HEAD "," DO ",\"custom\":{}}", "custom: a list"},
	    {HEAD ",\"from\":\"soon\"," DO "}", "from: a day"},
	    {HEAD "," DO ",\"custom\":[{\"id\":\"x\",\"steps\":[]}]}",
		"steps: a list"},
	    {HEAD "," DO
		  ",\"custom\":[{\"id\":\"x\",\"steps\":[{\"move\":\"a\"}]}]}",
		"hold_s: a step has none"},
	    {HEAD "," DO ",\"custom\":[{\"id\":\"x\",\"steps\":[{\"move\":\"a\","
		  "\"hold_s\":3601}]}]}",
		"hold_s: a number from 1 to 3600"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct rx rx;

		assert_true(read_text(rows[i].text, &rx));
		if (!strstr(rx.fault, rows[i].says))
			fail_msg("%s: %s", rows[i].text, rx.fault);
		rx_fini(&rx);
	}
}

static void
thousands_of_items_are_a_fault(void **state)
{
	struct str text = {0};
	struct rx rx;

	(void)state;
	str_add(&text, HEAD ",\"items\":[");
	for (int i = 0; i < 5000; i++)
		str_addf(&text, "%s{\"routine\":\"a\"}", i ? "," : "");
	str_add(&text, "]}");
	assert_true(read_text(text.s, &rx));
	assert_int_equal(rx.n_items, RX_ITEMS);
	assert_string_equal(rx.fault, "items: a list of at most 20");
	rx_fini(&rx);
	str_fini(&text);
}

static void
text_is_cleaned(void **state)
{
	struct rx rx;

	(void)state;
	assert_true(read_text(
	    "{\"id\":\"" RX "\",\"version\":1,\"title\":\"a\\u001b[2Jb\\u202ec\","
	    "\"items\":[{\"routine\":\"a\",\"note\":\"\\u009bx\"}]}",
	    &rx));
	assert_string_equal(rx.title, "a\xef\xbf\xbd[2Jb\xef\xbf\xbd"
				      "c");
	assert_string_equal(rx.items[0].note, "\xef\xbf\xbdx");
	rx_fini(&rx);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(what_is_none),
	    cmocka_unit_test(what_is_at_fault),
	    cmocka_unit_test(thousands_of_items_are_a_fault),
	    cmocka_unit_test(text_is_cleaned),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
