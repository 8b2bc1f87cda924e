/*
 * A history's sessions told to a period (history/period.h).  It knows the store
 * and the movements, no screen; what nobody knows the movement of counts as time
 * and for no region.
 */
#ifndef HISTORY_GATHER_H
#define HISTORY_GATHER_H

#include "history/period.h"
#include "routine/library.h"

/* Tells p everything between its days; the caller inits, closes and frees it.
 * h NULL: there is no history, and nothing to tell. */
bool gather_period(
    struct history *h, struct library *lib, struct period *p, struct err *err);

#endif
