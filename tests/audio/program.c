/* uncoil-sound itself, fed lines: what it writes to files, says and survives. */
#include "../test.h"

#include "audio/soundfile.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/str.h"

#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGS 12

struct child {
	pid_t pid;
	int to, from;
};

static int
make_folder(void **state)
{
	const char *tmp = getenv("TMPDIR");
	char path[4096];

	signal(SIGPIPE, SIG_IGN);
	snprintf(path, sizeof(path), "%s/uncoil-XXXXXX", tmp ? tmp : "/tmp");
	*state = mem_strdup(mkdtemp(path));
	return *state ? 0 : -1;
}

/* Fails when anything was left behind. */
static int
remove_folder(void **state)
{
	int failed = rmdir(*state);

	free(*state);
	return failed;
}

static void
exec_helper(char *const *args, rlim_t file_max)
{
	const char *build = getenv("top_builddir");
	const struct rlimit limit = {file_max, file_max};
	char path[4096];

	if (file_max) {
		/* libsndfile loses memory when it cannot begin an Ogg file. */
		setenv("LSAN_OPTIONS", "detect_leaks=0", 1);
		setrlimit(RLIMIT_FSIZE, &limit);
	}
	snprintf(path, sizeof(path), "%s/uncoil-sound", build ? build : ".");
	execv(path, args);
	_exit(127);
}

static struct child
start(char *const *args, rlim_t file_max)
{
	struct child child;
	int in[2], out[2];

	assert_int_equal(0, pipe2(in, O_CLOEXEC));
	assert_int_equal(0, pipe2(out, O_CLOEXEC));
	child.pid = fork();
	if (child.pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		exec_helper(args, file_max);
	}
	close(in[0]);
	close(out[1]);
	child.to = in[1];
	child.from = out[0];
	return child;
}

