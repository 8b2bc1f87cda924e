#include "history/streak.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/paths.h"
#include "cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>

static bool
find(const struct cmd *cmd, struct streak *streak, struct err *err)
{
	struct settings settings;
	char *mirror = paths_home(PATH_CONFIG, err, "streak.ini");
	char *db = paths_home(PATH_DATA, err, "history.db");
	int32_t today;
	bool ok;

	cmd_settings(&settings);
	today = civil_day(cmd->wall_ms, cmd->offset_min,
	    (int)settings.number[SET_STREAK_DAY_START]);
	ok = mirror && db && streak_now(mirror, db, today, streak, err);
	settings_fini(&settings);
	free(mirror);
	free(db);
	return ok;
}

static bool
print_json(const struct streak *s, struct err *err)
{
	struct json *json = json_new_object();
	char day[CIVIL_LEN];
	bool ok;

	json_set_str(json, "today", civil_print(s->today, day));
	json_set_int(json, "current", s->current);
	json_set_int(json, "longest", s->longest);
	json_set_str(json, "last_day",
	    s->last_day == CIVIL_NONE ? NULL : civil_print(s->last_day, day));
	json_set_int(json, "done_today", s->done_today);
	json_set_int(json, "goal", s->goal);
	json_set_bool(json, "at_risk", s->at_risk);
	ok = json_print(json, stdout, err);
	json_free(json);
	return ok;
}

static void
print_line(const struct streak *s)
{
	if (s->longest == 0)
		puts("no streak yet; a session begins it: uncoil start");
	else
		printf("streak %d %s, %s\n", s->current,
		    s->current == 1 ? "day" : "days",
		    s->done_today >= s->goal ? "today done" : "open today");
}

int
cmd_streak(struct cmd *cmd)
{
	struct streak streak;
	struct err err = {""};

	if (!find(cmd, &streak, &err))
		return cmd_fail(&err);
	if (!cmd_option(cmd, "json"))
		print_line(&streak);
	else if (!print_json(&streak, &err))
		return cmd_fail(&err);
	return CMD_OK;
}
