#include "coach/address.h"

#include "tests/test.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>

static void
blocks(void **state)
{
	static const struct {
		const char *text, *block; /* NULL: no address */
		bool local;
	} rows[] = {
	    {"192.0.2.77", "192.0.2.0/24", false},
	    {"127.0.0.1", "127.0.0.0/24", true},
	    {"127.9.9.9", "127.9.9.0/24", true},
	    {"2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", false},
	    {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff::/64",
		false},
	    {"::1", "::/64", true},
	    {"::ffff:192.0.2.77", "192.0.2.0/24", false},
	    {"::ffff:127.0.0.1", "127.0.0.0/24", true},
	    {"", NULL, false},
	    {"unknown", NULL, false},
	    {"192.0.2.77:80", NULL, false},
	    {"192.0.2", NULL, false},
	    {"1.2.3.4, 5.6.7.8", NULL, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		union {
			struct sockaddr any;
			struct sockaddr_in in;
			struct sockaddr_in6 in6;
		} at = {0};
		char block[ADDRESS_BLOCK] = "as it was";

		assert_int_equal(
		    address_block_text(rows[i].text, block), rows[i].block != NULL);
		assert_string_equal(
		    block, rows[i].block ? rows[i].block : "as it was");
		if (!rows[i].block)
			continue;
		at.in.sin_family = AF_INET;
		if (inet_pton(AF_INET, rows[i].text, &at.in.sin_addr) != 1) {
			at.in6.sin6_family = AF_INET6;
			inet_pton(AF_INET6, rows[i].text, &at.in6.sin6_addr);
		}
		assert_string_equal(address_block(&at.any, block), rows[i].block);
		assert_int_equal(address_is_local(&at.any), rows[i].local);
	}
}

static void
a_path_is_local(void **state)
{
	struct sockaddr at = {.sa_family = AF_UNIX};
	char block[ADDRESS_BLOCK];

	(void)state;
	assert_string_equal(address_block(&at, block), "local");
	assert_string_equal(address_block(NULL, block), "local");
	assert_true(address_is_local(&at));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(blocks),
	    cmocka_unit_test(a_path_is_local),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
