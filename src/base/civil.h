/*
 * Days.  A day is a number (0 is 1970-01-01), so that the day after is + 1
 * whatever the calendar says.  Pure: the instant, the offset of the zone and
 * the hour at which the person's day begins are given.
 */
#ifndef BASE_CIVIL_H
#define BASE_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

#define CIVIL_LEN 11 /* "2026-03-02" and the NUL */

/* No day: earlier than all, far from overflow. */
#define CIVIL_NONE INT32_MIN

int32_t civil_from(int year, int month, int day);
void civil_to(int32_t day, int *year, int *month, int *mday);

/* 0 Monday .. 6 Sunday */
int civil_weekday(int32_t day);

/* The day to which an instant belongs: wall_ms is Unix time in milliseconds,
 * offset_min minutes east of UTC, day_start_min when the person's day begins. */
int32_t civil_day(int64_t wall_ms, int offset_min, int day_start_min);

/* Milliseconds of Unix time at which UTC's day begins. */
int64_t civil_utc_ms(int32_t day);

/* "2026-03-02"; buf holds CIVIL_LEN.  Returns buf. */
char *civil_print(int32_t day, char *buf);

/* Years 1970 to 9999, and only days that exist. */
bool civil_parse(const char *s, int32_t *day);

/* "2026-03-02T09:14:03Z" of an instant; buf holds 32.  Returns buf. */
char *civil_instant(int64_t wall_ms, char *buf);

/* The same with milliseconds, "2026-03-02T09:14:03.120Z": what is told to other
 * programs, and read back without loss. */
char *civil_instant_ms(int64_t wall_ms, char *buf);

/* Either of these forms; years 1970 to 9999, and only instants that exist. */
bool civil_parse_instant(const char *s, int64_t *wall_ms);

#endif
