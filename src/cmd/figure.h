/*
 * The figure of one exercise: moving on the screen beside all that is known of the
 * movement, one frame of it as text, or its key poses as a picture.
 */
#ifndef CMD_FIGURE_H
#define CMD_FIGURE_H

#include "cmd/cmd.h"
#include "routine/library.h"

/* --frame T, --size WxH and --side of a command: prints one frame. */
int figure_frame(
    const struct cmd *cmd, struct library *lib, const struct exercise *e);

/* --export FILE and --side: writes the picture. */
int figure_export(
    const struct cmd *cmd, struct library *lib, const struct exercise *e);

/* The screen, until a key ends it. */
int figure_show(const struct exercise *e);

#endif
