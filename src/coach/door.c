#include "coach/door.h"

#include "base/clock.h"
#include "base/mem.h"
#include "coach/guard.h"
#include "coach/problem.h"

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* For the headers of a request and of its answer; a body comes in pieces of it. */
#define CONNECTION_MEMORY (16 * 1024)

/* A connection on which nothing at all moves; the watch is stricter. */
#define IDLE_S 60

/* When to come again for who asks while the server ends; it may be started again. */
#define QUIET_S 10

/* TLS 1.2 and later, and nothing that has fallen. */
#define PRIORITIES                                                                 \
	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-CIPHER-ALL:"                  \
	"+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:-RSA"

enum visit_state {
	VISIT_ASKING, /* connected, or answered: the next request is to come */
	VISIT_INSIDE, /* a request is here whole */
	VISIT_TAKING  /* its answer is on its way */
};

/* One connection. */
struct visit {
	struct visit *next, **link;
	int fd;
	enum visit_state state;
	int64_t since_ns;
};

struct door {
	struct MHD_Daemon *daemon;
	struct door_options options;
	atomic_bool quiet;
	atomic_int busy;
	pthread_mutex_t
	    lock; /* of the list and what is in it, and of becoming quiet */
	struct visit *visits;
};

/* A call, while the door has it. */
struct guest {
	struct call call;
	struct door *door;
	struct MHD_Connection *connection;
	int64_t arrived_ns;
	bool away; /* the worker has had it */
};

/* --- who takes too long ----------------------------------------------------- */

static void
visit_is(struct door *door, struct visit *visit, enum visit_state state)
{
	if (!visit)
		return;
	pthread_mutex_lock(&door->lock);
	visit->state = state;
	visit->since_ns = clock_mono();
	pthread_mutex_unlock(&door->lock);
}

static struct visit *
visit_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info ? info->socket_context : NULL;
}

static void
visit_begins(struct door *door, struct MHD_Connection *connection, void **context)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
	struct visit *visit = mem_new(1, sizeof(*visit));

	visit->fd = info ? info->connect_fd : -1;
	visit->since_ns = clock_mono();
	pthread_mutex_lock(&door->lock);
	visit->next = door->visits;
	visit->link = &door->visits;
	if (visit->next)
		visit->next->link = &visit->next;
	door->visits = visit;
	pthread_mutex_unlock(&door->lock);
	*context = visit;
}

static void
visit_ends(struct door *door, struct visit *visit)
{
	pthread_mutex_lock(&door->lock);
	*visit->link = visit->next;
	if (visit->next)
		visit->next->link = visit->link;
	pthread_mutex_unlock(&door->lock);
	free(visit);
}

static void
on_connection(void *cls, struct MHD_Connection *connection, void **context,
    enum MHD_ConnectionNotificationCode code)
{
	if (code == MHD_CONNECTION_NOTIFY_STARTED)
		visit_begins(cls, connection, context);
	else if (*context)
		visit_ends(cls, *context);
}

static bool
is_too_long(const struct visit *visit, int64_t now_ns)
{
	int64_t ms = (now_ns - visit->since_ns) / CLOCK_MS;

	switch (visit->state) {
	case VISIT_ASKING:
		return ms > DOOR_ASK_MS;
	case VISIT_TAKING:
		return ms > DOOR_TAKE_MS;
	case VISIT_INSIDE:
		break;
	}
	return false;
}

/* libmicrohttpd's own limit is for silence: a byte a second passes it. */
void
door_watch(struct door *door)
{
	int64_t now_ns = clock_mono();

	pthread_mutex_lock(&door->lock);
	for (struct visit *v = door->visits; v; v = v->next)
		if (is_too_long(v, now_ns))
			shutdown(v->fd, SHUT_RDWR);
	pthread_mutex_unlock(&door->lock);
}

/* --- the answer ------------------------------------------------------------- */

/* On every answer, page or not: nothing of it is kept, guessed at, framed or run, and
 * no other place learns where it was. */
