/*
 * The settings: one const table of keys, with type, range, default and the
 * sentence that the user reads, for every program.  A wrong value in the file
 * is noted with its line and the default is used.  It knows what a setting may
 * hold and nothing of what is done with it.
 */
#ifndef BASE_SETTINGS_H
#define BASE_SETTINGS_H

#include "base/err.h"
#include "base/notes.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum setting_type {
	SETTING_BOOL, /* yes or no */
	SETTING_INT,  /* lo..hi */
	SETTING_WORD, /* one of words; the number is its index */
	SETTING_SET,  /* up to hi of words, each once; the number is their bits */
	SETTING_TIME, /* HH:MM, the number is minutes; lo..hi */
	SETTING_TEXT  /* up to SETTING_TEXT_MAX bytes of printable text */
};

#define SETTING_TEXT_MAX 255

enum setting_key {
	SET_STREAK_ON,
	SET_STREAK_GOAL,
	SET_STREAK_UNIT,
	SET_STREAK_DAY_START,
	SET_STREAK_REST_DAYS,
	SET_STREAK_FREEZES,
	SET_STREAK_WEEKLY,
	SET_SOUND_ON,
	SET_SOUND_CUES,
	SET_SOUND_VOLUME,
	SET_SOUND_OUTPUT,
	SET_SOUND_DEVICE,
	SET_SOUND_WAKE,
	SET_SOUND_BREATH,
	SET_SOUND_PASSES,
	SET_SOUND_PLAYER_PAUSE,
	SET_SOUND_PLAYER_RESUME,
	SET_VOICE_ON,
	SET_VOICE_PROGRAM,
	SET_VOICE_LANGUAGE,
	SET_VOICE_RATE,
	SET_VOICE_PITCH,
	SET_VOICE_VOLUME,
	SET_BED_SOUND,
	SET_BED_FILE,
	SET_BED_VOLUME,
	SET_SESSION_FIRST_SIDE,
	SET_SESSION_TEACH,
	SET_SESSION_CONFIRM,
	SET_SESSION_WAIT_AFTER,
	SET_SESSION_KEYS,
	SET_SESSION_CHECKIN,
	SET_SESSION_REGIONS,
	SET_SYNC_EVERY,
	SET_SYNC_CA_FILE,
	SET_SYNC_PIN,
	SET_SYNC_PROXY,
	SET_SCREEN_COLOUR,
	SET_SCREEN_CHARACTERS,
	SET_SCREEN_BACKGROUND,
	SET_SCREEN_MOTION,
	SET_SCREEN_FIGURE,
	SET_SCREEN_MOUSE,
	SETTINGS_COUNT
};

struct setting {
	const char *section, *key;
	enum setting_type type;
	long lo, hi;
	const char *words;    /* SETTING_WORD and _SET: parted by one space */
	const char *standard; /* the default, as it would stand in the file */
	const char *about;    /* one sentence for the user, ends with a full stop */
};

/* In the order of enum setting_key, and of the file that a user would write. */
extern const struct setting settings_table[SETTINGS_COUNT];

struct settings {
	long number[SETTINGS_COUNT];
	char *text[SETTINGS_COUNT];  /* as it would stand in the file; never NULL */
	bool is_set[SETTINGS_COUNT]; /* by the file, and not by default */
	int endpoints;               /* sections [sync.NAME] of the file */
};

/* All defaults. */
void settings_init(struct settings *settings);
void settings_fini(struct settings *settings);

/*
 * Reads a file over the defaults.  A file that is not there is an empty one.
 * What is wrong is added to notes as warnings, and as an error where nothing
 * of the file could be used.  settings is complete afterwards either way.
 */
void settings_load(
    struct settings *settings, const char *path, struct notes *notes);

/* By "section.key", or by "key" alone where only one section has it; false and
 * the nearest name in err when there is none. */
bool settings_find(const char *name, enum setting_key *key, struct err *err);

/* Is this a value that the key may hold?  err says what it may hold. */
bool settings_check(
    enum setting_key key, const char *value, long *number, struct err *err);

/*
 * Writes one key into the file, which is made where there is none; everything
 * else in it stays as it is (ini_set).  value NULL takes the key out, so that
 * its default counts.  False and err when the value is not allowed or the file
 * cannot be written; then nothing has changed.
 */
bool settings_write(
    const char *path, enum setting_key key, const char *value, struct err *err);

/* What a key may hold, in words: "yes or no", "a number from 0 to 100", ... */
void settings_allowed(enum setting_key key, struct str *out);

/* The value that comes `by` steps (1 or -1) after this one: words go round,
 * numbers stay in their range, times move by a quarter of an hour.  False when
 * there is none: the end of the range, or a text. */
bool settings_step(
    enum setting_key key, const char *value, int by, struct str *out);

#endif
