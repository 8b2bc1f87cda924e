#include "audio/sink_choice.h"

#include <string.h>
#include <strings.h>

enum { FIT_NONE, FIT_START, FIT_WHOLE };

void
sink_choice_init(struct sink_choice *choice, const char *wanted)
{
	*choice = (struct sink_choice){.wanted = wanted};
}

static int
fit(const char *wanted, const char *name)
{
	size_t n = strlen(wanted);

	if (n == 0 || strncasecmp(wanted, name, n) != 0)
		return FIT_NONE;
	return name[n] ? FIT_START : FIT_WHOLE;
}

void
sink_choice_offer(struct sink_choice *choice, const char *name, const char *about)
{
	int by_name = fit(choice->wanted, name),
	    by_about = fit(choice->wanted, about);
	int best = by_name > by_about ? by_name : by_about;

	if (best == FIT_NONE || best < choice->fit || strlen(name) > SINK_NAME_MAX)
		return;
	choice->count = best == choice->fit ? choice->count + 1 : 1;
	choice->fit = best;
	strcpy(choice->name, name);
}

const char *
sink_choice_name(const struct sink_choice *choice)
{
	return choice->count == 1 ? choice->name : NULL;
}