static int
finish(struct child *child)
{
	int status;

	close(child->from);
	assert_int_equal(child->pid, waitpid(child->pid, &status, 0));
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* Sends and reads at once, as pipes are short. */
static void
talk(struct child *child, const char *lines, size_t len, struct str *answers)
{
	char bytes[4096];
	ssize_t n = 1;

	fcntl(child->to, F_SETFL, O_NONBLOCK);
	str_clear(answers);
	while (n > 0) {
		struct pollfd fds[] = {
		    {.fd = child->from, .events = POLLIN},
		    {.fd = child->to, .events = POLLOUT},
		};

		assert_true(poll(fds, 2, 120000) > 0);
		if (fds[1].revents && child->to >= 0) {
			n = write(child->to, lines, len);
			lines += n > 0 ? n : 0;
			len -= n > 0 ? (size_t)n : 0;
			if (n < 0 || len == 0) {
				close(child->to);
				child->to = -1;
			}
			n = 1;
		}
		if (fds[0].revents) {
			n = read(child->from, bytes, sizeof(bytes));
			str_addn(answers, bytes, n > 0 ? (size_t)n : 0);
		}
	}
}

/* more, word: another option, or NULL. */
static int
run_with(const char *option, const char *value, const char *more, const char *word,
    const char *lines, struct str *answers)
{
	char *dir = paths_shipped(), sounds[4096];
	char *args[] = {(char *)"uncoil-sound", (char *)option, (char *)value,
	    (char *)"--sounds", sounds, (char *)"--cues", (char *)"clear",
	    (char *)more, (char *)word, NULL};
	struct child child;

	snprintf(sounds, sizeof(sounds), "%s/sounds", dir);
	free(dir);
	child = start(args, 0);
	talk(&child, lines, strlen(lines), answers);
	return finish(&child);
}

static int
run(const char *option, const char *value, const char *lines, struct str *answers)
{
	return run_with(option, value, NULL, NULL, lines, answers);
}

/* Frames at which sound begins after 20 ms of silence. */
static size_t
onsets(const struct sound *s, int64_t *at, size_t most)
{
	int64_t quiet = 48 * 20;
	size_t n = 0;

	for (int64_t i = 0; i < s->frames; i++) {
		if (s->pcm[i * s->channels] == 0) {
			quiet++;
			continue;
		}
		if (quiet >= 48 * 20 && n < most)
			at[n++] = i;
		quiet = 0;
	}
	return n;
}

static void
test_exact(void **state)
{
	static const int64_t due_ms[] = {
	    0, 1000, 1777, 2501, 4000, 5000, 6000, 7999};
	struct str lines = {0}, answers = {0};
	char path[4096];
	struct sound sound;
	struct err err;
	int64_t at[20];

	snprintf(path, sizeof(path), "%s/out.wav", (char *)*state);
	str_add(&lines, "hello 1\n");
	for (size_t i = ARRAY_LEN(due_ms); i-- > 0;)
		str_addf(&lines, "at %lld play %s\n", (long long)due_ms[i],
		    i % 2 ? "rep" : "last");
	str_add(&lines, "at 9000 end\n");
	assert_int_equal(0, run("-o", path, lines.s, &answers));
	assert_non_null(strstr(answers.s, "hello 1\n"));
	assert_non_null(strstr(answers.s, "ready file\n"));
	assert_non_null(strstr(answers.s, "played 8\n"));
	assert_null(strstr(answers.s, "error"));
	if (!soundfile_read(path, &sound, &err))
		fail_msg("%s", err.text);
	assert_int_equal(9000 * 48, sound.frames);
	assert_int_equal(ARRAY_LEN(due_ms), onsets(&sound, at, 20));
	for (size_t i = 0; i < ARRAY_LEN(due_ms); i++)
		assert_int_equal(due_ms[i] * 48, at[i]);
	free(sound.pcm);
	unlink(path);
	str_fini(&lines);
	str_fini(&answers);
}

static void
test_formats(void **state)
{
	static const char *const endings[] = {"wav", "flac", "ogg", "opus", "mp3"};
	struct str answers = {0};

	for (size_t i = 0; i < ARRAY_LEN(endings); i++) {
		char path[4096];
		struct sound sound;
		struct err err;

		print_message("# %s\n", endings[i]);
		snprintf(
		    path, sizeof(path), "%s/out.%s", (char *)*state, endings[i]);
		assert_int_equal(
		    0, run("-o", path, "at 0 play start\nat 2000 end\n", &answers));
		if (!soundfile_read(path, &sound, &err))
			fail_msg("%s", err.text);
		assert_in_range(sound.frames, 95900, 101000);
		assert_int_equal(48000, sound.rate);
		free(sound.pcm);
		unlink(path);
	}
	str_fini(&answers);
}

/* Mono is the mean of both sides: of a mono tone each sample as it was. */
static void
test_channels(void **state)
{
	const char lines[] = "at 0 play start\nat 700 play rep\nat 2000 end\n";
	struct str answers = {0};
	struct sound one, two;
	struct err err;
	char path[4096];

	snprintf(path, sizeof(path), "%s/out.wav", (char *)*state);
	assert_int_equal(
	    0, run_with("-o", path, "--channels", "1", lines, &answers));
	assert_true(soundfile_read(path, &one, &err));
	assert_int_equal(
	    0, run_with("-o", path, "--channels", "2", lines, &answers));
	assert_true(soundfile_read(path, &two, &err));
	assert_int_equal(1, one.channels);
	assert_int_equal(2, two.channels);
	assert_int_equal(one.frames, two.frames);
	for (int64_t i = 0; i < one.frames; i++)
		assert_true(one.pcm[i] == two.pcm[2 * i]);
	free(one.pcm);
	free(two.pcm);
	unlink(path);
	str_fini(&answers);
}

/* What has been read with chapters in it sounds as without. */
static void
test_marks(void **state)
{
	static const struct {
		const char *ending, *bytes;
	} rows[] = {
	    {"wav", "adtllabl"},
	    {"flac", "CHAPTER002=00:00:01.500"},
	    {"ogg", "CHAPTER002NAME=B \xc3\xa9"},
	    {"opus", "CHAPTER001NAME=A"},
	    {"mp3", "CHAP"},
	};
	const char lines[] = "tag title T\ntag artist U\ntag album V\n"
			     "tag comment W\nat 1500 chapter B \xc3\xa9\n"
			     "at 0 chapter A\nat 0 play start\nat 3000 end\n"
			     "at 4000 end\n";
	struct str answers = {0};
	char path[4096];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct sound sound;
		struct err err;
		char head[64 * 1024 + 300 * 1024];
		FILE *file;
		size_t n;

		print_message("# %s\n", rows[i].ending);
		snprintf(path, sizeof(path), "%s/out.%s", (char *)*state,
		    rows[i].ending);
		assert_int_equal(
		    0, run_with("-o", path, "--channels", "1", lines, &answers));
		assert_null(strstr(answers.s, "error"));
		if (!soundfile_read(path, &sound, &err))
			fail_msg("%s", err.text);
		assert_in_range(sound.frames, 143900, 149000);
		free(sound.pcm);
		file = fopen(path, "r");
		n = fread(head, 1, sizeof(head), file);
		fclose(file);
		assert_non_null(
		    memmem(head, n, rows[i].bytes, strlen(rows[i].bytes)));
		unlink(path);
	}
	str_fini(&answers);
}

