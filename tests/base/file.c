#include "base/file.h"

#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

struct place {
	struct folder folder;
	char file[600], link[600];
};

static int
setup(void **state)
{
	struct place *p = mem_new(1, sizeof(*p));

	folder_make(&p->folder, "");
	snprintf(p->file, sizeof(p->file), "%s/file", p->folder.path);
	snprintf(p->link, sizeof(p->link), "%s/link", p->folder.path);
	*state = p;
	return 0;
}

static int
teardown(void **state)
{
	struct place *p = *state;

	folder_remove(&p->folder);
	free(p);
	return 0;
}

static void
assert_says(const char *path, const char *text)
{
	char buf[64] = "";
	int fd = open(path, O_RDONLY);

	assert_true(fd >= 0);
	assert_true(read(fd, buf, sizeof(buf) - 1) >= 0);
	close(fd);
	assert_string_equal(buf, text);
}

static unsigned
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(lstat(path, &st), 0);
	return st.st_mode & 07777;
}

static void
a_file_is_replaced(void **state)
{
	struct place *p = *state;

	assert_true(file_replace(p->file, "one", 3, 0640, NULL));
	assert_says(p->file, "one");
	assert_int_equal(mode_of(p->file), 0640);
	assert_true(file_replace(p->file, "two", 3, 0600, NULL));
	assert_says(p->file, "two");
	assert_int_equal(mode_of(p->file), 0640); /* as it was */
	assert_true(file_replace_derived(p->file, "", 0, NULL));
	assert_says(p->file, "");
	assert_int_equal(folder_count(&p->folder), 1);
}

static void
what_is_not_whole_changes_nothing(void **state)
{
	struct place *p = *state;
	struct file f;

	assert_true(file_replace(p->file, "old", 3, 0600, NULL));
	assert_true(file_open(&f, p->file, 0600, NULL));
	fputs("half", f.to);
	assert_false(file_close(&f, false, true, NULL));
	assert_says(p->file, "old");
	assert_int_equal(folder_count(&p->folder), 1);
}

static void
links_are_followed(void **state)
{
	struct place *p = *state;
	struct err err = {""};
	struct stat st;

	assert_int_equal(symlink("file", p->link), 0);
	assert_false(file_replace(p->link, "x", 1, 0600, &err));
	assert_non_null(strstr(err.text, "leads nowhere"));
	assert_true(file_replace(p->file, "old", 3, 0600, NULL));
	assert_true(file_replace(p->link, "new", 3, 0600, NULL));
	assert_says(p->file, "new");
	assert_int_equal(lstat(p->link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(folder_count(&p->folder), 2); /* and nothing else */
}

/* A pipe stays a pipe, and gets what is written. */
static void
a_pipe_is_written_to(void **state)
{
	struct place *p = *state;
	char buf[16] = "";
	struct stat st;
	int fd;

	assert_int_equal(mkfifo(p->file, 0600), 0);
	fd = open(p->file, O_RDONLY | O_NONBLOCK);
	assert_true(fd >= 0);
	assert_true(file_replace(p->file, "through", 7, 0600, NULL));
	assert_int_equal(read(fd, buf, sizeof(buf)), 7);
	assert_string_equal(buf, "through");
	close(fd);
	assert_int_equal(lstat(p->file, &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
	assert_int_equal(folder_count(&p->folder), 1);
}

/* Root could lose the machine's own to code that is wrong: it makes one. */
static const char *
full_device(const struct place *p)
{
	if (geteuid() != 0)
		return "/dev/full";
	return mknod(p->file, S_IFCHR | 0600, makedev(1, 7)) == 0 ? p->file : NULL;
}

static void
what_cannot_be_is_said(void **state)
{
	struct place *p = *state;
	struct err err = {""};
	const char *full;

	assert_false(file_replace("/nowhere/at/all", "x", 1, 0600, &err));
	assert_non_null(strstr(err.text, "/nowhere/at/all: No such file"));
	assert_false(file_replace(p->folder.path, "x", 1, 0600, &err));
	assert_non_null(strstr(err.text, "s a directory"));
	full = full_device(p);
	if (full && access(full, W_OK) == 0) {
		assert_false(file_replace(full, "x", 1, 0600, &err));
		assert_non_null(strstr(err.text, "No space"));
	}
}

/* In the folder where one is, a name has no slash. */
static void
here(void **state)
{
	struct place *p = *state;
	int before = open(".", O_RDONLY | O_DIRECTORY);

	assert_int_equal(chdir(p->folder.path), 0);
	assert_true(file_replace("file", "here", 4, 0600, NULL));
	assert_int_equal(fchdir(before), 0);
	close(before);
	assert_says(p->file, "here");
}

int
main(void)
{
#define IN_A_PLACE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    IN_A_PLACE(a_file_is_replaced),
	    IN_A_PLACE(what_is_not_whole_changes_nothing),
	    IN_A_PLACE(links_are_followed),
	    IN_A_PLACE(a_pipe_is_written_to),
	    IN_A_PLACE(what_cannot_be_is_said),
	    IN_A_PLACE(here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
