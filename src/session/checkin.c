#include "session/checkin.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* All that might be asked, in order. */
enum {
	AT_TROUBLE,
	AT_LEAVING,
	AT_TENSION = AT_LEAVING + CHECKIN_LEFT,
	AT_PAIN = AT_TENSION + CHECKIN_REGIONS,
	AT_MOOD,
	AT_NOTE,
	AT_END
};

static const char *const troubles[] = {"sharp pain", "tingling or numbness",
    "pain moving down an arm or leg", "dizziness, sight or speech",
    "chest or breath", "headache", "just uncomfortable", NULL};

static const char *const leavings[] = {
    "pain", "no time", "unclear how", "another reason", NULL};

static const struct ratings nothing = {
    {RATING_NONE, RATING_NONE, RATING_NONE}, RATING_NONE, RATING_NONE};

static enum ask
ask_at(size_t at)
{
	return at == AT_TROUBLE  ? ASK_TROUBLE
	       : at < AT_TENSION ? ASK_LEAVING
	       : at < AT_PAIN    ? ASK_TENSION
	       : at == AT_PAIN   ? ASK_PAIN
	       : at == AT_MOOD   ? ASK_MOOD
				 : ASK_NOTE;
}

static bool
is_tense(const struct checkin *c)
{
	bool tense = c->before.pain != RATING_NONE;

	for (size_t i = 0; i < c->n; i++)
		tense |= c->now.tension[i] >= CHECKIN_TENSE;
	return tense;
}

static bool
is_due(const struct checkin *c, size_t at)
{
	if (c->wrong || at == AT_TROUBLE)
		return c->wrong && at == AT_TROUBLE;
	switch (ask_at(at)) {
	case ASK_LEAVING:
		return at - AT_LEAVING < c->n_left;
	case ASK_TENSION:
		return at - AT_TENSION < c->n;
	case ASK_PAIN:
		return is_tense(c);
	case ASK_NOTE:
		return at == AT_NOTE && c->after;
	case ASK_MOOD:
	case ASK_TROUBLE:
		break;
	}
	return true;
}

static void
move_on(struct checkin *c)
{
	while (c->at < AT_END && !is_due(c, ++c->at) && c->at < AT_END)
		;
}

static void
first(struct checkin *c)
{
	c->at = 0;
	if (!is_due(c, 0))
		move_on(c);
}

void
checkin_before(struct checkin *c, uint64_t regions)
{
	*c = (struct checkin){.now = nothing, .before = nothing};
	for (size_t i = 0; i < words_region.n && c->n < CHECKIN_REGIONS; i++)
		if (regions & BIT_OF(i))
			c->region[c->n++] = (enum region)i;
	first(c);
}

void
checkin_after(struct checkin *c, const struct checkin *before)
{
	struct checkin now = *before;

	now.after = true;
	now.before = before->now;
	now.now = nothing;
	now.note[0] = '\0';
	now.wrong = false;
	now.n_left = 0;
	first(&now);
	*c = now;
}

void
checkin_ended(struct checkin *c, bool wrong, const struct exercise *const *left,
    size_t n_left)
{
	c->wrong = wrong;
	c->trouble = RATING_NONE;
	c->n_left = n_left < CHECKIN_LEFT ? n_left : CHECKIN_LEFT;
	for (size_t i = 0; i < c->n_left; i++) {
		c->left[i] = left[i];
		c->leaving[i] = RATING_NONE;
	}
	first(c);
}

/* Where the answer to what is asked now goes; NULL for a note. */
static int *
place(struct checkin *c)
{
	switch (ask_at(c->at)) {
	case ASK_TROUBLE:
		return &c->trouble;
	case ASK_LEAVING:
		return &c->leaving[c->at - AT_LEAVING];
	case ASK_TENSION:
		return &c->now.tension[c->at - AT_TENSION];
	case ASK_PAIN:
		return &c->now.pain;
	case ASK_MOOD:
		return &c->now.mood;
	case ASK_NOTE:
		break;
	}
	return NULL;
}

static int
due_until(const struct checkin *c, size_t end)
{
	int n = 0;

	for (size_t at = 0; at < end; at++)
		n += is_due(c, at);
	return n;
}

