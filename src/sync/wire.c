#include "sync/wire.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "sync/stamp.h"

#include <stdlib.h>
#include <string.h>

/* The longest pause that an answer may ask for: a day, as Retry-After. */
#define WAIT_S 86400

#define RETAIN_DAYS 3650

/* --- parts ------------------------------------------------------------------ */

/* Cleaned, and cut between two characters where it is too long; "" when it is no
 * text. */
static void
copy_name(const struct json *value, char *to, size_t size)
{
	text_clean_into(to, size, json_text(value));
}

static bool
copy_uuid(const struct json *value, char to[UUID_LEN])
{
	const char *s = json_text(value);

	*to = '\0';
	if (!s || !rng_is_uuid(s))
		return false;
	strcpy(to, s);
	return true;
}

/* Only letters that need no cleaning. */
static bool
copy_plain(const struct json *value, char *to, size_t size)
{
	const char *s = json_text(value);
	size_t n = s ? strlen(s) : 0;

	*to = '\0';
	if (n == 0 || n >= size)
		return false;
	for (size_t i = 0; i < n; i++)
		if (s[i] <= ' ' || s[i] > '~')
			return false;
	strcpy(to, s);
	return true;
}

static bool
number(
    const struct json *object, const char *key, int64_t lo, int64_t hi, int64_t *n)
{
	int64_t found;

	if (!json_int(json_get(object, key), &found) || found < lo || found > hi)
		return false;
	*n = found;
	return true;
}

/* A whole answer of ours, which the caller frees; NULL and err otherwise. */
static struct json *
open_answer(const char *text, size_t len, struct err *err)
{
	struct json *answer;
	int64_t version;

	if (len > WIRE_ANSWER) {
		err_set(err, "it is larger than %d bytes", WIRE_ANSWER);
		return NULL;
	}
	answer = json_read(text, len, WIRE_DEPTH, err);
	if (answer && number(answer, "uncoil", 1, 1, &version))
		return answer;
	if (answer)
		err_set(err, "it does not say \"uncoil\": 1");
	json_free(answer);
	return NULL;
}

/* Closes an answer that was or was not what was expected. */
static bool
close_answer(struct json *answer, bool ok, const char *what, struct err *err)
{
	json_free(answer);
	return ok || err_set(err, "%s is missing or wrong", what);
}

static void
finish(struct json *body, struct str *out)
{
	json_add_compact(body, out);
	json_free(body);
}

static void
set_instant(struct json *object, const char *key, int64_t ms)
{
	char stamp[STAMP_LEN];

	json_set_str(object, key, stamp_print(ms, stamp));
}

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

/* --- sync: the request ------------------------------------------------------- */

static int
by_id(const void *a, const void *b)
{
	const struct item *const *one = a, *const *two = b;

	return strcmp((*one)->id, (*two)->id);
}

static void
add_items(struct json *list, const struct item *items, size_t n)
{
	const struct item **sorted = mem_new(n + 1, sizeof(const struct item *));

	for (size_t i = 0; i < n; i++)
		sorted[i] = &items[i];
	qsort(sorted, n, sizeof(*sorted), by_id);
	for (size_t i = 0; i < n; i++)
		item_print(sorted[i], json_push_object(list));
	free(sorted);
}

static void
add_head(struct json *body, const struct wire_request *request)
{
	struct json *head = json_set_object(body, "head");
	char day[CIVIL_LEN];

	json_set_int(head, "streak", request->streak);
	json_set_str(head, "as_of", civil_print(request->as_of, day));
}

void
wire_print_request(const struct wire_request *request, struct str *out)
{
	struct json *body = json_new_object();

	json_set_int(body, "uncoil", 1);
	json_set_str(body, "batch", request->batch);
	set_instant(body, "sent_at", request->sent_ms);
	json_set_str(body, "agent", request->agent);
	if (!request->plain)
		json_set_str(body, "after", request->after);
	if (request->streak >= 0)
		add_head(body, request);
	add_items(json_set_array(body, "items"), request->items, request->n);
	finish(body, out);
}

