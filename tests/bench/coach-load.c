/*
 * Load on a coach's server: kept connections over TLS, each a device at a time of
 * many, each call a sync of two items.
 *
 *	coach-load prepare DIR DEVICES		devices in a store that nobody serves
 *	coach-load run DEVICES PORT CONNECTIONS SECONDS RATE
 *
 * RATE is calls a second, evenly, of all connections together; 0 is as many as can
 * be.  Prints one line: calls, calls a second, and how long they took.  A call that is
 * late because those before it were slow counts from when it was due.
 */
#include "base/civil.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/rng.h"
#include "base/str.h"
#include "coach/store.h"
#include "sync/share.h"
#include "sync/stamp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <gnutls/gnutls.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CALLS_MAX 4000000

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

/* --- devices ---------------------------------------------------------------- */

static void
token_of(int i, char token[64])
{
	snprintf(token, 64, "uct1_bench%033d", i);
}

static void
enrol(struct store *store, const struct invite *invite, int i, int64_t now_ms)
{
	struct enrolment e = {.share = WIRE_SHARE_ALL,
	    .agent = "uncoil/0.4.0",
	    .consent_text = 1,
	    .consent_ms = now_ms,
	    .retain_days = 400};
	struct device device;
	char token[64], code[13];
	struct invite found;

	token_of(i, token);
	secret_sha256(token, strlen(token), e.token_hash);
	rng_uuid_at(now_ms, e.device);
	store_invite_add(store, invite, now_ms, code);
	store_invite(store, code, now_ms, &found);
	store_enrol(store, code, &found, &e, now_ms, &device);
}

static int
prepare(const char *dir, int n)
{
	struct coach coach = {.login = "coach", .name = "Coach", .pw_hash = "!"};
	int64_t now_ms = clock_wall_ms();
	struct invite invite = {.client_no = -1, .want = 1, .alias = "Sam"};
	struct store *store;
	struct err err;
	bool made;

	store = store_open(dir, now_ms, &made, &err);
	if (!store || !store_begin(store, &err))
		return fprintf(stderr, "%s\n", err.text), 1;
	store_coach_add(store, &coach, now_ms, &err);
	invite.coach_no = coach.no;
	invite.expires_ms = now_ms + DAY_MS;
	for (int i = 0; i < n; i++)
		enrol(store, &invite, i, now_ms);
	if (!store_commit(store, &err))
		return fprintf(stderr, "%s\n", err.text), 1;
	store_close(store);
	return 0;
}

/* --- one connection --------------------------------------------------------- */

struct load {
	int port, connections, devices;
	double rate;
	int64_t until_ns;
	gnutls_certificate_credentials_t credentials;
	atomic_int next_device;
};

struct peer {
	struct load *load;
	int no, fd;
	gnutls_session_t tls;
	int64_t *took_ns;
	size_t n, failed;
	int status; /* of the first failure */
};

static int
connect_to(int port)
{
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return fd;
}

static void
open_client(struct peer *c)
{
	c->fd = connect_to(c->load->port);
	gnutls_init(&c->tls, GNUTLS_CLIENT);
	gnutls_set_default_priority(c->tls);
	gnutls_credentials_set(
	    c->tls, GNUTLS_CRD_CERTIFICATE, c->load->credentials);
	gnutls_transport_set_int(c->tls, c->fd);
	if (gnutls_handshake(c->tls) < 0)
		die("handshake");
}

static void
add_item(struct str *body, int32_t day)
{
	char id[UUID_LEN], text[CIVIL_LEN];

	str_addf(body,
	    "{\"type\":\"session\",\"id\":\"%s\",\"rev\":1,\"local_date\":\"%s\","
	    "\"routine\":\"desk-reset-2\",\"state\":\"done\","
	    "\"started_at\":\"%sT09:14:03.120Z\",\"utc_offset_min\":60,"
	    "\"active_s\":132,\"steps\":{\"done\":4,\"of\":4},"
	    "\"tension\":{\"neck\":[6,3]},\"pain\":2}",
	    rng_uuid_day(day, id), civil_print(day, text), text);
}

static void
make_request(struct str *out, int device, int64_t now_ms)
{
	char token[64], batch[UUID_LEN], at[STAMP_LEN];
	struct str body = {0};
	int32_t day = civil_day(now_ms, 0, 0);

	token_of(device, token);
	str_addf(&body,
	    "{\"uncoil\":1,\"batch\":\"%s\",\"sent_at\":\"%s\",\"agent\":\"uncoil/"
	    "0.4.0\",\"after\":null,\"items\":[",
	    rng_uuid_at(now_ms, batch), stamp_print(now_ms, at));
	add_item(&body, day);
	str_add(&body, ",");
	add_item(&body, day);
	str_add(&body, "]}");
	str_clear(out);
	str_addf(out,
	    "POST /v1/sync HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
	    "%s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
	    token, body.len, body.s);
	str_fini(&body);
}

