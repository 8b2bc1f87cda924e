/*
 * Sound files, read and written through libsndfile: the only file that knows
 * it.  Frames come as floats, one or two a frame; rates are the file's own.
 */
#ifndef AUDIO_SOUNDFILE_H
#define AUDIO_SOUNDFILE_H

#include "audio/chapters.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A cue is a second or two; a file of this size or length is something else,
 * and decoding it would cost the memory of the whole helper many times. */
#define SOUNDFILE_BYTES_MAX (8 * 1024 * 1024)
#define SOUNDFILE_S_MAX     10

/* Below is a telephone of 1900, above is a measuring instrument. */
#define SOUNDFILE_RATE_MIN 4000
#define SOUNDFILE_RATE_MAX 192000

/* 7.1 */
#define SOUNDFILE_CHANNELS_MAX 8

struct sound {
	float *pcm;   /* the caller frees it */
	int channels; /* 1 or 2: what has more is folded, odd ones to the left */
	int rate;
	int64_t frames; /* at least 1 */
};

/* Reads a whole file, of any format that libsndfile knows. */
bool soundfile_read(const char *path, struct sound *sound, struct err *err);

/* Likewise in two steps, for what may be longer: a regular file of no more than
 * SOUNDFILE_BYTES_MAX, or -1; and what is in it from its start on, which is
 * called `name`.  The caller closes fd. */
int soundfile_open(const char *path, struct err *err);
bool soundfile_read_fd(
    int fd, const char *name, int most_s, struct sound *sound, struct err *err);

/* A file that is read while it is heard, however long it is. */
struct soundstream;

/* NULL: err says why; the caller ends it with soundstream_close. */
struct soundstream *soundstream_open(const char *path, struct err *err);
int soundstream_rate(const struct soundstream *stream);

/* The next n frames at most, as stereo whatever the file has; 0 at its end, and
 * where it cannot be read any further. */
size_t soundstream_read(struct soundstream *stream, float *stereo, size_t n);
void soundstream_close(struct soundstream *stream); /* NULL is fine */

struct soundfile;

/*
 * Begins a file; the format is the one that the end of `name` says (.wav .flac
 * .ogg .opus .mp3).  Returns NULL with the reason in err.  The file
 * at path is there and empty from now on.
 */
struct soundfile *soundfile_create(
    const char *path, const char *name, int rate, int channels, struct err *err);

/* Before the first frame: the tags and chapters that it is to carry, which stay
 * as they are until soundfile_close. */
bool soundfile_mark(
    struct soundfile *file, const struct chapters *marks, struct err *err);

/* Appends n frames; what is beyond -1..1 is clipped in formats of 16 bit. */
bool soundfile_write(
    struct soundfile *file, const float *pcm, size_t n, struct err *err);

/* Writes what is left, sees to it that it is on the disk, frees file. */
bool soundfile_close(struct soundfile *file, struct err *err);

#endif