/* --- sync: results ----------------------------------------------------------- */

static bool
read_result(const struct json *json, struct wire_result *result)
{
	const char *as = json_text(json_get(json, "as"));

	result->have_rev = 0;
	if (!copy_uuid(json_get(json, "id"), result->id) || !as ||
	    !number(json, "rev", 1, INT32_MAX, &result->rev) ||
	    !item_fate_of(as, json_text(json_get(json, "why")), &result->fate))
		return false;
	return (result->fate != ITEM_OLDER && result->fate != ITEM_CONFLICT) ||
	       number(json, "have_rev", 1, INT32_MAX - 1, &result->have_rev);
}

static int
result_by_id(const void *a, const void *b)
{
	const struct wire_result *one = a, *two = b;

	return strcmp(one->id, two->id);
}

/* The result of each item, in the order of the items; false when one is missing,
 * or is of another revision than was sent. */
static bool
match(const struct wire_result *found, size_t n_found,
    const struct wire_request *request, struct wire_result *results)
{
	for (size_t i = 0; i < request->n; i++) {
		const struct item *item = &request->items[i];
		struct wire_result key;
		const struct wire_result *result;

		strcpy(key.id, item->id);
		result = bsearch(&key, found, n_found, sizeof(key), result_by_id);
		if (!result || result->rev != item->rev)
			return false;
		results[i] = *result;
	}
	return true;
}

static bool
read_results(const struct json *list, const struct wire_request *request,
    struct wire_answer *answer)
{
	size_t n = json_count(list);
	struct wire_result *found = mem_new(n + 1, sizeof(*found));
	bool ok = json_is_list(list) && n == request->n;

	for (size_t i = 0; ok && i < n; i++)
		ok = read_result(json_at(list, i), &found[i]);
	if (ok) {
		qsort(found, n, sizeof(*found), result_by_id);
		answer->results = mem_new(n + 1, sizeof(*found));
		answer->n_results = n;
		ok = match(found, n, request, answer->results);
	}
	free(found);
	return ok;
}

/* --- sync: changes ----------------------------------------------------------- */

static bool
read_rx(const struct json *json, struct wire_change *change)
{
	return rx_read(json, &change->rx);
}

/* Longer ones than may be are cut. */
static char *
note_text(const char *s)
{
	struct str clean = {0};
	const char *at = s;
	char *cut;

	for (int n = 0; *at && n < RX_TEXT; at++)
		n += ((unsigned char)at[1] & 0xc0) != 0x80;
	cut = mem_new((size_t)(at - s) + 1, 1);
	memcpy(cut, s, (size_t)(at - s));
	str_clear(&clean);
	text_clean_lines(&clean, cut);
	free(cut);
	return str_take(&clean);
}

static bool
read_note(const struct json *json, struct wire_change *change)
{
	const char *text = json_text(json_get(json, "text"));

	if (!text || !copy_uuid(json_get(json, "id"), change->id))
		return false;
	change->text = note_text(text);
	return true;
}

static bool
read_coach(const struct json *json, struct wire_change *change)
{
	const char *event = json_text(json_get(json, "event"));

	copy_name(json_get(json, "name"), change->name, sizeof(change->name));
	change->added = event && strcmp(event, "added") == 0;
	return event && *change->name;
}

static bool
read_retain(const struct json *json, struct wire_change *change)
{
	return json_int(json, &change->retain_days) && change->retain_days >= 1 &&
	       change->retain_days <= RETAIN_DAYS;
}

static const struct {
	const char *kind, *member;
	bool (*read)(const struct json *json, struct wire_change *change);
} kinds[] = {
    [CHANGE_RX] = {"rx", "rx", read_rx},
    [CHANGE_NOTE] = {"note", "note", read_note},
    [CHANGE_COACH] = {"coach", "coach", read_coach},
    [CHANGE_RETAIN] = {"retain", "retain_days", read_retain},
};

