#include "figure/check.h"

#include "figure/figure.h"

#define BOX   100
#define UNDER (-0.8) /* as far a rounded ankle may sink into the floor */
/* Between two keys these are looked at beside the keys. */
#define STEPS 4

/* What joints can do, in degrees of bending forwards; generous by some (domain.md
 * 10, pose.py). */
enum bend { BEND_SPINE, BEND_NECK, BEND_SHOULDER, BEND_ELBOW, BEND_HIP, BEND_KNEE };

static const struct {
	const char *name;
	int least, most;
} ranges[] = {
    [BEND_SPINE] = {"spine", -62, 42},
    [BEND_NECK] = {"neck", -66, 62},
    [BEND_SHOULDER] = {"shoulder", -66, 190},
    [BEND_ELBOW] = {"elbow", -6, 160},
    [BEND_HIP] = {"hip", -32, 132},
    [BEND_KNEE] = {"knee", -6, 158},
};

/* far: of the second limb of its kind. */
static void
look_at_bend(const struct pose *pose, size_t key, enum bend bend, bool far,
    double degrees, struct notes *notes)
{
	if (degrees >= ranges[bend].least && degrees <= ranges[bend].most)
		return;
	notes_warn(notes, pose->key[key].line,
	    "[%s/%zu] %s%s is bent by %.0f degrees; %d to %d is what one can do",
	    pose->id, key + 1, ranges[bend].name, far ? "2" : "", degrees,
	    ranges[bend].least, ranges[bend].most);
}

static void
look_at_arm(const struct pose *pose, size_t key, const struct stance *s,
    enum limb l, struct notes *notes)
{
	const double *a = s->limb[l];
	bool far = l == LIMB_ARM2;
	double raised = angle_norm(a[0] - (s->thorax - 180));

	look_at_bend(pose, key, BEND_SHOULDER, far,
	    raised < -90 ? raised + 360 : raised, notes);
	look_at_bend(pose, key, BEND_ELBOW, far, angle_norm(a[1] - a[0]), notes);
}

static void
look_at_leg(const struct pose *pose, size_t key, const struct stance *s,
    enum limb l, struct notes *notes)
{
	const double *a = s->limb[l];
	bool far = l == LIMB_LEG2;

	look_at_bend(
	    pose, key, BEND_HIP, far, angle_norm(a[0] - (s->lumbar - 180)), notes);
	look_at_bend(pose, key, BEND_KNEE, far, -angle_norm(a[1] - a[0]), notes);
}

/* Seen from the front or from above, angles say nothing about joints. */
static void
look_at_bends(const struct figure *f, size_t key, struct notes *notes)
{
	const struct pose *pose = figure_pose(f);
	struct still still;
	const struct stance *s = &still.stance;

	figure_key(f, key, &still);
	if (s->both || pose->free)
		return;
	look_at_bend(
	    pose, key, BEND_SPINE, false, angle_norm(s->thorax - s->lumbar), notes);
	look_at_bend(
	    pose, key, BEND_NECK, false, angle_norm(s->head - s->thorax), notes);
	look_at_arm(pose, key, s, LIMB_ARM, notes);
	look_at_arm(pose, key, s, LIMB_ARM2, notes);
	look_at_leg(pose, key, s, LIMB_LEG, notes);
	look_at_leg(pose, key, s, LIMB_LEG2, notes);
}

/* Where a joint is that it may not be; NULL: it is well. */
static const char *
place_of(const struct still *s, int joint)
{
	double r = joint == JOINT_HEAD ? s->bone[BONE_HEAD_RADIUS] : 0;
	struct point p = s->joint[joint];

	if (s->view != VIEW_TOP && p.y - r < UNDER)
		return "under the floor";
	if (p.x - r < 0 || p.x + r > BOX || p.y + r > BOX)
		return "outside of the box";
	return NULL;
}

/* Each joint once: who mends the first place looks again. */
static void
look_at_places(const struct figure *f, size_t key, const struct still *s,
    bool on_the_way, bool told[JOINTS], struct notes *notes)
{
	const struct pose *pose = figure_pose(f);

	for (int j = 0; j < JOINTS; j++) {
		const char *place = place_of(s, j);

		if (!place || told[j])
			continue;
		told[j] = true;
		notes_warn(notes, pose->key[key].line,
		    "[%s/%zu] %s is %s at %.1f %.1f%s", pose->id, key + 1,
		    words_name(&words_joint, j), place, s->joint[j].x,
		    s->joint[j].y, on_the_way ? ", on the way there" : "");
	}
}

static void
look_at_figure(const struct figure *f, struct notes *notes)
{
	size_t n = figure_keys(f);
	bool told[JOINTS] = {false};
	struct still s;

	for (size_t i = 0; i < n; i++) {
		look_at_bends(f, i, notes);
		figure_key(f, i, &s);
		look_at_places(f, i, &s, false, told, notes);
	}
	for (size_t i = 0; i < n; i++)
		for (int step = 1; step < STEPS; step++) {
			figure_between(
			    f, i, (i + 1) % n, (double)step / STEPS, 0, &s);
			look_at_places(f, (i + 1) % n, &s, true, told, notes);
		}
}

void
figure_check(const struct pose *pose, struct notes *notes)
{
	struct figure *f = figure_read(pose, notes);

	if (f)
		look_at_figure(f, notes);
	figure_free(f);
	notes_sort(notes);
}
