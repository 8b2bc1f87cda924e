#include "cmd/proposal.h"

#include "base/civil.h"
#include "base/ini.h"
#include "base/text.h"
#include "cmd/print.h"

#include <string.h>

/* --- what is meant -------------------------------------------------------------- */

static const struct rx_custom *
custom_of(const struct rx *rx, const char *id)
{
	for (size_t i = 0; i < rx->n_customs; i++)
		if (strcmp(rx->customs[i].id, id) == 0)
			return &rx->customs[i];
	return NULL;
}

static int
custom_s(const struct rx_custom *custom)
{
	int s = 0;

	for (size_t i = 0; i < custom->n; i++)
		s += custom->steps[i].hold_s * custom->steps[i].sides;
	return s;
}

static int
routine_s(struct library *lib, const struct rx *rx, const char *id)
{
	const struct rx_custom *custom = custom_of(rx, id);
	const struct routine *routine =
	    custom ? NULL : library_routine(lib, id, NULL);

	if (custom)
		return custom_s(custom);
	return routine ? routine->minutes * 60 : 0;
}

static const char *
title_of(struct library *lib, const struct rx *rx, const char *id)
{
	const struct rx_custom *custom = custom_of(rx, id);
	const struct routine *routine =
	    custom ? NULL : library_routine(lib, id, NULL);

	if (custom)
		return custom->title ? custom->title : id;
	return routine ? routine->title : id;
}

int
proposal_day_s(struct library *lib, const struct rx *rx)
{
	int most = 0;

	for (int day = 0; day < 7; day++) {
		int s = 0;

		for (size_t i = 0; i < rx->n_items; i++)
			if (rx->items[i].days & 1u << day)
				s += rx->items[i].per_day *
				     routine_s(lib, rx, rx->items[i].routine);
		most = s > most ? s : most;
	}
	return most;
}

/* --- limits ----------------------------------------------------------------------- */

static bool
can_step(struct library *lib, const struct rx_step *step, struct err *err)
{
	const struct exercise *e = library_exercise(lib, step->move, NULL);

	if (!e)
		return err_set(err, "there is no movement %s here", step->move);
	if (step->hold_s * step->sides > e->max_s)
		return err_set(err,
		    "%d s of %s are too many; %d s are the most that is good",
		    step->hold_s * step->sides, step->move, e->max_s);
	return true;
}

static bool
can_custom(struct library *lib, const struct rx_custom *custom, struct err *err)
{
	bool replaces;

	if (library_routine(lib, custom->id, NULL) &&
	    (!library_is_own(lib, SHELF_ROUTINES, custom->id, &replaces) ||
		replaces))
		return err_set(
		    err, "its routine %s has the name of another", custom->id);
	for (size_t i = 0; i < custom->n; i++)
		if (!can_step(lib, &custom->steps[i], err))
			return false;
	return true;
}

bool
proposal_can(struct library *lib, const struct rx *rx, struct err *err)
{
	if (*rx->fault)
		return err_set(err, "%s", rx->fault);
	for (size_t i = 0; i < rx->n_customs; i++)
		if (!can_custom(lib, &rx->customs[i], err))
			return false;
	for (size_t i = 0; i < rx->n_items; i++)
		if (routine_s(lib, rx, rx->items[i].routine) == 0)
			return err_set(err, "there is no routine %s here",
			    rx->items[i].routine);
	if (proposal_day_s(lib, rx) > PROPOSAL_DAY_S)
		return err_set(err, "it asks for %d minutes a day; %d are the most",
		    (proposal_day_s(lib, rx) + 59) / 60, PROPOSAL_DAY_S / 60);
	return true;
}

/* --- words ------------------------------------------------------------------------ */

