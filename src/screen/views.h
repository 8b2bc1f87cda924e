/*
 * The screens.  Pure: what is so in, a drawn frame out.  Each clears the frame
 * and draws for its size, from 1x1 up; 80x24 is home, everything essential
 * stays down to 40x12, below that one line says what matters.  They know no
 * terminal, no clock and no keys; pointers are only looked at.  A scroll beyond
 * the end shows the end.
 */
#ifndef SCREEN_VIEWS_H
#define SCREEN_VIEWS_H

#include "base/settings.h"
#include "history/history.h"
#include "history/period.h"
#include "history/streak.h"
#include "history/suggest.h"
#include "routine/pick.h"
#include "routine/sheet.h"
#include "screen/frame.h"
#include "screen/pages.h"
#include "screen/view_figure.h"
#include "session/checkin.h"
#include "session/session.h"

#define VIEW_ROWS_LEAST 12
#define VIEW_COLS_LEAST 40

struct session_view {
	struct session_snapshot snap;
	struct figure_view figure; /* that moves */
	const struct figure *keys; /* motion off: its key poses; NULL: none */
	const char *line; /* what is being said: cue or set-up; NULL or "": none */
	const char *notice; /* one line: "no sound: ..."; NULL: none */
	const char *told;   /* what a key did; NULL: nothing */
	int streak;         /* days in a row */
	bool motion;        /* a figure and a breath may move */
	bool asking;        /* stop? y/n */
};

void view_session(struct frame *f, const struct session_view *v);

/* Where the figure stands in a session of this size, if it need not wait for words;
 * rows 0: nowhere. */
struct area view_session_figure(int rows, int cols);

/* Milliseconds of playing time until view_session would draw something else,
 * the figure not counted; 1 to 1000.  motion: as in the view, and there is room
 * for a figure. */
int64_t view_session_due(const struct session_snapshot *snap, bool motion);

/* What the keys of the home screen do just now. */
enum home_mode { HOME_CHOOSE, HOME_TYPE, HOME_FILTER };

/* The rows of the panel of filters. */
enum home_filter { FILTER_REGION, FILTER_TOOL, FILTER_MINUTES, HOME_FILTERS };

struct home_view {
	struct streak streak; /* today is its day */
	/* Of the first frame: minutes, days and the selected one are not known yet,
	 * nor whether there are any routines. */
	bool early;
	int minutes_today;
	const struct day_total *days; /* of the calendar, oldest first */
	size_t n_days;
	/* those that answer the pick, of `all`; of one that is not selected only
	 * minutes and title are shown */
	const struct routine *const *routines;
	size_t n, selected, all;
	const struct pick *pick;
	enum home_mode mode;
	enum home_filter filter; /* the chosen row of the panel */
	/* of the selected routine, one a step; NULL when they cannot be had, then
	 * problem says why */
	const struct exercise *const *steps;
	int taught_s; /* about what teaching adds to it */
	const char *problem;
	const char *notice;
	const struct routine *suggested; /* NULL: none */
	enum suggest_why why;
	/* What is read of the selected one: 0 nothing, the list is whole; 1 the
	 * routine; 2.. its steps. */
	size_t page;
	struct figure_view figure;
	const struct figure *keys; /* without motion: its key poses; or NULL */
	int scroll;                /* of what is read, in rows */
};

/* Returns the greatest scroll that shows something new. */
int view_home(struct frame *f, const struct home_view *v);

/* Where the figure stands on a home screen of that size; rows 0: nowhere. */
struct area view_home_figure(int rows, int cols);

/* Is there room to read beside the list?  Then page 1 shows what 0 does. */
bool view_home_reads_beside(int rows, int cols);

struct settings_view {
	const struct settings *settings;
	size_t selected; /* enum setting_key */
	bool typing;     /* the value of the selected one: then text is it */
	const char *text;
	const char *notice; /* what did not work; NULL: nothing */
	const char *done;   /* what did; NULL: nothing */
};

void view_settings(struct frame *f, const struct settings_view *v);

/* The parts of the statistics that a screen shows one at a time. */
enum stats_part {
	STATS_WEEKS,
	STATS_REGIONS,
	STATS_MOVEMENTS,
	STATS_REST,
	STATS_PARTS
};

struct stats_view {
	struct streak streak;
	const struct period *period;
	/* how the movements of period->helps, and those of period->alarms, are
	 * called, one for each; "" where an alarm has none */
	const char *const *help_names, *const *alarm_names;
	enum stats_part part;
	int chosen; /* a week back from the newest, a region, a movement */
	const char *notice;
	int scroll; /* of what is read of a region, and of STATS_REST */
};

/* How much there is to choose from in its part. */
int stats_choices(const struct stats_view *v);

/* The weeks that its screen shows; the other of the two that y changes to. */
#define STATS_WEEKS_HALF 26
#define STATS_WEEKS_YEAR 53

/* Returns the greatest scroll that shows something new. */
int view_stats(struct frame *f, const struct stats_view *v);

/* All of them on one frame that is as tall as it needs: for printing.  Returns the
 * rows that were used; as many as the frame has, when there were too few. */
int view_stats_whole(struct frame *f, const struct stats_view *v);

/* The questions before a session, and after it where its end has no room. */
struct checkin_view {
	const struct checkin *checkin;
	const char *title; /* of the routine */
	bool home;         /* q leads back to the routines, not out */
};

void view_checkin(struct frame *f, const struct checkin_view *v);

struct end_view {
	const struct session_record *record;
	const struct score *score; /* that was played: names of the movements */
	size_t first;              /* step of the record that its first part is */
	struct streak streak;      /* with this session in it */
	int minutes_today;
	bool wrong; /* it was stopped by "something is wrong" */
	bool home;  /* Enter leads back to the routines, not out */
	/* The questions after it, or what was answered when they are over; NULL:
	 * nothing is asked. */
	const struct checkin *checkin;
	const char *notice;
	int scroll;
};

/* Returns the greatest scroll that shows something new. */
int view_end(struct frame *f, const struct end_view *v);

/* Has a screen of this size room for the questions?  Else view_checkin asks. */
bool view_end_asks(int rows, int cols);

/* One movement: its figure, and all that is known of it. */
struct exercise_view {
	const struct exercise *exercise;
	const struct sheet *sheet;
	struct figure_view figure;
	const struct figure *keys; /* instead: still keys side by side; or NULL */
	enum side side;            /* that is shown; SIDE_NONE: it has none */
	int scroll;
};

/* Returns the greatest scroll that shows something new. */
int view_exercise(struct frame *f, const struct exercise_view *v);

/* Where its figure stands; rows 0: nowhere. */
struct area view_exercise_figure(int rows, int cols);

/* A page of text.  Returns the greatest scroll that shows something new; while
 * scroll is less, the keys say that Enter reads on. */
int view_page(struct frame *f, const struct page *page, int scroll);

#endif
