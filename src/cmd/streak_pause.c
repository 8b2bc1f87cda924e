#include "base/civil.h"
#include "base/mem.h"
#include "base/text.h"
#include "cmd/cmd.h"
#include "cmd/streak.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "2026-03-02..2026-03-09", or one day. */
static bool
read_range(const char *text, int32_t *first, int32_t *last)
{
	const char *dots = strstr(text, "..");
	char day[CIVIL_LEN];

	if (!dots)
		return civil_parse(text, first) && civil_parse(text, last);
	if ((size_t)(dots - text) >= sizeof(day))
		return false;
	snprintf(day, sizeof(day), "%.*s", (int)(dots - text), text);
	return civil_parse(day, first) && civil_parse(dots + 2, last);
}

/* The range of the second operand; false (and the message printed) when it is no
 * such thing. */
static bool
range(const struct cmd *cmd, int32_t *first, int32_t *last)
{
	const char *text = cmd->operands[1];

	if (!read_range(text, first, last))
		cmd_usage(
		    cmd, "%s: days are 2026-03-02 or 2026-03-02..2026-03-09", text);
	else if (*first > *last)
		cmd_usage(cmd, "%s: it ends before it begins", text);
	else if (*last - *first >= PAUSE_DAYS_MAX)
		cmd_usage(cmd, "%s: at most %d days at once", text, PAUSE_DAYS_MAX);
	else
		return true;
	return false;
}

static void
print_range(int32_t first, int32_t last)
{
	char buf[CIVIL_LEN];

	fputs(civil_print(first, buf), stdout);
	if (last != first)
		printf("..%s", civil_print(last, buf));
}

static int
list(const struct own *own)
{
	struct err err = {""};
	struct history *h = history_open_read(own->db, &err);
	struct pause *pauses = NULL;
	size_t n = 0;

	if (!h && err.text[0])
		return cmd_fail(&err);
	if (h && !history_pauses(h, INT32_MIN, INT32_MAX, &pauses, &n, &err)) {
		history_close(h);
		return cmd_fail(&err);
	}
	history_close(h);
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
	free(pauses);
	return CMD_OK;
}

static int
set(const struct own *own, const struct pause *pause)
{
	struct err err = {""};
	struct history *h = history_open(own->db, &err);
	bool ok = h && history_pause(h, pause, &err);

	history_close(h);
	if (!ok)
		return cmd_fail(&err);
	fputs("paused ", stdout);
	print_range(pause->first, pause->last);
	puts("; sessions on these days still count");
	return CMD_OK;
}

int
streak_pause(struct cmd *cmd, struct own *own, int32_t today)
{
	struct pause pause = {0};
	struct streak now;
	int status;

	if (cmd->n_operands == 1)
		return list(own);
	if (!range(cmd, &pause.first, &pause.last))
		return CMD_USAGE;
	if (cmd->n_operands > 2) {
		size_t len = strlen(cmd->operands[2]);

		if (len > PAUSE_WHY_MAX || text_valid(cmd->operands[2], len) != len)
			return cmd_usage(cmd, "a reason has at most %d characters",
			    PAUSE_WHY_MAX);
		memcpy(pause.why, cmd->operands[2], len);
	}
	status = set(own, &pause);
	own_streak(own, today, &now); /* the mirror follows */
	return status;
}

int
streak_unpause(struct cmd *cmd, struct own *own, int32_t today)
{
	struct err err = {""};
	struct history *h;
	struct streak now;
	int32_t first, last;
	int n = 0;
	bool ok;

	if (cmd->n_operands != 2)
		return cmd_usage(cmd, "say which days: uncoil streak unpause "
				      "FROM..TO");
	if (!range(cmd, &first, &last))
		return CMD_USAGE;
	h = history_open(own->db, &err);
	ok = h && history_unpause(h, first, last, &n, &err);
	history_close(h);
	if (!ok)
		return cmd_fail(&err);
	if (n == 0)
		puts("nothing was paused then");
	else
		puts("these days are not paused any more");
	own_streak(own, today, &now);
	return n == 0 ? CMD_FAILED : CMD_OK;
}
