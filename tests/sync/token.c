#include "tests/test.h"

#include "sync/token.h"
#include "tests/folder.h"

#include <string.h>

static void
made_and_hashed(void **state)
{
	static const char known[] =
	    "uct1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	char one[TOKEN_LEN], two[TOKEN_LEN], hex[TOKEN_HEX];

	(void)state;
	assert_true(token_make(one, NULL));
	assert_true(token_make(two, NULL));
	assert_int_equal(strlen(one), TOKEN_LEN - 1);
	assert_memory_equal(one, "uct1_", 5);
	assert_string_not_equal(one, two);
	token_hash(known, hex);
	/* printf %s ... | sha256sum */
	assert_string_equal(hex,
	    "ed0525ddb3888faaf91211282ae4622f87dd0842afc3bf6a810aa1b015d67f49");
}

/* With an umask that forbids nothing. */
static void
nobody_else_can_read_it(void **state)
{
	char token[TOKEN_LEN], again[TOKEN_LEN], path[700];
	struct folder f;
	struct stat st;
	struct err err;
	mode_t old = umask(0);

	(void)state;
	folder_make(&f, "");
	snprintf(path, sizeof(path), "%s/sync/token", f.path);
	assert_false(token_read(path, again, &err));
	assert_string_equal(err.text, "");
	assert_true(token_make(token, &err));
	assert_true(token_write(path, token, &err));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(token_read(path, again, &err));
	assert_string_equal(token, again);
	assert_false(token_write(path, token, &err)); /* never over another */
	chmod(path, 0640);
	assert_false(token_read(path, again, &err));
	assert_non_null(strstr(err.text, "others may read"));
	chmod(path, 0600);
	snprintf(path, sizeof(path), "%s/sync", f.path);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	chmod(path, 0755);
	snprintf(path, sizeof(path), "%s/sync/token", f.path);
	assert_false(token_read(path, again, &err));
	assert_true(token_delete(path, &err));
	assert_true(token_delete(path, &err));
	umask(old);
	folder_remove(&f);
}

static void
put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	chmod(path, 0600);
}

static void
what_is_no_token(void **state)
{
	static const char *const rows[] = {"", "uct1_short",
	    "xct1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
	    "uct1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\nX: y"};
	char token[TOKEN_LEN], to[700];
	struct folder f;
	struct err err;

	(void)state;
	folder_make(&f, "token");
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		put(f.file, rows[i]);
		assert_false(token_read(f.file, token, &err));
		assert_non_null(strstr(err.text, "no token"));
	}
	snprintf(to, sizeof(to), "%s/other", f.path);
	put(to, "uct1_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n");
	assert_true(token_read(to, token, &err));
	remove(f.file);
	assert_int_equal(symlink(to, f.file), 0);
	assert_false(token_read(f.file, token, &err));
	folder_remove(&f);
}

static void
secrets(void **state)
{
	struct str out = {0};
	struct folder f;
	struct err err;

	(void)state;
	folder_make(&f, "hook.header");
	put(f.file, "Authorization: Basic abc\n");
	assert_true(token_read_secret(f.file, &out, &err));
	assert_string_equal(out.s, "Authorization: Basic abc");
	put(f.file, "A: b\nC: d\n");
	assert_false(token_read_secret(f.file, &out, &err));
	put(f.file, "");
	assert_false(token_read_secret(f.file, &out, &err));
	put(f.file, "A: b\n");
	chmod(f.file, 0644);
	assert_false(token_read_secret(f.file, &out, &err));
	str_fini(&out);
	folder_remove(&f);
}

/* The example of the specification of Standard Webhooks. */
static void
signature(void **state)
{
	static const char body[] = "{\"event_type\": \"ping\"}";
	struct str out = {0};

	(void)state;
	assert_true(token_sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	    "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}",
	    20, &out, NULL));
	assert_string_equal(
	    out.s, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	str_clear(&out);
	assert_true(
	    token_sign("plain letters", "id", 1, body, strlen(body), &out, NULL));
	assert_false(token_sign("whsec_***", "id", 1, body, 1, &out, NULL));
	assert_false(token_sign("", "id", 1, body, 1, &out, NULL));
	str_fini(&out);
}

/* The one that is to follow: beside the other, then in its place. */
static void
one_follows(void **state)
{
	char one[TOKEN_LEN], two[TOKEN_LEN], read[TOKEN_LEN], path[700];
	struct folder f;
	struct err err;

	(void)state;
	folder_make(&f, "");
	snprintf(path, sizeof(path), "%s/sync/token", f.path);
	assert_int_equal(token_made_ms(path), -1);
	assert_true(token_make(one, &err) && token_make(two, &err));
	assert_true(token_write(path, one, &err));
	assert_true(token_made_ms(path) > 0);
	assert_false(token_read_next(path, read, &err));
	assert_string_equal(err.text, "");
	assert_false(token_follow(path, &err));
	assert_true(token_write_next(path, two, &err));
	assert_true(token_read(path, read, &err));
	assert_string_equal(read, one);
	assert_true(token_read_next(path, read, &err));
	assert_string_equal(read, two);
	assert_true(token_follow(path, &err));
	assert_true(token_read(path, read, &err));
	assert_string_equal(read, two);
	assert_false(token_read_next(path, read, &err));
	/* Both go together. */
	assert_true(token_write_next(path, one, &err));
	assert_true(token_delete(path, &err));
	assert_false(token_read(path, read, &err));
	assert_false(token_read_next(path, read, &err));
	assert_string_equal(err.text, "");
	folder_remove(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(made_and_hashed),
	    cmocka_unit_test(nobody_else_can_read_it),
	    cmocka_unit_test(one_follows),
	    cmocka_unit_test(what_is_no_token),
	    cmocka_unit_test(secrets),
	    cmocka_unit_test(signature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
