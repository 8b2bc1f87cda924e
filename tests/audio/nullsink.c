#include "nullsink.h"

#include "base/clock.h"
#include "base/paths.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define PATH 512

bool
nullsink_possible(void)
{
	return system("command -v pulseaudio pactl parec >/dev/null 2>&1") == 0;
}

bool
nullsink_init(struct nullsink *sink)
{
	const char *tmp = getenv("TMPDIR");
	char path[PATH];

	*sink = (struct nullsink){0};
	snprintf(
	    sink->dir, sizeof(sink->dir), "%s/uncoil-XXXXXX", tmp ? tmp : "/tmp");
	if (!mkdtemp(sink->dir))
		return false;
	snprintf(path, sizeof(path), "%s/run", sink->dir);
	if (mkdir(path, 0700) < 0)
		return false;
	setenv("XDG_RUNTIME_DIR", path, 1);
	setenv("HOME", sink->dir, 1);
	snprintf(path, sizeof(path), "unix:%s/run/native", sink->dir);
	setenv("PULSE_SERVER", path, 1);
	unsetenv("DBUS_SESSION_BUS_ADDRESS");
	unsetenv("DISPLAY");
	return true;
}

static pid_t
spawn(const char *const *args, const char *output)
{
	pid_t pid = fork();

	if (pid == 0) {
		int null = open("/dev/null", O_RDWR);
		int out = output ? open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600)
				 : null;

		dup2(null, 0);
		dup2(out, 1);
		dup2(null, 2);
		execvp(args[0], (char *const *)args);
		_exit(127);
	}
	return pid;
}

bool
nullsink_pactl(const char *words)
{
	char line[2 * PATH];

	snprintf(line, sizeof(line), "pactl %s >/dev/null 2>&1", words);
	return system(line) == 0;
}

/* Until it is so, for at most 10 s. */
static bool
wait_until(bool (*is_so)(const void *), const void *of)
{
	for (int i = 0; i < 500; i++) {
		if (is_so(of))
			return true;
		poll(NULL, 0, 20);
	}
	return false;
}

static bool
server_answers(const void *of)
{
	(void)of;
	return nullsink_pactl("info");
}

bool
nullsink_start(struct nullsink *sink)
{
	char socket[PATH];
	const char *args[] = {"pulseaudio", "-n", "--daemonize=no",
	    "--use-pid-file=no", "--exit-idle-time=-1", "--disallow-exit",
	    "--disable-shm=yes", "--log-target=stderr", "--log-level=error", "-L",
	    socket, "-L", "module-null-sink sink_name=cap rate=48000 channels=2",
	    NULL};

	snprintf(socket, sizeof(socket),
	    "module-native-protocol-unix socket=%s/run/native auth-anonymous=1",
	    sink->dir);
	sink->server = spawn(args, NULL);
	return wait_until(server_answers, NULL);
}

bool
nullsink_load(const char *name, const char *about)
{
	char words[PATH];

	snprintf(words, sizeof(words),
	    "load-module module-null-sink sink_name=%s rate=48000 channels=2 "
	    "sink_properties=device.description=%s",
	    name, about);
	return nullsink_pactl(words);
}

bool
nullsink_unload(const char *name)
{
	char words[PATH];

	snprintf(words, sizeof(words),
	    "unload-module $(pactl list short modules | "
	    "sed -n 's/\t.*sink_name=%s.*//p')",
	    name);
	return nullsink_pactl(words);
}

static bool
plays_on(const void *name)
{
	char line[2 * PATH];

	snprintf(line, sizeof(line),
	    "test \"$(pactl list short sink-inputs | cut -f 2)\" = "
	    "\"$(pactl list short sinks | awk '$2 == \"%s\" { print $1 }')\"",
	    (const char *)name);
	return system(line) == 0;
}

bool
nullsink_plays_on(const char *name)
{
	return wait_until(plays_on, name);
}

static bool
file_grows(const void *path)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_size > 0;
}

bool
nullsink_record(struct nullsink *sink)
{
	char path[PATH];
	const char *args[] = {"parec", "--device=cap.monitor", "--raw",
	    "--format=s16le", "--rate=48000", "--channels=1", "--latency-msec=20",
	    NULL};

	snprintf(path, sizeof(path), "%s/rec.raw", sink->dir);
	unlink(path);
	sink->recorder = spawn(args, path);
	return wait_until(file_grows, path);
}

static void
end(pid_t *pid, int number)
{
	if (*pid > 0) {
		kill(*pid, number);
		waitpid(*pid, NULL, 0);
	}
	*pid = 0;
}

void
nullsink_record_stop(struct nullsink *sink)
{
	end(&sink->recorder, SIGTERM);
}

void
nullsink_kill(struct nullsink *sink)
{
	end(&sink->server, SIGKILL);
}

void
nullsink_fini(struct nullsink *sink)
{
	char line[2 * PATH];

	end(&sink->recorder, SIGTERM);
	end(&sink->server, SIGKILL);
	snprintf(line, sizeof(line), "rm -rf '%s'", sink->dir);
	if (*sink->dir && system(line) != 0)
		fprintf(stderr, "cannot remove %s\n", sink->dir);
}

