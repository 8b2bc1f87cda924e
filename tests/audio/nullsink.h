/*
 * A private sound server without a sound card: what it plays goes nowhere, and
 * is recorded.  For the test and the measurement of the real device output.
 */
#ifndef TESTS_AUDIO_NULLSINK_H
#define TESTS_AUDIO_NULLSINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct nullsink {
	char dir[256];
	pid_t server, recorder;
};

/* Are pulseaudio, pactl and parec installed? */
bool nullsink_possible(void);

/* Makes a folder and points HOME, XDG_RUNTIME_DIR and PULSE_SERVER of this
 * process into it; no server yet. */
bool nullsink_init(struct nullsink *sink);

/* Starts the server and waits until it answers. */
bool nullsink_start(struct nullsink *sink);

/* Records into DIR/rec.raw; returns when the first bytes are there. */
bool nullsink_record(struct nullsink *sink);
void nullsink_record_stop(struct nullsink *sink);

/* kill -9 */
void nullsink_kill(struct nullsink *sink);

/* pactl WORDS; false when that fails. */
bool nullsink_pactl(const char *words);

/* Loads a second sink, `name` to the server and `about` to people; takes any
 * sink away. */
bool nullsink_load(const char *name, const char *about);
bool nullsink_unload(const char *name);

/* Waits until the one stream plays on that sink, for at most 10 s. */
bool nullsink_plays_on(const char *name);

/* Ends all and removes the folder. */
void nullsink_fini(struct nullsink *sink);

/* Frames of the recording at which sound begins after quiet_ms of silence, at
 * most `most` of them. */
size_t nullsink_onsets(
    const struct nullsink *sink, int quiet_ms, int64_t *at, size_t most);

/* uncoil-sound of the build folder on the device, with pipes. */
struct helper {
	pid_t pid;
	int to, from;
	char answers[65536];
	size_t len;
};

bool helper_start(struct helper *helper, const char *cues);

/* The same with one more option, such as "--device" or "--bed", and its value. */
bool helper_start_with(
    struct helper *helper, const char *cues, const char *option, const char *value);
void helper_say(struct helper *helper, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Reads answers until they hold text `times` times, or so many ms have gone. */
bool helper_hear(struct helper *helper, const char *text, int times, int ms);

/* Closes its input; its exit status, -1 when it was killed. */
int helper_stop(struct helper *helper);

/* Of all its threads, from /proc: times it went to sleep, ns on a processor,
 * private memory in KiB. */
long helper_sleeps(const struct helper *helper);
int64_t helper_cpu_ns(const struct helper *helper);
long helper_private_kib(const struct helper *helper);

#endif
