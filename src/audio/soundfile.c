#include "audio/soundfile.h"

#include "audio/chapters_id3.h"
#include "audio/chapters_vorbis.h"
#include "audio/chapters_wav.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sndfile.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Read in pieces, so that many channels at a high rate stay small. */
#define PIECE 4096

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
/* libsndfile's buffers are small; ours is a system call for 32 to 64 kB. */
#define WRITTEN 16384

struct soundfile {
	SNDFILE *to;
	int fd, failed; /* errno of the first write that failed */
	int64_t base;   /* where libsndfile's part begins: behind an ID3 tag */
	int rate, channels;
	const struct format *format;
	const struct chapters *marks; /* NULL: none */
	float clipped[WRITTEN];
	int16_t pcm[WRITTEN];
};

static bool write_at(
    struct soundfile *file, const void *bytes, size_t n, int64_t at);

/* Before the first frame. */

static bool
give_strings(struct soundfile *file, struct err *err)
{
	static const int types[TAGS] = {
	    SF_STR_TITLE, SF_STR_ARTIST, SF_STR_ALBUM, SF_STR_COMMENT};

	for (int i = 0; i < TAGS; i++)
		if (file->marks->tag[i] &&
		    sf_set_string(file->to, types[i], file->marks->tag[i]) != 0)
			return err_set(
			    err, "cannot tag: %s", sf_strerror(file->to));
	return true;
}

static bool
give_room(struct soundfile *file, struct err *err)
{
	struct str room = {0};
	int failed = 0;

	chapters_vorbis_room(file->marks, &room);
	if (room.len)
		failed = sf_set_string(file->to, SF_STR_LICENSE, room.s);
	str_fini(&room);
	if (failed)
		return err_set(err, "no chapters: %s", sf_strerror(file->to));
	return give_strings(file, err);
}

/* What is stereo has a bed: of noise the default effort takes two hundredths away,
 * and half as long again for it (3.4 s instead of 2.3 for 15 minutes). */
static bool
begin_flac(struct soundfile *file, struct err *err)
{
	double level = 0.125; /* of 0..1: -1 of -0 to -8 */

	if (file->channels == 2 && sf_command(file->to, SFC_SET_COMPRESSION_LEVEL,
				       &level, sizeof(level)) != SF_TRUE)
		return err_set(err, "cannot set the level of compression");
	return give_room(file, err);
}

static bool
begin_id3(struct soundfile *file, struct err *err)
{
	struct str tag = {0};
	bool ok = true;

	chapters_id3(file->marks, &tag);
	if (tag.len)
		ok = write_at(file, tag.s, tag.len, 0) &&
		     lseek(file->fd, (off_t)tag.len, SEEK_SET) >= 0;
	file->base = (int64_t)tag.len;
	str_fini(&tag);
	return ok || err_errno(err, "cannot write");
}

/* When libsndfile has ended its part. */

static bool
put_chapters(struct soundfile *file,
    bool (*put)(uint8_t *, size_t, const struct chapters *), struct err *err)
{
	uint8_t *head = mem_new(CHAPTERS_VORBIS_HEAD, 1);
	ssize_t n = pread(file->fd, head, CHAPTERS_VORBIS_HEAD, 0);
	bool ok;

	if (n < 0)
		ok = err_errno(err, "cannot read it again");
	else if (!put(head, (size_t)n, file->marks))
		ok = err_set(err, "the chapters find no room in it");
	else
		ok = write_at(file, head, (size_t)n, 0) ||
		     err_errno(err, "cannot write");
	free(head);
	return ok;
}

static bool
end_flac(struct soundfile *file, struct err *err)
{
	return put_chapters(file, chapters_vorbis_flac, err);
}

static bool
end_ogg(struct soundfile *file, struct err *err)
{
	return put_chapters(file, chapters_vorbis_ogg, err);
}

static bool
end_wav(struct soundfile *file, struct err *err)
{
	int64_t end = lseek(file->fd, 0, SEEK_END);
	struct str chunks = {0};
	uint8_t size[4];
	bool ok;

	if (end % 2)
		str_addn(&chunks, "", 1);
	chapters_wav(file->marks, file->rate, &chunks);
	if (!chapters_wav_size(end + (int64_t)chunks.len, size))
		ok = err_set(err, "too long for a WAV");
	else
		ok = (write_at(file, chunks.s, chunks.len, end) &&
			 write_at(file, size, sizeof(size), 4)) ||
		     err_errno(err, "cannot write");
	str_fini(&chunks);
	return ok;
}

static bool
end_mp3(struct soundfile *file, struct err *err)
{
	(void)file;
	(void)err;
	return true;
}

