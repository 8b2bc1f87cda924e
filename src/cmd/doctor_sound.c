#include "cmd/doctor_sound.h"

#include "base/mem.h"
#include "base/paths.h"
#include "base/program.h"
#include "base/soundline.h"
#include "cmd/ask.h"
#include "cmd/ear.h"
#include "cue/child.h"
#include "cue/lines.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS_NS INT64_C(1000000)

/* The helper itself waits 2 s for the server. */
#define LIST_NS (4000 * MS_NS)

/* Until it says on what it plays, the slowest speech program and two tones. */
#define PLAY_NS (12000 * MS_NS)

/* The finish tone begins while the start tone still rings, so that the device
 * runs when it is measured. */
#define START_MS   400
#define FINISH_MS  1600
#define MEASURE_MS 1200

/* More would be a joke of the server's. */
#define DEVICES_MAX 64

/* --- what the helper lists -------------------------------------------------------
 */

static void
forget_devices(struct doctor_sound *s)
{
	for (size_t i = 0; i < s->n_devices; i++) {
		free(s->devices[i].name);
		free(s->devices[i].about);
	}
	free(s->devices);
	s->devices = NULL;
	s->n_devices = 0;
}

/* NAME, DESCRIPTION, default, volume, muted, nowhere, latency. */
static void
add_device(struct doctor_sound *s, char *line)
{
	struct doctor_device *d;
	char *word[7];

	for (int i = 0; i < 7; i++)
		if (!(word[i] = strsep(&line, "\t")))
			return;
	if (s->n_devices == DEVICES_MAX)
		return;
	s->devices = mem_resize(s->devices, s->n_devices + 1, sizeof(*s->devices));
	d = &s->devices[s->n_devices++];
	*d = (struct doctor_device){
	    .name = mem_strdup(word[0]),
	    .about = mem_strdup(word[1]),
	    .is_default = *word[2] != '-',
	    .percent = atoi(word[3]),
	    .muted = *word[4] != '-',
	    .nowhere = *word[5] != '-',
	    .latency_ms = *word[6] == '-' ? -1 : atoi(word[6]),
	};
}

/* The reason why there is no server, or NULL; s says what there is.  It lives in
 * out. */
static const char *
list_devices(const char *helper, struct doctor_sound *s, struct str *out)
{
	struct program program = {0};
	const char *words[] = {helper, "--list"};
	char *line, *rest;

	memcpy(program.words, words, sizeof(words));
	if (!ask(&program, LIST_NS, out))
		return "the program uncoil-sound cannot be started";
	forget_devices(s);
	rest = out->s;
	while ((line = strsep(&rest, "\n")) != NULL) {
		char *kind = strsep(&line, "\t");

		if (!line)
			continue;
		if (strcmp(kind, "error") == 0)
			return line;
		if (strcmp(kind, "device") == 0) {
			add_device(s, line);
		} else if (strcmp(kind, "server") == 0) {
			free(s->server);
			s->server = mem_strdup(line);
		}
	}
	return s->server ? NULL : "the sound server does not answer";
}

/* --- in words ------------------------------------------------------------------------
 */

static const char start_server[] =
    "Start PulseAudio or PipeWire with pipewire-pulse (desktops do it when you log "
    "in; over ssh or as root there is none). Sessions go on without sound.";
static const char restart_server[] =
    "It hangs. Start it again: systemctl --user restart pipewire-pulse, or "
    "pulseaudio --kill. Sessions go on without sound.";
static const char no_device[] =
    "Connect or switch on a device; the sound settings of your desktop, or pactl "
    "list short sinks, show which there are.";
static const char other_device[] =
    "Name one of the devices above: uncoil config set sound.device NAME. Without a "
    "name it is the system's: uncoil config set sound.device \"\".";
static const char turn_up[] =
    "Turn it up in the sound settings of your desktop, or: pactl set-sink-mute "
    "NAME 0; pactl set-sink-volume NAME 80%.";
static const char other_set[] =
    "Choose a set that is there: uncoil config set sound.cues soft; or install "
    "uncoil again.";
