/*
 * The oracle of what leaves: two people whose logs are the same in what is shared and
 * differ in all else (hours, zone, lengths, movements, ratings, notes, the order of a
 * day, what was skipped, the second of the sync) send the same bytes, for each of the
 * 512 sets that can be shared.  A sample of them goes over a socket, headers and all.
 */
#include "tests/test.h"

#include "base/civil.h"
#include "sync/link.h"
#include "sync/share.h"
#include "sync/token.h"
#include "tests/history/made.h"
#include "tests/sync/evil.h"

#include <stdlib.h>

#define RX     "019cabd8-3800-7abc-8def-0123456789ff"
#define NOW    INT64_C(1772443211004) /* 2026-03-02T09:20:11.004Z */
#define SECOND 1000
#define HOUR   (INT64_C(3600) * SECOND)

struct person {
	struct folder place;
	struct history *h;
	struct link link;
};

/* --- two people --------------------------------------------------------------- */

static const char *const ids[] = {
    "019cabd8-3800-7abc-8def-0000000000a1", /* of DAY */
    "019cabd8-3800-7abc-8def-0000000000a2", "019cabd8-3800-7abc-8def-0000000000a3",
    "019ca6b1-dc00-7abc-8def-0000000000a4", /* of the day before */
};

static void
put_steps(struct session_record *r, int who)
{
	static const enum stop_why whys[] = {WHY_TIME, WHY_UNCLEAR};

	hold(r, 0, 20000 - who * 9000);
	hold(r, 1, 15000 + who * 4000);
	r->steps[2].outcome = OUTCOME_SKIPPED;
	r->steps[2].why = whys[who];
	r->steps[3 + who].outcome = OUTCOME_WRONG;
	r->steps[3 + who].why = who ? WHY_WRONG : WHY_PAIN;
	strcpy(r->alarms[0].exercise, r->steps[3 + who].exercise);
	r->alarms[0].code = who ? 6 : 4;
	r->n_alarms = 1;
}

static void
put_ratings(struct session_record *r, int who)
{
	struct rating *tension =
	    session_record_rate(r, who ? REGION_SHOULDERS : REGION_NECK);
	struct rating *pain = session_record_rate(r, TOPIC_PAIN);

	tension->before = (int8_t)(6 + who);
	tension->after = (int8_t)(3 + who);
	pain->before = (int8_t)(5 + who);
	pain->after = (int8_t)(2 + who);
	session_record_rate(r, TOPIC_MOOD)->after = (int8_t)(2 + who);
}

/* Session i, as that one had it. */
static void
put_session(struct person *p, int i, int who)
{
	int32_t day = rng_uuid_to_day(ids[i]);
	struct session_record r =
	    record(day, civil_utc_ms(day) + (7 + i + 3 * who) * HOUR + 14 * SECOND);

	strcpy(r.id, ids[i]);
	strcpy(r.note, who ? "slept badly" : "left side tighter");
	strcpy(r.plan, RX);
	r.offset_min = who ? -300 : 60;
	r.origin = who ? ORIGIN_LOGGED : ORIGIN_PLAYED;
	put_steps(&r, who);
	put_ratings(&r, who);
	r.state = i % 2 ? STATE_PARTIAL : STATE_DONE;
	assert_true(history_add(p->h, &r, NULL));
	session_record_fini(&r);
}

/* A prompt that was refused. */
static void
put_skip(struct person *p, int32_t day, char *id)
{
	struct session_record r = record(day, civil_utc_ms(day) + 11 * HOUR);

	r.state = STATE_SKIPPED;
	assert_true(history_add(p->h, &r, NULL));
	if (id)
		strcpy(id, r.id);
	session_record_fini(&r);
}

