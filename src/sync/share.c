#include "sync/share.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *name, *about;
} shares[WIRE_SHARES] = {
    {"done", "the day, the routine, done or in part, answers to plans"},
    {"skips", "that a session was begun and nothing of it was held"},
    {"times", "the minute it began, and your time zone"},
    {"duration", "how many seconds you stretched"},
    {"steps", "how many movements, which one you stopped, why, what was wrong"},
    {"tension", "your ratings of tension before and after"},
    {"pain", "your ratings of pain, and of the morning after"},
    {"notes", "what you wrote about it"},
    {"name", "your name"},
    {"streak", "your streak"},
};

const char *
wire_share_name(int bit)
{
	return shares[bit].name;
}

const char *
wire_share_about(int bit)
{
	return shares[bit].about;
}

/* A word of n bytes. */
static int
mask_of(const char *word, size_t n)
{
	for (int bit = 0; bit < WIRE_SHARES; bit++)
		if (strlen(shares[bit].name) == n &&
		    memcmp(shares[bit].name, word, n) == 0)
			return 1 << bit;
	return 0;
}

int
wire_share_of(const char *name)
{
	return mask_of(name, strlen(name));
}

void
wire_share_print(int mask, struct str *out)
{
	const char *comma = "";

	for (int bit = 0; bit < WIRE_SHARES; bit++)
		if (mask & 1 << bit) {
			str_addf(out, "%s%s", comma, shares[bit].name);
			comma = ", ";
		}
}

static bool
no_such_share(const char *word, size_t n, struct err *err)
{
	struct str all = {0};

	wire_share_print(WIRE_SHARE_ALL, &all);
	err_set(err, "there is nothing to share named %.*s; there are: %s",
	    (int)(n > 40 ? 40 : n), word, all.s);
	str_fini(&all);
	return false;
}

bool
wire_share_parse(const char *list, int *mask, struct err *err)
{
	*mask = WIRE_DONE;
	for (;;) {
		size_t n;
		int bit;

		list += strspn(list, ", ");
		n = strcspn(list, ", ");
		if (n == 0)
			return true;
		bit = mask_of(list, n);
		if (!bit)
			return no_such_share(list, n, err);
		*mask |= bit;
		list += n;
	}
}
