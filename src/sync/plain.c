#include "sync/plain.h"

#include "base/civil.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/text.h"
#include "sync/token.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTION "sync."
#define MARK    "{batch}"

/* --- settings ------------------------------------------------------------------- */

/* A path beside the config file, unless it is a whole one. */
static char *
beside(const char *config, const char *file)
{
	const char *slash = strrchr(config, '/');
	struct str path = {0};

	if (*file != '/' && slash)
		str_addn(&path, config, (size_t)(slash - config) + 1);
	str_add(&path, file);
	return str_take(&path);
}

static bool
take_url(struct plain *p, const char *value, const char *config, struct err *err)
{
	struct str plain_url = {0};
	const char *mark = strstr(value, MARK);
	bool ok;

	(void)config;
	if (strlen(value) >= sizeof(p->url))
		return err_set(err, "the address is too long");
	strcpy(p->url, value);
	str_addn(&plain_url, value, mark ? (size_t)(mark - value) : strlen(value));
	if (mark)
		str_add(&plain_url, mark + strlen(MARK));
	ok = http_may_call(plain_url.s, err);
	str_fini(&plain_url);
	return ok;
}

static bool
take_method(struct plain *p, const char *value, const char *config, struct err *err)
{
	(void)config;
	p->put = strcmp(value, "PUT") == 0;
	return p->put || strcmp(value, "POST") == 0 ||
	       err_set(err, "POST or PUT is expected");
}

static bool
take_share(struct plain *p, const char *value, const char *config, struct err *err)
{
	(void)config;
	return wire_share_parse(value, &p->share, err);
}

static bool
take_header(struct plain *p, const char *value, const char *config, struct err *err)
{
	(void)err;
	p->header_file = beside(config, value);
	return true;
}

static bool
take_key(struct plain *p, const char *value, const char *config, struct err *err)
{
	(void)err;
	p->sign_key_file = beside(config, value);
	return true;
}

static bool
take_expect(struct plain *p, const char *value, const char *config, struct err *err)
{
	(void)config;
	(void)err;
	p->expect = mem_strdup(value);
	return true;
}

static const struct {
	const char *key;
	bool (*take)(struct plain *p, const char *value, const char *config,
	    struct err *err);
} keys[] = {
    {"url", take_url},
    {"method", take_method},
    {"share", take_share},
    {"header_file", take_header},
    {"sign_key_file", take_key},
    {"expect", take_expect},
};

static bool
take_key_of(struct plain *p, const char *key, const char *value, const char *config,
    struct err *err)
{
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strcmp(keys[i].key, key) == 0)
			return keys[i].take(p, value, config, err);
	return err_set(err,
	    "there is no such key; there are: url method share header_file "
	    "sign_key_file expect");
}

static void
plain_fini(struct plain *p)
{
	free(p->header_file);
	free(p->sign_key_file);
	free(p->expect);
}

static bool
take_section(struct plain *p, const struct ini *ini, const char *section,
    const char *config, struct notes *notes)
{
	const char *name = section + strlen(SECTION), *key;
	bool ok = true;

	*p = (struct plain){.share = WIRE_DONE};
	if (strlen(name) >= sizeof(p->name) || !*name ||
	    strcmp(name, PEER_COACH) == 0) {
		notes_error(notes, ini_line(ini, section, NULL),
		    "[%s]: another name is needed", section);
		return false;
	}
	strcpy(p->name, name);
	for (size_t i = 0; (key = ini_key(ini, section, i)) != NULL; i++) {
		struct err err;

		if (take_key_of(p, key, ini_get(ini, section, key), config, &err))
			continue;
		notes_error(notes, ini_line(ini, section, key), "%s.%s: %s",
		    section, key, err.text);
		ok = false;
	}
	if (ok && !*p->url)
		notes_error(notes, ini_line(ini, section, NULL), "[%s] has no url",
		    section);
	return ok && *p->url;
}

