/*
 * The frame of a page: head, who is signed in, and the words for days and numbers
 * that several pages have.  It knows no page.
 */
#ifndef COACH_PAGE_H
#define COACH_PAGE_H

#include "coach/attention.h"
#include "coach/call.h"
#include "report/chart.h"
#include "report/html.h"

#define PAGE_DAY 32 /* bytes of a day in words, with the NUL */

/* Begins call->answer.  For a coach who is signed in it has the way out; store may
 * be NULL where nobody is. */
void page_begin(struct call *call, struct store *store, const char *title);

/* Ends it, and the answer is made. */
void page_end(struct call *call, int status);

/* "2 Mar 2026", "" for CIVIL_NONE.  Returns buf. */
const char *page_day(int32_t day, char buf[PAGE_DAY]);

/* "today", "yesterday", "5 days ago", "2 Mar 2026" from three weeks on; a day ahead
 * of us is today in the client's zone. */
const char *page_ago(int32_t day, int32_t today, char buf[PAGE_DAY]);

/* A median as casefile_median2 has it: "4", "4.5", "-" for none. */
void page_half(struct str *out, int twice);

/* What a day is in a strip of days. */
enum chart_day page_chart_day(const struct casefile *file, int32_t day);

/* Adds the reasons as a list, nothing where there are none. */
void page_reasons(struct str *out, const struct attention_found *found);

/* "daily", "Mon to Fri": the days of a plan. */
const char *page_days(int mask);

/* The field that every form of ours has. */
void page_token(struct call *call, struct store *store);

#endif
