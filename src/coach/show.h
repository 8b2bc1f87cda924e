/* What there is of clients, for an admin to read, or as JSON. */
#ifndef COACH_SHOW_H
#define COACH_SHOW_H

#include "coach/store.h"

#include <stdbool.h>
#include <stdio.h>

void show_client(struct store *store, int64_t client_no, bool json, FILE *out);
void show_clients(struct store *store, bool json, FILE *out);

#endif