bool
checkin_question(const struct checkin *c, struct question *q)
{
	struct checkin at = *c;
	const int *answer = place(&at);

	if (c->at >= AT_END)
		return false;
	*q = (struct question){
	    .ask = ask_at(c->at),
	    .most = RATING_MAX,
	    .answer = answer ? *answer : RATING_NONE,
	    .number = due_until(c, c->at) + 1,
	    .of = due_until(c, AT_END),
	};
	switch (q->ask) {
	case ASK_TROUBLE:
		q->least = TROUBLE_SHARP;
		q->most = TROUBLE_UNEASY;
		q->choices = troubles;
		break;
	case ASK_LEAVING:
		q->which = c->at - AT_LEAVING;
		q->least = LEAVING_PAIN;
		q->most = LEAVING_OTHER;
		q->choices = leavings;
		break;
	case ASK_TENSION:
		q->which = c->at - AT_TENSION;
		break;
	case ASK_MOOD:
		q->least = 1;
		q->most = MOOD_MAX;
		break;
	case ASK_PAIN:
	case ASK_NOTE:
		break;
	}
	return true;
}

bool
checkin_answer(struct checkin *c, int value)
{
	int *answer = place(c);
	struct question q;

	if (!answer || !checkin_question(c, &q) || value < q.least ||
	    value > q.most)
		return false;
	*answer = value;
	move_on(c);
	return true;
}

void
checkin_pass(struct checkin *c)
{
	int *answer = place(c);

	if (answer)
		*answer = RATING_NONE;
	move_on(c);
}

void
checkin_back(struct checkin *c)
{
	for (size_t at = c->at; at > 0; at--)
		if (is_due(c, at - 1)) {
			c->at = at - 1;
			return;
		}
}

void
checkin_skip(struct checkin *c)
{
	c->at = AT_END;
}

bool
checkin_type(struct checkin *c, uint32_t cp)
{
	size_t used = strlen(c->note), len;
	char buf[4];

	if (c->at != AT_NOTE || !text_printable(cp) || (cp == ' ' && used == 0))
		return false;
	len = text_encode(cp, buf);
	if (used + len > CHECKIN_NOTE_MAX)
		return false;
	memcpy(c->note + used, buf, len);
	c->note[used + len] = '\0';
	return true;
}

/* One code point. */
bool
checkin_erase(struct checkin *c)
{
	size_t at = strlen(c->note), used = at;

	if (c->at != AT_NOTE)
		return false;
	while (at > 0 && ((unsigned char)c->note[--at] & 0xc0) == 0x80)
		;
	c->note[at] = '\0';
	return used > 0;
}

bool
checkin_answered(const struct checkin *c)
{
	bool said = c->wrong && c->trouble != RATING_NONE;

	for (size_t i = 0; i < c->n_left; i++)
		said |= c->leaving[i] != RATING_NONE;
	return said || memcmp(&c->now, &nothing, sizeof(nothing)) != 0 || *c->note;
}

/* --- all at once ------------------------------------------------------------- */

/* The index of a region among those that are asked for, added where it may be;
 * -1 where not. */
static int
region_at(struct checkin *c, int region, bool may_add)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->region[i] == (enum region)region)
			return (int)i;
	if (!may_add || c->n == CHECKIN_REGIONS)
		return -1;
	c->region[c->n] = (enum region)region;
	return (int)c->n++;
}

static bool
set_once(int *rating, int least, int most, const char *value, struct err *err)
{
	long long n;

	if (*rating != RATING_NONE)
		return err_set(err, "it comes twice");
	if (!str_int(value, least, most, &n))
		return err_set(
		    err, "a whole number from %d to %d is expected", least, most);
	*rating = (int)n;
	return true;
}

/* "neck" and "6" */
static bool
take_one(struct checkin *c, const char *name, const char *value, bool may_add,
    struct err *err)
{
	int region = words_find(&words_region, name), at;

	if (strcmp(name, "pain") == 0)
		return set_once(&c->now.pain, 0, RATING_MAX, value, err);
	if (strcmp(name, "mood") == 0)
		return set_once(&c->now.mood, 1, MOOD_MAX, value, err);
	if (region < 0)
		return err_set(err, "a region, pain or mood is expected");
	at = region_at(c, region, may_add);
	if (at < 0)
		return err_set(err,
		    may_add ? "at most %d regions"
			    : "it is none of the %d of before",
		    may_add ? CHECKIN_REGIONS : (int)c->n);
	return set_once(&c->now.tension[at], 0, RATING_MAX, value, err);
}

