#include "history/words.h"

#include "base/mem.h"

static const char *const state_names[] = {"running", "done", "partial", "skipped"};
static const char *const origin_names[ORIGINS] = {"played", "logged", "foreign"};
static const char *const outcome_names[] = {"open", "done", "skipped", "wrong"};
static const char *const why_names[WHYS] = {
    "", "pain", "time", "unclear", "wrong", "other"};

const struct words words_state = {"state", state_names, ARRAY_LEN(state_names)},
		   words_origin = {"origin", origin_names, ARRAY_LEN(origin_names)},
		   words_outcome = {"outcome", outcome_names,
		       ARRAY_LEN(outcome_names)},
		   words_why = {"why", why_names, ARRAY_LEN(why_names)};

const char *
stop_why_said(enum stop_why why)
{
	static const char *const said[WHYS] = {"", "pain", "no time",
	    "unclear how to do it", "something was wrong", "another reason"};

	return (unsigned)why < WHYS ? said[why] : "";
}

/* domain.md 5.5; the numbers stand in databases and files. */
static const char *const flag_names[ALARM_CODES] = {"red", "sharp", "rising",
    "numb", "limb", "dizzy", "chest", "headache", "bruise", "morning"};

const struct words words_flagged = {"flag", flag_names, ARRAY_LEN(flag_names)};

const char *
alarm_said(int code)
{
	static const char *const said[ALARM_CODES] = {
	    "a red answer: medical help first",
	    "sharp pain, or pain of 6 or more",
	    "pain that rose and stayed",
	    "new tingling or numbness",
	    "symptoms moved down the limb",
	    "dizziness",
	    "chest pain or breathlessness",
	    "a headache that was new",
	    "bruise or swelling after pressure",
	    "worse on the next morning",
	};

	return code >= 0 && code < ALARM_CODES ? said[code] : "";
}
