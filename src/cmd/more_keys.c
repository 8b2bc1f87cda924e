#include "cmd/more_keys.h"

#include "base/mem.h"
#include "screen/term.h"

#include <string.h>

/* What may be named, and the session's key for it. */
static const struct {
	const char *word;
	int key;
} words[] = {
    {"pause", ' '},
    {"next", TERM_ENTER},
    {"again", TERM_BACKSPACE},
    {"more", '+'},
    {"less", '-'},
    {"mute", 'm'},
    {"voice", 'v'},
    {"wrong", '!'},
    {"help", '?'},
    {"stop", 'q'},
};

/* What presenters send: page keys, and the full stop or b for a black screen. */
static const struct {
	int pressed, key;
} known[] = {
    {TERM_PAGE_DOWN, TERM_ENTER},
    {TERM_PAGE_UP, TERM_BACKSPACE},
    {'.', ' '},
    {'b', ' '},
};

/* The key that a pair of n bytes stands for; 0 when it cannot be understood. */
static int
key_of(const char *pair, size_t n)
{
	for (size_t i = 0; i < ARRAY_LEN(words) && n > 2 && pair[1] == '='; i++)
		if (strlen(words[i].word) == n - 2 &&
		    memcmp(words[i].word, pair + 2, n - 2) == 0)
			return words[i].key;
	return 0;
}

/* The next pair; its length, 0 at the end. */
static size_t
next_pair(const char **at)
{
	*at += strspn(*at, " ");
	return strcspn(*at, " ");
}

int
more_keys_for(const char *pairs, int pressed)
{
	for (size_t n; (n = next_pair(&pairs)) > 0; pairs += n)
		if ((unsigned char)*pairs == pressed && key_of(pairs, n))
			return key_of(pairs, n);
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (known[i].pressed == pressed)
			return known[i].key;
	return pressed;
}

bool
more_keys_check(const char *pairs, struct err *err)
{
	for (size_t n; (n = next_pair(&pairs)) > 0; pairs += n)
		if (!key_of(pairs, n))
			return err_set(err,
			    "session.keys: %.*s: a character, = and one of: pause "
			    "next again more less mute voice wrong help stop",
			    (int)(n < 40 ? n : 40), pairs);
	return true;
}
