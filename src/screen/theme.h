/*
 * What styles look like: a colour of the terminal's, and marks; where there are no
 * colours, marks alone.  It knows no curses.
 */
#ifndef SCREEN_THEME_H
#define SCREEN_THEME_H

#include "screen/frame.h"

#include <stdbool.h>

/* The terminal's background; auto: what COLORFGBG says, and where that says
 * nothing, colours that can be read on both. */
enum theme_ground { THEME_GROUND_AUTO, THEME_GROUND_DARK, THEME_GROUND_LIGHT };

enum { THEME_BOLD = 1, THEME_REVERSE = 2, THEME_UNDERLINE = 4 };

/* A terminal: how many colours it has, 0 for none; whether the number of one is its
 * red, green and blue. */
struct theme {
	int colours;
	bool rgb;
	enum theme_ground ground;
};

struct theme_look {
	int colour; /* its number, or -1: the terminal's own foreground */
	unsigned marks;
};

struct theme_look theme_look(const struct theme *theme, enum style style);

#endif
