#include "cue/subtitles.h"

#include "base/mem.h"
#include "base/text.h"
#include "score/script.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A line of lyrics stays until the next; a longer silence than this clears it. */
#define CLEAR_MS 4000

struct line {
	int64_t at_ms, end_ms;
	const char *text; /* of the score or its script */
};

/* What the score says or, where it says nothing, what it shows. */
static size_t
spoken_lines(const struct score *score, struct line *to)
{
	size_t n = 0;

	for (size_t i = 0; i < score->n_speech; i++, n++) {
		const struct speech *s = &score->speech[i];

		to[n] = (struct line){s->at_ms, s->at_ms + s->len_ms,
		    script_text(score->script, s->line)};
	}
	for (size_t i = 0; !score->n_speech && i < score->n_cues; i++) {
		const struct cue *cue = &score->cues[i];

		if (*cue->say)
			to[n++] = (struct line){cue->at_ms,
			    cue->at_ms + script_estimate_ms(cue->say), cue->say};
	}
	return n;
}

/* No two at a time: each ends where the next begins, at the latest. */
static struct line *
lines_of(const struct score *score, size_t *n)
{
	struct line *v = mem_new(score->n_speech + score->n_cues + 1, sizeof(*v));

	*n = spoken_lines(score, v);
	for (size_t i = 0; i + 1 < *n; i++)
		if (v[i].end_ms > v[i + 1].at_ms)
			v[i].end_ms = v[i + 1].at_ms;
	return v;
}

/* One line of text, with `from` replaced by what stands at its place in `to`. */
static void
add_text(struct str *out, const char *text, const char *from, const char *const *to)
{
	struct str clean = {0};

	text_clean(&clean, text);
	for (const char *s = clean.s ? clean.s : ""; *s; s++) {
		const char *at = strchr(from, *s);

		if (at)
			str_add(out, to[at - from]);
		else
			str_addn(out, s, 1);
	}
	str_fini(&clean);
}

static void
add_time(struct str *out, int64_t ms)
{
	str_addf(out, "%02d:%02d:%02d.%03d", (int)(ms / 3600000),
	    (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
}

/* Without & < > there is no markup, and no arrow either. */
static void
write_vtt(const struct score *score, const char *sound, struct str *out)
{
	static const char *const escaped[] = {"&amp;", "&lt;", "&gt;"};
	size_t n;
	struct line *v = lines_of(score, &n);

	(void)sound;
	str_add(out, "WEBVTT\n");
	for (size_t i = 0; i < n; i++) {
		if (v[i].end_ms <= v[i].at_ms)
			continue;
		str_add(out, "\n");
		add_time(out, v[i].at_ms);
		str_add(out, " --> ");
		add_time(out, v[i].end_ms);
		str_add(out, "\n");
		add_text(out, v[i].text, "&<>", escaped);
		str_add(out, "\n");
	}
	free(v);
}

/* There is no escape: a bracket would be read as a time. */
static void
add_lyric(struct str *out, const char *text)
{
	static const char *const round[] = {"(", ")"};

	add_text(out, text, "[]", round);
	str_add(out, "\n");
}

static void
add_stamp(struct str *out, int64_t ms)
{
	str_addf(out, "[%02d:%02d.%02d]", (int)(ms / 60000), (int)(ms / 1000 % 60),
	    (int)(ms % 1000 / 10));
}

static void
write_lrc(const struct score *score, const char *sound, struct str *out)
{
	size_t n;
	struct line *v = lines_of(score, &n);

	(void)sound;
	str_add(out, "[ti:");
	add_text(out, score->routine->title, "[]", (const char *[]){"(", ")"});
	str_addf(out, "]\n[ar:uncoil]\n[length:%02d:%02d]\n",
	    (int)(score->end_ms / 60000), (int)(score->end_ms / 1000 % 60));
	for (size_t i = 0; i < n; i++) {
		int64_t next = i + 1 < n ? v[i + 1].at_ms : score->end_ms;

		add_stamp(out, v[i].at_ms);
		add_lyric(out, v[i].text);
		if (next - v[i].end_ms > CLEAR_MS) {
			add_stamp(out, v[i].end_ms);
			add_lyric(out, "");
		}
	}
	free(v);
}

/* There is no escape here either. */
static void
add_quoted(struct str *out, const char *word, const char *text)
{
	static const char *const single[] = {"'"};

	str_addf(out, "%s \"", word);
	add_text(out, text, "\"", single);
	str_add(out, "\"");
}

/* Minutes, seconds and frames of a CD, 75 a second. */
static void
add_track(struct str *out, const struct score *score, size_t step)
{
	int64_t ms = score->spans[score_step_change(score, step)].at_ms;

	str_addf(out, "  TRACK %02d AUDIO\n", (int)step + 1);
	add_quoted(out, "    TITLE", score->exercises[step]->name);
	str_addf(out, "\n    INDEX 01 %02d:%02d:%02d\n", (int)(ms / 60000),
	    (int)(ms / 1000 % 60), (int)(ms % 1000 * 75 / 1000));
}

/* WAVE stands for everything that is neither MP3 nor AIFF. */
static void
write_cue(const struct score *score, const char *sound, struct str *out)
{
	const char *dot = strrchr(sound, '.');

	add_quoted(out, "PERFORMER", "uncoil");
	add_quoted(out, "\nTITLE", score->routine->title);
	add_quoted(out, "\nFILE", sound);
	str_add(out, dot && strcasecmp(dot, ".mp3") == 0 ? " MP3\n" : " WAVE\n");
	for (size_t i = 0; i < score->routine->n_steps; i++)
		add_track(out, score, i);
}

static const struct subtitles {
	const char *ending;
	void (*write)(const struct score *, const char *, struct str *);
} formats[] = {
    {".vtt", write_vtt},
    {".lrc", write_lrc},
    {".cue", write_cue},
};

const struct subtitles *
subtitles_of(const char *name, struct err *err)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot && i < ARRAY_LEN(formats); i++)
		if (strcasecmp(dot, formats[i].ending) == 0)
			return &formats[i];
	err_set(err, "%s: the name must end in .vtt .lrc or .cue", name);
	return NULL;
}

void
subtitles_write(const struct subtitles *format, const struct score *score,
    const char *sound, struct str *out)
{
	format->write(score, sound, out);
}
