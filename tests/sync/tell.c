#include "tests/test.h"

#include "sync/share.h"
#include "sync/tell.h"
#include "tests/history/made.h"

#include <stdlib.h>

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

static struct session_record
full(void)
{
	struct session_record r = record(DAY, INT64_C(1772442843120));
	struct rating *neck = session_record_rate(&r, REGION_NECK);
	struct rating *pain;

	neck->before = 6;
	neck->after = 3;
	session_record_rate(&r, REGION_SHOULDERS)->before = 4;
	pain = session_record_rate(&r, TOPIC_PAIN);
	pain->before = 5;
	pain->after = 2;
	session_record_rate(&r, TOPIC_MOOD)->after = 4;
	hold(&r, 0, 20000);
	hold(&r, 1, 18500);
	r.steps[2].outcome = OUTCOME_WRONG;
	r.steps[2].why = WHY_PAIN;
	strcpy(r.alarms[0].exercise, "move-1");
	r.alarms[r.n_alarms++].code = 4;
	r.steps[4].outcome = OUTCOME_SKIPPED;
	r.steps[4].why = WHY_UNCLEAR;
	r.state = STATE_PARTIAL;
	strcpy(r.id, "019cabd8-3800-7abc-8def-0123456789ab");
	strcpy(r.note, "left side tighter");
	strcpy(r.plan, "019cabd8-3800-7abc-8def-0123456789ac");
	return r;
}

/* All that can be told of a session, and that the mood is nobody's business. */
static void
a_session(void **state)
{
	struct session_record r = full();
	struct item item;
	char *text;

	(void)state;
	tell_session(&r, 2, &item);
	text = printed(&item);
	assert_string_equal(text,
	    "{\"type\":\"session\",\"id\":\"019cabd8-3800-7abc-8def-0123456789ab\","
	    "\"rev\":3,\"local_date\":\"2026-03-02\",\"routine\":\"desk-reset-2\","
	    "\"state\":\"partial\",\"rx\":\"019cabd8-3800-7abc-8def-0123456789ac\","
	    "\"started_at\":\"2026-03-02T09:14:03.120Z\",\"utc_offset_min\":60,"
	    "\"active_s\":38,\"steps\":{\"done\":2,\"of\":6},"
	    "\"stops\":[{\"step\":\"move-1\",\"why\":\"pain\",\"flag\":4},"
	    "{\"step\":\"move-2\",\"why\":\"unclear\"}],"
	    "\"tension\":{\"neck\":[6,3],\"shoulders\":[4,null]},\"pain\":2,"
	    "\"note\":\"left side tighter\"}");
	free(text);
	item_fini(&item);
	session_record_fini(&r);
}

/* The oracle: for each of the 512 sets (done is in all of them) no field outside of
 * it is in the bytes, and what is told can be read by the server. */
static void
each_set_of_shares(void **state)
{
	static const struct {
		int share;
		const char *members[3];
	} shown[] = {
	    {WIRE_TIMES, {"started_at", "utc_offset_min"}},
	    {WIRE_DURATION, {"active_s"}},
	    {WIRE_STEPS, {"\"steps\"", "stops"}},
	    {WIRE_TENSION, {"tension", "neck"}},
	    {WIRE_PAIN, {"\"pain\":"}},
	    {WIRE_NOTES, {"note", "tighter"}},
	};
	struct session_record r = full();

	(void)state;
	for (int mask = 1; mask <= WIRE_SHARE_ALL; mask += 2) {
		struct item item, read;
		struct json *json;
		char *text;

		tell_session(&r, 0, &item);
		assert_true(item_hide(&item, mask));
		text = printed(&item);
		for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++)
			for (const char *const *m = shown[i].members; *m; m++)
				if (!strstr(text, *m) == !!(mask & shown[i].share))
					fail_msg("%x: %s: %s", mask, *m, text);
		json = json_read(text, strlen(text), 8, NULL);
		assert_true(item_read(json, false, &read));
		assert_int_equal(read.read, ITEM_GOOD);
		json_free(json);
		free(text);
		item_fini(&read);
		item_fini(&item);
	}
	session_record_fini(&r);
}

/* Whatever stands in a record, the server can read it. */
static void
odd_records(void **state)
{
	struct session_record r = full();
	struct step_record *steps = mem_new(200, sizeof(*steps));
	struct json *json = json_new_object();
	struct item item, read;

	(void)state;
	for (int i = 0; i < 200; i++) {
		steps[i] = r.steps[2];
		memset(steps[i].exercise, 'a', ID_MAX);
	}
	strcpy(steps[0].exercise, "Cat and Cow");
	free(r.steps);
	r.steps = steps;
	r.n_steps = 200;
	r.active_ms = INT64_MAX;
	r.offset_min = -1200;
	strcpy(r.routine, "My Routine!");
	tell_session(&r, 0, &item);
	assert_string_equal(item.routine, "other");
	assert_int_equal(item.started_ms, -1);
	assert_non_null(strstr(item.stops, "[{\"step\":\"other\","));
	item_print(&item, json);
	assert_true(item_read(json, false, &read));
	assert_int_equal(read.read, ITEM_GOOD);
	json_free(json);
	item_fini(&read);
	item_fini(&item);
	session_record_fini(&r);
}

static void
gone_and_answers(void **state)
{
	struct item item;
	char *text;

	(void)state;
	tell_gone("019cabd8-3800-7abc-8def-0123456789ab", 2, DAY, 1, &item);
	text = printed(&item);
	assert_string_equal(text,
	    "{\"type\":\"session\",\"id\":\"019cabd8-3800-7abc-8def-0123456789ab\","
	    "\"rev\":3,\"local_date\":\"2026-03-02\",\"deleted\":true}");
	free(text);
	tell_answer("019cabd8-3800-7abc-8def-0123456789ab", DAY,
	    "019cabd8-3800-7abc-8def-0123456789ac", 2, "declined", "too long", 0,
	    &item);
	text = printed(&item);
	assert_string_equal(text,
	    "{\"type\":\"rx_answer\",\"id\":\"019cabd8-3800-7abc-8def-"
	    "0123456789ab\","
	    "\"rev\":1,\"local_date\":\"2026-03-02\","
	    "\"rx\":\"019cabd8-3800-7abc-8def-0123456789ac\",\"version\":2,"
	    "\"state\":\"declined\",\"why\":\"too long\"}");
	free(text);
	item_fini(&item);
	tell_morning("019cabd8-3800-7abc-8def-0123456789ab", 1, DAY, 6, 1, &item);
	text = printed(&item);
	assert_string_equal(text,
	    "{\"type\":\"checkin\",\"id\":\"019cabd8-3800-7abc-8def-0123456789ab\","
	    "\"rev\":2,\"local_date\":\"2026-03-02\",\"pain\":6}");
	free(text);
	item_fini(&item);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_session),
	    cmocka_unit_test(each_set_of_shares),
	    cmocka_unit_test(odd_records),
	    cmocka_unit_test(gone_and_answers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
