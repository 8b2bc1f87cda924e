#include "audio/soundfile.h"

#include "base/mem.h"

#include <fcntl.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Read in pieces, so that many channels at a high rate stay small. */
#define PIECE 4096

struct soundfile {
	SNDFILE *to;
	int fd;
};

static const struct {
	const char *ending;
	int format;
} formats[] = {
    {".wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16},
    {".flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
    {".ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
    {".opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
    /* MPEG layer III; sndfile.h has names for it only from 1.1 on. */
    {".mp3", 0x230000 | 0x0082},
};

/* A pipe or a device could block for ever.  most: bytes, 0 for any number. */
static int
open_regular(const char *path, off_t most, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0) {
		err_errno(err, "%s", path);
	} else if (!S_ISREG(st.st_mode)) {
		err_set(err, "%s: not a regular file", path);
	} else if (most && st.st_size > most) {
		err_set(err, "%s: over %d MB", path, (int)(most >> 20));
	} else {
		return fd;
	}
	if (fd >= 0)
		close(fd);
	return -1;
}

int
soundfile_open(const char *path, struct err *err)
{
	return open_regular(path, SOUNDFILE_BYTES_MAX, err);
}

/* Channels 0, 2, 4 ... to the left, the others to the right. */
static void
fold(const float *from, int channels, float *to, int to_channels)
{
	int n[2] = {(channels + 1) / 2, channels / 2};

	to[0] = to[to_channels - 1] = 0;
	for (int c = 0; c < channels; c++) {
		int side = to_channels == 1 ? 0 : c % 2;

		to[side] +=
		    from[c] / (float)(to_channels == 1 ? channels : n[side]);
	}
}

static bool
shape_ok(const char *path, const SF_INFO *info, struct err *err)
{
	if (info->channels < 1 || info->channels > SOUNDFILE_CHANNELS_MAX)
		return err_set(err, "%s: %d channels", path, info->channels);
	if (info->samplerate < SOUNDFILE_RATE_MIN ||
	    info->samplerate > SOUNDFILE_RATE_MAX)
		return err_set(
		    err, "%s: %d frames a second", path, info->samplerate);
	return true;
}

/* A broken decoder's idea of a sample is not passed on. */
static float
sane(float x)
{
	return x >= -4 && x <= 4 ? x : 0;
}

/* Until the file ends: the length in its head may be wrong. */
static bool
read_frames(SNDFILE *from, const SF_INFO *info, int most_s, struct sound *sound,
    struct err *err)
{
	float *piece = mem_new(PIECE * (size_t)info->channels, sizeof(*piece));
	int64_t most = (int64_t)info->samplerate * most_s, cap = 0, got;

	while ((got = sf_readf_float(from, piece, PIECE)) > 0 &&
	       sound->frames <= most) {
		if (sound->frames + got > cap) {
			cap = (sound->frames + got) * 3 / 2;
			sound->pcm = mem_resize(sound->pcm,
			    (size_t)cap * (size_t)sound->channels, sizeof(float));
		}
		for (int64_t i = 0; i < got; i++)
			fold(piece + i * info->channels, info->channels,
			    sound->pcm + sound->frames++ * sound->channels,
			    sound->channels);
	}
	free(piece);
	for (int64_t i = 0; i < sound->frames * sound->channels; i++)
		sound->pcm[i] = sane(sound->pcm[i]);
	if (sound->frames > most)
		return err_set(err, "longer than %d s", most_s);
	if (sf_error(from) != SF_ERR_NO_ERROR)
		return err_set(err, "%s", sf_strerror(from));
	return sound->frames > 0 || err_set(err, "no sound in it");
}

bool
soundfile_read_fd(
    int fd, const char *name, int most_s, struct sound *sound, struct err *err)
{
	SF_INFO info = {0};
	SNDFILE *from;
	bool ok = false;

	*sound = (struct sound){0};
	lseek(fd, 0, SEEK_SET);
	from = sf_open_fd(fd, SFM_READ, &info, SF_FALSE);
	if (!from) {
		err_set(err, "%s: %s", name, sf_strerror(NULL));
	} else if (shape_ok(name, &info, err)) {
		sound->channels = info.channels > 1 ? 2 : 1;
		sound->rate = info.samplerate;
		ok = read_frames(from, &info, most_s, sound, err) ||
		     err_add(err, "%s", name);
	}
	if (from)
		sf_close(from);
	if (!ok) {
		free(sound->pcm);
		sound->pcm = NULL;
	}
	return ok;
}

bool
soundfile_read(const char *path, struct sound *sound, struct err *err)
{
	int fd = soundfile_open(path, err);
	bool ok;

	*sound = (struct sound){0};
	if (fd < 0)
		return false;
	ok = soundfile_read_fd(fd, path, SOUNDFILE_S_MAX, sound, err);
	close(fd);
	return ok;
}

struct soundstream {
	SNDFILE *from;
	SF_INFO info;
	int fd;
	float *piece; /* PIECE frames as they are in the file */
};

struct soundstream *
soundstream_open(const char *path, struct err *err)
{
	struct soundstream *stream;
	int fd = open_regular(path, 0, err);

	if (fd < 0)
		return NULL;
	stream = mem_new(1, sizeof(*stream));
	stream->fd = fd;
	stream->from = sf_open_fd(fd, SFM_READ, &stream->info, SF_FALSE);
	if (!stream->from) {
		err_set(err, "%s: %s", path, sf_strerror(NULL));
	} else if (shape_ok(path, &stream->info, err)) {
		stream->piece =
		    mem_new(PIECE * (size_t)stream->info.channels, sizeof(float));
		return stream;
	}
	soundstream_close(stream);
	return NULL;
}

int
soundstream_rate(const struct soundstream *stream)
{
	return stream->info.samplerate;
}

size_t
soundstream_read(struct soundstream *stream, float *stereo, size_t n)
{
	int channels = stream->info.channels;
	int64_t got = sf_readf_float(
	    stream->from, stream->piece, n < PIECE ? (sf_count_t)n : PIECE);

	for (int64_t i = 0; i < got; i++) {
		float *to = stereo + 2 * i;

		fold(stream->piece + i * channels, channels, to,
		    channels > 1 ? 2 : 1);
		to[0] = sane(to[0]);
		to[1] = channels > 1 ? sane(to[1]) : to[0];
	}
	return got > 0 ? (size_t)got : 0;
}

void
soundstream_close(struct soundstream *stream)
{
	if (!stream)
		return;
	if (stream->from)
		sf_close(stream->from);
	close(stream->fd);
	free(stream->piece);
	free(stream);
}

static bool
format_of(const char *name, int *format, struct err *err)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		size_t end = strlen(formats[i].ending);

		*format = formats[i].format;
		if (len > end &&
		    strcasecmp(name + len - end, formats[i].ending) == 0)
			return true;
	}
	return err_set(
	    err, "%s: the name must end in .wav .flac .ogg .opus or .mp3", name);
}

struct soundfile *
soundfile_create(
    const char *path, const char *name, int rate, int channels, struct err *err)
{
	SF_INFO info = {.samplerate = rate, .channels = channels};
	struct soundfile *file;

	if (!format_of(name, &info.format, err))
		return NULL;
	if (!sf_format_check(&info)) {
		err_set(err, "%s: this libsndfile cannot write the format", name);
		return NULL;
	}
	file = mem_new(1, sizeof(*file));
	file->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (file->fd < 0) {
		err_errno(err, "%s", path);
		free(file);
		return NULL;
	}
	file->to = sf_open_fd(file->fd, SFM_WRITE, &info, SF_FALSE);
	if (!file->to) {
		err_set(err, "%s: %s", path, sf_strerror(NULL));
		close(file->fd);
		unlink(path);
		free(file);
		return NULL;
	}
	/* Otherwise what is too loud for 16 bit wraps around. */
	sf_command(file->to, SFC_SET_CLIPPING, NULL, SF_TRUE);
	return file;
}

bool
soundfile_write(struct soundfile *file, const float *pcm, size_t n, struct err *err)
{
	if (sf_writef_float(file->to, pcm, (sf_count_t)n) != (sf_count_t)n ||
	    sf_error(file->to) != SF_ERR_NO_ERROR)
		return err_set(err, "cannot write: %s", sf_strerror(file->to));
	return true;
}

bool
soundfile_close(struct soundfile *file, struct err *err)
{
	int failed = sf_close(file->to);
	bool ok = true;

	if (failed)
		ok = err_set(err, "cannot write: %s", sf_error_number(failed));
	if (fsync(file->fd) < 0 && ok)
		ok = err_errno(err, "cannot write");
	if (close(file->fd) < 0 && ok)
		ok = err_errno(err, "cannot write");
	free(file);
	return ok;
}
