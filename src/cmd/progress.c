#include "cmd/progress.h"

#include <string.h>

void
progress_words(const struct progress *p, struct str *out)
{
	if (p->spoken < p->lines)
		str_addf(out, "speaking %d of %d lines", p->spoken, p->lines);
	else
		str_addf(out, "writing %d %%",
		    p->end_ms > 0 ? (int)(p->written_ms * 100 / p->end_ms) : 100);
}

/* Blanks and not an escape sequence: any terminal knows those. */
void
progress_line(const char *words, size_t *shown, struct str *out)
{
	size_t n = strlen(words);

	if (n == 0 && *shown == 0)
		return;
	str_addf(out, "\r%s", words);
	for (size_t i = n; i < *shown; i++)
		str_add(out, " ");
	if (n < *shown)
		str_addf(out, "\r%s", words);
	*shown = n;
}
