#include "sync/join.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"
#include "sync/inbox.h"
#include "sync/token.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LETTERS 12
#define LINE    256

/* --- the code ---------------------------------------------------------------------- */

bool
join_read_code(const char *typed, char code[CODE_LEN])
{
	int n = 0;

	for (; *typed; typed++) {
		char c = (char)toupper((unsigned char)*typed);

		if (strchr("- \t\r\n", c))
			continue;
		if (n == LETTERS || !strchr("BCDFGHJKLMNPQRSTVWXZ", c))
			return false;
		if (n == 4 || n == 8)
			code[n + n / 4 - 1] = '-';
		code[n + n / 4] = c;
		n++;
	}
	code[CODE_LEN - 1] = '\0';
	return n == LETTERS;
}

static bool
code_is_none(struct err *err)
{
	return err_set(err, "that is no code; one has 12 letters, such as "
			    "BCDF-GHJK-LMNP, and no vowels");
}

bool
join_code_file(const char *path, char code[CODE_LEN], struct err *err)
{
	FILE *file = fopen(path, "re");
	char line[LINE] = "";

	if (!file)
		return err_errno(err, "%s", path);
	if (!fgets(line, sizeof(line), file))
		line[0] = '\0';
	fclose(file);
	return join_read_code(line, code) || code_is_none(err);
}

