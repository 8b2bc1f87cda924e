/*
 * What a program answers that is started for it: all that it says, within a time.
 * It knows no question.
 */
#ifndef CMD_ASK_H
#define CMD_ASK_H

#include "base/program.h"
#include "base/str.h"

#include <stdint.h>

/* More is no answer. */
#define ASK_BYTES_MAX (1 << 16)

/* out is what it has said when it has ended, or when within_ns are over, and then it
 * is killed; "" at least.  False when it cannot be started. */
bool ask(const struct program *program, int64_t within_ns, struct str *out);

#endif
