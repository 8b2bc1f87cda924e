/*
 * Which spoken line is to be heard when: from the `say` lines to orders for the
 * mixer.  A line's sound is loaded when it is said and let go when it was heard;
 * what is not spoken yet is placed as soon as it is.  Who speaks it is not known
 * here (audio/voice.h).
 */
#ifndef AUDIO_SAYS_H
#define AUDIO_SAYS_H

#include "audio/output.h"
#include "audio/voice.h"

/* The whole of the longest session, sent at once to become a file. */
#define SAYS_MAX 4096

struct says {
	struct voice_lines *voice;
	struct output *out;
	struct say {
		int64_t frame; /* of the score; a `now`: INT64_MIN */
		struct line *line;
		bool placed;
		int64_t until; /* it is over then; ns, VOICE_NEVER: by the score */
	} * all;               /* by frame */
	size_t n, cap;
	bool known, running;    /* was there a clock; does it run */
	int64_t frame, axis_ns; /* of the clock; frame: where a pause began */
	int late;               /* that were not placed for it */
};

/* Both outlive says. */
void says_init(struct says *says, struct voice_lines *voice, struct output *out);
void says_fini(struct says *says);

/* The line is to begin at that frame of the score, or at once.  False: too many
 * wait. */
bool says_at(struct says *says, struct line *line, int64_t frame);
bool says_now(struct says *says, struct line *line, int64_t now_ns);

/* What the mixer was told, as soon as it was. */
void says_clock(struct says *says, int64_t frame, int64_t at_ns);
void says_pause(struct says *says, int64_t now_ns);
void says_flush(struct says *says, int64_t now_ns);

/* Places and lets go what is to be.  Returns when it wants to be called again at
 * the latest. */
int64_t says_turn(struct says *says, int64_t now_ns);

#endif
