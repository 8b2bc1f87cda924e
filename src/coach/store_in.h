/* What the files of the store share among themselves, and nobody else. */
#ifndef COACH_STORE_IN_H
#define COACH_STORE_IN_H

#include "coach/store.h"

struct store {
	struct db *db;
	char *folder, *erasures;
	unsigned char key[SECRET_KEY];
};

/* A random number for a row: positive, 63 bits. */
int64_t store_number(void);

/* Copies a column's text; NULL is "". */
void store_copy(char *to, size_t size, const char *from);

/* The instant as it is kept: to the day where "times" is not shared. */
int64_t store_instant(int64_t ms, int share);

/* Writes down outside of the database what must not come back, in this
 * transaction. */
void store_remember(struct store *store, int kind, int64_t client_no, int mask);

/* Sets the mask, and erases the past where that is wanted. */
void store_set_share(struct store *store, int64_t client_no, int share, bool erase,
    int64_t *cleared);

/* The lowest id that rng_uuid_day could give for a day. */
void store_day_id(int32_t day, char id[UUID_LEN]);

/* Takes out of the past what the mask does not hold; cleared may be NULL. */
void store_clear(
    struct store *store, int64_t client_no, int share, int64_t *cleared);

#endif
