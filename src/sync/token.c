#include "sync/token.h"

#include "base/mem.h"
#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "uct1_"
#define BYTES  32

/* Longer than any header or key that is one. */
#define SECRET_MAX 4096

bool
token_make(char token[TOKEN_LEN], struct err *err)
{
	unsigned char bytes[BYTES];

	if (sodium_init() < 0)
		return err_set(err, "this machine has no random numbers");
	randombytes_buf(bytes, sizeof(bytes));
	strcpy(token, PREFIX);
	sodium_bin2base64(token + strlen(PREFIX), TOKEN_LEN - strlen(PREFIX), bytes,
	    sizeof(bytes), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof(bytes));
	return true;
}

void
token_hash(const char *token, char hex[TOKEN_HEX])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, (const unsigned char *)token, strlen(token));
	sodium_bin2hex(hex, TOKEN_HEX, hash, sizeof(hash));
}

void
token_wipe(char token[TOKEN_LEN])
{
	sodium_memzero(token, TOKEN_LEN);
}

/* --- the file --------------------------------------------------------------------- */

/* The caller frees it.  The path is a whole one. */
static char *
folder_of(const char *path)
{
	char *folder = mem_strdup(path), *slash = strrchr(folder, '/');

	if (slash)
		*slash = '\0';
	return folder;
}

/* The caller frees it. */
static char *
next_of(const char *path)
{
	struct str next = {0};

	str_addf(&next, "%s.next", path);
	return str_take(&next);
}

/* What was made in it is there after a power cut, too. */
static bool
sync_folder(const char *path, struct err *err)
{
	char *folder = folder_of(path);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		err_errno(err, "%s", folder);
	if (fd >= 0)
		close(fd);
	free(folder);
	return ok;
}

static bool
write_all(int fd, const char *s)
{
	size_t n = strlen(s);

	while (n > 0) {
		ssize_t wrote = write(fd, s, n);

		if (wrote < 0)
			return false;
		s += wrote;
		n -= (size_t)wrote;
	}
	return fsync(fd) == 0;
}

bool
token_write(const char *path, const char *token, struct err *err)
{
	int fd;
	bool ok;

	if (!paths_make_for(path, err))
		return false;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_errno(err, "%s", path);
	ok = write_all(fd, token) && write_all(fd, "\n");
	if (!ok)
		err_errno(err, "%s", path);
	close(fd);
	if (ok)
		return sync_folder(path, err);
	unlink(path);
	return false;
}

static bool
is_private(const char *path, const struct stat *st, struct err *err)
{
	if (st->st_uid != geteuid())
		return err_set(err, "%s: it belongs to somebody else", path);
	if (st->st_mode & 077)
		return err_set(err,
		    "%s: others may read or change it; if nobody did: chmod go= %s",
		    path, path);
	return true;
}

static bool
folder_is_private(const char *path, struct err *err)
{
	char *folder = folder_of(path);
	struct stat st;
	bool ok = stat(folder, &st) == 0 ? is_private(folder, &st, err)
					 : err_errno(err, "%s", folder);

	free(folder);
	return ok;
}

/* The file's text without the end of its line. */
static bool
read_private(const char *path, struct str *out, struct err *err)
{
	char text[SECRET_MAX + 1];
	struct stat st;
	ssize_t n;
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	bool ok;

	if (fd < 0)
		return err_errno(err, "%s", path);
	ok = fstat(fd, &st) == 0 && is_private(path, &st, err);
	ok = ok && (S_ISREG(st.st_mode) || err_set(err, "%s: it is no file", path));
	n = ok ? read(fd, text, sizeof(text)) : 0;
	close(fd);
	if (!ok)
		return false;
	if (n < 0 || n > SECRET_MAX)
		return err_set(err, "%s: it cannot be read, or is too long", path);
	while (n > 0 && (text[n - 1] == '\n' || text[n - 1] == '\r'))
		n--;
	str_addn(out, text, (size_t)n);
	sodium_memzero(text, sizeof(text));
	return true;
}

