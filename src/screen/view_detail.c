#include "screen/view_detail.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

#define INDENT 9 /* of what hangs beside "easier" */

static const struct routine *
routine_of(const struct home_view *v)
{
	return v->routines[v->selected];
}

void
view_detail_total(const struct home_view *v, char *buf, size_t size)
{
	const struct routine *r = routine_of(v);
	char total[MIN_SEC_LEN], taught[MIN_SEC_LEN];

	*buf = '\0';
	if (v->steps && v->taught_s)
		snprintf(buf, size, "%zu steps, %s + %s teaching", r->n_steps,
		    min_sec(routine_total_s(r, v->steps), total),
		    min_sec(v->taught_s, taught));
	else if (v->steps)
		snprintf(buf, size, "%zu steps, %s in all", r->n_steps,
		    min_sec(routine_total_s(r, v->steps), total));
}

static void
put_words(
    struct column *c, const char *label, const struct words *words, uint64_t bits)
{
	struct str s = {0};

	if (!bits)
		return;
	words_print(words, bits, &s);
	for (char *at = s.s; (at = strchr(at, '-')) != NULL;)
		*at = ' ';
	column_item(c, INDENT, STYLE_FAINT, label, STYLE_PLAIN, s.s);
	str_fini(&s);
}

/* What a flag asks of a person, by enum flag; NULL: nothing. */
static const char *const caveats[] = {
    [FLAG_FLEXION] = "bends the spine forward: not for backs that feel worse bent",
    [FLAG_EXTENSION] = "arches the spine: not for backs that feel worse arching",
    [FLAG_NEEDS_CLEARANCE] = "only once a clinician has said that moving is fine",
    [FLAG_HEADACHE_GATE] = "only for a mild headache that you know",
};

static void
put_caveats(struct column *c, uint64_t flags)
{
	for (size_t i = 0; i < ARRAY_LEN(caveats); i++)
		if (caveats[i] && flags & BIT_OF(i))
			column_item(c, INDENT, STYLE_NOTICE, "note", STYLE_PLAIN,
			    caveats[i]);
}

static uint64_t
tools_of(const struct home_view *v)
{
	uint64_t tools = 0;

	for (size_t i = 0; i < routine_of(v)->n_steps; i++)
		tools |= v->steps[i]->tools;
	return tools & ~BIT_OF(TOOL_NONE);
}

static void
put_step_names(struct column *c, const struct home_view *v)
{
	const struct routine *r = routine_of(v);
	char seconds[24];

	column_blank(c);
	for (size_t i = 0; i < r->n_steps; i++) {
		snprintf(seconds, sizeof(seconds), "%4d s", r->steps[i].seconds);
		column_item(c, INDENT, STYLE_FAINT, seconds, STYLE_PLAIN,
		    v->steps[i]->name);
	}
}

static void
put_routine(struct column *c, const struct home_view *v)
{
	const struct routine *r = routine_of(v);
	char total[64];

	column_text(c, STYLE_STRONG, r->title);
	view_detail_total(v, total, sizeof(total));
	if (*total)
		column_text(c, STYLE_PLAIN, total);
	column_item(c, INDENT, STYLE_FAINT, "for", STYLE_PLAIN, r->for_whom);
	column_item(c, INDENT, STYLE_FAINT, "goal", STYLE_PLAIN, r->goal);
	if (*r->caveat)
		column_item(
		    c, INDENT, STYLE_NOTICE, "note", STYLE_PLAIN, r->caveat);
	put_caveats(c, r->flags);
	if (!v->steps) {
		column_blank(c);
		column_text(c, STYLE_NOTICE, v->problem ? v->problem : "");
		return;
	}
	put_words(c, "tools", &words_tool, tools_of(v));
	put_step_names(c, v);
}

static void
put_step(struct column *c, const struct home_view *v, size_t i)
{
	const struct routine *r = routine_of(v);
	const struct exercise *e = v->steps[i];
	const struct sensation *s = &e->sensation[PRESSURE_GENTLE];
	char buf[320];

	column_text(c, STYLE_STRONG, e->name);
	column_textf(c, STYLE_FAINT, "step %zu of %zu, %d s", i + 1, r->n_steps,
	    r->steps[i].seconds);
	column_item(c, INDENT, STYLE_FAINT, "set-up", STYLE_PLAIN, e->setup);
	snprintf(buf, sizeof(buf), "%d of 10: %.280s", s->level, s->feel);
	column_item(c, INDENT, STYLE_FAINT, "feel", STYLE_PLAIN, buf);
	column_item(c, INDENT, STYLE_FAINT, "easier", STYLE_PLAIN, e->easier);
	put_words(c, "care", &words_tag, e->caution);
	put_words(c, "not with", &words_tag, e->contra);
}

void
view_detail(struct column *c, const struct home_view *v)
{
	if (v->page < 2 || !v->steps || v->page - 2 >= routine_of(v)->n_steps)
		put_routine(c, v);
	else
		put_step(c, v, v->page - 2);
}
