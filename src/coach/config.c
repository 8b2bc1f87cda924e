#include "coach/config.h"

#include "base/ini.h"
#include "base/mem.h"
#include "base/nearest.h"
#include "base/str.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As base/settings has it. */
#define TEXT_MAX 255

const struct config_row config_table[CONFIG_COUNT] = {
    [CONFIG_DATA] = {"serve", "data", CONFIG_TEXT, 0, 0, NULL, "",
	"The folder of the database, the server's key and the erasures."},
    [CONFIG_LISTEN] = {"serve", "listen", CONFIG_TEXT, 0, 0, NULL, "127.0.0.1:8423",
	"Where it listens: an address with a port, or the path of a socket."},
    [CONFIG_URL] = {"serve", "url", CONFIG_TEXT, 0, 0, NULL, "",
	"The address that clients use, as invite prints it."},
    [CONFIG_NAME] = {"serve", "name", CONFIG_TEXT, 0, 0, NULL, "uncoil coach",
	"What clients are told the server is called."},
    [CONFIG_PRIVACY_URL] = {"serve", "privacy_url", CONFIG_TEXT, 0, 0, NULL, "",
	"A page that says what you do with what you receive."},
    [CONFIG_CERT] = {"serve", "cert", CONFIG_TEXT, 0, 0, NULL, "",
	"The certificate (PEM, with those between), for TLS without a proxy."},
    [CONFIG_KEY] = {"serve", "key", CONFIG_TEXT, 0, 0, NULL, "",
	"The certificate's private key (PEM)."},
    [CONFIG_PROXY] = {"serve", "proxy", CONFIG_BOOL, 0, 1, NULL, "no",
	"Whether a proxy in front says in X-Forwarded-For who asks."},
    [CONFIG_PER_ADDRESS] = {"serve", "per_address", CONFIG_INT, 0, 1000, NULL, "8",
	"Connections of one address at a time; 0 is any number."},
    [CONFIG_DEVICE_CALLS] = {"limit", "device", CONFIG_INT, 1, 1000000, NULL, "30",
	"Calls that a device has at once; one a minute comes back."},
    [CONFIG_RETAIN_DAYS] = {"keep", "retain_days", CONFIG_INT, 7, 3650, NULL, "400",
	"For how many days the sessions of a new client are kept."},
    [CONFIG_BACKUPS_DAYS] = {"keep", "backups_days", CONFIG_INT, 0, 3650, NULL,
	"30", "For how many days you keep a backup, as clients are told."},
    [CONFIG_LOG] = {"log", "calls", CONFIG_WORD, 0, 0, "none problems all",
	"problems", "Which calls are logged."},
};

static void
put(struct config *config, enum config_key key, const char *value)
{
	struct str clean = {0};

	str_clear(&clean);
	text_clean(&clean, value);
	free(config->text[key]);
	config->text[key] = str_take(&clean);
}

/* The place of value among words; -1 when it is none of them. */
static long
word_number(const char *words, const char *value)
{
	size_t n = strlen(value);

	for (long i = 0;; i++) {
		size_t len = strcspn(words, " ");

		if (len == n && strncmp(words, value, n) == 0)
			return i;
		if (!words[len])
			return -1;
		words += len + 1;
	}
}

static bool
parse(
    const struct config_row *row, const char *value, long *number, struct err *err)
{
	long long n;

	switch (row->kind) {
	case CONFIG_TEXT:
		return strlen(value) <= TEXT_MAX ||
		       err_set(err, "%s.%s: at most %d bytes", row->section,
			   row->key, TEXT_MAX);
	case CONFIG_INT:
		if (!str_int(value, row->lo, row->hi, &n))
			return err_set(err, "%s.%s: a number from %ld to %ld",
			    row->section, row->key, row->lo, row->hi);
		*number = (long)n;
		return true;
	case CONFIG_BOOL:
		*number = word_number("no yes", value);
		return *number >= 0 ||
		       err_set(err, "%s.%s: yes or no", row->section, row->key);
	case CONFIG_WORD:
		*number = word_number(row->words, value);
		return *number >= 0 || err_set(err, "%s.%s: one of: %s",
					   row->section, row->key, row->words);
	}
	return false;
}

bool
config_set(
    struct config *config, enum config_key key, const char *value, struct err *err)
{
	long number = 0;

	if (!parse(&config_table[key], value, &number, err))
		return false;
	put(config, key, value);
	config->number[key] = number;
	return true;
}

void
config_init(struct config *config)
{
	*config = (struct config){0};
	for (int key = 0; key < CONFIG_COUNT; key++)
		config_set(
		    config, (enum config_key)key, config_table[key].standard, NULL);
}

void
config_fini(struct config *config)
{
	for (int key = 0; key < CONFIG_COUNT; key++)
		free(config->text[key]);
}

static int
find(const char *section, const char *key)
{
	for (int i = 0; i < CONFIG_COUNT; i++)
		if (strcmp(config_table[i].section, section) == 0 &&
		    strcmp(config_table[i].key, key) == 0)
			return i;
	return -1;
}

static void
unknown(const char *section, const char *key, int line, struct notes *notes)
{
	const char *names[CONFIG_COUNT];
	int i;

	for (i = 0; i < CONFIG_COUNT; i++)
		names[i] = config_table[i].key;
	i = nearest(key, names, CONFIG_COUNT);
	if (i < 0)
		notes_error(notes, line, "there is no %s.%s", section, key);
	else
		notes_error(notes, line, "there is no %s.%s; is it %s.%s?", section,
		    key, config_table[i].section, config_table[i].key);
}

static void
take(struct config *config, const struct ini *ini, const char *section,
    const char *key, struct notes *notes)
{
	int line = ini_line(ini, section, key), at = find(section, key);
	struct err err;

	if (at < 0)
		unknown(section, key, line, notes);
	else if (!config_set(
		     config, (enum config_key)at, ini_get(ini, section, key), &err))
		notes_error(notes, line, "%s", err.text);
}

bool
config_load(struct config *config, const char *path, bool must, struct notes *notes)
{
	const char *section, *key;
	struct ini *ini;

	if (!must && access(path, F_OK) != 0)
		return true;
	ini = ini_load(path, notes);
	for (size_t i = 0; ini && (section = ini_section(ini, i)) != NULL; i++)
		for (size_t j = 0; (key = ini_key(ini, section, j)) != NULL; j++)
			take(config, ini, section, key, notes);
	ini_free(ini);
	return notes->errors == 0;
}
