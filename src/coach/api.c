#include "coach/api.h"

#include "base/mem.h"
#include "base/text.h"
#include "coach/code.h"
#include "coach/problem.h"
#include "coach/site.h"
#include "sync/share.h"
#include "sync/stamp.h"

#include <stdlib.h>
#include <string.h>

/* --- what they share -------------------------------------------------------- */

struct json *
api_begin(void)
{
	struct json *body = json_new_object();

	json_set_int(body, "uncoil", 1);
	return body;
}

void
api_send(struct call *call, int status, struct json *body)
{
	call_unanswer(call);
	call->status = status;
	call->type = "application/json";
	json_add_compact(body, &call->answer);
	json_free(body);
}

void
api_limits(struct json *object)
{
	struct json *limits = json_set_object(object, "limits");

	json_set_int(limits, "items", LIMIT_ITEMS);
	json_set_int(limits, "body", LIMIT_BODY);
	json_set_int(limits, "item", LIMIT_ITEM);
}

struct json *
api_object(struct call *call)
{
	struct json *body = json_read(
	    call->body.s ? call->body.s : "", call->body.len, API_DEPTH, NULL);

	if (json_is_map(body))
		return body;
	json_free(body);
	call->found = PROBLEM_BAD_JSON;
	return NULL;
}

bool
api_text(const struct json *object, const char *key, char *to, size_t size)
{
	const char *s = json_text(json_get(object, key));
	struct str clean = {0};
	bool ok;

	*to = '\0';
	if (!s)
		return false;
	str_clear(&clean);
	text_clean(&clean, s);
	ok = clean.len < size;
	if (ok)
		strcpy(to, clean.s);
	str_fini(&clean);
	return ok;
}

bool
api_share_mask(const struct json *list, int *mask)
{
	*mask = WIRE_DONE;
	for (size_t i = 0; i < json_count(list); i++) {
		const char *name = json_text(json_at(list, i));

		if (!name)
			return false;
		*mask |= wire_share_of(name);
	}
	return json_is_list(list);
}

void
api_share_names(struct json *object, const char *key, int mask)
{
	struct json *list = json_set_array(object, key);

	for (int bit = 0; bit < WIRE_SHARES; bit++)
		if (mask & 1 << bit)
			json_push_str(list, wire_share_name(bit));
}

void
api_instant(struct json *object, const char *key, int64_t ms)
{
	char buf[STAMP_LEN];

	json_set_str(object, key, stamp_print(ms, buf));
}

/* --- is there anybody ------------------------------------------------------- */

void
api_health(struct call *call, struct store *store)
{
	struct json *body;

	if (!store_has_space(store)) {
		problem_later(call, PROBLEM_STORAGE_FULL, 3600);
		return;
	}
	body = api_begin();
	json_set_str(body, "health", "ok");
	api_send(call, 200, body);
}

void
api_well_known(struct call *call, struct store *store)
{
	struct json *body = api_begin();

	(void)store;
	json_push_str(json_set_array(body, "api"), "v1");
	json_set_str(body, "name", call->about->name);
	api_limits(body);
	json_set_str(body, "privacy_url", call->about->privacy_url);
	api_send(call, 200, body);
}

/* --- invitations ------------------------------------------------------------ */

/* Codes that are none: 10 a minute of one net, 1,000 a day of the whole world. */
static const struct rate_limit per_block = {.burst = 10, .each_ms = 6000};
static const struct rate_limit per_server = {.burst = 1000, .each_ms = 86400};

static const char everybody[] = "lookup:all";

static void
bucket_of(const struct call *call, char bucket[16 + ADDRESS_BLOCK])
{
	strcpy(bucket, "lookup:");
	strcat(bucket, call->block);
}

/* May one more be tried from there?  Else it is answered. */
static bool
may_try(struct call *call, struct store *store)
{
	char bucket[16 + ADDRESS_BLOCK];
	int wait_s;

	bucket_of(call, bucket);
	if (store_rate_left(store, bucket, &per_block, call->now_ms, &wait_s) &&
	    store_rate_left(store, everybody, &per_server, call->now_ms, &wait_s))
		return true;
	problem_later(call, PROBLEM_SLOW_DOWN, wait_s);
	return false;
}

/* The same answer for every code that is not good. */
static void
code_unknown(struct call *call, struct store *store)
{
	char bucket[16 + ADDRESS_BLOCK];
	int wait_s;

	bucket_of(call, bucket);
	store_rate(store, bucket, &per_block, call->now_ms, &wait_s);
	store_rate(store, everybody, &per_server, call->now_ms, &wait_s);
	problem(call, PROBLEM_CODE_UNKNOWN, NULL);
}

