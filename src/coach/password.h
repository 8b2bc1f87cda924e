/* A password, asked of a person or read from a pipe, and never kept. */
#ifndef COACH_PASSWORD_H
#define COACH_PASSWORD_H

#include "base/err.h"
#include "coach/secret.h"

#include <stdbool.h>
#include <stdio.h>

/* At a terminal it is asked for twice, unseen; else it is the first line.  False
 * and err when it is too short or the two differ. */
bool password_read(FILE *in, char hash[SECRET_PASSWORD], struct err *err);

#endif
