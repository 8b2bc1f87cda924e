/*
 * What a release left must be of use to every later one.  A folder of fixtures/ is what
 * one of them had: the databases of a device and of the coach's server as SQL, the
 * device's token, and what they had said to each other, a request and its answer a line.
 * Each is read by the programs as they are now, which then go on where that one stopped.
 *
 * `tests/sync/upgrade FOLDER` writes such a folder, of what is now: once for a release.
 */
#include "tests/test.h"

#include "sync/inbox.h"
#include "tests/sync/world.h"

#include <sqlite3.h>

/* --- files ------------------------------------------------------------------------ */

static char *
read_all(const char *folder, const char *name)
{
	char *path = path_in(folder, name), part[65536];
	FILE *in = fopen(path, "r");
	struct str all = {0};
	size_t n;

	if (!in) {
		perror(path);
		abort();
	}
	str_addn(&all, "", 0);
	while ((n = fread(part, 1, sizeof(part), in)) > 0)
		str_addn(&all, part, n);
	fclose(in);
	free(path);
	return str_take(&all);
}

static void
write_all(const char *folder, const char *name, const char *text)
{
	char *path = path_in(folder, name);
	FILE *out = fopen(path, "w");

	if (!out || fputs(text, out) < 0 || fclose(out) != 0) {
		perror(path);
		abort();
	}
	free(path);
}

/* How often a line begins so. */
static int
lines_with(const char *text, const char *start)
{
	size_t len = strlen(start);
	int n = 0;

	for (; text && *text; text = strchr(text, '\n'), text += text != NULL)
		n += strncmp(text, start, len) == 0;
	return n;
}

/* --- a database as SQL --------------------------------------------------------------- */

