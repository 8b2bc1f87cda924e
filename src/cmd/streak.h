/* What `uncoil streak` does beside saying the number; cmd/streak*.c only. */
#ifndef CMD_STREAK_H
#define CMD_STREAK_H

#include "cmd/own.h"

struct cmd;

/* Days as people write them: 2026-03-02, today, yesterday or tomorrow, or from
 * one ..to another.  In order; false and err where it is no such thing. */
bool streak_range(const char *text, int32_t today, int32_t *first, int32_t *last,
    struct err *err);

/* Counts, and says on stderr when the settings ask for rules that are new. */
bool streak_now(
    const struct own *own, int32_t today, struct streak *out, struct err *err);

/* When settings were changed: rules of the streak that are new hold from today on,
 * which is kept and said at once; not before there is a history. */
void streak_settle(const struct cmd *cmd);

/* The one line. */
void streak_print(const struct streak *s);

/* --why: what became of each day, or of some, and by which rule. */
int streak_why(struct cmd *cmd, struct own *own, int32_t today);

/* `pause` lists pauses, or sets one: FROM..TO [WHY]; `unpause` takes days back. */
int streak_pause(struct cmd *cmd, struct own *own, int32_t today);
int streak_unpause(struct cmd *cmd, struct own *own, int32_t today);

#endif
