/*
 * Which of the sound server's devices is meant by a name that a person wrote:
 * case aside, the whole of its name or of its description, or how one of them
 * begins where no other device begins so.  Pure; it knows no server.
 */
#ifndef AUDIO_SINK_CHOICE_H
#define AUDIO_SINK_CHOICE_H

#include <stdbool.h>

/* PulseAudio's own limit is 128. */
#define SINK_NAME_MAX 255

struct sink_choice {
	const char *wanted;
	int fit, count; /* how well the best fit, and how many so well */
	char name[SINK_NAME_MAX + 1];
};

/* wanted outlives the choice. */
void sink_choice_init(struct sink_choice *choice, const char *wanted);

/* Here is one of them; name is the server's, about is for people. */
void sink_choice_offer(
    struct sink_choice *choice, const char *name, const char *about);

/* The name of the one that is meant; NULL when none is, or several are. */
const char *sink_choice_name(const struct sink_choice *choice);

#endif
