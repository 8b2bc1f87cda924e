/*
 * The plans of a coach that wait for an answer, for the home screen; the command
 * `uncoil plan` says the same in lines.  Works without a network: the answer goes
 * with the next sync.
 */
#ifndef CMD_PLAN_INBOX_H
#define CMD_PLAN_INBOX_H

#include "cmd/own.h"
#include "cmd/run.h"

/* One line when something waits ("Your coach sent a plan: p reads it"), else "". */
void plan_inbox_notice(const struct own *own, int32_t today, struct str *out);

/* Shows what waits, one after the other, and keeps what is answered. */
enum run_end plan_inbox_look(struct run *run, const struct own *own, int32_t today);

#endif
