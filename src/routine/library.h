/*
 * Finds routines, exercises and poses by id: the person's own folder first, the
 * shipped one after it, so that a file of the same id replaces the shipped one.
 * Everything is read when it is first asked for and kept until the library is
 * freed; nothing else is opened.
 */
#ifndef ROUTINE_LIBRARY_H
#define ROUTINE_LIBRARY_H

#include "base/err.h"
#include "routine/exercise.h"
#include "routine/pose.h"
#include "routine/routine.h"

/* Ids on one shelf: more than a person writes in a life, few enough to sort and
 * to hold; what is beyond is not seen. */
#define LIBRARY_IDS_MAX 2000

enum library_shelf { SHELF_ROUTINES, SHELF_EXERCISES, SHELF_POSES, SHELVES };

struct library;

/*
 * own: the person's folder with routines/, exercises/ and poses/ in it
 * ($XDG_CONFIG_HOME/uncoil), or NULL.  shipped: the folder with routines/ in it
 * (which holds exercises/ and poses/).  Neither has to be there.
 */
struct library *library_new(const char *own, const char *shipped);
void library_free(struct library *lib);

/*
 * NULL when there is no such id ("there is no routine x; did you mean y?") or
 * its file has an error (the first, with file and line).  Belongs to lib.
 */
const struct routine *library_routine(
    struct library *lib, const char *id, struct err *err);
const struct exercise *library_exercise(
    struct library *lib, const char *id, struct err *err);
const struct pose *library_pose(
    struct library *lib, const char *id, struct err *err);

/* What a source id ("S01") stands for, one line, or NULL when it is not known. */
const char *library_source(struct library *lib, const char *id);

/*
 * The ids on a shelf, sorted, each once; names of files only, none is opened.
 * *n is their number.  Belongs to lib.
 */
const char *const *library_ids(
    struct library *lib, enum library_shelf shelf, size_t *n);

/* The id on a shelf that is nearest to a wrong one, or NULL.  Belongs to lib. */
const char *library_nearest(
    struct library *lib, enum library_shelf shelf, const char *id);

/* Where an id's file is; NULL when there is none.  The caller frees it. */
char *library_path(
    const struct library *lib, enum library_shelf shelf, const char *id);

/* Does this id come from the person's own folder, and does that replace a
 * shipped file? */
bool library_is_own(const struct library *lib, enum library_shelf shelf,
    const char *id, bool *replaces);

/* The exercises of a routine's steps, in order, n_steps of them, belonging to
 * lib; the array is the caller's to free.  NULL and err when one cannot be had. */
const struct exercise **library_steps(
    struct library *lib, const struct routine *r, struct err *err);

#endif
