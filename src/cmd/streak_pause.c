#include "base/civil.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/streak.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The range of the second operand; false (and the message printed) when it is no
 * such thing. */
static bool
range(const struct cmd *cmd, int32_t today, int32_t *first, int32_t *last)
{
	struct err err;

	if (!streak_range(cmd->operands[1], today, first, last, &err))
		return !cmd_usage(cmd, "%s", err.text);
	return *last - *first < PAUSE_DAYS_MAX ||
	       !cmd_usage(cmd, "%.60s: at most %d days at once", cmd->operands[1],
		   PAUSE_DAYS_MAX);
}

/* The words after the days are one line, as of echo(1). */
static bool
read_why(const struct cmd *cmd, char why[PAUSE_WHY_MAX + 1])
{
	struct str line = {0};
	bool ok;

	str_add(&line, "");
	for (int i = 2; i < cmd->n_operands; i++)
		str_addf(&line, "%s%s", i > 2 ? " " : "", cmd->operands[i]);
	ok = line.len <= PAUSE_WHY_MAX && text_valid(line.s, line.len) == line.len;
	if (ok)
		memcpy(why, line.s, line.len + 1);
	str_fini(&line);
	return ok || !cmd_usage(cmd, "a reason is UTF-8 of at most %d bytes",
			 PAUSE_WHY_MAX);
}

static void
print_range(int32_t first, int32_t last)
{
	char buf[CIVIL_LEN];

	fputs(civil_print(first, buf), stdout);
	if (last != first)
		printf("..%s", civil_print(last, buf));
}

static void
print_list(const struct pause *pauses, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		print_range(pauses[i].first, pauses[i].last);
		if (pauses[i].why[0]) {
			fputs("  ", stdout);
			cmd_put(pauses[i].why);
		}
		putchar('\n');
	}
	if (n == 0)
		puts("no pauses; to set one: uncoil streak pause FROM..TO");
}

static bool
print_json(const struct pause *pauses, size_t n, struct err *err)
{
	struct json *array = json_new_array();
	char day[CIVIL_LEN];
	bool ok;

	for (size_t i = 0; i < n; i++) {
		struct json *one = json_push_object(array);

		json_set_str(one, "from", civil_print(pauses[i].first, day));
		json_set_str(one, "to", civil_print(pauses[i].last, day));
		json_set_str(one, "why", pauses[i].why);
	}
	ok = json_print(array, stdout, err);
	json_free(array);
	return ok;
}

static int
list(const struct cmd *cmd, const struct own *own)
{
	struct err err = {""};
	struct history *h = history_open_read(own->db, &err);
	struct pause *pauses = NULL;
	size_t n = 0;
	bool ok = h ? history_pauses(h, INT32_MIN, INT32_MAX, &pauses, &n, &err)
		    : !err.text[0];

	history_close(h);
	if (ok && cmd_option(cmd, "json"))
		ok = print_json(pauses, n, &err);
	else if (ok)
		print_list(pauses, n);
	free(pauses);
	return ok ? CMD_OK : cmd_fail(&err);
}

/* What the streak is with that; the mirror follows. */
static int
tell(const struct own *own, int32_t today)
{
	struct err err = {""};
	struct streak now;

	if (!streak_now(own, today, &now, &err))
		return cmd_fail(&err);
	streak_print(&now);
	return CMD_OK;
}

static bool
set(const struct own *own, const struct pause *pause, struct err *err)
{
	struct history *h = history_open(own->db, err);
	bool ok = h && history_pause(h, pause, err);

	history_close(h);
	return ok;
}

int
streak_pause(struct cmd *cmd, struct own *own, int32_t today)
{
	struct pause pause = {0};
	struct err err = {""};

	if (cmd->n_operands == 1)
		return list(cmd, own);
	if (cmd_option(cmd, "json"))
		return cmd_usage(cmd, "--json goes with the list of pauses");
	if (!range(cmd, today, &pause.first, &pause.last) ||
	    !read_why(cmd, pause.why))
		return CMD_USAGE;
	if (!set(own, &pause, &err))
		return cmd_fail(&err);
	fputs("paused ", stdout);
	print_range(pause.first, pause.last);
	puts("; sessions on these days still count");
	return tell(own, today);
}

int
streak_unpause(struct cmd *cmd, struct own *own, int32_t today)
{
	struct err err = {""};
	struct history *h;
	int32_t first, last;
	int n = 0;
	bool ok;

	if (cmd->n_operands != 2 || cmd_option(cmd, "json"))
		return cmd_usage(cmd, "say which days: uncoil streak unpause "
				      "FROM..TO");
	if (!range(cmd, today, &first, &last))
		return CMD_USAGE;
	h = history_open(own->db, &err);
	ok = h && history_unpause(h, first, last, &n, &err);
	history_close(h);
	if (ok && n == 0)
		ok = err_set(&err, "nothing was paused then; see: uncoil streak "
				   "pause");
	if (!ok)
		return cmd_fail(&err);
	puts("these days are not paused any more");
	return tell(own, today);
}
