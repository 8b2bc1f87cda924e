/*
 * Stands between a client and a server and cuts the line: `cut TO UP DOWN FIRST
 * PORTFILE` lets UP bytes through to the server at port TO, and DOWN bytes back, of
 * each connection from the FIRST on; then it closes both ends.  -1 is all of them.
 */
#include "tests/sync/evil.h"

#include <poll.h>
#include <stdbool.h>

/* Moves what there is from one end to the other; 0 when the line is to be cut. */
static int
carry(int from, int to, long *left)
{
	char part[4096];
	size_t most =
	    *left < 0 || *left > (long)sizeof(part) ? sizeof(part) : (size_t)*left;
	ssize_t n = read(from, part, most);

	if (n <= 0)
		return 0;
	for (ssize_t at = 0, wrote; at < n; at += wrote)
		if ((wrote = write(to, part + at, (size_t)(n - at))) <= 0)
			return 0;
	if (*left >= 0)
		*left -= n;
	return *left != 0;
}

static void
between(int client, int server, long up, long down)
{
	struct pollfd ends[2] = {
	    {.fd = client, .events = POLLIN}, {.fd = server, .events = POLLIN}};

	while (up != 0 && down != 0 && poll(ends, 2, -1) > 0) {
		if (ends[0].revents && !carry(client, server, &up))
			break;
		if (ends[1].revents && !carry(server, client, &down))
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

static int
listen_on(const char *port_file)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1, port = 0;
	FILE *file = fopen(port_file, "r");

	if (file && fscanf(file, "%d", &port) == 1)
		at.sin_port = htons((uint16_t)port);
	if (file)
		fclose(file);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&at, size) < 0 || listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) < 0)
		exit(1);
	file = fopen(port_file, "w");
	fprintf(file, "%d\n", ntohs(at.sin_port));
	fclose(file);
	return fd;
}

int
main(int argc, char **argv)
{
	int fd;

	if (argc != 6)
		return 2;
	signal(SIGPIPE, SIG_IGN);
	fd = listen_on(argv[5]);
	puts("ready");
	fflush(stdout);
	for (int no = 1;; no++) {
		int client = accept(fd, NULL, NULL), server = call(atoi(argv[1]));
		bool cuts = no >= atoi(argv[4]);

		if (client >= 0 && server >= 0)
			between(client, server, cuts ? atol(argv[2]) : -1,
			    cuts ? atol(argv[3]) : -1);
		else
			close(client);
	}
}
