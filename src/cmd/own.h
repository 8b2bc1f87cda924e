/*
 * What is the person's own: settings, library, history and streak, and where
 * their files are.  Opened when first needed; cmd/ only.
 */
#ifndef CMD_OWN_H
#define CMD_OWN_H

#include "base/settings.h"
#include "cmd/run.h"
#include "history/count.h"
#include "history/suggest.h"
#include "routine/library.h"

struct own {
	struct settings settings;
	struct library *library;
	/* NULL: there is no home */
	char *db, *mirror, *log, *read_once, *mark, *list;
};

void own_init(struct own *own);
void own_fini(struct own *own);

/* Settings, history and streak alone: what a prompt has time for. */
void own_init_files(struct own *own);

/* The person's day. */
int32_t own_today(const struct own *own, const struct instant *now);

/* The streak as of today, by the rules of the settings; all zero when the history
 * cannot be read. */
void own_streak(const struct own *own, int32_t today, struct streak *out);

/* Whole minutes of today's sessions. */
int own_minutes(const struct own *own, int32_t today);

/* What is remembered of the days since `since`, and of the sessions of the last
 * SUGGEST_DAYS; nothing where it cannot be read.  The caller frees both. */
struct own_past {
	struct day_total *days;        /* oldest first */
	struct past_session *sessions; /* newest first */
	size_t n_days, n_sessions;
};

void own_past(
    const struct own *own, int32_t since, int32_t today, struct own_past *out);
void own_past_fini(struct own_past *past);

/* Sets one setting in the file, as uncoil config set does (NULL: back to its
 * default), and in own.  False and err when value is not allowed or the file
 * cannot be written; then nothing has changed. */
bool own_set(
    struct own *own, enum setting_key key, const char *value, struct err *err);

/* How the person wants the terminal; and by settings alone, without a log. */
struct term_options own_term(const struct own *own);
struct term_options own_term_by(const struct settings *settings);

/* Gives the person's music back where a session that was killed left it paused. */
void own_give_back(const struct own *own);

/* Has the first page been read?  And: it has. */
bool own_has_read(const struct own *own);
void own_set_read(const struct own *own);

#endif
