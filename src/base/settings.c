#include "base/settings.h"

#include "base/ini.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/paths.h"
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct setting settings_table[SETTINGS_COUNT] = {
    [SET_STREAK_ON] = {"streak", "on", SETTING_BOOL, 0, 1, NULL, "yes",
	"Whether days in a row are counted at all."},
    [SET_STREAK_GOAL] = {"streak", "goal", SETTING_INT, 1, 240, NULL, "1",
	"What a day is done with: so many sessions or minutes."},
    [SET_STREAK_UNIT] = {"streak", "unit", SETTING_WORD, 0, 0, "sessions minutes",
	"sessions",
	"What the goal counts: done sessions, or minutes held in any session."},
    [SET_STREAK_DAY_START] = {"streak", "day_start", SETTING_TIME, 0, 12 * 60, NULL,
	"03:00",
	"When your day begins: a session before it counts for the day before."},
    [SET_STREAK_REST_DAYS] = {"streak", "rest_days", SETTING_SET, 0, 6,
	"mon tue wed thu fri sat sun", "",
	"Days of the week that may be left out."},
    [SET_STREAK_FREEZES] = {"streak", "freezes", SETTING_INT, 0, 7, NULL, "2",
	"How many freezes are kept: a week of five done days earns one, a missed "
	"day takes one."},
    [SET_STREAK_WEEKLY] = {"streak", "weekly", SETTING_INT, 0, 7, NULL, "0",
	"So many done days keep a week, whichever they are; 0 asks for each day."},
    [SET_SOUND_ON] = {"sound", "on", SETTING_BOOL, 0, 1, NULL, "yes",
	"Whether sessions sound; m switches it for one session."},
    [SET_SOUND_CUES] = {"sound", "cues", SETTING_WORD, 0, 0, "soft clear low wood",
	"soft",
	"The set of cue tones: soft, clear, low (no high tones) or wood (knocks)."},
    [SET_SOUND_VOLUME] = {"sound", "volume", SETTING_INT, -40, 0, NULL, "0",
	"How loud cues are, in decibels below their full level."},
    [SET_SOUND_OUTPUT] = {"sound", "output", SETTING_WORD, 0, 0, "device null",
	"device", "Where sound goes: the system's device, or nowhere."},
    [SET_SOUND_DEVICE] = {"sound", "device", SETTING_TEXT, 0, 0, NULL, "",
	"The device to play on, as uncoil doctor --sound names it; else the "
	"system's."},
    [SET_SOUND_WAKE] = {"sound", "wake", SETTING_INT, 0, 3000, NULL, "0",
	"Milliseconds of silence before a sound, to wake a sleeping Bluetooth "
	"link."},
    [SET_SOUND_BREATH] = {"sound", "breath", SETTING_WORD, 0, 0,
	"never breathing always", "breathing",
	"When a tone rises and falls with the breath: in breathing exercises, or "
	"always."},
    [SET_SOUND_PASSES] = {"sound", "passes", SETTING_BOOL, 0, 1, NULL, "yes",
	"Whether a soft tick leads the passes of the roller."},
    [SET_SOUND_PLAYER_PAUSE] = {"sound", "player_pause", SETTING_TEXT, 0, 0, NULL,
	"", "The command that pauses or lowers your music when a session begins."},
    [SET_SOUND_PLAYER_RESUME] = {"sound", "player_resume", SETTING_TEXT, 0, 0, NULL,
	"", "The command that gives your music back when a session ends."},
    [SET_VOICE_ON] = {"voice", "on", SETTING_BOOL, 0, 1, NULL, "yes",
	"Whether sessions are spoken; v switches it for one session."},
    [SET_VOICE_PROGRAM] = {"voice", "program", SETTING_TEXT, 0, 0, NULL, "auto",
	"What speaks: a program that reads text and writes WAV, or auto."},
    [SET_VOICE_LANGUAGE] = {"voice", "language", SETTING_TEXT, 0, 0, NULL, "en",
	"The language or voice that the speech program is asked for."},
    [SET_VOICE_RATE] = {"voice", "rate", SETTING_INT, 80, 300, NULL, "150",
	"How fast it speaks, in words a minute."},
    [SET_VOICE_PITCH] = {"voice", "pitch", SETTING_INT, 0, 99, NULL, "50",
	"How high it speaks; 50 is the voice's own pitch."},
    [SET_VOICE_VOLUME] = {"voice", "volume", SETTING_INT, -40, 0, NULL, "0",
	"How loud the voice is, in decibels below its full level."},
    [SET_BED_SOUND] = {"bed", "sound", SETTING_WORD, 0, 0,
	"off rain waves brown drone own", "off",
	"The sound under a session: rain, waves, brown noise, a drone, or your "
	"own."},
    [SET_BED_FILE] = {"bed", "file", SETTING_TEXT, 0, 0, NULL, "",
	"The sound file, or folder of them, that bed.sound = own plays."},
    [SET_BED_VOLUME] = {"bed", "volume", SETTING_INT, -40, 0, NULL, "-12",
	"How loud it is, in decibels below its full level."},
    [SET_SESSION_FIRST_SIDE] = {"session", "first_side", SETTING_WORD, 0, 0,
	"left right", "left",
	"The side that begins, where a routine does not say."},
    [SET_SESSION_TEACH] = {"session", "teach", SETTING_WORD, 0, 0,
	"auto full short", "auto",
	"How much is said: all of it until you have done a movement three times, "
	"always, or little."},
    [SET_SESSION_CONFIRM] = {"session", "confirm", SETTING_WORD, 0, 0,
	"tone voice off", "tone",
	"How a key is answered: by a tone, in words, or not at all."},
    [SET_SESSION_WAIT_AFTER] = {"session", "wait_after", SETTING_INT, 0, 3600, NULL,
	"60",
	"After a suspend of more seconds than this a session waits for a key."},
    [SET_SESSION_KEYS] = {"session", "keys", SETTING_TEXT, 0, 0, NULL, "",
	"More keys for a presenter or a foot switch: \"b=pause n=next\"."},
    [SET_SESSION_CHECKIN] = {"session", "checkin", SETTING_BOOL, 0, 1, NULL, "yes",
	"Whether a session begins and ends with a few questions on how you are."},
    [SET_SESSION_REGIONS] = {"session", "regions", SETTING_TEXT, 0, 0, NULL, "",
	"The one to three regions that are asked about, \"neck, hips\"; empty: "
	"what "
	"the routine treats most."},
    [SET_SYNC_EVERY] = {"sync", "every", SETTING_INT, 0, 10080, NULL, "60",
	"Minutes between two syncs by itself, give or take half; 0: never."},
    [SET_SYNC_CA_FILE] = {"sync", "ca_file", SETTING_TEXT, 0, 0, NULL, "",
	"A file with the certificate of your own authority, for the coach's "
	"server."},
    [SET_SYNC_PIN] = {"sync", "pin", SETTING_TEXT, 0, 0, NULL, "",
	"The only key that the coach's server may have: \"sha256//...\"."},
    [SET_SYNC_PROXY] = {"sync", "proxy", SETTING_TEXT, 0, 0, NULL, "",
	"The proxy to go through; else what the environment says."},
    [SET_SCREEN_COLOUR] = {"screen", "colour", SETTING_WORD, 0, 0, "auto never",
	"auto", "Colours: as the terminal can, or never (as NO_COLOR does)."},
    [SET_SCREEN_CHARACTERS] = {"screen", "characters", SETTING_WORD, 0, 0,
	"auto ascii", "auto", "Characters: as the locale can, or ASCII only."},
    [SET_SCREEN_BACKGROUND] = {"screen", "background", SETTING_WORD, 0, 0,
	"auto dark light", "auto",
	"The terminal's background, for colours that stand out from it."},
    [SET_SCREEN_MOTION] = {"screen", "motion", SETTING_BOOL, 0, 1, NULL, "yes",
	"Whether the figure moves, or its key poses stand side by side."},
    [SET_SCREEN_FIGURE] = {"screen", "figure", SETTING_WORD, 0, 0,
	"auto braille blocks ascii", "auto",
	"What the figure is drawn with: as the terminal can, or one of these."},
    [SET_SCREEN_MOUSE] = {"screen", "mouse", SETTING_BOOL, 0, 1, NULL, "no",
	"Whether the mouse is listened to; the terminal cannot select then."},
};

