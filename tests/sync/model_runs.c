/*
 * Random stories of three devices of one person and the coach's server, all of it the
 * real code in one program (world.h): sessions are added, changed and removed, the line
 * fails in every way it can, clocks are a year off, server and clients are put back to
 * what they were, devices are revoked and link again, less and more is shared.  When
 * all is quiet again the server has what the logs have, each once.
 *
 * UNCOIL_MODEL_RUNS: how many stories (make check: 60; make model: 10,000);
 * UNCOIL_MODEL_SEED: of the first one (1), each has the next; UNCOIL_MODEL_STEPS: how
 * long a story is (40).  A story that ends badly is told again with fewer and fewer
 * steps, and what is left is printed with its seed.
 */
#include "tests/sync/world.h"

#include <sqlite3.h>

#define STEPS_MAX 400
#define ROWS_MAX  STEPS_MAX

/* A power cut is not in any story; waiting for the disk would be most of it. */
int
fsync(int fd)
{
	(void)fd;
	return 0;
}

int
fdatasync(int fd)
{
	(void)fd;
	return 0;
}

/* --- the model: what each log should say --------------------------------------- */

struct row {
	char id[UUID_LEN];
	int rev;
	int32_t day;
	bool deleted;
	enum session_state state;
	int active_s;
	char note[16];
};

struct log {
	struct row rows[ROWS_MAX];
	size_t n;
};

struct run {
	struct world world;
	struct log logs[WORLD_DEVICES], kept[WORLD_DEVICES];
	bool has_kept[WORLD_DEVICES];
	/* It was put back: the server may know newer things that it said once. */
	bool loose[WORLD_DEVICES];
	struct row seen[WORLD_DEVICES * STEPS_MAX];
	size_t n_seen;
	bool has_backup, shared_less;
	int may, must; /* what can be, and what has to be, at the server */
	int restores;
	char wrong[512];
};

static void
see(struct run *run, const struct row *row)
{
	run->seen[run->n_seen++] = *row;
}

static void
wrong(struct run *run, const char *what, int device, const struct row *row)
{
	if (!*run->wrong)
		snprintf(run->wrong, sizeof(run->wrong),
		    "%s: device %d, %s rev %d state %d%s", what, device,
		    row ? row->id : "", row ? row->rev : 0, row ? row->state : 0,
		    row && row->deleted ? " deleted" : "");
}

/* --- steps ------------------------------------------------------------------------ */

struct turn {
	int what, device;
	unsigned a, b;
};

static void
fill_record(const struct row *row, struct session_record *r)
{
	strcpy(r->id, row->id);
	r->rev = row->rev;
	r->day = row->day;
	r->started_ms = row->day * DAY_MS + DAY_MS / 3;
	r->offset_min = 60;
	strcpy(r->routine, "desk-reset-2");
	r->state = row->state;
	r->active_ms = row->active_s * INT64_C(1000);
	r->planned_ms = 300000;
	strcpy(r->note, row->note);
}

static void
say_something(struct row *row, const struct turn *turn)
{
	row->state = turn->b % 3 ? STATE_DONE : STATE_PARTIAL;
	row->active_s = 1 + (int)(turn->b % 290);
	snprintf(row->note, sizeof(row->note), "%u", turn->b % 1000000);
}

static void
add(struct run *run, const struct turn *turn)
{
	struct device_here *d = &run->world.devices[turn->device];
	struct log *log = &run->logs[turn->device];
	struct row *row = &log->rows[log->n++];
	struct session_record r = {0};

	*row = (struct row){.rev = 1};
	row->day =
	    civil_day(device_now(&run->world, d), 0, 0) - (int)(turn->a % 20);
	rng_uuid_day(row->day, row->id);
	say_something(row, turn);
	fill_record(row, &r);
	if (!history_add(d->h, &r, NULL))
		wrong(run, "add", turn->device, row);
	see(run, row);
}

