#include "audio/voice_words.h"

#include "base/mem.h"
#include "base/program.h"
#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* In the order in which they are preferred.  flite begins its own files anew by
 * name, so it is given those that it has. */
static const struct {
	const char *name, *command;
} known[] = {
    {"espeak-ng", "espeak-ng --stdin --stdout -v {language} -s {rate} -p {pitch}"},
    {"flite", "flite -o /dev/stdout /dev/stdin"},
};

static const char *
resolve(const char *command, struct err *err)
{
	if (strcmp(command, "auto") != 0)
		return command;
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (program_is_there(known[i].name))
			return known[i].command;
	err_set(err, "nothing here can speak; install espeak-ng or set "
		     "voice.program");
	return NULL;
}

/* A word of n bytes, filled in. */
static char *
fill_word(const char *s, size_t n, const struct voice_fill *fill)
{
	const struct {
		const char *name, *value;
	} places[] = {
	    {"{language}", fill->language},
	    {"{rate}", fill->rate},
	    {"{pitch}", fill->pitch},
	};
	struct str word = {0};
	size_t i = 0, k;

	str_clear(&word);
	while (i < n) {
		for (k = 0; k < ARRAY_LEN(places); k++)
			if (strncmp(
				s + i, places[k].name, strlen(places[k].name)) == 0)
				break;
		if (k < ARRAY_LEN(places)) {
			str_add(&word, places[k].value);
			i += strlen(places[k].name);
		} else {
			str_addn(&word, s + i++, 1);
		}
	}
	return str_take(&word);
}

char **
voice_words(const char *command, const struct voice_fill *fill, struct err *err)
{
	const char *s = resolve(command, err);
	char **words;
	size_t n = 0;

	if (!s)
		return NULL;
	words = mem_new(VOICE_WORDS_MAX + 1, sizeof(*words));
	for (s += strspn(s, " "); *s && n < VOICE_WORDS_MAX; s += strspn(s, " ")) {
		size_t len = strcspn(s, " ");

		words[n++] = fill_word(s, len, fill);
		s += len;
	}
	if (n && !*s)
		return words;
	voice_words_free(words);
	err_set(err, "voice.program is no command: set it to a program that "
		     "reads text and writes WAV");
	return NULL;
}

void
voice_words_free(char **words)
{
	for (size_t i = 0; words && words[i]; i++)
		free(words[i]);
	free(words);
}
