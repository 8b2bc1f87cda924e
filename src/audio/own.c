#include "audio/own.h"

#include "audio/loud.h"
#include "audio/resample.h"
#include "audio/soundfile.h"
#include "audio/timeline.h"
#include "base/mem.h"
#include "base/str.h"

#include <dirent.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

/* One file passes over into the next within a second. */
#define PASS TIMELINE_RATE

/* Frames that are decoded at one time. */
#define CHUNK 1024

/* Its level is judged by so much of its beginning; and it is held back where it
 * turns out much louder later. */
#define JUDGED_S 10
#define LEVEL    (-30.0)
#define LOUDEST  (-24.0)

/* A recording that is soft beyond this is meant to be soft: 20 dB. */
#define GAIN_MAX 10.0

static const char *const endings[] = {
    ".flac", ".wav", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff"};

struct own_file {
	char *path;
	double gain; /* 0: not judged yet */
};

struct own {
	char *path;
	struct flow *flow;
	struct flow_piece *room;
	struct own_file *files;
	size_t n, next;
	bool listed, waits; /* waits: the flow has asked and is not full yet */
	struct soundstream *stream; /* of the file that is read, or NULL */
	struct resampler *resampler;
	double gain;
	/* What is decoded and not put into the flow: at least PASS frames, so that
	 * there is something to fade when the file ends.  From mixed on, what
	 * comes is added to the end of the file before. */
	float *tail;
	size_t start, len, cap, mixed, fading;
	size_t given; /* frames of this file */
	struct loud loud;
	double power, held; /* of the last third of a second; gain against it */
};

struct own *
own_open(const char *path, struct flow *flow)
{
	struct own *own = mem_new(1, sizeof(*own));

	own->path = mem_strdup(path);
	own->flow = flow;
	own->room = mem_new(FLOW_PIECES, sizeof(*own->room));
	own->held = 1;
	flow_begin(flow, own->room);
	return own;
}

static void
end_file(struct own *own)
{
	soundstream_close(own->stream);
	resampler_free(own->resampler);
	own->stream = NULL;
	own->resampler = NULL;
}

void
own_close(struct own *own)
{
	if (!own)
		return;
	end_file(own);
	for (size_t i = 0; i < own->n; i++)
		free(own->files[i].path);
	free(own->files);
	free(own->tail);
	free(own->room);
	free(own->path);
	free(own);
}

/* --- which files ------------------------------------------------------------ */

static bool
is_sound(const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		size_t end = strlen(endings[i]);

		if (len > end && strcasecmp(name + len - end, endings[i]) == 0)
			return *name != '.';
	}
	return false;
}

static void
add_file(struct own *own, char *path)
{
	own->files = mem_resize(own->files, own->n + 1, sizeof(*own->files));
	own->files[own->n++] = (struct own_file){path, 0};
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(
	    ((const struct own_file *)a)->path, ((const struct own_file *)b)->path);
}

static void
list_folder(struct own *own, DIR *dir)
{
	struct dirent *entry;

	while ((entry = readdir(dir)) != NULL && own->n < OWN_FILES_MAX) {
		struct str path = {0};

		if (!is_sound(entry->d_name))
			continue;
		str_addf(&path, "%s/%s", own->path, entry->d_name);
		add_file(own, str_take(&path));
	}
	if (own->n)
		qsort(own->files, own->n, sizeof(*own->files), by_path);
}

static bool
list(struct own *own, struct err *err)
{
	DIR *dir = opendir(own->path);

	own->listed = true;
	if (!dir) {
		add_file(own, mem_strdup(own->path));
		return true;
	}
	list_folder(own, dir);
	closedir(dir);
	if (own->n)
		return true;
	flow_end(own->flow);
	return err_set(err, "%s: no sound file in it", own->path);
}

static void
drop_file(struct own *own, size_t which)
{
	free(own->files[which].path);
	own->n--;
	memmove(own->files + which, own->files + which + 1,
	    (own->n - which) * sizeof(*own->files));
	if (!own->n)
		flow_end(own->flow);
}

/* --- one file ---------------------------------------------------------------- */

static bool
begin_file(struct own *own, const char *path, struct err *err)
{
	int rate;

	own->stream = soundstream_open(path, err);
	if (!own->stream)
		return false;
	rate = soundstream_rate(own->stream);
	if (rate != TIMELINE_RATE)
		own->resampler = resampler_new(rate, TIMELINE_RATE, err);
	if (rate == TIMELINE_RATE || own->resampler)
		return true;
	end_file(own);
	return false;
}

/* The next frames at our rate into room that is made for them; false at the end
 * of the file. */
static bool
decode(struct own *own, float **out, size_t *n)
{
	float piece[2 * CHUNK];
	size_t got = soundstream_read(own->stream, piece, CHUNK);

	if (!own->resampler) {
		*out = mem_new(got + 1, 2 * sizeof(**out));
		memcpy(*out, piece, got * 2 * sizeof(**out));
		*n = got;
	} else {
		*out =
		    mem_new(resampler_room(own->resampler, got), 2 * sizeof(**out));
		*n = resampler_run(own->resampler, piece, got, got == 0, *out);
	}
	return got > 0;
}

