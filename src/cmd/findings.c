#include "cmd/findings.h"

#include "base/mem.h"
#include "base/str.h"
#include "cmd/print.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const states[] = {
    [FINDING_WELL] = "well", [FINDING_NOTE] = "note", [FINDING_WRONG] = "wrong"};

void
findings_add(struct findings *f, const char *area, enum finding_state state,
    const char *advice, const char *fmt, ...)
{
	struct finding *one;
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	f->v = mem_resize(f->v, f->n + 1, sizeof(*f->v));
	one = &f->v[f->n++];
	*one = (struct finding){area, state, mem_strdup(text), advice};
}

void
findings_fini(struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		free(f->v[i].text);
	free(f->v);
	*f = (struct findings){0};
}

bool
findings_well(const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++)
		if (f->v[i].state == FINDING_WRONG)
			return false;
	return true;
}

void
findings_print(const struct findings *f)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *one = &f->v[i];
		char label[24];

		snprintf(
		    label, sizeof(label), "%-10s%s", one->area, states[one->state]);
		print_text(label, 17, one->text);
		print_text("", 17, one->advice);
	}
}

void
findings_json(const struct findings *f, struct json *array)
{
	for (size_t i = 0; i < f->n; i++) {
		const struct finding *one = &f->v[i];
		struct json *o = json_push_object(array);

		json_set_str(o, "area", one->area);
		json_set_str(o, "state", states[one->state]);
		json_set_str(o, "text", one->text);
		json_set_str(o, "advice", one->advice);
	}
}
