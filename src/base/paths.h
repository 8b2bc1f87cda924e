/*
 * Where files are: the person's (XDG Base Directory), the shipped ones and the
 * helper programs.  It makes folders and reads no file.
 */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include "base/err.h"

#include <stdbool.h>

enum path_home {
	PATH_CONFIG, /* $XDG_CONFIG_HOME/uncoil */
	PATH_DATA,   /* $XDG_DATA_HOME/uncoil */
	PATH_STATE,  /* $XDG_STATE_HOME/uncoil */
	PATH_CACHE   /* $XDG_CACHE_HOME/uncoil */
};

/*
 * The path of a file of the person, printed from fmt below that home ("" gives
 * the home itself).  The caller frees it.  NULL only when neither the XDG
 * variable nor HOME is an absolute path: then err says what to set.
 */
char *paths_home(enum path_home home, struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* Makes the folders that lead to the file, 0700 where they are new. */
bool paths_make_for(const char *file, struct err *err);

/*
 * The folder of the shipped files, with routines/ and sounds/ in it:
 * $UNCOIL_DATADIR, else beside the program as built or installed, else where
 * configure said.  The caller frees it.  Never NULL.
 */
char *paths_shipped(void);

/* The path of a helper program such as "uncoil-sound"; the caller frees it. */
char *paths_helper(const char *name);

#endif
