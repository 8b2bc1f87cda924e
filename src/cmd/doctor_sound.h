/*
 * The doctor's look at the sound: which devices the server has, and, where it may
 * play, whether the helper is heard and speaks, with the person's settings.
 */
#ifndef CMD_DOCTOR_SOUND_H
#define CMD_DOCTOR_SOUND_H

#include "cmd/findings.h"
#include "cmd/own.h"

struct doctor_device {
	char *name, *about;
	bool is_default, muted, nowhere;
	int percent;    /* of full volume */
	int latency_ms; /* -1: it did not play */
};

struct doctor_sound {
	char *server; /* NULL: there is none */
	struct doctor_device *devices;
	size_t n_devices;
	int latency_ms; /* while it played, as the server reports it; -1: unknown */
};

/*
 * Looks, and with `play` plays two tones and speaks a line; that takes some
 * seconds.  What there is goes into s, and in words into f.
 */
void doctor_sound(
    const struct own *own, bool play, struct doctor_sound *s, struct findings *f);
void doctor_sound_fini(struct doctor_sound *s);

/* server, devices and latency_ms. */
void doctor_sound_json(const struct doctor_sound *s, struct json *object);

#endif
