#include "base/mem.h"
#include "screen/column.h"
#include "screen/views.h"

#include <stdio.h>
#include <string.h>

#define VALUE_X 22 /* behind the longest name */
#define ABOUT_X 36

/* From this width on each row says what it is for. */
#define ABOUT_COLS 76

/* Sentence, what is allowed, what was done: below the list. */
#define FOOT_ROWS 5

static size_t
list_top(const struct settings_view *v, size_t rows)
{
	if (SETTINGS_COUNT <= rows || v->selected < rows / 2)
		return 0;
	return v->selected - rows / 2 > SETTINGS_COUNT - rows
		   ? SETTINGS_COUNT - rows
		   : v->selected - rows / 2;
}

static void
put_value(struct frame *f, int y, struct area a, const struct settings_view *v,
    size_t i, enum style style)
{
	int x = a.x + VALUE_X, end = a.x + a.cols;
	const char *value = v->settings->text[i];

	if (a.cols >= ABOUT_COLS)
		end = a.x + ABOUT_X - 1;
	if (i == v->selected && v->typing) {
		x = frame_fit(f, y, x, end - x - 1, STYLE_STRONG, v->text);
		frame_put(f, y, x, STYLE_SELECTED, " ");
	} else {
		frame_fit(f, y, x, end - x, style, *value ? value : "(nothing)");
	}
}

static void
put_setting(
    struct frame *f, int y, struct area a, const struct settings_view *v, size_t i)
{
	const struct setting *s = &settings_table[i];
	bool chosen = i == v->selected;
	enum style style = chosen ? STYLE_SELECTED : STYLE_PLAIN;
	enum style value = chosen                   ? STYLE_SELECTED
			   : v->settings->is_set[i] ? STYLE_STRONG
						    : STYLE_PLAIN;
	char name[64];

	if (chosen && !v->typing)
		frame_fill(f, y, a.x, a.cols, style, " ");
	frame_put(f, y, a.x, style, chosen ? "▸" : " ");
	snprintf(name, sizeof(name), "%s.%s", s->section, s->key);
	frame_fit(f, y, a.x + 2, VALUE_X - 3, style, name);
	put_value(f, y, a, v, i, value);
	if (a.cols >= ABOUT_COLS)
		frame_fit(f, y, a.x + ABOUT_X, a.cols - ABOUT_X,
		    chosen ? style : STYLE_FAINT, s->about);
}

static void
put_foot(struct frame *f, int y, struct area a, const struct settings_view *v)
{
	const struct setting *s = &settings_table[v->selected];
	struct str allowed = {0};

	frame_wrap(f, (struct area){y, a.x, 2, a.cols}, STYLE_PLAIN, s->about);
	settings_allowed((enum setting_key)v->selected, &allowed);
	str_addf(&allowed, "; default %s", *s->standard ? s->standard : "nothing");
	frame_fit(f, y + 2, a.x, a.cols, STYLE_FAINT, allowed.s);
	str_fini(&allowed);
	if (v->notice)
		frame_fit(f, y + 3, a.x, a.cols, STYLE_NOTICE, v->notice);
	else if (v->done)
		frame_fit(f, y + 3, a.x, a.cols, STYLE_GOOD, v->done);
}

static const char *
keys_of(const struct settings_view *v)
{
	if (v->typing)
		return "⏎|keep|Esc|as it was";
	switch (settings_table[v->selected].type) {
	case SETTING_BOOL:
	case SETTING_WORD:
		return "← →|change|d|default|q|back|?|help|↑ ↓|choose";
	default:
		return "⏎|type|d|default|q|back|?|help|← →|change|↑ ↓|choose";
	}
}

void
view_settings(struct frame *f, const struct settings_view *v)
{
	struct area a = column_content(f);
	int top = f->rows >= 16 ? 2 : 1, rows = f->rows - top - FOOT_ROWS;
	size_t from = list_top(v, rows > 0 ? (size_t)rows : 0);

	frame_clear(f);
	if (f->rows < VIEW_ROWS_LEAST || f->cols < VIEW_COLS_LEAST) {
		frame_putf(f, f->rows / 2, 0, STYLE_PLAIN, "settings  needs %dx%d",
		    VIEW_COLS_LEAST, VIEW_ROWS_LEAST);
		return;
	}
	frame_put(f, 0, a.x, STYLE_TITLE, "Settings");
	if (top > 1)
		column_rule(f, 1, a);
	for (int i = 0; i < rows && from + (size_t)i < SETTINGS_COUNT; i++)
		put_setting(f, top + i, a, v, from + (size_t)i);
	put_foot(f, f->rows - FOOT_ROWS, a, v);
	column_keys(f, f->rows - 1, a.x, a.cols, keys_of(v));
}
