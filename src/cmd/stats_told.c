#include "cmd/stats_told.h"

#include "base/mem.h"
#include "history/gather.h"
#include "routine/glance.h"

#include <stdlib.h>

static bool
gather(const char *db, struct library *lib, struct period *p, struct err *err)
{
	struct err none = {""}, *why = err ? err : &none;
	struct history *h;
	bool ok;

	why->text[0] = '\0';
	h = db ? history_open_read(db, why) : NULL;
	ok = !why->text[0] && gather_period(h, lib, p, why);
	history_close(h);
	return ok;
}

static char *
name_of(struct library *lib, const char *id)
{
	struct glance seen;

	return mem_strdup(*id && glance(lib, id, &seen) ? seen.name : id);
}

static void
names_free(char **names, size_t n)
{
	for (size_t i = 0; i < n && names; i++)
		free(names[i]);
	free(names);
}

bool
stats_tell(const char *db, struct library *lib, int32_t from, int32_t to,
    struct stats_told *out, struct err *err)
{
	struct period *p = &out->period;
	bool ok;

	period_init(p, from, to);
	ok = gather(db, lib, p, err);
	if (!ok) {
		period_fini(p);
		period_init(p, from, to);
	}
	period_close(p);
	out->help_names = mem_new(p->n_helps + 1, sizeof(*out->help_names));
	out->alarm_names = mem_new(p->n_alarms + 1, sizeof(*out->alarm_names));
	for (size_t i = 0; i < p->n_helps; i++)
		out->help_names[i] = name_of(lib, p->helps[i].exercise);
	for (size_t i = 0; i < p->n_alarms; i++)
		out->alarm_names[i] = name_of(lib, p->alarms[i].exercise);
	return ok;
}

void
stats_told_fini(struct stats_told *told)
{
	names_free(told->help_names, told->period.n_helps);
	names_free(told->alarm_names, told->period.n_alarms);
	period_fini(&told->period);
	*told = (struct stats_told){0};
}

struct stats_view
stats_view_of(const struct stats_told *told, const struct streak *streak)
{
	return (struct stats_view){.streak = *streak,
	    .period = &told->period,
	    .help_names = (const char *const *)told->help_names,
	    .alarm_names = (const char *const *)told->alarm_names};
}
