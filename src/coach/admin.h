/*
 * The commands of uncoil-coach, one row each.  All but serve work on the store
 * beside a server that runs; what they print on their output is for a person, or
 * JSON where --json asks for it.
 */
#ifndef COACH_ADMIN_H
#define COACH_ADMIN_H

#include "base/err.h"
#include "coach/config.h"
#include "coach/store.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* What the command line said. */
struct order {
	struct config config;
	const char *config_path; /* NULL: the standard one, if it is there */
	const char *coach, *name, *relation, *ask, *days;
	bool json, keep;
	const char *args[3]; /* NULL where there is none */
	int n_args;
	int64_t now_ms;
	bool made; /* the store was made just now */
	FILE *in, *out;
};

struct command {
	const char *name; /* "plan send" is two words */
	const char *args; /* as --help shows them */
	const char *about;
	const char *options; /* names parted by one space */
	int least, most;     /* how many arguments */
	bool (*run)(
	    const struct order *order, struct store *store, struct err *err);
};

/* Ends with a row whose name is NULL. */
extern const struct command admin_commands[];

#endif
