#include "audio/chapters_wav.h"

#include <string.h>

static void
add_le(struct str *out, uint32_t n)
{
	char b[4] = {(char)n, (char)(n >> 8), (char)(n >> 16), (char)(n >> 24)};

	str_addn(out, b, 4);
}

static void
add_chunk(struct str *out, const char *id, const struct str *body)
{
	str_addn(out, id, 4);
	add_le(out, (uint32_t)body->len);
	str_addn(out, body->s, body->len);
	if (body->len % 2)
		str_addn(out, "", 1);
}

/* Number, position, the chunk that it is in, that and its block: 0, frame. */
static void
add_point(struct str *out, uint32_t number, uint32_t frame)
{
	add_le(out, number);
	add_le(out, frame);
	str_addn(out, "data", 4);
	add_le(out, 0);
	add_le(out, 0);
	add_le(out, frame);
}

static void
add_label(struct str *out, uint32_t number, const char *text)
{
	struct str body = {0};

	add_le(&body, number);
	str_addn(&body, text, strlen(text) + 1);
	add_chunk(out, "labl", &body);
	str_fini(&body);
}

void
chapters_wav(const struct chapters *c, int rate, struct str *out)
{
	struct str points = {0}, labels = {0};

	if (!c->n)
		return;
	add_le(&points, (uint32_t)c->n);
	str_addn(&labels, "adtl", 4);
	for (size_t i = 0; i < c->n; i++) {
		uint32_t number = (uint32_t)i + 1;

		add_point(&points, number, (uint32_t)(c->v[i].ms * rate / 1000));
		add_label(&labels, number, c->v[i].title);
	}
	add_chunk(out, "cue ", &points);
	add_chunk(out, "LIST", &labels);
	str_fini(&points);
	str_fini(&labels);
}

bool
chapters_wav_size(int64_t bytes, uint8_t size[4])
{
	int64_t n = bytes - 8;

	if (n < 0 || n > UINT32_MAX)
		return false;
	for (int i = 0; i < 4; i++)
		size[i] = (uint8_t)(n >> 8 * i);
	return true;
}
