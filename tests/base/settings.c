#include "base/settings.h"

#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <string.h>

#define LONG_256                                                                   \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"         \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"         \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"         \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* --- the table itself --------------------------------------------------- */

static void
every_row_is_whole(void **state)
{
	(void)state;
	for (int i = 0; i < SETTINGS_COUNT; i++) {
		const struct setting *s = &settings_table[i];
		struct err err = {""};
		struct str allowed = {0}, name = {0};
		enum setting_key key;
		long number;

		if (!s->section || !s->key || !s->about)
			fail_msg("row %d is empty", i);
		assert_true(s->about[strlen(s->about) - 1] == '.');
		if (!settings_check(i, s->standard, &number, &err))
			fail_msg("the default: %s", err.text);
		settings_allowed(i, &allowed);
		assert_true(allowed.len > 0);
		str_addf(&name, "%s.%s", s->section, s->key);
		assert_true(settings_find(name.s, &key, &err));
		assert_int_equal(key, i);
		str_fini(&allowed);
		str_fini(&name);
	}
}

static void
values(void **state)
{
	static const struct {
		enum setting_key key;
		const char *value;
		bool ok;
		long number;
	} rows[] = {
	    {SET_STREAK_DAY_START, "03:00", true, 180},
	    {SET_STREAK_DAY_START, "00:00", true, 0},
	    {SET_STREAK_DAY_START, "12:00", true, 720},
	    {SET_STREAK_DAY_START, "12:01", false, 0},
	    {SET_STREAK_DAY_START, "23:59", false, 0},
	    {SET_STREAK_DAY_START, "24:00", false, 0},
	    {SET_STREAK_DAY_START, "03:60", false, 0},
	    {SET_STREAK_DAY_START, "3:00", false, 0},
	    {SET_STREAK_DAY_START, "-0:30", false, 0},
	    {SET_STREAK_DAY_START, "03:-1", false, 0},
	    {SET_STREAK_DAY_START, "03:+1", false, 0},
	    {SET_STREAK_DAY_START, "03:00 ", false, 0},
	    {SET_STREAK_DAY_START, "", false, 0},
	    {SET_SOUND_ON, "yes", true, 1},
	    {SET_SOUND_ON, "no", true, 0},
	    {SET_SOUND_ON, "Yes", false, 0},
	    {SET_SOUND_ON, "true", false, 0},
	    {SET_SOUND_ON, "no yes", false, 0},
	    {SET_SOUND_ON, "", false, 0},
	    {SET_SOUND_CUES, "soft", true, 0},
	    {SET_SOUND_CUES, "clear", true, 1},
	    {SET_SOUND_CUES, "sof", false, 0},
	    {SET_SOUND_CUES, "soft ", false, 0},
	    {SET_SOUND_VOLUME, "0", true, 0},
	    {SET_SOUND_VOLUME, "-40", true, -40},
	    {SET_SOUND_VOLUME, "-41", false, 0},
	    {SET_SOUND_VOLUME, "1", false, 0},
	    {SET_SOUND_VOLUME, "-6dB", false, 0},
	    {SET_SOUND_VOLUME, "-", false, 0},
	    {SET_SOUND_VOLUME, " -6", false, 0},
	    {SET_SOUND_VOLUME, "-6.5", false, 0},
	    {SET_SOUND_VOLUME, "99999999999999999999", false, 0},
	    {SET_SOUND_VOLUME, LONG_256, false, 0},
	    {SET_SCREEN_BACKGROUND, "auto", true, 0},
	    {SET_SCREEN_BACKGROUND, "light", true, 2},
	    {SET_SCREEN_BACKGROUND, "black", false, 0},
	    {SET_SCREEN_MOTION, "no", true, 0},
	    {SET_SCREEN_MOTION, "slow", false, 0},
	    {SET_SCREEN_FIGURE, "auto", true, 0},
	    {SET_SCREEN_FIGURE, "braille", true, 1},
	    {SET_SCREEN_FIGURE, "ascii", true, 3},
	    {SET_SCREEN_FIGURE, "Braille", false, 0},
	    {SET_SCREEN_MOUSE, "yes", true, 1},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {""};
		struct str allowed = {0};
		long number = 4711;
		bool ok = settings_check(rows[i].key, rows[i].value, &number, &err);

		if (ok != rows[i].ok || (ok && number != rows[i].number))
			fail_msg("%s: %d %ld", rows[i].value, ok, number);
		settings_allowed(rows[i].key, &allowed);
		if (!ok && strlen(rows[i].value) < 100)
			assert_non_null(strstr(err.text, allowed.s));
		str_fini(&allowed);
	}
}

