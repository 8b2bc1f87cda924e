/*
 * What a session is heard by: the keeper of the sound helper, the lines that it is
 * sent, and what the person wants to hear.  It is told the time and waits for
 * nothing.  The screen knows nothing of it but one line of notice.
 */
#ifndef CMD_EAR_H
#define CMD_EAR_H

#include "cmd/own.h"
#include "cue/child.h"
#include "session/session.h"

struct ear;

/* What a key did, to be confirmed by a tone or in words. */
enum ear_key {
	EAR_PAUSE,
	EAR_RESUME,
	EAR_NEXT,
	EAR_AGAIN,
	EAR_MORE,
	EAR_LESS,
	EAR_VOICE_ON,
	EAR_VOICE_OFF,
	EAR_SOUND_ON,
	EAR_ASK_STOP,
	EAR_STOP,
	EAR_WRONG,
	EAR_ANSWER,
	EAR_KEYS
};

struct ear_options {
	const char *cue_set; /* the routine's own; "": as the settings say */
	bool muted, voice;
};

/* own and script must outlive it.  Starts nothing. */
struct ear *ear_new(
    const struct own *own, struct script *script, const struct ear_options *o);

/* Ends the helper; waits 0.7 s at most, while what sounds fades. */
void ear_free(struct ear *ear); /* NULL is fine */

/* The first frame is out: from now on the helper may be started. */
void ear_open(struct ear *ear);

/* The playhead was moved: what was sent is void. */
void ear_jumped(struct ear *ear);

/* Reads what the helper has to say and sends what is due. */
void ear_tell(struct ear *ear, const struct session *s, const struct instant *now);

/* When there is something to do although nothing happens; INT64_MAX: never. */
int64_t ear_due(const struct ear *ear, const struct instant *now);
int ear_fd(const struct ear *ear); /* for poll(2); -1 */

/* Can speech be heard, as far as is known?  Teaching is short where not. */
bool ear_hears_speech(const struct ear *ear);

/* Has the script learned lengths that a score might want to know?  Asked once
 * for all that has come. */
bool ear_has_learned(struct ear *ear, const struct instant *now);

/* From where a session that stands is to go on, so that a line is heard again that
 * was cut off; INT64_MAX: none was. */
int64_t ear_again_ms(
    const struct ear *ear, const struct session *s, const struct instant *now);

bool ear_muted(const struct ear *ear);
void ear_mute(struct ear *ear, bool muted, const struct instant *now);
bool ear_speaks(const struct ear *ear); /* the voice is on */
void ear_speak(struct ear *ear, bool on);

/* With the next ear_tell: behind what the key has changed. */
void ear_confirm(struct ear *ear, enum ear_key what);

/* At once, where no session runs that there would be something to tell of. */
void ear_confirm_now(struct ear *ear, enum ear_key what, const struct instant *now);

/* Says a text at once, where speech is heard; nothing while it is not spoken yet:
 * false, ask again when there is something new. */
bool ear_say(struct ear *ear, const char *text, const struct instant *now);

/* What has changed and is no harm, for a few seconds; else NULL. */
const char *ear_news(const struct ear *ear, const struct instant *now);

/* "no sound: why", or NULL; and cues that could not be played. */
const char *ear_notice(const struct ear *ear);
int ear_missed(const struct ear *ear);

/* A helper's keeper with these options and, where they say nothing of the files, of
 * what is played and of what speaks (voice "": nothing does), as the settings have
 * it.  The caller frees it. */
struct sound *ear_sound(
    const struct settings *settings, const struct sound_options *options);

/* The same for a session: on the person's device, beside the person's player, with
 * its complaints in the log.  NULL: cue set or voice are the settings'. */
struct sound *ear_session_sound(
    const struct own *own, const char *cue_set, const char *voice);

#endif
