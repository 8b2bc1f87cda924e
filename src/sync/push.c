#include "sync/push.h"

#include "base/civil.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUTE 60
#define HOUR   3600
#define DAY    86400

const struct push_row push_table[MEANS] = {
    [MEAN_OK] = {DO_GO_ON, 0, 0, ""},
    [MEAN_NOBODY] = {DO_WAIT, 0, 0, "no connection: %s"},
    [MEAN_UNTRUSTED] = {DO_WAIT, 6 * HOUR, 0,
	"the certificate is not trusted: %s; if it is of your company's or your "
	"own "
	"authority, name its file: uncoil config set sync.ca_file FILE"},
    [MEAN_NAME] = {DO_WAIT, 6 * HOUR, 0,
	"the certificate is of another name than the address: %s; is the address "
	"right? else whoever runs the server has to get one for it"},
    [MEAN_DATE] = {DO_WAIT, 6 * HOUR, 0,
	"the certificate is not valid today: %s; is your clock right? else whoever "
	"runs the server has to renew it"},
    [MEAN_PIN] = {DO_WAIT, 6 * HOUR, 0,
	"the server's key is not the one of sync.pin; somebody else may be "
	"answering: ask your coach, and only if the key was changed: uncoil config "
	"set sync.pin sha256//..."},
    [MEAN_CA_FILE] = {DO_WAIT, 6 * HOUR, 0,
	"the trusted certificate authorities cannot be read: %s; install the "
	"package ca-certificates, or name the file of your own authority, in PEM: "
	"uncoil config set sync.ca_file FILE"},
    [MEAN_TLS] = {DO_WAIT, 6 * HOUR, 0,
	"no encryption that is new enough: the server's TLS is too old or broken; "
	"whoever runs it has to offer TLS 1.2 or later (%s)"},
    [MEAN_PAGE] = {DO_WAIT, 10 * MINUTE, 0,
	"the network answered with a web page; is there a login? %s"},
    [MEAN_STRANGE] = {DO_WAIT, 10 * MINUTE, 0,
	"what answered is not the coach's server: %s"},
    [MEAN_MOVED] = {DO_WAIT, 6 * HOUR, 0,
	"the server says that it moved to %s; nothing is sent there; if that is "
	"right, run: uncoil sync join"},
    [MEAN_CUT] = {DO_WAIT, 0, 0, "the answer was cut off: %s"},
    [MEAN_NO_SERVER] = {DO_WAIT, 6 * HOUR, 0,
	"there is no uncoil server at this address (%s)"},
    [MEAN_OUR_FAULT] = {DO_HALVE, 0, 0,
	"the server does not understand what is sent (%s)"},
    [MEAN_TOO_LARGE] = {DO_HALVE, 0, 0, "the server wants less at a time (%s)"},
    [MEAN_TOKEN] = {DO_WAIT, 24 * HOUR, 0,
	"the link is lost; ask for a re-link code, then: uncoil sync join"},
    [MEAN_RESYNC] = {DO_REREAD, 0, 0,
	"the server was restored; reading and telling all again"},
    [MEAN_ENDED] = {DO_END, 0, 0, "the sharing was ended; your log stays here"},
    [MEAN_TOO_OLD] = {DO_WAIT, 24 * HOUR, 0,
	"the server serves this version no more; update uncoil"},
    [MEAN_SLOW_DOWN] = {DO_WAIT, 0, DAY, "the server asks to wait"},
    [MEAN_BROKEN] = {DO_WAIT, 0, 3 * DAY, "the server is out of order (%s)"},
    [MEAN_FULL] = {DO_WAIT, HOUR, DAY, "the server's disk is full"},
    [MEAN_PROXY] = {DO_WAIT, HOUR, 0, "the proxy wants a login: %s"},
    [MEAN_NOT_CALLED] = {DO_WAIT, 24 * HOUR, 0, "%s"},
};

void
reply_fini(struct reply *reply)
{
	str_fini(&reply->body);
}

/* --- what a reply means ------------------------------------------------------ */

static const struct {
	enum trouble kind;
	enum mean mean;
} by_trouble[] = {
    {TROUBLE_TOKEN, MEAN_TOKEN},
    {TROUBLE_TOO_OLD, MEAN_TOO_OLD},
    {TROUBLE_RESYNC, MEAN_RESYNC},
    {TROUBLE_ENDED, MEAN_ENDED},
    {TROUBLE_TOO_LARGE, MEAN_TOO_LARGE},
    {TROUBLE_SLOW_DOWN, MEAN_SLOW_DOWN},
    {TROUBLE_BROKEN, MEAN_BROKEN},
    {TROUBLE_BUSY, MEAN_SLOW_DOWN},
    {TROUBLE_STORAGE_FULL, MEAN_FULL},
    {TROUBLE_BAD_JSON, MEAN_OUR_FAULT},
    {TROUBLE_BAD_REQUEST, MEAN_OUR_FAULT},
    {TROUBLE_TYPE, MEAN_OUR_FAULT},
    {TROUBLE_TOO_MANY, MEAN_OUR_FAULT},
    {TROUBLE_LENGTH, MEAN_OUR_FAULT},
};

