#include "base/nearest.h"

#include <string.h>

#define FAR     4 /* where counting edits is given up */
#define LONGEST 72

/* Single-character edits that part a from b, FAR at most. */
static int
distance(const char *a, const char *b)
{
	size_t n = strlen(b);
	int row[LONGEST];

	if (n >= LONGEST || strlen(a) >= LONGEST)
		return FAR;
	for (size_t j = 0; j <= n; j++)
		row[j] = (int)j;
	for (size_t i = 1; a[i - 1]; i++) {
		int diagonal = row[0];

		row[0] = (int)i;
		for (size_t j = 1; j <= n; j++) {
			int up = row[j];
			int best = diagonal + (a[i - 1] != b[j - 1]);

			if (up + 1 < best)
				best = up + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
			diagonal = up;
		}
	}
	return row[n] < FAR ? row[n] : FAR;
}

int
nearest(const char *name, const char *const *names, size_t n)
{
	size_t len = strlen(name);
	int allowed = len < 8 ? 1 + (int)len / 4 : FAR - 1;
	int best = allowed + 1, at = -1;

	for (size_t i = 0; i < n; i++) {
		int d = distance(name, names[i]);

		if (d < best) {
			best = d;
			at = (int)i;
		}
	}
	for (size_t i = 0; at < 0 && len >= 2 && i < n; i++)
		if (strncmp(name, names[i], len) == 0)
			at = (int)i;
	return at;
}
