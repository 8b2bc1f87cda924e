/*
 * Memory that is there or ends the program.  Running out of memory is the one
 * error that nobody handles: exit() runs, so that what was registered with
 * atexit (the terminal) is put back first.  It knows nothing of what it holds.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Never NULL.  Zeroed.  The caller frees with free(). */
void *mem_new(size_t n, size_t size);

/* Grows or shrinks p (or makes it, when p is NULL) to n items.  Never NULL. */
void *mem_resize(void *p, size_t n, size_t size);

/* A copy of s; NULL gives NULL.  The caller frees it. */
char *mem_strdup(const char *s);

/*
 * Gives back what starting needed and running does not: free heap, and the code
 * that was read in around what ran.  The kernel brings back what is needed; of
 * SQLite's 1.2 MB a session in its middle needs a third.
 */
void mem_trim(void);

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

#endif
