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

/* Those that held on the day, of n by the day that they hold from; *kept is how
 * many began by then. */
static struct streak_rules
rules_on(const struct streak_rules *rules, size_t n, int32_t day, size_t *kept)
{
	*kept = 0;
	while (*kept < n && rules[*kept].from <= day)
		++*kept;
	return *kept ? rules[*kept - 1] : rules_standard();
}

/* Rules that begin after today are of a clock that was wrong. */
static void
add_asked(struct count_log *log, const struct streak_rules *asked, int32_t today,
    size_t n)
{
	struct streak_rules held = rules_on(log->rules, n, today, &n);

	if (!rules_equal(&held, asked)) {
		log->rules = mem_resize(log->rules, n + 1, sizeof(*log->rules));
		log->rules[n] = *asked;
		log->rules[n++].from = today;
	}
	log->log.rules = log->rules;
	log->log.n_rules = n;
}

bool
count_load(struct history *h, const struct streak_rules *asked, int32_t today,
    struct count_log *out, struct err *err)
{
	size_t n_rules = 0;

	*out = (struct count_log){0};
	if (h && (!history_days(
		      h, INT32_MIN, today, &out->days, &out->log.n_days, err) ||
		     !history_rules(h, &out->rules, &n_rules, err) ||
		     !history_pauses(h, INT32_MIN, INT32_MAX, &out->pauses,
			 &out->log.n_pauses, err))) {
		count_log_fini(out);
		return false;
	}
	add_asked(out, asked, today, n_rules);
	out->log.days = out->days;
	out->log.pauses = out->pauses;
	return true;
}

/* Do others hold by what the history keeps, and can today be trusted? */
static bool
is_change(struct history *h, const struct streak_rules *asked, int32_t today)
{
	struct streak_rules *rules = NULL, held;
	size_t n = 0;
	int32_t last;
	bool changed = false;

	if (history_rules(h, &rules, &n, NULL) &&
	    history_last_day(h, &last, NULL)) {
		held = rules_on(rules, n, today, &n);
		changed = !rules_equal(&held, asked) && last <= today;
	}
	free(rules);
	return changed;
}

/* Keeps them where they are news; true when it did. */
static bool
keep_rules(const char *db, const struct streak_rules *asked, int32_t today)
{
	struct streak_rules since = *asked;
	struct history *h = history_open_read(db, NULL);
	bool changed = h && is_change(h, asked, today);

	history_close(h);
	if (!changed)
		return false;
	since.from = today;
	h = history_open(db, NULL);
	changed = h && history_keep_rules(h, &since, NULL);
	history_close(h);
	return changed;
}

static bool
count_from(const char *db, const struct streak_rules *asked, int32_t today,
    struct streak *out, struct err *err)
{
	struct err own;
	struct history *h = history_open_read(db, &own);
	struct count_log log;
	bool ok = (h || !own.text[0]) && count_load(h, asked, today, &log, &own);

	history_close(h);
	if (!ok)
		return err_set(err, "%s", own.text);
	streak_count(&log.log, today, out);
	count_log_fini(&log);
	return true;
}

bool
count_now(const char *mirror, const char *db, const struct streak_rules *asked,
    int32_t today, struct streak *out, bool *changed, struct err *err)
{
	char before[MIRROR_SEEN_LEN], after[MIRROR_SEEN_LEN];
	bool kept = false;

	if (changed)
		*changed = false;
	if (mirror_read(mirror, db, asked, today, out))
		return true;
	kept = keep_rules(db, asked, today);
	if (changed)
		*changed = kept;
	mirror_look(db, before);
	if (!count_from(db, asked, today, out, err))
		return false;
	/* Changed meanwhile: then nobody knows which state was counted. */
	mirror_look(db, after);
	if (strcmp(before, after) == 0)
		mirror_write(mirror, out, asked, after, NULL);
	return true;
}
