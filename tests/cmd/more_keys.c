#include "cmd/more_keys.h"

#include "base/mem.h"
#include "screen/term.h"
#include "tests/test.h"

#include <string.h>

static void
test_keys(void **state)
{
	static const struct {
		const char *pairs;
		int pressed, key;
		const char *why;
	} rows[] = {
	    {"", 'x', 'x', "nothing is named"},
	    {"", TERM_PAGE_DOWN, TERM_ENTER, "a presenter goes on"},
	    {"", TERM_PAGE_UP, TERM_BACKSPACE, "and back"},
	    {"", '.', ' ', "and makes the screen black"},
	    {"", 'b', ' ', "or so"},
	    {"x=pause y=next", 'x', ' ', "the first"},
	    {"x=pause y=next", 'y', TERM_ENTER, "the second"},
	    {"  x=pause   y=next  ", 'y', TERM_ENTER, "spaces"},
	    {"x=pause y=next", 'z', 'z', "another"},
	    {"b=next", 'b', TERM_ENTER, "the person's own goes first"},
	    {"x=wrong", 'x', '!', "any of the keys"},
	    {"x=nonsense y=stop", 'y', 'q', "what is wrong is passed over"},
	    {"x=nonsense", 'x', 'x', "what is wrong is passed over"},
	    {"xx=pause", 'x', 'x', "one character"},
	    {"==pause", '=', ' ', "any character"},
	    {"x=pause", ' ', ' ', "the key itself stays"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		int key = more_keys_for(rows[i].pairs, rows[i].pressed);

		if (key != rows[i].key)
			fail_msg("%s: %d", rows[i].why, key);
	}
}

static void
test_check(void **state)
{
	static const struct {
		const char *pairs, *says;
	} rows[] = {
	    {"", NULL},
	    {"b=pause n=next", NULL},
	    {" a=mute ", NULL},
	    {"b=paus", "b=paus: a character"},
	    {"b", "session.keys: b:"},
	    {"b=", "b=:"},
	    {"a=pause bb=next", "bb=next"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {""};
		bool ok = more_keys_check(rows[i].pairs, &err);

		if (ok != !rows[i].says || (!ok && !strstr(err.text, rows[i].says)))
			fail_msg("%s: %s", rows[i].pairs, err.text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_keys),
	    cmocka_unit_test(test_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
