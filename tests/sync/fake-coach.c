/*
 * A coach's server for tests, no more than the client's scripts need: it lives in one
 * folder, in which it leaves every request (requests), each item that it took (stored)
 * and its address (url), and from which it takes the changes that it tells (changes),
 * and bytes that it answers with in the place of all else (answer).  While there is a
 * file `more` it always has more to tell; with `wait` it asks to wait for a minute.
 */
#include "base/json.h"
#include "base/mem.h"
#include "sync/item.h"
#include "tests/sync/evil.h"

#define MANY 5000

struct fake {
	const char *folder;
	struct item items[MANY];
	size_t n;
	int64_t up_seq;
	unsigned born; /* what it tallies it does not know when it starts again */
};

/* A file of the folder; NULL when it is not there. */
static char *
read_file(const struct fake *fake, const char *name, size_t *len)
{
	struct str path = {0}, text = {0};
	char part[4096];
	FILE *file;

	str_addf(&path, "%s/%s", fake->folder, name);
	file = fopen(path.s, "r");
	str_fini(&path);
	if (!file)
		return NULL;
	while ((*len = fread(part, 1, sizeof(part), file)) > 0)
		str_addn(&text, part, *len);
	fclose(file);
	*len = text.len;
	return str_take(&text);
}

static bool
has_file(const struct fake *fake, const char *name)
{
	size_t len;
	char *text = read_file(fake, name, &len);
	bool has = text != NULL;

	free(text);
	return has;
}

static void
add_file(const struct fake *fake, const char *name, const char *text, size_t len)
{
	struct str path = {0};
	FILE *file;

	str_addf(&path, "%s/%s", fake->folder, name);
	file = fopen(path.s, "a");
	str_fini(&path);
	if (!file)
		abort();
	fwrite(text, 1, len, file);
	fclose(file);
}

/* A line of the file `stored` is an item that was taken. */
static const char *
store(struct fake *fake, const struct item *item)
{
	struct str line = {0};

	str_addf(&line, "%s %d\n", item->id, (int)item->rev);
	add_file(fake, "stored", line.s, line.len);
	str_fini(&line);
	fake->up_seq++;
	return "stored";
}

static const char *
take(struct fake *fake, const struct item *item)
{
	for (size_t i = 0; i < fake->n; i++) {
		struct item *have = &fake->items[i];

		if (strcmp(have->id, item->id) != 0)
			continue;
		if (have->rev >= item->rev)
			return have->rev > item->rev ? "older" : "same";
		have->rev = item->rev;
		return store(fake, item);
	}
	if (fake->n == MANY)
		abort();
	fake->items[fake->n++] = *item;
	return store(fake, item);
}

static void
take_all(struct fake *fake, const struct json *body, struct json *results)
{
	const struct json *list = json_get(body, "items");

	for (size_t i = 0; i < json_count(list); i++) {
		struct json *result = json_push_object(results);
		struct item item;
		const char *as;

		if (!item_read(json_at(list, i), false, &item) ||
		    item.read != ITEM_GOOD)
			abort();
		as = take(fake, &item);
		json_set_str(result, "id", item.id);
		json_set_int(result, "rev", item.rev);
		json_set_str(result, "as", as);
		if (strcmp(as, "older") == 0)
			json_set_int(result, "have_rev", item.rev + 1);
		item_fini(&item);
	}
}

static bool
knows(const struct fake *fake, const struct json *body)
{
	const char *tally = json_text(json_get(body, "tally"));

	return !tally || strtoul(tally, NULL, 16) >> 16 == fake->born;
}

/* False: it says that all should be told again. */
static bool
answer_sync(struct fake *fake, const char *text, struct str *out)
{
	struct json *body = json_read(text, strlen(text), 8, NULL);
	struct json *answer = json_new_object();
	size_t len;
	char *changes = read_file(fake, "changes", &len), tally[9];
	bool known = knows(fake, body);

	if (!known)
		json_set_str(answer, "type", "urn:uncoil:problem:resync");
	else
		take_all(fake, body, json_set_array(answer, "results"));
	snprintf(tally, sizeof(tally), "%04x%04x", fake->born,
	    (unsigned)fake->up_seq & 0xffff);
	json_set_int(answer, "uncoil", 1);
	json_set_str(answer, "batch", json_text(json_get(body, "batch")));
	json_set_str(answer, "server_time", json_text(json_get(body, "sent_at")));
	json_set_int(answer, "up_seq", fake->up_seq);
	json_set_str(answer, "tally", tally);
	json_set_text(answer, "changes", changes ? changes : "[]");
	json_set_str(answer, "next", changes ? "1.aaaaaaaa" : NULL);
	json_set_bool(answer, "more", has_file(fake, "more"));
	json_set_int(answer, "wait_s", has_file(fake, "wait") ? 60 : 0);
	json_add_compact(answer, out);
	json_free(answer);
	json_free(body);
	free(changes);
	return known;
}

