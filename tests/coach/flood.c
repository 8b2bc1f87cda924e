/*
 * Too much of everything (sync.md 5.1): connections (N), packed bodies (O), JSON that is
 * big, deep or says a thing twice (P), items (U), and an end while many are served.
 * GUARD=long fills a client's whole quota; otherwise most of it is filled beside.
 */
#include "coach/door.h"

#include "tests/test.h"

#include "tests/coach/knock.h"

#include "base/civil.h"
#include "base/json.h"
#include "sync/stamp.h"

#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <time.h>

static bool
is_long(void)
{
	const char *how = getenv("GUARD");

	return how && strcmp(how, "long") == 0;
}

/* A client's device 1, made beside the server. */
static void
join(struct served *s, struct device *device)
{
	struct invite invite = {.coach_no = s->made.coach.no,
	    .client_no = -1,
	    .alias = "Sam",
	    .want = WIRE_DONE,
	    .expires_ms = clock_wall_ms() + DAY_MS};
	struct enrolment e;
	struct store *store;
	char code[CODE_LEN];
	struct err err;
	bool made;

	s->about.device_calls = 1000000;
	store = store_open(s->made.folder.path, clock_wall_ms(), &made, &err);
	assert_non_null(store);
	made_enrolment(&e, 1, WIRE_SHARE_ALL);
	assert_true(store_begin(store, &err));
	store_invite_add(store, &invite, clock_wall_ms(), code);
	assert_true(store_invite(store, code, clock_wall_ms(), &invite));
	assert_int_equal(
	    store_enrol(store, code, &invite, &e, clock_wall_ms(), device),
	    ENROL_NEW);
	assert_true(store_commit(store, &err));
	store_close(store);
}

static int32_t
today(void)
{
	return civil_day(clock_wall_ms(), 0, 0);
}

/* n items of today's, each with a note of 500 characters; their ids go to ids. */
static char *
batch_of(int n, char (*ids)[UUID_LEN])
{
	struct str body = {0};
	char day[CIVIL_LEN], at[STAMP_LEN], note[501];

	memset(note, 'n', 500);
	note[500] = '\0';
	str_addf(&body,
	    "{\"uncoil\":1,\"batch\":\"b\",\"sent_at\":\"%s\",\"agent\":\"x/1\","
	    "\"after\":null,\"items\":[",
	    stamp_print(clock_wall_ms(), at));
	for (int i = 0; i < n; i++)
		str_addf(&body,
		    "%s{\"type\":\"session\",\"id\":\"%s\",\"rev\":1,"
		    "\"local_date\":\"%s\",\"routine\":\"r\",\"state\":\"done\","
		    "\"note\":\"%s\"}",
		    i ? "," : "", rng_uuid_day(today(), ids[i]),
		    civil_print(today(), day), note);
	str_add(&body, "]}");
	return str_take(&body);
}

static char *
sync_with(const struct served *s, const char *body)
{
	char token[64];

	made_token(1, token);
	return ask_as(s, "POST", "/v1/sync", token, body);
}

