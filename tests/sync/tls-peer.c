/*
 * A TLS server for tests, as bad as it is told to be: on PORT of 127.0.0.1 (0: any) it
 * shakes hands with PRIORITY (GnuTLS's words for versions and ciphers), with cert.pem
 * and key.pem of its folder.  There it leaves its port (port), a line for every
 * connection (hands), and what came through each, decrypted (requests); a whole
 * request gets the bytes of the file answer.
 *
 *	tls-peer FOLDER PORT PRIORITY
 */
#include "tests/sync/evil.h"

#include <gnutls/gnutls.h>
#include <sys/time.h>

/* Whoever started it and was killed is not there to end it. */
#define LIFE_S 300

#define SILENT_S 20

struct peer {
	const char *folder;
	gnutls_certificate_credentials_t credentials;
	gnutls_priority_t priority;
};

static FILE *
open_in(const struct peer *peer, const char *name, const char *mode)
{
	char path[1024];

	snprintf(path, sizeof(path), "%s/%s", peer->folder, name);
	return fopen(path, mode);
}

static void
leave(const struct peer *peer, const char *name, const char *text, size_t len)
{
	FILE *file = open_in(peer, name, "a");

	if (!file)
		abort();
	fwrite(text, 1, len, file);
	fclose(file);
}

static void
answer(const struct peer *peer, gnutls_session_t tls)
{
	char bytes[4096];
	FILE *file = open_in(peer, "answer", "r");
	size_t n = file ? fread(bytes, 1, sizeof(bytes), file) : 0;

	if (file)
		fclose(file);
	gnutls_record_send(tls, bytes, n);
}

/* Whatever comes is left, whole request or not. */
static void
hear(const struct peer *peer, gnutls_session_t tls)
{
	static char request[1 << 20];
	size_t n = 0;
	ssize_t got;

	while (
	    n < sizeof(request) && !evil_whole(request, n) &&
	    (got = gnutls_record_recv(tls, request + n, sizeof(request) - n)) > 0)
		n += (size_t)got;
	leave(peer, "requests", request, n);
	if (evil_whole(request, n))
		answer(peer, tls);
	gnutls_bye(tls, GNUTLS_SHUT_WR);
}

static void
serve(const struct peer *peer, int fd)
{
	struct timeval silent = {.tv_sec = SILENT_S};
	gnutls_session_t tls;
	const char *how;
	int code;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &silent, sizeof(silent));
	gnutls_init(&tls, GNUTLS_SERVER);
	gnutls_priority_set(tls, peer->priority);
	gnutls_credentials_set(tls, GNUTLS_CRD_CERTIFICATE, peer->credentials);
	gnutls_transport_set_int(tls, fd);
	do
		code = gnutls_handshake(tls);
	while (code < 0 && !gnutls_error_is_fatal(code));
	how = code < 0 ? gnutls_strerror(code)
		       : gnutls_protocol_get_name(gnutls_protocol_get_version(tls));
	leave(peer, "hands", how, strlen(how));
	leave(peer, "hands", "\n", 1);
	if (code >= 0)
		hear(peer, tls);
	gnutls_deinit(tls);
	close(fd);
}

static int
prepare(struct peer *peer, const char *priority)
{
	char cert[1024], key[1024];

	snprintf(cert, sizeof(cert), "%s/cert.pem", peer->folder);
	snprintf(key, sizeof(key), "%s/key.pem", peer->folder);
	gnutls_certificate_allocate_credentials(&peer->credentials);
	return gnutls_priority_init(&peer->priority, priority, NULL) == 0 &&
	       gnutls_certificate_set_x509_key_file(
		   peer->credentials, cert, key, GNUTLS_X509_FMT_PEM) == 0;
}

int
main(int argc, char **argv)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	int listener = socket(AF_INET, SOCK_STREAM, 0), fd, one = 1;
	struct peer peer;
	char port[16];

	if (argc != 4)
		return 1;
	peer.folder = argv[1];
	signal(SIGPIPE, SIG_IGN);
	alarm(LIFE_S);
	at.sin_port = htons((uint16_t)atoi(argv[2]));
	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (!prepare(&peer, argv[3]) ||
	    bind(listener, (struct sockaddr *)&at, size) < 0 ||
	    listen(listener, 16) < 0 ||
	    getsockname(listener, (struct sockaddr *)&at, &size) < 0)
		return 1;
	snprintf(port, sizeof(port), "%d\n", ntohs(at.sin_port));
	leave(&peer, "port", port, strlen(port));
	for (;;)
		if ((fd = accept(listener, NULL, NULL)) >= 0)
			serve(&peer, fd);
}