static const char *const always[][2] = {
    {"Cache-Control", "no-store"},
    {"X-Content-Type-Options", "nosniff"},
    {"Strict-Transport-Security", "max-age=31536000"},
    {"Content-Security-Policy",
	"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
	"base-uri 'none'; frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"X-Frame-Options", "DENY"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

static void
add_headers(struct MHD_Response *r, const struct guest *guest)
{
	const struct call *call = &guest->call;

	for (size_t i = 0; i < ARRAY_LEN(always); i++)
		MHD_add_response_header(r, always[i][0], always[i][1]);
	if (call->type)
		MHD_add_response_header(
		    r, MHD_HTTP_HEADER_CONTENT_TYPE, call->type);
	for (size_t i = 0; i < call->n_headers; i++)
		MHD_add_response_header(
		    r, call->headers[i].name, call->headers[i].value);
	if (call->close || atomic_load(&guest->door->quiet))
		MHD_add_response_header(r, MHD_HTTP_HEADER_CONNECTION, "close");
}

static enum MHD_Result
send_answer(struct guest *guest)
{
	struct str *body = &guest->call.answer;
	struct MHD_Response *r = MHD_create_response_from_buffer(body->len,
	    body->s ? body->s : (char *)(uintptr_t) "", MHD_RESPMEM_PERSISTENT);
	enum MHD_Result done;

	if (!r)
		return MHD_NO;
	add_headers(r, guest);
	visit_is(guest->door, visit_of(guest->connection), VISIT_TAKING);
	done =
	    MHD_queue_response(guest->connection, (unsigned)guest->call.status, r);
	MHD_destroy_response(r);
	return done;
}

void
door_done(struct call *call)
{
	struct guest *guest = call->door;

	MHD_resume_connection(guest->connection);
}

/* --- the request ------------------------------------------------------------ */

static enum MHD_Result
each_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
	(void)kind;
	guard_header(cls, name, value);
	return MHD_YES;
}

static const struct sockaddr *
address_of(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
	    MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);

	return info ? info->client_addr : NULL;
}

static void
say_who(struct guest *guest, const struct guard *guard)
{
	struct call *call = &guest->call;

	address_block(address_of(guest->connection), call->block);
	if (guest->door->options.proxy)
		address_block_text(guard->forwarded, call->block);
	memcpy(call->token, guard->token, sizeof(call->token));
	memcpy(call->origin, guard->origin, sizeof(call->origin));
	memcpy(call->site, guard->site, sizeof(call->site));
	memcpy(call->cookies, guard->cookies, sizeof(call->cookies));
	memcpy(call->host, guard->host, sizeof(call->host));
	call->forwarded = guard->proxied;
}

static void
allow(struct call *call, int methods)
{
	call_header(call, "Allow", "%s%s%s%s",
	    methods & METHOD_GET ? "GET, HEAD " : "",
	    methods & METHOD_POST ? "POST " : "",
	    methods & METHOD_PUT ? "PUT " : "",
	    methods & METHOD_DELETE ? "DELETE " : "");
}

static void
read_query(struct guest *guest)
{
	struct call *call = &guest->call;
	const char *value = NULL;

	if (call->route->query)
		value = MHD_lookup_connection_value(
		    guest->connection, MHD_GET_ARGUMENT_KIND, call->route->query);
	snprintf(call->query, sizeof(call->query), "%s", value ? value : "");
}

