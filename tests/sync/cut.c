/*
 * Stands between a client and a server and cuts the line: `cut TO FOLDER` listens at
 * the port that it writes to FOLDER/port.  Of each connection it lets as many bytes
 * through to the server at port TO, and back, as the two numbers in FOLDER/cut say when
 * it begins (-1: all), then it closes both ends.  How many went through is in
 * FOLDER/carried.
 */
#include "tests/sync/evil.h"

#include <limits.h>
#include <poll.h>

/* Moves what there is from one end to the other; 0 when the line is to be cut. */
static int
carry(int from, int to, long *left)
{
	char part[4096];
	size_t most = *left > (long)sizeof(part) ? sizeof(part) : (size_t)*left;
	ssize_t n = read(from, part, most);

	if (n <= 0)
		return 0;
	for (ssize_t at = 0, wrote; at < n; at += wrote)
		if ((wrote = write(to, part + at, (size_t)(n - at))) <= 0)
			return 0;
	*left -= n;
	return *left != 0;
}

/* up and down are what may still go; what is left of them comes back. */
static void
between(int client, int server, long *up, long *down)
{
	struct pollfd ends[2] = {
	    {.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};

	while (*up != 0 && *down != 0 && poll(ends, 2, -1) > 0) {
		if (ends[0].revents && !carry(client, server, up))
			break;
		if (ends[1].revents && !carry(server, client, down))
			break;
	}
	close(client);
	close(server);
}

static int
call(int port)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	    .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) == 0)
		return fd;
	close(fd);
	return -1;
}

static FILE *
open_path(const char *path, const char *mode)
{
	FILE *file = fopen(path, mode);

	if (!file) {
		perror(path);
		exit(1);
	}
	return file;
}

/* Whoever reads it finds all of it or nothing. */
static void
put(const char *folder, const char *name, long a, long b)
{
	char part[4096], path[4096];
	FILE *file;

	snprintf(part, sizeof(part), "%s/%s.part", folder, name);
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = open_path(part, "w");
	fprintf(file, "%ld %ld\n", a, b);
	fclose(file);
	rename(part, path);
}

static int
listen_in(const char *folder)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&at, size) < 0 || listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) < 0)
		exit(1);
	put(folder, "port", ntohs(at.sin_port), 0);
	return fd;
}

/* So many that all of them are none the less. */
static long
limit(long n)
{
	return n < 0 ? LONG_MAX : n;
}

static void
serve(const char *folder, int client, int server)
{
	long up = -1, down = -1, left_up, left_down;
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/cut", folder);
	file = open_path(path, "r");
	if (fscanf(file, "%ld %ld", &up, &down) != 2)
		exit(1);
	fclose(file);
	left_up = limit(up);
	left_down = limit(down);
	between(client, server, &left_up, &left_down);
	put(folder, "carried", limit(up) - left_up, limit(down) - left_down);
}

int
main(int argc, char **argv)
{
	int fd;

	if (argc != 3)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	fd = listen_in(argv[2]);
	for (;;) {
		int client = accept(fd, NULL, NULL), server = call(atoi(argv[1]));

		if (client >= 0 && server >= 0)
			serve(argv[2], client, server);
		else
			close(client);
	}
}
