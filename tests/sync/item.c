#include "tests/test.h"

#include "base/civil.h"
#include "sync/item.h"
#include "sync/share.h"

#include <stdlib.h>
#include <string.h>

/* Ids of 2026-03-02. */
#define ID  "019cabd8-3800-7abc-8def-0123456789ab"
#define RX  "019cabd8-3800-7abc-8def-0123456789ac"
#define DAY "\"local_date\":\"2026-03-02\""

#define HEAD "{\"type\":\"session\",\"id\":\"" ID "\",\"rev\":1," DAY

static const char full[] =
    HEAD ",\"routine\":\"desk-reset-2\",\"state\":\"done\",\"rx\":\"" RX "\","
	 "\"started_at\":\"2026-03-02T09:14:03.120Z\",\"utc_offset_min\":60,"
	 "\"active_s\":132,\"steps\":{\"done\":4,\"of\":5},"
	 "\"stops\":[{\"step\":\"chin-tuck-seated\",\"why\":\"pain\",\"pain\":5,"
	 "\"flag\":4}],"
	 "\"tension\":{\"neck\":[6,3],\"shoulders\":[4,null]},"
	 "\"pain\":2,\"note\":\"left side\\ntighter\"}";

static bool
read_text(const char *text, struct item *item)
{
	struct json *json = json_read(text, strlen(text), 8, NULL);
	bool ok;

	assert_non_null(json);
	ok = item_read(json, false, item);
	json_free(json);
	return ok;
}

static char *
printed(const struct item *item)
{
	struct json *json = json_new_object();
	struct str out = {0};

	item_print(item, json);
	json_add_compact(json, &out);
	json_free(json);
	return str_take(&out);
}

/* What is written is read again as the same, and what was read is written again. */
static void
there_and_back(void **state)
{
	static const char *const rows[] = {
	    full,
	    HEAD ",\"routine\":\"desk-reset-2\",\"state\":\"partial\"}",
	    HEAD ",\"deleted\":true}",
	    "{\"type\":\"checkin\",\"id\":\"" ID "\",\"rev\":3," DAY
	    ",\"tension\":5,\"pain\":0,\"limit\":10,\"note\":\"x\"}",
	    "{\"type\":\"rx_answer\",\"id\":\"" ID "\",\"rev\":1," DAY
	    ",\"rx\":\"" RX "\",\"version\":2,\"state\":\"declined\","
	    "\"why\":\"too long\"}",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct item item;
		char *text;

		assert_true(read_text(rows[i], &item));
		assert_int_equal(item.read, ITEM_GOOD);
		text = printed(&item);
		assert_string_equal(text, rows[i]);
		free(text);
		item_fini(&item);
	}
}

static void
what_is_wrong(void **state)
{
	static const struct {
		const char *text;
		enum item_fate read;
		const char *remark;
	} rows[] = {
	    {HEAD ",\"state\":\"done\"}", ITEM_BAD_FIELD, "no routine"},
	    {HEAD ",\"routine\":\"a\",\"state\":\"great\"}", ITEM_BAD_FIELD,
		"another state"},
	    {HEAD ",\"routine\":\"a/b\",\"state\":\"done\"}", ITEM_BAD_FIELD,
		"a path"},
	    {HEAD ",\"routine\":\"a\",\"state\":\"done\",\"pain\":11}",
		ITEM_BAD_FIELD, "eleven of ten"},
	    {HEAD ",\"routine\":\"a\",\"state\":\"done\",\"pain\":1.5}",
		ITEM_BAD_FIELD, "a half"},
	    {HEAD ",\"routine\":\"a\",\"state\":\"done\",\"stops\":[{\"step\":"
		  "\"b\",\"why\":\"wrong\",\"flag\":10}]}",
		ITEM_BAD_FIELD, "a flag that is none"},
	    {HEAD ",\"routine\":\"a\",\"state\":\"done\",\"steps\":"
		  "{\"done\":5,\"of\":4}}",
		ITEM_BAD_FIELD, "more done than there are"},
	    {"{\"type\":\"mood\",\"id\":\"" ID "\",\"rev\":1," DAY "}",
		ITEM_IGNORED, "a type to come"},
	    {"{\"type\":\"session\",\"id\":\"" ID
	     "\",\"rev\":1,\"local_date\":\"2026-03-03\",\"routine\":\"a\","
	     "\"state\":\"done\"}",
		ITEM_ID_DAY, "another day than the id"},
	};
	struct item item;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(read_text(rows[i].text, &item));
		if (item.read != rows[i].read)
			fail_msg("%s: %d", rows[i].remark, item.read);
		item_fini(&item);
	}
	assert_false(read_text("{\"type\":\"session\",\"rev\":1}", &item));
	assert_false(read_text("{\"type\":\"session\",\"id\":\"" ID "\"}", &item));
}

