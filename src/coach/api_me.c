#include "coach/api.h"

#include "base/civil.h"
#include "base/mem.h"
#include "coach/problem.h"
#include "coach/site.h"
#include "sync/share.h"

#include <stdlib.h>
#include <string.h>

/* --- what we hold ----------------------------------------------------------- */

struct about {
	struct json *list;
	const char *this_device;
};

static void
add_coach(void *arg, const char *name)
{
	json_push_str(arg, name);
}

static void
add_device(void *arg, const struct device_row *row)
{
	const struct about *about = arg;
	struct json *device = json_push_object(about->list);

	json_set_str(device, "id", row->id);
	json_set_str(device, "agent", row->agent);
	api_instant(device, "added_at", row->created_ms);
	api_instant(device, "seen_at", row->seen_ms);
	json_set_bool(device, "revoked", row->revoked_ms >= 0);
	json_set_bool(device, "this", strcmp(row->id, about->this_device) == 0);
}

static void
add_held(struct json *body, const struct held *held)
{
	struct json *object = json_set_object(body, "held");

	json_set_int(object, "sessions", held->sessions);
	json_set_int(object, "checkins", held->checkins);
	json_set_int(object, "answers", held->answers);
	json_set_int(object, "days", held->days);
	json_set_int(object, "plans", held->plans);
}

void
api_me(struct call *call, struct store *store)
{
	const struct device *device = &call->device;
	struct json *body = api_begin(), *consent;
	struct about about = {.this_device = device->id};
	struct held held;

	json_set_str(body, "client", device->client_id);
	json_set_str(body, "server", call->about->name);
	store_cares(
	    store, device->client_no, add_coach, json_set_array(body, "coaches"));
	api_share_names(body, "share", device->share);
	json_set_int(body, "retain_days", device->retain_days);
	consent = json_set_object(body, "consent");
	json_set_int(consent, "text", device->consent_text);
	api_instant(consent, "at", device->consent_ms);
	store_held(store, device->client_no, &held);
	add_held(body, &held);
	about.list = json_set_array(body, "devices");
	store_devices(store, device->client_no, add_device, &about);
	api_send(call, 200, body);
}

static void
add_access(void *arg, int64_t at_ms, const char *actor, const char *action,
    const char *name)
{
	struct json *line = json_push_object(arg);

	api_instant(line, "at", at_ms);
	json_set_str(line, "who", name ? name : actor);
	json_set_str(line, "what", action);
}

void
api_access(struct call *call, struct store *store)
{
	struct json *body = api_begin();

	store_access(store, call->device.client_no, add_access,
	    json_set_array(body, "access"));
	api_send(call, 200, body);
}

/* --- what is shared --------------------------------------------------------- */

struct wish {
	int mask;
	bool erase;
};

static bool
read_share(const struct json *body, struct wish *wish)
{
	const char *past = json_text(json_get(body, "past"));

	if (!past || !api_share_mask(json_get(body, "share"), &wish->mask))
		return false;
	wish->erase = strcmp(past, "erase") == 0;
	return wish->erase || strcmp(past, "keep") == 0;
}

void
api_read_share(struct call *call, struct store *store)
{
	struct wish *wish = mem_new(1, sizeof(*wish));
	struct json *body = api_object(call);

	(void)store;
	call->work = wish;
	call->work_free = free;
	if (body && !read_share(body, wish))
		call->found = PROBLEM_BAD_JSON;
	json_free(body);
}

void
api_share(struct call *call, struct store *store)
{
	const struct wish *wish = call->work;
	int64_t cleared[WIRE_SHARES];
	struct json *body = api_begin(), *object;

	store_share(
	    store, &call->device, wish->mask, wish->erase, call->now_ms, cleared);
	api_share_names(body, "share", wish->mask);
	object = json_set_object(body, "cleared");
	for (int bit = 0; bit < WIRE_SHARES; bit++)
		if (cleared[bit] > 0)
			json_set_int(object, wire_share_name(bit), cleared[bit]);
	api_send(call, 200, body);
}

/* --- devices ---------------------------------------------------------------- */

struct next {
	char hash[SECRET_HEX];
};

void
api_read_token(struct call *call, struct store *store)
{
	struct next *next = mem_new(1, sizeof(*next));
	struct json *body = api_object(call);

	(void)store;
	call->work = next;
	call->work_free = free;
	if (body &&
	    (!api_text(body, "next_sha256", next->hash, sizeof(next->hash)) ||
		!secret_is_hex(next->hash)))
		call->found = PROBLEM_BAD_JSON;
	json_free(body);
}

void
api_token(struct call *call, struct store *store)
{
	const struct next *next = call->work;

	store_token_next(store, &call->device, next->hash);
	call->status = 204;
}

void
api_device_revoke(struct call *call, struct store *store)
{
	if (store_device_revoke(
		store, call->device.client_no, call->param, call->now_ms))
		call->status = 204;
	else
		problem(call, PROBLEM_NOT_FOUND, NULL);
}

/* --- leaving ---------------------------------------------------------------- */

static void
say_goodbye(struct call *call, const struct held *erased)
{
	struct json *body = api_begin(), *object;
	char receipt[UUID_LEN], day[CIVIL_LEN];
	int32_t last = civil_day(call->now_ms, 0, 0) + call->about->backups_days;

	object = json_set_object(body, "erased");
	json_set_int(object, "sessions", erased->sessions);
	json_set_int(object, "checkins", erased->checkins);
	json_set_str(body, "backups_until", civil_print(last, day));
	json_set_str(body, "receipt", rng_uuid_at(call->now_ms, receipt));
	api_send(call, 200, body);
}

/* erase=all or erase=none; nothing is the default, for the one cannot be undone
 * and the other is not what was asked. */
void
api_leave(struct call *call, struct store *store)
{
	int64_t client_no = call->device.client_no;
	struct held erased = {0};

	if (strcmp(call->query, "all") == 0) {
		store_erase(store, client_no, &erased, call->now_ms);
	} else if (strcmp(call->query, "none") == 0) {
		store_end(store, client_no, true, call->now_ms);
	} else {
		problem(call, PROBLEM_BAD_REQUEST, "erase=all or erase=none");
		return;
	}
	say_goodbye(call, &erased);
}
