#include "base/paths.h"

#include "base/mem.h"
#include "base/str.h"

#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct {
	const char *variable, *below_home;
} homes[] = {
    [PATH_CONFIG] = {"XDG_CONFIG_HOME", ".config"},
    [PATH_DATA] = {"XDG_DATA_HOME", ".local/share"},
    [PATH_STATE] = {"XDG_STATE_HOME", ".local/state"},
    [PATH_CACHE] = {"XDG_CACHE_HOME", ".cache"},
};

char *
paths_home(enum path_home home, struct err *err, const char *fmt, ...)
{
	const char *base = getenv(homes[home].variable);
	struct str path = {0};
	char rest[512];
	va_list ap;

	/* The specification says: a path that is not absolute is to be ignored. */
	if (base && *base == '/') {
		str_addf(&path, "%s/uncoil", base);
	} else {
		base = getenv("HOME");
		if (!base || *base != '/') {
			err_set(err, "set HOME or %s to say where your files are",
			    homes[home].variable);
			return NULL;
		}
		str_addf(&path, "%s/%s/uncoil", base, homes[home].below_home);
	}
	va_start(ap, fmt);
	vsnprintf(rest, sizeof(rest), fmt, ap);
	va_end(ap);
	if (*rest)
		str_addf(&path, "/%s", rest);
	return str_take(&path);
}

bool
paths_make_for(const char *file, struct err *err)
{
	char *path = mem_strdup(file);
	bool ok = true;

	for (char *at = path + 1; ok && (at = strchr(at, '/')) != NULL; at++) {
		*at = '\0';
		ok = mkdir(path, 0700) == 0 || errno == EEXIST || errno == EISDIR;
		if (!ok && access(path, F_OK) == 0)
			ok = true; /* a read-only parent that is there already */
		if (!ok)
			err_errno(err, "cannot make %s", path);
		*at = '/';
	}
	free(path);
	return ok;
}

/* The folder that the running program stands in, or "". */
static void
own_folder(char *buf, size_t size)
{
	ssize_t n = readlink("/proc/self/exe", buf, size - 1);
	char *slash;

	buf[n > 0 ? n : 0] = '\0';
	slash = strrchr(buf, '/');
	if (slash)
		*slash = '\0';
}

char *
paths_shipped(void)
{
	static const char *const beside[] = {"%s/shipped", "%s/../share/uncoil"};
	const char *named = getenv("UNCOIL_DATADIR");
	char dir[PATH_MAX], path[PATH_MAX + 32];

	if (named && *named)
		return mem_strdup(named);
	own_folder(dir, sizeof(dir));
	for (size_t i = 0; *dir && i < ARRAY_LEN(beside); i++) {
		snprintf(path, sizeof(path), beside[i], dir);
		if (access(path, X_OK) == 0)
			return mem_strdup(path);
	}
	return mem_strdup(UNCOIL_PKGDATADIR);
}

char *
paths_helper(const char *name)
{
	static const char *const beside[] = {"%s/%s", "%s/../libexec/uncoil/%s"};
	char dir[PATH_MAX], path[PATH_MAX + 64];

	own_folder(dir, sizeof(dir));
	for (size_t i = 0; *dir && i < ARRAY_LEN(beside); i++) {
		snprintf(path, sizeof(path), beside[i], dir, name);
		if (access(path, X_OK) == 0)
			return mem_strdup(path);
	}
	snprintf(path, sizeof(path), "%s/%s", UNCOIL_PKGLIBEXECDIR, name);
	return mem_strdup(path);
}
