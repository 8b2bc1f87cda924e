#include "sync/account.h"

#include "base/civil.h"
#include "base/mem.h"
#include "sync/stamp.h"
#include "sync/token.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *
text_of(const struct reply *reply)
{
	return reply->body.s ? reply->body.s : "";
}

static bool
not_ours(const struct err *why, struct err *err)
{
	return err_set(
	    err, "what answered is not the coach's server: %.300s", why->text);
}

/* --- sharing ------------------------------------------------------------------- */

static void
print_cleared(FILE *out, const int64_t cleared[WIRE_SHARES])
{
	for (int bit = 0; bit < WIRE_SHARES; bit++)
		if (cleared[bit] > 0)
			fprintf(out,
			    "erased at the server: %s of %" PRId64 " items\n",
			    wire_share_name(bit), cleared[bit]);
}

static void
print_shared(FILE *out, int share)
{
	struct str names = {0};

	wire_share_print(share, &names);
	fprintf(out, "shared: %s\n", names.s);
	str_fini(&names);
}

/* What is not to be shared any more is not told from here on, whether the server
 * hears of it or not. */
static bool
share_less(struct link *link, struct peer *peer, int share, struct err *err)
{
	peer->share &= share;
	return peer_put(link->h, peer, err);
}

bool
account_share(
    struct link *link, struct peer *peer, int share, bool erase, struct err *err)
{
	int64_t cleared[WIRE_SHARES];
	struct str body = {0};
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	bool less = peer->share & ~share, ok;
	int said = 0;

	if (!share_less(link, peer, share, err))
		return false;
	wire_print_share(share, erase, &body);
	ok = link_call(link, peer, "PUT", "/v1/me/share", &body, &reply, &trouble,
		 err) == MEAN_OK;
	if (ok &&
	    !wire_read_share(text_of(&reply), reply.body.len, &said, cleared, &why))
		ok = not_ours(&why, err);
	if (ok) {
		peer->share = share;
		ok = peer_put(link->h, peer, err);
		print_cleared(link->out, cleared);
		print_shared(link->out, share);
	} else if (less) {
		err_add(err,
		    "what you took out is told no more, but the server has "
		    "not heard of it; say it again later");
	}
	reply_fini(&reply);
	str_fini(&body);
	return ok;
}

/* --- who ------------------------------------------------------------------------ */

static void
print_look(FILE *out, const struct wire_look *look)
{
	char stamp[STAMP_LEN];

	stamp_print(look->at_ms, stamp);
	fprintf(out, "%.10s %.5s  %-24s %s\n", stamp, stamp + CIVIL_LEN, look->who,
	    look->what);
}

bool
account_who(struct link *link, const struct peer *peer, struct err *err)
{
	struct wire_look *looks = mem_new(WIRE_LOOKS, sizeof(*looks));
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	size_t n = 0;
	bool ok = link_call(link, peer, "GET", "/v1/me/access", NULL, &reply,
		      &trouble, err) == MEAN_OK;

	if (ok &&
	    !wire_read_looks(text_of(&reply), reply.body.len, looks, &n, &why))
		ok = not_ours(&why, err);
	for (size_t i = 0; ok && i < n; i++)
		print_look(link->out, &looks[i]);
	if (ok && n == 0)
		fputs("nobody has looked yet\n", link->out);
	reply_fini(&reply);
	free(looks);
	return ok;
}

/* --- a try ----------------------------------------------------------------------- */

static bool
try_place(struct link *link, const struct peer *peer, struct err *err)
{
	char name[WIRE_LABEL], host[128];
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	bool ok = link_call_open(link, peer->url, "GET", "/.well-known/uncoil",
		      NULL, &reply, &trouble, err) == MEAN_OK;

	if (ok && !wire_read_place(text_of(&reply), reply.body.len, name, &why))
		ok = not_ours(&why, err);
	http_host(peer->url, host, sizeof(host));
	if (ok)
		fprintf(link->out, "%s answers: %s\n", host,
		    *name ? name : "a server without a name");
	reply_fini(&reply);
	return ok;
}

static bool
try_token(struct link *link, const struct peer *peer, struct err *err)
{
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	bool ok = link_call(link, peer, "GET", "/v1/me", NULL, &reply, &trouble,
		      err) == MEAN_OK;

	if (ok && !wire_read_any(text_of(&reply), reply.body.len, &why))
		ok = not_ours(&why, err);
	if (ok)
		fprintf(link->out, "it knows this device; your coach is %s\n",
		    peer->coach);
	reply_fini(&reply);
	return ok;
}

