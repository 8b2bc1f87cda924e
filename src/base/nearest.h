/* "Did you mean": the known name that is nearest to what somebody wrote. */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

/*
 * The index of the name that is at most a few typing errors away from `name`
 * (one, and one more for every four characters, three at most), else of the
 * first one that begins with it; -1 when there is none.
 */
int nearest(const char *name, const char *const *names, size_t n);

#endif