size_t
nullsink_onsets(const struct nullsink *sink, int quiet_ms, int64_t *at, size_t most)
{
	char path[PATH];
	int64_t quiet = 0, frame = 0;
	int16_t block[4096];
	size_t n = 0, got;
	FILE *from;

	snprintf(path, sizeof(path), "%s/rec.raw", sink->dir);
	from = fopen(path, "rb");
	if (!from)
		return 0;
	while ((got = fread(block, sizeof(*block), 4096, from)) > 0) {
		for (size_t i = 0; i < got; i++, frame++) {
			if (block[i] == 0) {
				quiet++;
				continue;
			}
			if (quiet >= quiet_ms * 48 && n < most)
				at[n++] = frame;
			quiet = 0;
		}
	}
	fclose(from);
	return n;
}

bool
helper_start(struct helper *helper, const char *cues)
{
	return helper_start_with(helper, cues, NULL, NULL);
}

bool
helper_start_with(
    struct helper *helper, const char *cues, const char *option, const char *value)
{
	const char *build = getenv("top_builddir");
	char *dir = paths_shipped(), sounds[PATH], path[PATH];
	const char *args[] = {"uncoil-sound", "--output", "device", "--sounds",
	    sounds, "--cues", cues, option, value, NULL};
	int in[2], out[2];

	*helper = (struct helper){0};
	snprintf(sounds, sizeof(sounds), "%s/sounds", dir);
	free(dir);
	snprintf(path, sizeof(path), "%s/uncoil-sound", build ? build : ".");
	if (pipe2(in, O_CLOEXEC) < 0 || pipe2(out, O_CLOEXEC) < 0)
		return false;
	helper->pid = fork();
	if (helper->pid == 0) {
		dup2(in[0], 0);
		dup2(out[1], 1);
		execv(path, (char *const *)args);
		_exit(127);
	}
	close(in[0]);
	close(out[1]);
	helper->to = in[1];
	helper->from = out[0];
	signal(SIGPIPE, SIG_IGN);
	return helper->pid > 0;
}

void
helper_say(struct helper *helper, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vdprintf(helper->to, fmt, ap);
	va_end(ap);
}

static int
count(const char *in, const char *text)
{
	int n = 0;

	while ((in = strstr(in, text)) != NULL) {
		in += strlen(text);
		n++;
	}
	return n;
}

bool
helper_hear(struct helper *helper, const char *text, int times, int ms)
{
	int64_t until = clock_mono() + ms * CLOCK_MS;
	struct pollfd fd = {.fd = helper->from, .events = POLLIN};

	while (count(helper->answers, text) < times) {
		int64_t left = until - clock_mono();
		size_t room = sizeof(helper->answers) - 1 - helper->len;
		ssize_t n;

		if (left <= 0 || poll(&fd, 1, (int)(left / CLOCK_MS) + 1) < 1)
			return false;
		n = read(helper->from, helper->answers + helper->len, room);
		if (n <= 0)
			return false;
		helper->len += (size_t)n;
	}
	return true;
}

int
helper_stop(struct helper *helper)
{
	int status = 0;

	close(helper->to);
	close(helper->from);
	waitpid(helper->pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* Sums what `ask` reads from a file of every thread. */
static int64_t
of_threads(pid_t pid, const char *file, int64_t (*ask)(FILE *))
{
	char path[PATH];
	struct dirent *entry;
	int64_t sum = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	dir = opendir(path);
	while (dir && (entry = readdir(dir)) != NULL) {
		FILE *from;

		if (*entry->d_name == '.')
			continue;
		snprintf(path, sizeof(path), "/proc/%d/task/%.20s/%s", (int)pid,
		    entry->d_name, file);
		from = fopen(path, "r");
		if (!from)
			continue;
		sum += ask(from);
		fclose(from);
	}
	if (dir)
		closedir(dir);
	return sum;
}

static int64_t
sleeps(FILE *from)
{
	char line[256];
	long n = 0;

	while (fgets(line, sizeof(line), from))
		if (sscanf(line, "voluntary_ctxt_switches: %ld", &n) == 1)
			break;
	return n;
}

static int64_t
on_cpu(FILE *from)
{
	long long ns = 0;

	return fscanf(from, "%lld", &ns) == 1 ? ns : 0;
}

long
helper_sleeps(const struct helper *helper)
{
	return (long)of_threads(helper->pid, "status", sleeps);
}

int64_t
helper_cpu_ns(const struct helper *helper)
{
	return of_threads(helper->pid, "schedstat", on_cpu);
}

long
helper_private_kib(const struct helper *helper)
{
	char path[PATH], line[256];
	long sum = 0, n;
	FILE *from;

	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)helper->pid);
	from = fopen(path, "r");
	while (from && fgets(line, sizeof(line), from))
		if (sscanf(line, "Private_Clean: %ld", &n) == 1 ||
		    sscanf(line, "Private_Dirty: %ld", &n) == 1)
			sum += n;
	if (from)
		fclose(from);
	return sum;
}
