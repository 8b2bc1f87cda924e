#include "screen/theme.h"

#include "base/str.h"

#include <stdlib.h>
#include <string.h>

/* The terminal's ground, which stays its own. */
enum ground {
	GROUND_UNKNOWN, /* then colours that can be read on both */
	GROUND_DARK,
	GROUND_LIGHT,
	GROUNDS
};

/*
 * Hues are those of Okabe and Ito (jfly.uni-koeln.de/color), which people with
 * any kind of colour blindness tell apart: blue against orange and vermillion,
 * never red against green.  Shades of a calendar grow away from the ground, or,
 * where that is not known, from grey to blue.
 *
 * Where the ground is not known, 16 colours have bright blue and red, 8 have magenta
 * and red, that can be read on both: of xterm's they have 3.5 to 1 and more against
 * black and against white.  Cyan and yellow have less than 2 to 1 against white, blue
 * 2.2 against black.  A bold colour of the first eight may be shown as a bright one.
 */
enum hue {
	HUE_OWN, /* the terminal's own foreground */
	HUE_BLUE,
	HUE_ORANGE,
	HUE_VERMILLION,
	HUE_GREY,
	HUE_FAR, /* blue, further away */
	HUE_SHADE1,
	HUE_SHADE2,
	HUE_SHADE3,
	HUE_SHADE4,
	HUES
};

/* One colour, by how many the terminal has; -1 is its own. */
struct colour {
	int rgb;
	short c256, c16, c8;
};

/* clang-format off */
static const struct colour hues[HUES][GROUNDS] = {
    [HUE_OWN]        = {{-1, -1, -1, -1},      {-1, -1, -1, -1},       {-1, -1, -1, -1}},
    [HUE_BLUE]       = {{0x0087d7, 32, 12, 5}, {0x56b4e9, 74, 14, 6},  {0x0072b2, 25, 4, 4}},
    [HUE_ORANGE]     = {{0xcc7a00, 172, 1, 1}, {0xe69f00, 214, 11, 3}, {0xa35200, 130, 1, 1}},
    [HUE_VERMILLION] = {{0xd55e00, 166, 1, 1}, {0xf07020, 208, 3, 3},  {0xc04a00, 166, 1, 1}},
    [HUE_GREY]       = {{0x808080, 244, 8, -1}, {0x8a8a8a, 245, 8, -1}, {0x6c6c6c, 242, 8, -1}},
    [HUE_FAR]        = {{0x5f87af, 67, 12, -1}, {0x5f87af, 67, 12, 6}, {0x5f87af, 67, 12, 4}},
    [HUE_SHADE1]     = {{0x808080, 244, 8, -1}, {0x2d78af, 31, 12, 6}, {0x82b4dc, 110, 12, 4}},
    [HUE_SHADE2]     = {{0x5f87af, 67, 12, 5}, {0x4696cd, 38, 12, 6},  {0x6eb4dc, 74, 12, 4}},
    [HUE_SHADE3]     = {{0x3787c3, 32, 12, 5}, {0x56b4e9, 74, 6, 6},   {0x0072b2, 31, 4, 4}},
    [HUE_SHADE4]     = {{0x0087ff, 33, 12, 5}, {0xaadcff, 153, 14, 6}, {0x00466e, 24, 4, 4}},
};

/* The theme.  Without colours marks tell styles apart. */
static const struct style_look {
	enum hue hue;
	unsigned colour_marks, mono_marks;
} looks[STYLES] = {
    [STYLE_PLAIN]    = {HUE_OWN, 0, 0},
    [STYLE_TITLE]    = {HUE_OWN, THEME_BOLD, THEME_BOLD},
    [STYLE_STRONG]   = {HUE_BLUE, THEME_BOLD, THEME_BOLD},
    [STYLE_FAINT]    = {HUE_GREY, 0, 0},
    [STYLE_KEY]      = {HUE_BLUE, 0, THEME_BOLD},
    [STYLE_SELECTED] = {HUE_OWN, THEME_REVERSE, THEME_REVERSE},
    [STYLE_PAUSED]   = {HUE_ORANGE, THEME_REVERSE | THEME_BOLD, THEME_REVERSE | THEME_BOLD},
    [STYLE_NOTICE]   = {HUE_ORANGE, 0, THEME_UNDERLINE},
    [STYLE_GOOD]     = {HUE_BLUE, 0, THEME_BOLD},
    [STYLE_FLOOR]    = {HUE_GREY, 0, 0},
    [STYLE_PROP]     = {HUE_GREY, 0, 0},
    [STYLE_FAR]      = {HUE_FAR, 0, 0},
    [STYLE_ROLL]     = {HUE_ORANGE, 0, 0},
    [STYLE_BODY]     = {HUE_OWN, 0, 0},
    [STYLE_MARK]     = {HUE_VERMILLION, THEME_BOLD, THEME_BOLD},
    [STYLE_SHADE1]   = {HUE_SHADE1, 0, 0},
    [STYLE_SHADE2]   = {HUE_SHADE2, 0, 0},
    [STYLE_SHADE3]   = {HUE_SHADE3, 0, 0},
    [STYLE_SHADE4]   = {HUE_SHADE4, 0, THEME_BOLD},
};
/* clang-format on */

static int
colour_number(const struct colour *c, const struct theme *theme)
{
	if (theme->colours > 256)
		return theme->rgb ? c->rgb : c->c8;
	return theme->colours == 256  ? c->c256
	       : theme->colours >= 16 ? c->c16
				      : c->c8;
}

/* COLORFGBG is "15;0" or "15;default;0": rxvt, Konsole and others say so.  Of
 * the sixteen, 7 and 9 to 15 are light ones.  The console of Linux is dark. */
static enum ground
ground_of(enum theme_ground wanted)
{
	const char *said = getenv("COLORFGBG");
	const char *last = said ? strrchr(said, ';') : NULL;
	const char *type = getenv("TERM");
	long long n;

	if (wanted != THEME_GROUND_AUTO)
		return wanted == THEME_GROUND_DARK ? GROUND_DARK : GROUND_LIGHT;
	if (!last || !str_int(last + 1, 0, 15, &n))
		return type && strncmp(type, "linux", 5) == 0 ? GROUND_DARK
							      : GROUND_UNKNOWN;
	return n == 7 || n > 8 ? GROUND_LIGHT : GROUND_DARK;
}

struct theme_look
theme_look(const struct theme *theme, enum style style)
{
	const struct style_look *l = &looks[style];

	if (theme->colours == 0)
		return (struct theme_look){-1, l->mono_marks};
	return (struct theme_look){
	    colour_number(&hues[l->hue][ground_of(theme->ground)], theme),
	    l->colour_marks,
	};
}
