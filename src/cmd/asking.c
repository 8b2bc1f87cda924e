#include "cmd/asking.h"

#include "base/text.h"
#include "cmd/print.h"

#include <stdio.h>
#include <string.h>

#define S_NS INT64_C(1000000000)

/* --- which regions ------------------------------------------------------------ */

/* Of the seconds of the region that is treated most: then it is asked about too. */
#define SHARE_LEAST 3 / 4

/* Breathing is for all of the body and none of its regions. */
static void
count_seconds(
    const struct routine *r, const struct exercise *const *exercises, int seconds[])
{
	for (size_t i = 0; i < r->n_steps; i++)
		for (size_t k = 0; k < words_region.n; k++)
			if (exercises[i]->kind != KIND_BREATH &&
			    exercises[i]->regions & BIT_OF(k))
				seconds[k] += r->steps[i].seconds;
}

static size_t
most(const int seconds[])
{
	size_t at = 0;

	for (size_t k = 1; k < words_region.n; k++)
		if (seconds[k] > seconds[at])
			at = k;
	return at;
}

static uint64_t
treated(const struct routine *r, const struct exercise *const *exercises)
{
	int seconds[64] = {0}, first = 0;
	uint64_t bits = 0;

	count_seconds(r, exercises, seconds);
	for (int n = 0; n < CHECKIN_REGIONS; n++) {
		size_t at = most(seconds);

		if (seconds[at] == 0 || seconds[at] < first * SHARE_LEAST)
			break;
		first = n == 0 ? seconds[at] : first;
		seconds[at] = 0;
		bits |= BIT_OF(at);
	}
	return bits;
}

uint64_t
asking_regions(const struct settings *settings, const struct routine *r,
    const struct exercise *const *exercises, uint64_t focus, struct err *err)
{
	const char *named = settings->text[SET_SESSION_REGIONS];
	char bad[ID_MAX + 1] = "";
	uint64_t bits = 0;

	err->text[0] = '\0';
	if (focus)
		return focus;
	if (!words_parse(&words_region, named, &bits, bad)) {
		err_set(err, "session.regions: there is no region %s", bad);
		bits = 0;
	}
	return bits ? bits : treated(r, exercises);
}

/* --- asking ------------------------------------------------------------------- */

void
asking_prepare(const struct asking *a, struct script *script)
{
	struct checkin all;
	struct question q;

	checkin_after(&all, &a->checkin);
	all.before.pain = 0; /* then pain is among them */
	for (; checkin_question(&all, &q); checkin_pass(&all)) {
		struct str words = {0};

		checkin_words(&all, &q, &words);
		script_add(script, words.s, NULL);
		str_fini(&words);
	}
}

static void
wait_again(struct asking *a, const struct instant *now)
{
	int64_t s = a->checkin.wrong   ? ASKING_WRONG_S
		    : a->checkin.after ? ASKING_AFTER_S
				       : ASKING_BEFORE_S;

	a->until = *a->checkin.note ? INT64_MAX : now->mono + s * S_NS;
}

void
asking_begin(struct asking *a, const struct instant *now)
{
	a->printed = a->said = 0;
	a->n_bytes = 0;
	wait_again(a, now);
}

static const char *
how(const struct asking *a, const struct question *q)
{
	if (q->ask == ASK_NOTE)
		return " Type it, Enter ends it.";
	if (a->printed)
		return "";
	if (q->choices)
		return " A digit; space leaves it out, Enter ends the questions.";
	return a->checkin.after ? " A digit, x is 10; space leaves it out, Enter "
				  "ends the questions."
				: " A digit, x is 10; space leaves it out, Enter "
				  "begins now, q leaves.";
}

static void
print_question(
    const struct asking *a, const struct question *q, const struct str *words)
{
	struct str line = {0};

	str_addf(&line, "%s%s", words->s, how(a, q));
	print_timed(a->at_ms, line.s);
	str_fini(&line);
}