/* The status of the answer, when all of it is here; -1 when it broke. */
static int
read_answer(struct peer *c)
{
	char buf[8192];
	size_t n = 0, want = 0;
	const char *end, *length;
	ssize_t got;

	for (;;) {
		got = gnutls_record_recv(c->tls, buf + n, sizeof(buf) - 1 - n);
		if (got <= 0)
			return -1;
		n += (size_t)got;
		buf[n] = '\0';
		end = strstr(buf, "\r\n\r\n");
		if (!end)
			continue;
		length = strcasestr(buf, "Content-Length:");
		want =
		    (size_t)(end + 4 - buf) +
		    (length && length < end ? strtoul(length + 15, NULL, 10) : 0);
		if (n >= want)
			return atoi(buf + 9);
	}
}

static void
wait_until(int64_t ns)
{
	struct timespec ts = {ns / CLOCK_S, ns % CLOCK_S};

	while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == EINTR)
		;
}

static void
one_call(struct peer *c, struct str *request, int64_t due_ns)
{
	int device = atomic_fetch_add(&c->load->next_device, 1) % c->load->devices;
	int status;

	make_request(request, device, clock_wall_ms());
	if (due_ns)
		wait_until(due_ns);
	else
		due_ns = clock_mono();
	if (gnutls_record_send(c->tls, request->s, request->len) < 0)
		die("send");
	status = read_answer(c);
	if (c->n < CALLS_MAX / (size_t)c->load->connections)
		c->took_ns[c->n++] = clock_mono() - due_ns;
	if (status == 200 || status == 204)
		return;
	c->failed++;
	c->status = status;
}

static void *
run_client(void *arg)
{
	struct peer *c = arg;
	struct str request = {0};
	double each =
	    c->load->rate > 0 ? 1e9 * c->load->connections / c->load->rate : 0;
	int64_t start =
	    clock_mono() + (int64_t)(each * c->no / c->load->connections);

	for (int64_t i = 0; clock_mono() < c->load->until_ns; i++) {
		int64_t due = start + (int64_t)(each * (double)i);

		if (due >= c->load->until_ns)
			break;
		one_call(c, &request, each > 0 ? due : 0);
	}
	str_fini(&request);
	return NULL;
}

/* --- all of them ------------------------------------------------------------ */

static int
by_time(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static void
report(struct peer *clients, int n, double seconds)
{
	int64_t *all = mem_new(CALLS_MAX, sizeof(*all));
	size_t calls = 0, failed = 0;
	int status = 0;

	for (int i = 0; i < n; i++) {
		memcpy(
		    all + calls, clients[i].took_ns, clients[i].n * sizeof(*all));
		calls += clients[i].n;
		failed += clients[i].failed;
		status = clients[i].status ? clients[i].status : status;
	}
	qsort(all, calls, sizeof(*all), by_time);
	printf("%zu calls  %.0f calls/s  p50 %.2f ms  p99 %.2f ms  max %.2f ms  "
	       "failed %zu "
	       "(%d)\n",
	    calls, (double)calls / seconds, (double)all[calls / 2] / 1e6,
	    (double)all[calls * 99 / 100] / 1e6, (double)all[calls - 1] / 1e6,
	    failed, status);
	free(all);
}

static int
run(char **argv)
{
	struct load load = {.devices = atoi(argv[2]),
	    .port = atoi(argv[3]),
	    .connections = atoi(argv[4]),
	    .rate = atof(argv[6])};
	struct peer *clients = mem_new((size_t)load.connections, sizeof(*clients));
	pthread_t *threads = mem_new((size_t)load.connections, sizeof(*threads));
	double seconds = atof(argv[5]);
	size_t most = CALLS_MAX / (size_t)load.connections;
	int64_t begun_ns;

	gnutls_certificate_allocate_credentials(&load.credentials);
	for (int i = 0; i < load.connections; i++) {
		clients[i] = (struct peer){.load = &load, .no = i};
		clients[i].took_ns = mem_new(most, sizeof(int64_t));
		open_client(&clients[i]);
	}
	begun_ns = clock_mono();
	load.until_ns = begun_ns + (int64_t)(seconds * 1e9);
	for (int i = 0; i < load.connections; i++)
		pthread_create(&threads[i], NULL, run_client, &clients[i]);
	for (int i = 0; i < load.connections; i++)
		pthread_join(threads[i], NULL);
	report(clients, load.connections, (double)(clock_mono() - begun_ns) / 1e9);
	return 0;
}

int
main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "prepare") == 0)
		return prepare(argv[2], atoi(argv[3]));
	if (argc == 7 && strcmp(argv[1], "run") == 0)
		return run(argv);
	fputs("usage: coach-load prepare DIR DEVICES\n"
	      "       coach-load run DEVICES PORT CONNECTIONS SECONDS RATE\n",
	    stderr);
	return 2;
}
