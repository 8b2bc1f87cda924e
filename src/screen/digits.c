#include "screen/digits.h"

#include <stdio.h>
#include <string.h>

/* Three by five; a dot is two cells wide, because cells are about 1:2. */
static const char *const shapes[10][DIGIT_ROWS] = {
    {"###", "# #", "# #", "# #", "###"},
    {"  #", "  #", "  #", "  #", "  #"},
    {"###", "  #", "###", "#  ", "###"},
    {"###", "  #", "###", "  #", "###"},
    {"# #", "# #", "###", "  #", "  #"},
    {"###", "#  ", "###", "  #", "###"},
    {"###", "#  ", "###", "# #", "###"},
    {"###", "# #", "  #", "  #", "  #"},
    {"###", "# #", "###", "# #", "###"},
    {"###", "# #", "###", "  #", "###"},
};

int
digits_cols(int n, int scale)
{
	return (n * 8 - 2) * scale;
}

static void
draw_one(struct frame *f, int y, int x, int digit, int scale)
{
	int dot = 2 * scale;

	for (int row = 0; row < DIGIT_ROWS * scale; row++)
		for (int i = 0; i < 3; i++)
			if (shapes[digit][row / scale][i] == '#')
				frame_fill(
				    f, y + row, x + i * dot, dot, STYLE_PLAIN, "█");
}

void
digits_draw(struct frame *f, int y, int x, int n, int places, int scale)
{
	char buf[16];
	int len;

	n = n < 0 ? 0 : n > 999 ? 999 : n;
	len = snprintf(buf, sizeof(buf), "%d", n);
	x += (places > len ? places - len : 0) * 8 * scale;
	for (int i = 0; i < len; i++)
		draw_one(f, y, x + i * 8 * scale, buf[i] - '0', scale);
}