/* Adds the first column of each row as a statement; a name in %s is quoted. */
static void
add_statements(sqlite3 *db, const char *sql, struct str *out)
{
	sqlite3_stmt *q;

	if (sqlite3_prepare_v2(db, sql, -1, &q, NULL) != SQLITE_OK) {
		fprintf(stderr, "%s: %s\n", sql, sqlite3_errmsg(db));
		abort();
	}
	while (sqlite3_step(q) == SQLITE_ROW)
		str_addf(out, "%s;\n", (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
}

static void
add_rows(sqlite3 *db, const char *table, struct str *out)
{
	struct str sql = {0};
	sqlite3_stmt *q;
	char ask[160];

	snprintf(
	    ask, sizeof(ask), "SELECT name FROM pragma_table_info('%s')", table);
	assert_int_equal(sqlite3_prepare_v2(db, ask, -1, &q, NULL), SQLITE_OK);
	str_addf(&sql, "SELECT 'INSERT INTO %s VALUES ('", table);
	for (int i = 0; sqlite3_step(q) == SQLITE_ROW; i++)
		str_addf(&sql, "%s || quote(\"%s\")", i ? " || ', '" : "",
		    (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	str_addf(&sql, " || ')' FROM %s", table);
	add_statements(db, sql.s, out);
	str_fini(&sql);
}

/* Tables, their rows, and only then what would act on the rows. */
static char *
database_as_sql(const char *file)
{
	struct str out = {0};
	sqlite3_stmt *q;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	add_statements(db,
	    "SELECT 'PRAGMA application_id = ' || application_id FROM "
	    "pragma_application_id",
	    &out);
	add_statements(db,
	    "SELECT 'PRAGMA user_version = ' || user_version FROM "
	    "pragma_user_version",
	    &out);
	add_statements(
	    db, "SELECT sql FROM sqlite_schema WHERE type = 'table'", &out);
	assert_int_equal(sqlite3_prepare_v2(db,
			     "SELECT name FROM sqlite_schema WHERE type = 'table'",
			     -1, &q, NULL),
	    SQLITE_OK);
	while (sqlite3_step(q) == SQLITE_ROW)
		add_rows(db, (const char *)sqlite3_column_text(q, 0), &out);
	sqlite3_finalize(q);
	add_statements(db,
	    "SELECT sql FROM sqlite_schema WHERE type <> 'table' AND sql IS NOT "
	    "NULL",
	    &out);
	sqlite3_close(db);
	return str_take(&out);
}

static void
make_database(const char *file, const char *sql)
{
	char *why = NULL;
	sqlite3 *db;

	assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK)
		fail_msg("%s", why);
	sqlite3_close(db);
	chmod(file, 0600);
}

/* --- written, of what is now --------------------------------------------------------- */

static void
add_session(struct world *w, int days_ago, const char *note, char id[UUID_LEN])
{
	struct session_record r = {.rev = 1,
	    .day = WORLD_TODAY - days_ago,
	    .offset_min = 60,
	    .state = days_ago % 3 ? STATE_DONE : STATE_PARTIAL,
	    .active_ms = 120000,
	    .planned_ms = 120000};

	rng_uuid_day(r.day, r.id);
	r.started_ms = r.day * DAY_MS + DAY_MS / 3;
	strcpy(r.routine, "desk-reset-2");
	snprintf(r.note, sizeof(r.note), "%s", note);
	assert_true(history_add(w->devices[0].h, &r, NULL));
	strcpy(id, r.id);
}

static void
run(struct world *w)
{
	struct err err = {""};

	w->now_ms += 60000;
	if (!device_run(w, &w->devices[0], &err))
		fail_msg("%s", err.text);
}

static void
send_plan(struct world *w)
{
	struct plan plan = {.title = "Neck",
	    .items = "[{\"routine\":\"desk-reset-2\",\"per_day\":2,\"days\":[1]}]",
	    .per_day = 2,
	    .days_mask = 1,
	    .from = "2026-03-03"};
	struct err err;

	assert_true(store_begin(w->store, &err));
	assert_true(store_plan(
	    w->store, w->client_no, w->coach_no, &plan, w->now_ms, &err));
	assert_true(store_commit(w->store, &err));
}

/* Told, corrected, removed, a plan that came, and two things that wait to be told. */
static void
live(struct world *w)
{
	char ids[5][UUID_LEN];
	struct session_record r;

	for (int i = 0; i < 4; i++)
		add_session(w, i, "as it was", ids[i]);
	run(w);
	assert_true(history_find(w->devices[0].h, 0, ids[1], &r, NULL));
	strcpy(r.note, "corrected");
	assert_true(history_change(w->devices[0].h, &r, NULL));
	session_record_fini(&r);
	assert_true(history_remove(w->devices[0].h, ids[2], 1, NULL));
	send_plan(w);
	run(w);
	assert_true(history_remove(w->devices[0].h, ids[3], 1, NULL));
	add_session(w, 1, "not told yet", ids[4]);
}

/* What was said, and what this server answers to it. */
static char *
said(struct world *w)
{
	struct str all = {0};

	str_addn(&all, "", 0);
	for (size_t i = 0; i < w->n_heard; i++) {
		struct request *r = &w->heard[i];
		struct reply reply = {0};

		if (strcmp(r->path, "/v1/sync") != 0 ||
		    strcmp(r->token, w->heard[w->n_heard - 1].token) != 0)
			continue;
		server_hear(w, r, &reply);
		str_addf(&all, "%s\n%s\n", r->body.s, reply.body.s);
		reply_fini(&reply);
	}
	return str_take(&all);
}

static void
write_fixtures(const char *folder)
{
	struct world *w = mem_new(1, sizeof(*w));
	char *text, *file, token[TOKEN_LEN];
	struct err err;

	mkdir(folder, 0755);
	world_begin(w, WIRE_DONE | WIRE_NOTES | WIRE_DURATION);
	live(w);
	write_all(folder, "said", text = said(w));
	free(text);
	assert_true(token_read(w->devices[0].token, token, &err));
	write_all(folder, "token", token);
	write_all(folder, "client.sql", text = database_as_sql(w->devices[0].file));
	free(text);
	file = path_in(w->coach, "coach.db");
	write_all(folder, "coach.sql", text = database_as_sql(file));
	free(text);
	free(file);
	world_end(w);
	free(w);
}

/* --- read, by what is now -------------------------------------------------------------- */

/* As it was left: one device of Sam's and the server. */
static void
begin_from(struct world *w, const char *fixture)
{
	struct device_here *d = &w->devices[0];
	char *client = read_all(fixture, "client.sql"), *file;
	char *coach = read_all(fixture, "coach.sql"), *token;
	struct err err = {""};

	*w = (struct world){.now_ms = (WORLD_TODAY + 1) * DAY_MS + DAY_MS / 2,
	    .dice = {1},
	    .site = {.retain_days = 400, .device_calls = 1000000}};
	w->nobody = fopen("/dev/null", "w");
	folder_make(&w->folder, "");
	w->coach = path_in(w->folder.path, "coach");
	mkdir(w->coach, 0700);
	file = path_in(w->coach, "coach.db");
	make_database(file, coach);
	free(file);
	server_open(w);
	assert_true(store_begin(w->store, &err));
	if (!store_client(w->store, "Sam", &w->client_no, &err))
		fail_msg("%s", err.text);
	assert_true(store_commit(w->store, &err));
	d->http = (struct http){w, 0};
	d->file = path_in(w->folder.path, "history.db");
	d->token = path_in(w->folder.path, "token");
	make_database(d->file, client);
	token = read_all(fixture, "token");
	write_all(w->folder.path, "token", token);
	chmod(d->token, 0600);
	device_open(d);
	free(token);
	free(client);
	free(coach);
}

struct met {
	struct world *w;
	int logged, told, gone;
};

static bool
count_logged(const struct session_record *r, void *arg)
{
	(void)r;
	((struct met *)arg)->logged++;
	return true;
}

static void
compare_item(void *arg, const struct item *item)
{
	struct met *met = arg;
	struct session_record r;

	if (item->type != ITEM_SESSION)
		return;
	if (item->deleted) {
		met->gone++;
		return;
	}
	met->told++;
	assert_true(history_find(met->w->devices[0].h, 0, item->id, &r, NULL));
	assert_int_equal(r.rev, item->rev);
	assert_string_equal(r.note, item->note);
	assert_int_equal(r.active_ms / 1000, item->active_s);
	session_record_fini(&r);
}

/* All that it had is there, and what waited is told. */
static void
goes_on(struct world *w, const char *fixture)
{
	char *client = read_all(fixture, "client.sql");
	struct met met = {.w = w};
	struct proposal *plans;
	struct err err;
	size_t n;

	run(w);
	assert_int_equal(w->resyncs, 0);
	assert_true(history_each(w->devices[0].h, 0, count_logged, &met, NULL));
	assert_true(met.logged > 0);
	assert_int_equal(met.logged, lines_with(client, "INSERT INTO session "));
	assert_true(store_begin(w->store, &err));
	store_items(w->store, w->client_no, compare_item, &met);
	store_rollback(w->store);
	assert_int_equal(met.told, met.logged);
	assert_int_equal(met.gone, lines_with(client, "INSERT INTO gone "));
	assert_true(inbox_proposals(w->devices[0].h, &plans, &n, NULL));
	assert_int_equal(n, 1);
	proposal_fini(plans);
	free(plans);
	assert_true(db_check(store_db(w->store), w->nobody));
	free(client);
}

/* What it said is understood, and so is what it was answered. */
static void
was_said(struct world *w, const char *fixture)
{
	char *all = read_all(fixture, "said"), *token = read_all(fixture, "token");
	char *line, *rest = all;
	int n = 0;

	while ((line = strsep(&rest, "\n")) != NULL && *line) {
		struct request r = {.method = METHOD_POST, .path = "/v1/sync"};
		struct json *body = json_read(line, strlen(line), WIRE_DEPTH, NULL);
		const struct json *list = json_get(body, "items");
		const char *answer = strsep(&rest, "\n");
		struct item items[8];
		struct wire_request request = {.items = items};
		struct wire_answer read = {0};
		struct reply reply = {0};
		struct err err = {""};

		snprintf(r.token, sizeof(r.token), "%s", token);
		str_add(&r.body, line);
		server_hear(w, &r, &reply);
		assert_int_equal(reply.status, 200);
		assert_null(strstr(reply.body.s, "\"refused\""));
		strcpy(request.batch, json_text(json_get(body, "batch")));
		for (; request.n < json_count(list); request.n++) {
			assert_true(request.n < ARRAY_LEN(items));
			assert_true(item_read(
			    json_at(list, request.n), false, &items[request.n]));
		}
		if (!wire_read_answer(
			answer, strlen(answer), &request, &read, &err))
			fail_msg("%s", err.text);
		wire_answer_fini(&read);
		for (size_t i = 0; i < request.n; i++)
			item_fini(&items[i]);
		json_free(body);
		reply_fini(&reply);
		str_fini(&r.body);
		n++;
	}
	assert_true(n > 1);
	free(all);
	free(token);
}

static void
every_release_is_read(void **state)
{
	const char *top = getenv("top_srcdir");
	char *fixtures = path_in(top ? top : ".", "tests/sync/fixtures");
	DIR *dir = opendir(fixtures);
	struct dirent *entry;
	int n = 0;

	(void)state;
	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		char *fixture = path_in(fixtures, entry->d_name);
		struct world *w = mem_new(1, sizeof(*w));

		if (*entry->d_name != '.') {
			begin_from(w, fixture);
			was_said(w, fixture);
			goes_on(w, fixture);
			world_end(w);
			n++;
		}
		free(w);
		free(fixture);
	}
	closedir(dir);
	free(fixtures);
	assert_true(n > 0);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_release_is_read),
	};

	if (argc == 2) {
		write_fixtures(argv[1]);
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
