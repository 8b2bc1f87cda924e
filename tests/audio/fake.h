/* A folder with a WAV file in it, and the command of a speech program that
 * speaks it. */
#ifndef TESTS_AUDIO_FAKE_H
#define TESTS_AUDIO_FAKE_H

#include "../folder.h"
#include "audio/soundfile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct fake {
	struct folder at;
	char wav[700], log[700], cache[700], command[4096];
};

/* A tone of so many ms between two silences of 200 ms, at 22,050 a second. */
static inline void
fake_wav(const char *path, int ms)
{
	int edge = 22050 / 5, tone = 22050 * ms / 1000, n = tone + 2 * edge;
	float *pcm = calloc((size_t)n, sizeof(*pcm));
	struct soundfile *file;
	struct err err;

	for (int i = 0; i < tone; i++)
		pcm[edge + i] = 0.25f * sinf((float)i * 0.2f);
	file = soundfile_create(path, path, 22050, 1, &err);
	if (!file || !soundfile_write(file, pcm, (size_t)n, &err) ||
	    !soundfile_close(file, &err))
		abort();
	free(pcm);
}

/* Another mode of the same program. */
static inline void
fake_mode(struct fake *fake, const char *mode)
{
	const char *top = getenv("top_srcdir");

	snprintf(fake->command, sizeof(fake->command),
	    "sh %s/tests/audio/fake-voice %s %s %s", top ? top : ".", mode,
	    fake->wav, fake->log);
}

static inline void
fake_make(struct fake *fake, const char *mode, int ms)
{
	folder_make(&fake->at, "x");
	snprintf(fake->wav, sizeof(fake->wav), "%s/tone.wav", fake->at.path);
	snprintf(fake->log, sizeof(fake->log), "%s/log", fake->at.path);
	snprintf(fake->cache, sizeof(fake->cache), "%s/a/speech", fake->at.path);
	fake_wav(fake->wav, ms);
	fake_mode(fake, mode);
}

/* What was spoken so far, a text a line; the caller frees it. */
static inline char *
fake_spoken(const struct fake *fake)
{
	FILE *file = fopen(fake->log, "r");
	char *text = calloc(1, 65536);

	if (file) {
		if (fread(text, 1, 65535, file) == 0)
			*text = '\0';
		fclose(file);
	}
	return text;
}

static inline int
fake_count(const struct fake *fake)
{
	char *text = fake_spoken(fake);
	int n = 0;

	for (const char *s = text; *s; s++)
		n += *s == '\n';
	free(text);
	return n;
}

#endif
