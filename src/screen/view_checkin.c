#include "screen/view_checkin.h"

#include "screen/column.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

/* What the ends of a scale mean, and where there is room its middle. */
static const char *
legend(enum ask ask, bool wide)
{
	switch (ask) {
	case ASK_TENSION:
		return wide ? "0 loose   5 clearly tense   x is 10, unbearable"
			    : "x is 10";
	case ASK_PAIN:
		return wide ? "0 none   5 hard to ignore   x is 10, unbearable"
			    : "x is 10";
	case ASK_MOOD:
		return wide ? "1 low   3 so-so   5 good" : "";
	case ASK_TROUBLE:
	case ASK_LEAVING:
	case ASK_NOTE:
		break;
	}
	return "";
}

/* "0 1 2 ... 9 x", each a spot to click on; the one that was answered stands
 * out. */
static int
put_scale(struct frame *f, int y, int x, const struct question *q)
{
	for (int n = q->least; n <= q->most; n++) {
		int key = n == RATING_MAX ? 'x' : '0' + n;
		char text[2] = {(char)key, '\0'};

		frame_spot(f, (struct area){y, x, 1, 2}, key);
		frame_put(
		    f, y, x, n == q->answer ? STYLE_SELECTED : STYLE_KEY, text);
		x += 2;
	}
	return x;
}

/* "1 sharp pain   2 headache", each whole and a spot to click on, in as many rows as
 * it takes (f NULL: only counted). */
static int
put_choices(struct frame *f, struct area a, const struct question *q)
{
	int y = a.y, x = a.x;

	for (int n = q->least; n <= q->most; n++) {
		const char *what = q->choices[n - q->least];
		int cols = 2 + (int)strlen(what);
		char key[2] = {(char)('0' + n), '\0'};

		if (x > a.x && x + cols > a.x + a.cols) {
			x = a.x;
			y++;
		}
		if (f) {
			frame_spot(f, (struct area){y, x, 1, cols}, *key);
			frame_put(f, y, x,
			    n == q->answer ? STYLE_SELECTED : STYLE_KEY, key);
			frame_put(f, y, x + 2, STYLE_PLAIN, what);
		}
		x += cols + 3;
	}
	return y + 1 - a.y;
}

int
checkin_rows(const struct checkin *c, int cols)
{
	struct question q;

	if (!checkin_question(c, &q) || !q.choices)
		return CHECKIN_ROWS;
	return 2 + put_choices(NULL, (struct area){0, 0, 9, cols}, &q);
}

/* The end of what is typed, with a cursor. */
static void
put_note(struct frame *f, int y, struct area a, const char *note)
{
	while (frame_width(f, note) > a.cols - 1) {
		note++;
		while (((unsigned char)*note & 0xc0) == 0x80)
			note++;
	}
	frame_put(f, y, frame_put(f, y, a.x, STYLE_STRONG, note), STYLE_KEY, "_");
}

static void
put_question(struct frame *f, struct area a, const struct checkin *c,
    const struct question *q)
{
	struct str words = {0};
	char of[32];
	int x;

	checkin_words(c, q, &words);
	snprintf(of, sizeof(of), "%d of %d", q->number, q->of);
	frame_fit(f, a.y, a.x, a.cols - (int)strlen(of) - 1, STYLE_TITLE, words.s);
	frame_right(f, a.y, a.x + a.cols, STYLE_FAINT, of);
	if (q->ask == ASK_NOTE) {
		put_note(f, a.y + 1, a, c->note);
	} else if (q->choices) {
		put_choices(f, (struct area){a.y + 1, a.x, a.rows - 1, a.cols}, q);
	} else {
		x = put_scale(f, a.y + 1, a.x, q) + 1;
		frame_fit(f, a.y + 1, x, a.x + a.cols - x, STYLE_FAINT,
		    legend(q->ask, a.cols >= 76));
	}
	str_fini(&words);
}

static void
put_answers(struct frame *f, int y, struct area a, const struct checkin *c)
{
	struct str sum = {0};

	checkin_sum(c, &sum);
	if (sum.len)
		frame_fit(f, y, a.x, a.cols, STYLE_PLAIN, sum.s);
	str_fini(&sum);
}

void
checkin_block(struct frame *f, struct area a, const struct checkin *c)
{
	struct question q;

	if (a.rows < checkin_rows(c, a.cols))
		return;
	if (checkin_question(c, &q)) {
		put_question(f, a, c, &q);
		put_answers(f, a.y + checkin_rows(c, a.cols) - 1, a, c);
	} else {
		put_answers(f, a.y + 1, a, c);
		if (*c->note)
			frame_fit(f, a.y + 2, a.x, a.cols, STYLE_FAINT, c->note);
	}
}

const char *
checkin_keys(const struct checkin *c, bool home)
{
	struct question q;

	if (!checkin_question(c, &q))
		return NULL;
	if (q.ask == ASK_NOTE)
		return "⏎|that is all|⌫|erase|Esc|no note";
	if (c->after)
		return "⏎|no questions|space|leave it out|⌫|the one before";
	return home ? "⏎|begin now|space|leave it out|⌫|the one before|q|back"
		    : "⏎|begin now|space|leave it out|⌫|the one before|q|leave";
}

/* Too small for rows: the question and what is typed. */
static void
one_line(struct frame *f, const struct checkin *c)
{
	struct str words = {0};
	struct question q;

	if (!checkin_question(c, &q))
		return;
	checkin_words(c, &q, &words);
	frame_fit(f, f->rows / 2, 0, f->cols, STYLE_PLAIN,
	    q.ask == ASK_NOTE ? c->note : words.s);
	str_fini(&words);
}

void
view_checkin(struct frame *f, const struct checkin_view *v)
{
	const struct checkin *c = v->checkin;
	struct area a = column_content(f), block = a;
	const char *keys = checkin_keys(c, v->home);
	bool roomy = f->rows >= 20;
	struct question q;

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		one_line(f, c);
		return;
	}
	frame_fit(f, 0, a.x, a.cols, STYLE_TITLE,
	    c->wrong   ? "Stopped, because something was wrong"
	    : c->after ? "How is it now?"
		       : "Before you begin: how is it now?");
	column_rule(f, 1, a);
	frame_fit(f, 2, a.x, a.cols, STYLE_PLAIN, v->title);
	block.y = roomy ? 5 : 4;
	block.rows = checkin_rows(c, a.cols);
	checkin_block(f, block, c);
	block.y += block.rows + 1;
	block.rows = f->rows - 1 - block.y;
	if (!c->after && checkin_question(c, &q) && q.number == 1)
		frame_wrap(f, block, STYLE_FAINT,
		    "A key is an answer; without one the session begins in 20 "
		    "seconds. What you answer stays on this machine.");
	if (keys)
		column_keys(f, f->rows - 1, a.x, a.cols, keys);
}
