/*
 * The words of the command that speaks.  It starts nothing.
 */
#ifndef AUDIO_VOICE_WORDS_H
#define AUDIO_VOICE_WORDS_H

#include "base/err.h"

/* More is not a command but a mistake. */
#define VOICE_WORDS_MAX 32

struct voice_fill {
	const char *language, *rate, *pitch;
};

/*
 * command at its spaces, with {language}, {rate} and {pitch} in it replaced, so
 * that a value with a space stays one word; "auto" is espeak-ng where PATH has
 * it, else flite.  Ends in NULL; the caller frees it with voice_words_free.
 * NULL: err says what to do.
 */
char **voice_words(
    const char *command, const struct voice_fill *fill, struct err *err);
void voice_words_free(char **words);

#endif
