/*
 * A history that is looked through and, as far as what is wrong follows from the
 * rest of it, mended: indexes, and the sums of days.  What people did is never
 * changed: of that it only says what is wrong.
 */
#ifndef HISTORY_MEND_H
#define HISTORY_MEND_H

#include "history/history.h"

struct mended {
	bool indexes;      /* they were wrong, and are made again */
	int days;          /* whose sums were wrong, and are right again */
	int64_t sessions;  /* that there are */
	int64_t stray;     /* rows that belong to no session */
	int64_t displaced; /* sessions whose id is not of their day */
};

/*
 * h is opened to write.  All at once: what is mended is whole afterwards, or it
 * is as it was.  False and err when the file itself is damaged, or cannot be
 * written; stray rows and displaced sessions are no error, and are left.
 */
bool history_mend(struct history *h, struct mended *m, struct err *err);

#endif