static void
set(struct settings *settings, enum setting_key key, const char *value, long number)
{
	free(settings->text[key]);
	settings->text[key] = mem_strdup(value);
	settings->number[key] = number;
}

void
settings_init(struct settings *settings)
{
	*settings = (struct settings){0};
	for (int i = 0; i < SETTINGS_COUNT; i++) {
		long number = 0;

		settings_check(i, settings_table[i].standard, &number, NULL);
		set(settings, i, settings_table[i].standard, number);
	}
}

void
settings_fini(struct settings *settings)
{
	for (int i = 0; i < SETTINGS_COUNT; i++)
		free(settings->text[i]);
	*settings = (struct settings){0};
}

/* The index of value among words parted by spaces, or -1. */
static long
word_index(const char *words, const char *value)
{
	size_t len = strlen(value);

	for (long i = 0; *words; i++) {
		size_t n = strcspn(words, " ");

		if (n == len && memcmp(words, value, n) == 0)
			return i;
		words += n + (words[n] == ' ');
	}
	return -1;
}

/* The bits of up to `most` of words, each once and parted by one space. */
static long
words_bits(const char *words, long most, const char *value)
{
	long bits = 0, n = 0;

	for (char one[16]; *value; n++) {
		size_t len = strcspn(value, " ");
		long at;

		if (len == 0 || len >= sizeof(one))
			return -1;
		snprintf(one, sizeof(one), "%.*s", (int)len, value);
		at = word_index(words, one);
		if (at < 0 || bits & 1L << at)
			return -1;
		bits |= 1L << at;
		value += len;
		if (*value && !*++value)
			return -1;
	}
	return n <= most ? bits : -1;
}