static void
names(void **state)
{
	static const struct {
		const char *name, *says; /* NULL: it is one */
		enum setting_key key;
	} rows[] = {
	    {"streak.day_start", NULL, SET_STREAK_DAY_START},
	    {"day_start", NULL, SET_STREAK_DAY_START},
	    {"day_start", NULL, SET_STREAK_DAY_START},
	    {"volume", "which volume? sound.volume voice.volume bed.volume", 0},
	    {"sound.volum", "did you mean sound.volume?", 0},
	    {"volumme", "did you mean sound.volume?", 0},
	    {"color", "did you mean screen.colour?", 0},
	    {"screen.color", "did you mean screen.colour?", 0},
	    {"wrong.volume", "did you mean sound.volume?", 0},
	    {"zzzzzz", "there is no setting zzzzzz", 0},
	    {"", "there is no setting", 0},
	    {".", "there is no setting", 0},
	    {"sound.", "there is no setting", 0},
	    {LONG_256, "there is no setting", 0},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		enum setting_key key = SETTINGS_COUNT;
		struct err err = {""};
		bool ok = settings_find(rows[i].name, &key, &err);

		if (ok != !rows[i].says)
			fail_msg("%s: %s", rows[i].name, err.text);
		if (ok)
			assert_int_equal(key, rows[i].key);
		else if (!strstr(err.text, rows[i].says))
			fail_msg("%s: %s", rows[i].name, err.text);
	}
}

/* --- a file ------------------------------------------------------------- */

static int
setup(void **state)
{
	struct folder *f = mem_new(1, sizeof(*f));

	folder_make(f, "config.ini");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	folder_remove(*state);
	free(*state);
	return 0;
}

static void
put(const char *path, const char *text)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
}

static void
no_file_is_all_defaults(void **state)
{
	struct folder *f = *state;
	struct notes notes = {0};
	struct settings s;

	settings_load(&s, f->file, &notes);
	assert_int_equal(notes.n, 0);
	for (int i = 0; i < SETTINGS_COUNT; i++) {
		assert_string_equal(s.text[i], settings_table[i].standard);
		assert_false(s.is_set[i]);
	}
	settings_fini(&s);
}

static void
what_is_wrong_is_said_and_the_default_used(void **state)
{
	struct folder *f = *state;
	struct notes notes = {0};
	struct settings s;

	put(f->file,
	    "[sound]\nvolume = -6\ncues = loud\n\n[sond]\non = no\n[streak]\n"
	    "day_strat = 04:00\nday_start = \"04:30\"\n");
	settings_load(&s, f->file, &notes);
	assert_int_equal(s.number[SET_SOUND_VOLUME], -6);
	assert_true(s.is_set[SET_SOUND_VOLUME]);
	assert_string_equal(s.text[SET_SOUND_CUES], "soft");
	assert_false(s.is_set[SET_SOUND_CUES]);
	assert_int_equal(s.number[SET_SOUND_ON], 1);
	assert_int_equal(s.number[SET_STREAK_DAY_START], 270);
	assert_int_equal(notes.n, 3);
	assert_int_equal(notes.warnings, 3);
	assert_int_equal(notes.v[0].line, 3);
	assert_string_equal(notes.v[0].text,
	    "sound.cues = loud: one of: soft clear low wood is "
	    "expected; the default, soft, is used");
	assert_int_equal(notes.v[1].line, 6);
	assert_non_null(strstr(notes.v[1].text, "did you mean sound.on?"));
	assert_int_equal(notes.v[2].line, 8);
	assert_non_null(strstr(notes.v[2].text, "did you mean streak.day_start?"));
	notes_fini(&notes);
	settings_fini(&s);
}

