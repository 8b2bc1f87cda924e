#include "base/mem.h"
#include "cmd/cmd.h"
#include "cmd/own.h"
#include "cmd/page.h"
#include "cmd/play.h"
#include "cmd/rest.h"
#include "cmd/sync_auto.h"
#include "cmd/tailor.h"
#include "session/checkin.h"

#include <stdlib.h>

/* What begins when nothing is named. */
#define FIRST_ROUTINE "desk-reset-2"

static int
play(struct run *run, const struct own *own, const struct play_options *o,
    struct err *err)
{
	struct instant now = run_now();
	struct play *p = play_new(own, o, &now, err);
	enum run_end end;

	if (!p)
		return CMD_FAILED;
	end = play_run(p, run);
	if (end == RUN_OVER)
		play_show_end(p, run);
	run_close(run);
	if (play_begun(p))
		play_print_end(p);
	play_free(p);
	return end == RUN_OVER ? CMD_OK : CMD_FAILED;
}

static int
refuse(const struct routine *r, struct err *err)
{
	err_set(err,
	    "%s asks a question first, and the answer was not yes; if it is, say "
	    "so: "
	    "uncoil start %s --cleared",
	    r->id, r->id);
	return cmd_fail(err);
}

static int
start(struct cmd *cmd, struct own *own, const struct play_options *o)
{
	struct err err = {""};
	const struct routine *r = o->tailored;
	struct term_options term = own_term(own);
	struct run *run;
	bool may = false;
	int status;

	run = run_open(o->linear ? NULL : &term, &err);
	if (!run)
		return cmd_fail(&err);
	if (page_before(run, own, r->flags, cmd_option(cmd, "cleared"), &may) !=
	    RUN_OVER) {
		run_close(run);
		return CMD_FAILED;
	}
	if (!may) {
		run_close(run);
		return refuse(r, &err);
	}
	status = play(run, own, o, &err);
	return *err.text ? cmd_fail(&err) : status;
}

/* What needs no asking; false, and the message printed, when it cannot be
 * understood. */
struct given {
	struct checkin before, after;
};

static bool
give_answers(const struct cmd *cmd, struct given *given, struct play_options *o)
{
	const char *before = cmd_option(cmd, "before"),
		   *after = cmd_option(cmd, "after");
	struct err err;

	checkin_before(&given->before, 0);
	if (before && !checkin_parse(&given->before, before, &err)) {
		cmd_usage(cmd, "--before %s", err.text);
		return false;
	}
	checkin_after(&given->after, &given->before);
	if (after && !checkin_parse(&given->after, after, &err)) {
		cmd_usage(cmd, "--after %s", err.text);
		return false;
	}
	o->before = before ? &given->before : NULL;
	o->after = after ? &given->after : NULL;
	return true;
}

static int
start_tailored(
    struct cmd *cmd, struct own *own, struct tailor *wish, struct play_options *o)
{
	const char *id = cmd->n_operands ? cmd->operands[0] : FIRST_ROUTINE;
	struct lesson lesson = lesson_of(&own->settings);
	struct err err;
	struct routine *r;
	int status;

	lesson.wish = o->teach;
	lesson.heard &= !o->muted && !o->no_voice;
	lesson.history = own->db ? history_open_read(own->db, NULL) : NULL;
	wish->lesson = &lesson;
	r = tailor_routine(own->library, id, wish, &err);
	history_close(lesson.history);

	if (!r)
		return cmd_fail(&err);
	o->tailored = r;
	o->focus = o->after ? checkin_regions(o->after) : wish->focus;
	status = start(cmd, own, o);
	routine_free(r);
	return status;
}

/* What chooses a routine or a length says another thing. */
static bool
resumes(const struct cmd *cmd)
{
	return cmd_option(cmd, "resume");
}

static bool
check_resume(const struct cmd *cmd)
{
	static const char *const others[] = {"minutes", "focus", "from"};

	if (!resumes(cmd))
		return true;
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (cmd_option(cmd, others[i])) {
			cmd_usage(cmd, "--%s does not go with --resume", others[i]);
			return false;
		}
	if (cmd->n_operands == 0)
		return true;
	cmd_usage(cmd, "--resume knows what was interrupted: name no routine");
	return false;
}

static int
start_resumed(struct cmd *cmd, struct own *own, struct play_options *o)
{
	struct instant now = run_now();
	struct rest rest;
	struct err err;
	int status;

	if (!rest_find(own, own_today(own, &now), &rest, &err))
		return cmd_fail(&err);
	rest_options(&rest, o);
	status = start(cmd, own, o);
	rest_fini(&rest);
	return status;
}

int
cmd_start(struct cmd *cmd)
{
	struct play_options o = {
	    .muted = cmd_option(cmd, "mute"),
	    .no_voice = cmd_option(cmd, "no-voice"),
	    .linear = cmd_wants_lines(cmd),
	};
	long long from = 1;
	struct given given;
	struct lesson lesson;
	struct tailor wish;
	struct own own;
	pid_t syncing = 0;
	int status;

	if (!cmd_int_option(cmd, "from", 1, ROUTINE_STEPS_MAX, &from) ||
	    !tailor_options(cmd, &wish) || !give_answers(cmd, &given, &o) ||
	    !check_resume(cmd))
		return CMD_USAGE;
	o.from = (size_t)from - 1;
	own_init(&own);
	lesson = lesson_of(&own.settings);
	if (!lesson_option(cmd, &lesson)) {
		own_fini(&own);
		return CMD_USAGE;
	}
	o.teach = lesson.wish;
	/* A session that sounds has the music itself, and gives it back. */
	if (o.muted || !own.settings.number[SET_SOUND_ON])
		own_give_back(&own);
	status = resumes(cmd) ? start_resumed(cmd, &own, &o)
			      : start_tailored(cmd, &own, &wish, &o);
	own_give_back(&own);
	sync_by_itself(&own.settings, &syncing);
	own_fini(&own);
	return status;
}
