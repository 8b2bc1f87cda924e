#include "coach/api.h"

#include "base/mem.h"
#include "coach/problem.h"
#include "coach/site.h"
#include "sync/stamp.h"

#include <stdlib.h>
#include <string.h>

/* Bytes of changes in an answer; a client reads 1 MiB at most. */
#define CHANGES_MAX (512 * 1024)

#define STREAK_MAX 100000

struct sync {
	char batch[65], agent[API_AGENT];
	int64_t sent_ms;
	bool from_start; /* after: null */
	bool knows;      /* the cursor could be one of ours */
	struct cursor after;
	char tally[TALLY_MARK]; /* "": null */
	int64_t streak;         /* or -1 */
	struct item *items;
	size_t n;
};

static void
sync_free(void *work)
{
	struct sync *sync = work;

	for (size_t i = 0; i < sync->n; i++)
		item_fini(&sync->items[i]);
	free(sync->items);
	free(sync);
}

/* --- what came -------------------------------------------------------------- */

static bool
read_after(const struct json *body, struct sync *sync)
{
	const struct json *after = json_get(body, "after");
	const char *s = json_text(after);

	sync->from_start = !after || json_is_nil(after);
	sync->knows = s && cursor_parse(s, &sync->after);
	return sync->from_start || s;
}

/* One that could not be ours is kept as one that is not. */
static bool
read_tally(const struct json *body, struct sync *sync)
{
	const struct json *tally = json_get(body, "tally");
	const char *s = json_text(tally);
	bool fits = s && *s && strlen(s) < sizeof(sync->tally);

	if (s)
		strcpy(sync->tally, fits ? s : "-");
	return !tally || json_is_nil(tally) || s;
}

static bool
read_head(const struct json *body, struct sync *sync)
{
	const struct json *head = json_get(body, "head");

	sync->streak = -1;
	return !head || (json_int(json_get(head, "streak"), &sync->streak) &&
			    sync->streak >= 0 && sync->streak <= STREAK_MAX);
}