/* One of the log that is there, or NULL. */
static struct row *
some(struct run *run, const struct turn *turn)
{
	struct log *log = &run->logs[turn->device];

	for (size_t i = 0; i < log->n; i++) {
		struct row *row = &log->rows[(turn->a + i) % log->n];

		if (!row->deleted)
			return row;
	}
	return NULL;
}

static void
edit(struct run *run, const struct turn *turn)
{
	struct device_here *d = &run->world.devices[turn->device];
	struct row *row = some(run, turn);
	struct session_record r = {0};

	if (!row)
		return;
	say_something(row, turn);
	fill_record(row, &r);
	if (!history_change(d->h, &r, NULL))
		wrong(run, "edit", turn->device, row);
	row->rev++;
	see(run, row);
}

static void
remove_one(struct run *run, const struct turn *turn)
{
	struct device_here *d = &run->world.devices[turn->device];
	struct row *row = some(run, turn);

	if (!row)
		return;
	if (!history_remove(d->h, row->id, row->rev, NULL))
		wrong(run, "remove", turn->device, row);
	row->rev++;
	row->deleted = true;
	see(run, row);
}

static void
sync_well(struct run *run, const struct turn *turn)
{
	struct err err = {""};

	device_run(&run->world, &run->world.devices[turn->device], &err);
}

static void
sync_badly(struct run *run, const struct turn *turn)
{
	run->world.dice.state = turn->a * 2 + 1;
	run->world.lossy = true;
	sync_well(run, turn);
	run->world.lossy = false;
}

static void
repeat(struct run *run, const struct turn *turn)
{
	if (run->world.n_heard > 0)
		line_repeat(&run->world, turn->a % run->world.n_heard);
}

static void
late(struct run *run, const struct turn *turn)
{
	(void)turn;
	line_late_ones(&run->world);
}

static void
keep_server(struct run *run, const struct turn *turn)
{
	(void)turn;
	server_keep(&run->world);
	run->has_backup = true;
}

static void
restore_server(struct run *run, const struct turn *turn)
{
	(void)turn;
	if (!run->has_backup)
		return;
	server_restore(&run->world);
	run->restores++;
}

/* Closing it leaves all in the one file. */
static void
keep_client(struct run *run, const struct turn *turn)
{
	struct device_here *d = &run->world.devices[turn->device];
	char *path = path_in(d->folder, "kept");

	history_close(d->h);
	copy_file(d->file, path);
	free(path);
	device_open(d);
	run->kept[turn->device] = run->logs[turn->device];
	run->has_kept[turn->device] = true;
}

static void
restore_client(struct run *run, const struct turn *turn)
{
	struct device_here *d = &run->world.devices[turn->device];
	char *path;

	if (!run->has_kept[turn->device])
		return;
	path = path_in(d->folder, "kept");
	history_close(d->h);
	copy_file(path, d->file);
	free(path);
	device_open(d);
	run->logs[turn->device] = run->kept[turn->device];
	run->loose[turn->device] = true;
	run->restores++;
}

static void
lose_device(struct run *run, const struct turn *turn)
{
	struct world *w = &run->world;
	struct peer peer;
	struct err err = {""};

	if (!peer_find(w->devices[turn->device].h, PEER_COACH, &peer, &err))
		return;
	if (!store_begin(w->store, &err))
		world_stop("revoking", &err);
	store_device_revoke(w->store, w->client_no, peer.device, w->now_ms);
	if (!store_commit(w->store, &err))
		world_stop("revoking", &err);
}

/* Somebody who agreed to more may still be on the way. */
static bool
is_joining(const struct world *w)
{
	for (int k = 0; k < WORLD_DEVICES; k++)
		if (*w->devices[k].code)
			return true;
	return false;
}

