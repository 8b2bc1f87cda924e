#include "audio/sink_choice.h"

#include "../test.h"

#include "base/mem.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name, *about;
} sinks[] = {
    {"alsa_output.pci-0000", "Speakers"},
    {"alsa_output.usb-Jabra", "Jabra Headset"},
    {"bluez_sink.00_11", "Jabra"},
    {"twin.1", "Living room"},
    {"twin.2", "Living room"},
};

static const struct {
	const char *wanted, *name, *remark;
} rows[] = {
    {"Speakers", "alsa_output.pci-0000", "a whole description"},
    {"speak", "alsa_output.pci-0000", "how a description begins, case aside"},
    {"ALSA_output.u", "alsa_output.usb-Jabra", "how a name begins"},
    {"jabra", "bluez_sink.00_11", "the whole of one beats the beginning of two"},
    {"jabra h", "alsa_output.usb-Jabra", "so much that one is left"},
    {"alsa_output", NULL, "two begin so"},
    {"Living room", NULL, "two are called so"},
    {"twin.2", "twin.2", "which have names"},
    {"Headset", NULL, "within a description"},
    {"Speakers 2", NULL, "more than a description"},
    {"", NULL, "nothing"},
};

static void
test_choice(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sink_choice choice;
		const char *got;

		sink_choice_init(&choice, rows[i].wanted);
		for (size_t k = 0; k < ARRAY_LEN(sinks); k++)
			sink_choice_offer(&choice, sinks[k].name, sinks[k].about);
		got = sink_choice_name(&choice);
		if (!got != !rows[i].name ||
		    (got && strcmp(got, rows[i].name) != 0))
			fail_msg("%s: %s", rows[i].remark, got ? got : "none");
	}
}

/* A name that does not fit is not cut: it would be another's. */
static void
test_long(void **state)
{
	char name[SINK_NAME_MAX + 2];
	struct sink_choice choice;

	(void)state;
	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	sink_choice_init(&choice, "x");
	sink_choice_offer(&choice, name, "");
	assert_null(sink_choice_name(&choice));
	sink_choice_offer(&choice, name + 1, "");
	assert_string_equal(name + 1, sink_choice_name(&choice));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_choice),
	    cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