void
plains_load(struct plains *plains, const char *path, struct notes *notes)
{
	const char *section;
	struct ini *ini;

	plains->n = 0;
	if (access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
		return;
	ini = ini_load(path, notes);
	for (size_t i = 0; ini && (section = ini_section(ini, i)) != NULL; i++) {
		struct plain *p = &plains->v[plains->n];

		if (strncmp(section, SECTION, strlen(SECTION)) != 0)
			continue;
		if (plains->n == PLAINS_MAX)
			notes_error(notes, ini_line(ini, section, NULL),
			    "there are more than %d of them", PLAINS_MAX);
		else if (take_section(p, ini, section, path, notes))
			plains->n++;
		else
			plain_fini(p);
	}
	ini_free(ini);
}

void
plains_fini(struct plains *plains)
{
	while (plains->n > 0)
		plain_fini(&plains->v[--plains->n]);
}

/* A batch with what is shared no more is not sent: its items go in the next. */
static bool
keep_share(struct link *link, struct peer *peer, int share, struct err *err)
{
	bool narrowed = peer->share & ~share;

	peer->share = share;
	return !narrowed || outbox_put_batch(link->h, peer->name, NULL, NULL, err);
}

/* What stands in the file is what counts. */
static bool
keep_settings(struct link *link, const struct plain *plain, struct peer *peer,
    struct err *err)
{
	if (peer->share == plain->share && strcmp(peer->url, plain->url) == 0)
		return true;
	strcpy(peer->url, plain->url);
	return keep_share(link, peer, plain->share, err) &&
	       peer_put(link->h, peer, err);
}

bool
plain_peer(struct link *link, const struct plain *plain, struct peer *peer,
    struct err *err)
{
	if (peer_find(link->h, plain->name, peer, err))
		return keep_settings(link, plain, peer, err);
	if (*err->text)
		return false;
	*peer = (struct peer){.state = PEER_PLAIN, .joined_ms = link->now_ms};
	strcpy(peer->name, plain->name);
	pace_init(&peer->pace, WIRE_ITEMS);
	return keep_settings(link, plain, peer, err);
}

/* --- a call ---------------------------------------------------------------------- */

struct headers {
	struct str text[6];
	const char *v[7];
	size_t n;
};

static struct str *
add_header(struct headers *headers)
{
	return &headers->text[headers->n++];
}

static void
headers_fini(struct headers *headers)
{
	for (size_t i = 0; i < headers->n; i++)
		str_fini(&headers->text[i]);
}

static bool
add_signature(struct headers *headers, const struct plain *plain, const char *batch,
    const char *body, int64_t now_ms, struct err *err)
{
	int64_t now_s = now_ms / 1000;
	struct str key = {0}, *line;
	bool ok;

	if (!plain->sign_key_file)
		return true;
	str_addf(add_header(headers), "webhook-id: %s", batch);
	str_addf(add_header(headers), "webhook-timestamp: %lld", (long long)now_s);
	line = add_header(headers);
	str_add(line, "webhook-signature: ");
	ok = token_read_secret(plain->sign_key_file, &key, err) &&
	     token_sign(key.s, batch, now_s, body, strlen(body), line, err);
	str_fini(&key);
	return ok;
}

/* A header of the person's, such as "Authorization: ..."; and none that would make
 * another request of it. */
static bool
add_own_header(struct headers *headers, const struct plain *plain, struct err *err)
{
	struct str *line;

	if (!plain->header_file)
		return true;
	line = add_header(headers);
	if (!token_read_secret(plain->header_file, line, err))
		return false;
	return strchr(line->s, ':') ||
	       err_set(err, "%s: \"Name: value\" is expected in it",
		   plain->header_file);
}

static bool
fill_headers(struct headers *headers, const struct plain *plain, const char *batch,
    const char *body, int64_t now_ms, struct err *err)
{
	bool ok;

	str_addf(add_header(headers), "Idempotency-Key: \"%s\"", batch);
	ok = add_own_header(headers, plain, err) &&
	     add_signature(headers, plain, batch, body, now_ms, err);
	for (size_t i = 0; i < headers->n; i++)
		headers->v[i] = headers->text[i].s;
	headers->v[headers->n] = NULL;
	return ok;
}

static void
fill_url(const char *url, const char *batch, struct str *out)
{
	const char *mark = strstr(url, MARK);

	str_addn(out, url, mark ? (size_t)(mark - url) : strlen(url));
	if (mark)
		str_addf(out, "%s%s", batch, mark + strlen(MARK));
}

/* Taken is any 2xx, with the text that is expected. */
static enum mean
mean_of(const struct plain *plain, struct reply *reply)
{
	bool good = reply->reach == REACH_ANSWERED && reply->status >= 200 &&
		    reply->status < 300;

	if (!good) {
		enum mean mean = push_mean(reply, NULL);

		return mean == MEAN_OK || mean == MEAN_TOKEN || mean == MEAN_ENDED
			   ? MEAN_NO_SERVER
			   : mean;
	}
	if (plain->expect &&
	    (!reply->body.s || !strstr(reply->body.s, plain->expect)))
		return MEAN_PAGE;
	return MEAN_OK;
}

/* A file of the person's that is missing or not private: no call is made, and what
 * is wrong is kept like the outcome of one. */
static enum mean
not_called(struct link *link, const struct err *why, struct reply *reply)
{
	reply->reach = REACH_REFUSED;
	reply->now_ms = link->now_ms;
	text_clean_into(reply->detail, sizeof(reply->detail), why->text);
	return MEAN_NOT_CALLED;
}

static enum mean
deliver(struct link *link, const struct plain *plain, const char *batch,
    const char *body, struct reply *reply)
{
	struct headers headers = {0};
	struct str url = {0};
	struct http_call call = {.method = plain->put ? "PUT" : "POST",
	    .body = body,
	    .len = strlen(body),
	    .headers = headers.v};
	struct err why = {""};
	enum mean mean;

	*reply = (struct reply){0};
	fill_url(plain->url, batch, &url);
	call.url = url.s;
	if (fill_headers(&headers, plain, batch, body, link->now_ms, &why)) {
		http_call(link->http, &call, reply);
		link->now_ms = reply->now_ms;
		mean = mean_of(plain, reply);
	} else {
		mean = not_called(link, &why, reply);
	}
	str_fini(&url);
	headers_fini(&headers);
	return mean;
}

static void
explain(const struct plain *plain, enum mean mean, const struct reply *reply,
    struct err *err)
{
	if (reply->reach == REACH_ANSWERED)
		err_set(err, "it was not taken: status %d %s", reply->status,
		    reply->detail);
	else if (strstr(push_table[mean].words, "%s"))
		err_set(err, push_table[mean].words, reply->detail);
	else
		err_set(err, "%s", push_table[mean].words);
	err_add(err, "%s", plain->name);
}

/* --- a run ------------------------------------------------------------------------ */

/* The ids of a batch stand in its bytes: they are marked when it is taken. */
static bool
mark_batch(struct link *link, const struct peer *peer, const char *body,
    enum fate_of_item fate, struct err *err)
{
	struct json *json = json_read(body, strlen(body), WIRE_DEPTH, NULL);
	const struct json *list = json_get(json, "items");
	struct push_mark mark = {
	    .fate = fate, .why = fate == KEEP_PARKED ? "not-understood" : ""};
	bool ok = true;

	for (size_t i = 0; ok && i < json_count(list); i++) {
		struct item item;
		struct parcel one;
		int rev;

		if (!item_read(json_at(list, i), true, &item))
			continue;
		rev = (int)item.rev;
		one = (struct parcel){&item, &rev, 1};
		ok = outbox_mark(link->h, peer, &one, 0, &mark, err);
		item_fini(&item);
	}
	json_free(json);
	return ok;
}

static bool
finish_batch(struct link *link, struct peer *peer, const char *body,
    enum fate_of_item fate, struct err *err)
{
	bool ok;

	if (!history_together(link->h, err))
		return false;
	ok = mark_batch(link, peer, body, fate, err) &&
	     outbox_put_batch(link->h, peer->name, NULL, NULL, err);
	return history_together_end(link->h, ok, err) && ok;
}

static size_t
items_in(const char *body)
{
	struct json *json = json_read(body, strlen(body), WIRE_DEPTH, NULL);
	size_t n = json_count(json_get(json, "items"));

	json_free(json);
	return n;
}

/* With marks of its items: where it is closed and was taken all the same, one that is
 * removed then is told as removed. */
static bool
keep_batch(struct link *link, const struct peer *peer, const struct parcel *parcel,
    const char *batch, const char *body, struct err *err)
{
	bool ok;

	if (!history_together(link->h, err))
		return false;
	ok = outbox_going(link->h, peer, parcel, err) &&
	     outbox_put_batch(link->h, peer->name, batch, body, err);
	return history_together_end(link->h, ok, err) && ok;
}

/* The batch that is open, or the next, which is opened; *body NULL when there is
 * nothing to tell. */
static bool
open_batch(struct link *link, struct peer *peer, char **batch, char **body,
    struct err *err)
{
	struct parcel parcel = {0};
	struct wire_request request;
	struct str text = {0};
	bool ok;

	if (!outbox_batch(link->h, peer->name, batch, body, err))
		return false;
	if (*body)
		return true;
	ok = link_next(link, peer, &parcel, &request, &text, err);
	if (ok && parcel.n > 0) {
		*batch = mem_strdup(request.batch);
		*body = mem_strdup(text.s);
		ok = keep_batch(link, peer, &parcel, *batch, *body, err);
	}
	parcel_fini(&parcel);
	str_fini(&text);
	return ok;
}

/* What did not please: less of it, or that one put aside. */
static bool
refused(struct link *link, struct peer *peer, const char *body, size_t n,
    struct err *err)
{
	if (n <= 1)
		return finish_batch(link, peer, body, KEEP_PARKED, err);
	return outbox_put_batch(link->h, peer->name, NULL, NULL, err);
}

enum turn { TURN_AGAIN, TURN_DONE, TURN_FAILED };

static enum turn
after(struct link *link, const struct plain *plain, struct peer *peer,
    const char *body, enum mean mean, const struct reply *reply, struct err *err)
{
	size_t n = items_in(body);

	if (!link_note(link, peer, mean, reply, (int)n, err))
		return TURN_FAILED;
	if (mean == MEAN_OK) {
		if (link->out)
			fprintf(link->out, "%s: %zu told\n", plain->name, n);
		return finish_batch(link, peer, body, KEEP_SENT, err) ? TURN_AGAIN
								      : TURN_FAILED;
	}
	explain(plain, mean, reply, err);
	if (push_table[mean].action == DO_HALVE &&
	    refused(link, peer, body, n, err))
		return TURN_AGAIN;
	return TURN_FAILED;
}

static enum turn
run_round(struct link *link, const struct plain *plain, struct peer *peer,
    struct err *err)
{
	char *batch = NULL, *body = NULL;
	enum turn turn = TURN_FAILED;
	struct reply reply = {0};
	enum mean mean;

	if (open_batch(link, peer, &batch, &body, err)) {
		turn = TURN_DONE;
		if (body) {
			mean = deliver(link, plain, batch, body, &reply);
			turn = after(link, plain, peer, body, mean, &reply, err);
		}
	}
	reply_fini(&reply);
	free(batch);
	free(body);
	return turn;
}

bool
plain_run(struct link *link, const struct plain *plain, struct peer *peer,
    struct err *err)
{
	enum turn turn = TURN_AGAIN;

	for (int i = 0; i < LINK_ROUNDS && turn == TURN_AGAIN; i++)
		turn = run_round(link, plain, peer, err);
	if (turn == TURN_AGAIN)
		return err_set(err, "%s: %s", plain->name, LINK_ENOUGH);
	return turn == TURN_DONE;
}

bool
plain_test(struct link *link, const struct plain *plain, struct err *err)
{
	struct wire_request request = {.streak = -1,
	    .sent_ms = link->now_ms - link->now_ms % 60000,
	    .agent = link->agent,
	    .plain = true};
	struct str body = {0};
	struct reply reply = {0};
	enum mean mean;

	rng_uuid_day(link->today, request.batch);
	wire_print_request(&request, &body);
	mean = deliver(link, plain, request.batch, body.s, &reply);
	if (mean == MEAN_OK)
		fprintf(link->out, "%s: status %d %s\n", plain->name, reply.status,
		    reply.detail);
	else
		explain(plain, mean, &reply, err);
	reply_fini(&reply);
	str_fini(&body);
	return mean == MEAN_OK;
}
