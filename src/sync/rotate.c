#include "sync/rotate.h"

#include "sync/token.h"

#define DAY_MS INT64_C(86400000)

bool
rotate_is_due(const struct link *link)
{
	int64_t made_ms = token_made_ms(link->token_file);
	char next[TOKEN_LEN];
	struct err none;
	bool open = token_read_next(link->token_file, next, &none) || *none.text;

	token_wipe(next);
	return made_ms >= 0 &&
	       (open || link->now_ms - made_ms >= ROTATE_DAYS * DAY_MS);
}

/* The one that was made for a change that was cut off, or a new one, which is on the
 * disk before anybody hears of its hash: of one that is not whole nobody did. */
static bool
prepare(const struct link *link, char next[TOKEN_LEN], struct err *err)
{
	struct err none;

	return token_read_next(link->token_file, next, &none) ||
	       (token_make(next, err) &&
		   token_write_next(link->token_file, next, err));
}

/* With the old one.  204 and no body is all that a server says, which is what other
 * things on the way say, too: it proves nothing. */
static bool
tell(struct link *link, const struct peer *peer, const char *next, struct err *err)
{
	char hash[TOKEN_HEX];
	struct str body = {0};
	struct wire_trouble trouble;
	struct err why = {""};
	struct reply reply;
	bool ok;

	token_hash(next, hash);
	wire_print_token(hash, &body);
	link_call(
	    link, peer, "POST", "/v1/me/token", &body, &reply, &trouble, &why);
	ok = reply.reach == REACH_ANSWERED && reply.status == 204;
	if (!ok)
		err_set(err, "%s",
		    *why.text ? why.text : "the server did not take the new token");
	reply_fini(&reply);
	str_fini(&body);
	return ok;
}

/* With the new one; from here on the old one is dead. */
static bool
use(struct link *link, const struct peer *peer, const char *next, struct err *err)
{
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	bool ok = link_call_as(link, peer, next, "GET", "/v1/me", NULL, &reply,
		      &trouble, err) == MEAN_OK;

	if (ok &&
	    !wire_read_any(reply.body.s ? reply.body.s : "", reply.body.len, &why))
		ok = err_set(err, "what answered is not the coach's server: %.300s",
		    why.text);
	reply_fini(&reply);
	return ok;
}

bool
rotate(struct link *link, const struct peer *peer, struct err *err)
{
	char next[TOKEN_LEN];
	bool ok = prepare(link, next, err) && tell(link, peer, next, err) &&
		  use(link, peer, next, err) && token_follow(link->token_file, err);

	token_wipe(next);
	return ok;
}
