/*
 * uncoil doctor --files: the person's files looked through, and what can be made
 * again made again.
 */
#ifndef CMD_DOCTOR_FILES_H
#define CMD_DOCTOR_FILES_H

#include "cmd/findings.h"
#include "cmd/own.h"

/* Checks and mends the history, makes streak.ini again and lists the copies. */
void doctor_files(const struct own *own, int32_t today, struct findings *f);

#endif