/* A step of a twentieth each, the last where the sound ends. */
static void
test_progress(void **state)
{
	struct str answers = {0};
	char path[4096];
	int n = 0;

	snprintf(path, sizeof(path), "%s/out.flac", (char *)*state);
	assert_int_equal(0, run("-o", path, "at 60000 end\n", &answers));
	for (const char *at = answers.s; (at = strstr(at, "progress ")); at++)
		n++;
	assert_in_range(n, 15, 21);
	assert_non_null(strstr(answers.s, "progress 60000\n"));
	unlink(path);
	str_fini(&answers);
}

/* A file that is there stays until the new one is whole. */
static void
test_keeps_the_old(void **state)
{
	struct str answers = {0};
	char path[4096], text[8] = "";
	FILE *file;

	snprintf(path, sizeof(path), "%s/out.ogg", (char *)*state);
	file = fopen(path, "w");
	fputs("old", file);
	fclose(file);
	assert_int_equal(1, run("-o", path, "at 0 play rep\n", &answers));
	file = fopen(path, "r");
	assert_int_equal(3, fread(text, 1, sizeof(text), file));
	fclose(file);
	assert_string_equal("old", text);
	unlink(path);
	str_fini(&answers);
}

/* Nothing stays where no file could be made. */
static void
test_no_file(void **state)
{
	static const struct {
		const char *name, *lines, *error, *remark;
	} rows[] = {
	    {"a.wav", "at 0 play rep\n", "ended before", "no end line"},
	    {"a.wav", "at 0 play rep\nquit\nat 9 end\n", "ended before", "quit"},
	    {"a.txt", "at 9 end\n", "must end in", "no such format"},
	    {"b/a.wav", "at 9 end\n", "No such file", "no such folder"},
	};
	struct str answers = {0};
	char path[4096];

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		print_message("# %s\n", rows[i].remark);
		snprintf(path, sizeof(path), "%s/%s", (char *)*state, rows[i].name);
		assert_int_equal(1, run("-o", path, rows[i].lines, &answers));
		assert_non_null(strstr(answers.s, "error "));
		assert_non_null(strstr(answers.s, rows[i].error));
		assert_int_equal(-1, access(path, F_OK));
	}
	str_fini(&answers);
}

/* As a full disk: the file may not grow beyond some bytes. */
static void
test_disk_full(void **state)
{
	static const char *const names[] = {
	    "full.wav", "full.flac", "full.ogg", "full.opus", "full.mp3"};
	char *dir = paths_shipped(), sounds[4096], path[4096];
	char *args[] = {(char *)"uncoil-sound", (char *)"-o", path,
	    (char *)"--sounds", sounds, NULL};
	const char lines[] = "at 0 play side\nat 60000 end\n";
	struct str answers = {0};

	snprintf(sounds, sizeof(sounds), "%s/sounds", dir);
	free(dir);
	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		struct child child;

		print_message("# %s\n", names[i]);
		snprintf(path, sizeof(path), "%s/%s", (char *)*state, names[i]);
		child = start(args, 4096);
		talk(&child, lines, sizeof(lines) - 1, &answers);
		assert_int_equal(1, finish(&child));
		assert_non_null(strstr(answers.s, "cannot write: File too large"));
		assert_int_equal(-1, access(path, F_OK));
	}
	str_fini(&answers);
}

