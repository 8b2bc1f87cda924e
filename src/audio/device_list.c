#include "audio/device_list.h"

#include "base/clock.h"
#include "base/text.h"

#include <pulse/pulseaudio.h>
#include <string.h>

#define ANSWER_NS (2 * CLOCK_S)

struct list {
	pa_context *context;
	struct str *out;
	struct err *err;
	char standard[256]; /* the default's name */
	bool done, failed;
};

static void
fail(struct list *list)
{
	list->failed = true;
	err_set(list->err, "no sound server: %s",
	    pa_strerror(pa_context_errno(list->context)));
}

/* Two words of a device that is none: PulseAudio's and PipeWire's. */
static bool
is_nowhere(const pa_sink_info *sink)
{
	const char *factory = pa_proplist_gets(sink->proplist, "factory.name");

	return strcmp(sink->name, "auto_null") == 0 ||
	       (sink->driver &&
		   strncmp(sink->driver, "module-null-sink", 16) == 0) ||
	       (factory && strcmp(factory, "support.null-audio-sink") == 0);
}

/* A question that could not be asked is one that fails. */
static void
wait_on(struct list *list, pa_operation *op)
{
	if (op)
		pa_operation_unref(op);
	else if (!list->failed)
		fail(list);
}

static void
add_words(struct str *out, const char *words)
{
	str_add(out, "\t");
	text_clean(out, words);
}

static void
on_sink(pa_context *context, const pa_sink_info *sink, int eol, void *arg)
{
	struct list *list = arg;
	unsigned percent;

	(void)context;
	if (eol) {
		list->done = true;
		return;
	}
	percent = (unsigned)((pa_cvolume_max(&sink->volume) * UINT64_C(100) +
				 PA_VOLUME_NORM / 2) /
			     PA_VOLUME_NORM);
	str_add(list->out, "device");
	add_words(list->out, sink->name);
	add_words(list->out, sink->description);
	str_addf(list->out, "\t%s\t%u\t%s\t%s",
	    strcmp(sink->name, list->standard) == 0 ? "default" : "-", percent,
	    sink->mute ? "muted" : "-", is_nowhere(sink) ? "nowhere" : "-");
	if (sink->state == PA_SINK_RUNNING)
		str_addf(list->out, "\t%u\n", (unsigned)(sink->latency / 1000));
	else
		str_add(list->out, "\t-\n");
}

static void
on_server(pa_context *context, const pa_server_info *server, void *arg)
{
	struct list *list = arg;
	struct str name = {0};

	if (!server) {
		fail(list);
		return;
	}
	str_addf(&name, "%s %s", server->server_name, server->server_version);
	str_add(list->out, "server");
	add_words(list->out, name.s);
	str_add(list->out, "\n");
	str_fini(&name);
	if (server->default_sink_name &&
	    strlen(server->default_sink_name) < sizeof(list->standard))
		strcpy(list->standard, server->default_sink_name);
	wait_on(list, pa_context_get_sink_info_list(context, on_sink, list));
}

static void
on_state(pa_context *context, void *arg)
{
	struct list *list = arg;
	pa_context_state_t state = pa_context_get_state(context);

	if (state == PA_CONTEXT_READY)
		wait_on(list, pa_context_get_server_info(context, on_server, list));
	else if (!PA_CONTEXT_IS_GOOD(state) && !list->failed)
		fail(list);
}

static void
wait_for(struct list *list, pa_mainloop *loop)
{
	int64_t until = clock_mono() + ANSWER_NS, left = ANSWER_NS;

	while (!list->done && !list->failed && left > 0) {
		if (pa_mainloop_prepare(loop, (int)(left / 1000) + 1) < 0 ||
		    pa_mainloop_poll(loop) < 0 || pa_mainloop_dispatch(loop) < 0)
			break;
		left = until - clock_mono();
	}
	if (!list->done && !list->failed) {
		list->failed = true;
		err_set(list->err, "the sound server does not answer");
	}
}

bool
device_list(struct str *out, struct err *err)
{
	pa_mainloop *loop = pa_mainloop_new();
	struct list list = {.out = out, .err = err};

	list.context = pa_context_new(pa_mainloop_get_api(loop), "uncoil");
	pa_context_set_state_callback(list.context, on_state, &list);
	if (pa_context_connect(list.context, NULL, PA_CONTEXT_NOAUTOSPAWN, NULL) <
		0 &&
	    !list.failed)
		fail(&list);
	wait_for(&list, loop);
	pa_context_set_state_callback(list.context, NULL, NULL);
	pa_context_disconnect(list.context);
	pa_context_unref(list.context);
	pa_mainloop_free(loop);
	return !list.failed;
}