static void
share(struct run *run, const struct turn *turn)
{
	static const int masks[] = {WIRE_DONE, WIRE_DONE | WIRE_NOTES,
	    WIRE_DONE | WIRE_DURATION, WIRE_DONE | WIRE_NOTES | WIRE_DURATION};
	struct world *w = &run->world;
	struct device_here *d = &w->devices[turn->device];
	int mask = masks[turn->a % ARRAY_LEN(masks)];
	struct err err = {""};
	struct peer peer;

	if (!peer_find(d->h, PEER_COACH, &peer, NULL) || peer.state != PEER_JOINED)
		return;
	run->must &= mask;
	run->may |= mask;
	run->shared_less = true;
	w->dice.state = turn->b * 2 + 1;
	w->lossy = true;
	if (account_share(device_link(w, d), &peer, mask, turn->b % 2, &err)) {
		w->share = mask;
		if (turn->b % 2 && !is_joining(w))
			run->may = mask;
	}
	w->lossy = false;
}

static void
turn_clock(struct run *run, const struct turn *turn)
{
	static const int days[] = {0, 365, -365};

	run->world.devices[turn->device].skew_ms = days[turn->a % 3] * DAY_MS;
}

static const struct {
	const char *name;
	int weight;
	void (*does)(struct run *run, const struct turn *turn);
} table[] = {
    {"add", 20, add},
    {"edit", 15, edit},
    {"remove", 8, remove_one},
    {"sync", 12, sync_well},
    {"sync on a bad line", 22, sync_badly},
    {"an old request comes again", 5, repeat},
    {"late requests arrive", 3, late},
    {"keep the server", 4, keep_server},
    {"restore the server", 4, restore_server},
    {"keep the client", 4, keep_client},
    {"restore the client", 2, restore_client},
    {"revoke the device", 2, lose_device},
    {"share", 1, share},
    {"turn the clock", 3, turn_clock},
};

/* --- what is there ------------------------------------------------------------------ */

struct there {
	struct item items[ROWS_MAX * WORLD_DEVICES];
	size_t n;
};

static void
take_item(void *arg, const struct item *item)
{
	struct there *there = arg;
	struct item *to = &there->items[there->n];

	if (item->type != ITEM_SESSION)
		return;
	*to = *item;
	to->note = item->note ? mem_strdup(item->note) : NULL;
	there->n++;
}

static const struct item *
find_item(const struct there *there, const char *id)
{
	for (size_t i = 0; i < there->n; i++)
		if (strcmp(there->items[i].id, id) == 0)
			return &there->items[i];
	return NULL;
}

static const struct row *
find_row(const struct run *run, const char *id)
{
	for (int k = 0; k < WORLD_DEVICES; k++)
		for (size_t i = 0; i < run->logs[k].n; i++)
			if (strcmp(run->logs[k].rows[i].id, id) == 0)
				return &run->logs[k].rows[i];
	return NULL;
}

/* Does the item say what the row says, as far as it may and has to? */
static bool
says(const struct run *run, const struct item *item, const struct row *row)
{
	const char *note = item->note ? item->note : "";
	bool done = row->state == STATE_DONE;

	if (item->deleted || row->deleted)
		return item->deleted && row->deleted && !*note;
	if (item->day != row->day ||
	    item->state != (done ? ITEM_DONE : ITEM_PARTIAL) ||
	    strcmp(item->routine, "desk-reset-2") != 0)
		return false;
	if (*note ? strcmp(note, row->note) != 0 || !(run->may & WIRE_NOTES)
		  : (run->must & WIRE_NOTES) != 0)
		return false;
	return item->active_s >= 0
		   ? item->active_s == row->active_s && run->may & WIRE_DURATION
		   : !(run->must & WIRE_DURATION);
}

static bool
was_said(const struct run *run, const struct item *item)
{
	for (size_t i = 0; i < run->n_seen; i++)
		if (strcmp(run->seen[i].id, item->id) == 0 &&
		    says(run, item, &run->seen[i]))
			return true;
	return false;
}