/* The headers are here.  False: it is answered without its body. */
static bool
let_in(struct guest *guest, const char *path, const char *method)
{
	const union MHD_ConnectionInfo *size = MHD_get_connection_info(
	    guest->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	struct call *call = &guest->call;
	struct guard guard;
	int found, allowed;

	guard_init(&guard);
	MHD_get_connection_values(
	    guest->connection, MHD_HEADER_KIND, each_header, &guard);
	call->method = guard_method(method);
	found = guard_check(&guard, method, path, size ? size->header_size : 0,
	    &call->route, call->param, &allowed);
	say_who(guest, &guard);
	if (found < 0) {
		read_query(guest);
		return true;
	}
	call->now_ms = clock_wall_ms();
	problem(call, (enum problem)found, NULL);
	if (found == PROBLEM_METHOD)
		allow(call, allowed);
	call->close = true;
	return false;
}

/* False when it is more than the guard let in: then lengths do not hold. */
static bool
take_body(struct guest *guest, const char *data, size_t *n)
{
	struct call *call = &guest->call;

	if (call->body.len + *n > LIMIT_BODY)
		return false;
	str_addn(&call->body, data, *n);
	*n = 0;
	return true;
}

/* To the worker, unless it is about to go: after door_quiet it is given nothing. */
static bool
give(struct guest *guest)
{
	struct door *door = guest->door;
	bool open;

	pthread_mutex_lock(&door->lock);
	open = !atomic_load(&door->quiet);
	guest->away = open;
	if (open) {
		MHD_suspend_connection(guest->connection);
		worker_push(door->options.worker, &guest->call);
	}
	pthread_mutex_unlock(&door->lock);
	return open;
}

/* The request is here whole. */
static enum MHD_Result
hand_in(struct guest *guest)
{
	struct call *call = &guest->call;

	call->now_ms = clock_wall_ms();
	visit_is(guest->door, visit_of(guest->connection), VISIT_INSIDE);
	if (call->route->read)
		call->route->read(call, NULL);
	if (give(guest))
		return MHD_YES;
	problem_later(call, PROBLEM_BUSY, QUIET_S);
	return send_answer(guest);
}

static struct guest *
guest_new(struct door *door, struct MHD_Connection *connection)
{
	struct guest *guest = mem_new(1, sizeof(*guest));

	call_init(&guest->call);
	guest->door = door;
	guest->connection = connection;
	guest->call.door = guest;
	guest->call.about = door->options.about;
	guest->arrived_ns = clock_mono();
	atomic_fetch_add(&door->busy, 1);
	return guest;
}

/*
 * Called with the headers, then with each piece of the body, then once without
 * any, and once more when the worker has given the call back.
 */
static enum MHD_Result
on_request(void *cls, struct MHD_Connection *connection, const char *path,
    const char *method, const char *version, const char *data, size_t *n,
    void **mine)
{
	struct guest *guest = *mine;

	(void)version;
	if (!guest) {
		*mine = guest = guest_new(cls, connection);
		return let_in(guest, path, method) ? MHD_YES : send_answer(guest);
	}
	if (guest->call.status)
		return send_answer(guest);
	if (guest->away)
		return MHD_NO;
	if (*n)
		return take_body(guest, data, n) ? MHD_YES : MHD_NO;
	return hand_in(guest);
}

static void
on_completed(void *cls, struct MHD_Connection *connection, void **mine,
    enum MHD_RequestTerminationCode code)
{
	struct guest *guest = *mine;
	struct door *door = cls;

	(void)code;
	if (!guest)
		return;
	*mine = NULL;
	if (guest->call.status)
		log_call(door->options.log, &guest->call,
		    (clock_mono() - guest->arrived_ns) / 1000);
	visit_is(door, visit_of(connection), VISIT_ASKING);
	call_fini(&guest->call);
	free(guest);
	atomic_fetch_sub(&door->busy, 1);
}

/* Text is what it is: %00 is no NUL, and %2e no dot. */
static size_t
as_it_came(void *cls, struct MHD_Connection *connection, char *s)
{
	(void)cls;
	(void)connection;
	return strlen(s);
}

/* --- opening ---------------------------------------------------------------- */

static bool
start(struct door *door, struct err *err)
{
	const struct door_options *o = &door->options;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME |
			 (o->cert ? MHD_USE_TLS : 0);
	struct MHD_OptionItem more[] = {
	    {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)o->cert},
	    {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)o->key},
	    {MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)PRIORITIES},
	    {MHD_OPTION_END, 0, NULL},
	};

	if (!o->cert)
		more[0].option = MHD_OPTION_END;
	door->daemon = MHD_start_daemon(flags, 0, NULL, NULL, on_request, door,
	    MHD_OPTION_LISTEN_SOCKET, o->at->fd, MHD_OPTION_CONNECTION_LIMIT,
	    (unsigned)DOOR_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
	    (unsigned)o->per_address, MHD_OPTION_CONNECTION_TIMEOUT,
	    (unsigned)IDLE_S, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	    (size_t)CONNECTION_MEMORY, MHD_OPTION_STRICT_FOR_CLIENT, 1,
	    MHD_OPTION_NOTIFY_CONNECTION, on_connection, door,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, door,
	    MHD_OPTION_UNESCAPE_CALLBACK, as_it_came, NULL, MHD_OPTION_ARRAY, more,
	    MHD_OPTION_END);
	return door->daemon ||
	       err_set(err, "cannot serve%s",
		   o->cert ? ": is the certificate one for this key, both as PEM?"
			   : "");
}

struct door *
door_open(const struct door_options *options, struct err *err)
{
	struct door *door = mem_new(1, sizeof(*door));

	door->options = *options;
	pthread_mutex_init(&door->lock, NULL);
	if (start(door, err))
		return door;
	pthread_mutex_destroy(&door->lock);
	free(door);
	return NULL;
}

void
door_quiet(struct door *door)
{
	pthread_mutex_lock(&door->lock);
	atomic_store(&door->quiet, true);
	pthread_mutex_unlock(&door->lock);
	MHD_quiesce_daemon(door->daemon);
}

int
door_busy(struct door *door)
{
	return atomic_load(&door->busy);
}

void
door_close(struct door *door)
{
	if (!door)
		return;
	MHD_stop_daemon(door->daemon);
	pthread_mutex_destroy(&door->lock);
	free(door);
}