bool
account_test(struct link *link, const struct peer *peer, struct err *err)
{
	return try_place(link, peer, err) &&
	       (peer->state != PEER_JOINED || try_token(link, peer, err));
}

/* --- a preview ---------------------------------------------------------------------- */

/* Why a member is there: what was shared, or what the protocol needs. */
static const struct {
	const char *member, *why;
} reasons[] = {
    {"uncoil", "the version of the protocol"},
    {"batch", "a random name of this call, so that it may be repeated"},
    {"sent_at", "to see whether your clock is right; by the minute unless you "
		"share times"},
    {"agent", "the version of this program"},
    {"after", "up to where your coach's changes were read"},
    {"tally", "the server's mark on what it has, so that a loss is seen"},
    {"head", "you share streak"},
    {"type", "what the item is"},
    {"id", "a random name with the day in it"},
    {"rev", "how often it was corrected"},
    {"local_date", "you share done: the day"},
    {"routine", "you share done"},
    {"state", "you share done"},
    {"deleted", "you removed it; what was told of it is erased"},
    {"rx", "you share done: the plan that it belongs to"},
    {"version", "you share done: the version of that plan"},
    {"why", "what you answered to the plan"},
    {"started_at", "you share times"},
    {"utc_offset_min", "you share times"},
    {"active_s", "you share duration"},
    {"steps", "you share steps"},
    {"stops", "you share steps: which one, why, and what was wrong"},
    {"tension", "you share tension"},
    {"pain", "you share pain"},
    {"limit", "you share pain"},
    {"note", "you share notes"},
};

static void
print_reasons(FILE *out, const char *body)
{
	for (size_t i = 0; i < ARRAY_LEN(reasons); i++) {
		char name[32];

		snprintf(name, sizeof(name), "\"%s\":", reasons[i].member);
		if (strstr(body, name))
			fprintf(
			    out, "  %-15s %s\n", reasons[i].member, reasons[i].why);
	}
}

static bool
preview_next(struct link *link, const struct peer *peer, struct err *err)
{
	struct parcel parcel = {0};
	struct wire_request request;
	struct outbox_counts counts;
	struct str body = {0};
	bool ok = link_next(link, peer, &parcel, &request, &body, err) &&
		  outbox_count(link->h, peer, link_since(link, peer), link->now_ms,
		      &counts, err);

	if (ok) {
		fprintf(link->out, "%s\n\n%zu bytes, %zu of %d items:\n", body.s,
		    body.len, parcel.n, counts.waiting);
		print_reasons(link->out, body.s);
	}
	parcel_fini(&parcel);
	str_fini(&body);
	return ok;
}

bool
account_preview(struct link *link, const struct peer *peer, struct err *err)
{
	char *batch, *body;
	bool is_open;

	if (peer->state != PEER_JOINED && peer->state != PEER_PLAIN) {
		fputs("nothing is told now; why: uncoil sync status\n", link->out);
		return true;
	}
	if (!outbox_batch(link->h, peer->name, &batch, &body, err))
		return false;
	if (body) {
		fprintf(link->out,
		    "%s\n\n%zu bytes, sent before and not known to be taken:\n",
		    body, strlen(body));
		print_reasons(link->out, body);
	}
	is_open = body != NULL;
	free(batch);
	free(body);
	return is_open || preview_next(link, peer, err);
}

/* --- how it stands --------------------------------------------------------------------- */

static const char *
state_word(enum peer_state state)
{
	static const char *const words[] = {
	    [PEER_JOINING] = "joining",
	    [PEER_JOINED] = "joined",
	    [PEER_LEAVING] = "leaving",
	    [PEER_ERASING] = "leaving",
	    [PEER_ENDED] = "ended",
	    [PEER_PLAIN] = "plain",
	};

	return words[state];
}

static void
print_who(FILE *out, const struct peer *peer)
{
	char host[128];

	http_host(peer->url, host, sizeof(host));
	switch (peer->state) {
	case PEER_JOINING:
		fprintf(out,
		    "joining %s was cut off; say it again: uncoil sync join\n",
		    host);
		break;
	case PEER_JOINED:
		fprintf(out, "linked with %s (%s at %s)\n", peer->coach,
		    peer->server, host);
		break;
	case PEER_LEAVING:
	case PEER_ERASING:
		fprintf(out,
		    "leaving %s: nothing is told any more; it has not heard "
		    "of it yet\n",
		    peer->coach);
		break;
	case PEER_ENDED:
		fprintf(out, "not linked: %s ended it; your log is here\n",
		    peer->coach);
		break;
	case PEER_PLAIN:
		fprintf(out, "%s: told to %s\n", peer->name, host);
		break;
	}
}

