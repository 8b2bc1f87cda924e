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
		assert_true(ear->n < PENDING_MAX);
		ear->pending[ear->n].ms = line.ms;
		strcpy(ear->pending[ear->n++].name, line.key);
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
		cue_lines_anchor(c, s, now, &lines);
	cue_lines_feed(c, s, now, &lines);
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
		cue_lines_anchor(&c, s, now, &lines);
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
		cue_lines_feed(&c, s, now, &lines);
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
	cue_lines_anchor(&c, s, T0, &lines);
	cue_lines_feed(&c, s, T0, &lines);
	hear(&ear, &lines);
	assert_int_equal(ear.ns, T0);
	assert_true(ear.n > 0);
	for (size_t i = 0; i < ear.n; i++)
		assert_true(ear.pending[i].ms <= CUE_AHEAD_MS);
	cue_lines_feed(&c, s, T0, &lines);
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
	cue_lines_all(sc, 2500, &lines);
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
	struct str lines = {0};

	(void)state;
	cue_lines_hello(&lines, -6);
	assert_string_equal(lines.s, "hello 1\nvolume cues -6\n");
	str_clear(&lines);
	cue_lines_mute(&lines);
	assert_string_equal(lines.s, "flush\npause\nrelease 0\n");
	str_fini(&lines);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_heard_is_what_is_due),
	    cmocka_unit_test(test_sent_ahead_and_no_further),
	    cmocka_unit_test(test_all_for_a_file),
	    cmocka_unit_test(test_hello),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