static int
count(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

/* --- connections -------------------------------------------------------------- */

static const char simple[] = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";

#define IDLE 200

/* They come from one address and say nothing, or half of a line; whoever comes from
 * another is served while they are there.  Then they are sent away. */
static void
idle_ones(int per_address, int stay)
{
	const struct door_options options = {.per_address = per_address};
	struct served s = {0};
	int fds[IDLE], open = 0, other;
	char *answer;

	serve_begin_with(&s, &options);
	for (int i = 0; i < IDLE; i++) {
		fds[i] = knock(&s);
		if (i % 2)
			say(fds[i], "GET /heal", 9);
	}
	other = knock_from(&s, "127.0.0.2");
	say(other, simple, sizeof(simple) - 1);
	answer = hear_one(other);
	assert_int_equal(status_of(answer), 200);
	free(answer);
	close(other);
	/* Those who may stay are there still: it was not their end that let the
	 * other in. */
	for (int i = 0; i < IDLE; i++) {
		char byte;

		open += recv(fds[i], &byte, 1, MSG_DONTWAIT | MSG_PEEK) < 0 &&
			errno == EAGAIN;
	}
	assert_in_range(open, 1, stay);
	for (int i = 0; i < IDLE; i++) {
		struct pollfd in = {.fd = fds[i], .events = POLLIN};

		while (poll(&in, 1, 250) == 0)
			door_watch(s.door);
		close(fds[i]);
	}
	serve_end(&s);
}

static void
idle_ones_of_one_address(void **state)
{
	(void)state;
	idle_ones(8, 8);
}

static void
idle_ones_behind_a_proxy(void **state)
{
	(void)state;
	idle_ones(0, IDLE);
}

/* --- bodies that are not read ------------------------------------------------- */

/* The answer comes on the headers alone, and the connection ends: 42 kB that would be
 * 4 GB are not even sent. */
static void
packed_bodies(void **state)
{
	static const char *const codings[] = {
	    "gzip", "deflate", "br", "zstd", "identity", "gzip, gzip", "x"};
	struct served s = {0};
	bool ended;

	(void)state;
	serve_begin(&s);
	for (size_t i = 0; i < ARRAY_LEN(codings); i++) {
		char request[512], *all;
		int fd = knock(&s);

		snprintf(request, sizeof(request),
		    "POST /v1/invites/lookup HTTP/1.1\r\nHost: x\r\nContent-Type: "
		    "application/json\r\nContent-Encoding: %s\r\nContent-Length: "
		    "42000\r\n\r\n",
		    codings[i]);
		say(fd, request, strlen(request));
		all = hear(fd, 20000, &ended);
		assert_int_equal(status_of(all), 415);
		assert_int_equal(answers_in(all), 1);
		assert_true(ended);
		free(all);
		close(fd);
	}
	serve_end(&s);
}

/* --- JSON ---------------------------------------------------------------------- */

static int64_t
processor_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static char *
repeated(
    const char *begin, const char *what, int numbered, size_t size, const char *end)
{
	struct str s = {0};

	str_add(&s, begin);
	for (int i = 0; s.len < size && i < numbered; i++)
		if (strchr(what, '%'))
			str_addf(&s, "%s\"%x\":0", i ? "," : "", i);
		else
			str_add(&s, what);
	str_add(&s, end);
	return str_take(&s);
}

/* Each is refused, and costs less than 50 ms of the whole process. */
static void
json_that_is_too_much(void **state)
{
	char *const bodies[] = {
	    repeated("", "[", INT32_MAX, 256 * 1024, ""),
	    repeated("", "{\"a\":", INT32_MAX, 256 * 1024 - 5, ""),
	    repeated("{", "%", 20000, SIZE_MAX, "}"),
	    repeated("{\"id\":1", ",\"id\":2", 30000, 255 * 1024, "}"),
	    mem_strdup("{\"id\":1,\"id\":2}"),
	    mem_strdup("{\"i\\u0064\":1,\"id\":2}"),
	    repeated("{\"a\":\"", "\\u0000", INT32_MAX, 256 * 1024 - 8, "\"}"),
	    repeated("{\"a\":\"", "\\ud800", INT32_MAX, 256 * 1024 - 8, "\"}"),
	    repeated("{\"a\":", "9", INT32_MAX, 256 * 1024 - 1, "}"),
	    repeated("", " ", INT32_MAX, 256 * 1024, ""),
	};
	/* A sanitizer is slow, and it is no news how slow. */
	int64_t most_us =
	    getenv("SANITIZE") && *getenv("SANITIZE") ? 5000000 : 50000;
	struct device device;
	struct served s = {0};

	(void)state;
	serve_begin(&s);
	join(&s, &device);
	for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
		int64_t begun = processor_us(), us;
		char *answer = sync_with(&s, bodies[i]);

		us = processor_us() - begun;
		if (status_of(answer) != 400)
			fail_msg("%.40s: %s", bodies[i], answer);
		if (us > most_us)
			fail_msg("%.40s takes %lld us", bodies[i], (long long)us);
		free(answer);
		free(bodies[i]);
	}
	serve_end(&s);
}

/* A byte more than fits is refused before it comes. */
static void
a_body_that_is_too_large(void **state)
{
	struct served s = {0};
	bool ended;
	char *all;
	int fd;

	(void)state;
	serve_begin(&s);
	fd = knock(&s);
	all = mem_strdup("POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: "
			 "application/json\r\nContent-Length: 262145\r\n\r\n");
	say(fd, all, strlen(all));
	free(all);
	all = hear(fd, 20000, &ended);
	assert_int_equal(status_of(all), 413);
	assert_true(ended);
	free(all);
	close(fd);
	serve_end(&s);
}

/* --- a client who fills the disk ----------------------------------------------- */