/* A signal ends it and takes the half file away. */
static void
test_signal(void **state)
{
	static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
	char *dir = paths_shipped(), sounds[4096], path[4096], bytes[64];
	char *args[] = {(char *)"uncoil-sound", (char *)"-o", path,
	    (char *)"--sounds", sounds, NULL};

	snprintf(sounds, sizeof(sounds), "%s/sounds", dir);
	snprintf(path, sizeof(path), "%s/out.wav", (char *)*state);
	free(dir);
	for (size_t i = 0; i < ARRAY_LEN(signals); i++) {
		struct child child = start(args, 0);

		assert_int_equal(8, write(child.to, "hello 1\n", 8));
		assert_true(read(child.from, bytes, sizeof(bytes)) > 0);
		assert_int_equal(0, kill(child.pid, signals[i]));
		assert_int_equal(1, finish(&child));
		close(child.to);
	}
}

static void
test_hostile(void **state)
{
	struct str lines = {0}, answers = {0};

	(void)state;
	for (int i = 0; i < 3000; i++) {
		str_addf(&lines, "at %d play %x\n", i * 7919 - 9999999, i);
		str_addf(&lines, "clock %d %d\n", -i, i);
		str_add(&lines, "pause\n\x80\xff garbage \x1b[2J\nat x\n");
		str_addf(&lines, "at -86400000 play rep\nat 86400000 play rep\n");
		str_add(&lines, "clock 86400000 9223372036854775807\n");
		str_add(&lines, "clock -86400000 0\nvolume all 7\nflush\n");
		if (i == 1500)
			for (int k = 0; k < 5000; k++)
				str_add(&lines, "overlong ");
	}
	str_add(&lines, "no newline at the end");
	assert_int_equal(0, run("--output", "null", lines.s, &answers));
	assert_non_null(strstr(answers.s, "error "));
	assert_null(strchr(answers.s, '\x1b'));
	str_fini(&lines);
	str_fini(&answers);
}

static float
most(const struct sound *s, int64_t from, int64_t to)
{
	float peak = 0;

	for (int64_t i = from * s->channels; i < to * s->channels; i++)
		peak = fmaxf(peak, fabsf(s->pcm[i]));
	return peak;
}

/* Beds as the score says, each second of them; silence where it says so. */
static void
check_beds(const char *path)
{
	struct sound s;
	struct err err;

	if (!soundfile_read(path, &s, &err))
		fail_msg("%s", err.text);
	assert_int_equal(9500 * 48, s.frames);
	assert_true(most(&s, 0, 48000) == 0);
	for (int ms = 2000; ms < 6500; ms += 100)
		assert_true(most(&s, ms * 48, (ms + 100) * 48) > 0.003f);
	assert_true(most(&s, 9050 * 48, 9500 * 48) == 0);
	free(s.pcm);
}

static void
read_all(const char *path, struct str *to)
{
	char bytes[4096];
	size_t n;
	FILE *from = fopen(path, "rb");

	str_clear(to);
	while ((n = fread(bytes, 1, sizeof(bytes), from)) > 0)
		str_addn(to, bytes, n);
	fclose(from);
}

/* Rendered to a file nobody is too slow: not even the disk with the person's own
 * bed, which is shorter than the score; and it is the same again. */