static void
a_file_that_cannot_be_read_is_said(void **state)
{
	struct folder *f = *state;
	struct notes notes = {0};
	struct settings s;

	put(f->file, "[sound]\nvolume = -6\nvolume = -7\n");
	settings_load(&s, f->file, &notes);
	assert_int_equal(s.number[SET_SOUND_VOLUME], 0);
	assert_int_equal(notes.errors, 1);
	assert_int_equal(notes.v[0].line, 3);
	assert_non_null(strstr(notes.v[1].text, "nothing of this file is used"));
	notes_fini(&notes);
	settings_fini(&s);

	settings_load(&s, "/", &notes); /* a folder is no file */
	assert_int_equal(notes.errors, 1);
	notes_fini(&notes);
	settings_fini(&s);
}

static void
steps_of_values(void **state)
{
	static const struct {
		enum setting_key key;
		const char *value;
		int by;
		const char *to; /* NULL: there is none */
	} rows[] = {
	    {SET_SOUND_ON, "yes", 1, "no"},
	    {SET_SOUND_ON, "no", -1, "yes"},
	    {SET_SOUND_CUES, "soft", 1, "clear"},
	    {SET_SOUND_CUES, "wood", 1, "soft"},
	    {SET_SCREEN_BACKGROUND, "auto", -1, "light"},
	    {SET_SOUND_VOLUME, "0", -1, "-1"},
	    {SET_SOUND_VOLUME, "0", 1, NULL},
	    {SET_SOUND_VOLUME, "-40", -1, NULL},
	    {SET_SOUND_VOLUME, "loud", 1, NULL},
	    {SET_STREAK_DAY_START, "03:00", 1, "03:15"},
	    {SET_STREAK_DAY_START, "03:00", -1, "02:45"},
	    {SET_STREAK_DAY_START, "03:07", 1, "03:15"},
	    {SET_STREAK_DAY_START, "03:07", -1, "03:00"},
	    {SET_STREAK_DAY_START, "00:00", -1, NULL},
	    {SET_STREAK_DAY_START, "12:00", 1, NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct str to = {0};
		bool ok =
		    settings_step(rows[i].key, rows[i].value, rows[i].by, &to);

		if (ok != (rows[i].to != NULL) || (ok && strcmp(to.s, rows[i].to)))
			fail_msg("%s %+d: %s", rows[i].value, rows[i].by,
			    ok ? to.s : "none");
		str_fini(&to);
	}
}

static void
writing_and_taking_back(void **state)
{
	struct folder *f = *state;
	struct err err = {""};
	struct settings s;

	assert_true(settings_write(f->file, SET_SOUND_CUES, NULL, &err));
	assert_int_not_equal(access(f->file, F_OK), 0); /* nothing to take out */
	put(f->file, "# mine\n[sound]\nvolume = -6\n");
	assert_true(settings_write(f->file, SET_SOUND_CUES, "clear", &err));
	assert_true(settings_write(f->file, SET_SOUND_VOLUME, NULL, &err));
	assert_false(settings_write(f->file, SET_SOUND_VOLUME, "7", &err));
	assert_non_null(strstr(err.text, "from -40 to 0"));
	settings_load(&s, f->file, NULL);
	assert_int_equal(s.number[SET_SOUND_CUES], 1);
	assert_false(s.is_set[SET_SOUND_VOLUME]);
	settings_fini(&s);
	assert_false(
	    settings_write("/dev/null/config.ini", SET_SOUND_ON, "no", &err));
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_row_is_whole),
	    cmocka_unit_test(values),
	    cmocka_unit_test(names),
	    IN_A_FOLDER(no_file_is_all_defaults),
	    IN_A_FOLDER(what_is_wrong_is_said_and_the_default_used),
	    IN_A_FOLDER(a_file_that_cannot_be_read_is_said),
	    cmocka_unit_test(steps_of_values),
	    IN_A_FOLDER(writing_and_taking_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