static long
time_of_day(const char *s)
{
	long h, m;

	if (strlen(s) != 5 || s[2] != ':')
		return -1;
	for (int i = 0; i < 5; i++)
		if (i != 2 && !isdigit((unsigned char)s[i]))
			return -1;
	h = (s[0] - '0') * 10 + s[1] - '0';
	m = (s[3] - '0') * 10 + s[4] - '0';
	return h < 24 && m < 60 ? h * 60 + m : -1;
}

static bool
text_ok(const char *s)
{
	struct str clean = {0};
	bool ok;

	str_clear(&clean);
	text_clean(&clean, s);
	ok = strlen(s) <= SETTING_TEXT_MAX && strcmp(clean.s, s) == 0;
	str_fini(&clean);
	return ok;
}

static bool
value_of(const struct setting *s, const char *value, long *number)
{
	long long n = 0;

	switch (s->type) {
	case SETTING_BOOL:
		n = word_index("no yes", value);
		break;
	case SETTING_WORD:
		n = word_index(s->words, value);
		break;
	case SETTING_SET:
		n = words_bits(s->words, s->hi, value);
		break;
	case SETTING_TIME:
		n = time_of_day(value);
		if (n < s->lo || n > s->hi)
			return false;
		break;
	case SETTING_INT:
		if (!str_int(value, s->lo, s->hi, &n))
			return false;
		*number = (long)n;
		return true;
	case SETTING_TEXT:
		return text_ok(value);
	}
	if (n < 0)
		return false;
	*number = (long)n;
	return true;
}

void
settings_allowed(enum setting_key key, struct str *out)
{
	const struct setting *s = &settings_table[key];

	switch (s->type) {
	case SETTING_BOOL:
		str_add(out, "yes or no");
		break;
	case SETTING_INT:
		str_addf(out, "a whole number from %ld to %ld", s->lo, s->hi);
		break;
	case SETTING_WORD:
		str_addf(out, "one of: %s", s->words);
		break;
	case SETTING_SET:
		str_addf(out, "none or up to %ld of: %s", s->hi, s->words);
		break;
	case SETTING_TIME:
		str_addf(out, "a time from %02ld:%02ld to %02ld:%02ld", s->lo / 60,
		    s->lo % 60, s->hi / 60, s->hi % 60);
		break;
	case SETTING_TEXT:
		str_addf(out, "text of up to %d bytes", SETTING_TEXT_MAX);
		break;
	}
}

bool
settings_check(
    enum setting_key key, const char *value, long *number, struct err *err)
{
	const struct setting *s = &settings_table[key];
	struct str allowed = {0};

	if (value_of(s, value, number))
		return true;
	settings_allowed(key, &allowed);
	err_set(err, "%s.%s = %s: %s is expected", s->section, s->key, value,
	    allowed.s);
	str_fini(&allowed);
	return false;
}

static bool
no_such_key(const char *name, struct err *err)
{
	const char *dot = strchr(name, '.');
	const char *keys[SETTINGS_COUNT], *wholes[SETTINGS_COUNT];
	char whole[SETTINGS_COUNT][48];
	int at;

	for (int i = 0; i < SETTINGS_COUNT; i++) {
		const struct setting *s = &settings_table[i];

		snprintf(whole[i], sizeof(whole[i]), "%s.%s", s->section, s->key);
		wholes[i] = whole[i];
		keys[i] = s->key;
	}
	at = dot ? nearest(name, wholes, SETTINGS_COUNT) : -1;
	if (at < 0)
		at = nearest(dot ? dot + 1 : name, keys, SETTINGS_COUNT);
	if (at < 0)
		return err_set(err,
		    "there is no setting %.80s; see: uncoil config list", name);
	return err_set(err, "there is no setting %.80s; did you mean %s.%s?", name,
	    settings_table[at].section, settings_table[at].key);
}

