/*
 * HTML as text that grows: markup is the program's, everything else passes one
 * function that cleans and escapes it.  For the client's report and the pages of
 * the coach's server; it knows neither.
 */
#ifndef REPORT_HTML_H
#define REPORT_HTML_H

#include "base/str.h"

/* Appends text so that it stands for itself between tags and in an attribute in
 * double quotes: cleaned (base/text.h), and < > & " ' as references.  NULL is
 * nothing. */
void html_text(struct str *out, const char *text);

/*
 * Appends markup as str_addf would, but every %s passes html_text.  So fmt is
 * the program's own, and what comes from a file or a person can only stand in an
 * argument.  %s, %d, %ld, %zu, %.1f and %%; no other conversion.
 */
void html_addf(struct str *out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

#endif
