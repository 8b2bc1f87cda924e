#include "cmd/play_in.h"

#include "cmd/print.h"
#include "figure/words.h"

#include <stdio.h>
#include <string.h>

/* The text of a cue as a line of its own tells it. */
void
play_print_cue(const struct play *p, const struct cue *cue)
{
	const struct exercise *e = p->exercises[cue->step];
	struct str line = {0};

	if (cue->kind == CUE_START && cue->tone != TONE_NONE)
		str_addf(&line, "%s%s: ", e->name,
		    cue->side == SIDE_NONE   ? ""
		    : cue->side == SIDE_LEFT ? ", left side"
					     : ", right side");
	if (cue->kind == CUE_REP && !*cue->say)
		str_add(&line, cue->tone == TONE_REP ? "Again." : "Let go.");
	str_add(&line, cue->say);
	if (line.len)
		print_timed(cue->at_ms, line.s);
	str_fini(&line);
}

/* What a figure would show, before its step begins. */
void
play_print_figure(const struct play *p, const struct cue *cue)
{
	const struct pose *pose =
	    library_pose(p->own->library, p->exercises[cue->step]->pose, NULL);
	struct str line = {0};

	if (!pose)
		return;
	str_add(&line, "The figure: ");
	pose_describe(pose, &line);
	str_add(&line, ".");
	print_timed(cue->at_ms, line.s);
	str_fini(&line);
}

void
play_print_state(const struct play *p, const struct instant *now, const char *text)
{
	struct session_snapshot snap;

	if (!p->linear)
		return;
	session_snapshot(p->session, now->mono, &snap);
	print_timed(snap.at_ms, text);
}

/* Without a screen it is a line of its own, once. */
void
play_print_notice(struct play *p, const struct instant *now)
{
	const char *text = ear_notice(p->ear);

	if (!text)
		text = ear_news(p->ear, now);
	if (p->linear && text && strcmp(text, p->noticed) != 0)
		play_print_state(p, now, text);
	snprintf(p->noticed, sizeof(p->noticed), "%s", text ? text : "");
}
