#include "audio/chapters.h"

#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static const char *const tags[TAGS] = {
    [TAG_TITLE] = "title",
    [TAG_ARTIST] = "artist",
    [TAG_ALBUM] = "album",
    [TAG_COMMENT] = "comment",
};

void
chapters_fini(struct chapters *c)
{
	for (int i = 0; i < TAGS; i++)
		free(c->tag[i]);
	for (size_t i = 0; i < c->n; i++)
		free(c->v[i].title);
	free(c->v);
	*c = (struct chapters){0};
}

bool
chapters_tag(
    struct chapters *c, const char *what, const char *text, struct err *err)
{
	for (int i = 0; i < TAGS; i++) {
		if (strcmp(tags[i], what) != 0)
			continue;
		free(c->tag[i]);
		c->tag[i] = mem_strdup(text);
		return true;
	}
	return err_set(
	    err, "no tag %s: title, artist, album or comment is expected", what);
}

bool
chapters_add(struct chapters *c, int64_t ms, const char *title, struct err *err)
{
	size_t at = c->n;

	if (c->n == CHAPTERS_MAX)
		return err_set(err, "more than %d chapters", CHAPTERS_MAX);
	ms = ms < 0 ? 0 : ms;
	c->v = mem_resize(c->v, c->n + 1, sizeof(*c->v));
	for (; at > 0 && c->v[at - 1].ms > ms; at--)
		c->v[at] = c->v[at - 1];
	c->v[at] = (struct chapter){ms, mem_strdup(title)};
	c->n++;
	return true;
}

int64_t
chapters_end(const struct chapters *c, size_t i)
{
	int64_t end = i + 1 < c->n ? c->v[i + 1].ms : c->end_ms;

	return end > c->v[i].ms ? end : c->v[i].ms;
}
