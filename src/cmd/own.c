#include "cmd/own.h"

#include "base/civil.h"
#include "base/paths.h"
#include "cmd/cmd.h"
#include "cue/child.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

void
own_init_files(struct own *own)
{
	*own = (struct own){0};
	cmd_settings(&own->settings);
	own->db = paths_home(PATH_DATA, NULL, "history.db");
	own->mirror = paths_home(PATH_CONFIG, NULL, "streak.ini");
}

void
own_init(struct own *own)
{
	own_init_files(own);
	own->library = cmd_library();
	own->log = paths_home(PATH_STATE, NULL, "log");
	own->read_once = paths_home(PATH_STATE, NULL, "first-page-read");
	own->mark = paths_home(PATH_STATE, NULL, "player-paused");
	own->list = paths_home(PATH_STATE, NULL, "routines");
	if (own->log && !paths_make_for(own->log, NULL)) {
		free(own->log);
		own->log = NULL;
	}
}

void
own_fini(struct own *own)
{
	settings_fini(&own->settings);
	library_free(own->library);
	free(own->db);
	free(own->mirror);
	free(own->log);
	free(own->read_once);
	free(own->mark);
	free(own->list);
}

int32_t
own_today(const struct own *own, const struct instant *now)
{
	return civil_day(now->wall_ms, now->offset_min,
	    (int)own->settings.number[SET_STREAK_DAY_START]);
}

void
own_streak(const struct own *own, int32_t today, struct streak *out)
{
	struct streak_rules asked = rules_of(&own->settings, today);

	if (!own->db || !own->mirror ||
	    !count_now(own->mirror, own->db, &asked, today, out, NULL, NULL))
		*out = (struct streak){
		    .today = today, .last_day = CIVIL_NONE, .on = asked.on};
}

int
own_minutes(const struct own *own, int32_t today)
{
	struct history *h = own->db ? history_open_read(own->db, NULL) : NULL;
	struct day_total *days = NULL;
	int64_t ms = 0;
	size_t n = 0;

	if (h && history_days(h, today, today, &days, &n, NULL) && n > 0)
		ms = days[0].active_ms;
	free(days);
	history_close(h);
	return (int)(ms / 60000);
}

void
own_past(const struct own *own, int32_t since, int32_t today, struct own_past *out)
{
	struct history *h = own->db ? history_open_read(own->db, NULL) : NULL;

	*out = (struct own_past){0};
	if (!h)
		return;
	history_days(h, since, today, &out->days, &out->n_days, NULL);
	history_past(
	    h, today - SUGGEST_DAYS, &out->sessions, &out->n_sessions, NULL);
	history_close(h);
}

void
own_past_fini(struct own_past *past)
{
	free(past->days);
	free(past->sessions);
	*past = (struct own_past){0};
}

bool
own_set(struct own *own, enum setting_key key, const char *value, struct err *err)
{
	char *path = paths_home(PATH_CONFIG, err, "config.ini");
	bool ok = path && settings_write(path, key, value, err);

	if (ok) {
		settings_fini(&own->settings);
		settings_load(&own->settings, path, NULL);
	}
	free(path);
	return ok;
}

struct term_options
own_term_by(const struct settings *settings)
{
	const long *number = settings->number;

	return (struct term_options){
	    .mono = number[SET_SCREEN_COLOUR] == 1,
	    .ascii = number[SET_SCREEN_CHARACTERS] == 1,
	    .ground = (enum theme_ground)number[SET_SCREEN_BACKGROUND],
	    .figure = (enum term_figure)number[SET_SCREEN_FIGURE],
	    .mouse = number[SET_SCREEN_MOUSE],
	};
}

struct term_options
own_term(const struct own *own)
{
	struct term_options term = own_term_by(&own->settings);

	term.log_path = own->log;
	return term;
}

void
own_give_back(const struct own *own)
{
	char *helper;

	if (!own->mark || access(own->mark, F_OK) < 0)
		return;
	helper = paths_helper("uncoil-sound");
	sound_give_back(
	    helper, own->settings.text[SET_SOUND_PLAYER_RESUME], own->mark);
	free(helper);
}

bool
own_has_read(const struct own *own)
{
	return own->read_once && access(own->read_once, F_OK) == 0;
}

void
own_set_read(const struct own *own)
{
	int fd;

	if (!own->read_once || !paths_make_for(own->read_once, NULL))
		return;
	fd = open(own->read_once, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd >= 0)
		close(fd);
}
