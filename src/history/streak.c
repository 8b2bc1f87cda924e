#include "history/streak.h"

#include "base/civil.h"
#include "base/ini.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define GOAL     1 /* done sessions a day */
#define SEEN_LEN 192

void
streak_count(
    const struct day_total *days, size_t n, int32_t today, struct streak *out)
{
	int row = 0;

	*out =
	    (struct streak){.today = today, .last_day = CIVIL_NONE, .goal = GOAL};
	for (size_t i = 0; i < n && days[i].day <= today; i++) {
		if (days[i].day == today)
			out->done_today = days[i].done;
		if (days[i].done < GOAL)
			continue;
		row = row && days[i].day == out->last_day + 1 ? row + 1 : 1;
		out->last_day = days[i].day;
		if (row > out->longest)
			out->longest = row;
	}
	if (row && out->last_day >= today - 1)
		out->current = row;
	out->at_risk = out->current > 0 && out->done_today < GOAL;
}

/* --- the mirror --------------------------------------------------------- */

static void
add_stamp(char *buf, size_t size, const char *db, const char *tail)
{
	struct str path = {0};
	size_t len = strlen(buf);
	struct stat st;

	str_addf(&path, "%s%s", db, tail);
	/* An empty -wal holds nothing: it is as if it were not there. */
	if (stat(path.s, &st) < 0 || (*tail && st.st_size == 0))
		snprintf(buf + len, size - len, "%sabsent", len ? " " : "");
	else
		snprintf(buf + len, size - len,
		    "%s%" PRIdMAX ".%09ld %" PRIdMAX " %" PRIuMAX, len ? " " : "",
		    (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
		    (intmax_t)st.st_size, (uintmax_t)st.st_ino);
	str_fini(&path);
}

/* What can be told of the state of a database without opening it: when its two
 * files were written, how large and which they are. */
static void
look_at(const char *db, char seen[SEEN_LEN])
{
	*seen = '\0';
	add_stamp(seen, SEEN_LEN, db, "");
	add_stamp(seen, SEEN_LEN, db, "-wal");
}

static const char *
print_day(int32_t day, char *buf)
{
	return day == CIVIL_NONE ? "" : civil_print(day, buf);
}

/* FNV-1a: it tells an edit from what we wrote, and guards against nobody. */
static uint64_t
sum(const char *s, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * UINT64_C(0x100000001b3);
	return h;
}

static void
compose(struct str *out, const struct streak *s, const char *seen)
{
	char last[CIVIL_LEN], today[CIVIL_LEN];

	str_clear(out);
	str_addf(out,
	    "# The streak as of `today`, made by uncoil from its history after "
	    "each\n"
	    "# change.  An edit is noticed and undone.\n"
	    "[streak]\n"
	    "current = %d\nlongest = %d\nlast_day = %s\ntoday = %s\ndone_today = "
	    "%d\n"
	    "rests_left = 0\nseen = %s\n",
	    s->current, s->longest, print_day(s->last_day, last),
	    civil_print(s->today, today), s->done_today, seen);
	str_addf(out, "guard = %016" PRIx64 "\n", sum(out->s, out->len));
}

static int
number(const struct ini *ini, const char *key)
{
	const char *value = ini_get(ini, "streak", key);
	long long n = -1;

	return value && str_int(value, 0, INT_MAX, &n) ? (int)n : -1;
}

static int32_t
day_of(const struct ini *ini, const char *key)
{
	const char *value = ini_get(ini, "streak", key);
	int32_t day = CIVIL_NONE;

	return value && civil_parse(value, &day) ? day : CIVIL_NONE;
}

static bool
is_value(const struct ini *ini, const char *key, const char *expected)
{
	const char *value = ini_get(ini, "streak", key);

	return value && strcmp(value, expected) == 0;
}

/* Was it written by us?  Then composing it again gives the same guard. */
static bool
guard_ok(const struct ini *ini, const struct streak *s, const char *seen)
{
	struct str again = {0};
	const char *guard;
	bool ok;

	compose(&again, s, seen);
	again.s[again.len - 1] = '\0';
	guard = strrchr(again.s, ' ') + 1;
	ok = is_value(ini, "guard", guard) && is_value(ini, "rests_left", "0");
	str_fini(&again);
	return ok;
}

bool
streak_mirror_read(
    const char *path, const char *db, int32_t today, struct streak *out)
{
	struct ini *ini = ini_load(path, NULL);
	char seen[SEEN_LEN];
	struct streak s;
	bool ok;

	if (!ini)
		return false;
	look_at(db, seen);
	s = (struct streak){
	    .today = day_of(ini, "today"),
	    .current = number(ini, "current"),
	    .longest = number(ini, "longest"),
	    .last_day = day_of(ini, "last_day"),
	    .done_today = number(ini, "done_today"),
	    .goal = GOAL,
	};
	s.at_risk = s.current > 0 && s.done_today < GOAL;
	ok = s.today == today && is_value(ini, "seen", seen) &&
	     guard_ok(ini, &s, seen);
	ini_free(ini);
	if (ok)
		*out = s;
	return ok;
}

static bool
write_mirror(const char *path, const struct streak *streak, const char *seen,
    struct err *err)
{
	struct str text = {0};
	bool ok;

	compose(&text, streak, seen);
	ok = paths_make_for(path, err) &&
	     ini_replace_derived(path, text.s, text.len, err);
	str_fini(&text);
	return ok;
}

bool
streak_mirror_write(
    const char *path, const char *db, const struct streak *streak, struct err *err)
{
	char seen[SEEN_LEN];

	look_at(db, seen);
	return write_mirror(path, streak, seen, err);
}

static bool
count_from(const char *db, int32_t today, struct streak *out, struct err *err)
{
	struct day_total *days = NULL;
	size_t n = 0;
	struct err own;
	struct history *h = history_open_read(db, &own);
	bool ok =
	    h ? history_days(h, INT32_MIN, today, &days, &n, &own) : !own.text[0];

	history_close(h);
	if (ok)
		streak_count(days, n, today, out);
	else
		err_set(err, "%s", own.text);
	free(days);
	return ok;
}

bool
streak_now(const char *mirror, const char *db, int32_t today, struct streak *out,
    struct err *err)
{
	char before[SEEN_LEN], after[SEEN_LEN];

	if (streak_mirror_read(mirror, db, today, out))
		return true;
	look_at(db, before);
	if (!count_from(db, today, out, err))
		return false;
	/* Changed meanwhile: then nobody knows which state was counted. */
	look_at(db, after);
	if (strcmp(before, after) == 0)
		write_mirror(mirror, out, after, NULL);
	return true;
}
