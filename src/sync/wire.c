#include "sync/wire.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "sync/stamp.h"
#include "sync/wire_parts.h"

#include <stdlib.h>
#include <string.h>

/* The longest pause that an answer may ask for: a day, as Retry-After. */
#define WAIT_S 86400

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
	wire_set_instant(body, "sent_at", request->sent_ms);
	json_set_str(body, "agent", request->agent);
	if (!request->plain) {
		json_set_str(body, "after", request->after);
		json_set_str(body, "tally", request->tally);
	}
	if (request->streak >= 0)
		add_head(body, request);
	add_items(json_set_array(body, "items"), request->items, request->n);
	wire_finish(body, out);
}

/* --- sync: results ----------------------------------------------------------- */

static bool
read_result(const struct json *json, struct wire_result *result)
{
	const char *as = json_text(json_get(json, "as"));

	result->have_rev = 0;
	if (!wire_copy_uuid(json_get(json, "id"), result->id) || !as ||
	    !wire_number(json, "rev", 1, INT32_MAX, &result->rev) ||
	    !item_fate_of(as, json_text(json_get(json, "why")), &result->fate))
		return false;
	return (result->fate != ITEM_OLDER && result->fate != ITEM_CONFLICT) ||
	       wire_number(json, "have_rev", 1, INT32_MAX - 1, &result->have_rev);
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

	if (!text || !wire_copy_uuid(json_get(json, "id"), change->id))
		return false;
	change->text = note_text(text);
	return true;
}

static bool
read_coach(const struct json *json, struct wire_change *change)
{
	const char *event = json_text(json_get(json, "event"));

	wire_copy_name(json_get(json, "name"), change->name, sizeof(change->name));
	change->added = event && strcmp(event, "added") == 0;
	return event && *change->name;
}

static bool
read_retain(const struct json *json, struct wire_change *change)
{
	return json_int(json, &change->retain_days) && change->retain_days >= 1 &&
	       change->retain_days <= WIRE_RETAIN;
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

	if (!kind || !wire_number(json, "seq", 1, INT64_MAX, &change.seq))
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
read_next(const struct json *next, struct wire_answer *answer)
{
	return json_is_nil(next) ||
	       copy_plain(next, answer->next, sizeof(answer->next));
}

/* The first servers did not say it. */
static bool
read_tally(const struct json *tally, struct wire_answer *answer)
{
	return !tally || json_is_nil(tally) ||
	       copy_plain(tally, answer->tally, sizeof(answer->tally));
}

/* What is wrong with it, or NULL. */
static const char *
read_parts(const struct json *json, const struct wire_request *request,
    struct wire_answer *answer)
{
	const char *time = json_text(json_get(json, "server_time"));

	answer->wait_s = 0;
	if (!wire_says(json_get(json, "batch"), request->batch))
		return "\"batch\"";
	if (!stamp_read(time, &answer->server_ms))
		return "\"server_time\"";
	if (!read_results(json_get(json, "results"), request, answer))
		return "\"results\"";
	if (!read_changes(json_get(json, "changes"), answer))
		return "\"changes\"";
	if (!read_next(json_get(json, "next"), answer))
		return "\"next\"";
	if (!read_tally(json_get(json, "tally"), answer))
		return "\"tally\"";
	if (!json_bool(json_get(json, "more"), &answer->more))
		return "\"more\"";
	if (json_get(json, "wait_s") &&
	    !wire_number(json, "wait_s", 0, WAIT_S, &answer->wait_s))
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
	json = wire_open(text, len, err);
	if (!json)
		return false;
	wrong = read_parts(json, request, answer);
	return wire_close(json, !wrong, wrong, err);
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
		wire_copy_name(json_get(json, "title"), trouble->title,
		    sizeof(trouble->title));
		wire_copy_name(
		    json_get(json, "ref"), trouble->ref, sizeof(trouble->ref));
	}
	json_free(json);
}
