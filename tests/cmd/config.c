#include "base/settings.h"

#include "tests/cmd/run.h"
#include "tests/test.h"

static void
rows(void **state)
{
	static const struct {
		const char *words[4];
		int status;
		const char *out, *err,
		    *remark; /* out whole; err a part, or NULL: none */
	} row[] = {
	    {{"get", "day_start"}, 0, "03:00\n", NULL, "a default"},
	    {{"set", "sound.volume", "-6"}, 0, "", NULL,
		"a number that begins with -"},
	    {{"get", "sound.volume"}, 0, "-6\n", NULL, "what was set"},
	    {{"set", "sound.volume", "7"}, 2, "", "a whole number from -40 to 0",
		"range"},
	    {{"get", "sound.volume"}, 0, "-6\n", NULL, "nothing was written"},
	    {{"set", "cues", "loud"}, 2, "", "one of: soft clear", "words"},
	    {{"set", "day_strat", "04:00"}, 2, "", "did you mean streak.day_start?",
		"no such key"},
	    {{"get", "sound.volum"}, 2, "", "did you mean sound.volume?",
		"nor to get"},
	    {{"get"}, 2, "", "Try: uncoil config --help", "too few"},
	    {{"get", "a", "b"}, 2, "", "Try: uncoil config --help", "too many"},
	    {{"list", "x"}, 2, "", "Try: uncoil config --help",
		"too many for list"},
	    {{"frob"}, 2, "", "config wants one of", "no such word"},
	    {{"path", "--json"}, 2, "", "--json goes with config list", "no JSON"},
	};
	struct home *h = *state;

	for (size_t i = 0; i < ARRAY_LEN(row); i++) {
		const char *const *w = row[i].words;
		int status = RUN(h, "config", w[0], w[1], w[2]);

		if (status != row[i].status || strcmp(h->out, row[i].out) != 0 ||
		    (row[i].err ? !strstr(h->err, row[i].err) : *h->err))
			fail_msg(
			    "%s: %d %s%s", row[i].remark, status, h->out, h->err);
	}
	assert_int_equal(RUN(h, "config"), 2);
	assert_int_equal(RUN(h, "config", "path"), 0);
	assert_int_equal(strncmp(h->out, h->config, strlen(h->config)), 0);
}

static void
all_that_can_be_set_is_listed(void **state)
{
	struct home *h = *state;
	char name[80];

	assert_int_equal(RUN(h, "config", "set", "sound.on", "no"), 0);
	assert_int_equal(RUN(h, "config", "list"), 0);
	assert_non_null(strstr(h->out, "sound.on = no\n    "));
	assert_non_null(strstr(h->out, "streak.day_start = 03:00  (default)\n"));
	for (int i = 0; i < SETTINGS_COUNT; i++) {
		snprintf(name, sizeof(name), "%s.%s = ", settings_table[i].section,
		    settings_table[i].key);
		assert_non_null(strstr(h->out, name));
		assert_non_null(strstr(h->out, settings_table[i].about));
	}
	assert_int_equal(RUN(h, "config", "list", "--json"), 0);
	assert_non_null(strstr(h->out, "\"sound.on\": {\n    \"value\": \"no\",\n"
				       "    \"default\": \"yes\",\n"
				       "    \"is_set\": true,\n"
				       "    \"allowed\": \"yes or no\",\n"));
}

static void
comments_are_kept(void **state)
{
	struct home *h = *state;
	char text[512];

	assert_int_equal(RUN(h, "config", "set", "sound.on", "no"), 0);
	home_write(h->config, "# mine\n[sound]\n; quiet\non = no\n\n# end\n");
	assert_int_equal(RUN(h, "config", "set", "sound.on", "yes"), 0);
	assert_int_equal(RUN(h, "config", "set", "sound.volume", "-3"), 0);
	home_read(h->config, text, sizeof(text));
	assert_string_equal(
	    text, "# mine\n[sound]\n; quiet\non = yes\n\n# end\nvolume = -3\n");
}

static void
a_broken_file_is_said_and_never_written(void **state)
{
	static const char broken[] = "[sound]\non = no\non = yes\n";
	struct home *h = *state;
	char text[512];

	assert_int_equal(RUN(h, "config", "set", "sound.on", "no"), 0);
	home_write(h->config, broken);
	assert_int_equal(RUN(h, "config", "get", "sound.on"), 0);
	assert_string_equal(h->out, "yes\n"); /* the default */
	assert_non_null(
	    strstr(h->err, "config.ini:3: on stands already in line 2"));
	assert_int_equal(RUN(h, "config", "set", "sound.on", "yes"), 1);
	assert_non_null(strstr(h->err, "config.ini:3:"));
	home_read(h->config, text, sizeof(text));
	assert_string_equal(text, broken);
}

static void
editing(void **state)
{
	struct home *h = *state;
	char text[16384];

	/* A new file has every setting as a comment, and all of them default. */
	setenv("EDITOR", "true", 1);
	unsetenv("VISUAL");
	assert_int_equal(RUN(h, "config", "edit"), 0);
	home_read(h->config, text, sizeof(text));
	for (int i = 0; i < SETTINGS_COUNT; i++)
		assert_non_null(strstr(text, settings_table[i].about));
	assert_int_equal(RUN(h, "config", "list"), 0);
	assert_string_equal(h->err, "");
	/* A key that is set then stands in its section. */
	assert_int_equal(RUN(h, "config", "set", "day_start", "04:00"), 0);
	home_read(h->config, text, sizeof(text));
	assert_true(
	    strstr(text, "\nday_start = 04:00\n") < strstr(text, "[sound]"));

	/* What the person got wrong is said, with its line; options may stand. */
	setenv("VISUAL", "sed -i 's/04:00/4 am/'", 1);
	assert_int_equal(RUN(h, "config", "edit"), 1);
	assert_non_null(
	    strstr(h->err, "streak.day_start = 4 am: a time from 00:00"));
	setenv("VISUAL", "false", 1);
	assert_int_equal(RUN(h, "config", "edit"), 1);
	assert_non_null(strstr(h->err, "the editor failed"));
}

int
main(void)
{
#define AT_HOME(test)                                                              \
	cmocka_unit_test_setup_teardown(test, home_setup, home_teardown)
	const struct CMUnitTest tests[] = {
	    AT_HOME(rows),
	    AT_HOME(all_that_can_be_set_is_listed),
	    AT_HOME(comments_are_kept),
	    AT_HOME(a_broken_file_is_said_and_never_written),
	    AT_HOME(editing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
