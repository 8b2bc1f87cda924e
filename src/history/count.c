#include "history/count.h"

#include "base/civil.h"
#include "base/mem.h"
#include "history/mirror.h"

#include <stdlib.h>
#include <string.h>

void
count_log_fini(struct count_log *log)
{
	free(log->days);
	free(log->rules);
	free(log->pauses);
	*log = (struct count_log){0};
}

/* How many of n rules began by a day. */
static size_t
begun(const struct streak_rules *rules, size_t n, int32_t day)
{
	size_t begun = 0;

	while (begun < n && rules[begun].from <= day)
		begun++;
	return begun;
}

/* Rules that begin after today are of a clock that was wrong. */
static void
add_asked(struct count_log *log, const struct streak_rules *asked, int32_t today,
    size_t n)
{
	struct streak_rules held = rules_standard();

	n = begun(log->rules, n, today);
	if (n > 0)
		held = log->rules[n - 1];
	log->is_news = !rules_equal(&held, asked);
	if (log->is_news) {
		log->rules = mem_resize(log->rules, n + 1, sizeof(*log->rules));
		log->rules[n] = *asked;
		log->rules[n++].from = today;
	}
	log->log.rules = log->rules;
	log->log.n_rules = n;
}

static bool
read_all(struct history *h, int32_t today, struct count_log *out, size_t *n_rules,
    struct err *err)
{
	struct streak_log *log = &out->log;

	return history_days(h, INT32_MIN, today, &out->days, &log->n_days, err) &&
	       history_rules(h, &out->rules, n_rules, err) &&
	       history_pauses(
		   h, INT32_MIN, INT32_MAX, &out->pauses, &log->n_pauses, err);
}

bool
count_load(struct history *h, const struct streak_rules *asked, int32_t today,
    struct count_log *out, struct err *err)
{
	size_t n_rules = 0;

	*out = (struct count_log){0};
	if (h && !read_all(h, today, out, &n_rules, err)) {
		count_log_fini(out);
		return false;
	}
	add_asked(out, asked, today, n_rules);
	out->log.days = out->days;
	out->log.pauses = out->pauses;
	return true;
}

/* *news: the history should learn of the rules. */
static bool
count_from(const char *db, const struct streak_rules *asked, int32_t today,
    struct streak *out, bool *news, struct err *err)
{
	struct err own;
	struct history *h = history_open_read(db, &own);
	struct count_log log;
	int32_t last = today;
	bool ok = (h || !own.text[0]) && count_load(h, asked, today, &log, &own) &&
		  (!h || history_last_day(h, &last, &own));

	history_close(h);
	if (!ok)
		return err_set(err, "%s", own.text);
	*news = h && log.is_news && last <= today;
	streak_count(&log.log, today, out);
	count_log_fini(&log);
	return true;
}

static bool
keep_rules(const char *db, const struct streak_rules *asked, int32_t today)
{
	struct streak_rules since = *asked;
	struct history *h = history_open(db, NULL);
	bool kept;

	since.from = today;
	kept = h && history_turn_rules(h, &since, NULL);
	history_close(h);
	return kept;
}

bool
count_now(const char *mirror, const char *db, const struct streak_rules *asked,
    int32_t today, struct streak *out, bool *changed, struct err *err)
{
	char before[MIRROR_SEEN_LEN], after[MIRROR_SEEN_LEN];
	bool news, kept = false;

	if (changed)
		*changed = false;
	if (mirror_read(mirror, db, asked, today, out))
		return true;
	do {
		mirror_look(db, before);
		if (!count_from(db, asked, today, out, &news, err))
			return false;
		kept = news && !kept && keep_rules(db, asked, today);
		if (kept && changed)
			*changed = true;
	} while (kept);
	/* Changed meanwhile: then nobody knows which state was counted. */
	mirror_look(db, after);
	if (strcmp(before, after) == 0)
		mirror_write(mirror, out, asked, after, NULL);
	return true;
}
