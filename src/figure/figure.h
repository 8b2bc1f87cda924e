/*
 * The moving figure: a pose made ready to be drawn at any instant.  It knows no
 * terminal and no clock; what is drawn is a `still`, a copy without pointers.
 *
 * Between two keys directions are interpolated the short way round, the pinned
 * joint stays on the line between its two pins, and a hand or foot that is
 * placed in both keys stays on the line between its two places (domain.md 10).
 * So bones never change their length and feet never slide.
 */
#ifndef FIGURE_FIGURE_H
#define FIGURE_FIGURE_H

#include "base/err.h"
#include "base/notes.h"
#include "figure/skeleton.h"

struct figure;

/* A mark that shows where the pull or the roll goes. */
struct mark {
	bool on;
	enum joint joint; /* what is pulled, pushed or rolled along */
	struct point at;  /* where that is */
	double angle;     /* where it points */
	double shift;     /* 0..1, how far it has moved along its way */
};

struct still {
	enum view view;
	double bone[BONES];
	struct stance stance;
	struct point joint[JOINTS];
	struct prop prop[POSE_PROPS_MAX];
	struct mark mark;
	/* Width seen while the whole turns about an upright axis through the middle
	 * of its box: 1 as drawn, -1 mirrored, 0 edge on. */
	double width;
};

/* Everything that a figure ever covers: what is fitted to a panel. */
struct box {
	double x1, y1, x2, y2;
	bool floor; /* y = 0 is drawn, and stands on the panel's bottom edge */
};

/* NULL when a body cannot do it, which is noted with its line: "[x/2] arm: the
 * place is out of reach by 3.1".  pose must outlive the figure. */
struct figure *figure_read(const struct pose *pose, struct notes *notes);

/* The same for who shows it: err is the first of the notes, with file and line. */
struct figure *figure_new(const struct pose *pose, struct err *err);
void figure_free(struct figure *figure); /* NULL is fine */

const struct pose *figure_pose(const struct figure *figure);
size_t figure_keys(const struct figure *figure);

/* The key that is held in a stretch: the one with the longest stay, the last of
 * equal ones. */
size_t figure_hold(const struct figure *figure);

void figure_key(const struct figure *figure, size_t key, struct still *out);

/* share 0..1 of the way from one key to another, not eased; breath 0..1: how full
 * the lungs are, which lifts the shoulders. */
void figure_between(const struct figure *figure, size_t from, size_t to,
    double share, double breath, struct still *out);

/* Seconds of the way to a key, and of the wait there. */
double figure_move_s(const struct figure *figure, size_t key);
double figure_stay_s(const struct figure *figure, size_t key);

struct box figure_box(const struct figure *figure);

/* As the pose was drawn, or facing the other way (x' = 100 - x)?  SIDE_NONE: as
 * it was drawn. */
double figure_width(const struct figure *figure, enum side side);

/* From one pose to another, share 0..1: directions where both are seen alike, a
 * turn about the upright axis where they are not. */
void still_between(const struct still *from, const struct still *to, double share,
    struct still *out);
struct box box_between(struct box from, struct box to, double share);

/* 0..1 with a soft start and a soft end (smoothstep, domain.md 10). */
double figure_ease(double share);

#endif
