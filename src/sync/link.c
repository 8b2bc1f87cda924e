#include "sync/link.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"
#include "sync/inbox.h"
#include "sync/token.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* --- small things -------------------------------------------------------------------- */

static void say(struct link *link, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static void
say(struct link *link, const char *fmt, ...)
{
	va_list ap;

	if (!link->out)
		return;
	va_start(ap, fmt);
	vfprintf(link->out, fmt, ap);
	va_end(ap);
	fputc('\n', link->out);
	fflush(link->out);
}

static uint32_t
dice(void)
{
	uint32_t n;

	rng_fill(&n, sizeof(n));
	return n;
}

/* With one slash between them. */
static void
join_url(const char *base, const char *path, struct str *url)
{
	size_t n = strlen(base);

	while (n > 0 && base[n - 1] == '/')
		n--;
	str_addn(url, base, n);
	str_add(url, path);
}

int32_t
link_since(const struct link *link, const struct peer *peer)
{
	if (peer->retain_days <= 0)
		return CIVIL_NONE;
	return link->today - (int32_t)peer->retain_days;
}

/* --- calls ----------------------------------------------------------------------------- */

/* What went wrong, as the person is told it. */
static void
explain(enum mean mean, const struct reply *reply,
    const struct wire_trouble *trouble, struct err *err)
{
	const char *words = push_table[mean].words;
	const char *detail = reply->detail;
	char known[256];

	if (trouble->kind != TROUBLE_NONE) {
		snprintf(known, sizeof(known), "%s%s%s", trouble->title,
		    *trouble->ref ? ", reference " : "", trouble->ref);
		detail = known;
	} else if (!*detail) {
		snprintf(known, sizeof(known), "status %d", reply->status);
		detail = known;
	}
	if (strstr(words, "%s"))
		err_set(err, words, detail);
	else
		err_set(err, "%s", words);
}

static enum mean
call(struct link *link, const struct http_call *what, struct reply *reply,
    struct wire_trouble *trouble, struct err *err)
{
	enum mean mean;

	*reply = (struct reply){0};
	http_call(link->http, what, reply);
	link->now_ms = reply->now_ms;
	mean = push_mean(reply, trouble);
	if (mean != MEAN_OK) {
		explain(mean, reply, trouble, err);
		/* What is kept of it is what can be told later. */
		if (trouble->kind != TROUBLE_NONE)
			snprintf(reply->detail, sizeof(reply->detail), "%s%s%s",
			    trouble->title, *trouble->ref ? ", reference " : "",
			    trouble->ref);
	}
	return mean;
}

/* A call to {url}{path}; token NULL: without one. */
static enum mean
call_at(struct link *link, const char *url, const char *token, const char *method,
    const char *path, const struct str *body, struct reply *reply,
    struct wire_trouble *trouble, struct err *err)
{
	struct http_call what = {.method = method, .token = token};
	struct str full = {0};
	enum mean mean;

	join_url(url, path, &full);
	what.url = full.s;
	if (body) {
		what.body = body->s;
		what.len = body->len;
	}
	mean = call(link, &what, reply, trouble, err);
	str_fini(&full);
	return mean;
}

enum mean
link_call_open(struct link *link, const char *url, const char *method,
    const char *path, const struct str *body, struct reply *reply,
    struct wire_trouble *trouble, struct err *err)
{
	return call_at(link, url, NULL, method, path, body, reply, trouble, err);
}

/* One that is there and cannot be used is no link that is lost: with its mode put
 * right it goes on. */
static enum mean
no_token(struct reply *reply, struct err *err)
{
	if (*err->text) {
		text_clean_into(reply->detail, sizeof(reply->detail), err->text);
		return MEAN_NOT_CALLED;
	}
	err_set(err, "%s", push_table[MEAN_TOKEN].words);
	return MEAN_TOKEN;
}

enum mean
link_call_as(struct link *link, const struct peer *peer, const char *token,
    const char *method, const char *path, const struct str *body,
    struct reply *reply, struct wire_trouble *trouble, struct err *err)
{
	return call_at(
	    link, peer->url, token, method, path, body, reply, trouble, err);
}

/* A change of the token that was cut off: has the server taken the one that was to
 * follow?  Then it is the token; else all stays as it was, and so does the reply. */
static enum mean
try_next(struct link *link, const struct peer *peer, const char *method,
    const char *path, const struct str *body, struct reply *reply,
    struct wire_trouble *trouble, struct err *err)
{
	char next[TOKEN_LEN];
	struct wire_trouble found;
	struct err other = {""};
	struct reply again;
	enum mean mean;

	if (!token_read_next(link->token_file, next, &other))
		return MEAN_TOKEN;
	mean = link_call_as(
	    link, peer, next, method, path, body, &again, &found, &other);
	token_wipe(next);
	if (again.reach != REACH_ANSWERED || mean == MEAN_TOKEN) {
		reply_fini(&again);
		return MEAN_TOKEN;
	}
	reply_fini(reply);
	*reply = again;
	*trouble = found;
	*err = other;
	if (mean == MEAN_OK && !token_follow(link->token_file, err))
		return MEAN_TOKEN;
	return mean;
}

enum mean
link_call(struct link *link, const struct peer *peer, const char *method,
    const char *path, const struct str *body, struct reply *reply,
    struct wire_trouble *trouble, struct err *err)
{
	char token[TOKEN_LEN];
	enum mean mean;

	*reply = (struct reply){.now_ms = link->now_ms, .reach = REACH_ANSWERED};
	*trouble = (struct wire_trouble){0};
	if (!token_read(link->token_file, token, err))
		return no_token(reply, err);
	mean = link_call_as(
	    link, peer, token, method, path, body, reply, trouble, err);
	token_wipe(token);
	return mean == MEAN_TOKEN
		   ? try_next(link, peer, method, path, body, reply, trouble, err)
		   : mean;
}

bool
link_note(struct link *link, struct peer *peer, enum mean mean,
    const struct reply *reply, int n, struct err *err)
{
	push_note(&peer->pace, mean, reply, n, link->now_ms, dice());
	peer->next_run_ms = push_next_run(link->now_ms, link->every_min, dice());
	return peer_put(link->h, peer, err);
}

/* --- what is sent ------------------------------------------------------------------------ */

static void
fill_request(struct link *link, const struct peer *peer,
    const struct parcel *parcel, struct wire_request *request)
{
	int64_t sent_ms = link->now_ms;

	/* The second of a sync tells the second of a session. */
	if (!(peer->share & WIRE_TIMES))
		sent_ms -= sent_ms % 60000;
	request->sent_ms = sent_ms;
	request->agent = link->agent;
	request->after = *peer->cursor ? peer->cursor : NULL;
	request->tally = *peer->tally ? peer->tally : NULL;
	request->streak = peer->share & WIRE_STREAK ? link->streak : -1;
	request->as_of = link->today;
	request->items = parcel->items;
	request->n = parcel->n;
	request->plain = peer->state == PEER_PLAIN;
}

bool
link_next(struct link *link, const struct peer *peer, struct parcel *parcel,
    struct wire_request *request, struct str *body, struct err *err)
{
	size_t most = peer->pace.most > 0 && peer->pace.most < WIRE_ITEMS
			  ? (size_t)peer->pace.most
			  : WIRE_ITEMS;

	*request = (struct wire_request){.streak = -1};
	if (!outbox_take(link->h, peer, link_since(link, peer), link->now_ms, most,
		parcel, err))
		return false;
	rng_uuid_day(link->today, request->batch);
	for (;;) {
		fill_request(link, peer, parcel, request);
		str_clear(body);
		wire_print_request(request, body);
		if (body->len <= WIRE_BODY || parcel->n <= 1)
			return true;
		parcel_cut(parcel, parcel->n / 2);
	}
}

/* --- what comes back ----------------------------------------------------------------------- */

static bool
keep_rx(struct link *link, const struct rx *rx, struct err *err)
{
	if (!inbox_put_plan(link->h, rx, link->today, err))
		return false;
	/* What cannot be followed is declined, and nobody is asked. */
	return !*rx->fault || rx->ended ||
	       inbox_answer(
		   link->h, rx, PLAN_DECLINED, rx->fault, link->today, err);
}

static bool
keep_coach(struct link *link, const struct wire_change *change, struct err *err)
{
	struct str text = {0};
	char id[UUID_LEN];
	bool ok;

	str_addf(&text, "%s %s", change->name,
	    change->added ? "can see what you share from now on."
			  : "cannot see what you share any more.");
	ok = inbox_put_note(
	    link->h, rng_uuid_at(link->now_ms, id), text.s, link->now_ms, err);
	str_fini(&text);
	return ok;
}

static bool
keep_change(struct link *link, struct peer *peer, const struct wire_change *change,
    struct err *err)
{
	switch (change->kind) {
	case CHANGE_RX:
		return keep_rx(link, &change->rx, err);
	case CHANGE_NOTE:
		return inbox_put_note(
		    link->h, change->id, change->text, link->now_ms, err);
	case CHANGE_COACH:
		return keep_coach(link, change, err);
	case CHANGE_RETAIN:
		peer->retain_days = change->retain_days;
		return true;
	}
	return true;
}

static bool
keep_changes(struct link *link, struct peer *peer, const struct wire_answer *answer,
    struct err *err)
{
	for (size_t i = 0; i < answer->n_changes; i++)
		if (!keep_change(link, peer, &answer->changes[i], err))
			return false;
	if (*answer->next)
		strcpy(peer->cursor, answer->next);
	if (answer->more || !peer->rereading)
		return true;
	peer->rereading = false;
	return inbox_end_untold(link->h, link->today, err);
}

static bool
keep_results(struct link *link, struct peer *peer, const struct parcel *parcel,
    const struct wire_request *request, const struct wire_answer *answer,
    struct err *err)
{
	peer->pace.skew_ms = answer->server_ms - request->sent_ms;
	strcpy(peer->tally, answer->tally);
	for (size_t i = 0; i < parcel->n; i++) {
		struct push_mark mark;

		push_result(
		    &answer->results[i], &parcel->items[i], link->now_ms, &mark);
		if (!outbox_mark(link->h, peer, parcel, i, &mark, err))
			return false;
	}
	return true;
}

/* All of an answer, or nothing of it. */
static bool
keep_answer(struct link *link, struct peer *peer, const struct parcel *parcel,
    const struct wire_request *request, const struct wire_answer *answer,
    const struct reply *reply, struct err *err)
{
	bool lost = peer->pace.error == MEAN_RESYNC;
	bool ok;

	if (!history_together(link->h, err))
		return false;
	ok = keep_results(link, peer, parcel, request, answer, err) &&
	     keep_changes(link, peer, answer, err);
	push_note(&peer->pace, MEAN_OK, reply, (int)parcel->n, link->now_ms, 0);
	if (lost)
		push_news_of_loss(&peer->pace, link->now_ms);
	if (answer->wait_s > 0)
		peer->pace.next_try_ms = link->now_ms + answer->wait_s * 1000;
	peer->next_run_ms = push_next_run(link->now_ms, link->every_min, dice());
	ok = ok && peer_put(link->h, peer, err);
	return history_together_end(link->h, ok, err) && ok;
}

/* --- a run ------------------------------------------------------------------------------------ */

struct round {
	struct parcel parcel;
	struct wire_request request;
	struct wire_answer answer;
	struct str body;
	struct reply reply;
	struct wire_trouble trouble;
	enum mean mean;
};

static void
round_fini(struct round *r)
{
	parcel_fini(&r->parcel);
	wire_answer_fini(&r->answer);
	str_fini(&r->body);
	reply_fini(&r->reply);
}

static bool
note_going(struct link *link, const struct peer *peer, const struct parcel *parcel,
    struct err *err)
{
	bool ok;

	if (parcel->n == 0)
		return true;
	if (!history_together(link->h, err))
		return false;
	ok = outbox_going(link->h, peer, parcel, err);
	return history_together_end(link->h, ok, err) && ok;
}

static bool
ask_server(struct link *link, struct peer *peer, struct round *r, struct err *err)
{
	struct err why = {""};

	if (!link_next(link, peer, &r->parcel, &r->request, &r->body, err) ||
	    !note_going(link, peer, &r->parcel, err))
		return false;
	r->mean = link_call(
	    link, peer, "POST", "/v1/sync", &r->body, &r->reply, &r->trouble, err);
	if (r->mean != MEAN_OK ||
	    wire_read_answer(r->reply.body.s ? r->reply.body.s : "",
		r->reply.body.len, &r->request, &r->answer, &why))
		return true;
	r->mean = MEAN_STRANGE;
	snprintf(r->reply.detail, sizeof(r->reply.detail), "%.200s", why.text);
	err_set(err, push_table[MEAN_STRANGE].words, r->reply.detail);
	return true;
}

static bool
park_the_one(
    struct link *link, struct peer *peer, const struct round *r, struct err *err)
{
	struct push_mark mark = {.fate = KEEP_PARKED, .why = "not-understood"};

	if (r->mean == MEAN_TOO_LARGE)
		mark.why = "too-long";
	return outbox_mark(link->h, peer, &r->parcel, 0, &mark, err);
}

/* The server does not know where we stand: all is read again, and told again. */
static bool
begin_again(struct link *link, struct peer *peer, struct err *err)
{
	bool ok;

	if (!history_together(link->h, err))
		return false;
	peer->cursor[0] = '\0';
	peer->tally[0] = '\0';
	peer->rereading = true;
	ok = inbox_untell(link->h, err) && outbox_renew(link->h, peer->name, err) &&
	     peer_put(link->h, peer, err);
	return history_together_end(link->h, ok, err) && ok;
}

/* By the coach's wish: nothing is told any more; what is here stays here. */
static bool
end_link(struct link *link, struct peer *peer, struct err *err)
{
	peer->state = PEER_ENDED;
	return token_delete(link->token_file, err) && peer_put(link->h, peer, err);
}

enum turn { TURN_AGAIN, TURN_DONE, TURN_FAILED };

/* Of n items that went, the server took none: half of them go, or the one stays. */
static enum turn
send_less(struct link *link, struct peer *peer, const struct round *r, int n,
    struct err *err)
{
	if (n == 0)
		return TURN_FAILED;
	say(link, "%s: %s", err->text,
	    n > 1 ? "less at a time is tried" : "one item is put aside");
	return n > 1 || park_the_one(link, peer, r, err) ? TURN_AGAIN : TURN_FAILED;
}

/* After a reply that is no answer. */
static enum turn
react(struct link *link, struct peer *peer, struct round *r, struct err *err)
{
	struct err other = {""};
	int n = (int)r->parcel.n;

	if (!link_note(link, peer, r->mean, &r->reply, n, &other)) {
		*err = other;
		return TURN_FAILED;
	}
	switch (push_table[r->mean].action) {
	case DO_HALVE:
		return send_less(link, peer, r, n, err);
	case DO_REREAD:
		/* Where nothing was said there is nothing that could be unknown. */
		if ((!*peer->cursor && !*peer->tally) ||
		    !begin_again(link, peer, err))
			return TURN_FAILED;
		say(link, "the server was restored; reading and telling all again");
		return TURN_AGAIN;
	case DO_END:
		if (end_link(link, peer, err))
			err_set(err, "%s ended the sharing; your log stays here",
			    *peer->coach ? peer->coach : "your coach");
		return TURN_FAILED;
	case DO_GO_ON:
	case DO_WAIT:
		break;
	}
	return TURN_FAILED;
}

static enum turn
take_answer(struct link *link, struct peer *peer, struct round *r, struct err *err)
{
	struct outbox_counts counts;

	if (!keep_answer(
		link, peer, &r->parcel, &r->request, &r->answer, &r->reply, err) ||
	    !outbox_count(
		link->h, peer, link_since(link, peer), link->now_ms, &counts, err))
		return TURN_FAILED;
	if (r->parcel.n > 0 || r->answer.n_changes > 0)
		say(link, "%zu told, %zu read, %d to go", r->parcel.n,
		    r->answer.n_changes, counts.waiting);
	/* What is held by a session that runs waits for its end. */
	if (!r->answer.more && (counts.waiting == 0 || r->parcel.n == 0))
		return TURN_DONE;
	if (r->answer.wait_s == 0)
		return TURN_AGAIN;
	err_set(err, "the server asks to wait for %d s with the rest",
	    (int)r->answer.wait_s);
	return TURN_FAILED;
}

static enum turn
run_round(struct link *link, struct peer *peer, struct err *err)
{
	struct round r = {.mean = MEAN_OK};
	enum turn turn = TURN_FAILED;

	if (ask_server(link, peer, &r, err))
		turn = r.mean == MEAN_OK ? take_answer(link, peer, &r, err)
					 : react(link, peer, &r, err);
	if (*r.reply.sunset)
		say(link,
		    "the server will not serve this version after %s; update "
		    "uncoil",
		    r.reply.sunset);
	round_fini(&r);
	return turn;
}

bool
link_run(struct link *link, struct peer *peer, struct err *err)
{
	enum turn turn = TURN_AGAIN;

	if (peer->state == PEER_LEAVING || peer->state == PEER_ERASING)
		return link_leave(link, peer, NULL, err);
	if (peer->state != PEER_JOINED)
		return err_set(err, "there is no link to a coach; "
				    "uncoil sync join URL makes one");
	for (int i = 0; i < LINK_ROUNDS && turn == TURN_AGAIN; i++)
		turn = run_round(link, peer, err);
	if (turn == TURN_AGAIN)
		return err_set(err, "%s", LINK_ENOUGH);
	return turn == TURN_DONE;
}

/* --- leaving ------------------------------------------------------------------------------------ */

/* Whoever does not know us any more cannot be told that we go: the answer to the call
 * that did it was lost, or somebody else did.  That what it had of us is erased only a
 * receipt says. */
static bool
has_left(enum mean mean)
{
	return mean == MEAN_OK || mean == MEAN_ENDED || mean == MEAN_TOKEN;
}

bool
link_leave(struct link *link, struct peer *peer, struct wire_goodbye *goodbye,
    struct err *err)
{
	const char *path =
	    peer->state == PEER_ERASING ? "/v1/me?erase=all" : "/v1/me?erase=none";
	struct wire_goodbye said = {0};
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	enum mean mean =
	    link_call(link, peer, "DELETE", path, NULL, &reply, &trouble, err);
	bool ok;

	if (mean == MEAN_OK && !wire_read_goodbye(reply.body.s ? reply.body.s : "",
				   reply.body.len, &said, &why)) {
		mean = MEAN_STRANGE;
		err_set(err, push_table[mean].words, why.text);
	}
	if (has_left(mean))
		ok = token_delete(link->token_file, err) &&
		     peer_drop(link->h, peer->name, err);
	else
		ok = link_note(link, peer, mean, &reply, 0, &why) && false;
	if (goodbye)
		*goodbye = said;
	reply_fini(&reply);
	return ok;
}