static void
change_fini(struct wire_change *change)
{
	rx_fini(&change->rx);
	free(change->text);
}

/* Adds a change where it is one that we know.  False when it is none at all. */
static bool
read_change(const struct json *json, struct wire_answer *answer)
{
	struct wire_change change = {0};
	const char *kind = json_text(json_get(json, "kind"));

	if (!kind || !number(json, "seq", 1, INT64_MAX, &change.seq))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
		if (strcmp(kinds[i].kind, kind) != 0)
			continue;
		change.kind = (enum wire_kind)i;
		if (!kinds[i].read(json_get(json, kinds[i].member), &change)) {
			change_fini(&change);
			return false;
		}
		answer->changes[answer->n_changes++] = change;
	}
	return true;
}

static bool
read_changes(const struct json *list, struct wire_answer *answer)
{
	size_t n = json_count(list);

	if (!json_is_list(list) || n > WIRE_CHANGES)
		return false;
	answer->changes = mem_new(n + 1, sizeof(*answer->changes));
	for (size_t i = 0; i < n; i++)
		if (!read_change(json_at(list, i), answer))
			return false;
	return true;
}

/* --- sync: the answer -------------------------------------------------------- */

static bool
same_text(const struct json *value, const char *s)
{
	const char *text = json_text(value);

	return text && strcmp(text, s) == 0;
}

static bool
read_next(const struct json *next, struct wire_answer *answer)
{
	return json_is_nil(next) ||
	       copy_plain(next, answer->next, sizeof(answer->next));
}

/* What is wrong with it, or NULL. */
static const char *
read_parts(const struct json *json, const struct wire_request *request,
    struct wire_answer *answer)
{
	const char *time = json_text(json_get(json, "server_time"));

	answer->wait_s = 0;
	if (!same_text(json_get(json, "batch"), request->batch))
		return "\"batch\"";
	if (!stamp_read(time, &answer->server_ms))
		return "\"server_time\"";
	if (!number(json, "up_seq", 0, INT64_MAX, &answer->up_seq))
		return "\"up_seq\"";
	if (!read_results(json_get(json, "results"), request, answer))
		return "\"results\"";
	if (!read_changes(json_get(json, "changes"), answer))
		return "\"changes\"";
	if (!read_next(json_get(json, "next"), answer))
		return "\"next\"";
	if (!json_bool(json_get(json, "more"), &answer->more))
		return "\"more\"";
	if (json_get(json, "wait_s") &&
	    !number(json, "wait_s", 0, WAIT_S, &answer->wait_s))
		return "\"wait_s\"";
	return NULL;
}

bool
wire_read_answer(const char *text, size_t len, const struct wire_request *request,
    struct wire_answer *answer, struct err *err)
{
	struct json *json;
	const char *wrong;

	*answer = (struct wire_answer){0};
	json = open_answer(text, len, err);
	if (!json)
		return false;
	wrong = read_parts(json, request, answer);
	return close_answer(json, !wrong, wrong, err);
}

void
wire_answer_fini(struct wire_answer *answer)
{
	for (size_t i = 0; i < answer->n_changes; i++)
		change_fini(&answer->changes[i]);
	free(answer->changes);
	free(answer->results);
	*answer = (struct wire_answer){0};
}

/* --- problems --------------------------------------------------------------- */

#define URN "urn:uncoil:problem:"