static const char speak[] =
    "Install espeak-ng, or name a program that reads text and writes WAV: uncoil "
    "config set voice.program COMMAND. Without one a session is led by tones and "
    "text.";

static const char try_voice[] = "Try it by hand: it is given text and must write "
				"WAV. Another: uncoil config set "
				"voice.program COMMAND; none: uncoil config set "
				"voice.on no. Sessions go on with "
				"tones and text.";

static void
tell_devices(const struct doctor_sound *s, struct findings *f)
{
	size_t heard = 0;

	findings_add(f, "sound", FINDING_WELL, NULL, "server: %s", s->server);
	for (size_t i = 0; i < s->n_devices; i++) {
		const struct doctor_device *d = &s->devices[i];

		heard += !d->nowhere;
		findings_add(f, "sound", FINDING_WELL, NULL,
		    "device: %s (%s)%s, volume %d%%%s%s", d->about, d->name,
		    d->is_default ? ", the system's default" : "", d->percent,
		    d->muted ? ", muted" : "", d->nowhere ? ", a dummy" : "");
	}
	if (s->n_devices == 0)
		findings_add(f, "sound", FINDING_WRONG, no_device,
		    "the server has no device");
	else if (heard == 0)
		findings_add(f, "sound", FINDING_WRONG, no_device,
		    "all devices are dummies: what they play, nobody hears");
}

/* That is played on: `where` is its name or description, as the helper said it;
 * NULL: the system's default. */
static const struct doctor_device *
find_device(const struct doctor_sound *s, const char *where)
{
	size_t n = where ? strlen(where) : 0;
	const char *instead = where ? strstr(where, " instead of ") : NULL;

	if (instead)
		n = (size_t)(instead - where);
	for (size_t i = 0; i < s->n_devices; i++) {
		const struct doctor_device *d = &s->devices[i];

		if (where ? (strlen(d->name) == n && !strncmp(where, d->name, n)) ||
				strncmp(where, d->about, n) == 0
			  : d->is_default)
			return d;
	}
	return NULL;
}

static void
tell_device(
    const struct doctor_device *d, const struct own *own, struct findings *f)
{
	if (d->nowhere)
		findings_add(f, "sound", FINDING_WRONG, other_device,
		    "%s is played on, and is a dummy: nobody hears it", d->about);
	if (d->muted)
		findings_add(
		    f, "sound", FINDING_WRONG, turn_up, "%s is muted", d->about);
	else if (d->percent == 0)
		findings_add(f, "sound", FINDING_WRONG, turn_up,
		    "the volume of %s is 0", d->about);
	if (strncmp(d->name, "bluez", 5) == 0 &&
	    own->settings.number[SET_SOUND_WAKE] == 0)
		findings_add(f, "sound", FINDING_NOTE,
		    "Where the beginning of a tone is swallowed: uncoil config set "
		    "sound.wake 1000.",
		    "%s is reached by Bluetooth, which may sleep", d->about);
}

/* --- the program that speaks ----------------------------------------------------------
 */

/* What would be used, in buf; false when it is not there. */
static bool
find_voice(const struct own *own, char buf[SETTING_TEXT_MAX + 1])
{
	static const char *const found[] = {"espeak-ng", "flite"};
	const char *set = own->settings.text[SET_VOICE_PROGRAM];

	if (strcmp(set, "auto") != 0) {
		snprintf(
		    buf, SETTING_TEXT_MAX + 1, "%.*s", (int)strcspn(set, " "), set);
		return program_is_there(buf);
	}
	for (size_t i = 0; i < ARRAY_LEN(found); i++) {
		strcpy(buf, found[i]);
		if (program_is_there(buf))
			return true;
	}
	strcpy(buf, "espeak-ng or flite");
	return false;
}

