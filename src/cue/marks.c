#include "cue/marks.h"

#include "base/soundline.h"

#include <stdio.h>

static void
add(struct str *out, const struct soundline *line)
{
	char buf[SOUNDLINE_MAX + 1];

	str_addn(out, buf, soundline_print(line, buf));
}

static void
tag(struct str *out, const char *what, const char *text)
{
	struct soundline line = {.verb = SOUND_TAG};

	if (!text || !*text)
		return;
	snprintf(line.key, sizeof(line.key), "%s", what);
	snprintf(line.text, sizeof(line.text), "%s", text);
	add(out, &line);
}

static void
chapter(struct str *out, const struct score *score, size_t step)
{
	struct soundline line = {.verb = SOUND_CHAPTER};

	line.ms = score->spans[score_step_change(score, step)].at_ms;
	snprintf(line.text, sizeof(line.text), "%s", score->exercises[step]->name);
	add(out, &line);
}

void
cue_marks(const struct score *score, struct str *out)
{
	const struct routine *r = score->routine;

	tag(out, "title", r->title);
	tag(out, "artist", "uncoil");
	tag(out, "album", "uncoil");
	tag(out, "comment", r->goal);
	for (size_t i = 0; i < r->n_steps; i++)
		chapter(out, score, i);
}
