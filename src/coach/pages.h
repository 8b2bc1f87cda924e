/*
 * The pages that a coach reads in a browser, each as a step of a route (route.h):
 * signing in, the roster, a client, and tables to take away.  Made here whole, without
 * script; every text passes html_text by way of html_addf (report/html.h).
 */
#ifndef COACH_PAGES_H
#define COACH_PAGES_H

#include "coach/call.h"

call_stage pages_style, pages_sign_in, pages_signing_in, pages_sign_out;
call_stage pages_roster, pages_client, pages_sessions_csv, pages_days_csv;

/* Reads a form into call->work, which is its struct fields (fields.h) or begins with
 * it; the body, which may hold a password, is overwritten. */
call_stage pages_read_form, pages_read_sign_in;

/* Sends the browser to another page of ours. */
void pages_to(struct call *call, const char *path);

/* Refuses a form that no page of ours has sent; nothing was done. */
void pages_refuse(struct call *call);

/* The answer for what is not there, or another coach's: the same. */
void pages_none(struct call *call);

#endif