static void
put_morning(struct person *p, int who)
{
	struct answer_record a = {.rev = 1,
	    .day = DAY,
	    .asked_ms = civil_utc_ms(DAY) + (6 + who) * HOUR,
	    .offset_min = who ? -300 : 60,
	    .asked = ASKED_MORNING,
	    .score = 4 + who};

	strcpy(a.id, "019cabd8-3800-7abc-8def-0000000000c1");
	assert_true(history_answer(p->h, &a, NULL));
	/* What no share is of. */
	a.asked = ASKED_ABILITY;
	strcpy(a.name, who ? "sit through a meeting" : "carry a child");
	strcpy(a.id, "019cabd8-3800-7abc-8def-0000000000c2");
	assert_true(history_answer(p->h, &a, NULL));
}

static void
begin(struct person *p, int who, struct http *http)
{
	int n = (int)ARRAY_LEN(ids);

	folder_make(&p->place, "history.db");
	p->h = must_open(p->place.file);
	for (int i = 0; i < n; i++)
		put_session(p, who ? n - 1 - i : i, who);
	if (who == 0)
		put_skip(p, DAY, NULL);
	put_morning(p, who);
	p->link = (struct link){.h = p->h,
	    .http = http,
	    .agent = "uncoil/0.0.0",
	    .now_ms = NOW + who * 36 * SECOND,
	    .today = DAY,
	    .streak = 12 + who,
	    .every_min = 60};
}

static void
end(struct person *p)
{
	history_close(p->h);
	folder_remove(&p->place);
}

/* --- what goes ---------------------------------------------------------------- */

/* A coach who has heard nothing yet. */
static struct peer
share_with(struct person *p, int share, const char *url)
{
	struct peer peer = {
	    .state = PEER_JOINED, .share = share, .retain_days = 400};

	strcpy(peer.name, PEER_COACH);
	strcpy(peer.cursor, "19.a1b2c3d4");
	snprintf(peer.url, sizeof(peer.url), "%s", url);
	pace_init(&peer.pace, WIRE_ITEMS);
	assert_true(peer_drop(p->h, PEER_COACH, NULL));
	assert_true(peer_put(p->h, &peer, NULL));
	return peer;
}

/* The bytes of the next call; the caller frees them. */
static char *
next(struct person *p, const struct peer *peer)
{
	struct parcel parcel = {0};
	struct wire_request request;
	struct str body = {0};
	struct err err = {""};

	if (!link_next(&p->link, peer, &parcel, &request, &body, &err))
		fail_msg("%s", err.text);
	parcel_fini(&parcel);
	return str_take(&body);
}

static char *
all_of(struct person *p, int share)
{
	struct peer peer = share_with(p, share, "https://coach.example");

	return next(p, &peer);
}

/* --- what may be different in it ------------------------------------------------ */

#define ANY 0 /* is there whatever is shared */

struct member {
	const char *name;
	int share;
};

static const struct member of_request[] = {{"uncoil", ANY}, {"batch", ANY},
    {"sent_at", ANY}, {"agent", ANY}, {"after", ANY}, {"tally", ANY},
    {"head", WIRE_STREAK}, {"items", ANY}, {NULL, 0}};

static const struct member of_session[] = {{"type", ANY}, {"id", ANY}, {"rev", ANY},
    {"local_date", ANY}, {"routine", ANY}, {"state", ANY}, {"rx", ANY},
    {"started_at", WIRE_TIMES}, {"utc_offset_min", WIRE_TIMES},
    {"active_s", WIRE_DURATION}, {"steps", WIRE_STEPS}, {"stops", WIRE_STEPS},
    {"tension", WIRE_TENSION}, {"pain", WIRE_PAIN}, {"note", WIRE_NOTES},
    {NULL, 0}};

static void
add_value(const struct json *value, struct str *out)
{
	int64_t n;

	if (json_text(value))
		str_add(out, json_text(value));
	else if (json_int(value, &n))
		str_addf(out, "%lld", (long long)n);
	else if (value && !json_is_nil(value))
		json_add_compact(value, out);
	str_add(out, "\n");
}

/* Adds the members that are there whatever is shared; *met: those that are there
 * because they are.  A member that is not in the table should not be there. */
