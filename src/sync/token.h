/*
 * What proves that we are we: the token, made here, kept in one file (0600, in a
 * folder 0700) and sent nowhere but in the header of a call; its hash, which is all
 * that joining tells; and the signature of a plain endpoint.  The only file of this
 * room that knows libsodium.
 */
#ifndef SYNC_TOKEN_H
#define SYNC_TOKEN_H

#include "base/err.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TOKEN_LEN 49 /* uct1_, 43 letters, and the NUL */
#define TOKEN_HEX 65 /* a hash in lower case hexadecimal, with the NUL */

/* 32 random bytes as uct1_ and base64url; false without random numbers. */
bool token_make(char token[TOKEN_LEN], struct err *err);

/* SHA-256 of its letters. */
void token_hash(const char *token, char hex[TOKEN_HEX]);

/* Writes it, and waits until the disk has it.  A file that is there is an error: the
 * token in it may be known to a server. */
bool token_write(const char *path, const char *token, struct err *err);

/* Reads it.  False with err->text "" when there is no file; a file or folder that
 * others may read or write, a link, or what is no token is refused. */
bool token_read(const char *path, char token[TOKEN_LEN], struct err *err);

/* Deletes it, and the one that is to follow. */
bool token_delete(const char *path, struct err *err);

/*
 * The token that is to follow stands beside it (PATH.next), from before the server
 * hears of it until the server has taken it.  These read it, write it over what is
 * there, and put it in the place of the other; err as above.
 */
bool token_read_next(const char *path, char token[TOKEN_LEN], struct err *err);
bool token_write_next(const char *path, const char *token, struct err *err);
bool token_follow(const char *path, struct err *err);

/* When the token was made, as Unix time in milliseconds; -1: there is none. */
int64_t token_made_ms(const char *path);

void token_wipe(char token[TOKEN_LEN]);

/*
 * Reads a small secret of the person (a header, a key of a hook) that is kept beside
 * the settings, as careful as token_read; the end of its line is taken off.
 */
bool token_read_secret(const char *path, struct str *out, struct err *err);

/*
 * The signature of Standard Webhooks (standardwebhooks.com): "v1," and the base64 of
 * HMAC-SHA-256 over id.timestamp.body.  A key "whsec_..." is base64, another is its
 * own bytes.  False and err when the key is none.
 */
bool token_sign(const char *key, const char *id, int64_t timestamp_s,
    const char *body, size_t len, struct str *out, struct err *err);

#endif
