#include "cmd/findings.h"

#include "tests/cmd/run.h"
#include "tests/test.h"

#include <stdlib.h>
#include <string.h>

static void
fill(struct findings *f)
{
	*f = (struct findings){0};
	findings_add(f, "files", FINDING_WELL, NULL, "settings: %s", "here");
	findings_add(f, "sound", FINDING_NOTE, "Turn it up.", "%d %%", 3);
	assert_true(findings_well(f));
	findings_add(f, "sound", FINDING_WRONG, "Do it.", "bad \x1b[2J name");
	assert_false(findings_well(f));
}

static void
test_print(void **state)
{
	struct home *h = *state;
	struct findings f;
	char path[700];
	int before;

	fill(&f);
	snprintf(path, sizeof(path), "%s/printed", h->folder.path);
	fflush(stdout);
	before = home_redirect(1, path);
	findings_print(&f);
	fflush(stdout);
	dup2(before, 1);
	close(before);
	home_read(path, h->out, sizeof(h->out));
	assert_string_equal(h->out, "files     well   settings: here\n"
				    "sound     note   3 %\n"
				    "                 Turn it up.\n"
				    "sound     wrong  bad ?[2J name\n"
				    "                 Do it.\n");
	findings_fini(&f);
	assert_true(findings_well(&f));
}

static void
test_json(void **state)
{
	struct json *array = json_new_array();
	struct findings f;
	char *text = NULL;
	size_t len;
	FILE *to = open_memstream(&text, &len);

	(void)state;
	fill(&f);
	findings_json(&f, array);
	assert_true(json_print(array, to, NULL));
	fclose(to);
	assert_non_null(strstr(text, "\"state\": \"well\""));
	assert_non_null(strstr(text, "\"advice\": null"));
	assert_non_null(strstr(text, "\"text\": \"3 %\""));
	assert_null(strchr(text, '\x1b'));
	free(text);
	json_free(array);
	findings_fini(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup_teardown(test_print, home_setup, home_teardown),
	    cmocka_unit_test(test_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
