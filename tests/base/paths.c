#include "base/paths.h"

#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

static void
set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
}

static void
homes(void **state)
{
	static const struct {
		enum path_home home;
		const char *variable, *value, *home_value, *expected, *remark;
	} rows[] = {
	    {PATH_CONFIG, "XDG_CONFIG_HOME", "/c", "/h", "/c/uncoil/x",
		"the variable"},
	    {PATH_CONFIG, "XDG_CONFIG_HOME", NULL, "/h", "/h/.config/uncoil/x",
		"unset"},
	    {PATH_CONFIG, "XDG_CONFIG_HOME", "", "/h", "/h/.config/uncoil/x",
		"empty"},
	    {PATH_CONFIG, "XDG_CONFIG_HOME", "c", "/h", "/h/.config/uncoil/x",
		"not absolute: to be ignored, says the specification"},
	    {PATH_DATA, "XDG_DATA_HOME", NULL, "/h", "/h/.local/share/uncoil/x",
		"data"},
	    {PATH_STATE, "XDG_STATE_HOME", NULL, "/h", "/h/.local/state/uncoil/x",
		"state"},
	    {PATH_CACHE, "XDG_CACHE_HOME", NULL, "/h", "/h/.cache/uncoil/x",
		"cache"},
	    {PATH_DATA, "XDG_DATA_HOME", "/d", NULL, "/d/uncoil/x",
		"no HOME, none needed"},
	    {PATH_DATA, "XDG_DATA_HOME", NULL, NULL, NULL, "nothing to go by"},
	    {PATH_DATA, "XDG_DATA_HOME", "d", "h", NULL, "nothing absolute"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {""};
		char *path;

		set(rows[i].variable, rows[i].value);
		set("HOME", rows[i].home_value);
		path = paths_home(rows[i].home, &err, "%s", "x");
		if (!path != !rows[i].expected ||
		    (path && strcmp(path, rows[i].expected) != 0))
			fail_msg("%s: %s", rows[i].remark, path ? path : err.text);
		if (!path)
			assert_non_null(strstr(err.text, rows[i].variable));
		free(path);
		set(rows[i].variable, NULL);
	}
}

static void
the_home_itself(void **state)
{
	char *path;

	(void)state;
	set("XDG_CONFIG_HOME", "/c");
	path = paths_home(PATH_CONFIG, NULL, "%s", "");
	assert_string_equal(path, "/c/uncoil");
	free(path);
}

static void
folders_are_made(void **state)
{
	struct folder f;
	struct err err = {""};
	char path[800];
	struct stat st;

	(void)state;
	folder_make(&f, "a/b/c.ini");
	assert_true(paths_make_for(f.file, &err));
	assert_true(paths_make_for(f.file, &err)); /* again: nothing to do */
	snprintf(path, sizeof(path), "%s/a/b", f.path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_not_equal(stat(f.file, &st), 0); /* the file itself is not */
	snprintf(path, sizeof(path), "%s/plain", f.path);
	fclose(fopen(path, "w"));
	strcat(path, "/below/x");
	assert_false(paths_make_for(path, &err));
	assert_true(*err.text);
	folder_remove(&f);
}

static void
shipped_files(void **state)
{
	char *path;

	(void)state;
	set("UNCOIL_DATADIR", "/some/where");
	path = paths_shipped();
	assert_string_equal(path, "/some/where");
	free(path);
	set("UNCOIL_DATADIR", NULL);
	path = paths_shipped();
	assert_non_null(path);
	assert_int_equal(*path, '/');
	free(path);
	path = paths_helper("uncoil-none");
	assert_non_null(strstr(path, "/uncoil-none"));
	free(path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(homes),
	    cmocka_unit_test(the_home_itself),
	    cmocka_unit_test(folders_are_made),
	    cmocka_unit_test(shipped_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
