#include "cmd/tune.h"

#include "base/mem.h"
#include "base/text.h"
#include "cmd/page.h"
#include "screen/views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct tune {
	struct run *run;
	struct own *own;
	size_t selected;
	bool typing;
	struct str text;  /* what is typed */
	struct err wrong; /* what did not work */
	char done[160];   /* what did */
};

static enum setting_key
selected(const struct tune *t)
{
	return (enum setting_key)t->selected;
}

/* --- changing ------------------------------------------------------------------ */

/* When a change is seen. */
static const char *
since_when(enum setting_key key)
{
	if (strcmp(settings_table[key].section, "screen") == 0)
		return "now";
	if (strcmp(settings_table[key].section, "streak") == 0)
		return "from today on: days before keep what held then";
	return "from the next session on";
}

/* value NULL: its default. */
static void
change(struct tune *t, const char *value)
{
	enum setting_key key = selected(t);
	struct term_options term;

	t->wrong.text[0] = t->done[0] = '\0';
	if (!own_set(t->own, key, value, &t->wrong))
		return;
	snprintf(t->done, sizeof(t->done), "%s.%s = %.60s, %s",
	    settings_table[key].section, settings_table[key].key,
	    t->own->settings.text[key], since_when(key));
	term = own_term(t->own);
	run_change_term(t->run, &term);
}

static void
step_by(struct tune *t, int by)
{
	enum setting_key key = selected(t);
	struct str to = {0}, allowed = {0};

	if (settings_step(key, t->own->settings.text[key], by, &to)) {
		change(t, to.s);
	} else {
		settings_allowed(key, &allowed);
		err_set(&t->wrong, "%s is what it can be", allowed.s);
	}
	str_fini(&to);
	str_fini(&allowed);
}

/* What is chosen goes round, everything else is typed. */
static void
take(struct tune *t)
{
	enum setting_key key = selected(t);
	enum setting_type type = settings_table[key].type;

	if (type == SETTING_BOOL || type == SETTING_WORD) {
		step_by(t, 1);
		return;
	}
	t->typing = true;
	t->wrong.text[0] = t->done[0] = '\0';
	str_clear(&t->text);
	str_add(&t->text, t->own->settings.text[key]);
}

static void
type(struct tune *t, int key)
{
	char buf[4];

	switch (key) {
	case TERM_ENTER:
		change(t, t->text.s);
		t->typing = *t->wrong.text != '\0';
		break;
	case TERM_ESCAPE:
		t->typing = false;
		t->wrong.text[0] = '\0';
		break;
	case TERM_BACKSPACE:
		text_erase_last(&t->text);
		break;
	default:
		if (text_printable((uint32_t)key) && t->text.len < SETTING_TEXT_MAX)
			str_addn(&t->text, buf, text_encode((uint32_t)key, buf));
	}
}

/* --- the screen ---------------------------------------------------------------- */

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct tune *t = self;
	struct settings_view v = {.settings = &t->own->settings,
	    .selected = t->selected,
	    .typing = t->typing,
	    .text = t->text.s,
	    .notice = *t->wrong.text ? t->wrong.text : NULL,
	    .done = *t->done ? t->done : NULL};

	(void)now;
	view_settings(f, &v);
}

static void
choose(struct tune *t, size_t i)
{
	t->selected = i;
	t->wrong.text[0] = t->done[0] = '\0';
}

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct tune *t = self;

	(void)now;
	if (t->typing) {
		type(t, pressed);
		return true;
	}
	switch (pressed) {
	case TERM_UP:
	case 'k':
		choose(t, t->selected > 0 ? t->selected - 1 : 0);
		return true;
	case TERM_DOWN:
	case 'j':
		choose(t, t->selected + 1 < SETTINGS_COUNT ? t->selected + 1
							   : t->selected);
		return true;
	case TERM_HOME:
		choose(t, 0);
		return true;
	case TERM_END:
		choose(t, SETTINGS_COUNT - 1);
		return true;
	case TERM_LEFT:
	case '-':
		step_by(t, -1);
		return true;
	case TERM_RIGHT:
	case '+':
		step_by(t, 1);
		return true;
	case TERM_ENTER:
		take(t);
		return true;
	case 'd':
		change(t, NULL);
		return true;
	case '?':
		return page_read(t->run, &page_help_settings) == RUN_OVER;
	case 'q':
	case 's':
	case TERM_ESCAPE:
		return false;
	}
	return true;
}

static const struct activity activity = {.draw = draw, .key = key};

enum run_end
tune_settings(struct run *run, struct own *own)
{
	struct tune t = {.run = run, .own = own};
	enum run_end end;

	str_clear(&t.text);
	end = run_loop(run, &activity, &t);
	str_fini(&t.text);
	return end;
}
