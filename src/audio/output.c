#include "audio/output.h"

#include "base/mem.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* So many cues may have been heard before the reading side is woken to say so. */
#define UNTOLD 8

static const struct output_ops *const all[] = {
    &output_device, &output_null, &output_file};

const struct output_ops *
output_find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		if (strcmp(all[i]->name, name) == 0)
			return all[i];
	return NULL;
}

static void
output_free(struct output *out)
{
	if (out->news_fd >= 0)
		close(out->news_fd);
	chapters_fini(&out->marks);
	free(out->cue_room);
	free(out->own);
	free(out);
}

struct output *
output_open(
    const struct output_ops *ops, struct output_where where, struct err *err)
{
	struct output *out = mem_new(1, sizeof(*out));

	out->ops = ops;
	out->where = where;
	if (where.device && !*where.device)
		out->where.device = NULL;
	if (!where.channels)
		out->where.channels = 2;
	out->hold = OUTPUT_NEVER;
	out->own = mem_new(1, ops->size);
	out->cue_room = mem_new(OUTPUT_CUES, sizeof(*out->cue_room));
	mixer_init(&out->mixer, out->cue_room, OUTPUT_CUES);
	ring_init(
	    &out->orders, out->order_room, sizeof(struct order), OUTPUT_ORDERS);
	ring_init(
	    &out->reports, out->report_room, sizeof(struct report), OUTPUT_REPORTS);
	ring_init(&out->forgotten, out->forgotten_room,
	    sizeof(*out->forgotten_room), OUTPUT_FORGOTTEN);
	out->mixer.forgotten = &out->forgotten;
	flow_init(&out->flow);
	out->mixer.flow = &out->flow;
	out->news_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (out->news_fd < 0) {
		err_errno(err, "cannot make an eventfd");
	} else if (ops->open(out, err)) {
		return out;
	}
	output_free(out);
	return NULL;
}

bool
output_close(struct output *out, struct err *err)
{
	bool ok = out->ops->close(out, err);

	output_free(out);
	return ok;
}

void
output_post(struct output *out, const struct order *order, int64_t now_ns)
{
	while (!ring_put(&out->orders, order)) {
		out->ops->turn(out, now_ns);
		poll(NULL, 0, 1);
	}
}

bool
output_take(struct output *out, struct order *order)
{
	return ring_take(&out->orders, order);
}

static void
wake(struct output *out)
{
	uint64_t one = 1;

	/* It cannot fail but when it is readable already. */
	if (write(out->news_fd, &one, sizeof(one)) < 0)
		return;
}

bool
output_hear(struct output *out, struct report *report)
{
	uint64_t n;

	if (ring_take(&out->reports, report))
		return true;
	if (read(out->news_fd, &n, sizeof(n)) < 0)
		return false;
	return ring_take(&out->reports, report);
}

const struct sample *
output_forgotten(struct output *out)
{
	const struct sample *sample;

	return ring_take(&out->forgotten, &sample) ? sample : NULL;
}

void
output_report(struct output *out, enum sound_verb verb, const char *text)
{
	struct report report = {.verb = verb};
	size_t n = 0;

	while (n < sizeof(report.text) - 1 && text[n])
		n++;
	memcpy(report.text, text, n);
	ring_put(&out->reports, &report);
	wake(out);
}

void
output_count(struct output *out)
{
	const struct mixer *mixer = &out->mixer;
	int played = atomic_load(&out->played), late = atomic_load(&out->late);

	if (ground_owns(&mixer->head.ground) && flow_ask(&out->flow))
		wake(out);
	if (played == mixer->head.voices.played && late == mixer->head.late)
		return;
	atomic_store(&out->played, mixer->head.voices.played);
	atomic_store(&out->late, mixer->head.late);
	if (late != mixer->head.late || mixer->head.voices.played % UNTOLD == 0 ||
	    mixer_next(mixer) == MIXER_NEVER)
		wake(out);
}

void
output_run_to(struct output *out, int64_t frame)
{
	struct mixer *mixer = &out->mixer;
	float unheard[2 * 64];

	while (mixer->head.pos < frame) {
		int64_t next = mixer_next(mixer), n = frame - mixer->head.pos;

		if (!mixer_rest(mixer) && next > mixer->head.pos) {
			mixer_seek(mixer, next < frame ? next : frame);
			continue;
		}
		mixer_render(mixer, unheard, (size_t)(n < 64 ? n : 64));
	}
}
