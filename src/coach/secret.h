/*
 * What must not be guessed, read back or compared carelessly: hashes of tokens
 * and codes, passwords, the server's key.  The only file of the coach's server
 * that knows libsodium.  It keeps nothing: where a hash is stored is said by its
 * caller.
 */
#ifndef COACH_SECRET_H
#define COACH_SECRET_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define SECRET_HEX      65  /* a hash in lower case hexadecimal, with the NUL */
#define SECRET_KEY      32  /* bytes of the server's key */
#define SECRET_PASSWORD 128 /* a password's hash with all it needs, with the NUL */

/* Shorter ones are guessed; longer ones cost us time. */
#define SECRET_PASSWORD_MIN 10
#define SECRET_PASSWORD_MAX 256

/* Before anything else here; false when the machine has no random numbers. */
bool secret_init(struct err *err);

/* SHA-256: enough for what has 256 random bits, such as a token. */
void secret_sha256(const void *data, size_t n, char hex[SECRET_HEX]);

/* HMAC-SHA-256 under the server's key: for codes, which have only 52 bits. */
void secret_hmac(const unsigned char key[SECRET_KEY], const void *data, size_t n,
    char hex[SECRET_HEX]);

/* Are they the same?  Takes equally long for all strings of one length. */
bool secret_same(const char *a, const char *b);

/* Is it the hash of something, as secret_sha256 writes it? */
bool secret_is_hex(const char *hex);

/*
 * argon2id over 64 MiB; takes an eighth of a second.  False when there is no
 * memory for it: say so, and let the person try again.
 */
bool secret_password(
    const char *password, char hash[SECRET_PASSWORD], struct err *err);
bool secret_password_is(const char *password, const char *hash);

/* Reads the key of a file, which is made (0600) when it is not there.  A file
 * that others may read, or of another length, is refused. */
bool secret_key(const char *path, unsigned char key[SECRET_KEY], struct err *err);

/* Overwrites, so that it is in no core and no reused page. */
void secret_wipe(void *p, size_t n);

#endif