/* A line of the person's, without its end; false at the end of the input. */
static bool
read_line(struct asked_person *person, char *line, size_t size)
{
	fflush(person->out);
	if (!person->in || !fgets(line, (int)size, person->in))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

bool
join_ask_code(struct asked_person *person, char code[CODE_LEN], struct err *err)
{
	char line[LINE];

	if (!person->in)
		return err_set(
		    err, "the code is missing; name a file with --code-file FILE");
	fprintf(person->out, "The code that your coach gave you: ");
	if (!read_line(person, line, sizeof(line)))
		return err_set(err, "no code was given");
	return join_read_code(line, code) || code_is_none(err);
}

/* --- the page ---------------------------------------------------------------------- */

bool
join_ask_yes(struct asked_person *person, const char *question)
{
	char line[LINE];

	if (person->agreed)
		return true;
	fprintf(person->out, "%s [y/N] ", question);
	if (!read_line(person, line, sizeof(line))) {
		fprintf(person->out, "\n");
		return false;
	}
	return strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0;
}

static void
print_fields(FILE *out, int asks, int share)
{
	for (int bit = 0; bit < WIRE_SHARES; bit++) {
		char mark = share & 1 << bit ? 'x' : ' ';

		fprintf(out, "  %2d [%c] %-9s %s%s\n", bit, mark,
		    wire_share_name(bit), wire_share_about(bit),
		    bit == 0          ? " (always)"
		    : asks & 1 << bit ? " (your coach asks for it)"
				      : "");
	}
}

/* "5 6" switches fields 5 and 6. */
static bool
switch_fields(const char *line, int *share)
{
	while (*line) {
		char *end;
		long bit = strtol(line, &end, 10);

		if (end == line || bit < 1 || bit >= WIRE_SHARES)
			return false;
		*share ^= 1 << bit;
		line = end + strspn(end, " ,\t");
	}
	return true;
}

bool
join_ask_share(struct asked_person *person, int asks, int *share)
{
	char line[LINE];

	for (;;) {
		fprintf(person->out, "What is told to your coach:\n");
		print_fields(person->out, asks, *share);
		if (!person->in)
			return true;
		fprintf(person->out,
		    "Numbers switch a field, Enter goes on, q stops: ");
		if (!read_line(person, line, sizeof(line)) ||
		    strcasecmp(line, "q") == 0)
			return false;
		if (line[strspn(line, " \t")] == '\0')
			return true;
		if (!switch_fields(line + strspn(line, " \t"), share))
			fprintf(person->out, "That is none of the numbers.\n");
	}
}

static void
print_offer(FILE *out, const char *url, const struct wire_offer *offer)
{
	char host[128], day[CIVIL_LEN];

	http_host(url, host, sizeof(host));
	fprintf(out, "\n%s invites you.\n", offer->coach);
	fprintf(out, "  server   %s (%s)\n", host, offer->server);
	if (offer->employer)
		fprintf(out, "  relation paid by an employer: think twice\n");
	fprintf(out, "  kept     %d days, your sessions of that time go, too\n",
	    (int)offer->retain_days);
	if (*offer->privacy_url)
		fprintf(out, "  privacy  %s\n", offer->privacy_url);
	fprintf(out, "  until    %s\n\n",
	    civil_print(civil_day(offer->expires_ms, 0, 0), day));
}

static bool
choose_share(struct asked_person *person, int asks, int *share, struct err *err)
{
	*share = WIRE_DONE;
	if (person->share) {
		if (!wire_share_parse(person->share, share, err))
			return false;
		fprintf(person->out, "What is told to your coach:\n");
		print_fields(person->out, asks, *share);
		return true;
	}
	return join_ask_share(person, asks, share);
}

/* "" when none is told. */
static bool
choose_name(
    struct asked_person *person, int share, char name[WIRE_LABEL], struct err *err)
{
	char line[LINE] = "";
	const char *given = person->name ? person->name : line;

	*name = '\0';
	if (!(share & WIRE_NAME))
		return true;
	if (!person->name) {
		fprintf(person->out, "The name that your coach sees: ");
		if (!read_line(person, line, sizeof(line)))
			fputc('\n', person->out);
	}
	if (strlen(given) >= WIRE_LABEL)
		return err_set(err, "a name has at most %d bytes", WIRE_LABEL - 1);
	text_clean_into(name, WIRE_LABEL, given);
	return true;
}

static bool
ask_consent(struct asked_person *person, struct err *err)
{
	if (join_ask_yes(person, "Do you agree to tell this?"))
		return true;
	err->text[0] = '\0';
	if (!person->in)
		err_set(err, "nobody agreed; with --yes you do");
	return false;
}

/* --- the calls --------------------------------------------------------------------- */

static bool
explain_code(const struct wire_trouble *trouble, struct err *err)
{
	if (trouble->kind == TROUBLE_CODE_UNKNOWN ||
	    trouble->kind == TROUBLE_NOT_FOUND)
		err_set(err, "the server does not know this code: it was mistyped, "
			     "used, withdrawn, or is too old; ask for a new one");
	return false;
}

static bool
not_ours(const struct err *why, struct err *err)
{
	return err_set(
	    err, "what answered is not a coach's server: %.300s", why->text);
}

static bool
look_up(struct link *link, const char *url, const char *code,
    struct wire_offer *offer, struct err *err)
{
	struct str body = {0};
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	bool ok;

	wire_print_lookup(code, &body);
	ok = link_call_open(link, url, "POST", "/v1/invites/lookup", &body, &reply,
		 &trouble, err) == MEAN_OK;
	if (!ok)
		explain_code(&trouble, err);
	else if (!wire_read_offer(
		     reply.body.s ? reply.body.s : "", reply.body.len, offer, &why))
		ok = not_ours(&why, err);
	reply_fini(&reply);
	str_fini(&body);
	return ok;
}

/* What was told to another server is no matter here.  This one may have it still, so
 * that what was removed since is to be told as removed. */
static bool
forget(struct link *link, bool same, struct err *err)
{
	return same ? outbox_renew(link->h, PEER_COACH, err)
		    : peer_drop(link->h, PEER_COACH, err);
}

/* A new device with a token, which is on the disk before anybody hears of its hash. */
static bool
prepare(struct link *link, const char *url, struct peer *peer,
    char token[TOKEN_LEN], struct err *err)
{
	bool same = strcmp(peer->url, url) == 0;
	int share = peer->share;

	*peer = (struct peer){.state = PEER_JOINING, .share = share};
	strcpy(peer->name, PEER_COACH);
	snprintf(peer->url, sizeof(peer->url), "%s", url);
	rng_uuid_day(link->today, peer->device);
	pace_init(&peer->pace, WIRE_ITEMS);
	return token_delete(link->token_file, err) && token_make(token, err) &&
	       token_write(link->token_file, token, err) &&
	       forget(link, same, err) && peer_put(link->h, peer, err);
}

static bool
enrol(struct link *link, const char *code, const struct peer *peer,
    const char *token, const char *name, struct wire_welcome *welcome,
    enum trouble *trouble_is, struct err *err)
{
	char hash[TOKEN_HEX];
	struct wire_enrolment e = {.code = code,
	    .device = peer->device,
	    .token_sha256 = hash,
	    .agent = link->agent,
	    .name = *name ? name : NULL,
	    .share = peer->share,
	    .consent_text = CONSENT_TEXT,
	    .consent_ms = link->now_ms};
	struct str body = {0};
	struct wire_trouble trouble;
	struct reply reply;
	struct err why = {""};
	enum mean mean;
	bool ok;

	token_hash(token, hash);
	wire_print_enrolment(&e, &body);
	mean = link_call_open(link, peer->url, "POST", "/v1/enrolments", &body,
	    &reply, &trouble, err);
	/* 201 is new, 200 the same again. */
	ok = reply.reach == REACH_ANSWERED && reply.type == BODY_JSON &&
	     (reply.status == 201 || mean == MEAN_OK);
	*trouble_is = trouble.kind;
	if (!ok)
		explain_code(&trouble, err);
	else if (!wire_read_welcome(reply.body.s ? reply.body.s : "",
		     reply.body.len, welcome, &why))
		ok = not_ours(&why, err);
	reply_fini(&reply);
	str_fini(&body);
	return ok;
}

static bool
was_cut(struct link *link, const char *url, const struct peer *peer,
    char token[TOKEN_LEN], struct err *err)
{
	return peer->state == PEER_JOINING && strcmp(peer->url, url) == 0 &&
	       token_read(link->token_file, token, err);
}

/* What a joining that was cut began is gone on with: its code may be used by it.  Where
 * the code is still free, and refused, that device was let in by another one, and what
 * was free is for a new device. */
static bool
enrol_here(struct link *link, const char *url, const char *code, bool is_free,
    struct peer *peer, const char *name, struct wire_welcome *welcome,
    struct err *err)
{
	enum trouble trouble = TROUBLE_NONE;
	char token[TOKEN_LEN];
	bool ok = false, begun = was_cut(link, url, peer, token, err);

	if (begun)
		ok = peer_put(link->h, peer, err) &&
		     enrol(link, code, peer, token, name, welcome, &trouble, err);
	if (!begun || (!ok && is_free && trouble == TROUBLE_CODE_UNKNOWN))
		ok = prepare(link, url, peer, token, err) &&
		     enrol(link, code, peer, token, name, welcome, &trouble, err);
	token_wipe(token);
	return ok;
}

static bool
settle(struct link *link, const struct wire_welcome *welcome, struct peer *peer,
    struct err *err)
{
	peer->state = PEER_JOINED;
	strcpy(peer->client, welcome->client);
	strcpy(peer->coach, welcome->coach);
	strcpy(peer->server, welcome->server);
	peer->retain_days = welcome->retain_days;
	peer->joined_ms = link->now_ms;
	peer->rereading = true;
	pace_init(&peer->pace, (int)welcome->items);
	return inbox_untell(link->h, err) && peer_put(link->h, peer, err);
}

/* A link that works is not thrown away by a second word. */
static bool
may_join(const struct peer *peer, const char *url, struct err *err)
{
	if (peer->state == PEER_JOINING || peer->state == PEER_ENDED ||
	    peer->pace.error == MEAN_TOKEN || peer->pace.error == MEAN_MOVED ||
	    (peer->state == PEER_JOINED && strcmp(peer->url, url) != 0 &&
		peer->pace.error == MEAN_NO_SERVER))
		return true;
	if (peer->state == PEER_JOINED)
		return err_set(err,
		    "you are linked with %s already; first: uncoil sync leave",
		    peer->coach);
	return err_set(err,
	    "you are about to leave %s, who has not heard it yet; first: uncoil "
	    "sync",
	    peer->coach);
}

/* What there is of a link before; false when it stands in the way. */
static bool
find_before(struct link *link, const char *url, struct peer *peer, struct err *err)
{
	if (peer_find(link->h, PEER_COACH, peer, err))
		return may_join(peer, url, err);
	*peer = (struct peer){.state = PEER_ENDED};
	return !*err->text;
}

/* The page, and what the person said to it; is_free: nobody has used the code. */
static bool
agree(struct link *link, const char *url, const char *code,
    struct asked_person *person, struct peer *before, int *share, bool *is_free,
    char name[WIRE_LABEL], struct err *err)
{
	struct wire_offer offer;

	*name = '\0';
	*is_free = look_up(link, url, code, &offer, err);
	if (!*is_free) {
		/* A code of ours is used when the answer to it was cut off. */
		*share = before->share;
		return before->state == PEER_JOINING &&
		       strcmp(before->url, url) == 0;
	}
	print_offer(person->out, url, &offer);
	err->text[0] = '\0';
	return choose_share(person, offer.asks, share, err) &&
	       choose_name(person, *share, name, err) && ask_consent(person, err);
}

bool
join(struct link *link, const char *url, const char *code,
    struct asked_person *person, struct peer *peer, struct err *err)
{
	char name[WIRE_LABEL];
	struct wire_welcome welcome;
	bool is_free;
	int share;

	if (strlen(url) >= PEER_URL)
		return err_set(err, "the address is too long");
	if (!http_may_call(url, err) || !find_before(link, url, peer, err) ||
	    !agree(link, url, code, person, peer, &share, &is_free, name, err))
		return false;
	peer->share = share;
	return enrol_here(link, url, code, is_free, peer, name, &welcome, err) &&
	       settle(link, &welcome, peer, err);
}
