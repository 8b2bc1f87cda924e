#include "coach/secret.h"

#include "tests/folder.h"
#include "tests/test.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* FIPS 180-2 and RFC 4231. */
static void
known_hashes(void **state)
{
	unsigned char key[SECRET_KEY] = "Jefe";
	char hex[SECRET_HEX];

	(void)state;
	secret_sha256("abc", 3, hex);
	assert_string_equal(hex,
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_true(secret_is_hex(hex));
	/* A key that is filled up with zeros is the same key to HMAC. */
	secret_hmac(key, "what do ya want for nothing?", 28, hex);
	assert_string_equal(hex,
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	assert_false(secret_is_hex("BA7816"));
	hex[10] = 'G';
	assert_false(secret_is_hex(hex));
}

static void
the_same(void **state)
{
	(void)state;
	assert_true(secret_same("abc", "abc"));
	assert_false(secret_same("abc", "abd"));
	assert_false(secret_same("abc", "ab"));
	assert_false(secret_same("", "a"));
	assert_true(secret_same("", ""));
}

static void
passwords(void **state)
{
	char hash[SECRET_PASSWORD], other[SECRET_PASSWORD], too_long[300];
	struct err err;

	(void)state;
	memset(too_long, 'x', sizeof(too_long) - 1);
	too_long[sizeof(too_long) - 1] = '\0';
	assert_false(secret_password("short", hash, &err));
	assert_false(secret_password(too_long, hash, &err));
	assert_true(secret_password("correct horse", hash, &err));
	assert_true(secret_password("correct horse", other, &err));
	assert_string_not_equal(hash, other);
	assert_memory_equal(hash, "$argon2id$", 10);
	assert_true(secret_password_is("correct horse", hash));
	assert_false(secret_password_is("correct horsf", hash));
	assert_false(secret_password_is("", hash));
	assert_false(secret_password_is("correct horse", "!"));
	assert_false(secret_password_is("!", "!"));
	assert_false(secret_password_is(too_long, hash));
}

static void
the_key_of_a_server(void **state)
{
	unsigned char key[SECRET_KEY], again[SECRET_KEY];
	struct folder f;
	struct stat st;
	struct err err;
	mode_t was = umask(0);

	(void)state;
	folder_make(&f, "server.key");
	assert_true(secret_key(f.file, key, &err));
	umask(was);
	assert_int_equal(stat(f.file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(secret_key(f.file, again, &err));
	assert_memory_equal(key, again, SECRET_KEY);
	chmod(f.file, 0640);
	assert_false(secret_key(f.file, again, &err));
	assert_non_null(strstr(err.text, "chmod 600"));
	chmod(f.file, 0600);
	assert_int_equal(truncate(f.file, SECRET_KEY - 1), 0);
	assert_false(secret_key(f.file, again, &err));
	assert_int_equal(truncate(f.file, SECRET_KEY + 1), 0);
	assert_false(secret_key(f.file, again, &err));
	/* Nobody makes us write somewhere else. */
	unlink(f.file);
	assert_int_equal(symlink("elsewhere", f.file), 0);
	assert_false(secret_key(f.file, again, &err));
	secret_wipe(again, sizeof(again));
	for (int i = 0; i < SECRET_KEY; i++)
		assert_int_equal(again[i], 0);
	folder_remove(&f);
}

static int
begin(void **state)
{
	(void)state;
	return !secret_init(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(known_hashes),
	    cmocka_unit_test(the_same),
	    cmocka_unit_test(passwords),
	    cmocka_unit_test(the_key_of_a_server),
	};

	return cmocka_run_group_tests(tests, begin, NULL);
}
