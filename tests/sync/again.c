/*
 * What was said is said again, and what was is put back, with the real client and the
 * real server in one program (world.h): every recorded request in any order leaves the
 * server's dump as it was; after a backup is put back all is equal again, and who was
 * erased stays erased; a server without space says so, and loses nothing.
 */
#include "tests/test.h"

#include "tests/sync/world.h"

static struct world *
begin(void)
{
	struct world *w = mem_new(1, sizeof(*w));

	world_begin(w, WIRE_DONE | WIRE_NOTES | WIRE_DURATION);
	return w;
}

static void
end(struct world *w)
{
	world_end(w);
	free(w);
}

static void
add(struct world *w, int no, int days_ago, const char *note, char id[UUID_LEN])
{
	struct session_record r = {.rev = 1,
	    .day = WORLD_TODAY - days_ago,
	    .offset_min = 60,
	    .state = STATE_DONE,
	    .active_ms = 120000,
	    .planned_ms = 120000};

	rng_uuid_day(r.day, r.id);
	r.started_ms = r.day * DAY_MS + DAY_MS / 3;
	strcpy(r.routine, "desk-reset-2");
	snprintf(r.note, sizeof(r.note), "%s", note);
	assert_true(history_add(w->devices[no].h, &r, NULL));
	if (id)
		strcpy(id, r.id);
}

static void
edit(struct world *w, int no, const char *id, const char *note)
{
	struct session_record r;

	assert_true(history_find(w->devices[no].h, 0, id, &r, NULL));
	snprintf(r.note, sizeof(r.note), "%s", note);
	assert_true(history_change(w->devices[no].h, &r, NULL));
	session_record_fini(&r);
}

static void
run(struct world *w, int no)
{
	struct err err = {""};

	w->now_ms += 60000;
	if (!device_run(w, &w->devices[no], &err))
		fail_msg("device %d: %s", no, err.text);
}

/* Members of a row that say when and how often somebody called. */
static const char *const of_calls[] = {"seen_at", "skew_ms", "calls_left",
    "calls_at", "computed_at", "streak_at", "received_at"};

/* Without the number that stands behind it. */
static void
cut_member(char *line, const char *name)
{
	char key[32], *at, *end;

	snprintf(key, sizeof(key), "\"%s\":", name);
	at = strstr(line, key);
	if (!at)
		return;
	end = at + strcspn(at, ",}");
	memmove(at, end, strlen(end) + 1);
}

/* The dump without what every call changes: when it was, and the records of it.  The
 * caller frees it. */
static char *
dump(struct world *w)
{
	struct str all = {0};
	char *text = NULL, *line, *rest;
	size_t size;
	FILE *to = open_memstream(&text, &size);

	assert_true(db_dump(store_db(w->store), to, NULL));
	fclose(to);
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (strncmp(line, "{\"table\":\"audit\"", 16) == 0 ||
		    strncmp(line, "{\"table\":\"rate\"", 15) == 0)
			continue;
		for (size_t i = 0; i < ARRAY_LEN(of_calls); i++)
			cut_member(line, of_calls[i]);
		str_add(&all, line);
		str_add(&all, "\n");
	}
	free(text);
	return str_take(&all);
}

