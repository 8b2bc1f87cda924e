#include "routine/sheet.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Rows are few, but how many depends on tags and sources: it grows. */
static void
add(struct sheet *s, enum sheet_part part, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	s->rows = mem_resize(s->rows, s->n + 1, sizeof(*s->rows));
	s->rows[s->n++] =
	    (struct sheet_row){part, mem_strdup(label), mem_strdup(text)};
}

/* The same with "Moderate" of "moderate". */
static void
add_named(struct sheet *s, enum sheet_part part, const char *word, const char *text)
{
	char label[40];

	snprintf(label, sizeof(label), "%s", word);
	label[0] = (char)toupper((unsigned char)label[0]);
	add(s, part, label, text);
}

static void
add_words(
    struct sheet *s, const char *label, const struct words *words, uint64_t bits)
{
	struct str list = {0};

	words_print(words, bits, &list);
	add(s, SHEET_FACTS, label, list.s);
	str_fini(&list);
}

static void
add_dose(struct sheet *s, const struct exercise *e)
{
	struct str line = {0};

	str_addf(&line, "%d:%02d (%d:%02d to %d:%02d): %d x %d s", e->seconds / 60,
	    e->seconds % 60, e->min_s / 60, e->min_s % 60, e->max_s / 60,
	    e->max_s % 60, e->reps, e->hold_s);
	if (e->reps > 1 && e->rest_s)
		str_addf(&line, " with %d s of rest", e->rest_s);
	if (e->two_sided)
		str_add(&line, ", on each side");
	add(s, SHEET_FACTS, "Time", line.s);
	str_fini(&line);
}

static void
add_facts(struct sheet *s, const struct exercise *e)
{
	add(s, SHEET_FACTS, "Id", e->id);
	add(s, SHEET_FACTS, "Kind", words_name(&words_kind, (int)e->kind));
	add_words(s, "Treats", &words_region, e->regions);
	add(s, SHEET_FACTS, "Position",
	    words_name(&words_position, (int)e->position));
	add_words(s, "Needs", &words_tool, e->tools);
	add_words(s, "Spine", &words_direction, e->directions);
	add(s, SHEET_FACTS, "Office",
	    e->office ? "yes, nobody notices" : "no, not in an open office");
	add_dose(s, e);
}

static void
add_breath(struct sheet *s, const struct exercise *e)
{
	static const char *const parts[] = {"in", "hold", "out", "hold"};
	struct str line = {0};

	for (int i = 0; i < 4; i++)
		if (e->breath_s[i])
			str_addf(&line, "%s%s %d s", line.len ? ", " : "", parts[i],
			    e->breath_s[i]);
	add(s, SHEET_HOW, "Breath", line.len ? line.s : "as you like");
	str_fini(&line);
}

static void
add_how(struct sheet *s, const struct exercise *e, const char *figure)
{
	add(s, SHEET_HOW, "Figure", figure);
	add(s, SHEET_HOW, "Set-up", e->setup);
	for (int m = 0; m < MOMENTS; m++) {
		add_named(s, SHEET_HOW, words_name(&words_moment, m), e->cue[m][0]);
		add(s, SHEET_HOW, "", e->cue[m][1]);
	}
	add_breath(s, e);
}

static void
add_feel(struct sheet *s, const struct exercise *e)
{
	for (int p = 0; p < PRESSURES; p++) {
		struct str line = {0};

		str_addf(&line, "%d of 10: %s", e->sensation[p].level,
		    e->sensation[p].feel);
		add_named(s, SHEET_FEEL, words_name(&words_pressure, p), line.s);
		str_fini(&line);
	}
	add(s, SHEET_FEEL, "Mistake", e->mistake);
	add(s, SHEET_FEEL, "Easier", e->easier);
}

static void
add_tags(struct sheet *s, enum sheet_part part, uint64_t tags)
{
	for (int t = 0; t < TAGS; t++)
		if (tags & BIT_OF(t))
			add(s, part, words_name(&words_tag, t),
			    tag_meaning((enum tag)t));
}

static void
add_source(const char *id, const char *title, void *sheet)
{
	add(sheet, SHEET_EVIDENCE, id,
	    title ? title : "not in our list of sources");
}

static void
add_evidence(struct sheet *s, struct library *lib, const struct exercise *e)
{
	struct str line = {0};

	str_addf(&line, "%c, %s: %s", e->evidence, exercise_evidence(e),
	    e->evidence_why);
	add(s, SHEET_EVIDENCE, "Evidence", line.s);
	str_fini(&line);
	sheet_sources(lib, e, add_source, s);
}

struct sheet *
sheet_new(struct library *lib, const struct exercise *e, const char *figure)
{
	struct sheet *s = mem_new(1, sizeof(*s));

	add_facts(s, e);
	add_how(s, e, figure);
	add_feel(s, e);
	add_tags(s, SHEET_NEVER, e->contra);
	add_tags(s, SHEET_GENTLY, e->caution);
	add_evidence(s, lib, e);
	return s;
}

void
sheet_free(struct sheet *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++) {
		free(s->rows[i].label);
		free(s->rows[i].text);
	}
	free(s->rows);
	free(s);
}

const char *
sheet_head(enum sheet_part part)
{
	static const char *const heads[SHEET_PARTS] = {
	    [SHEET_NEVER] = "Never with",
	    [SHEET_GENTLY] = "Gently and the easier way with",
	};

	return heads[part] ? heads[part] : "";
}

void
sheet_sources(struct library *lib, const struct exercise *e,
    void (*take)(const char *id, const char *title, void *arg), void *arg)
{
	const char *at = e->sources;
	char id[16];

	while (*(at += strspn(at, ", "))) {
		size_t n = strcspn(at, ", ");

		snprintf(id, sizeof(id), "%.*s", (int)(n < 15 ? n : 15), at);
		at += n;
		take(id, library_source(lib, id), arg);
	}
}