static void
add_members(const struct json *object, const struct member *table, int share,
    int *met, struct str *out)
{
	const char *names[20] = {NULL};

	for (size_t i = 0; table[i].name; i++) {
		const struct json *value = json_get(object, table[i].name);

		names[i] = table[i].name;
		if (!value)
			continue;
		*met |= table[i].share;
		if (!(table[i].share & share))
			add_value(value, out);
	}
	if (json_stranger(object, names))
		fail_msg("who shares %s?", json_stranger(object, names));
}

static bool
is(const struct json *object, const char *key, const char *word)
{
	const char *text = json_text(json_get(object, key));

	return text && strcmp(text, word) == 0;
}

static void
add_item(const struct json *item, int share, int *met, struct str *out)
{
	int whole = is(item, "type", "checkin")    ? WIRE_PAIN
		    : is(item, "state", "skipped") ? WIRE_SKIPS
						   : ANY;

	assert_int_not_equal(
	    rng_uuid_to_day(json_text(json_get(item, "id"))), CIVIL_NONE);
	*met |= whole;
	if (!(whole & share))
		add_members(item, of_session, share, met, out);
}

static void
in_order(const struct json *items)
{
	for (size_t i = 1; i < json_count(items); i++)
		assert_true(strcmp(json_text(json_get(json_at(items, i - 1), "id")),
				json_text(json_get(json_at(items, i), "id"))) < 0);
}

/* The minute of the sync, unless times are shared. */
static void
add_sent_at(const char *at, int share, struct str *out)
{
	if (!(share & WIRE_TIMES))
		assert_string_equal(at + 17, "00.000Z");
	str_addf(out, "%.16s\n", at);
}

/* What is left of a body without what is shared, and without the random name of the
 * call, in which there is no hour; the caller frees it. */
static char *
unshared(const char *body, int share, int *met)
{
	struct json *json = json_read(body, strlen(body), WIRE_DEPTH, NULL);
	const struct json *items = json_get(json, "items");
	struct str out = {0};
	struct json *top;

	assert_non_null(json);
	assert_int_equal(rng_uuid_to_day(json_text(json_get(json, "batch"))), DAY);
	add_sent_at(json_text(json_get(json, "sent_at")), share, &out);
	top = json_read(body, strlen(body), WIRE_DEPTH, NULL);
	json_set_null(top, "batch");
	json_set_null(top, "sent_at");
	json_set_null(top, "items");
	add_members(top, of_request, share, met, &out);
	json_free(top);
	in_order(items);
	for (size_t i = 0; i < json_count(items); i++)
		add_item(json_at(items, i), share, met, &out);
	json_free(json);
	return str_take(&out);
}

static void
compare(const char *one, const char *two, int share, int *met)
{
	int other = 0;
	char *a = unshared(one, share, met), *b = unshared(two, share, &other);

	if (strcmp(a, b) != 0)
		fail_msg("%03x tells more than it may:\n%s\n%s", share, one, two);
	free(a);
	free(b);
}

/* --- the oracle ------------------------------------------------------------------- */

static void
the_same_bytes(void **state)
{
	struct person people[2];

	(void)state;
	for (int who = 0; who < 2; who++) {
		begin(&people[who], who, NULL);
		assert_true(history_together(people[who].h, NULL));
	}
	for (int share = WIRE_DONE; share <= WIRE_SHARE_ALL; share += 2) {
		char *one = all_of(&people[0], share);
		char *two = all_of(&people[1], share);
		int met = WIRE_DONE | WIRE_NAME;

		compare(one, two, share, &met);
		/* And all that is shared is there. */
		if ((met & share) != share)
			fail_msg("%03x tells %03x: %s", share, met, one);
		free(one);
		free(two);
	}
	for (int who = 0; who < 2; who++) {
		assert_true(history_together_end(people[who].h, false, NULL));
		end(&people[who]);
	}
}

/* A refused prompt that is removed from the log: nobody heard of it, nobody hears that
 * it is gone. */
