/*
 * The sound server's devices as text, for a person or a program to read: what
 * there is, what is the default, what is muted, and how late each is while it
 * plays.  Asked once, and waited for.
 *
 *	server	pulseaudio 16.1
 *	device	NAME	DESCRIPTION	default	100	muted	nowhere	23
 *
 * parted by tabs.  In the place of `default`, `muted` and `nowhere` (what it
 * plays, nobody hears: a dummy) stands `-` where a device is not that; then
 * comes its volume in percent between the first two, and last its latency as the
 * server reports it, in milliseconds, or `-` while it does not play.
 */
#ifndef AUDIO_DEVICE_LIST_H
#define AUDIO_DEVICE_LIST_H

#include "base/err.h"
#include "base/str.h"

/* Adds the lines, cleaned.  False: err says why there are none; a server that
 * does not answer is waited for two seconds. */
bool device_list(struct str *out, struct err *err);

#endif
