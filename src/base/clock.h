/*
 * The system's clocks.  This is the only file that asks them; only the mains,
 * cmd/run.c, the device output and sync/http.c may include it.  Everybody else
 * is told the time.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

#define CLOCK_MS INT64_C(1000000)    /* nanoseconds in a millisecond */
#define CLOCK_S  INT64_C(1000000000) /* nanoseconds in a second */

/* CLOCK_MONOTONIC in nanoseconds: the clock of a session; stands in a suspend. */
int64_t clock_mono(void);

/* CLOCK_BOOTTIME in nanoseconds: as clock_mono, but it runs on in a suspend. */
int64_t clock_boot(void);

/* Unix time in milliseconds: what the calendar is made from. */
int64_t clock_wall_ms(void);

/* Minutes east of UTC of the local zone at that instant. */
int clock_offset_min(int64_t wall_ms);

#endif