/* length_ms: of the line that it spoke; -1: no answer; -2: it was not asked. */
static void
tell_voice(const struct own *own, int length_ms, struct findings *f)
{
	char name[SETTING_TEXT_MAX + 1];

	if (!own->settings.number[SET_VOICE_ON])
		findings_add(f, "voice", FINDING_NOTE, NULL,
		    "voice.on is no: nothing is spoken");
	else if (!find_voice(own, name))
		findings_add(f, "voice", FINDING_WRONG, speak,
		    "no speech program: %s is not there", name);
	else if (length_ms == -2)
		findings_add(
		    f, "voice", FINDING_WELL, NULL, "speech program: %s", name);
	else if (length_ms > 0)
		findings_add(f, "voice", FINDING_WELL, NULL,
		    "speech program: %s spoke a line of %d ms", name, length_ms);
	else
		findings_add(f, "voice", FINDING_WRONG, try_voice,
		    "the speech program %s %s", name,
		    length_ms < 0 ? "does not answer" : "does not speak");
}

/* --- playing ------------------------------------------------------------------------
 */

/* What the helper said. */
struct hearing {
	bool speaks; /* the voice is on */
	bool dumb;   /* and it was said why nothing was spoken */
	int length_ms, played;
	char where[SOUNDLINE_MAX], lost[SOUNDLINE_MAX], error[SOUNDLINE_MAX];
};

static void
heard(void *self, const struct soundline *line)
{
	struct hearing *h = self;

	switch (line->verb) {
	case SOUND_READY:
	case SOUND_BACK:
		strcpy(h->where, line->text);
		break;
	case SOUND_LOST:
		strcpy(h->lost, line->text);
		break;
	case SOUND_ERROR:
		/* Why a line cannot be spoken comes behind its length, and is no
		 * fault of the tones. */
		if (h->speaks && h->length_ms == 0 && !h->dumb)
			h->dumb = true;
		else
			strcpy(h->error, line->text);
		break;
	case SOUND_LENGTH:
		h->length_ms = line->n;
		break;
	case SOUND_PLAYED:
		h->played = line->n;
		break;
	default:
		break;
	}
}

static void
send_tones(struct sound *snd, int64_t now)
{
	struct str lines = {0};

	str_addf(&lines, "at %d play start\nat %d play finish\nclock 0 %lld\n",
	    START_MS, FINISH_MS, (long long)now);
	sound_send(snd, lines.s, now);
	str_fini(&lines);
}

static void
measure(const char *helper, const struct hearing *h, struct doctor_sound *s)
{
	struct doctor_sound now = {0};
	const struct doctor_device *d;
	struct str out = {0};

	if (!list_devices(helper, &now, &out)) {
		d = find_device(&now, h->where);
		s->latency_ms = d ? d->latency_ms : -1;
	}
	str_fini(&out);
	doctor_sound_fini(&now);
}

/* Nothing more will come, or too much is missing. */
static bool
is_over(const struct hearing *h)
{
	if (*h->lost && !*h->where)
		return h->length_ms >= 0;
	return h->length_ms >= 0 && (h->played == 2 || *h->error);
}

static void
converse(struct sound *snd, const char *helper, struct hearing *h,
    struct doctor_sound *s)
{
	int64_t now = run_now().mono, until = now + PLAY_NS, due = 0;

	while (now < until && !is_over(h) && sound_fd(snd) >= 0) {
		struct pollfd from = {sound_fd(snd), POLLIN, 0};

		poll(&from, 1, 50);
		now = run_now().mono;
		sound_read(snd, now);
		if (!due && *h->where) {
			due = now + MEASURE_MS * MS_NS;
			send_tones(snd, now);
		}
		if (due && now >= due) {
			due = INT64_MAX;
			measure(helper, h, s);
		}
	}
	if (due != INT64_MAX)
		measure(helper, h, s);
}