static void
print_sum(const struct asking *a)
{
	struct str line = {0};

	checkin_sum(&a->checkin, &line);
	if (*a->checkin.note)
		putchar('\n');
	if (line.len)
		print_timed(a->at_ms, line.s);
	str_fini(&line);
}

bool
asking_turn(struct asking *a, const struct instant *now)
{
	bool asks = !a->left && now->mono < a->until;
	struct str words = {0};
	struct question q;
	size_t place = a->checkin.at + 1;

	if (!checkin_question(&a->checkin, &q) || !asks) {
		checkin_skip(&a->checkin);
		if (a->linear && !a->left)
			print_sum(a);
		return false;
	}
	checkin_words(&a->checkin, &q, &words);
	checkin_choices(&q, &words);
	if (q.choices)
		str_add(&words, ".");
	if (a->linear && a->printed != place)
		print_question(a, &q, &words);
	a->printed = place;
	if (a->said != place && ear_say(a->ear, words.s, now))
		a->said = place;
	str_fini(&words);
	return true;
}

int64_t
asking_due(const struct asking *a)
{
	return a->until;
}

/* --- keys --------------------------------------------------------------------- */

static int
value_of(int key)
{
	return key == 'x' || key == 'X'   ? RATING_MAX
	       : key >= '0' && key <= '9' ? key - '0'
					  : RATING_NONE;
}

static void
show_typed(const struct asking *a, const char *text)
{
	if (!a->linear)
		return;
	fputs(text, stdout);
	fflush(stdout);
}

static void
type(struct asking *a, uint32_t cp)
{
	char text[5] = "";

	if (!checkin_type(&a->checkin, cp))
		return;
	text[text_encode(cp, text)] = '\0';
	show_typed(a, text);
}

/* Without a screen the keyboard gives bytes: a character is as many as it needs. */
static void
take_byte(struct asking *a, int byte)
{
	uint32_t cp;

	if (a->n_bytes == sizeof(a->bytes) || byte < 0x80 || (byte & 0xc0) == 0xc0)
		a->n_bytes = 0;
	a->bytes[a->n_bytes++] = (char)byte;
	if (text_decode(a->bytes, a->n_bytes, &cp) != a->n_bytes)
		return;
	a->n_bytes = 0;
	type(a, cp);
}

static void
note_key(struct asking *a, int key)
{
	switch (key) {
	case TERM_ENTER:
		checkin_pass(&a->checkin);
		break;
	case TERM_ESCAPE:
		while (checkin_erase(&a->checkin))
			show_typed(a, "\b \b");
		checkin_pass(&a->checkin);
		break;
	case TERM_BACKSPACE:
		if (checkin_erase(&a->checkin))
			show_typed(a, "\b \b");
		else
			checkin_back(&a->checkin);
		break;
	default:
		if (a->linear && key > 0 && key < 256)
			take_byte(a, key);
		else if (!a->linear && key > 0)
			type(a, (uint32_t)key);
	}
}

static void
rating_key(struct asking *a, int key)
{
	switch (key) {
	case TERM_ENTER:
	case TERM_ESCAPE:
		checkin_skip(&a->checkin);
		break;
	case 'q':
		a->left = !a->checkin.after;
		checkin_skip(&a->checkin);
		break;
	case ' ':
	case TERM_RIGHT:
		checkin_pass(&a->checkin);
		break;
	case TERM_BACKSPACE:
	case TERM_LEFT:
		checkin_back(&a->checkin);
		break;
	default:
		checkin_answer(&a->checkin, value_of(key));
	}
}

void
asking_key(struct asking *a, int key, const struct instant *now)
{
	struct question q;

	if (!checkin_question(&a->checkin, &q))
		return;
	if (q.ask == ASK_NOTE)
		note_key(a, key);
	else
		rating_key(a, key);
	if (q.ask != ASK_NOTE)
		ear_confirm_now(a->ear, EAR_ANSWER, now);
	wait_again(a, now);
}