static const char *const troubles[TROUBLES] = {
    [TROUBLE_BAD_JSON] = "bad-json",
    [TROUBLE_BAD_REQUEST] = "bad-request",
    [TROUBLE_TOKEN] = "token",
    [TROUBLE_TOO_OLD] = "too-old",
    [TROUBLE_NOT_FOUND] = "not-found",
    [TROUBLE_CODE_UNKNOWN] = "code-unknown",
    [TROUBLE_METHOD] = "method",
    [TROUBLE_RESYNC] = "resync",
    [TROUBLE_ENDED] = "ended",
    [TROUBLE_LENGTH] = "length",
    [TROUBLE_TOO_LARGE] = "too-large",
    [TROUBLE_TYPE] = "type",
    [TROUBLE_TOO_MANY] = "too-many",
    [TROUBLE_SLOW_DOWN] = "slow-down",
    [TROUBLE_BROKEN] = "broken",
    [TROUBLE_BUSY] = "busy",
    [TROUBLE_STORAGE_FULL] = "storage-full",
};

const char *
wire_trouble_name(enum trouble kind)
{
	return troubles[kind];
}

static enum trouble
trouble_of(const char *type)
{
	if (!type || strncmp(type, URN, strlen(URN)) != 0)
		return TROUBLE_NONE;
	for (int i = 0; i < TROUBLES; i++)
		if (troubles[i] && strcmp(troubles[i], type + strlen(URN)) == 0)
			return (enum trouble)i;
	return TROUBLE_OTHER;
}

void
wire_read_problem(const char *text, size_t len, struct wire_trouble *trouble)
{
	struct json *json =
	    len > WIRE_ANSWER ? NULL : json_read(text, len, WIRE_DEPTH, NULL);

	*trouble = (struct wire_trouble){0};
	trouble->kind = trouble_of(json_text(json_get(json, "type")));
	if (trouble->kind != TROUBLE_NONE) {
		copy_name(json_get(json, "title"), trouble->title,
		    sizeof(trouble->title));
		copy_name(
		    json_get(json, "ref"), trouble->ref, sizeof(trouble->ref));
	}
	json_free(json);
}

/* --- joining ---------------------------------------------------------------- */

void
wire_print_lookup(const char *code, struct str *out)
{
	struct json *body = json_new_object();

	json_set_str(body, "code", code);
	finish(body, out);
}

bool
wire_read_offer(
    const char *text, size_t len, struct wire_offer *offer, struct err *err)
{
	struct json *json = open_answer(text, len, err);
	const char *relation = json_text(json_get(json, "relation"));
	bool ok;

	*offer = (struct wire_offer){0};
	if (!json)
		return false;
	copy_name(json_get(json, "server"), offer->server, sizeof(offer->server));
	copy_name(json_get(json, "coach"), offer->coach, sizeof(offer->coach));
	copy_name(json_get(json, "privacy_url"), offer->privacy_url,
	    sizeof(offer->privacy_url));
	/* What is not known to be independent is taken for the worse. */
	offer->employer = !relation || strcmp(relation, "independent") != 0;
	ok =
	    *offer->coach && read_shares(json_get(json, "asks"), &offer->asks) &&
	    number(json, "retain_days", 1, RETAIN_DAYS, &offer->retain_days) &&
	    stamp_read(json_text(json_get(json, "expires_at")), &offer->expires_ms);
	return close_answer(json, ok, "a part of the invitation", err);
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
	set_instant(consent, "at", e->consent_ms);
	json_set_str(body, "agent", e->agent);
	finish(body, out);
}

/* A limit of the server; ours where it says none or more. */
static int64_t
limit(const struct json *limits, const char *key, int64_t ours)
{
	int64_t n = ours;

	number(limits, key, 1, ours, &n);
	return n;
}

bool
wire_read_welcome(
    const char *text, size_t len, struct wire_welcome *welcome, struct err *err)
{
	struct json *json = open_answer(text, len, err);
	const struct json *limits = json_get(json, "limits");
	bool ok;

	*welcome = (struct wire_welcome){0};
	if (!json)
		return false;
	copy_name(
	    json_get(json, "server"), welcome->server, sizeof(welcome->server));
	copy_name(json_get(json, "coach"), welcome->coach, sizeof(welcome->coach));
	welcome->items = limit(limits, "items", WIRE_ITEMS);
	welcome->body = limit(limits, "body", WIRE_BODY);
	welcome->item = limit(limits, "item", ITEM_BYTES);
	ok = copy_uuid(json_get(json, "client"), welcome->client) &&
	     *welcome->coach &&
	     number(json, "retain_days", 1, RETAIN_DAYS, &welcome->retain_days) &&
	     stamp_read(
		 json_text(json_get(json, "server_time")), &welcome->server_ms);
	return close_answer(json, ok, "a part of the welcome", err);
}

