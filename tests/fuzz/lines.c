/*
 * The readers of what import takes, for libFuzzer (`make fuzz`): any bytes give a
 * record that is written and read as the same, or a message.
 */
#include "report/lines.h"
#include "report/foreign.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
there_and_back(const struct session_record *r)
{
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);
	struct line again;

	if (!to || !line_print_session(to, r, NULL) || fclose(to) != 0 ||
	    !line_read(text, len, &again, NULL) ||
	    !session_record_equal(r, &again.session))
		abort();
	line_fini(&again);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	struct foreign_days days;
	struct err err = {""};
	struct line line;

	if (line_read(text, size, &line, &err)) {
		if (line.kind == LINE_SESSION)
			there_and_back(&line.session);
		line_fini(&line);
	} else if (!*err.text) {
		abort();
	}
	if (foreign_list(text, size, 30000, &days, NULL))
		free(days.days);
	if (foreign_loop(text, size, NULL, 30000, &days, NULL))
		free(days.days);
	return 0;
}