static void
test_beds(void **state)
{
	static const char *const beds[] = {"rain", "own"};
	struct str answers = {0}, first = {0}, again = {0}, lines = {0};
	char path[4096], bed[4096];

	snprintf(path, sizeof(path), "%s/out.wav", (char *)*state);
	snprintf(bed, sizeof(bed), "%s/bed.flac", (char *)*state);
	assert_int_equal(
	    0, run("-o", bed, "at 0 bed brown\nat 3500 end\n", &answers));
	for (size_t i = 0; i < ARRAY_LEN(beds); i++) {
		str_clear(&lines);
		str_addf(&lines, "at 1000 bed %s\nat 4000 bed off\nat 9500 end\n",
		    beds[i]);
		assert_int_equal(
		    0, run_with("-o", path, "--bed", bed, lines.s, &answers));
		assert_null(strstr(answers.s, "error"));
		check_beds(path);
		read_all(path, &first);
		assert_int_equal(
		    0, run_with("-o", path, "--bed", bed, lines.s, &answers));
		read_all(path, &again);
		assert_int_equal(first.len, again.len);
		assert_memory_equal(first.s, again.s, first.len);
	}
	assert_int_equal(
	    0, run_with("-o", path, "--bed", *state, lines.s, &answers));
	assert_null(strstr(answers.s, "error"));
	unlink(bed);
	unlink(path);
	assert_int_equal(
	    0, run_with("-o", path, "--bed", *state, lines.s, &answers));
	assert_non_null(strstr(answers.s, "no sound file in it\n"));
	unlink(path);
	str_fini(&answers);
	str_fini(&lines);
	str_fini(&first);
	str_fini(&again);
}

/* The whole of a very long score at once, in either order. */
static void
test_many(void **state)
{
	struct str lines = {0}, answers = {0};
	char path[4096];

	snprintf(path, sizeof(path), "%s/out.flac", (char *)*state);
	for (int i = 10000; i-- > 0;)
		str_addf(&lines, "at %d play last\n", i * 20);
	str_add(&lines, "at 200000 end\n");
	assert_int_equal(0, run("-o", path, lines.s, &answers));
	/* Eight may sound at once, here they are sixteen. */
	assert_null(strstr(answers.s, "late"));
	assert_null(strstr(answers.s, "error"));
	assert_int_equal(0, unlink(path));
	str_clear(&lines);
	for (int i = 0; i < 20000; i++)
		str_addf(&lines, "at %d play last\n", i);
	str_add(&lines, "at 20000 end\n");
	assert_int_equal(1, run("-o", path, lines.s, &answers));
	assert_non_null(strstr(answers.s, "more than 16384 cues"));
	str_fini(&lines);
	str_fini(&answers);
}

static void
test_usage(void **state)
{
	char *args[][ARGS] = {
	    {(char *)"uncoil-sound", NULL},
	    {(char *)"uncoil-sound", (char *)"--sounds", NULL},
	    {(char *)"uncoil-sound", (char *)"--sounds", (char *)".",
		(char *)"--output", (char *)"file", NULL},
	    {(char *)"uncoil-sound", (char *)"--sounds", (char *)".",
		(char *)"--output", (char *)"loud", NULL},
	    {(char *)"uncoil-sound", (char *)"--sounds", (char *)".", (char *)"-o",
		(char *)"a.wav", (char *)"--channels", (char *)"3", NULL},
	    {(char *)"uncoil-sound", (char *)"--sounds", (char *)".", (char *)"x",
		NULL},
	    {(char *)"uncoil-sound", (char *)"--sounds", (char *)".",
		(char *)"--wake", (char *)"3001", NULL},
	    {(char *)"uncoil-sound", (char *)"--list", (char *)"x", NULL},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(args); i++) {
		struct child child = start(args[i], 0);

		close(child.to);
		assert_int_equal(2, finish(&child));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_exact),
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_channels),
	    cmocka_unit_test(test_marks),
	    cmocka_unit_test(test_progress),
	    cmocka_unit_test(test_keeps_the_old),
	    cmocka_unit_test(test_no_file),
	    cmocka_unit_test(test_disk_full),
	    cmocka_unit_test(test_signal),
	    cmocka_unit_test(test_hostile),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_usage),
	    cmocka_unit_test(test_beds),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
