/*
 * The key poses of a figure side by side as an SVG picture, for a page on the wall
 * or on the web: drawn with lines alone, dark or light as the reader likes it, with
 * words for who does not see it.  No scripts, nothing from elsewhere.
 */
#ifndef FIGURE_SVG_H
#define FIGURE_SVG_H

#include "base/str.h"
#include "figure/figure.h"

/*
 * Appends the whole file.  title stands above the poses, about is the pose in words;
 * both are cleaned and escaped.  side is the one that is shown.
 */
void svg_keys(const struct figure *figure, enum side side, const char *title,
    const char *about, struct str *out);

#endif
