/*
 * What a coach's server answers, under libFuzzer: `make fuzz-answer`.
 *
 * The first byte chooses who reads the rest: an answer to a sync of two items, an
 * invitation, a welcome, a problem and the others.  Then every text that was made has
 * to be UTF-8 that a terminal can be shown, and a plan has to survive being kept.
 */
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "sync/wire.h"

#include <stdlib.h>
#include <string.h>

#define A     "019cabd8-3800-7abc-8def-0123456789aa"
#define B     "019cabd8-3800-7abc-8def-0123456789bb"
#define BATCH "019cabd8-3800-7abc-8def-0123456789cc"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A newline may stand in a note alone. */
static void
must_be_clean(const char *s, bool lines)
{
	size_t n = s ? strlen(s) : 0, len;
	uint32_t cp;

	for (size_t at = 0; at < n; at += len) {
		len = text_decode(s + at, n - at, &cp);
		if (len == 0 || (!text_printable(cp) && !(lines && cp == '\n')))
			abort();
	}
}

/* As it is kept and read again. */
static void
must_survive(const struct rx *rx)
{
	struct json *json = json_new_object(), *again = json_new_object();
	struct str one = {0}, two = {0};
	struct rx back;

	rx_print(rx, json);
	if (!rx_read(json, &back))
		abort();
	rx_print(&back, again);
	json_add_compact(json, &one);
	json_add_compact(again, &two);
	if (!*rx->fault && strcmp(one.s, two.s) != 0)
		abort();
	json_free(json);
	json_free(again);
	str_fini(&one);
	str_fini(&two);
	rx_fini(&back);
}

static void
see_rx(const struct rx *rx)
{
	must_be_clean(rx->title, false);
	must_be_clean(rx->fault, false);
	for (size_t i = 0; i < rx->n_items; i++)
		must_be_clean(rx->items[i].note, false);
	for (size_t i = 0; i < rx->n_customs; i++)
		must_be_clean(rx->customs[i].title, false);
	if (*rx->id)
		must_survive(rx);
}

static void
sync_answer(const char *text, size_t len)
{
	struct wire_request request = {.n = 2};
	struct wire_answer answer;
	struct item items[2];

	strcpy(request.batch, BATCH);
	for (int i = 0; i < 2; i++) {
		item_init(&items[i], ITEM_SESSION);
		items[i].rev = 1;
		strcpy(items[i].id, i ? B : A);
	}
	request.items = items;
	wire_read_answer(text, len, &request, &answer, NULL);
	for (size_t i = 0; i < answer.n_changes; i++) {
		const struct wire_change *change = &answer.changes[i];

		must_be_clean(change->text, true);
		must_be_clean(change->name, false);
		if (change->kind == CHANGE_RX)
			see_rx(&change->rx);
	}
	must_be_clean(answer.next, false);
	wire_answer_fini(&answer);
}

static void
offer(const char *text, size_t len)
{
	struct wire_offer o;

	if (!wire_read_offer(text, len, &o, NULL))
		return;
	must_be_clean(o.coach, false);
	must_be_clean(o.server, false);
	must_be_clean(o.privacy_url, false);
}

static void
welcome(const char *text, size_t len)
{
	struct wire_welcome w;

	if (!wire_read_welcome(text, len, &w, NULL))
		return;
	must_be_clean(w.coach, false);
	must_be_clean(w.server, false);
	if (w.items < 1 || w.items > WIRE_ITEMS || w.body > WIRE_BODY)
		abort();
}

static void
problem(const char *text, size_t len)
{
	struct wire_trouble t;

	wire_read_problem(text, len, &t);
	must_be_clean(t.title, false);
	must_be_clean(t.ref, false);
}

static void
rest(const char *text, size_t len)
{
	static struct wire_look looks[WIRE_LOOKS];
	int64_t cleared[WIRE_SHARES];
	struct wire_goodbye goodbye;
	char name[WIRE_LABEL];
	struct err err = {""};
	size_t n;
	int share;

	wire_read_place(text, len, name, &err);
	must_be_clean(name, false);
	must_be_clean(err.text, false);
	wire_read_share(text, len, &share, cleared, NULL);
	wire_read_goodbye(text, len, &goodbye, NULL);
	wire_read_looks(text, len, looks, &n, NULL);
	for (size_t i = 0; i < n; i++) {
		must_be_clean(looks[i].who, false);
		must_be_clean(looks[i].what, false);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(const char *text, size_t len) = {
	    sync_answer, offer, welcome, problem, rest};

	if (size > 0)
		readers[data[0] % ARRAY_LEN(readers)](
		    (const char *)data + 1, size - 1);
	return 0;
}
