#include "score/script.h"

#include "base/mem.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN (-1)

struct script {
	struct script_line {
		char *text, *file;
		uint32_t hash; /* of the text */
		int64_t ms;    /* or UNKNOWN */
	} * lines;
	size_t n;
};

struct script *
script_new(void)
{
	return mem_new(1, sizeof(struct script));
}

void
script_free(struct script *script)
{
	if (!script)
		return;
	for (size_t i = 0; i < script->n; i++) {
		free(script->lines[i].text);
		free(script->lines[i].file);
	}
	free(script->lines);
	free(script);
}

/* FNV-1a, 32 bit */
static uint32_t
hash_of(const char *text)
{
	uint32_t hash = 2166136261u;

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * 16777619u;
	return hash;
}

static bool
same(const struct script_line *line, uint32_t hash, const char *text,
    const char *file)
{
	return line->hash == hash && strcmp(line->text, text) == 0 &&
	       strcmp(line->file ? line->file : "", file ? file : "") == 0;
}

size_t
script_add(struct script *script, const char *text, const char *file)
{
	uint32_t hash = hash_of(text);
	struct script_line *line;

	for (size_t i = 0; i < script->n; i++)
		if (same(&script->lines[i], hash, text, file))
			return i;
	if (!script_estimate_ms(text) || script->n == SCRIPT_LINES_MAX)
		return SCRIPT_NONE;
	if (script->n % 32 == 0)
		script->lines = mem_resize(
		    script->lines, script->n + 32, sizeof(*script->lines));
	line = &script->lines[script->n++];
	*line =
	    (struct script_line){mem_strdup(text), mem_strdup(file), hash, UNKNOWN};
	return script->n - 1;
}

size_t
script_count(const struct script *script)
{
	return script->n;
}

const char *
script_text(const struct script *script, size_t line)
{
	return script->lines[line].text;
}

const char *
script_file(const struct script *script, size_t line)
{
	return script->lines[line].file;
}

int64_t
script_ms(const struct script *script, size_t line)
{
	const struct script_line *l = &script->lines[line];

	return l->ms > 0 ? l->ms : script_estimate_ms(l->text);
}

bool
script_known(const struct script *script, size_t line)
{
	return script->lines[line].ms != UNKNOWN;
}

bool
script_speakable(const struct script *script, size_t line)
{
	return script->lines[line].ms != 0;
}

void
script_learn(struct script *script, size_t line, int64_t ms)
{
	script->lines[line].ms = ms;
}

/* What a character adds; the first byte of it stands for all. */
static int
char_ms(unsigned char c)
{
	if (isdigit(c))
		return 255;
	if (c && strchr(".,:;?!", c))
		return 305;
	return (c & 0xc0) == 0x80 ? 0 : 55;
}

int64_t
script_estimate_ms(const char *text)
{
	int64_t ms = 0;
	bool says = false;

	for (; *text; text++) {
		ms += char_ms((unsigned char)*text);
		says |= !isspace((unsigned char)*text);
	}
	return says ? ms : 0;
}