static void
print_since(FILE *out, const char *what, int64_t at_ms, int64_t now_ms)
{
	int64_t min = (now_ms - at_ms) / 60000;

	if (at_ms <= 0)
		return;
	if (min < 120)
		fprintf(out, "%s %d min ago\n", what, (int)min);
	else if (min < 48 * 60)
		fprintf(out, "%s %d h ago\n", what, (int)(min / 60));
	else
		fprintf(out, "%s %d days ago\n", what, (int)(min / 1440));
}

static const char *
parked_words(const char *why)
{
	static const struct {
		const char *why, *words;
	} known[] = {
	    {"id-day", "its name is not of that day"},
	    {"bad-field", "the server does not take a value in it"},
	    {"too-long", "it is too long for the server"},
	    {"quota", "the server keeps no more of you"},
	    {"not-understood", "the server did not understand it"},
	};

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(known[i].why, why) == 0)
			return known[i].words;
	return "the server did not take it";
}

static void
print_parked(void *arg, const char *id, const char *why)
{
	int32_t day = rng_uuid_to_day(id);
	char buf[CIVIL_LEN] = "a day";

	if (day != CIVIL_NONE)
		civil_print(day, buf);
	fprintf(arg, "  put aside: %s of %s, %s (%s)\n", id, buf, parked_words(why),
	    why);
}

static void
print_counts(FILE *out, const struct outbox_counts *counts)
{
	fprintf(out, "%d told, %d waiting", counts->sent, counts->waiting);
	if (counts->later)
		fprintf(out,
		    ", %d kept because the server's day is earlier: "
		    "check your clock",
		    counts->later);
	if (counts->parked)
		fprintf(out, ", %d put aside", counts->parked);
	fputc('\n', out);
}

bool
account_status(struct link *link, const struct peer *peer, struct err *err)
{
	struct outbox_counts counts;
	struct str words = {0};

	if (!outbox_count(
		link->h, peer, link_since(link, peer), link->now_ms, &counts, err))
		return false;
	print_who(link->out, peer);
	print_shared(link->out, peer->share);
	print_counts(link->out, &counts);
	print_since(link->out, "last heard", peer->pace.last_ok_ms, link->now_ms);
	push_words(&peer->pace, *peer->coach ? peer->coach : peer->name,
	    link->now_ms, &words);
	if (words.len)
		fprintf(link->out, "%s\n", words.s);
	str_fini(&words);
	return outbox_each_parked(
	    link->h, peer->name, print_parked, link->out, err);
}

static void
set_instant(struct json *object, const char *key, int64_t ms)
{
	char stamp[STAMP_LEN];

	json_set_str(object, key, ms > 0 ? stamp_print(ms, stamp) : NULL);
}

bool
account_status_json(struct link *link, const struct peer *peer, struct json *object,
    struct err *err)
{
	struct outbox_counts counts;
	struct str words = {0};
	struct json *list;

	if (!outbox_count(
		link->h, peer, link_since(link, peer), link->now_ms, &counts, err))
		return false;
	push_words(&peer->pace, *peer->coach ? peer->coach : peer->name,
	    link->now_ms, &words);
	json_set_str(object, "name", peer->name);
	json_set_str(object, "state", state_word(peer->state));
	json_set_str(object, "url", peer->url);
	json_set_str(object, "coach", peer->coach);
	json_set_str(object, "server", peer->server);
	list = json_set_array(object, "share");
	for (int bit = 0; bit < WIRE_SHARES; bit++)
		if (peer->share & 1 << bit)
			json_push_str(list, wire_share_name(bit));
	json_set_int(object, "told", counts.sent);
	json_set_int(object, "waiting", counts.waiting);
	json_set_int(object, "later", counts.later);
	json_set_int(object, "parked", counts.parked);
	set_instant(object, "last_ok", peer->pace.last_ok_ms);
	set_instant(object, "next_try", peer->pace.next_try_ms);
	json_set_str(object, "says", words.s);
	str_fini(&words);
	return true;
}
