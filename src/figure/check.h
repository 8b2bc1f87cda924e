/*
 * Looks at a pose as its author wants to: whether a body can do it, and whether
 * everything stays in the box and above the floor, in the keys and on the way
 * from one to the next.  It prints nothing.
 */
#ifndef FIGURE_CHECK_H
#define FIGURE_CHECK_H

#include "base/notes.h"
#include "routine/pose.h"

/* Errors: what cannot be shown.  Warnings: joints bent as no joint bends, unless
 * the pose says free = yes, and what is outside.  Sorted by line with what was
 * noted before. */
void figure_check(const struct pose *pose, struct notes *notes);

#endif