static void
tell_played(const struct own *own, const struct hearing *h,
    const struct doctor_sound *s, struct findings *f)
{
	const struct doctor_device *d = find_device(s, h->where);

	if (strstr(h->where, " instead of "))
		findings_add(f, "sound", FINDING_WRONG, other_device,
		    "sound.device is not there: it is %s", h->where);
	if (d)
		tell_device(d, own, f);
	if (*h->error)
		findings_add(f, "sound", FINDING_WRONG, other_set, "%s", h->error);
	else if (h->played < 2)
		findings_add(f, "sound", FINDING_WRONG, NULL,
		    "of two tones %d could be played%s%s", h->played,
		    *h->lost ? ": " : "", h->lost);
	else
		findings_add(f, "sound", FINDING_WELL, NULL,
		    "the tones of a start and of the finish were played");
	if (s->latency_ms >= 0)
		findings_add(f, "sound", FINDING_WELL, NULL,
		    "latency: %d ms, as the server reports it", s->latency_ms);
}

static void
play(const struct own *own, const char *helper, struct doctor_sound *s,
    struct findings *f)
{
	struct hearing h = {
	    .length_ms = -1, .speaks = own->settings.number[SET_VOICE_ON]};
	struct sound *snd = ear_session_sound(own, NULL, h.speaks ? NULL : "");
	struct instant now = run_now();
	struct str lines = {0};

	sound_listen(snd, heard, &h);
	if (sound_start(snd, now.mono)) {
		cue_lines_hello(
		    &lines, &(struct cue_volumes){
				(int)own->settings.number[SET_SOUND_VOLUME],
				(int)own->settings.number[SET_VOICE_VOLUME],
				(int)own->settings.number[SET_BED_VOLUME]});
		str_add(
		    &lines, "speech doctor This is the voice of your session.\n");
		sound_send(snd, lines.s, now.mono);
		str_fini(&lines);
		converse(snd, helper, &h, s);
	}
	if (*h.where)
		tell_played(own, &h, s, f);
	else if (s->server || sound_fd(snd) < 0)
		findings_add(f, "sound", FINDING_WRONG, NULL, "%s",
		    sound_notice(snd) ? sound_notice(snd)
				      : "the sound program says nothing");
	tell_voice(own, h.length_ms, f);
	sound_free(snd);
}

void
doctor_sound(const struct own *own, bool may_play, struct doctor_sound *s,
    struct findings *f)
{
	const struct settings *set = &own->settings;
	char *helper = paths_helper("uncoil-sound");
	struct str out = {0};
	const char *why = NULL;

	*s = (struct doctor_sound){.latency_ms = -1};
	if (!set->number[SET_SOUND_ON])
		findings_add(f, "sound", FINDING_NOTE, NULL,
		    "sound.on is no: sessions begin muted");
	if (strcmp(set->text[SET_SOUND_OUTPUT], "device") != 0)
		findings_add(f, "sound", FINDING_NOTE, NULL,
		    "sound.output is %s: nothing is to be heard",
		    set->text[SET_SOUND_OUTPUT]);
	else if ((why = list_devices(helper, s, &out)) != NULL)
		findings_add(f, "sound", FINDING_WRONG,
		    strstr(why, "answer") ? restart_server : start_server, "%s",
		    why);
	else
		tell_devices(s, f);
	if (may_play)
		play(own, helper, s, f);
	else
		tell_voice(own, -2, f);
	str_fini(&out);
	free(helper);
}

void
doctor_sound_fini(struct doctor_sound *s)
{
	forget_devices(s);
	free(s->server);
	s->server = NULL;
}

void
doctor_sound_json(const struct doctor_sound *s, struct json *object)
{
	struct json *devices;

	json_set_str(object, "server", s->server);
	devices = json_set_array(object, "devices");
	for (size_t i = 0; i < s->n_devices; i++) {
		const struct doctor_device *d = &s->devices[i];
		struct json *o = json_push_object(devices);

		json_set_str(o, "name", d->name);
		json_set_str(o, "description", d->about);
		json_set_bool(o, "default", d->is_default);
		json_set_int(o, "volume", d->percent);
		json_set_bool(o, "muted", d->muted);
		json_set_bool(o, "dummy", d->nowhere);
	}
	if (s->latency_ms >= 0)
		json_set_int(object, "latency_ms", s->latency_ms);
	else
		json_set_null(object, "latency_ms");
}