/* What brings the beginning of the file to the level; false: err. */
static bool
judge(struct own *own, struct own_file *file, struct err *err)
{
	struct loud loud = {0};
	size_t frames = 0, n;
	double sum = 0;
	float *pcm;
	bool more = true;

	if (!begin_file(own, file->path, err))
		return false;
	while (more && frames < JUDGED_S * TIMELINE_RATE) {
		more = decode(own, &pcm, &n);
		sum += n ? loud_power(&loud, pcm, n) * (double)n : 0;
		frames += n;
		free(pcm);
	}
	end_file(own);
	if (frames < OWN_MS_MIN * TIMELINE_MS)
		return err_set(
		    err, "%s: shorter than two seconds, or broken", file->path);
	file->gain = sqrt(loud_of_lufs(LEVEL) / (sum / (double)frames + 1e-12));
	file->gain = file->gain < GAIN_MAX ? file->gain : GAIN_MAX;
	return true;
}

/* Opens the next file that can be heard; false: it cannot, and is gone. */
static bool
next_file(struct own *own, struct err *err)
{
	size_t which = own->next % own->n;
	struct own_file *file = &own->files[which];

	if ((file->gain > 0 || judge(own, file, err)) &&
	    begin_file(own, file->path, err)) {
		own->next = which + 1;
		own->gain = file->gain;
		own->given = 0;
		return true;
	}
	own->next = which;
	drop_file(own, which);
	return false;
}

/* --- the tail ------------------------------------------------------------------ */

static float *
tail_at(const struct own *own, size_t frame)
{
	return own->tail + 2 * (own->start + frame);
}

static void
make_room(struct own *own, size_t len)
{
	if (own->start + len <= own->cap)
		return;
	if (own->len)
		memmove(
		    own->tail, tail_at(own, 0), own->len * 2 * sizeof(*own->tail));
	own->start = 0;
	if (len <= own->cap - own->cap / 4)
		return;
	own->cap = len * 2;
	own->tail = mem_resize(own->tail, own->cap, 2 * sizeof(*own->tail));
}

/* All that is left of the file before fades, for the next to fade into. */
static void
fade_tail(struct own *own)
{
	for (size_t i = 0; i < own->len; i++) {
		float by = sqrtf((float)(own->len - i) / (float)own->len);

		tail_at(own, i)[0] *= by;
		tail_at(own, i)[1] *= by;
	}
	own->mixed = 0;
	own->fading = own->len;
}

static void
append(struct own *own, const float *pcm, size_t n)
{
	make_room(own, own->len + n);
	for (size_t i = 0; i < n; i++) {
		float *to = tail_at(own, own->mixed), by = (float)own->gain;

		if (own->mixed < own->len)
			by *= sqrtf((float)own->mixed / (float)own->fading);
		else
			to[0] = to[1] = 0;
		to[0] += by * pcm[2 * i];
		to[1] += by * pcm[2 * i + 1];
		own->mixed++;
		own->len = own->mixed > own->len ? own->mixed : own->len;
	}
	own->given += n;
}

/* The file has ended; false: sooner than it may, now that it is read again. */
static bool
pass_over(struct own *own, struct err *err)
{
	size_t which = own->next - 1;
	bool ok = own->given >= OWN_MS_MIN * TIMELINE_MS - CHUNK;

	end_file(own);
	fade_tail(own);
	if (ok)
		return true;
	err_set(err, "%s: it has become too short", own->files[which].path);
	drop_file(own, which);
	own->next = which;
	return false;
}

/* Reads on until the tail is long enough for one more piece; false: err. */
static bool
read_on(struct own *own, struct err *err)
{
	while (own->mixed < PASS + FLOW_PIECE) {
		float *pcm;
		size_t n;
		bool more;

		if (!own->stream && !next_file(own, err))
			return false;
		more = decode(own, &pcm, &n);
		append(own, pcm, n);
		free(pcm);
		if (!more && !pass_over(own, err))
			return false;
	}
	return true;
}

/* --- into the flow --------------------------------------------------------------- */

/* Down at once where it is too loud, up again slowly. */
static double
hold_back(struct own *own, const float *pcm)
{
	double most = loud_of_lufs(LOUDEST), to;

	own->power += (loud_power(&own->loud, pcm, FLOW_PIECE) - own->power) * 0.03;
	to = own->power > most ? sqrt(most / own->power) : 1;
	return to < own->held ? to : own->held + (to - own->held) * 0.01;
}

static int16_t
to_16_bit(double x)
{
	x *= 32768;
	if (x > 32767)
		return 32767;
	return x < -32768 ? -32768 : (int16_t)lrint(x);
}

static bool
put_piece(struct own *own)
{
	double from = own->held, to = hold_back(own, tail_at(own, 0));
	struct flow_piece piece;

	for (int i = 0; i < 2 * FLOW_PIECE; i++) {
		double by = from + (to - from) * i / (2 * FLOW_PIECE);

		piece.pcm[i] = to_16_bit(by * (double)tail_at(own, 0)[i]);
	}
	own->held = to;
	own->len -= FLOW_PIECE;
	own->mixed -= FLOW_PIECE;
	own->start += FLOW_PIECE;
	return flow_put(own->flow, &piece);
}

bool
own_fill(struct own *own, struct err *err)
{
	if (flow_asked(own->flow))
		own->waits = true;
	if (!own->waits)
		return true;
	if (!own->listed && !list(own, err))
		return own->waits = false;
	while (own->n && ring_count(&own->flow->ring) < FLOW_PIECES) {
		if (!read_on(own, err))
			return false;
		put_piece(own);
	}
	own->waits = false;
	return true;
}