static const struct format {
	const char *ending;
	int format;
	bool (*begin)(struct soundfile *, struct err *); /* marks its start */
	bool (*end)(struct soundfile *, struct err *);   /* its chapters */
} formats[] = {
    {".wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16, give_strings, end_wav},
    {".flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, begin_flac, end_flac},
    {".ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, give_room, end_ogg},
    {".opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, give_room, end_ogg},
    /* MPEG layer III; sndfile.h has names for it only from 1.1 on. */
    {".mp3", 0x230000 | 0x0082, begin_id3, end_mp3},
};

static const struct format *
format_of(const char *name, struct err *err)
{
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(formats); i++) {
		size_t end = strlen(formats[i].ending);

		if (len > end &&
		    strcasecmp(name + len - end, formats[i].ending) == 0)
			return &formats[i];
	}
	err_set(
	    err, "%s: the name must end in .wav .flac .ogg .opus or .mp3", name);
	return NULL;
}

/*
 * The file as libsndfile sees it.  Ours, because it keeps no errno, and because
 * an ID3 tag stands in front of what it writes.
 */

static sf_count_t
file_len(void *own)
{
	const struct soundfile *file = own;
	struct stat st;

	return fstat(file->fd, &st) < 0 ? -1 : st.st_size - file->base;
}

static sf_count_t
file_seek(sf_count_t to, int whence, void *own)
{
	const struct soundfile *file = own;
	off_t at;

	at = lseek(file->fd, whence == SEEK_SET ? to + file->base : to, whence);
	return at < 0 ? -1 : at - file->base;
}

static sf_count_t
file_tell(void *own)
{
	return file_seek(0, SEEK_CUR, own);
}

static sf_count_t
file_read(void *bytes, sf_count_t n, void *own)
{
	const struct soundfile *file = own;

	return read(file->fd, bytes, (size_t)n);
}

/* A disk that fills up takes a part first; after an error nothing is written. */
static sf_count_t
file_write(const void *bytes, sf_count_t n, void *own)
{
	struct soundfile *file = own;
	sf_count_t done = 0;

	while (done < n && !file->failed) {
		ssize_t got =
		    write(file->fd, (const char *)bytes + done, (size_t)(n - done));

		if (got >= 0)
			done += got;
		else if (errno != EINTR)
			file->failed = errno;
	}
	return done;
}

static bool
write_at(struct soundfile *file, const void *bytes, size_t n, int64_t at)
{
	ssize_t got;

	for (; n > 0; n -= (size_t)got, at += got) {
		got = pwrite(file->fd, bytes, n, at);
		if (got < 0 && errno != EINTR)
			return false;
		got = got < 0 ? 0 : got;
		bytes = (const char *)bytes + got;
	}
	return true;
}

static bool
cannot_write(const struct soundfile *file, const char *why, struct err *err)
{
	return err_set(
	    err, "cannot write: %s", file->failed ? strerror(file->failed) : why);
}

/* The descriptor and libsndfile upon it; false leaves file->fd to be closed. */
static bool
begin(struct soundfile *file, const char *path, struct err *err)
{
	SF_INFO info = {.samplerate = file->rate,
	    .channels = file->channels,
	    .format = file->format->format};
	SF_VIRTUAL_IO io = {file_len, file_seek, file_read, file_write, file_tell};

	if (!sf_format_check(&info))
		return err_set(err, "this libsndfile cannot write the format");
	file->fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (file->fd < 0)
		return err_errno(err, "%s", path);
	file->to = sf_open_virtual(&io, SFM_WRITE, &info, file);
	if (file->to)
		return true;
	cannot_write(file, sf_strerror(NULL), err);
	close(file->fd);
	unlink(path);
	return false;
}

struct soundfile *
soundfile_create(
    const char *path, const char *name, int rate, int channels, struct err *err)
{
	const struct format *format = format_of(name, err);
	struct soundfile *file;

	if (!format)
		return NULL;
	file = mem_new(1, sizeof(*file));
	file->format = format;
	file->rate = rate;
	file->channels = channels;
	if (begin(file, path, err))
		return file;
	free(file);
	return NULL;
}

bool
soundfile_mark(
    struct soundfile *file, const struct chapters *marks, struct err *err)
{
	file->marks = marks;
	return file->format->begin(file, err);
}

/* Full scale is 32768, so that a sample of 16 bit comes out as it went in; the
 * half is rounded up.  Two loops without a branch: this is done for all that is
 * ever written. */
static void
to_16(struct soundfile *file, const float *pcm, size_t n)
{
	float *x = file->clipped;

	for (size_t i = 0; i < n; i++) {
		x[i] = pcm[i] * 32768;
		x[i] = x[i] > -32768 ? x[i] : -32768;
		x[i] = x[i] < 32767 ? x[i] : 32767;
	}
	for (size_t i = 0; i < n; i++)
		file->pcm[i] = (int16_t)((int)(x[i] + 32768.5f) - 32768);
}

static bool
write_16(struct soundfile *file, const float *pcm, size_t n)
{
	size_t channels = (size_t)file->channels, most = WRITTEN / channels;

	while (n > 0) {
		size_t piece = n < most ? n : most;

		to_16(file, pcm, piece * channels);
		if (sf_writef_short(file->to, file->pcm, (sf_count_t)piece) !=
		    (sf_count_t)piece)
			return false;
		pcm += piece * channels;
		n -= piece;
	}
	return true;
}

bool
soundfile_write(struct soundfile *file, const float *pcm, size_t n, struct err *err)
{
	bool is_16 = (file->format->format & SF_FORMAT_SUBMASK) == SF_FORMAT_PCM_16;
	bool ok =
	    is_16 ? write_16(file, pcm, n)
		  : sf_writef_float(file->to, pcm, (sf_count_t)n) == (sf_count_t)n;

	if (ok && !file->failed && sf_error(file->to) == SF_ERR_NO_ERROR)
		return true;
	return cannot_write(file, sf_strerror(file->to), err);
}

static bool
end(struct soundfile *file, struct err *err)
{
	int failed = sf_close(file->to);

	if (failed || file->failed)
		return cannot_write(file, sf_error_number(failed), err);
	if (file->marks && file->marks->n && !file->format->end(file, err))
		return false;
	return fsync(file->fd) == 0 || err_errno(err, "cannot write");
}

bool
soundfile_close(struct soundfile *file, struct err *err)
{
	bool ok = end(file, err);

	if (close(file->fd) < 0 && ok)
		ok = err_errno(err, "cannot write");
	free(file);
	return ok;
}
