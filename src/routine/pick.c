#include "routine/pick.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

bool
pick_filters(const struct pick *pick)
{
	return pick->region >= 0 || pick->tool >= 0 || pick->minutes > 0;
}

bool
pick_wants_steps(const struct pick *pick)
{
	return *pick->text || pick->region >= 0 || pick->tool >= 0;
}

/* Is the word, len bytes, a part of s? */
static bool
holds(const char *s, const char *word, size_t len)
{
	for (size_t n = strlen(s); n >= len; n--, s++)
		if (strncasecmp(s, word, len) == 0)
			return true;
	return false;
}

static bool
region_holds(uint64_t regions, const char *word, size_t len)
{
	for (size_t i = 0; i < words_region.n; i++)
		if (regions & BIT_OF(i) && holds(words_region.names[i], word, len))
			return true;
	return false;
}

static bool
word_matches(const struct routine *r, const struct exercise *const *steps,
    const char *word, size_t len)
{
	if (holds(r->title, word, len) || holds(r->id, word, len))
		return true;
	for (size_t i = 0; steps && i < r->n_steps; i++)
		if (holds(steps[i]->name, word, len) ||
		    region_holds(steps[i]->regions, word, len))
			return true;
	return false;
}

static bool
text_matches(
    const char *text, const struct routine *r, const struct exercise *const *steps)
{
	size_t len;

	for (; *text; text += len) {
		text += strspn(text, " ");
		len = strcspn(text, " ");
		if (len && !word_matches(r, steps, text, len))
			return false;
	}
	return true;
}

bool
pick_matches(const struct pick *pick, const struct routine *r,
    const struct exercise *const *steps)
{
	uint64_t regions = 0, tools = 0;

	for (size_t i = 0; steps && i < r->n_steps; i++) {
		regions |= steps[i]->regions;
		tools |= steps[i]->tools & ~BIT_OF(TOOL_NONE);
	}
	if (pick->minutes > 0 && r->minutes > pick->minutes)
		return false;
	if (pick->region >= 0 && !(regions & BIT_OF(pick->region)))
		return false;
	if (pick->tool == TOOL_NONE && (tools || !steps))
		return false;
	if (pick->tool > TOOL_NONE && !(tools & BIT_OF(pick->tool)))
		return false;
	return text_matches(pick->text, r, steps);
}

bool
pick_type(struct pick *pick, uint32_t cp)
{
	size_t used = strlen(pick->text), len;
	char buf[4];

	if (!text_printable(cp) || (cp == ' ' && used == 0))
		return false;
	len = text_encode(cp, buf);
	if (used + len > PICK_TEXT_MAX)
		return false;
	memcpy(pick->text + used, buf, len);
	pick->text[used + len] = '\0';
	return true;
}

/* One code point: a mark first, then what it stood on. */
bool
pick_erase(struct pick *pick)
{
	size_t at = strlen(pick->text), used = at;

	while (at > 0 && ((unsigned char)pick->text[--at] & 0xc0) == 0x80)
		;
	pick->text[at] = '\0';
	return used > 0;
}