/* By what a problem of ours says; those below stand for any body. */
static const struct {
	int status;
	enum mean mean;
} by_status[] = {
    {400, MEAN_OUR_FAULT},
    {407, MEAN_PROXY},
    {413, MEAN_TOO_LARGE},
    {415, MEAN_OUR_FAULT},
    {422, MEAN_OUR_FAULT},
    {429, MEAN_SLOW_DOWN},
    {503, MEAN_SLOW_DOWN},
    {511, MEAN_PAGE},
};

static enum mean
mean_of_trouble(enum trouble kind)
{
	for (size_t i = 0; i < sizeof(by_trouble) / sizeof(by_trouble[0]); i++)
		if (by_trouble[i].kind == kind)
			return by_trouble[i].mean;
	return MEAN_OK;
}

static enum mean
mean_of_status(const struct reply *reply)
{
	for (size_t i = 0; i < sizeof(by_status) / sizeof(by_status[0]); i++)
		if (by_status[i].status == reply->status)
			return by_status[i].mean;
	if (reply->status >= 300 && reply->status < 400)
		return MEAN_MOVED;
	if (reply->status >= 500)
		return MEAN_BROKEN;
	if (reply->status >= 400)
		return MEAN_NO_SERVER;
	return reply->type == BODY_OTHER ? MEAN_PAGE : MEAN_STRANGE;
}

static enum mean
mean_of_reach(enum reach reach)
{
	static const enum mean means[] = {
	    [REACH_ANSWERED] = MEAN_OK,
	    [REACH_NOBODY] = MEAN_NOBODY,
	    [REACH_UNTRUSTED] = MEAN_UNTRUSTED,
	    [REACH_NAME] = MEAN_NAME,
	    [REACH_DATE] = MEAN_DATE,
	    [REACH_PIN] = MEAN_PIN,
	    [REACH_CA_FILE] = MEAN_CA_FILE,
	    [REACH_TLS] = MEAN_TLS,
	    [REACH_CUT] = MEAN_CUT,
	    [REACH_STRANGE] = MEAN_STRANGE,
	    [REACH_REFUSED] = MEAN_NOT_CALLED,
	};

	return means[reach];
}

enum mean
push_mean(const struct reply *reply, struct wire_trouble *trouble)
{
	struct wire_trouble found = {0};
	enum mean mean;

	if (trouble)
		*trouble = found;
	if (reply->reach != REACH_ANSWERED)
		return mean_of_reach(reply->reach);
	if (reply->status == 200 && reply->type == BODY_JSON)
		return MEAN_OK;
	/* A token is only lost, and a sharing only ended, if our server says so. */
	if (reply->type == BODY_PROBLEM && reply->status >= 400)
		wire_read_problem(reply->body.s, reply->body.len, &found);
	if (trouble)
		*trouble = found;
	mean = mean_of_trouble(found.kind);
	return mean != MEAN_OK ? mean : mean_of_status(reply);
}

/* --- when to ask again -------------------------------------------------------- */

void
pace_init(struct pace *pace, int items)
{
	*pace = (struct pace){.most = items, .cap = items};
}

/* From half of it to all of it. */
static int64_t
spread(int64_t ms, uint32_t random)
{
	return ms / 2 + (int64_t)((double)(ms - ms / 2) * random / UINT32_MAX);
}

static int64_t
backoff_ms(int fails, uint32_t random)
{
	int64_t s = PUSH_WAIT_S;

	for (int i = 0; i < fails && s < PUSH_WAIT_MAX_S; i++)
		s *= 2;
	return spread((s < PUSH_WAIT_MAX_S ? s : PUSH_WAIT_MAX_S) * 1000, random);
}

static int64_t
pause_ms(const struct push_row *row, const struct reply *reply, int fails,
    uint32_t random)
{
	int64_t asked_s = reply->retry_after_s;

	if (asked_s > PUSH_RETRY_MAX_S)
		asked_s = PUSH_RETRY_MAX_S;
	if (asked_s > 0)
		return asked_s * 1000;
	return row->wait_s ? (int64_t)row->wait_s * 1000
			   : backoff_ms(fails, random);
}

/* A batch of one that fails says nothing of how many are too many. */
static void
halve(struct pace *pace, enum mean mean, int n)
{
	if (n > 1)
		pace->most = n / 2;
	else
		pace->most = pace->cap;
	if (mean == MEAN_TOO_LARGE && n > 1)
		pace->cap = pace->most;
}

/* News stay for a while; an error that is over is none. */
static void
forget_error(struct pace *pace, int64_t now_ms)
{
	if (pace->error == MEAN_OK && *pace->detail &&
	    now_ms - pace->error_since_ms <= PUSH_NEWS_MS)
		return;
	pace->error = MEAN_OK;
	pace->error_since_ms = 0;
	pace->detail[0] = '\0';
}

static void
note_good(struct pace *pace, int64_t now_ms)
{
	pace->fails = 0;
	forget_error(pace, now_ms);
	pace->last_ok_ms = now_ms;
	pace->next_try_ms = 0;
	pace->most = pace->most > pace->cap / 2 ? pace->cap : pace->most * 2;
	if (pace->most < 1)
		pace->most = 1;
}

