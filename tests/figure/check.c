#include "figure/check.h"

#include "base/mem.h"
#include "tests/figure/shipped.h"

#define HEAD "[x]\nview = side\n"
/* Somebody who stands. */
#define STANDS                                                                     \
	"[x/1]\npin = ankle 50 3\nspine = 90 90\nhead = 90\narm = -90 -90\n"       \
	"leg = -90 -90 0\n"

static void
noted(const char *text, struct notes *notes)
{
	struct ini *ini = ini_parse(text, strlen(text), notes);
	struct pose *pose = ini ? pose_read(ini, "x", "x.ini", notes) : NULL;

	if (!pose)
		fail_msg("%s: %s", text, notes->n ? notes->v[0].text : "not read");
	figure_check(pose, notes);
	pose_free(pose);
	ini_free(ini);
}

static void
test_rows(void **state)
{
	static const struct {
		const char *remark, *text;
		enum note_kind kind;
		int line;
		const char *note; /* NULL: nothing is noted */
	} rows[] = {
	    {"all well", HEAD STANDS "[x/2]\narm = 90 90\n", NOTE_ERROR, 0, NULL},
	    {"out of reach", HEAD STANDS "[x/2]\nstay = 1\narm = to 90 2\n",
		NOTE_ERROR, 11, "[x/2] arm: the place is out of reach by "},
	    {"a pin that hangs on itself", HEAD STANDS "[x/2]\nleg = to 55 38\n",
		NOTE_ERROR, 9, "[x/2] pin: ankle is on a limb"},
	    {"a knee bent forwards", HEAD STANDS "[x/2]\nleg = -90 -30 60\n",
		NOTE_WARNING, 9, "[x/2] knee is bent by -60 degrees; -6 to 158"},
	    {"the far one too", HEAD STANDS "[x/2]\nleg2 = -90 -30 60\n",
		NOTE_WARNING, 9, "[x/2] knee2 is bent by -60 degrees"},
	    {"an elbow bent backwards", HEAD STANDS "[x/2]\narm = -90 -150\n",
		NOTE_WARNING, 9, "[x/2] elbow is bent by -60 degrees"},
	    {"a shoulder behind the back", HEAD STANDS "[x/2]\narm = -170 -170\n",
		NOTE_WARNING, 9, "[x/2] shoulder is bent by -80 degrees"},
	    {"a hip", HEAD STANDS "[x/2]\nleg = 50 0 90\npin = pelvis 50 43\n",
		NOTE_WARNING, 9, "[x/2] hip is bent by 140 degrees"},
	    {"a spine", HEAD STANDS "[x/2]\nspine = 90 20\n", NOTE_WARNING, 9,
		"[x/2] spine is bent by -70 degrees"},
	    {"a neck", HEAD STANDS "[x/2]\nhead = 10\n", NOTE_WARNING, 9,
		"[x/2] neck is bent by -80 degrees"},
	    {"free is not looked at",
		HEAD "free = yes\n" STANDS "[x/2]\nhead = 10\n", NOTE_ERROR, 0,
		NULL},
	    {"nor is a front view",
		"[x]\nview = front\n" STANDS "[x/2]\narm = -90 -150\n", NOTE_ERROR,
		0, NULL},
	    {"through the floor", HEAD STANDS "[x/2]\npin = ankle 50 -2\n",
		NOTE_WARNING, 9, "[x/2] ankle is under the floor at 50.0 -2.0"},
	    {"from above there is no floor",
		"[x]\nview = top\nfree = yes\n" STANDS "[x/2]\npin = ankle 50 -2\n",
		NOTE_ERROR, 0, NULL},
	    {"out of the box", HEAD STANDS "[x/2]\npin = ankle 99 3\n",
		NOTE_WARNING, 9, "[x/2] toe is outside of the box at "},
	    {"on the way",
		HEAD "free = yes\n" STANDS
		     "[x/2]\npin = pelvis 50 20\nspine = 0 0\nhead = 0\n"
		     "leg = 170 170 90\narm = 0 0\n"
		     "[x/3]\nleg = -170 -170 -170\n"
		     "[x/4]\nleg = 10 10 10\n",
		NOTE_WARNING, 18,
		"[x/4] ankle is under the floor at 29.4 -9.5, on the way there"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct notes notes = {0};
		bool found = !rows[i].note && notes.n == 0;

		noted(rows[i].text, &notes);
		for (size_t k = 0; k < notes.n && rows[i].note; k++)
			found = found || (notes.v[k].kind == rows[i].kind &&
					     notes.v[k].line == rows[i].line &&
					     strstr(notes.v[k].text, rows[i].note));
		if (!found || (!rows[i].note && notes.n))
			fail_msg("%s: %d: %s", rows[i].remark,
			    notes.n ? notes.v[0].line : 0,
			    notes.n ? notes.v[0].text : "nothing");
		notes_fini(&notes);
	}
}

/* What is shipped a body can do. */
static void
test_shipped(void **state)
{
	struct library *lib = shipped_library();
	size_t n;
	const char *const *ids = library_ids(lib, SHELF_POSES, &n);
	struct notes notes = {0};

	(void)state;
	assert_true(n > 50);
	for (size_t i = 0; i < n; i++)
		figure_check(library_pose(lib, ids[i], NULL), &notes);
	if (notes.n)
		fail_msg("%s", notes.v[0].text);
	notes_fini(&notes);
	library_free(lib);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_rows),
	    cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
