#include "cue/lines.h"

#include "base/soundline.h"
#include "tests/score/made.h"
#include "tests/test.h"

#include <stdlib.h>

#define MS          INT64_C(1000000)
#define T0          (INT64_C(7000000) * 1000 * MS)
#define PENDING_MAX 64

/* What a perfect helper would do with the lines. */
struct ear {
	bool runs;
	int64_t ms, ns; /* of the last clock line */
	struct {
		int64_t ms;
		char name[SOUNDLINE_KEY_MAX + 1];
	} pending[PENDING_MAX];
	size_t n;
	int releases;     /* of the person's player, since the clock ran */
	struct str heard; /* "name@clock ms\n" */
};

/* Everything that is due up to now sounds. */
static void
listen(struct ear *ear, int64_t now)
{
	for (size_t i = 0; i < ear->n && ear->runs;) {
		int64_t at = ear->ns + (ear->pending[i].ms - ear->ms) * MS;

		if (at > now) {
			i++;
			continue;
		}
		str_addf(&ear->heard, "%s@%lld\n", ear->pending[i].name,
		    (long long)(at / MS));
		ear->n--;
		memmove(&ear->pending[i], &ear->pending[i + 1],
		    (ear->n - i) * sizeof(ear->pending[0]));
	}
}

static void
hear_line(struct ear *ear, const char *text)
{
	struct soundline line;

	assert_true(soundline_parse(text, &line, NULL));
	switch (line.verb) {
	case SOUND_FLUSH:
		ear->n = 0;
		break;
	case SOUND_PAUSE:
		ear->runs = false;
		break;
	case SOUND_CLOCK:
		ear->runs = true;
		ear->releases = 0;
		ear->ms = line.ms;
		ear->ns = line.ns;
		break;
	case SOUND_RELEASE:
		assert_true(line.ms > 0);
		ear->releases++;
		break;
	case SOUND_PLAY:
	case SOUND_SAY:
	case SOUND_BREATH:
		assert_true(ear->n < PENDING_MAX);
		ear->pending[ear->n].ms = line.ms;
		strcpy(ear->pending[ear->n++].name, line.key);
		break;
	case SOUND_SPEECH:
	case SOUND_BED:
		break;
	default:
		fail_msg("not expected: %s", text);
	}
}

static void
hear(struct ear *ear, struct str *lines)
{
	char *save = NULL;

	for (char *at = lines->s ? strtok_r(lines->s, "\n", &save) : NULL; at;
	     at = strtok_r(NULL, "\n", &save))
		hear_line(ear, at);
	str_fini(lines);
}

static struct score *
a_score(struct made *m)
{
	*m = (struct made){0};
	made_add(m, made_exercise(POSITION_SEATED, false, 8, 0), 32);
	made_add(m, made_exercise(POSITION_SEATED, true, 25, 0), 55);
	made_add(m, made_exercise(POSITION_STANDING, false, 5, 3), 24);
	return made_score(m);
}