static void
compare_row(struct run *run, int k, const struct row *row,
    const struct there *there, int32_t until)
{
	const struct item *item = find_item(there, row->id);

	if (!item) {
		if (!row->deleted && row->day <= until)
			wrong(run, "lost", k, row);
		return;
	}
	/* One that was put back does not know what it told in between, and so neither
	 * that it would have to be told as removed. */
	if (run->loose[k] && !says(run, item, row) && was_said(run, item) &&
	    (row->deleted || item->rev >= row->rev))
		return;
	if (!says(run, item, row))
		wrong(run, "other than said", k, row);
	/* It is raised only where the same revision had other contents. */
	if (item->rev < row->rev ||
	    (item->rev > row->rev && !run->loose[k] && !run->shared_less))
		wrong(run, "another revision", k, row);
}

static void
compare(struct run *run, const struct there *there, int32_t until)
{
	bool loose = run->loose[0] || run->loose[1] || run->loose[2];

	for (int k = 0; k < WORLD_DEVICES; k++)
		for (size_t i = 0; i < run->logs[k].n; i++)
			compare_row(run, k, &run->logs[k].rows[i], there, until);
	for (size_t i = 0; i < there->n; i++) {
		if (!find_row(run, there->items[i].id) &&
		    !(loose && was_said(run, &there->items[i])))
			wrong(run, "nobody said it", -1, NULL);
		for (size_t j = 0; j < i; j++)
			if (strcmp(there->items[i].id, there->items[j].id) == 0)
				wrong(run, "twice", -1, NULL);
	}
}

/* What the log itself says: the model is of it. */
static bool
check_log(const struct session_record *r, void *arg)
{
	struct run *run = arg;
	const struct row *row = find_row(run, r->id);

	if (!row || row->deleted || row->rev != r->rev || row->state != r->state ||
	    strcmp(row->note, r->note) != 0)
		wrong(run, "the log is another", -1, row);
	return true;
}

static void
look(struct run *run, int32_t until)
{
	struct there *there = mem_new(1, sizeof(*there));
	struct err err = {""};

	for (int k = 0; k < WORLD_DEVICES; k++)
		history_each(run->world.devices[k].h, 0, check_log, run, NULL);
	if (!store_begin(run->world.store, &err))
		world_stop("looking", &err);
	store_items(run->world.store, run->world.client_no, take_item, there);
	store_rollback(run->world.store);
	compare(run, there, until);
	for (size_t i = 0; i < there->n; i++)
		free(there->items[i].note);
	free(there);
}

/* --- a story -------------------------------------------------------------------------- */

/* Each device, until it has nothing left to do. */
static void
quiet(struct run *run)
{
	struct err err = {""};

	for (int i = 0; i < 2 * WORLD_DEVICES; i++) {
		struct device_here *d = &run->world.devices[i % WORLD_DEVICES];
		int tries = 0;

		d->skew_ms = 0;
		while (!device_run(&run->world, d, &err) && ++tries < 6)
			;
		if (tries == 6 && !*run->wrong)
			snprintf(run->wrong, sizeof(run->wrong),
			    "device %d does not sync: %.200s", i % WORLD_DEVICES,
			    err.text);
	}
}

static void
finish(struct run *run)
{
	run->world.lossy = false;
	line_late_ones(&run->world);
	quiet(run);
	look(run, WORLD_TODAY + 1);
	/* The days come that were said too early. */
	run->world.now_ms += 380 * DAY_MS;
	quiet(run);
	look(run, INT32_MAX);
}

struct figures {
	long steps, calls, troubles, resyncs, restores, rows;
};

/* Plays a story; wrong says how it ended, "" when well. */
static void
play(
    const struct turn *turns, size_t n, char wrong_is[512], struct figures *figures)
{
	struct run *run = mem_new(1, sizeof(*run));

	world_begin(&run->world, WIRE_DONE | WIRE_NOTES | WIRE_DURATION);
	run->may = run->must = run->world.share;
	for (size_t i = 0; i < n && !*run->wrong; i++) {
		table[turns[i].what].does(run, &turns[i]);
		run->world.now_ms += 60000;
	}
	if (!*run->wrong)
		finish(run);
	strcpy(wrong_is, run->wrong);
	if (figures) {
		figures->steps += (long)n;
		figures->calls += run->world.calls;
		figures->troubles += run->world.troubles;
		figures->resyncs += run->world.resyncs;
		figures->restores += run->restores;
		figures->rows += (long)run->n_seen;
	}
	world_end(&run->world);
	free(run);
}

