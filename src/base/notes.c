#include "base/notes.h"

#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void
notes_fini(struct notes *notes)
{
	for (size_t i = 0; i < notes->n; i++)
		free(notes->v[i].text);
	free(notes->v);
	*notes = (struct notes){0};
}

static void __attribute__((format(printf, 4, 0)))
add(struct notes *notes, enum note_kind kind, int line, const char *fmt, va_list ap)
{
	char raw[600];
	struct str clean = {0};

	if (!notes)
		return;
	*(kind == NOTE_ERROR ? &notes->errors : &notes->warnings) += 1;
	if (notes->n == NOTES_MAX)
		return;
	if (notes->n == notes->cap) {
		notes->cap = notes->cap ? notes->cap * 2 : 8;
		notes->v = mem_resize(notes->v, notes->cap, sizeof(*notes->v));
	}
	vsnprintf(raw, sizeof(raw), fmt, ap);
	text_clean(&clean, raw);
	notes->v[notes->n++] =
	    (struct note){kind, line < 1 ? 1 : line, str_take(&clean)};
}

void
notes_error(struct notes *notes, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(notes, NOTE_ERROR, line, fmt, ap);
	va_end(ap);
}

void
notes_warn(struct notes *notes, int line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(notes, NOTE_WARNING, line, fmt, ap);
	va_end(ap);
}

void
notes_sort(struct notes *notes)
{
	for (size_t i = 1; i < notes->n; i++) {
		struct note note = notes->v[i];
		size_t at = i;

		for (; at > 0 && notes->v[at - 1].line > note.line; at--)
			notes->v[at] = notes->v[at - 1];
		notes->v[at] = note;
	}
}

bool
notes_first(const struct notes *notes, const char *path, struct err *err)
{
	for (size_t i = 0; i < notes->n; i++) {
		if (notes->v[i].kind != NOTE_ERROR)
			continue;
		err_set(err, "%s:%d: %s", path, notes->v[i].line, notes->v[i].text);
		return true;
	}
	return false;
}
