/*
 * A history as JSON lines, and back (uncoil-export(5)): a line for each session,
 * answer, plan, pause, for the rules of the streak and for what was removed.  What is read comes from anywhere: it has
 * limits, its texts are cleaned, and whatever this program would lose of it is an
 * error.  It knows no store and no file.
 */
#ifndef REPORT_LINES_H
#define REPORT_LINES_H

#include "base/err.h"
#include "history/history.h"

#include <stdio.h>

#define LINES_VERSION 1

/* Bytes of a line; the longest that is written is a plan with a body of 256 KiB,
 * which is what a coach's server takes at once, as a JSON string. */
#define LINE_MAX_BYTES (1024 * 1024)
#define LINE_BODY_MAX  (256 * 1024)
#define LINE_STEPS_MAX 500 /* 60 steps of two sides, and room */

enum line_kind {
	LINE_HEAD, /* the first one: whose file this is */
	LINE_SESSION,
	LINE_ANSWER,
	LINE_PLAN,
	LINE_GONE,
	LINE_RULES, /* of the streak, and from which day they hold */
	LINE_PAUSE,
	LINE_KINDS
};

struct line {
	enum line_kind kind;
	struct session_record session;
	struct answer_record answer;
	struct plan_record plan;
	struct gone_record gone;
	struct streak_rules rules;
	struct pause pause;
};

/* "session", "answer" ...; what a line says under "type". */
const char *line_kind_word(enum line_kind kind);

/* Each writes one line; false and err when it could not be written. */
bool line_print_head(
    FILE *to, const char *program, int64_t wall_ms, struct err *err);
bool line_print_session(FILE *to, const struct session_record *r, struct err *err);
bool line_print_answer(FILE *to, const struct answer_record *a, struct err *err);
bool line_print_plan(FILE *to, const struct plan_record *p, struct err *err);
bool line_print_gone(FILE *to, const struct gone_record *g, struct err *err);
bool line_print_rules(FILE *to, const struct streak_rules *r, struct err *err);
bool line_print_pause(FILE *to, const struct pause *p, struct err *err);

/*
 * Reads one, without its newline; the caller finishes it.  False, and err says what
 * is expected, where it is none, holds what cannot be or what is not known here;
 * then there is nothing to finish.
 */
bool line_read(const char *text, size_t len, struct line *out, struct err *err);
void line_fini(struct line *line);

#endif
