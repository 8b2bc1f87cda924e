#include "history/share.h"

#include "base/mem.h"

static const char *const names[SHARES] = {"done", "skips", "times", "duration",
    "steps", "tension", "pain", "notes", "name", "streak"};

const struct words words_share = {"field", names, ARRAY_LEN(names)};

static const char *const about[SHARES] = {
    [SHARE_DONE] = "days, routines, done or in part",
    [SHARE_SKIPS] = "breaks that were refused",
    [SHARE_TIMES] = "when sessions began, and the time zone",
    [SHARE_DURATION] = "minutes, and seconds per region",
    [SHARE_STEPS] = "movements done and skipped, and where one stopped",
    [SHARE_TENSION] = "tension and mood, before and after",
    [SHARE_PAIN] = "pain, mornings, own activities",
    [SHARE_NOTES] = "notes",
    [SHARE_NAME] = "the name",
    [SHARE_STREAK] = "the streak",
};

bool
share_parse(const char *list, uint64_t *bits, struct err *err)
{
	struct str all = {0};
	char bad[65];
	bool ok = words_parse(&words_share, list, bits, bad);

	*bits |= BIT_OF(SHARE_DONE);
	if (ok)
		return true;
	words_print(&words_share, BIT_OF(SHARES) - 1, &all);
	err_set(err, "there is no field %s; one or more of: %s", bad, all.s);
	str_fini(&all);
	return false;
}

const char *
share_about(enum share share)
{
	return about[share];
}
