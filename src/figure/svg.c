#include "figure/svg.h"

#include "base/text.h"
#include "figure/shapes.h"

#include <math.h>
#include <string.h>

/* Everything is in box units; this many points make one of them on paper. */
#define SCALE 6

#define MARGIN 5
/* Room for a label below also where the body is narrow. */
#define PANEL_LEAST 52.0
/* Room for the arrow beside and above the body. */
#define ARROW_ROOM 9
/* Above the poses. */
#define HEAD_UNITS  11.0
#define LABEL_UNITS 3.4 /* the height of its letters */
#define LABEL_LINE  4.4
#define LABEL_LINES 3
#define CELL_UNITS  1.9 /* the width of a letter that is wide */

#define GAP 0.6 /* between the trunk and a limb before it */
#define TIP 2.6 /* of the arrow */

/* Colours that colour-blind people tell apart, on light and on dark paper.  No
 * variables: many programs that read SVG do not know them. */
static const struct {
	const char *name, *light, *dark;
} inks[INKS] = {
    [INK_NONE] = {"paper", "#ffffff", "#16181c"},
    [INK_FLOOR] = {"floor", "#8a8a8a", "#6a6a6a"},
    [INK_PROP] = {"prop", "#6f6f6f", "#9a9a9a"},
    [INK_FAR] = {"far", "#9db4c8", "#4f6f8f"},
    [INK_ROLL] = {"roll", "#c65d00", "#f0a030"},
    [INK_BODY] = {"body", "#1f4e79", "#9ccbf5"},
    [INK_MARK] = {"mark", "#b3006b", "#ff8fcf"},
};
static const char words_light[] = "#1a1a1a", words_dark[] = "#e6e6e6";

/* One key pose. */
struct panel {
	struct str *out;
	struct box box;
	double width; /* of the still */
};

/* From the left top corner of the panel, down. */
static struct point
on_page(const struct panel *s, struct point p)
{
	double middle = (s->box.x1 + s->box.x2) / 2;

	return (struct point){
	    middle + (p.x - middle) * s->width - s->box.x1, s->box.y2 - p.y};
}

static void
line(void *self, struct point a, struct point b, double half, enum ink ink)
{
	const struct panel *s = self;
	struct point p = on_page(s, a), q = on_page(s, b);

	str_addf(s->out,
	    "<line class=\"%s\" x1=\"%.2f\" y1=\"%.2f\" x2=\"%.2f\" y2=\"%.2f\" "
	    "stroke-width=\"%.2f\"/>\n",
	    inks[ink].name, p.x, p.y, q.x, q.y, 2 * half);
}

/* A rim lies to both sides of its radius. */
static void
ring(void *self, struct point at, double radius, double thick, bool blank,
    enum ink ink)
{
	const struct panel *s = self;
	struct point p = on_page(s, at);

	str_addf(s->out,
	    "<circle class=\"%s%s\" cx=\"%.2f\" cy=\"%.2f\" r=\"%.2f\" "
	    "stroke-width=\"%.2f\"/>\n",
	    inks[ink].name, blank ? " blank" : "", p.x, p.y,
	    fmax(radius - thick / 2, 0.1), thick);
}

static void
arrow(void *self, struct point from, struct point to)
{
	const struct panel *s = self;
	struct point p = on_page(s, from), q = on_page(s, to);
	double back = atan2(q.y - p.y, q.x - p.x) + M_PI;

	str_addf(s->out,
	    "<path class=\"mark\" stroke-width=\"1\" d=\"M%.2f %.2fL%.2f %.2f"
	    "M%.2f %.2fL%.2f %.2fL%.2f %.2f\"/>\n",
	    p.x, p.y, q.x, q.y, q.x + TIP * cos(back - 0.5),
	    q.y + TIP * sin(back - 0.5), q.x, q.y, q.x + TIP * cos(back + 0.5),
	    q.y + TIP * sin(back + 0.5));
}

/* --- words ------------------------------------------------------------------------ */

/* XML knows no U+FFFE and U+FFFF, and text_clean lets nothing else pass that it does
 * not know. */
static void
add_escaped(struct str *out, const char *s, size_t n)
{
	static const struct {
		char c;
		const char *name;
	} names[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}};

	for (size_t i = 0; i < n; i++) {
		char plain[2] = {s[i], '\0'};
		const char *as = plain;

		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++)
			if (s[i] == names[k].c)
				as = names[k].name;
		if (n - i >= 3 && memcmp(s + i, "\xef\xbf", 2) == 0 &&
		    (unsigned char)s[i + 2] >= 0xbe) {
			as = "\xef\xbf\xbd";
			i += 2;
		}
		str_add(out, as);
	}
}

static void
add_clean(struct str *out, const char *s)
{
	struct str clean = {0};

	text_clean(&clean, s);
	if (clean.len)
		add_escaped(out, clean.s, clean.len);
	str_fini(&clean);
}

