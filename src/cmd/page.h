/*
 * A page of text to read or a question to answer (screen/pages.h), on the
 * screen or, without one, printed.
 */
#ifndef CMD_PAGE_H
#define CMD_PAGE_H

#include "cmd/own.h"
#include "cmd/run.h"
#include "screen/pages.h"

/* Shows a page until a key ends it. */
enum run_end page_read(struct run *run, const struct page *page);

/* Asks; *yes is the answer.  Without keys the answer is no. */
enum run_end page_ask(struct run *run, const struct page *page, bool *yes);

/*
 * What must be read and answered before a routine with these flags may start:
 * the first page, once ever, and the routine's questions.  *may: go on.
 * cleared: the questions count as answered with yes.
 */
enum run_end page_before(struct run *run, const struct own *own, uint64_t flags,
    bool cleared, bool *may);

/* Only the first page, if it has not been read. */
enum run_end page_first_time(struct run *run, const struct own *own);

#endif