static void
nothing_of_what_was_hidden(void **state)
{
	struct person p;

	(void)state;
	begin(&p, 0, NULL);
	assert_true(history_together(p.h, NULL));
	for (int share = WIRE_DONE; share <= WIRE_SHARE_ALL; share += 2) {
		struct peer peer = share_with(&p, share, "https://coach.example");
		char id[UUID_LEN], *body;

		put_skip(&p, DAY, id);
		body = next(&p, &peer);
		assert_int_equal(!strstr(body, id), !(share & WIRE_SKIPS));
		free(body);
		assert_true(history_remove(p.h, id, 1, NULL));
		body = next(&p, &peer);
		assert_null(strstr(body, id));
		free(body);
	}
	assert_true(history_together_end(p.h, false, NULL));
	end(&p);
}

/* --- over a socket -------------------------------------------------------------- */

static const char busy[] = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";

static const struct http_setup plainly = {
    .ca_file = "", .pin = "", .proxy = "", .agent = "uncoil/0.0.0"};

/* Each line of the head is one that we know of. */
static void
no_other_headers(char *head)
{
	static const char *const known[] = {"POST /v1/sync HTTP/1.1",
	    "Host: 127.0.0.1:", "User-Agent: uncoil/0.0.0",
	    "Authorization: Bearer uct1_", "Accept: application/json",
	    "Content-Type: application/json", "Content-Length: "};
	size_t n = 0;

	for (char *at = head, *line; (line = strsep(&at, "\r\n")) != NULL;) {
		bool found = !*line;

		for (size_t i = 0; i < ARRAY_LEN(known); i++)
			found |= strncmp(line, known[i], strlen(known[i])) == 0;
		if (!found)
			fail_msg("a header that nobody asked for: %s", line);
		n += *line != '\0';
	}
	assert_int_equal(n, ARRAY_LEN(known));
}

/* What one run says, by what came through the socket; the caller frees it. */
static char *
heard(struct person *p, int share)
{
	char *text = mem_new(1 << 16, 1), *body;
	struct str seen = {0};
	struct err err = {""};
	struct evil evil;
	struct peer peer;
	FILE *file;

	str_addf(&seen, "%s/seen", p->place.path);
	evil_open(&evil, busy, sizeof(busy) - 1, seen.s);
	peer = share_with(p, share, evil.url);
	assert_false(link_run(&p->link, &peer, &err));
	evil_close(&evil);
	assert_int_equal(peer.pace.error, MEAN_SLOW_DOWN);
	file = fopen(seen.s, "r");
	assert_non_null(file);
	assert_true(fread(text, 1, (1 << 16) - 1, file) > 0);
	fclose(file);
	body = strstr(text, "\r\n\r\n");
	assert_non_null(body);
	*body = '\0';
	no_other_headers(text);
	memmove(text, body + 4, strlen(body + 4) + 1);
	str_fini(&seen);
	return text;
}

static void
the_same_through_a_socket(void **state)
{
	static const int sample[] = {WIRE_DONE, WIRE_DONE | WIRE_SKIPS | WIRE_PAIN,
	    WIRE_SHARE_ALL & ~WIRE_TIMES, WIRE_SHARE_ALL};
	char token[TOKEN_LEN], path[700];
	struct http *http = http_open(&plainly, NULL);
	struct person one, two;
	int64_t now_ms;

	(void)state;
	begin(&one, 0, http);
	begin(&two, 1, NULL);
	now_ms = one.link.now_ms;
	snprintf(path, sizeof(path), "%s/sync/token", one.place.path);
	assert_true(token_make(token, NULL));
	assert_true(token_write(path, token, NULL));
	one.link.token_file = path;
	for (size_t i = 0; i < ARRAY_LEN(sample); i++) {
		char *other = all_of(&two, sample[i]), *said;
		int met = 0;

		one.link.now_ms = now_ms;
		said = heard(&one, sample[i]);
		assert_null(strstr(said, token));
		compare(said, other, sample[i], &met);
		free(said);
		free(other);
	}
	end(&one);
	end(&two);
	http_close(http);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(the_same_bytes),
	    cmocka_unit_test(nothing_of_what_was_hidden),
	    cmocka_unit_test(the_same_through_a_socket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
