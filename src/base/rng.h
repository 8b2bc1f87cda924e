/* Random numbers from the kernel, and the ids made of them. */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UUID_LEN 37 /* with the NUL */

/* Fills buf; ends the program in the case, not seen in practice, that the
 * kernel has none: an id that could repeat would lose somebody's day. */
void rng_fill(void *buf, size_t n);

/*
 * A UUIDv7 (RFC 9562) in lower case whose time is 00:00 UTC of the local day,
 * so that it tells the day of a session and not its minute; the other 74 bits
 * are random.  buf holds UUID_LEN.  Returns buf.
 */
char *rng_uuid_day(int32_t day, char *buf);

/* The same of an instant (milliseconds of Unix time), for what may tell it. */
char *rng_uuid_at(int64_t wall_ms, char *buf);

/* Is this an id as these two write it? */
bool rng_is_uuid(const char *id);

/* The day inside an id made by rng_uuid_day; CIVIL_NONE when it is none. */
int32_t rng_uuid_to_day(const char *id);

#endif