/* Wrapped below the pose, as many lines as there is room for; how many these are.
 * out NULL: only that. */
static int
add_label(struct str *out, const char *label, double middle, double y, double cols)
{
	struct str clean = {0};
	const char *at;
	int lines = 0;

	str_clear(&clean);
	text_clean(&clean, label);
	for (at = clean.s; lines < LABEL_LINES && *at; lines++) {
		size_t n = text_wrap(at, (int)(cols / CELL_UNITS));

		if (out) {
			str_addf(out,
			    "<text x=\"%.2f\" y=\"%.2f\" font-size=\"%.1f\">",
			    middle, y + LABEL_LINE * (lines + 1), LABEL_UNITS);
			add_escaped(out, at, n);
			str_add(out, "</text>\n");
		}
		at += n;
		at += strspn(at, " ");
	}
	str_fini(&clean);
	return lines;
}

/* --- the page ---------------------------------------------------------------------- */

/* What a panel shows. */
static struct box
panel_box(const struct figure *f)
{
	struct box box = figure_box(f);
	double more = fmax(ARROW_ROOM, (PANEL_LEAST - (box.x2 - box.x1)) / 2);

	box.x1 -= more;
	box.x2 += more;
	box.y1 -= box.floor ? 3 : ARROW_ROOM;
	box.y2 += ARROW_ROOM;
	return box;
}

static int
label_lines(const struct figure *f, double cols)
{
	int most = 0;

	for (size_t i = 0; i < figure_keys(f); i++) {
		int n = add_label(NULL, figure_pose(f)->key[i].label, 0, 0, cols);

		most = n > most ? n : most;
	}
	return most;
}

/* A panel is a picture of its own: what is beyond its edge, as a wall is, is cut. */
static void
add_panel(struct str *out, const struct figure *f, size_t key, enum side side,
    double left)
{
	static const struct pen pen = {GAP, line, ring, arrow};
	struct panel s = {out, panel_box(f), figure_width(f, side)};
	double cols = s.box.x2 - s.box.x1, rows = s.box.y2 - s.box.y1;
	struct still still;

	figure_key(f, key, &still);
	still.mark.on = still.mark.on && key > 0;
	still.mark.shift = 1;
	str_addf(out,
	    "<svg x=\"%.2f\" y=\"%.2f\" width=\"%.2f\" height=\"%.2f\">\n", left,
	    HEAD_UNITS, cols, rows);
	if (s.box.floor)
		line(&s, (struct point){s.box.x1, 0}, (struct point){s.box.x2, 0},
		    0.25, INK_FLOOR);
	shapes_draw(&pen, &s, &still);
	str_add(out, "</svg>\n");
	add_label(out, figure_pose(f)->key[key].label, left + cols / 2,
	    HEAD_UNITS + rows, cols);
}

static void
add_colours(struct str *out, bool dark)
{
	const char *paper = dark ? inks[INK_NONE].dark : inks[INK_NONE].light;

	for (int i = 0; i < INKS; i++)
		str_addf(out, ".%s { stroke: %s }\n", inks[i].name,
		    dark ? inks[i].dark : inks[i].light);
	str_addf(out, "rect, .blank { fill: %s }\ntext { fill: %s }\n", paper,
	    dark ? words_dark : words_light);
}

static void
add_style(struct str *out)
{
	str_add(out,
	    "<style>\nline, circle, path { fill: none; stroke-linecap: round; "
	    "stroke-linejoin: round }\n"
	    "text { font-family: sans-serif; text-anchor: middle }\n");
	add_colours(out, false);
	str_add(out, "@media (prefers-color-scheme: dark) {\n");
	add_colours(out, true);
	str_add(out, "}\n</style>\n");
}

static void
add_head(struct str *out, const char *title, const char *about, double w, double h)
{
	str_addf(out,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
	    "width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.2f %.2f\">\n<title>",
	    w * SCALE, h * SCALE, w, h);
	add_clean(out, title);
	str_add(out, "</title>\n<desc>");
	add_clean(out, about);
	str_add(out, "</desc>\n");
	add_style(out);
	str_addf(out, "<rect width=\"%.2f\" height=\"%.2f\"/>\n", w, h);
	str_addf(out, "<text x=\"%.2f\" y=\"8\" font-size=\"5\">", w / 2);
	add_clean(out, title);
	str_add(out, "</text>\n");
}

void
svg_keys(const struct figure *f, enum side side, const char *title,
    const char *about, struct str *out)
{
	struct box box = panel_box(f);
	size_t n = figure_keys(f);
	double cols = box.x2 - box.x1, rows = box.y2 - box.y1, step = cols + MARGIN;

	add_head(out, title, about, (double)n * step + MARGIN,
	    HEAD_UNITS + rows + LABEL_LINE * label_lines(f, cols) + MARGIN);
	for (size_t i = 0; i < n; i++)
		add_panel(out, f, i, side, MARGIN + (double)i * step);
	str_add(out, "</svg>\n");
}