/* Which member a share is; what is not named here always goes. */
static const struct {
	int share;
	const char *members[4];
} shown[] = {
    {WIRE_TIMES, {"\"started_at\"", "\"utc_offset_min\""}},
    {WIRE_DURATION, {"\"active_s\""}},
    {WIRE_STEPS, {"\"steps\"", "\"stops\"", "\"chin-tuck-seated\""}},
    {WIRE_TENSION, {"\"tension\"", "\"neck\""}},
    {WIRE_PAIN, {",\"pain\":2"}},
    {WIRE_NOTES, {"\"note\"", "tighter"}},
};

/* The oracle of the item: of each of the 1024 sets, just what is in it. */
static void
only_what_is_shared(void **state)
{
	(void)state;
	for (int mask = 0; mask <= WIRE_SHARE_ALL; mask++) {
		struct item item;
		char *text;

		assert_true(read_text(full, &item));
		assert_true(item_hide(&item, mask | WIRE_DONE));
		text = printed(&item);
		for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
			for (const char *const *m = shown[i].members; *m; m++)
				if (!strstr(text, *m) == !!(mask & shown[i].share))
					fail_msg("%x: %s: %s", mask, *m, text);
		free(text);
		item_fini(&item);
	}
}

static void
skips_and_checkins(void **state)
{
	static const char skip[] =
	    HEAD ",\"routine\":\"desk-reset-2\",\"state\":\"skipped\"}";
	static const char checkin[] =
	    "{\"type\":\"checkin\",\"id\":\"" ID "\",\"rev\":3," DAY ",\"pain\":3}";
	struct item item;

	(void)state;
	assert_true(read_text(skip, &item));
	assert_false(item_hide(&item, WIRE_SHARE_ALL & ~WIRE_SKIPS));
	assert_true(read_text(skip, &item));
	assert_true(item_hide(&item, WIRE_DONE | WIRE_SKIPS));
	assert_true(read_text(checkin, &item));
	assert_false(item_hide(&item, WIRE_SHARE_ALL & ~WIRE_PAIN));
}

static void
the_same_has_the_same_canon(void **state)
{
	struct item one, two;
	struct str a = {0}, b = {0};

	(void)state;
	assert_true(read_text(full, &one));
	assert_true(read_text(full, &two));
	item_canon(&one, &a);
	item_canon(&two, &b);
	assert_int_equal(a.len, b.len);
	assert_memory_equal(a.s, b.s, a.len);
	two.pain = 3;
	str_clear(&b);
	item_canon(&two, &b);
	assert_true(a.len != b.len || memcmp(a.s, b.s, a.len) != 0);
	str_fini(&a);
	str_fini(&b);
	item_fini(&one);
	item_fini(&two);
}

static void
words_and_back(void **state)
{
	enum item_fate fate;

	(void)state;
	for (int i = ITEM_STORED; i <= ITEM_QUOTA; i++) {
		assert_true(item_fate_of(item_as((enum item_fate)i),
		    item_why((enum item_fate)i), &fate));
		assert_int_equal(fate, i);
	}
	assert_true(item_fate_of("refused", "no reason of ours", &fate));
	assert_int_equal(fate, ITEM_BAD_FIELD);
	assert_true(item_fate_of("refused", NULL, &fate));
	assert_int_equal(fate, ITEM_BAD_FIELD);
	assert_false(item_fate_of("eaten", NULL, &fate));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(there_and_back),
	    cmocka_unit_test(what_is_wrong),
	    cmocka_unit_test(only_what_is_shared),
	    cmocka_unit_test(skips_and_checkins),
	    cmocka_unit_test(the_same_has_the_same_canon),
	    cmocka_unit_test(words_and_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
