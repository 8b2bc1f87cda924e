#include "sync/wire.h"

#include "base/civil.h"
#include "base/json.h"
#include "sync/stamp.h"
#include "sync/wire_parts.h"

#include <string.h>

static void
set_shares(struct json *object, int mask)
{
	struct json *list = json_set_array(object, "share");

	for (int bit = 0; bit < WIRE_SHARES; bit++)
		if (mask & 1 << bit)
			json_push_str(list, wire_share_name(bit));
}

/* Names that we do not know are passed over. */
static bool
read_shares(const struct json *list, int *mask)
{
	*mask = WIRE_DONE;
	for (size_t i = 0; i < json_count(list); i++) {
		const char *name = json_text(json_at(list, i));

		if (name)
			*mask |= wire_share_of(name);
	}
	return json_is_list(list);
}

/* --- joining ---------------------------------------------------------------- */

void
wire_print_lookup(const char *code, struct str *out)
{
	struct json *body = json_new_object();

	json_set_str(body, "code", code);
	wire_finish(body, out);
}

bool
wire_read_offer(
    const char *text, size_t len, struct wire_offer *offer, struct err *err)
{
	struct json *json = wire_open(text, len, err);
	const char *relation = json_text(json_get(json, "relation"));
	bool ok;

	*offer = (struct wire_offer){0};
	if (!json)
		return false;
	wire_copy_name(
	    json_get(json, "server"), offer->server, sizeof(offer->server));
	wire_copy_name(json_get(json, "coach"), offer->coach, sizeof(offer->coach));
	wire_copy_name(json_get(json, "privacy_url"), offer->privacy_url,
	    sizeof(offer->privacy_url));
	/* What is not known to be independent is taken for the worse. */
	offer->employer = !relation || strcmp(relation, "independent") != 0;
	ok =
	    *offer->coach && read_shares(json_get(json, "asks"), &offer->asks) &&
	    wire_number(json, "retain_days", 1, WIRE_RETAIN, &offer->retain_days) &&
	    stamp_read(json_text(json_get(json, "expires_at")), &offer->expires_ms);
	return wire_close(json, ok, "a part of the invitation", err);
}

void
wire_print_enrolment(const struct wire_enrolment *e, struct str *out)
{
	struct json *body = json_new_object(), *consent;

	json_set_str(body, "code", e->code);
	json_set_str(body, "device", e->device);
	json_set_str(body, "token_sha256", e->token_sha256);
	set_shares(body, e->share);
	if (e->name)
		json_set_str(body, "name", e->name);
	consent = json_set_object(body, "consent");
	json_set_int(consent, "text", e->consent_text);
	wire_set_instant(consent, "at", e->consent_ms);
	json_set_str(body, "agent", e->agent);
	wire_finish(body, out);
}

/* A limit of the server; ours where it says none or more. */
static int64_t
limit(const struct json *limits, const char *key, int64_t ours)
{
	int64_t n = ours;

	wire_number(limits, key, 1, ours, &n);
	return n;
}

bool
wire_read_welcome(
    const char *text, size_t len, struct wire_welcome *welcome, struct err *err)
{
	struct json *json = wire_open(text, len, err);
	const struct json *limits = json_get(json, "limits");
	bool ok;

	*welcome = (struct wire_welcome){0};
	if (!json)
		return false;
	wire_copy_name(
	    json_get(json, "server"), welcome->server, sizeof(welcome->server));
	wire_copy_name(
	    json_get(json, "coach"), welcome->coach, sizeof(welcome->coach));
	welcome->items = limit(limits, "items", WIRE_ITEMS);
	welcome->body = limit(limits, "body", WIRE_BODY);
	welcome->item = limit(limits, "item", ITEM_BYTES);
	ok = wire_copy_uuid(json_get(json, "client"), welcome->client) &&
	     *welcome->coach &&
	     wire_number(
		 json, "retain_days", 1, WIRE_RETAIN, &welcome->retain_days) &&
	     stamp_read(
		 json_text(json_get(json, "server_time")), &welcome->server_ms);
	return wire_close(json, ok, "a part of the welcome", err);
}

/* --- the rest --------------------------------------------------------------- */

bool
wire_read_place(
    const char *text, size_t len, char name[WIRE_LABEL], struct err *err)
{
	struct json *json = wire_open(text, len, err);
	const struct json *apis = json_get(json, "api");
	bool ok = false;

	*name = '\0';
	if (!json)
		return false;
	for (size_t i = 0; i < json_count(apis); i++)
		ok = ok || wire_says(json_at(apis, i), "v1");
	wire_copy_name(json_get(json, "name"), name, WIRE_LABEL);
	return wire_close(json, ok, "\"v1\" among its \"api\"", err);
}

bool
wire_read_any(const char *text, size_t len, struct err *err)
{
	struct json *json = wire_open(text, len, err);

	json_free(json);
	return json != NULL;
}

void
wire_print_share(int share, bool erase, struct str *out)
{
	struct json *body = json_new_object();

	set_shares(body, share);
	json_set_str(body, "past", erase ? "erase" : "keep");
	wire_finish(body, out);
}

bool
wire_read_share(const char *text, size_t len, int *share,
    int64_t cleared[WIRE_SHARES], struct err *err)
{
	struct json *json = wire_open(text, len, err);
	bool ok;

	if (!json)
		return false;
	for (int bit = 0; bit < WIRE_SHARES; bit++) {
		cleared[bit] = -1;
		wire_number(json_get(json, "cleared"), wire_share_name(bit), 0,
		    INT64_MAX, &cleared[bit]);
	}
	ok = read_shares(json_get(json, "share"), share);
	return wire_close(json, ok, "\"share\"", err);
}

void
wire_print_token(const char *next_sha256, struct str *out)
{
	struct json *body = json_new_object();

	json_set_str(body, "next_sha256", next_sha256);
	wire_finish(body, out);
}

bool
wire_read_goodbye(
    const char *text, size_t len, struct wire_goodbye *goodbye, struct err *err)
{
	struct json *json = wire_open(text, len, err);
	const struct json *erased = json_get(json, "erased");
	const char *until = json_text(json_get(json, "backups_until"));
	int32_t day;
	bool ok;

	*goodbye = (struct wire_goodbye){0};
	if (!json)
		return false;
	ok = wire_number(erased, "sessions", 0, INT64_MAX, &goodbye->sessions) &&
	     wire_number(erased, "checkins", 0, INT64_MAX, &goodbye->checkins) &&
	     wire_copy_uuid(json_get(json, "receipt"), goodbye->receipt);
	if (until && civil_parse(until, &day))
		civil_print(day, goodbye->backups_until);
	return wire_close(json, ok, "a part of the receipt", err);
}

static bool
read_look(const struct json *json, struct wire_look *look)
{
	wire_copy_name(json_get(json, "who"), look->who, sizeof(look->who));
	wire_copy_name(json_get(json, "what"), look->what, sizeof(look->what));
	return stamp_read(json_text(json_get(json, "at")), &look->at_ms);
}

bool
wire_read_looks(const char *text, size_t len, struct wire_look looks[WIRE_LOOKS],
    size_t *n, struct err *err)
{
	struct json *json = wire_open(text, len, err);
	const struct json *list = json_get(json, "access");
	bool ok = json_is_list(list);

	*n = 0;
	if (!json)
		return false;
	for (size_t i = 0; ok && i < json_count(list) && *n < WIRE_LOOKS; i++)
		ok = read_look(json_at(list, i), &looks[(*n)++]);
	return wire_close(json, ok, "\"access\"", err);
}
