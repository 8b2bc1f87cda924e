/*
 * Which device is played on, where the person named one: it is looked for
 * before the stream is opened, and taken again when it comes back.  Without a
 * name the server chooses, and moves the stream when the system's default is
 * another one.
 */
#include "audio/device.h"

#include "base/text.h"

#include <pulse/pulseaudio.h>
#include <stdio.h>
#include <string.h>

/* Half of a report. */
#define SAID 48

/* As much of a name as fits, up to a character's end. */
static void
shorten(char said[SAID], const char *name)
{
	snprintf(said, SAID, "%s", name);
	said[text_valid(said, strlen(said))] = '\0';
}

void
device_tell_ready(struct output *out, const char *where)
{
	struct device *dev = out->own;
	bool again = dev->told_ready || dev->told_lost;

	output_report(out, again ? SOUND_BACK : SOUND_READY, where);
	dev->told_ready = true;
	dev->told_lost = false;
}

static void
on_where(pa_context *context, const pa_sink_info *sink, int eol, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;
	const char *named = sink_choice_name(&dev->choice);
	char here[SAID], there[SAID], said[2 * SAID + 16];
	bool away;

	(void)context;
	if (eol || dev->state == LOSING)
		return;
	away = !named || strcmp(named, sink->name) != 0;
	if (dev->told_ready && !dev->told_lost && away == dev->told_away)
		return;
	dev->told_away = away;
	shorten(here, sink->description);
	shorten(there, out->where.device);
	snprintf(said, sizeof(said), away ? "%s instead of %s" : "%s", here, there);
	device_tell_ready(out, said);
}

void
device_tell_where(struct output *out)
{
	const struct device *dev = out->own;

	device_let_go(pa_context_get_sink_info_by_index(
	    dev->context, pa_stream_get_device_index(dev->stream), on_where, out));
}

void
device_on_moved(pa_stream *stream, void *arg)
{
	(void)stream;
	device_tell_where(arg);
}

static void
on_sink(pa_context *context, const pa_sink_info *sink, int eol, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;

	(void)context;
	if (!eol)
		sink_choice_offer(&dev->choice, sink->name, sink->description);
	if (!eol || dev->state != LOOKING)
		return;
	dev->looked = true;
	dev->state = CLOSED;
	device_run_states(out);
}

void
device_look(struct output *out)
{
	struct device *dev = out->own;

	sink_choice_init(&dev->choice, out->where.device);
	device_let_go(pa_context_get_sink_info_list(dev->context, on_sink, out));
}

static void
on_sink_again(pa_context *context, const pa_sink_info *sink, int eol, void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;
	const char *named;

	if (!eol) {
		sink_choice_offer(&dev->choice, sink->name, sink->description);
		return;
	}
	named = sink_choice_name(&dev->choice);
	if (named && dev->stream && dev->state != LOSING && dev->state != OPENING)
		device_let_go(pa_context_move_sink_input_by_name(
		    context, pa_stream_get_index(dev->stream), named, NULL, NULL));
}

static void
on_change(pa_context *context, pa_subscription_event_type_t type, uint32_t index,
    void *arg)
{
	struct output *out = arg;
	struct device *dev = out->own;

	(void)index;
	if ((type & PA_SUBSCRIPTION_EVENT_TYPE_MASK) != PA_SUBSCRIPTION_EVENT_NEW ||
	    !dev->told_away || !dev->stream || dev->state == LOSING)
		return;
	sink_choice_init(&dev->choice, out->where.device);
	device_let_go(pa_context_get_sink_info_list(context, on_sink_again, out));
}

void
device_watch(struct output *out)
{
	struct device *dev = out->own;

	pa_context_set_subscribe_callback(dev->context, on_change, out);
	device_let_go(pa_context_subscribe(
	    dev->context, PA_SUBSCRIPTION_MASK_SINK, NULL, NULL));
}
