/*
 * A session as a person has it: uncoil on a terminal, and beside it what is to be
 * heard of a private sound server (tests/audio/nullsink.h) meanwhile.
 */
#ifndef TESTS_CLI_SITTING_H
#define TESTS_CLI_SITTING_H

#include "hearing.h"

#include <sys/types.h>

struct sitting {
	pid_t pid, recorder; /* 0: none */
	int tty, ear;
	int64_t begun_ns, frame_ns; /* started; the first screen was there */
	char *seen;                 /* all that was written to the terminal */
	size_t n_seen;
	struct heard heard;
	int64_t zero_ns; /* CLOCK_MONOTONIC of its first frame */
};

/* Points the homes of a person into dir, who has read the first page. */
bool sitting_home(const char *dir);

/* Records cap's monitor from now on; returns when sound comes from there. */
bool sitting_record(struct sitting *s);
void sitting_record_stop(struct sitting *s);

/* uncoil with these words, NULL at their end. */
bool sitting_begin(struct sitting *s, const char *const *words);

/* Looks on until then, or until it has ended. */
void sitting_look(struct sitting *s, int64_t until_ns);

/* The same until the text was written `times` times; false when it was not in so
 * many ms. */
bool sitting_sees(struct sitting *s, const char *text, int times, int ms);
int sitting_count(const struct sitting *s, const char *text);

void sitting_types(const struct sitting *s, const char *keys);

/* The helper that it runs, once it does; 0: none. */
pid_t sitting_helper(const struct sitting *s);

/* Waits for its end, kills it after so many ms; exit status or -1. */
int sitting_end(struct sitting *s, int ms);

/* Ends whatever runs, and frees. */
void sitting_fini(struct sitting *s);

#endif
