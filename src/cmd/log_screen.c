#include "cmd/log_screen.h"

#include "base/mem.h"
#include "base/text.h"
#include "cmd/log.h"
#include "cmd/page.h"
#include "history/said.h"
#include "screen/view_log.h"
#include "screen/views.h"

#include <stdlib.h>
#include <string.h>

struct log {
	struct run *run;
	const struct own *own;
	struct log_row rows[LOG_SCREEN_MAX];
	size_t n, selected;
	char *said[LOG_SCREEN_MAX]; /* of each row */
	bool more;
	enum log_asks asks;
	struct str text; /* that is typed */
	struct err wrong;
	const char *done;
};

/* --- what is there ---------------------------------------------------------------- */

static void
forget_rows(struct log *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->said[i]);
	l->n = 0;
	l->more = false;
}

static bool
take_row(const struct session_record *r, void *arg)
{
	struct log *l = arg;
	struct log_row *row = &l->rows[l->n];
	struct str said = {0};

	l->more = l->n == LOG_SCREEN_MAX;
	if (l->more)
		return false;
	row->record = *r;
	row->record.steps = NULL; /* they are not shown, and are many */
	row->record.n_steps = 0;
	row->title = log_title(l->own->library, row->record.routine);
	said_all(r, log_name, l->own->library, &said);
	row->said = l->said[l->n] = str_take(&said);
	l->n++;
	return true;
}

static void
load(struct log *l)
{
	struct history *h =
	    l->own->db ? history_open_read(l->own->db, &l->wrong) : NULL;

	forget_rows(l);
	if (h)
		history_each(h, 0, take_row, l, &l->wrong);
	history_close(h);
	if (l->selected >= l->n)
		l->selected = l->n ? l->n - 1 : 0;
}

/* --- changing ------------------------------------------------------------------------ */

/* What a key asked for, of the session as it is written. */
static bool
apply(struct log *l, struct history *h, struct session_record *r)
{
	long long percent;

	switch (l->asks) {
	case LOG_ASKS_NOTE:
		strcpy(r->note, l->text.s);
		break;
	case LOG_ASKS_PERCENT:
		if (!str_int(l->text.s, 1, 100, &percent))
			return err_set(
			    &l->wrong, "a whole number from 1 to 100 is expected");
		session_record_hold(r, (int)percent);
		break;
	case LOG_ASKS_RM:
		return history_remove(h, r->id, r->rev, &l->wrong);
	case LOG_ASKS_NOTHING:
		return true;
	}
	return history_change(h, r, &l->wrong);
}

/* Only what was seen is changed: another program may have been faster. */
static bool
write_change(struct log *l)
{
	const struct session_record *seen = &l->rows[l->selected].record;
	struct session_record r = {.n_steps = 0};
	struct history *h = history_open(l->own->db, &l->wrong);
	bool ok = h && history_find(h, 0, seen->id, &r, &l->wrong);

	if (h && !ok && !*l->wrong.text)
		err_set(&l->wrong, "it is not there any more");
	if (ok && r.rev != seen->rev)
		ok = err_set(
		    &l->wrong, "it was changed meanwhile: look at it again");
	ok = ok && apply(l, h, &r);
	session_record_fini(&r);
	history_close(h);
	return ok;
}

static void
change(struct log *l)
{
	static const char *const done[] = {[LOG_ASKS_NOTE] = "noted",
	    [LOG_ASKS_PERCENT] = "corrected; what was there is kept",
	    [LOG_ASKS_RM] = "removed; it counts no more"};

	l->wrong.text[0] = '\0';
	l->done = write_change(l) ? done[l->asks] : NULL;
	l->asks = LOG_ASKS_NOTHING;
	if (l->done || *l->wrong.text) {
		struct err wrong = l->wrong;

		load(l);
		l->wrong = wrong;
	}
}

static void
ask(struct log *l, enum log_asks asks)
{
	if (l->n == 0)
		return;
	l->asks = asks;
	l->done = NULL;
	l->wrong.text[0] = '\0';
	str_clear(&l->text);
	if (asks == LOG_ASKS_NOTE)
		str_add(&l->text, l->rows[l->selected].record.note);
}

static void
type(struct log *l, int key)
{
	char buf[4];

	switch (key) {
	case TERM_ENTER:
		change(l);
		break;
	case TERM_ESCAPE:
		l->asks = LOG_ASKS_NOTHING;
		break;
	case TERM_BACKSPACE:
		text_erase_last(&l->text);
		break;
	default:
		if (text_printable((uint32_t)key) && l->text.len + 4 <= NOTE_MAX)
			str_addn(&l->text, buf, text_encode((uint32_t)key, buf));
	}
}

/* --- the screen -------------------------------------------------------------------------- */

static void
draw(void *self, struct frame *f, const struct instant *now)
{
	struct log *l = self;
	struct log_view v = {.rows = l->rows,
	    .n = l->n,
	    .selected = l->selected,
	    .more = l->more,
	    .asks = l->asks,
	    .text = l->text.s,
	    .notice = *l->wrong.text ? l->wrong.text : NULL,
	    .done = l->done};

	(void)now;
	view_log(f, &v);
}

static void
choose(struct log *l, size_t i)
{
	if (i < l->n)
		l->selected = i;
	l->done = NULL;
	l->wrong.text[0] = '\0';
}

static void
move(struct log *l, int by)
{
	int64_t to = (int64_t)l->selected + by, last = (int64_t)l->n - 1;

	choose(l, (size_t)(to < 0 ? 0 : to > last ? (last < 0 ? 0 : last) : to));
}

static bool
key(void *self, int pressed, const struct instant *now)
{
	struct log *l = self;

	(void)now;
	if (l->asks == LOG_ASKS_RM) {
		if (pressed == 'y' || pressed == 'Y')
			change(l);
		l->asks = LOG_ASKS_NOTHING;
		return true;
	}
	if (l->asks != LOG_ASKS_NOTHING) {
		type(l, pressed);
		return true;
	}
	if (pressed >= SPOT_ROW) {
		choose(l, (size_t)(pressed - SPOT_ROW));
		return true;
	}
	switch (pressed) {
	case TERM_UP:
	case 'k':
		move(l, -1);
		return true;
	case TERM_DOWN:
	case 'j':
		move(l, 1);
		return true;
	case TERM_PAGE_UP:
		move(l, -10);
		return true;
	case TERM_PAGE_DOWN:
		move(l, 10);
		return true;
	case TERM_HOME:
		move(l, -LOG_SCREEN_MAX);
		return true;
	case TERM_END:
		move(l, LOG_SCREEN_MAX);
		return true;
	case 'n':
		ask(l, LOG_ASKS_NOTE);
		return true;
	case 'p':
		ask(l, LOG_ASKS_PERCENT);
		return true;
	case 'x':
		ask(l, LOG_ASKS_RM);
		return true;
	case '?':
		return page_read(l->run, &page_help_log) == RUN_OVER;
	case 'q':
	case 'w':
	case TERM_ESCAPE:
		return false;
	}
	return true;
}

static const struct activity activity = {.draw = draw, .key = key};

enum run_end
log_look(struct run *run, const struct own *own, const char *done)
{
	struct log *l = mem_new(1, sizeof(*l));
	enum run_end end;

	l->run = run;
	l->own = own;
	str_clear(&l->text);
	load(l);
	if (!*l->wrong.text)
		l->done = done;
	end = run_loop(run, &activity, l);
	str_fini(&l->text);
	forget_rows(l);
	free(l);
	return end;
}
