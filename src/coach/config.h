/*
 * The settings of uncoil-coach: one const table of keys, each with its default and
 * the sentence that an admin reads (uncoil-coach(8)).  The file has the form of all
 * our INI files; an option beats it, it beats the default.  A key that is wrong, or
 * that there is not, stops the server: a typing error must not open a door.
 */
#ifndef COACH_CONFIG_H
#define COACH_CONFIG_H

#include "base/err.h"
#include "base/notes.h"

#include <stdbool.h>

enum config_key {
	CONFIG_DATA,
	CONFIG_LISTEN,
	CONFIG_URL,
	CONFIG_NAME,
	CONFIG_PRIVACY_URL,
	CONFIG_CERT,
	CONFIG_KEY,
	CONFIG_PROXY,
	CONFIG_PER_ADDRESS,
	CONFIG_DEVICE_CALLS,
	CONFIG_RETAIN_DAYS,
	CONFIG_BACKUPS_DAYS,
	CONFIG_LOG,
	CONFIG_COUNT
};

enum config_kind {
	CONFIG_TEXT,
	CONFIG_INT,  /* lo..hi */
	CONFIG_BOOL, /* yes or no */
	CONFIG_WORD  /* one of words; the number is its index */
};

struct config_row {
	const char *section, *key;
	enum config_kind kind;
	long lo, hi;
	const char *words;    /* CONFIG_WORD: parted by one space */
	const char *standard; /* the default, as it would stand in the file */
	const char *about;    /* one sentence, ends with a full stop */
};

extern const struct config_row config_table[CONFIG_COUNT];

struct config {
	char *text[CONFIG_COUNT]; /* never NULL; cleaned */
	long number[CONFIG_COUNT];
};

/* All defaults. */
void config_init(struct config *config);
void config_fini(struct config *config);

/* Reads a file over the defaults.  What is wrong is added to notes, with its line;
 * false when there is anything.  must: that there is no file is wrong, too. */
bool config_load(
    struct config *config, const char *path, bool must, struct notes *notes);

/* Sets one; err says what it may hold. */
bool config_set(
    struct config *config, enum config_key key, const char *value, struct err *err);

#endif