bool
checkin_parse(struct checkin *c, const char *text, struct err *err)
{
	struct checkin now = *c;
	bool may_add = !c->after || c->n == 0;

	if (!c->after)
		now.n = 0;
	now.now = nothing;
	do {
		char item[40], *value;
		size_t len = strcspn(text, ",");

		snprintf(
		    item, sizeof(item), "%.*s", (int)(len < 39 ? len : 39), text);
		value = strchr(item, '=');
		if (!value)
			return err_set(err, "%s: REGION=N is expected", item);
		*value++ = '\0';
		if (!take_one(&now, item, value, may_add, err))
			return err_add(err, "%s=%s", item, value);
		text += len + (text[len] == ',');
	} while (*text);
	now.at = AT_END;
	*c = now;
	return true;
}

void
checkin_give(struct checkin *c, const struct checkin *after)
{
	struct checkin now;

	checkin_after(&now, c);
	for (size_t i = 0; i < after->n; i++) {
		int at = region_at(&now, (int)after->region[i], true);

		if (at >= 0)
			now.now.tension[at] = after->now.tension[i];
	}
	now.now.pain = after->now.pain;
	now.now.mood = after->now.mood;
	now.at = AT_END;
	*c = now;
}

uint64_t
checkin_regions(const struct checkin *c)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < c->n; i++)
		bits |= BIT_OF(c->region[i]);
	return bits;
}

/* --- in words ---------------------------------------------------------------- */

const char *
region_said(enum region region, char buf[16])
{
	snprintf(buf, 16, "%s", words_name(&words_region, (int)region));
	for (char *s = buf; *s; s++)
		if (*s == '-')
			*s = ' ';
	return buf;
}

void
checkin_words(const struct checkin *c, const struct question *q, struct str *out)
{
	char region[16];

	switch (q->ask) {
	case ASK_TROUBLE:
		str_add(out, "What is wrong?");
		break;
	case ASK_LEAVING:
		str_addf(
		    out, "Why was it left early: %s?", c->left[q->which]->name);
		break;
	case ASK_TENSION:
		str_addf(out, "Tension in your %s, 0 to 10?",
		    region_said(c->region[q->which], region));
		break;
	case ASK_PAIN:
		str_add(out, "The worst pain right now, 0 to 10?");
		break;
	case ASK_MOOD:
		str_add(out, "Your mood, 1 low to 5 good?");
		break;
	case ASK_NOTE:
		str_add(out, "A line to remember?");
		break;
	}
}

void
checkin_choices(const struct question *q, struct str *out)
{
	for (int n = q->least; q->choices && n <= q->most; n++)
		str_addf(out, "%s %d %s", n > q->least ? "," : "", n,
		    q->choices[n - q->least]);
}

static void
sum_choice(
    const char *what, const char *const *choices, int answer, struct str *out)
{
	if (answer == RATING_NONE)
		return;
	str_addf(out, "%s%s%s%s", out->len ? ", " : "", what, *what ? ": " : "",
	    choices[answer - 1]);
}

/* "neck 6 → 3", with what there is of both. */
static void
sum_one(const char *what, int before, int now, struct str *out)
{
	if (before == RATING_NONE && now == RATING_NONE)
		return;
	str_addf(out, "%s%s", out->len ? ", " : "", what);
	if (before != RATING_NONE)
		str_addf(out, " %d", before);
	if (before != RATING_NONE && now != RATING_NONE)
		str_add(out, " →");
	if (now != RATING_NONE)
		str_addf(out, " %d", now);
}

void
checkin_sum(const struct checkin *c, struct str *out)
{
	char region[16];

	if (c->wrong)
		sum_choice("", troubles, c->trouble, out);
	for (size_t i = 0; i < c->n_left; i++)
		sum_choice(c->left[i]->name, leavings, c->leaving[i], out);
	for (size_t i = 0; i < c->n; i++)
		sum_one(region_said(c->region[i], region), c->before.tension[i],
		    c->now.tension[i], out);
	sum_one("pain", c->before.pain, c->now.pain, out);
	sum_one("mood", c->before.mood, c->now.mood, out);
}
