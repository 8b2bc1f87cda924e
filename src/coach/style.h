/* The one style sheet of the coach's pages, after that of the pictures
 * (report/chart.h): phone to wide screen, light, dark, and paper. */
#ifndef COACH_STYLE_H
#define COACH_STYLE_H

extern const char style_css[];

#endif
