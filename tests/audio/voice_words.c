#include "../test.h"

#include "../folder.h"
#include "audio/voice_words.h"
#include "base/mem.h"

#include <string.h>

static const struct voice_fill fill = {"en gb", "150", "{rate}"};

static void
test_words(void **state)
{
	static const struct {
		const char *command, *words[6];
	} rows[] = {
	    {"say", {"say"}},
	    {"  say  it  ", {"say", "it"}},
	    {"say -v {language}", {"say", "-v", "en gb"}},
	    {"x{rate}y{rate} {pitch}", {"x150y150", "{rate}"}},
	    {"x {rate {other} }", {"x", "{rate", "{other}", "}"}},
	    {"{language}{", {"en gb{"}},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err;
		char **words = voice_words(rows[i].command, &fill, &err);
		size_t n = 0;

		print_message("# %s\n", rows[i].command);
		assert_non_null(words);
		for (; rows[i].words[n]; n++)
			assert_string_equal(rows[i].words[n], words[n]);
		assert_null(words[n]);
		voice_words_free(words);
	}
}

static void
test_none(void **state)
{
	char many[2 * VOICE_WORDS_MAX + 8];
	struct err err;
	char **words;

	(void)state;
	assert_null(voice_words("", &fill, &err));
	assert_null(voice_words("   ", &fill, &err));
	assert_non_null(strstr(err.text, "voice.program"));
	memset(many, 0, sizeof(many));
	for (int i = 0; i < VOICE_WORDS_MAX; i++)
		strcat(many, "x ");
	words = voice_words(many, &fill, &err);
	assert_non_null(words);
	voice_words_free(words);
	strcat(many, "y");
	assert_null(voice_words(many, &fill, &err));
}

static void
make_program(const struct folder *f, const char *name)
{
	char path[700];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->path, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fclose(file);
	chmod(path, 0700);
}

static void
test_auto(void **state)
{
	char *before = mem_strdup(getenv("PATH")), path[700];
	struct folder f;
	struct err err;
	char **words;

	(void)state;
	folder_make(&f, "x");
	snprintf(path, sizeof(path), "::/nowhere:%s", f.path);
	setenv("PATH", path, 1);
	assert_null(voice_words("auto", &fill, &err));
	assert_string_equal("nothing here can speak; install espeak-ng or set "
			    "voice.program",
	    err.text);
	make_program(&f, "flite");
	words = voice_words("auto", &fill, &err);
	assert_string_equal("flite", words[0]);
	voice_words_free(words);
	make_program(&f, "espeak-ng");
	words = voice_words("auto", &fill, &err);
	assert_string_equal("espeak-ng", words[0]);
	assert_string_equal("en gb", words[4]);
	voice_words_free(words);
	setenv("PATH", before, 1);
	free(before);
	folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_none),
	    cmocka_unit_test(test_auto),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
