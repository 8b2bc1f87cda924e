#include "cmd/cmd.h"
#include "cmd/own.h"
#include "cmd/page.h"
#include "cmd/play.h"

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
	const struct routine *r = library_routine(own->library, o->routine, &err);
	struct term_options term = own_term(own);
	struct run *run;
	bool may = false;
	int status;

	if (!r)
		return cmd_fail(&err);
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

int
cmd_start(struct cmd *cmd)
{
	struct play_options o = {
	    .routine = cmd->n_operands ? cmd->operands[0] : FIRST_ROUTINE,
	    .muted = cmd_option(cmd, "mute"),
	    .linear = cmd_wants_lines(cmd),
	};
	long long from = 1;
	struct own own;
	int status;

	if (!cmd_int_option(cmd, "from", 1, ROUTINE_STEPS_MAX, &from))
		return CMD_USAGE;
	o.from = (size_t)from - 1;
	own_init(&own);
	/* A session that sounds has the music itself, and gives it back. */
	if (o.muted || !own.settings.number[SET_SOUND_ON])
		own_give_back(&own);
	status = start(cmd, &own, &o);
	own_give_back(&own);
	own_fini(&own);
	return status;
}