static uint32_t
roll(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static const struct cue_wish tones_only = {.voice = false};

/* As the loop of the program does it: events, then the sound is told. */
static void
turn(struct session *s, struct cue_lines *c, struct ear *ear, int64_t now,
    struct str *due)
{
	struct session_event e;
	struct str lines = {0};
	bool jumped = false;

	listen(ear, now - 1);
	while (session_next(s, now, &e)) {
		jumped |= e.kind == EVENT_JUMP;
		if (e.kind == EVENT_CUE && e.cue->tone != TONE_NONE)
			str_addf(due, "%s@%lld\n",
			    words_name(&words_tone, e.cue->tone),
			    (long long)(e.due_ns / MS));
	}
	if (jumped)
		cue_lines_anchor(c, s, &tones_only, now, &lines);
	cue_lines_feed(c, s, &tones_only, now, &lines);
	hear(ear, &lines);
	listen(ear, now);
}

/* Whatever keys are pressed: what is heard is what the session says, then. */
static void
test_heard_is_what_is_due(void **state)
{
	struct made m;
	struct score *sc = a_score(&m);
	int ends = 0;

	(void)state;
	for (uint32_t seed = 1; seed <= 400; seed++) {
		struct session *s = session_new(sc, 0, T0);
		struct cue_lines c = {0};
		struct ear ear = {0};
		struct str due = {0}, lines = {0};
		uint32_t dice = seed;
		int64_t now = T0;

		str_clear(&due);
		str_clear(&ear.heard);
		cue_lines_anchor(&c, s, &tones_only, now, &lines);
		hear(&ear, &lines);
		for (int i = 0; i < 900 && !session_finished(s); i++) {
			turn(s, &c, &ear, now, &due);
			if (roll(&dice) % 8 == 0) {
				void (*const keys[])(struct session *, int64_t) = {
				    session_pause, session_resume, session_resume,
				    session_skip, session_back, session_more,
				    session_less, session_resume};

				keys[roll(&dice) % 8](s, now);
				turn(s, &c, &ear, now, &due);
			}
			now += (int64_t)(roll(&dice) % 1000 + 1) * MS;
		}
		assert_string_equal(ear.heard.s, due.s);
		cue_lines_feed(&c, s, &tones_only, now, &lines);
		hear(&ear, &lines);
		assert_int_equal(ear.releases, session_finished(s));
		ends += session_finished(s);
		str_fini(&due);
		str_fini(&ear.heard);
		session_free(s);
	}
	assert_true(ends > 100);
	score_free(sc);
}

static void
test_sent_ahead_and_no_further(void **state)
{
	struct made m;
	struct score *sc = a_score(&m);
	struct session *s = session_new(sc, 0, T0);
	struct cue_lines c = {0};
	struct ear ear = {0};
	struct str lines = {0};

	(void)state;
	cue_lines_anchor(&c, s, &tones_only, T0, &lines);
	cue_lines_feed(&c, s, &tones_only, T0, &lines);
	hear(&ear, &lines);
	assert_int_equal(ear.ns, T0);
	assert_true(ear.n > 0);
	for (size_t i = 0; i < ear.n; i++)
		assert_true(ear.pending[i].ms <= CUE_AHEAD_MS);
	cue_lines_feed(&c, s, &tones_only, T0, &lines);
	assert_null(lines.s);
	session_free(s);
	score_free(sc);
}

static void
test_all_for_a_file(void **state)
{
	struct made m;
	struct score *sc = a_score(&m);
	struct str lines = {0};
	size_t tones = 0, plays = 0;
	char end[64];

	(void)state;
	for (size_t i = 0; i < sc->n_cues; i++)
		tones += sc->cues[i].tone != TONE_NONE;
	cue_lines_all(sc, &tones_only, 2500, &lines);
	snprintf(end, sizeof(end), "at %lld end\n", (long long)sc->end_ms + 2500);
	assert_non_null(strstr(lines.s, end));
	for (const char *at = lines.s; (at = strstr(at, " play ")) != NULL; at++)
		plays++;
	assert_int_equal(plays, tones);
	str_fini(&lines);
	score_free(sc);
}

static void
test_hello(void **state)
{
	const struct cue_volumes volumes = {-6, -3, -12};
	struct cue_lines c = {0};
	struct str lines = {0};

	(void)state;
	cue_lines_hello(&lines, &volumes);
	assert_string_equal(lines.s, "hello 1\nvolume cues -6\nvolume voice -3\n"
				     "volume bed -12\nvolume breath -6\n");
	str_clear(&lines);
	cue_lines_mute(&c, &lines);
	assert_string_equal(lines.s, "flush\npause\nrelease 0\n");
	str_fini(&lines);
}

/* --- with a voice ---------------------------------------------------------------- */

struct spoken {
	struct made made;
	struct script *script;
	struct score *score;
	struct session *session;
	struct cue_lines lines;
	struct str out;
};

static const struct cue_wish all_of_it = {
    .voice = true, .pace = {BREATH_ALWAYS, true}, .bed = "rain", .again_ms = 800};

static void
spoken_init(struct spoken *s)
{
	struct exercise e = made_exercise(POSITION_SEATED, false, 20, 0);

	*s = (struct spoken){.script = script_new()};
	str_clear(&s->out);
	e.breath_s[0] = 4;
	e.breath_s[2] = 6;
	made_add(&s->made, e, 40);
	s->score = score_new(&s->made.routine, s->made.pointers,
	    &(struct pacing){SIDE_LEFT, s->script, NULL});
	s->session = session_new(s->score, 0, T0);
}

static void
spoken_fini(struct spoken *s)
{
	session_free(s->session);
	score_free(s->score);
	script_free(s->script);
	str_fini(&s->out);
}

static void
pass_to(struct spoken *s, int64_t now)
{
	struct session_event e;

	while (session_next(s->session, now, &e))
		;
}

static void
test_lines_are_asked_for_once(void **state)
{
	struct spoken s;
	size_t n = 0;

	(void)state;
	spoken_init(&s);
	cue_lines_ask(&s.lines, s.script, false, &s.out);
	for (const char *at = s.out.s; (at = strstr(at, "speech s")) != NULL; at++)
		n++;
	assert_int_equal(n, script_count(s.script));
	assert_non_null(strstr(s.out.s, " Sit tall.\n"));
	str_clear(&s.out);
	cue_lines_ask(&s.lines, s.script, false, &s.out);
	assert_string_equal(s.out.s, "");
	assert_true(cue_lines_length(&s.lines, s.script, "s0", 1234));
	assert_false(cue_lines_length(&s.lines, s.script, "s0", 1234));
	assert_false(cue_lines_length(&s.lines, s.script, "s999", 1));
	assert_false(cue_lines_length(&s.lines, s.script, "x", 1));
	assert_int_equal(script_ms(s.script, 0), 1234);
	spoken_fini(&s);
}

/* A long routine does not fill the pipe. */
static void
test_asked_in_portions(void **state)
{
	struct script *script = script_new();
	struct cue_lines c = {0};
	struct str out = {0};
	char text[32], key[32];

	(void)state;
	for (int i = 0; i < 200; i++) {
		snprintf(text, sizeof(text), "line %d", i);
		script_add(script, text, i == 3 ? "/a b.ogg" : NULL);
	}
	cue_lines_ask(&c, script, false, &out);
	assert_int_equal(c.asked, CUE_ASK_AHEAD);
	assert_non_null(strstr(out.s, "record s3 /a b.ogg\n"));
	for (int i = 0; i < 200; i++) {
		snprintf(key, sizeof(key), "s%d", i);
		cue_lines_length(&c, script, key, 500);
		cue_lines_ask(&c, script, false, &out);
	}
	assert_int_equal(c.asked, 200);
	assert_int_equal(c.answered, 200);
	str_fini(&out);
	script_free(script);
}

static void
test_what_is_sent(void **state)
{
	struct spoken s;

	(void)state;
	spoken_init(&s);
	cue_lines_anchor(&s.lines, s.session, &all_of_it, T0, &s.out);
	cue_lines_feed(&s.lines, s.session, &all_of_it, T0, &s.out);
	assert_non_null(strstr(s.out.s, "at 0 bed rain\n"));
	assert_non_null(strstr(s.out.s, "at 500 say s"));
	assert_non_null(strstr(s.out.s, "at 5000 play start\n"));
	assert_non_null(strstr(s.out.s, "at 5000 breath in 4000\n"));
	assert_non_null(strstr(s.out.s, "at 9000 breath out 6000\n"));
	/* the text of a line goes before the line is said */
	assert_true(strstr(s.out.s, "speech s0") < strstr(s.out.s, "say s0"));
	pass_to(&s, T0 + 40000 * MS);
	str_clear(&s.out);
	cue_lines_feed(&s.lines, s.session, &all_of_it, T0 + 40000 * MS, &s.out);
	assert_non_null(strstr(s.out.s, "at 42000 bed off\n"));
	assert_non_null(strstr(s.out.s, "at 45000 play finish\n"));
	spoken_fini(&s);
}

/* A pause in the middle of a line: it is said again when there is time. */
static void
test_a_line_that_was_cut_off(void **state)
{
	struct spoken s;
	int64_t now = T0 + 5900 * MS; /* "Begin to grow tall." since 5.6 s */

	(void)state;
	spoken_init(&s);
	cue_lines_anchor(&s.lines, s.session, &all_of_it, T0, &s.out);
	pass_to(&s, now);
	session_pause(s.session, now);
	pass_to(&s, now);
	str_clear(&s.out);
	cue_lines_anchor(&s.lines, s.session, &all_of_it, now, &s.out);
	assert_string_equal(s.out.s, "flush\npause\n");
	now += 10000 * MS;
	session_resume(s.session, now);
	pass_to(&s, now);
	str_clear(&s.out);
	cue_lines_anchor(&s.lines, s.session, &all_of_it, now, &s.out);
	assert_non_null(strstr(s.out.s, "at 6700 say s"));
	/* only once, and not after a key that is no pause */
	str_clear(&s.out);
	cue_lines_anchor(&s.lines, s.session, &all_of_it, now, &s.out);
	assert_null(strstr(s.out.s, "say s"));
	spoken_fini(&s);
}

static void
test_now(void **state)
{
	struct spoken s;

	(void)state;
	spoken_init(&s);
	cue_lines_play_now("key", &s.out);
	cue_lines_say_now(
	    &s.lines, s.script, script_add(s.script, "Paused.", NULL), &s.out);
	cue_lines_say_now(&s.lines, s.script, SCRIPT_NONE, &s.out);
	assert_memory_equal(s.out.s, "now play key\n", 13);
	assert_non_null(strstr(s.out.s, " Paused.\nnow say s"));
	spoken_fini(&s);
}

/* Every line of a score goes into a file, and its bed ends before it does. */
static void
test_a_file_says_all(void **state)
{
	struct spoken s;
	size_t says = 0;

	(void)state;
	spoken_init(&s);
	cue_lines_all(s.score, &all_of_it, 2500, &s.out);
	for (const char *at = s.out.s; (at = strstr(at, " say s")) != NULL; at++)
		says++;
	assert_int_equal(says, s.score->n_speech);
	assert_memory_equal(s.out.s, "at 0 bed rain\n", 14);
	assert_non_null(strstr(s.out.s, "at 42000 bed off\n"));
	assert_null(strstr(s.out.s, "speech "));
	spoken_fini(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_heard_is_what_is_due),
	    cmocka_unit_test(test_sent_ahead_and_no_further),
	    cmocka_unit_test(test_all_for_a_file),
	    cmocka_unit_test(test_hello),
	    cmocka_unit_test(test_lines_are_asked_for_once),
	    cmocka_unit_test(test_asked_in_portions),
	    cmocka_unit_test(test_what_is_sent),
	    cmocka_unit_test(test_a_line_that_was_cut_off),
	    cmocka_unit_test(test_now),
	    cmocka_unit_test(test_a_file_says_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
