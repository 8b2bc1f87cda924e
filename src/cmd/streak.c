#include "cmd/streak.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"
#include "cmd/cmd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	json_set_str(
	    json, "unit", s->unit == UNIT_MINUTES ? "minutes" : "sessions");
	json_set_str(json, "status", streak_status_word(s->status));
	json_set_bool(json, "at_risk", s->at_risk);
	json_set_int(json, "freezes", s->freezes);
	json_set_int(json, "weekly", s->weekly);
	json_set_int(json, "week_done", s->week_done);
	json_set_int(json, "rests_left", s->rests_left);
	ok = json_print(json, stdout, err);
	json_free(json);
	return ok;
}

static const char *
today_word(const struct streak *s)
{
	switch (s->status) {
	case STREAK_DONE:
		return "today done";
	case STREAK_REST:
		return "today is a rest day";
	case STREAK_PAUSED:
		return "paused today";
	case STREAK_MISSED:
	case STREAK_OPEN:
	case STREAK_FROZEN:
		break;
	}
	return "open today";
}

void
streak_print(const struct streak *s)
{
	if (!s->on)
		puts("the streak is off; to count again: uncoil config set "
		     "streak.on yes");
	else if (s->longest == 0)
		puts("no streak yet; a session begins it: uncoil start");
	else
		printf("streak %d %s, %s\n", s->current,
		    s->current == 1 ? "day" : "days", today_word(s));
}

/* Settings that were changed hold from today on; what is past stays. */
static void
say_changed(const struct streak_rules *rules)
{
	struct str words = {0};

	rules_print(rules, &words);
	fprintf(stderr,
	    "uncoil: new rules of the streak from today on (%s; a day begins at "
	    "%02d:%02d); days before keep theirs\n",
	    words.s, rules->day_start_min / 60, rules->day_start_min % 60);
	str_fini(&words);
}

bool
streak_now(
    const struct own *own, int32_t today, struct streak *out, struct err *err)
{
	struct streak_rules asked = rules_of(&own->settings, today);
	bool changed;

	if (!count_now(own->mirror, own->db, &asked, today, out, &changed, err))
		return false;
	if (changed)
		say_changed(&asked);
	return true;
}

static int32_t
today_of(const struct cmd *cmd, const struct own *own)
{
	return civil_day(cmd->wall_ms, cmd->offset_min,
	    (int)own->settings.number[SET_STREAK_DAY_START]);
}

void
streak_settle(const struct cmd *cmd)
{
	struct streak streak;
	struct own own;

	own_init_files(&own);
	if (own.db && own.mirror && access(own.db, F_OK) == 0)
		streak_now(&own, today_of(cmd, &own), &streak, NULL);
	own_fini(&own);
}

static int
say(struct cmd *cmd, const struct own *own, int32_t today)
{
	struct streak streak;
	struct err err = {""};

	if (!streak_now(own, today, &streak, &err))
		return cmd_fail(&err);
	if (!cmd_option(cmd, "json"))
		streak_print(&streak);
	else if (!print_json(&streak, &err))
		return cmd_fail(&err);
	return CMD_OK;
}

static bool
read_day(const char *text, size_t len, int32_t today, int32_t *day)
{
	static const struct {
		const char *word;
		int days;
	} words[] = {{"yesterday", -1}, {"today", 0}, {"tomorrow", 1}};
	char one[CIVIL_LEN];

	if (len >= sizeof(one))
		return false;
	memcpy(one, text, len);
	one[len] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (strcmp(words[i].word, one) != 0)
			continue;
		*day = today + words[i].days;
		return true;
	}
	return civil_parse(one, day);
}

bool
streak_range(
    const char *text, int32_t today, int32_t *first, int32_t *last, struct err *err)
{
	const char *dots = strstr(text, "..");
	size_t len = dots ? (size_t)(dots - text) : strlen(text);
	const char *end = dots ? dots + 2 : text;

	if (!read_day(text, len, today, first) ||
	    !read_day(end, strlen(end), today, last))
		return err_set(err,
		    "%.60s: days are 2026-03-02 or 2026-03-02..2026-03-09; also "
		    "today, yesterday, tomorrow",
		    text);
	return *first <= *last ||
	       err_set(err, "%.60s: it ends before it begins", text);
}

/* What was asked for: the number, or one of its words. */
static int
run(struct cmd *cmd, struct own *own, int32_t today)
{
	static const struct {
		const char *word;
		int (*run)(struct cmd *cmd, struct own *own, int32_t today);
	} words[] = {{"pause", streak_pause}, {"unpause", streak_unpause}};

	if (cmd_option(cmd, "why"))
		return streak_why(cmd, own, today);
	if (cmd_option(cmd, "days"))
		return cmd_usage(cmd, "--days goes with --why");
	if (cmd->n_operands == 0)
		return say(cmd, own, today);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(cmd->operands[0], words[i].word) == 0)
			return words[i].run(cmd, own, today);
	return cmd_usage(cmd, "%s: say pause, unpause, or --why", cmd->operands[0]);
}

int
cmd_streak(struct cmd *cmd)
{
	struct err err = {""};
	struct own own;
	int status = CMD_FAILED;

	own_init_files(&own);
	if (!own.db || !own.mirror) {
		free(paths_home(own.db ? PATH_CONFIG : PATH_DATA, &err, "uncoil"));
		cmd_fail(&err);
	} else {
		status = run(cmd, &own, today_of(cmd, &own));
	}
	own_fini(&own);
	return status;
}
