#include "cmd/rest.h"

#include <string.h>

static bool
find_record(
    const struct own *own, int32_t today, struct session_record *r, struct err *err)
{
	struct history *h;
	bool ok;

	err_set(err, "%s", "");
	h = own->db ? history_open_settled(own->db, err) : NULL;
	ok = h &&
	     history_interrupted(h, today - SUGGEST_UNFINISHED_DAYS + 1, r, err);
	history_close(h);
	return ok;
}

static bool
make_routine(const struct own *own, struct rest *rest, struct err *err)
{
	const struct routine *of =
	    library_routine(own->library, rest->record.routine, err);

	if (!of)
		return false;
	if (resume_first(&rest->record, &rest->first))
		rest->routine = resume_routine(of, &rest->record, rest->first);
	return rest->routine || err_set(err, "nothing of it is left");
}

bool
rest_find(const struct own *own, int32_t today, struct rest *rest, struct err *err)
{
	*rest = (struct rest){.first = 0};
	if (!find_record(own, today, &rest->record, err))
		return *err->text ? false
				  : err_set(err,
					"no session of the last %d days was "
					"interrupted",
					SUGGEST_UNFINISHED_DAYS);
	if (make_routine(own, rest, err))
		return true;
	err_add(err, "%s cannot be resumed", rest->record.routine);
	rest_fini(rest);
	return false;
}

void
rest_fini(struct rest *rest)
{
	routine_free(rest->routine);
	session_record_fini(&rest->record);
	*rest = (struct rest){.first = 0};
}

void
rest_options(const struct rest *rest, struct play_options *o)
{
	o->tailored = rest->routine;
	o->resume = &rest->record;
	o->resume_at = rest->first;
}
