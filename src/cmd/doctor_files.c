#include "cmd/doctor_files.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "history/mend.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char area[] = "files";

/* --- the history -------------------------------------------------------------- */

static void
tell_mended(const struct mended *m, struct findings *f)
{
	if (m->indexes)
		findings_add(f, area, FINDING_NOTE, NULL,
		    "history: its indexes were wrong and are made again");
	if (m->days)
		findings_add(f, area, FINDING_NOTE, NULL,
		    "history: the sums of %d day%s were wrong and are right again",
		    m->days, m->days == 1 ? "" : "s");
	if (m->stray)
		findings_add(f, area, FINDING_WRONG,
		    "They are left as they are; a copy below may know them.",
		    "history: %lld row%s to no session", (long long)m->stray,
		    m->stray == 1 ? " belongs" : "s belong");
	if (m->displaced)
		findings_add(f, area, FINDING_WRONG,
		    "They are left as they are, on the day that is written with "
		    "them.",
		    "history: %lld session%s an id of another day",
		    (long long)m->displaced, m->displaced == 1 ? " has" : "s have");
	findings_add(f, area, FINDING_WELL, NULL,
	    "history: %lld session%s, all of the file was read",
	    (long long)m->sessions, m->sessions == 1 ? "" : "s");
}

static void
look_at_history(const struct own *own, struct findings *f)
{
	struct err err = {""};
	struct history *h;
	struct mended mended;

	if (access(own->db, F_OK) < 0 && errno == ENOENT) {
		findings_add(f, area, FINDING_WELL, NULL,
		    "history: none yet; it will be %s", own->db);
		return;
	}
	h = history_open(own->db, &err);
	if (h && history_mend(h, &mended, &err))
		tell_mended(&mended, f);
	else
		findings_add(f, area, FINDING_WRONG,
		    "It was left as it is. Where it is damaged: move it away, and "
		    "put the newest copy below in its place or begin a new one.",
		    "history: %s", err.text);
	history_close(h);
}

/* --- streak.ini --------------------------------------------------------------- */

static char *
slurp(const char *path)
{
	struct str text = {0};
	FILE *in = fopen(path, "r");
	char buf[1024];
	size_t n;

	while (in && (n = fread(buf, 1, sizeof(buf), in)) > 0)
		str_addn(&text, buf, n);
	if (in)
		fclose(in);
	return str_take(&text);
}

/* As it would be if it had not been there. */
static void
look_at_streak(const struct own *own, int32_t today, struct findings *f)
{
	char *before = slurp(own->mirror), *after;
	struct streak streak;

	unlink(own->mirror);
	own_streak(own, today, &streak);
	after = slurp(own->mirror);
	if (!*after && access(own->db, F_OK) == 0)
		findings_add(f, area, FINDING_WRONG, NULL,
		    "streak.ini: it cannot be made: %s", own->mirror);
	else if (strcmp(before, after) == 0)
		findings_add(
		    f, area, FINDING_WELL, NULL, "streak.ini: it is right");
	else
		findings_add(
		    f, area, FINDING_NOTE, NULL, "streak.ini: it is made again");
	free(before);
	free(after);
}

/* --- copies ------------------------------------------------------------------- */

/* "history-version2.db", and what a person named so. */
static bool
is_copy(const char *name)
{
	size_t n = strlen(name);

	return strncmp(name, "history-", 8) == 0 && n > 11 &&
	       strcmp(name + n - 3, ".db") == 0;
}

static void
tell_copy(const char *path, struct findings *f)
{
	char day[CIVIL_LEN];
	struct stat st;

	if (stat(path, &st) < 0)
		return;
	civil_print(civil_day((int64_t)st.st_mtim.tv_sec * 1000, 0, 0), day);
	findings_add(f, area, FINDING_WELL, NULL, "copy: %s, of %s, %lld kB", path,
	    day, (long long)(st.st_size + 999) / 1000);
}

static int
by_name(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static int
choose_copy(const struct dirent *d)
{
	return is_copy(d->d_name);
}

static void
list_copies(const struct own *own, struct findings *f)
{
	struct str folder = {0};
	struct dirent **names = NULL;
	int n;

	str_addn(&folder, own->db, (size_t)(strrchr(own->db, '/') - own->db));
	n = scandir(folder.s, &names, choose_copy, by_name);
	for (int i = 0; i < n; i++) {
		struct str path = {0};

		str_addf(&path, "%s/%s", folder.s, names[i]->d_name);
		tell_copy(path.s, f);
		str_fini(&path);
		free(names[i]);
	}
	if (n <= 0)
		findings_add(f, area, FINDING_WELL, NULL,
		    "copy: none; one is made before each new version of the "
		    "history");
	free(names);
	str_fini(&folder);
}

void
doctor_files(const struct own *own, int32_t today, struct findings *f)
{
	if (!own->db || !own->mirror) {
		findings_add(f, area, FINDING_WRONG, "Set HOME.",
		    "history: there is no home to keep it in");
		return;
	}
	look_at_history(own, f);
	look_at_streak(own, today, f);
	list_copies(own, f);
}
