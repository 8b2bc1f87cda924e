/* What `uncoil streak` does beside saying the number; cmd/streak*.c only. */
#ifndef CMD_STREAK_H
#define CMD_STREAK_H

#include "cmd/own.h"

struct cmd;

/* --why: what became of each of the last days, or of one, and by which rule. */
int streak_why(struct cmd *cmd, struct own *own, int32_t today);

/* `pause` lists pauses, or sets one: FROM..TO [WHY]; `unpause` takes days back. */
int streak_pause(struct cmd *cmd, struct own *own, int32_t today);
int streak_unpause(struct cmd *cmd, struct own *own, int32_t today);

#endif