static void
add_days(unsigned days, struct str *out)
{
	static const char *const names[] = {
	    "Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
	const char *comma = "";

	if (days == 0x7f || days == 0x1f || days == 0x60) {
		str_add(out, days == 0x7f   ? "every day"
			     : days == 0x1f ? "Mo to Fr"
					    : "Sa and Su");
		return;
	}
	for (int i = 0; i < 7; i++)
		if (days & 1u << i) {
			str_addf(out, "%s%s", comma, names[i]);
			comma = ", ";
		}
}

static void
add_dose(const struct rx_item *item, struct str *out)
{
	str_addf(out, "%d a day, ", item->per_day);
	add_days(item->days, out);
	if (item->gap_min)
		str_addf(out, ", not closer than %d min", item->gap_min);
	if (item->note)
		str_addf(out, "; \"%s\"", item->note);
}

static const struct rx_item *
item_of(const struct rx *rx, const char *routine)
{
	for (size_t i = 0; i < rx->n_items; i++)
		if (strcmp(rx->items[i].routine, routine) == 0)
			return &rx->items[i];
	return NULL;
}

/* "+ Two minute desk reset (desk-reset-2): 2 a day, Mo to Fr" */
static void
add_item(struct library *lib, const struct rx *rx, const struct rx_item *item,
    const char *mark, struct str *out)
{
	str_addf(out, "%s %s (%s): ", mark, title_of(lib, rx, item->routine),
	    item->routine);
	add_dose(item, out);
}

static bool
same_dose(const struct rx_item *a, const struct rx_item *b)
{
	const char *x = a->note ? a->note : "", *y = b->note ? b->note : "";

	return a->per_day == b->per_day && a->days == b->days &&
	       a->gap_min == b->gap_min && strcmp(x, y) == 0;
}

static void
add_changes(struct library *lib, const struct proposal *p, struct str *out)
{
	for (size_t i = 0; i < p->rx.n_items; i++) {
		const struct rx_item *item = &p->rx.items[i];
		const struct rx_item *old = item_of(&p->old, item->routine);
		const char *mark = !p->agreed             ? "*"
				   : !old                 ? "+"
				   : same_dose(item, old) ? "="
							  : "~";

		add_item(lib, &p->rx, item, mark, out);
		if (*mark == '~') {
			str_add(out, "  (so far ");
			add_dose(old, out);
			str_add(out, ")");
		}
		str_add(out, "\n");
	}
	for (size_t i = 0; i < p->old.n_items; i++)
		if (!item_of(&p->rx, p->old.items[i].routine)) {
			add_item(lib, &p->old, &p->old.items[i], "-", out);
			str_add(out, "\n");
		}
}

static void
add_custom(struct library *lib, const struct rx_custom *custom, struct str *out)
{
	str_addf(out, "  your coach's own routine %s:\n", custom->id);
	for (size_t i = 0; i < custom->n; i++) {
		const struct rx_step *step = &custom->steps[i];
		const struct exercise *e = library_exercise(lib, step->move, NULL);

		str_addf(out, "    %s, %d s%s\n", e ? e->name : step->move,
		    step->hold_s, step->sides == 2 ? " each side" : "");
	}
}

static void
add_span(const struct rx *rx, struct str *out)
{
	char day[CIVIL_LEN];

	if (rx->from != CIVIL_NONE)
		str_addf(out, ", from %s", civil_print(rx->from, day));
	if (rx->to != CIVIL_NONE)
		str_addf(out, " to %s", civil_print(rx->to, day));
}

static const char *
state_words(const struct proposal *p)
{
	static const char *const words[PLAN_STATES] = {
	    [PLAN_OFFERED] = "waits for your answer",
	    [PLAN_ACCEPTED] = "is what you do",
	    [PLAN_DECLINED] = "was declined",
	    [PLAN_DEFERRED] = "was put off",
	    [PLAN_ENDED] = "has ended",
	};

	return words[p->state];
}

void
proposal_lines(struct library *lib, const struct proposal *p, struct str *out)
{
	int s = proposal_day_s(lib, &p->rx);

	str_addf(out, "%s (version %d", p->rx.title, p->rx.version);
	add_span(&p->rx, out);
	str_addf(out, ") %s\n", state_words(p));
	if (*p->why) {
		str_add(out, "  because: ");
		text_clean(out, p->why);
		str_add(out, "\n");
	}
	if (p->agreed)
		str_addf(out, "  what changes against version %d, which you do:\n",
		    p->old.version);
	add_changes(lib, p, out);
	for (size_t i = 0; i < p->rx.n_customs; i++)
		add_custom(lib, &p->rx.customs[i], out);
	str_addf(out, "  in all %d min %02d s on a full day\n", s / 60, s % 60);
}

/* --- a routine of the coach's ---------------------------------------------------- */

void
proposal_routine(
    struct library *lib, const struct rx_custom *custom, struct str *out)
{
	int minutes = (custom_s(custom) + 59) / 60;

	(void)lib;
	str_addf(out, PROPOSAL_MARK ", with a plan that you accepted.\n\n[%s]\n",
	    custom->id);
	str_add(out, "title = ");
	ini_quote(out, custom->title ? custom->title : custom->id);
	str_addf(
	    out, "\nminutes = %d\nsetting = anywhere\n", minutes < 1 ? 1 : minutes);
	for (size_t i = 0; i < custom->n; i++)
		str_addf(out, "step.%02zu = %s %d\n", i + 1, custom->steps[i].move,
		    custom->steps[i].hold_s * custom->steps[i].sides);
}
