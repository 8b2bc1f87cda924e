/*
 * Files that are right, to plant mistakes in, and what is needed for planting.
 * Each good text reads without an error or a warning (that is tested too).
 */
#ifndef TESTS_ROUTINE_GOOD_H
#define TESTS_ROUTINE_GOOD_H

#include "base/ini.h"
#include "base/mem.h"
#include "base/notes.h"
#include "base/str.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

/* clang-format off */
static const char good_exercise[] =
	"# mine\n"
	"[x]\n"
	"name = Ear to shoulder\n"
	"pose = neck-side-bend\n"
	"kind = stretch\n"
	"regions = neck, shoulders\n"
	"direction = side-bend\n"
	"position = seated\n"
	"equipment = chair\n"
	"sides = left-right\n"
	"hold = 10\n"
	"reps = 2\n"
	"rest = 3\n"
	"seconds = 50\n"
	"min = 30\n"
	"max = 100\n"
	"gentle = 2 | a light pull\n"
	"moderate = 4 | a clear pull\n"
	"firm = 5 | a strong pull\n"
	"breath = 4-0-6-0\n"
	"setup = Sit tall.\n"
	"cue.start = Let your ear sink.\n"
	"cue.quarter = Keep your nose forward.\n"
	"cue.half = Breathe out.\n"
	"cue.end = Come up slowly.\n"
	"mistake = Hauling on the head.\n"
	"easier = Keep the hand in your lap.\n"
	"contra = neck-instability\n"
	"caution = dizziness\n"
	"office = yes\n"
	"evidence = A | a trial in office workers\n"
	"source = S01, S20\n";

static const char good_routine[] =
	"[x]\n"
	"title = Two minutes\n"
	"minutes = 2\n"
	"setting = office\n"
	"for = anyone\n"
	"goal = move\n"
	"step.01 = seated-cat-cow 32\n"
	"step.02 = chin-tuck-seated 24\n"
	"step.03 = seated-unload-press 25\n"
	"step.04 = standing-reach-shift 16\n"
	"drop = chin-tuck-seated\n"
	"flag = no-floor\n";

static const char good_pose[] =
	"[x]\n"
	"view = side\n"
	"prop.1 = chair 35 54 18\n"
	"[x/1]\n"
	"label = sit\n"
	"move = 2\n"
	"stay = 1\n"
	"pin = pelvis 42 20.5\n"
	"spine = 95 79\n"
	"head = 48\n"
	"arm = -75 -40 -20\n"
	"leg = to 60 2.5 -20 +\n"
	"[x/2]\n"
	"spine = 90 92\n"
	"stay = 4\n";
/* clang-format on */

/* A mistake: `find` becomes `put`, once; find2 and find3 likewise when given.
 * One note is expected that says `says`, on the first line that holds `blame`
 * (NULL: put). */
struct planted {
	const char *find, *put;
	const char *blame, *says;
	enum note_kind kind;
	const char *find2, *put2;
	const char *find3, *put3;
	size_t also; /* notes that follow from the mistake and are told as well */
};

static inline char *
plant_one(char *text, const char *find, const char *put)
{
	char *at = strstr(text, find);
	struct str out = {0};

	if (!at || strstr(at + 1, find))
		fail_msg("\"%s\" does not stand once in the good text", find);
	str_addn(&out, text, (size_t)(at - text));
	str_add(&out, put);
	str_add(&out, at + strlen(find));
	free(text);
	return str_take(&out);
}

static inline char *
plant(const char *good, const struct planted *p)
{
	char *text = plant_one(mem_strdup(good), p->find, p->put);

	if (p->find2)
		text = plant_one(text, p->find2, p->put2);
	if (p->find3)
		text = plant_one(text, p->find3, p->put3);
	return text;
}

static inline int
line_of(const char *text, const char *what)
{
	const char *at = strstr(text, what);
	int line = 1;

	if (!at)
		fail_msg("\"%s\" does not stand in the text", what);
	for (; text < at; text++)
		line += *text == '\n';
	return line;
}

/* The note that was planted, on its line, and no others but `also`. */
static inline bool
is_planted(const struct planted *p, const char *text, const struct notes *notes)
{
	int line = line_of(text, p->blame ? p->blame : p->put);
	bool found = false;

	for (size_t i = 0; i < notes->n; i++)
		found = found ||
			(notes->v[i].line == line && notes->v[i].kind == p->kind &&
			    strstr(notes->v[i].text, p->says));
	if (found && notes->n == 1 + p->also)
		return true;
	print_message("# expected line %d: %s\n", line, p->says);
	for (size_t i = 0; i < notes->n; i++)
		print_message(
		    "#      got line %d: %s\n", notes->v[i].line, notes->v[i].text);
	return false;
}

#endif