struct lookup {
	char code[CODE_LEN]; /* "" when what came can be none */
};

static bool
read_code(const struct json *body, char code[CODE_LEN])
{
	const char *typed = json_text(json_get(body, "code"));

	if (typed && !code_read(typed, code))
		*code = '\0';
	return typed != NULL;
}

void
api_read_lookup(struct call *call, struct store *store)
{
	struct lookup *lookup = mem_new(1, sizeof(*lookup));
	struct json *body = api_object(call);

	(void)store;
	call->work = lookup;
	call->work_free = free;
	if (body && !read_code(body, lookup->code))
		call->found = PROBLEM_BAD_JSON;
	json_free(body);
}

void
api_lookup(struct call *call, struct store *store)
{
	const struct lookup *lookup = call->work;
	struct invite invite;
	struct json *body;

	if (!may_try(call, store))
		return;
	if (!store_invite(store, lookup->code, call->now_ms, &invite) ||
	    *invite.used_by) {
		code_unknown(call, store);
		return;
	}
	body = api_begin();
	json_set_str(body, "server", call->about->name);
	json_set_str(body, "coach", invite.coach);
	json_set_str(
	    body, "relation", invite.employer ? "employer" : "independent");
	api_share_names(body, "asks", invite.want);
	json_set_int(body, "retain_days", call->about->retain_days);
	json_set_str(body, "privacy_url", call->about->privacy_url);
	api_instant(body, "expires_at", invite.expires_ms);
	api_send(call, 200, body);
}

/* --- enrolment -------------------------------------------------------------- */

struct enrol {
	char code[CODE_LEN];
	char name[STORE_NAME], agent[API_AGENT];
	struct enrolment e;
};

static bool
read_consent(const struct json *consent, struct enrolment *e)
{
	int64_t text;

	if (!json_int(json_get(consent, "text"), &text) || text < 1 || text > 1000)
		return false;
	e->consent_text = (int)text;
	return stamp_read(json_text(json_get(consent, "at")), &e->consent_ms);
}

static bool
read_enrol(const struct json *body, struct enrol *to)
{
	struct enrolment *e = &to->e;

	if (!read_code(body, to->code) ||
	    !api_text(body, "device", e->device, sizeof(e->device)) ||
	    !rng_is_uuid(e->device) ||
	    !api_text(body, "token_sha256", e->token_hash, sizeof(e->token_hash)) ||
	    !secret_is_hex(e->token_hash) ||
	    !api_share_mask(json_get(body, "share"), &e->share) ||
	    !read_consent(json_get(body, "consent"), e) ||
	    !api_text(body, "agent", to->agent, sizeof(to->agent)))
		return false;
	if (json_get(body, "name") &&
	    !api_text(body, "name", to->name, sizeof(to->name)))
		return false;
	e->agent = to->agent;
	e->name = e->share & WIRE_NAME && *to->name ? to->name : NULL;
	return true;
}

void
api_read_enrol(struct call *call, struct store *store)
{
	struct enrol *enrol = mem_new(1, sizeof(*enrol));
	struct json *body = api_object(call);

	(void)store;
	call->work = enrol;
	call->work_free = free;
	if (body && !read_enrol(body, enrol))
		call->found = PROBLEM_BAD_JSON;
	json_free(body);
}

static void
welcome(struct call *call, int status, const struct invite *invite)
{
	struct json *body = api_begin();

	json_set_str(body, "client", call->device.client_id);
	json_set_str(body, "server", call->about->name);
	json_set_str(body, "coach", invite->coach);
	json_set_int(body, "retain_days", call->device.retain_days);
	api_instant(body, "server_time", call->now_ms);
	api_limits(body);
	api_send(call, status, body);
}

void
api_enrol(struct call *call, struct store *store)
{
	struct enrol *enrol = call->work;
	struct invite invite;
	enum enrolled enrolled = ENROL_NO;

	if (!may_try(call, store))
		return;
	if (!store_has_space(store)) {
		problem_later(call, PROBLEM_STORAGE_FULL, 3600);
		return;
	}
	enrol->e.retain_days = call->about->retain_days;
	if (store_invite(store, enrol->code, call->now_ms, &invite))
		enrolled = store_enrol(store, enrol->code, &invite, &enrol->e,
		    call->now_ms, &call->device);
	if (enrolled == ENROL_NO)
		code_unknown(call, store);
	else
		welcome(call, enrolled == ENROL_NEW ? 201 : 200, &invite);
}
