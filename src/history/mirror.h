/*
 * streak.ini: the streak as a plain file, for prompts and people, so that a
 * question need not open the database.  It is made from the history and knows
 * from which state of it, from which day and from which rules.
 */
#ifndef HISTORY_MIRROR_H
#define HISTORY_MIRROR_H

#include "base/err.h"
#include "history/streak.h"

/* What can be told of the state of a database without opening it: when its two
 * files were written, how large and which they are. */
#define MIRROR_SEEN_LEN 192
void mirror_look(const char *db, char seen[MIRROR_SEEN_LEN]);

/*
 * [streak] current longest last_day today done_today rests_left and more, with
 * `seen`, the state of the database that it was made from, and `guard`, a sum
 * over them all.  Read: false when it is missing, was made from another state of
 * the database, for another day or by other rules, or was edited; then it must be
 * made again.  db is the path of history.db, which may not be there; rules are
 * those that the settings ask for today.
 * Write: seen is of before the streak was counted and of afterwards.
 */
bool mirror_read(const char *path, const char *db, const struct streak_rules *rules,
    int32_t today, struct streak *out);
bool mirror_write(const char *path, const struct streak *streak,
    const struct streak_rules *rules, const char *seen, struct err *err);

#endif
