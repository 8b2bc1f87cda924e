#include "coach/config.h"

#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

static bool
load(const char *text, struct config *config, struct notes *notes)
{
	struct folder f;
	FILE *to;
	bool ok;

	folder_make(&f, "coach.ini");
	to = fopen(f.file, "w");
	fputs(text, to);
	fclose(to);
	config_init(config);
	*notes = (struct notes){0};
	ok = config_load(config, f.file, true, notes);
	folder_remove(&f);
	return ok;
}

static void
defaults(void **state)
{
	struct notes notes = {0};
	struct config config;

	(void)state;
	config_init(&config);
	for (int i = 0; i < CONFIG_COUNT; i++) {
		const struct config_row *row = &config_table[i];
		size_t n = strlen(row->about);

		assert_string_equal(config.text[i], row->standard);
		assert_true(
		    config_set(&config, (enum config_key)i, row->standard, NULL));
		assert_int_equal(row->about[n - 1], '.');
	}
	assert_int_equal(config.number[CONFIG_RETAIN_DAYS], 400);
	assert_true(config_load(&config, "/nowhere/coach.ini", false, &notes));
	assert_false(config_load(&config, "/nowhere/coach.ini", true, &notes));
	notes_fini(&notes);
	config_fini(&config);
}

static void
a_file_beats_them(void **state)
{
	struct config config;
	struct notes notes;

	(void)state;
	assert_true(load("[serve]\nlisten = /run/x.sock\nproxy = yes\n"
			 "name = \"Hill Street; Physio\"\n[log]\ncalls = all\n",
	    &config, &notes));
	assert_string_equal(config.text[CONFIG_LISTEN], "/run/x.sock");
	assert_string_equal(config.text[CONFIG_NAME], "Hill Street; Physio");
	assert_int_equal(config.number[CONFIG_PROXY], 1);
	assert_int_equal(config.number[CONFIG_LOG], 2);
	assert_int_equal(config.number[CONFIG_RETAIN_DAYS], 400);
	config_fini(&config);
	notes_fini(&notes);
}

/* What is wrong stops the server, with the line and what was meant. */
static void
what_is_wrong(void **state)
{
	static const struct {
		const char *text, *says;
		int line;
	} rows[] = {
	    {"[serve]\nlistne = x\n", "is it serve.listen?", 2},
	    {"[keep]\n\nretain_days = 3\n", "a number from 7 to 3650", 3},
	    {"[serve]\nproxy = maybe\n", "yes or no", 2},
	    {"[log]\ncalls = some\n", "one of: none problems all", 2},
	    {"[limit]\ndevice = 0\n", "a number from 1 to", 2},
	    {"[serve]\nper_address = 8x\n", "a number from 0 to 1000", 2},
	    {"[else]\nx = 1\n", "there is no else.x", 2},
	    {"[serve]\nname = a\nname = b\n", "name", 3},
	};
	struct config config;
	struct notes notes;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (load(rows[i].text, &config, &notes))
			fail_msg("%s was taken", rows[i].text);
		assert_true(notes.n >= 1);
		assert_int_equal(notes.v[0].line, rows[i].line);
		assert_non_null(strstr(notes.v[0].text, rows[i].says));
		config_fini(&config);
		notes_fini(&notes);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(defaults),
	    cmocka_unit_test(a_file_beats_them),
	    cmocka_unit_test(what_is_wrong),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