#define A "019cabd8-3800-7abc-8def-0123456789aa"

static const struct {
	const char *start, *answer;
} fixed[] = {
    {"GET /.well-known/uncoil ",
	"{\"uncoil\":1,\"api\":[\"v1\"],\"name\":\"Hill Street\"}"},
    {"POST /v1/invites/lookup ",
	"{\"uncoil\":1,\"server\":\"Hill Street\",\"coach\":\"Dana Roe\","
	"\"relation\":\"independent\",\"asks\":[\"done\",\"tension\"],"
	"\"retain_days\":400,\"privacy_url\":\"https://x.example/\","
	"\"expires_at\":\"2036-03-09T00:00:00.000Z\"}"},
    {"POST /v1/enrolments ",
	"{\"uncoil\":1,\"client\":\"" A
	"\",\"server\":\"Hill Street\",\"coach\":\"Dana Roe\",\"retain_days\":400,"
	"\"server_time\":\"2026-03-02T09:20:11.310Z\",\"limits\":{}}"},
    {"GET /v1/me ", "{\"uncoil\":1}"},
    {"GET /v1/me/access ",
	"{\"uncoil\":1,\"access\":[{\"at\":\"2026-03-02T09:20:11.310Z\","
	"\"who\":\"Dana Roe\",\"what\":\"view client\"}]}"},
    {"PUT /v1/me/share ",
	"{\"uncoil\":1,\"share\":[\"done\"],\"cleared\":{\"tension\":2}}"},
    {"DELETE /v1/me?erase=",
	"{\"uncoil\":1,\"erased\":{\"sessions\":2,\"checkins\":0},"
	"\"backups_until\":\"2026-04-01\",\"receipt\":\"" A "\"}"},
    {"POST /hook ", "taken"},
    {"PUT /dav/", "taken"},
};

static bool
answer_one(struct fake *fake, const char *request, struct str *out)
{
	const char *body = strstr(request, "\r\n\r\n");

	if (strncmp(request, "POST /v1/sync ", 14) == 0)
		return answer_sync(fake, body ? body + 4 : "", out);
	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		if (strncmp(request, fixed[i].start, strlen(fixed[i].start)) == 0) {
			str_add(out, fixed[i].answer);
			return true;
		}
	abort();
}

static void
serve(struct fake *fake, int fd)
{
	static char request[1 << 20];
	struct str head = {0}, body = {0};
	size_t n = 0, len;
	ssize_t got;
	char *raw;

	while (n < sizeof(request) - 1 && !evil_whole(request, n) &&
	       (got = read(fd, request + n, sizeof(request) - 1 - n)) > 0)
		n += (size_t)got;
	request[n] = '\0';
	if (!evil_whole(request, n)) {
		close(fd);
		return;
	}
	add_file(fake, "requests", request, n);
	add_file(fake, "requests", "\n\n", 2);
	raw = read_file(fake, "answer", &len);
	if (raw) {
		str_addn(&head, raw, len);
	} else {
		str_addf(&head,
		    "HTTP/1.1 %s\r\nConnection: close\r\nContent-Length: ",
		    answer_one(fake, request, &body)
			? "200 OK\r\nContent-Type: application/json"
			: "409 X\r\nContent-Type: application/problem+json");
		str_addf(&head, "%zu\r\n\r\n", body.len);
		str_addn(&head, body.s, body.len);
	}
	/* Who is not there to hear it has cut the line. */
	if (write(fd, head.s, head.len) < 0)
		add_file(fake, "unheard", "x", 1);
	close(fd);
	free(raw);
	str_fini(&head);
	str_fini(&body);
}

/* Where it was before, when it is started again. */
static int
old_port(const struct fake *fake)
{
	size_t len;
	char *url = read_file(fake, "url", &len);
	int port = url ? atoi(strrchr(url, ':') + 1) : 0;

	free(url);
	return port;
}

int
main(int argc, char **argv)
{
	static struct fake fake;
	struct sockaddr_in at = {
	    .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(at);
	char url[64];
	int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;

	if (argc != 2)
		return 1;
	fake.folder = argv[1];
	fake.born = (unsigned)getpid() & 0xffff;
	at.sin_port = htons((uint16_t)old_port(&fake));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (struct sockaddr *)&at, size) < 0 || listen(fd, 16) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &size) < 0)
		return 1;
	signal(SIGPIPE, SIG_IGN);
	snprintf(url, sizeof(url), "http://127.0.0.1:%d\n", ntohs(at.sin_port));
	if (!old_port(&fake))
		add_file(&fake, "url", url, strlen(url));
	add_file(&fake, "ready", "", 0);
	for (;;)
		if ((one = accept(fd, NULL, NULL)) >= 0)
			serve(&fake, one);
}
