#include "base/file.h"

#include "base/mem.h"
#include "base/str.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A name beside the place, in the folder that it is in. */
static bool
open_part(struct file *f, struct err *err)
{
	struct str part = {0};
	int fd;

	str_addf(&part, "%s.XXXXXX", f->real);
	fd = mkostemp(part.s, O_CLOEXEC);
	f->to = fd < 0 ? NULL : fdopen(fd, "w");
	if (f->to) {
		f->part = str_take(&part);
		return true;
	}
	err_errno(err, "%s", f->path);
	if (fd >= 0) {
		close(fd);
		unlink(part.s);
	}
	str_fini(&part);
	return false;
}

bool
file_open(struct file *f, const char *path, unsigned mode, struct err *err)
{
	char real[PATH_MAX];
	struct stat st;
	bool there = stat(path, &st) == 0;

	*f = (struct file){.path = path, .mode = there ? st.st_mode & 07777 : mode};
	if (there && !S_ISREG(st.st_mode)) {
		f->to = fopen(path, "we");
		return f->to || err_errno(err, "%s", path);
	}
	if (!there && lstat(path, &st) == 0)
		return err_set(err, "%s: the link leads nowhere", path);
	f->real = mem_strdup(there && realpath(path, real) ? real : path);
	if (open_part(f, err))
		return true;
	free(f->real);
	return false;
}

static void
sync_folder(char *file)
{
	char *slash = strrchr(file, '/');
	int dir;

	if (slash)
		slash[slash == file] = '\0'; /* the root is its own folder */
	dir = open(slash ? file : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (dir >= 0) {
		fsync(dir);
		close(dir);
	}
}

static bool
put_in_place(struct file *f, bool durable)
{
	int fd = fileno(f->to);

	return fflush(f->to) == 0 &&
	       (!f->part ||
		   (fchmod(fd, f->mode) == 0 && (!durable || fsync(fd) == 0) &&
		       rename(f->part, f->real) == 0));
}

bool
file_close(struct file *f, bool ok, bool durable, struct err *err)
{
	if (ok && !put_in_place(f, durable))
		ok = err_errno(err, "%s", f->path);
	fclose(f->to);
	if (!ok && f->part)
		unlink(f->part);
	if (ok && f->part && durable)
		sync_folder(f->real);
	free(f->part);
	free(f->real);
	return ok;
}

static bool
replace(const char *path, const char *text, size_t len, unsigned mode, bool durable,
    struct err *err)
{
	struct file f;
	bool ok;

	if (!file_open(&f, path, mode, err))
		return false;
	ok = fwrite(text, 1, len, f.to) == len || err_errno(err, "%s", path);
	return file_close(&f, ok, durable, err);
}

bool
file_replace(
    const char *path, const char *text, size_t len, unsigned mode, struct err *err)
{
	return replace(path, text, len, mode, true, err);
}

bool
file_replace_derived(
    const char *path, const char *text, size_t len, struct err *err)
{
	return replace(path, text, len, 0600, false, err);
}