static bool
read_frame(const struct json *body, struct sync *sync)
{
	int64_t version;

	return json_int(json_get(body, "uncoil"), &version) && version == 1 &&
	       api_text(body, "batch", sync->batch, sizeof(sync->batch)) &&
	       *sync->batch &&
	       api_text(body, "agent", sync->agent, sizeof(sync->agent)) &&
	       stamp_read(json_text(json_get(body, "sent_at")), &sync->sent_ms) &&
	       read_after(body, sync) && read_tally(body, sync) &&
	       read_head(body, sync);
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
is_twice(const struct sync *sync)
{
	const char *ids[LIMIT_ITEMS];

	for (size_t i = 0; i < sync->n; i++)
		ids[i] = sync->items[i].id;
	qsort(ids, sync->n, sizeof(ids[0]), by_id);
	for (size_t i = 1; i < sync->n; i++)
		if (strcmp(ids[i - 1], ids[i]) == 0)
			return true;
	return false;
}

/* What tells two contents of one revision apart. */
static void
hash_item(struct item *item)
{
	struct str all = {0};
	char hex[SECRET_HEX];

	item_canon(item, &all);
	secret_sha256(all.s, all.len, hex);
	memcpy(item->hash, hex, sizeof(item->hash) - 1);
	str_fini(&all);
}

/* -1, or the problem. */
static int
read_items(const struct json *list, bool small, struct sync *sync)
{
	size_t n = json_count(list);

	if (!json_is_list(list))
		return PROBLEM_BAD_JSON;
	if (n > LIMIT_ITEMS)
		return PROBLEM_TOO_MANY;
	sync->items = mem_new(n + 1, sizeof(*sync->items));
	for (; sync->n < n; sync->n++)
		if (!item_read(
			json_at(list, sync->n), small, &sync->items[sync->n]))
			return PROBLEM_BAD_JSON;
		else
			hash_item(&sync->items[sync->n]);
	return is_twice(sync) ? PROBLEM_TOO_MANY : -1;
}

void
api_read_sync(struct call *call, struct store *store)
{
	struct sync *sync = mem_new(1, sizeof(*sync));
	struct json *body = api_object(call);

	(void)store;
	call->work = sync;
	call->work_free = sync_free;
	if (body && !read_frame(body, sync))
		call->found = PROBLEM_BAD_JSON;
	else if (body)
		call->found = read_items(
		    json_get(body, "items"), call->body.len <= LIMIT_ITEM, sync);
	call->items = (int)sync->n;
	json_free(body);
}

/* --- what is answered ------------------------------------------------------- */

static void
add_result(struct json *results, const struct item *item)
{
	struct json *result = json_push_object(results);

	json_set_str(result, "id", item->id);
	json_set_int(result, "rev", item->rev);
	json_set_str(result, "as", item_as(item->fate));
	if (item_why(item->fate))
		json_set_str(result, "why", item_why(item->fate));
	if (item->fate == ITEM_OLDER || item->fate == ITEM_CONFLICT)
		json_set_int(result, "have_rev", item->have_rev);
}

struct changes {
	struct json *list;
	struct cursor last;
	size_t bytes;
};

/* The last of those that were replaced is told as a cursor, not as a change. */
static bool
add_change(void *arg, const struct change *change)
{
	struct changes *changes = arg;
	struct json *object;

	changes->bytes += strlen(change->body) + 64;
	if (changes->bytes > CHANGES_MAX && changes->last.seq)
		return false;
	changes->last = change->at;
	if (!*change->body)
		return true;
	object = json_push_object(changes->list);
	json_set_int(object, "seq", change->at.seq);
	json_set_str(object, "kind", change->kind);
	/* {"retain_days":180} is no object of its own on the wire. */
	if (strcmp(change->kind, "retain") == 0)
		json_set_int(object, "retain_days", atoi(change->body));
	else
		json_set_text(object, change->kind, change->body);
	return true;
}

static void
add_changes(struct call *call, struct store *store, struct json *body)
{
	const struct sync *sync = call->work;
	struct changes changes = {.list = json_set_array(body, "changes")};
	char next[CURSOR_LEN];
	bool more;

	if (!sync->from_start)
		changes.last = sync->after;
	more = store_changes(store, call->device.client_no,
	    sync->from_start ? 0 : sync->after.seq, add_change, &changes);
	json_set_str(body, "next",
	    changes.last.seq ? cursor_print(&changes.last, next) : NULL);
	json_set_bool(body, "more", more);
}

static void
answer_sync(struct call *call, struct store *store, int64_t up_seq)
{
	const struct sync *sync = call->work;
	struct json *body = api_begin(), *results;
	char mark[TALLY_MARK];

	json_set_str(body, "batch", sync->batch);
	api_instant(body, "server_time", call->now_ms);
	json_set_int(body, "up_seq", up_seq);
	json_set_str(body, "tally", tally_newest(call->device.tally, mark));
	results = json_set_array(body, "results");
	for (size_t i = 0; i < sync->n; i++)
		add_result(results, &sync->items[i]);
	add_changes(call, store, body);
	json_set_int(body, "wait_s", 0);
	api_send(call, 200, body);
}

/* Do we know where it stands, in our changes and in what we have of it? */
static bool
knows(const struct sync *sync, struct store *store, const struct device *device)
{
	if (!sync->from_start &&
	    (!sync->knows || !store_knows(store, device->client_no, &sync->after)))
		return false;
	return !*sync->tally || tally_knows(device->tally, sync->tally);
}

/* Something came; or it hears that we have something, which came from another device,
 * perhaps, after the mark that it stands at. */
static bool
moves(const struct sync *sync, const struct device *device, int taken)
{
	return taken > 0 ||
	       (sync->n > 0 && tally_is_newest(device->tally, sync->tally));
}

void
api_sync(struct call *call, struct store *store)
{
	struct sync *sync = call->work;
	struct device *device = &call->device;
	int taken;

	if (!store_has_space(store)) {
		problem_later(call, PROBLEM_STORAGE_FULL, 3600);
		return;
	}
	if (!knows(sync, store, device)) {
		problem(call, PROBLEM_RESYNC, NULL);
		return;
	}
	taken = store_take(store, device, sync->items, sync->n, call->now_ms);
	if (moves(sync, device, taken))
		tally_add(device->tally);
	if (sync->streak >= 0)
		store_streak(
		    store, device, sync->streak, sync->sent_ms, call->now_ms);
	answer_sync(call, store,
	    store_seen(
		store, device, taken, sync->sent_ms, sync->agent, call->now_ms));
}

/* --- all of it -------------------------------------------------------------- */

/* One line: the item as its client could have sent it. */
static void
add_line(void *arg, const struct item *item)
{
	struct json *object = json_new_object();

	item_print(item, object);
	json_add_compact(object, arg);
	str_add(arg, "\n");
	json_free(object);
}

void
api_items(struct store *store, int64_t client_no, struct str *out)
{
	str_addn(out, "", 0);
	store_items(store, client_no, add_line, out);
}

void
api_export(struct call *call, struct store *store)
{
	call->status = 200;
	call->type = "application/x-ndjson";
	api_items(store, call->device.client_no, &call->answer);
}