void
push_note(struct pace *pace, enum mean mean, const struct reply *reply, int n,
    int64_t now_ms, uint32_t random)
{
	const struct push_row *row = &push_table[mean];

	if (mean == MEAN_OK) {
		note_good(pace, now_ms);
		return;
	}
	if (pace->error == MEAN_OK || !pace->error_since_ms)
		pace->error_since_ms = now_ms;
	pace->error = mean;
	snprintf(pace->detail, sizeof(pace->detail), "%s", reply->detail);
	if (row->action == DO_HALVE && n > 0)
		halve(pace, mean, n);
	if (row->action == DO_WAIT || (row->action == DO_HALVE && n == 0)) {
		pace->next_try_ms =
		    now_ms + pause_ms(row, reply, pace->fails, random);
		pace->fails += pace->fails < 30;
	}
}

bool
push_is_due(const struct pace *pace, int64_t now_ms)
{
	/* A pause longer than any of ours was set by a clock that was wrong. */
	return now_ms >= pace->next_try_ms ||
	       pace->next_try_ms - now_ms > (int64_t)2 * PUSH_RETRY_MAX_S * 1000;
}

int64_t
push_next_run(int64_t now_ms, int every_min, uint32_t random)
{
	int64_t every_ms = (int64_t)every_min * 60000;

	return now_ms + every_ms / 2 +
	       (int64_t)((double)every_ms * random / UINT32_MAX);
}

/* --- what becomes of an item --------------------------------------------------- */

void
push_result(const struct wire_result *result, const struct item *item,
    int64_t now_ms, struct push_mark *mark)
{
	int64_t day_ms = civil_utc_ms(item->day);
	int64_t soon_ms = now_ms + (int64_t)PUSH_WAIT_MAX_S * 1000;

	*mark = (struct push_mark){.why = ""};
	switch (result->fate) {
	case ITEM_FUTURE:
		mark->fate = KEEP_LATER;
		mark->retry_ms = day_ms > soon_ms ? day_ms : soon_ms;
		mark->why = "future";
		break;
	case ITEM_CONFLICT:
		mark->fate = KEEP_NEW;
		mark->raise = result->have_rev + 1 - item->rev;
		break;
	case ITEM_ID_DAY:
	case ITEM_BAD_FIELD:
	case ITEM_TOO_LONG:
	case ITEM_QUOTA:
		mark->fate = KEEP_PARKED;
		mark->why = item_why(result->fate);
		break;
	case ITEM_GOOD:
	case ITEM_STORED:
	case ITEM_SAME:
	case ITEM_OLDER:
	case ITEM_IGNORED:
		mark->fate = KEEP_SENT;
		break;
	}
}

void
push_news_of_loss(struct pace *pace, int64_t now_ms)
{
	snprintf(pace->detail, sizeof(pace->detail),
	    "the server had lost some of what it was told; all is told again");
	pace->error_since_ms = now_ms;
}

/* --- words --------------------------------------------------------------------- */

static void
add_span(int64_t ms, struct str *out)
{
	int64_t min = ms / 60000;

	if (min < 120)
		str_addf(out, "%d min", (int)min);
	else if (min < 48 * 60)
		str_addf(out, "%d h", (int)(min / 60));
	else
		str_addf(out, "%d days", (int)(min / (24 * 60)));
}

static void
add_error(const struct pace *pace, int64_t now_ms, struct str *out)
{
	const struct push_row *row = &push_table[pace->error];
	int64_t lasts_ms = now_ms - pace->error_since_ms;
	struct str line = {0};
	char *hole;

	if (pace->error == MEAN_OK || lasts_ms < (int64_t)row->quiet_s * 1000)
		return;
	hole = strstr(row->words, "%s");
	if (hole) {
		str_addn(&line, row->words, (size_t)(hole - row->words));
		str_add(&line, *pace->detail ? pace->detail : "no more is known");
		str_add(&line, hole + 2);
	} else {
		str_add(&line, row->words);
	}
	str_add(out, line.s);
	if (lasts_ms >= 2 * 3600 * 1000) {
		str_add(out, " (for ");
		add_span(lasts_ms, out);
		str_add(out, ")");
	}
	str_fini(&line);
}

void
push_words(
    const struct pace *pace, const char *coach, int64_t now_ms, struct str *out)
{
	str_addn(out, "", 0);
	if (pace->error == MEAN_ENDED) {
		str_addf(out, "%s ended the sharing; your log stays here", coach);
		return;
	}
	add_error(pace, now_ms, out);
	if (pace->error == MEAN_OK && now_ms - pace->error_since_ms <= PUSH_NEWS_MS)
		str_add(out, pace->detail);
	if (!out->len && llabs(pace->skew_ms) > PUSH_SKEW_MS) {
		str_add(out, "check your clock: it is ");
		add_span(llabs(pace->skew_ms), out);
		str_addf(out, " %s the server's",
		    pace->skew_ms > 0 ? "behind" : "ahead of");
	}
}