static int
count_in(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* What each session is there: `rev state note`, by id; without the ways of the rows. */
static char *
sessions(struct world *w)
{
	struct str all = {0};
	char *text = dump(w), *line, *rest;

	str_addn(&all, "", 0);
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		if (strncmp(line, "{\"table\":\"session\"", 17) == 0) {
			str_add(&all, line);
			str_add(&all, "\n");
		}
	free(text);
	return str_take(&all);
}

/* --- said again ------------------------------------------------------------------- */

/* Some weeks of three devices, in which each call went well. */
static void
live(struct world *w)
{
	char ids[6][UUID_LEN], note[16];

	for (int i = 0; i < 6; i++) {
		snprintf(note, sizeof(note), "note %d", i);
		add(w, i % WORLD_DEVICES, i, note, ids[i]);
		run(w, i % WORLD_DEVICES);
	}
	for (int i = 0; i < 4; i++) {
		edit(w, i % WORLD_DEVICES, ids[i], "corrected");
		run(w, i % WORLD_DEVICES);
	}
	assert_true(history_remove(w->devices[0].h, ids[3], 2, NULL));
	edit(w, 1, ids[1], "corrected again");
	for (int i = 0; i < WORLD_DEVICES; i++)
		run(w, i);
}

static void
every_request_again_in_any_order(void **state)
{
	struct world *w = begin();
	struct dice dice = {7};
	char *before, *after;
	size_t n;

	(void)state;
	live(w);
	n = w->n_heard;
	assert_true(n > 15);
	before = dump(w);
	assert_int_equal(count_in(before, "\"table\":\"session\""), 6);
	for (int i = 0; i < 1000; i++) {
		struct reply reply = {0};

		server_hear(w, &w->heard[dice_roll(&dice, (int)n)], &reply);
		assert_true(reply.status == 200 || reply.status == 409);
		reply_fini(&reply);
	}
	after = dump(w);
	assert_string_equal(after, before);
	free(before);
	free(after);
	/* Nor do the devices have anything to say to it. */
	for (int i = 0; i < WORLD_DEVICES; i++)
		run(w, i);
	assert_int_equal(w->resyncs, 0);
	end(w);
}

/* --- put back --------------------------------------------------------------------- */

static void
a_backup_that_is_put_back(void **state)
{
	struct world *w = begin();
	char *before, *after;

	(void)state;
	live(w);
	server_keep(w);
	live(w);
	before = sessions(w);
	assert_int_equal(count_in(before, "\n"), 12);
	server_restore(w);
	after = sessions(w);
	assert_int_equal(count_in(after, "\n"), 6);
	free(after);
	for (int i = 0; i < WORLD_DEVICES; i++)
		run(w, i);
	after = sessions(w);
	assert_string_equal(after, before);
	assert_int_equal(w->resyncs, WORLD_DEVICES);
	free(before);
	free(after);
	end(w);
}

static void
who_was_erased_stays_erased(void **state)
{
	struct world *w = begin();
	struct device_here *d = &w->devices[2];
	struct wire_goodbye said;
	struct peer peer;
	struct err err = {""};
	char *before, *after;

	(void)state;
	/* Device 2 is somebody else's from now on. */
	live(w);
	server_code(w, -1, d->code);
	assert_true(peer_find(d->h, PEER_COACH, &peer, NULL));
	assert_true(token_delete(d->token, NULL));
	assert_true(peer_drop(d->h, PEER_COACH, NULL));
	run(w, 2);
	server_keep(w);
	before = dump(w);
	assert_int_equal(count_in(before, "\"table\":\"client\""), 2);
	assert_int_equal(count_in(before, "\"table\":\"session\""), 8);
	free(before);
	add(w, 0, 1, "more", NULL);
	run(w, 0);
	assert_true(peer_find(d->h, PEER_COACH, &peer, NULL));
	peer.state = PEER_ERASING;
	if (!link_leave(device_link(w, d), &peer, &said, &err))
		fail_msg("%s", err.text);
	assert_int_equal(said.sessions, 2);
	before = dump(w);
	assert_int_equal(count_in(before, "\"table\":\"session\""), 7);
	server_restore(w);
	after = dump(w);
	assert_int_equal(count_in(after, "\"table\":\"client\""), 1);
	assert_int_equal(count_in(after, "\"table\":\"session\""), 6);
	free(after);
	run(w, 0);
	run(w, 1);
	after = sessions(w);
	free(before);
	assert_int_equal(count_in(after, "\n"), 7);
	free(after);
	end(w);
}

/* --- a disk that is full ------------------------------------------------------------ */

static void
a_server_without_space(void **state)
{
	struct world *w = begin();
	char note[400], *before, *after;
	struct peer peer;
	struct err err = {""};

	(void)state;
	live(w);
	memset(note, 'n', sizeof(note) - 1);
	note[sizeof(note) - 1] = '\0';
	for (int i = 0; i < 150; i++)
		add(w, 0, i % 30, note, NULL);
	before = dump(w);
	db_limit(store_db(w->store), 4096);
	assert_false(device_run(w, &w->devices[0], &err));
	assert_true(peer_find(w->devices[0].h, PEER_COACH, &peer, NULL));
	assert_int_equal(peer.pace.error, MEAN_FULL);
	assert_int_equal(peer.pace.next_try_ms, w->now_ms + 3600 * 1000);
	after = dump(w);
	assert_string_equal(after, before);
	free(before);
	free(after);
	/* Somebody made room. */
	db_limit(store_db(w->store), 0);
	run(w, 0);
	after = sessions(w);
	assert_int_equal(count_in(after, "\n"), 156);
	free(after);
	end(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_request_again_in_any_order),
	    cmocka_unit_test(a_backup_that_is_put_back),
	    cmocka_unit_test(who_was_erased_stays_erased),
	    cmocka_unit_test(a_server_without_space),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
