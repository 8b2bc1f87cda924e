#include "coach/secret.h"

#include "base/rng.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* 64 MiB and two rounds, as libsodium has it for people who wait. */
#define PASSWORD_OPS    crypto_pwhash_argon2id_OPSLIMIT_INTERACTIVE
#define PASSWORD_MEMORY crypto_pwhash_argon2id_MEMLIMIT_INTERACTIVE

_Static_assert(SECRET_PASSWORD >= crypto_pwhash_argon2id_STRBYTES, "hash fits");
_Static_assert(SECRET_HEX == 2 * crypto_hash_sha256_BYTES + 1, "hash fits");
_Static_assert(SECRET_KEY == crypto_auth_hmacsha256_KEYBYTES, "key fits");

bool
secret_init(struct err *err)
{
	return sodium_init() >= 0 || err_set(err, "libsodium cannot be used here");
}

void
secret_sha256(const void *data, size_t n, char hex[SECRET_HEX])
{
	unsigned char hash[crypto_hash_sha256_BYTES];

	crypto_hash_sha256(hash, data, n);
	sodium_bin2hex(hex, SECRET_HEX, hash, sizeof(hash));
}

void
secret_hmac(const unsigned char key[SECRET_KEY], const void *data, size_t n,
    char hex[SECRET_HEX])
{
	unsigned char hash[crypto_auth_hmacsha256_BYTES];

	crypto_auth_hmacsha256(hash, data, n, key);
	sodium_bin2hex(hex, SECRET_HEX, hash, sizeof(hash));
}

bool
secret_same(const char *a, const char *b)
{
	size_t n = strlen(a);

	return strlen(b) == n && sodium_memcmp(a, b, n) == 0;
}

bool
secret_is_hex(const char *hex)
{
	return strlen(hex) == SECRET_HEX - 1 &&
	       strspn(hex, "0123456789abcdef") == SECRET_HEX - 1;
}

bool
secret_password(const char *password, char hash[SECRET_PASSWORD], struct err *err)
{
	size_t n = strlen(password);

	if (n < SECRET_PASSWORD_MIN || n > SECRET_PASSWORD_MAX)
		return err_set(err, "a password has %d to %d bytes",
		    SECRET_PASSWORD_MIN, SECRET_PASSWORD_MAX);
	memset(hash, 0, SECRET_PASSWORD);
	return crypto_pwhash_argon2id_str(
		   hash, password, n, PASSWORD_OPS, PASSWORD_MEMORY) == 0 ||
	       err_set(err, "there is no memory to hash a password");
}

bool
secret_password_is(const char *password, const char *hash)
{
	char whole[crypto_pwhash_argon2id_STRBYTES] = {0};
	size_t n = strlen(password);

	if (n > SECRET_PASSWORD_MAX || strlen(hash) >= sizeof(whole))
		return false;
	strcpy(whole, hash);
	return crypto_pwhash_argon2id_str_verify(whole, password, n) == 0;
}

static bool
make_key(const char *path, unsigned char key[SECRET_KEY], struct err *err)
{
	int fd =
	    open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	bool ok;

	if (fd < 0)
		return err_errno(err, "%s", path);
	rng_fill(key, SECRET_KEY);
	ok = write(fd, key, SECRET_KEY) == SECRET_KEY && fsync(fd) == 0;
	if (!ok)
		err_errno(err, "%s", path);
	close(fd);
	if (!ok)
		unlink(path);
	return ok;
}

static bool
read_key(int fd, const char *path, unsigned char key[SECRET_KEY], struct err *err)
{
	unsigned char more[SECRET_KEY + 1];
	struct stat st;
	ssize_t n;

	if (fstat(fd, &st) < 0)
		return err_errno(err, "%s", path);
	if (st.st_mode & 077)
		return err_set(err,
		    "%s: others may read the server's key: chmod 600 it", path);
	n = read(fd, more, sizeof(more));
	if (n != SECRET_KEY)
		return err_set(
		    err, "%s: it is not a key of %d bytes", path, SECRET_KEY);
	memcpy(key, more, SECRET_KEY);
	sodium_memzero(more, sizeof(more));
	return true;
}

bool
secret_key(const char *path, unsigned char key[SECRET_KEY], struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	bool ok;

	if (fd < 0 && errno == ENOENT)
		return make_key(path, key, err);
	if (fd < 0)
		return err_errno(err, "%s", path);
	ok = read_key(fd, path, key, err);
	close(fd);
	return ok;
}

void
secret_wipe(void *p, size_t n)
{
	sodium_memzero(p, n);
}
