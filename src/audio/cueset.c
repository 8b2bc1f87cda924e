#include "audio/cueset.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct cueset {
	char *folder;
	struct tone {
		char *name;
		struct sample sample; /* pcm NULL: it cannot be heard */
	} * tones[CUESET_MAX];        /* one by one, so that a sample never moves */
	size_t n;
};

static const char *const endings[] = {"flac", "wav", "ogg", "opus", "mp3"};

struct cueset *
cueset_new(const char *dir, const char *set)
{
	struct cueset *cueset = mem_new(1, sizeof(*cueset));
	struct str folder = {0};

	str_addf(&folder, "%s/%s", dir, set);
	cueset->folder = str_take(&folder);
	return cueset;
}

void
cueset_free(struct cueset *cueset)
{
	if (!cueset)
		return;
	for (size_t i = 0; i < cueset->n; i++) {
		sample_fini(&cueset->tones[i]->sample);
		free(cueset->tones[i]->name);
		free(cueset->tones[i]);
	}
	free(cueset->folder);
	free(cueset);
}

static bool
load(const struct cueset *cueset, struct tone *tone, struct err *err)
{
	struct str path = {0};
	bool ok = false, found = false;

	for (size_t i = 0; i < ARRAY_LEN(endings) && !found; i++) {
		str_clear(&path);
		str_addf(&path, "%s/%s.%s", cueset->folder, tone->name, endings[i]);
		found = access(path.s, F_OK) == 0;
		if (found)
			ok = sample_load(path.s, &tone->sample, err);
	}
	if (!found)
		err_set(
		    err, "no sound file for %s in %s", tone->name, cueset->folder);
	str_fini(&path);
	return ok;
}

const struct sample *
cueset_get(struct cueset *cueset, const char *name, struct err *err)
{
	struct tone *tone;

	err_set(err, "%s", "");
	for (size_t i = 0; i < cueset->n; i++) {
		tone = cueset->tones[i];
		if (strcmp(tone->name, name) == 0)
			return tone->sample.pcm ? &tone->sample : NULL;
	}
	if (cueset->n == CUESET_MAX) {
		err_set(err, "more than %d different sounds", CUESET_MAX);
		return NULL;
	}
	tone = cueset->tones[cueset->n++] = mem_new(1, sizeof(*tone));
	tone->name = mem_strdup(name);
	return load(cueset, tone, err) ? &tone->sample : NULL;
}