/* --- the rest --------------------------------------------------------------- */

bool
wire_read_place(
    const char *text, size_t len, char name[WIRE_LABEL], struct err *err)
{
	struct json *json = open_answer(text, len, err);
	const struct json *apis = json_get(json, "api");
	bool ok = false;

	*name = '\0';
	if (!json)
		return false;
	for (size_t i = 0; i < json_count(apis); i++)
		ok = ok || same_text(json_at(apis, i), "v1");
	copy_name(json_get(json, "name"), name, WIRE_LABEL);
	return close_answer(json, ok, "\"v1\" among its \"api\"", err);
}

bool
wire_read_any(const char *text, size_t len, struct err *err)
{
	struct json *json = open_answer(text, len, err);

	json_free(json);
	return json != NULL;
}

void
wire_print_share(int share, bool erase, struct str *out)
{
	struct json *body = json_new_object();

	set_shares(body, share);
	json_set_str(body, "past", erase ? "erase" : "keep");
	finish(body, out);
}

bool
wire_read_share(const char *text, size_t len, int *share,
    int64_t cleared[WIRE_SHARES], struct err *err)
{
	struct json *json = open_answer(text, len, err);
	bool ok;

	if (!json)
		return false;
	for (int bit = 0; bit < WIRE_SHARES; bit++) {
		cleared[bit] = -1;
		number(json_get(json, "cleared"), wire_share_name(bit), 0,
		    INT64_MAX, &cleared[bit]);
	}
	ok = read_shares(json_get(json, "share"), share);
	return close_answer(json, ok, "\"share\"", err);
}

void
wire_print_token(const char *next_sha256, struct str *out)
{
	struct json *body = json_new_object();

	json_set_str(body, "next_sha256", next_sha256);
	finish(body, out);
}

bool
wire_read_goodbye(
    const char *text, size_t len, struct wire_goodbye *goodbye, struct err *err)
{
	struct json *json = open_answer(text, len, err);
	const struct json *erased = json_get(json, "erased");
	const char *until = json_text(json_get(json, "backups_until"));
	int32_t day;
	bool ok;

	*goodbye = (struct wire_goodbye){0};
	if (!json)
		return false;
	ok = number(erased, "sessions", 0, INT64_MAX, &goodbye->sessions) &&
	     number(erased, "checkins", 0, INT64_MAX, &goodbye->checkins) &&
	     copy_uuid(json_get(json, "receipt"), goodbye->receipt);
	if (until && civil_parse(until, &day))
		civil_print(day, goodbye->backups_until);
	return close_answer(json, ok, "a part of the receipt", err);
}

static bool
read_look(const struct json *json, struct wire_look *look)
{
	copy_name(json_get(json, "who"), look->who, sizeof(look->who));
	copy_name(json_get(json, "what"), look->what, sizeof(look->what));
	return stamp_read(json_text(json_get(json, "at")), &look->at_ms);
}

bool
wire_read_looks(const char *text, size_t len, struct wire_look looks[WIRE_LOOKS],
    size_t *n, struct err *err)
{
	struct json *json = open_answer(text, len, err);
	const struct json *list = json_get(json, "access");
	bool ok = json_is_list(list);

	*n = 0;
	if (!json)
		return false;
	for (size_t i = 0; ok && i < json_count(list) && *n < WIRE_LOOKS; i++)
		ok = read_look(json_at(list, i), &looks[(*n)++]);
	return close_answer(json, ok, "\"access\"", err);
}