/* As if so many had come before: rows of the client's, beside the server. */
static void
fill(struct served *s, const struct device *device, int n)
{
	char sql[700];
	sqlite3 *db;

	assert_int_equal(sqlite3_open(s->made.folder.file, &db), SQLITE_OK);
	sqlite3_busy_timeout(db, 60000);
	snprintf(sql, sizeof(sql),
	    "BEGIN IMMEDIATE; WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n "
	    "+ "
	    "1 FROM k WHERE n < %d) INSERT INTO session (client_no, session_id, "
	    "local_date, rev, body_hash, routine, state, received_at) SELECT %lld, "
	    "printf('00000000-0000-7000-8000-%%012x', n), '1970-01-01', 1, 'x', "
	    "'r', 0, 0 FROM k; UPDATE device SET up_seq = %d; COMMIT",
	    n, (long long)device->client_no, n);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static int64_t
size_of(const struct served *s)
{
	static const char *const more[] = {"", "-wal", "-shm"};
	int64_t size = 0;

	for (size_t i = 0; i < ARRAY_LEN(more); i++) {
		char path[700];
		struct stat st;

		snprintf(path, sizeof(path), "%s%s", s->made.folder.file, more[i]);
		if (stat(path, &st) == 0)
			size += st.st_size;
	}
	return size;
}

/* Sends until everything is refused; what was taken before stays, and may change. */
static void
until_it_is_full(void **state)
{
	const int there = is_long() ? 0 : LIMIT_STORED - 500;
	char(*ids)[UUID_LEN] = mem_new(LIMIT_ITEMS, UUID_LEN);
	int stored = there, batches = 0, refused = 0;
	struct device device;
	struct served s = {0};
	char *first = NULL, *answer;
	int64_t full;

	(void)state;
	serve_begin(&s);
	join(&s, &device);
	if (there)
		fill(&s, &device, there);
	for (; refused < LIMIT_ITEMS; batches++) {
		char *body = batch_of(LIMIT_ITEMS, ids);

		answer = sync_with(&s, body);
		if (status_of(answer) != 200)
			fail_msg("%s", answer);
		stored += count(answer, "\"as\":\"stored\"");
		refused = count(answer, "\"why\":\"quota\"");
		free(answer);
		if (first)
			free(body);
		else
			first = body;
		assert_true(batches < 200);
	}
	assert_int_equal(stored, LIMIT_STORED);
	full = size_of(&s);
	for (int i = 0; i < 20; i++) {
		char *body = batch_of(LIMIT_ITEMS, ids);

		free(sync_with(&s, body));
		free(body);
	}
	/* Not a row more, and the log was begun anew. */
	assert_true(size_of(&s) < full + 8 * 1024 * 1024);
	assert_true(size_of(&s) < 64 * 1024 * 1024);
	answer = sync_with(&s, first);
	assert_int_equal(count(answer, "\"as\":\"same\""), LIMIT_ITEMS);
	free(answer);
	free(first);
	free(ids);
	serve_end(&s);
}

/* --- the end, while many are served --------------------------------------------- */

#define TALKERS 8

struct talker {
	pthread_t thread;
	const struct served *s;
	int said, heard;
	char last[UUID_LEN]; /* the last item that was said to be stored */
	bool torn;           /* an answer came that was not whole */
};

static atomic_int answered;

/* Syncs on one connection until it ends. */
static void *
talk(void *arg)
{
	struct talker *t = arg;
	int fd = knock(t->s);
	char token[64];

	made_token(1, token);
	for (;;) {
		char ids[1][UUID_LEN], *body = batch_of(1, ids), *answer;
		struct str request = {0};

		str_addf(&request,
		    "POST /v1/sync HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
		    "%s\r\nContent-Type: application/json\r\nContent-Length: "
		    "%zu\r\n\r\n%s",
		    token, strlen(body), body);
		say(fd, request.s, request.len);
		str_fini(&request);
		free(body);
		t->said++;
		answer = hear_one(fd);
		if (strstr(answer, "\"as\":\"stored\"")) {
			t->heard++;
			strcpy(t->last, ids[0]);
			atomic_fetch_add(&answered, 1);
		}
		t->torn |= *answer && answer[strlen(answer) - 1] != '}';
		if (!strstr(answer, "\"as\":\"stored\"") ||
		    strcasestr(answer, "Connection: close")) {
			free(answer);
			break;
		}
		free(answer);
	}
	close(fd);
	return NULL;
}

/* What was said to be stored is there, once; each has its last answer whole, or none,
 * and nobody is left without more than that one. */
static void
an_end_under_load(void **state)
{
	struct talker talkers[TALKERS] = {0};
	struct device device;
	struct served s = {0};
	int said = 0, heard = 0, kept;
	char *dump;

	(void)state;
	serve_begin(&s);
	join(&s, &device);
	for (int i = 0; i < TALKERS; i++) {
		talkers[i].s = &s;
		pthread_create(&talkers[i].thread, NULL, talk, &talkers[i]);
	}
	while (atomic_load(&answered) < 10 * TALKERS)
		poll(NULL, 0, 1);
	/* As serve.c does it. */
	door_quiet(s.door);
	while (door_busy(s.door) > 0) {
		poll(NULL, 0, 20);
		door_watch(s.door);
	}
	serve_stop(&s);
	for (int i = 0; i < TALKERS; i++)
		pthread_join(talkers[i].thread, NULL);
	dump = made_dump(&s.made);
	kept = count(dump, "\"table\":\"session\"");
	for (int i = 0; i < TALKERS; i++) {
		said += talkers[i].said;
		heard += talkers[i].heard;
		assert_false(talkers[i].torn);
		assert_true(talkers[i].said - talkers[i].heard <= 1);
		assert_non_null(strstr(dump, talkers[i].last));
	}
	assert_in_range(kept, heard, said);
	free(dump);
	serve_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(idle_ones_of_one_address),
	    cmocka_unit_test(idle_ones_behind_a_proxy),
	    cmocka_unit_test(packed_bodies),
	    cmocka_unit_test(json_that_is_too_much),
	    cmocka_unit_test(a_body_that_is_too_large),
	    cmocka_unit_test(until_it_is_full),
	    cmocka_unit_test(an_end_under_load),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
