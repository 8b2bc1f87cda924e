/*
 * What the readers and writers of sync/wire.h share: how an answer is opened and
 * closed, and how a member is taken out of it, cleaned and within its bounds.
 */
#ifndef SYNC_WIRE_PARTS_H
#define SYNC_WIRE_PARTS_H

#include "base/err.h"
#include "base/json.h"
#include "base/rng.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A whole answer of ours, which the caller frees; NULL and err otherwise. */
struct json *wire_open(const char *text, size_t len, struct err *err);

/* Closes an answer that was or was not what was expected; `what` was not. */
bool wire_close(struct json *answer, bool ok, const char *what, struct err *err);

/* Cleaned, and cut between two characters where it is too long; "" when it is no
 * text. */
void wire_copy_name(const struct json *value, char *to, size_t size);

/* "" and false when it is none. */
bool wire_copy_uuid(const struct json *value, char to[UUID_LEN]);

/* From lo to hi; another one is left alone, and false. */
bool wire_number(
    const struct json *object, const char *key, int64_t lo, int64_t hi, int64_t *n);

/* Is it this text? */
bool wire_says(const struct json *value, const char *s);

void wire_set_instant(struct json *object, const char *key, int64_t ms);

/* Writes a body and frees it. */
void wire_finish(struct json *body, struct str *out);

#endif
