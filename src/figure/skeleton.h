/*
 * A body of straight bones: directions in, joints out (forward kinematics).
 * Everything is in the box of pose files (routine/pose.h): units of the box, y
 * upwards, angles in degrees of the world.  It knows no key poses, no time and
 * no dots.  Source: domain.md 10.
 */
#ifndef FIGURE_SKELETON_H
#define FIGURE_SKELETON_H

#include "routine/pose.h"

struct point {
	double x, y;
};

/* The lengths of a body that a pose does not change. */
extern const double skeleton_bones[BONES];

/* What a limb is made of: joints root, root + 1, root + 2 and root + 3. */
struct limb_bones {
	enum bone upper, lower, end;
	enum joint root;
};

extern const struct limb_bones limb_bones[LIMBS];

/* Where every bone points and where the body is. */
struct stance {
	bool both; /* both sides are seen: a front view, or a top view of someone
		      who lies flat */
	struct point pelvis;
	double lumbar, thorax, head;
	double face;  /* of a view of both sides: where the nose points, -90..90 */
	double turn;  /* how far the trunk is turned: narrower shoulders */
	double shrug; /* how far the shoulders are up, in box units */
	double limb[LIMBS][3]; /* upper bone, lower bone, hand or foot */
};

void skeleton_joints(const struct stance *stance, const double bone[BONES],
    struct point joint[JOINTS]);

/*
 * Two bones of a limb from its root to a target: fills angles a[0] and a[1].
 * bend 1 or -1: which way elbow or knee point.  False when the target is out of
 * reach, by *by box units (NULL is fine: not wanted); a is then as it was.
 */
bool skeleton_reach(struct point root, struct point target, double upper,
    double lower, int bend, double a[2], double *by);

struct point point_from(struct point p, double angle, double length);

/* The direction from one point to another. */
double angle_of(struct point from, struct point to);

/* The same direction in (-180, 180]. */
double angle_norm(double degrees);

#endif
