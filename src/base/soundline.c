#include "base/soundline.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/*
 * The shape of each message, a letter a word: m score time, s nanoseconds, k key
 * or name, n number, t text to the end of the line.
 */
static const struct {
	const char *word, *act, *shape;
	int lo, hi; /* of n */
} forms[] = {
    [SOUND_HELLO] = {"hello", NULL, "n", 1, 1000000},
    [SOUND_SPEECH] = {"speech", NULL, "kt"},
    [SOUND_RECORD] = {"record", NULL, "kt"},
    [SOUND_PLAY] = {"at", "play", "k"},
    [SOUND_SAY] = {"at", "say", "k"},
    [SOUND_BED] = {"at", "bed", "k"},
    [SOUND_BREATH] = {"at", "breath", "kn", 1, 60000},
    [SOUND_END] = {"at", "end", ""},
    [SOUND_CHAPTER] = {"at", "chapter", "t"},
    [SOUND_NOW_PLAY] = {"now", "play", "k"},
    [SOUND_NOW_SAY] = {"now", "say", "k"},
    [SOUND_CLOCK] = {"clock", NULL, "ms"},
    [SOUND_PAUSE] = {"pause", NULL, ""},
    [SOUND_FLUSH] = {"flush", NULL, ""},
    [SOUND_RELEASE] = {"release", NULL, "m"},
    [SOUND_VOLUME] = {"volume", NULL, "kn", -60, 0},
    [SOUND_TAG] = {"tag", NULL, "kt"},
    [SOUND_QUIT] = {"quit", NULL, ""},
    [SOUND_READY] = {"ready", NULL, "t"},
    [SOUND_LOST] = {"lost", NULL, "t"},
    [SOUND_BACK] = {"back", NULL, "t"},
    [SOUND_LENGTH] = {"length", NULL, "kn", 0, 3600000},
    [SOUND_LATE] = {"late", NULL, "n", 0, 1000000},
    [SOUND_PLAYED] = {"played", NULL, "n", 0, 1000000},
    [SOUND_PROGRESS] = {"progress", NULL, "m"},
    [SOUND_ERROR] = {"error", NULL, "t"},
};

size_t
soundline_print(const struct soundline *line, char *buf)
{
	struct str out = {0}, clean = {0};
	size_t len;

	str_add(&out, forms[line->verb].word);
	if (forms[line->verb].act && strcmp(forms[line->verb].word, "at") == 0)
		str_addf(&out, " %" PRId64, line->ms);
	if (forms[line->verb].act)
		str_addf(&out, " %s", forms[line->verb].act);
	for (const char *shape = forms[line->verb].shape; *shape; shape++) {
		switch (*shape) {
		case 'm':
			str_addf(&out, " %" PRId64, line->ms);
			break;
		case 's':
			str_addf(&out, " %" PRId64, line->ns);
			break;
		case 'n':
			str_addf(&out, " %d", line->n);
			break;
		case 'k':
			str_addf(&out, " %s", line->key);
			break;
		case 't':
			text_clean(&clean, line->text);
			str_addf(&out, " %s", clean.len ? clean.s : "-");
			break;
		}
	}
	len = out.len < SOUNDLINE_MAX ? out.len : SOUNDLINE_MAX - 1;
	memcpy(buf, out.s, len);
	len = text_valid(buf, len);
	buf[len++] = '\n';
	buf[len] = '\0';
	str_fini(&out);
	str_fini(&clean);
	return len;
}

/* The next word of *s into word; false when there is none or it is too long. */
static bool
next_word(const char **s, char *word, size_t size)
{
	size_t n = strcspn(*s, " ");

	if (n == 0 || n >= size)
		return false;
	memcpy(word, *s, n);
	word[n] = '\0';
	*s += n;
	if (**s == ' ')
		(*s)++;
	return true;
}

static bool
next_int(const char **s, long long lo, long long hi, long long *out)
{
	char word[32];

	return next_word(s, word, sizeof(word)) && str_int(word, lo, hi, out);
}

static bool
key_ok(const char *key)
{
	return key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

static bool
parse_words(const char *s, struct soundline *line)
{
	const char *shape = forms[line->verb].shape;
	long long n;

	for (; *shape; shape++) {
		switch (*shape) {
		case 'm':
			if (!next_int(&s, -SOUNDLINE_MS_MAX, SOUNDLINE_MS_MAX, &n))
				return false;
			line->ms = n;
			break;
		case 's':
			if (!next_int(&s, 0, INT64_MAX, &n))
				return false;
			line->ns = n;
			break;
		case 'n':
			if (!next_int(
				&s, forms[line->verb].lo, forms[line->verb].hi, &n))
				return false;
			line->n = (int)n;
			break;
		case 'k':
			if (!next_word(&s, line->key, sizeof(line->key)) ||
			    !key_ok(line->key))
				return false;
			break;
		case 't':
			if (!*s || text_valid(s, strlen(s)) != strlen(s))
				return false;
			snprintf(line->text, sizeof(line->text), "%s", s);
			s += strlen(s);
			break;
		}
	}
	return *s == '\0';
}

/* The verb that the first words name; *s is left behind them. */
static bool
parse_verb(const char **s, struct soundline *line)
{
	char word[16], act[16] = "";
	long long ms = 0;

	if (!next_word(s, word, sizeof(word)))
		return false;
	if (strcmp(word, "at") == 0 &&
	    !next_int(s, -SOUNDLINE_MS_MAX, SOUNDLINE_MS_MAX, &ms))
		return false;
	if ((strcmp(word, "at") == 0 || strcmp(word, "now") == 0) &&
	    !next_word(s, act, sizeof(act)))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		if (strcmp(forms[i].word, word) == 0 &&
		    strcmp(forms[i].act ? forms[i].act : "", act) == 0) {
			line->verb = (enum sound_verb)i;
			line->ms = ms;
			return true;
		}
	}
	return false;
}

bool
soundline_parse(const char *s, struct soundline *line, struct err *err)
{
	const char *at = s;

	*line = (struct soundline){0};
	if (strlen(s) >= SOUNDLINE_MAX)
		return err_set(err, "a line of over %d bytes", SOUNDLINE_MAX);
	if (!parse_verb(&at, line))
		return err_set(err, "not known: %.60s", s);
	if (!parse_words(at, line))
		return err_set(err, "cannot be read: %.60s", s);
	return true;
}
