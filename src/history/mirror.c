#include "history/mirror.h"

#include "base/civil.h"
#include "base/file.h"
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

void
mirror_look(const char *db, char seen[MIRROR_SEEN_LEN])
{
	*seen = '\0';
	add_stamp(seen, MIRROR_SEEN_LEN, db, "");
	add_stamp(seen, MIRROR_SEEN_LEN, db, "-wal");
}

/* --- the numbers -------------------------------------------------------- */

/* Those that are read back; bools stand as 0 and 1. */
enum {
	CURRENT,
	LONGEST,
	DONE_TODAY,
	RESTS_LEFT,
	FREEZES,
	WEEK_DONE,
	AT_RISK,
	NUMBERS
};

static const char *const names[NUMBERS] = {"current", "longest", "done_today",
    "rests_left", "freezes", "week_done", "at_risk"};

static void
take_numbers(const struct streak *s, int number[NUMBERS])
{
	number[CURRENT] = s->current;
	number[LONGEST] = s->longest;
	number[DONE_TODAY] = s->done_today;
	number[RESTS_LEFT] = s->rests_left;
	number[FREEZES] = s->freezes;
	number[WEEK_DONE] = s->week_done;
	number[AT_RISK] = s->at_risk;
}

static void
put_numbers(const int number[NUMBERS], struct streak *s)
{
	s->current = number[CURRENT];
	s->longest = number[LONGEST];
	s->done_today = number[DONE_TODAY];
	s->rests_left = number[RESTS_LEFT];
	s->freezes = number[FREEZES];
	s->week_done = number[WEEK_DONE];
	s->at_risk = number[AT_RISK];
}

/* --- writing ------------------------------------------------------------ */

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
compose(struct str *out, const struct streak *s, const struct streak_rules *rules,
    const char *seen)
{
	char last[CIVIL_LEN], today[CIVIL_LEN];
	int number[NUMBERS];

	take_numbers(s, number);
	str_clear(out);
	str_add(out, "# The streak as of `today`, made by uncoil from its history "
		     "after each\n"
		     "# change.  An edit is noticed and undone.\n"
		     "[streak]\n");
	for (int i = 0; i < NUMBERS; i++)
		str_addf(out, "%s = %d\n", names[i], number[i]);
	str_addf(out, "status = %s\ntonight = %s\n", streak_status_word(s->status),
	    streak_status_word(s->tonight));
	str_addf(out, "last_day = %s\ntoday = %s\ndays = %s\nrules = ",
	    print_day(s->last_day, last), civil_print(s->today, today), s->marks);
	rules_stamp(rules, out);
	str_addf(out, "\nseen = %s\n", seen);
	str_addf(out, "guard = %016" PRIx64 "\n", sum(out->s, out->len));
}

bool
mirror_write(const char *path, const struct streak *streak,
    const struct streak_rules *rules, const char *seen, struct err *err)
{
	struct str text = {0};
	bool ok;

	compose(&text, streak, rules, seen);
	ok = paths_make_for(path, err) &&
	     file_replace_derived(path, text.s, text.len, err);
	str_fini(&text);
	return ok;
}

/* --- reading ------------------------------------------------------------ */

static const char *
value(const struct ini *ini, const char *key)
{
	const char *text = ini_get(ini, "streak", key);

	return text ? text : "";
}

static int32_t
day_of(const struct ini *ini, const char *key)
{
	int32_t day = CIVIL_NONE;

	return civil_parse(value(ini, key), &day) ? day : CIVIL_NONE;
}

/* What is none of them is as good as any: the guard tells. */
static enum streak_status
status_of(const struct ini *ini, const char *key)
{
	enum streak_status status = STREAK_FROZEN;

	while (status > STREAK_MISSED &&
	       strcmp(streak_status_word(status), value(ini, key)) != 0)
		status--;
	return status;
}

static void
read_numbers(const struct ini *ini, struct streak *s)
{
	int number[NUMBERS];

	for (int i = 0; i < NUMBERS; i++) {
		long long n = -1;

		str_int(value(ini, names[i]), 0, INT_MAX, &n);
		number[i] = (int)n;
	}
	put_numbers(number, s);
}

/* Was it written by us?  Then composing it again gives the same guard. */
static bool
guard_ok(const struct ini *ini, const struct streak *s,
    const struct streak_rules *rules, const char *seen)
{
	struct str again = {0};
	const char *guard;
	bool ok;

	compose(&again, s, rules, seen);
	again.s[again.len - 1] = '\0';
	guard = strrchr(again.s, ' ') + 1;
	ok = strcmp(value(ini, "guard"), guard) == 0;
	str_fini(&again);
	return ok;
}

static void
read_all(const struct ini *ini, const struct streak_rules *rules, struct streak *s)
{
	*s = (struct streak){.today = day_of(ini, "today"),
	    .last_day = day_of(ini, "last_day"),
	    .status = status_of(ini, "status"),
	    .tonight = status_of(ini, "tonight"),
	    .on = rules->on,
	    .goal = rules->goal,
	    .unit = rules->unit,
	    .weekly = rules->weekly};
	read_numbers(ini, s);
	snprintf(s->marks, sizeof(s->marks), "%s", value(ini, "days"));
}

/* Every value that is in the file has its part in the guard, so what is read is
 * compared as it would have been written. */
bool
mirror_read(const char *path, const char *db, const struct streak_rules *rules,
    int32_t today, struct streak *out)
{
	struct ini *ini = ini_load(path, NULL);
	char seen[MIRROR_SEEN_LEN];
	struct str asked = {0};
	struct streak s;
	bool ok;

	if (!ini)
		return false;
	mirror_look(db, seen);
	rules_stamp(rules, &asked);
	read_all(ini, rules, &s);
	ok = s.today == today && strcmp(value(ini, "seen"), seen) == 0 &&
	     strcmp(value(ini, "rules"), asked.s) == 0 &&
	     guard_ok(ini, &s, rules, seen);
	str_fini(&asked);
	ini_free(ini);
	if (ok)
		*out = s;
	return ok;
}