static bool
which_of_them(const char *name, struct err *err)
{
	struct str all = {0};

	for (int i = 0; i < SETTINGS_COUNT; i++)
		if (strcmp(name, settings_table[i].key) == 0)
			str_addf(&all, " %s.%s", settings_table[i].section, name);
	err_set(err, "which %s?%s", name, all.s);
	str_fini(&all);
	return false;
}

bool
settings_find(const char *name, enum setting_key *key, struct err *err)
{
	int found = 0;

	for (int i = 0; i < SETTINGS_COUNT; i++) {
		const struct setting *s = &settings_table[i];
		size_t n = strlen(s->section);

		if (strncmp(name, s->section, n) == 0 && name[n] == '.' &&
		    strcmp(name + n + 1, s->key) == 0) {
			*key = i;
			return true;
		}
		if (strcmp(name, s->key) == 0) {
			*key = i;
			found++;
		}
	}
	if (found > 1)
		return which_of_them(name, err);
	return found == 1 || no_such_key(name, err);
}

static void
take(struct settings *settings, const struct ini *ini, const char *section,
    const char *name, struct notes *notes)
{
	int line = ini_line(ini, section, name);
	struct str full = {0};
	enum setting_key key;
	struct err err = {""};
	long number = 0;

	str_addf(&full, "%s.%s", section, name);
	if (!settings_find(full.s, &key, &err)) {
		notes_warn(notes, line, "%s", err.text);
	} else if (!settings_check(
		       key, ini_get(ini, section, name), &number, &err)) {
		notes_warn(notes, line, "%s; the default, %s, is used", err.text,
		    settings_table[key].standard);
	} else {
		set(settings, key, ini_get(ini, section, name), number);
		settings->is_set[key] = true;
	}
	str_fini(&full);
}

static void
take_section(struct settings *settings, const struct ini *ini, const char *section,
    struct notes *notes)
{
	const char *key;

	/* [sync.NAME] is of the person's own making: sync/plain.h reads it. */
	if (strncmp(section, "sync.", 5) == 0) {
		settings->endpoints++;
		return;
	}
	for (size_t k = 0; (key = ini_key(ini, section, k)) != NULL; k++)
		take(settings, ini, section, key, notes);
}

void
settings_load(struct settings *settings, const char *path, struct notes *notes)
{
	struct ini *ini;
	const char *section;

	settings_init(settings);
	if (access(path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
		return;
	ini = ini_load(path, notes);
	if (!ini) {
		notes_warn(
		    notes, 1, "nothing of this file is used until that is mended");
		return;
	}
	for (size_t i = 0; (section = ini_section(ini, i)) != NULL; i++)
		take_section(settings, ini, section, notes);
	ini_free(ini);
}

bool
settings_write(
    const char *path, enum setting_key key, const char *value, struct err *err)
{
	const struct setting *s = &settings_table[key];
	long number;

	if (value && !settings_check(key, value, &number, err))
		return false;
	if (!value && access(path, F_OK) < 0 && errno == ENOENT)
		return true;
	return paths_make_for(path, err) &&
	       ini_set(path, s->section, s->key, value, err);
}

/* The word at index i, as it stands among words parted by spaces. */
static void
add_word(const char *words, long i, struct str *out)
{
	for (; i > 0; i--)
		words += strcspn(words, " ") + 1;
	str_addn(out, words, strcspn(words, " "));
}

static bool
step_word(const char *words, long at, int by, struct str *out)
{
	long n = 1;

	for (const char *s = words; *s; s++)
		n += *s == ' ';
	add_word(words, (at + by + n) % n, out);
	return true;
}

#define TIME_STEP 15

/* To the next quarter of an hour in the direction. */
static bool
step_time(const struct setting *s, long at, int by, struct str *out)
{
	long to = by > 0 ? at / TIME_STEP * TIME_STEP + TIME_STEP
			 : (at - 1) / TIME_STEP * TIME_STEP;

	if (at + by < s->lo || to < s->lo || to > s->hi)
		return false;
	str_addf(out, "%02ld:%02ld", to / 60, to % 60);
	return true;
}

bool
settings_step(enum setting_key key, const char *value, int by, struct str *out)
{
	const struct setting *s = &settings_table[key];
	long at = 0;

	if (!settings_check(key, value, &at, NULL))
		return false;
	switch (s->type) {
	case SETTING_BOOL:
		return step_word("no yes", at, by, out);
	case SETTING_WORD:
		return step_word(s->words, at, by, out);
	case SETTING_TIME:
		return step_time(s, at, by, out);
	case SETTING_INT:
		if (at + by < s->lo || at + by > s->hi)
			return false;
		str_addf(out, "%ld", at + by);
		return true;
	case SETTING_SET:
	case SETTING_TEXT:
		return false;
	}
	return false;
}
