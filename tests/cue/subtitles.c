#include "cue/subtitles.h"

#include "base/mem.h"
#include "score/script.h"
#include "tests/score/made.h"
#include "tests/test.h"

#include <stdlib.h>

/* One step of 40 s with names that each format has to change. */
static struct score *
a_score(struct made *m, struct script *script)
{
	const struct pacing pacing = {SIDE_LEFT, script, NULL};
	struct exercise e = made_exercise(POSITION_SEATED, false, 60, 0);

	*m = (struct made){0};
	e.name = made_text("The \"tall\" [sit]");
	e.cue[MOMENT_START][0] = made_text("Up <b>--> & [now]\nand \x1b[2J.");
	e.cue[MOMENT_QUARTER][0] = NULL;
	made_add(m, e, 40);
	m->routine.title = made_text("A [made] \"one\"");
	return score_new(&m->routine, m->pointers, &pacing);
}

static char *
text_of(const char *name, const struct score *score, const char *sound)
{
	struct str out = {0};

	subtitles_write(subtitles_of(name, NULL), score, sound, &out);
	return str_take(&out);
}

static void
is_text(const char *name, bool spoken, const char *sound, const char *want)
{
	struct script *script = spoken ? script_new() : NULL;
	struct made m;
	struct score *score = a_score(&m, script);
	char *got = text_of(name, score, sound);

	if (strcmp(got, want) != 0)
		fail_msg("got:\n%s\nexpected:\n%s", got, want);
	free(got);
	score_free(score);
	script_free(script);
}

static void
test_vtt(void **state)
{
	(void)state;
	is_text("a.vtt", true, "a.wav",
	    "WEBVTT\n"
	    "\n00:00:00.500 --> 00:00:02.320\nFirst: The \"tall\" [sit].\n"
	    "\n00:00:02.670 --> 00:00:03.415\nSit tall.\n"
	    "\n00:00:05.600 --> 00:00:07.535\n"
	    "Up &lt;b&gt;--&gt; &amp; [now] and \xef\xbf\xbd[2J.\n"
	    "\n00:00:25.600 --> 00:00:26.895\nHalf of it is done.\n"
	    "\n00:00:39.000 --> 00:00:40.185\nCome back slowly.\n"
	    "\n00:00:45.600 --> 00:00:46.125\nDone.\n");
}

static void
test_lrc(void **state)
{
	(void)state;
	is_text("a.LRC", true, "a.wav",
	    "[ti:A (made) \"one\"]\n[ar:uncoil]\n[length:00:45]\n"
	    "[00:00.50]First: The \"tall\" (sit).\n"
	    "[00:02.67]Sit tall.\n"
	    "[00:05.60]Up <b>--> & (now) and \xef\xbf\xbd(2J.\n"
	    "[00:07.53]\n"
	    "[00:25.60]Half of it is done.\n"
	    "[00:26.89]\n"
	    "[00:39.00]Come back slowly.\n"
	    "[00:40.18]\n"
	    "[00:45.60]Done.\n");
}

static void
test_cue(void **state)
{
	static const struct {
		const char *sound, *kind;
	} rows[] = {
	    {"a \"b\".flac", "a 'b'.flac\" WAVE"},
	    {"/x/a.MP3", "/x/a.MP3\" MP3"},
	    {"a", "a\" WAVE"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		char want[512];

		snprintf(want, sizeof(want),
		    "PERFORMER \"uncoil\"\nTITLE \"A [made] 'one'\"\nFILE \"%s\n"
		    "  TRACK 01 AUDIO\n    TITLE \"The 'tall' [sit]\"\n"
		    "    INDEX 01 00:00:00\n",
		    rows[i].kind);
		is_text("a.cue", false, rows[i].sound, want);
	}
}

/* Without a voice: what is shown; no line outlasts the beginning of the next. */
static void
test_shown(void **state)
{
	struct made m;
	struct score *score = a_score(&m, NULL);
	char *got = text_of("a.vtt", score, "a.wav");
	int64_t end = 0;
	int n = 0;

	(void)state;
	for (const char *at = got; (at = strstr(at, "\n00:")); at++, n++) {
		int m1, m2;
		double s1, s2;

		assert_int_equal(
		    4, sscanf(at, "\n00:%d:%lf --> 00:%d:%lf", &m1, &s1, &m2, &s2));
		assert_true(m1 * 60 + s1 >= (double)end / 1000 - 0.0001);
		assert_true(m2 * 60 + s2 > m1 * 60 + s1);
		end = (int64_t)((m2 * 60 + s2) * 1000 + 0.5);
	}
	assert_in_range(n, 4, 6);
	assert_non_null(strstr(got, "Half of it is done."));
	free(got);
	score_free(score);
}

/* Long sessions: the minutes of a CUE sheet and of lyrics go on after 59. */
static void
test_long(void **state)
{
	struct made m = {0};
	struct score *score;
	char *cue, *vtt;

	(void)state;
	made_add(&m, made_exercise(POSITION_SEATED, false, 3000, 0), 6000);
	made_add(&m, made_exercise(POSITION_SEATED, false, 60, 0), 60);
	m.routine.change_s = 7;
	score = made_score(&m);
	cue = text_of("a.cue", score, "a.wav");
	vtt = text_of("a.vtt", score, "a.wav");
	assert_non_null(strstr(cue, "INDEX 01 100:05:00\n"));
	assert_non_null(strstr(vtt, "\n01:40:05.000 --> "));
	free(cue);
	free(vtt);
	score_free(score);
}

static void
test_names(void **state)
{
	static const char *const none[] = {"a", "a.txt", "a.vtt.gz", "", "vtt"};
	struct err err;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(none); i++) {
		assert_null(subtitles_of(none[i], &err));
		assert_non_null(strstr(err.text, ".vtt .lrc or .cue"));
	}
	assert_non_null(subtitles_of("x/a.b.Cue", &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_vtt),
	    cmocka_unit_test(test_lrc),
	    cmocka_unit_test(test_cue),
	    cmocka_unit_test(test_shown),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