static bool
is_token(const struct str *s)
{
	static const char letters[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	return s->s && s->len == TOKEN_LEN - 1 &&
	       strncmp(s->s, PREFIX, strlen(PREFIX)) == 0 &&
	       strspn(s->s + strlen(PREFIX), letters) == s->len - strlen(PREFIX);
}

bool
token_read(const char *path, char token[TOKEN_LEN], struct err *err)
{
	struct str text = {0};
	bool ok;

	err->text[0] = '\0';
	if (access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
		return false;
	ok = folder_is_private(path, err) && read_private(path, &text, err) &&
	     (is_token(&text) || err_set(err, "%s: there is no token in it", path));
	if (ok)
		strcpy(token, text.s);
	if (text.s)
		sodium_memzero(text.s, text.len);
	str_fini(&text);
	return ok;
}

static bool
delete_one(const char *path, struct err *err)
{
	if (unlink(path) < 0 && errno != ENOENT && errno != ENOTDIR)
		return err_errno(err, "%s", path);
	return true;
}

bool
token_delete(const char *path, struct err *err)
{
	char *next = next_of(path);
	bool ok = delete_one(next, err) && delete_one(path, err);

	free(next);
	return ok;
}

bool
token_read_next(const char *path, char token[TOKEN_LEN], struct err *err)
{
	char *next = next_of(path);
	bool ok = token_read(next, token, err);

	free(next);
	return ok;
}

bool
token_write_next(const char *path, const char *token, struct err *err)
{
	char *next = next_of(path);
	bool ok = delete_one(next, err) && token_write(next, token, err);

	free(next);
	return ok;
}

bool
token_follow(const char *path, struct err *err)
{
	char *next = next_of(path);
	bool ok = rename(next, path) == 0 || err_errno(err, "%s", next);

	free(next);
	return ok && sync_folder(path, err);
}

int64_t
token_made_ms(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? (int64_t)st.st_mtime * 1000 : -1;
}

bool
token_read_secret(const char *path, struct str *out, struct err *err)
{
	str_clear(out);
	if (!read_private(path, out, err))
		return false;
	if (strpbrk(out->s, "\r\n") || strlen(out->s) != out->len || !out->len)
		return err_set(err, "%s: one line is expected in it", path);
	return true;
}

/* --- signatures -------------------------------------------------------------------- */

/* The bytes of a key; false when it is empty or its base64 is none. */
static bool
key_bytes(const char *key, unsigned char *bytes, size_t size, size_t *n)
{
	static const char mark[] = "whsec_";

	if (strncmp(key, mark, strlen(mark)) == 0) {
		key += strlen(mark);
		return sodium_base642bin(bytes, size, key, strlen(key), NULL, n,
			   NULL, sodium_base64_VARIANT_ORIGINAL) == 0 &&
		       *n > 0;
	}
	*n = strlen(key);
	if (*n == 0 || *n > size)
		return false;
	memcpy(bytes, key, *n);
	return true;
}

bool
token_sign(const char *key, const char *id, int64_t timestamp_s, const char *body,
    size_t len, struct str *out, struct err *err)
{
	unsigned char bytes[SECRET_MAX], sum[crypto_auth_hmacsha256_BYTES];
	char base64[sodium_base64_ENCODED_LEN(
	    sizeof(sum), sodium_base64_VARIANT_ORIGINAL)];
	crypto_auth_hmacsha256_state state;
	struct str head = {0};
	size_t n;

	if (sodium_init() < 0 || !key_bytes(key, bytes, sizeof(bytes), &n))
		return err_set(err, "the key of the signature is none");
	str_addf(&head, "%s.%lld.", id, (long long)timestamp_s);
	crypto_auth_hmacsha256_init(&state, bytes, n);
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)head.s, head.len);
	crypto_auth_hmacsha256_update(&state, (const unsigned char *)body, len);
	crypto_auth_hmacsha256_final(&state, sum);
	sodium_memzero(bytes, sizeof(bytes));
	sodium_bin2base64(base64, sizeof(base64), sum, sizeof(sum),
	    sodium_base64_VARIANT_ORIGINAL);
	str_addf(out, "v1,%s", base64);
	str_fini(&head);
	return true;
}