static void
make_story(unsigned long seed, struct turn *turns, size_t n)
{
	struct dice dice = {seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
	int all = 0;

	for (size_t i = 0; i < ARRAY_LEN(table); i++)
		all += table[i].weight;
	for (int i = 0; i < 8; i++)
		dice_roll(&dice, 2);
	for (size_t i = 0; i < n; i++) {
		int at = dice_roll(&dice, all), what = 0;

		while ((at -= table[what].weight) >= 0)
			what++;
		turns[i] = (struct turn){what, dice_roll(&dice, WORLD_DEVICES),
		    (unsigned)dice_roll(&dice, 1 << 24),
		    (unsigned)dice_roll(&dice, 1 << 24)};
	}
}

/* Leaves out what is not needed for it to end badly: halves first, then less. */
static size_t
shrink(struct turn *turns, size_t n, char wrong_is[512])
{
	struct turn *less = mem_new(n + 1, sizeof(*less));

	for (size_t part = n / 2; part >= 1; part = part > 1 ? (part + 1) / 2 : 0)
		for (size_t at = 0; at + part <= n;) {
			char now[512];

			memcpy(less, turns, at * sizeof(*less));
			memcpy(less + at, turns + at + part,
			    (n - at - part) * sizeof(*less));
			play(less, n - part, now, NULL);
			if (!*now) {
				at += part;
				continue;
			}
			n -= part;
			memcpy(turns, less, n * sizeof(*less));
			strcpy(wrong_is, now);
		}
	free(less);
	return n;
}

static void
tell(unsigned long seed, struct turn *turns, size_t n, char wrong_is[512])
{
	printf("# seed %lu: %s\n", seed, wrong_is);
	n = shrink(turns, n, wrong_is);
	printf("# with %zu steps: %s\n", n, wrong_is);
	for (size_t i = 0; i < n; i++)
		printf("# %zu: device %d: %s (%u, %u)\n", i + 1, turns[i].device,
		    table[turns[i].what].name, turns[i].a, turns[i].b);
}

static unsigned long
setting(const char *name, unsigned long otherwise, unsigned long most)
{
	const char *s = getenv(name);
	unsigned long n = s ? strtoul(s, NULL, 10) : otherwise;

	return n > most ? most : n;
}

int
main(void)
{
	unsigned long runs = setting("UNCOIL_MODEL_RUNS", 60, 100000000);
	unsigned long seed = setting("UNCOIL_MODEL_SEED", 1, 1000000000);
	size_t n = setting("UNCOIL_MODEL_STEPS", 40, STEPS_MAX);
	struct turn turns[STEPS_MAX];
	struct figures f = {0};
	char wrong_is[512] = "";
	unsigned long i = 0;

	printf("1..2\n");
	for (; i < runs && !*wrong_is; i++) {
		make_story(seed + i, turns, n);
		play(turns, n, wrong_is, &f);
	}
	if (*wrong_is)
		tell(seed + i - 1, turns, n, wrong_is);
	printf(
	    "%sok 1 - %lu stories of %zu steps end well: %ld revisions, %ld calls, "
	    "%ld that failed, %ld restores, %ld told all again\n",
	    *wrong_is ? "not " : "", i, n, f.rows, f.calls, f.troubles, f.restores,
	    f.resyncs);
	printf("%sok 2 - in which something happened\n",
	    f.rows > (long)i && f.troubles > (long)i && f.resyncs > 0 ? ""
								      : "not ");
	return *wrong_is != '\0';
}
