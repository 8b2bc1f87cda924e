/*
 * Looks at a file as its author wants to: everything that its reader finds, and
 * what can only be seen beside other files: whether exercises, poses and
 * sources exist, whether seconds fit, whether a routine keeps what its flags,
 * its setting and its title promise.  It prints nothing.
 */
#ifndef ROUTINE_CHECK_H
#define ROUTINE_CHECK_H

#include "base/notes.h"
#include "routine/library.h"

/* How far an own routine may miss its minutes before a warning: 5 s or 2
 * percent, whichever is more.  A shipped one may not miss at all. */
#define CHECK_SLACK_S       5
#define CHECK_SLACK_PERCENT 2

struct checker;

/* own and shipped as for library_new: what files that stand elsewhere see. */
struct checker *check_new(const char *own, const char *shipped);
void check_free(struct checker *checker); /* NULL is fine */

/* Can a recording be heard?  False: err names the file and says why not. */
typedef bool check_hears(void *self, const char *path, struct err *err);

/* From now on recordings are tried; else only looked for. */
void check_listen(struct checker *checker, check_hears *hears, void *self);

/*
 * Notes everything that is wrong with one file, sorted by line.  What it is
 * says its folder (routines, exercises, poses, sources), else its name
 * (config.ini, streak.ini), else what stands in it.  A file in such a folder
 * sees those beside it first, and one in the layout of the shipped files
 * (routines/exercises) is held to their stricter rules.
 *
 * The pose, when it is a pose file that can be used, else NULL: whether a body
 * can do it is not known here.  The caller frees it.
 */
struct pose *check_file(
    struct checker *checker, const char *path, struct notes *notes);

/* The rules that need other files, for a routine and an exercise that were read
 * from ini, a draft perhaps. */
void check_routine(struct library *lib, const struct routine *r,
    const struct ini *ini, bool shipped, struct notes *notes);
void check_exercise(struct library *lib, const struct exercise *e,
    const struct ini *ini, bool shipped, struct notes *notes);

#endif
