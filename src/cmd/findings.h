/*
 * What a look at something found: one line each, well or wrong, with what to do
 * where something is to be done.  It knows how they are printed, and nothing of
 * what is looked at.
 */
#ifndef CMD_FINDINGS_H
#define CMD_FINDINGS_H

#include "base/json.h"

#include <stdbool.h>
#include <stddef.h>

enum finding_state {
	FINDING_WELL,
	FINDING_NOTE, /* worth knowing, and no fault */
	FINDING_WRONG
};

struct finding {
	const char *area;
	enum finding_state state;
	char *text;
	const char *advice; /* or NULL */
};

/* Start with {0}. */
struct findings {
	struct finding *v;
	size_t n;
};

/* area and advice (NULL: none) outlive the findings. */
void findings_add(struct findings *f, const char *area, enum finding_state state,
    const char *advice, const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void findings_fini(struct findings *f);

/* Is nothing wrong? */
bool findings_well(const struct findings *f);

/* To standard output, cleaned and wrapped. */
void findings_print(const struct findings *f);

/* As an array of objects. */
void findings_json(const struct findings *f, struct json *array);

#endif
