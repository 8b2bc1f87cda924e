#include "screen/pages.h"

#include "base/mem.h"

/* Short forms of domain.md 5.1, parts A and B; the last sentence is 5.2's. */
const struct page page_first = {
    "Before you start",
    {
	"uncoil leads you through gentle stretches, foam-roller moves and "
	"breathing "
	"that give a desk-bound back a break. It is general movement guidance: it "
	"does not diagnose, it does not treat, and it promises no cure.",
	"Do not start, and get medical help now, if you have any of these, new or "
	"getting worse:",
	"•\tnumbness between the legs, or new trouble with bladder, bowel or "
	"sexual "
	"function",
	"•\tweakness, numbness or pain in both legs, or a foot that drops or drags",
	"•\tback or neck pain after a crash, fall or blow that nobody has checked",
	"•\tchest pain, breathlessness at rest, a hot swollen painful calf, or "
	"sudden tearing pain in back or belly",
	"•\ta sudden worst-ever headache, or headache with fever, stiff neck, "
	"confusion, or after a knock",
	"•\tdouble vision, slurred speech, face or arm weakness, trouble "
	"swallowing, "
	"fainting, unsteady walking, or a sudden neck pain unlike any before",
	"Ask a doctor or physiotherapist first if any of these applies:",
	"•\tfever, or weight loss you cannot explain, or a history of cancer, "
	"together with back pain",
	"•\tpain that wakes you every night or changes in no position; morning "
	"stiffness over an hour for weeks",
	"•\tan arm or leg that is getting weaker or more numb",
	"•\tan operation, fracture, heart attack, stroke or blood clot in the last "
	"6 months",
	"•\ta heart condition or blood pressure that is not under control, or told "
	"to exercise only under supervision",
	"•\tlong-term steroid tablets, or a bone broken by a small fall",
	"•\ta first headache after age 50, or a clear change in your headaches",
	"Mild stretch or pressure is fine, sharp pain is not. Stop when something "
	"feels wrong; a skipped step is never held against you.",
	"If you are in doubt, ask a professional before you start.",
	NULL,
    },
    "⏎|I have read this|q|leave",
    NULL,
};

const struct page page_help_home = {
    "Help: the home screen",
    {
	"Choose a routine and press Enter. The dot marks the one that is "
	"suggested: "
	"the last that was left unfinished, else the usual one at this hour, else "
	"the desk reset.",
	"↑ ↓\tchoose a routine (also k and j, Home and End)",
	"⏎\tstart it; what was left unfinished goes on where it stopped",
	"b\tbegin it from its beginning",
	"← →\tread what it is for and go through its steps (also h and l): the "
	"figure shows the step, the words say what to feel, the easier variant and "
	"who should take care",
	"PgUp PgDn\tread on where there is more",
	"/\tsearch as you type: title, id, movements, regions; Esc clears",
	"f\tfilter by region, tool and minutes",
	"x\tclear the filters",
	"s\tsettings",
	"t\tstatistics",
	"w\twhat was done: sessions to note, correct and remove",
	"a\twrite down that it was done today without this program",
	"p\tthe plan of your coach, where you have one",
	"q\tleave (also Esc)",
	"The ring is today's goal, one session unless the settings say otherwise. "
	"In the calendar a column is a week, Monday on top; today is marked at the "
	"right. A session counts when it reached 70 percent of its seconds. A day "
	"that is still open breaks nothing, and neither do days of rest and pause.",
	"uncoil streak --why tells what became of each day; uncoil streak pause "
	"FROM..TO is for an illness or a journey, ahead or afterwards.",
	"uncoil --help lists what can be done without this screen.",
	NULL,
    },
    "⏎|back",
    NULL,
};

const struct page page_help_settings = {
    "Help: settings",
    {
	"Each change is written to config.ini at once; comments in it stay.",
	"↑ ↓\tchoose a setting (also k and j, Home and End)",
	"← →\tchange it (also - and +)",
	"⏎\tchange a word; type a number, a time or a text",
	"d\tback to its default",
	"q\tback (also s and Esc)",
	"What concerns the screen is seen at once, what concerns the streak holds "
	"from today on (days before keep what held then), and sound and sides are "
	"those of the next session.",
	NULL,
    },
    "⏎|back",
    NULL,
};

const struct page page_help_stats = {
    "Help: statistics",
    {
	"What was held, and what it did: weeks, regions, movements, and more.",
	"← →\tthe part before, the next (also 1 2 3 4, h and l)",
	"↑ ↓\tanother week, region or movement (also k and j)",
	"Page Up, Page Down\teight at once; of a region, what is read moves",
	"y\thalf a year or a year",
	"q\tback (also t, Enter and Esc)",
	"Of a region: how the tension before sessions changed from the first to "
	"the "
	"latest ones, and what it takes to be more than noise; that and less is "
	"the "
	"band in the chart. What you got a week against the ten minutes of "
	"stretching "
	"from which more does no more.",
	"Of a movement: how tension changed over the sessions with it, and the "
	"range "
	"that holds the true change in 95 of 100 cases.",
	"uncoil stats --linear prints all of it, uncoil log lists every session.",
	NULL,
    },
    "⏎|back",
    NULL,
};

const struct page page_help_log = {
    "Help: what was done",
    {
	"The sessions, newest first. The day is the one that a session counts for: "
	"the one on which it began.",
	"↑ ↓\tchoose a session (also k and j, Home and End, Page Up and Page Down)",
	"n\ta line about it, in the place of the one before",
	"p\thow much of it was held, in percent",
	"x\tremove it (asks once): it counts no more",
	"q\tback (also w and Esc)",
	"What is changed is kept as it was, too. Other days and scores: uncoil log "
	"add and uncoil log edit, with the number that is shown.",
	NULL,
    },
    "⏎|back",
    NULL,
};

const struct page page_help_session = {
    "Help: a session",
    {
	"The clock stands while you read this.",
	"space\tpause and go on; after more than a minute the side begins again",
	"⏎ →\tnext step, or on from a change-over",
	"⌫ ←\tthis step again; just after its start, the step before",
	"+ -\tten seconds more or fewer for this side",
	"m\tsound off and on",
	"v\tvoice off and on",
	"f\tthe figure moves, or stands still pose beside pose",
	"!\tsomething is wrong: stops, and keeps what was done",
	"q\tstop (asks once) and keep what was done",
	"A presenter's Page Down and Page Up are next and again, its black screen "
	"(. or b) is pause; session.keys names more.",
	"The side that is named is the one that is stretched, pressed or worked. "
	"Sensation is a number of 10: 0 is nothing, 10 unbearable. Stay at the "
	"number shown or below it; sharp pain is a reason to stop.",
	NULL,
    },
    "⏎|back to the session",
    NULL,
};

const struct page page_help_exercise = {
    "Help: a movement",
    {
	"The figure goes round through the movement; the arrow shows where the "
	"pull, "
	"the push or the roll goes. Beside it stands all that is known of it.",
	"↑ ↓\tread on (also k and j, Page Up and Page Down, space)",
	"f\tthe figure moves, or stands still pose beside pose",
	"o\tthe other side, where there are two",
	"q\tback",
	NULL,
    },
    "⏎|back to the movement",
    NULL,
};

const struct page page_help_end = {
    "Help: what was done",
    {
	"Each row is one side of a step: the time held, and the time planned. A "
	"session counts as done from 70 percent of its planned seconds; less is "
	"kept as well.",
	"uncoil log lists every session, uncoil streak says how many days in a "
	"row.",
	"↑ ↓\tread on",
	"⏎\tback to where the session was begun",
	"q\tleave",
	NULL,
    },
    "⏎|back",
    NULL,
};

/* domain.md 5.4, 7 and 8: the flag, the question, and what no leads to. */
static const struct {
	enum flag flag;
	struct page page;
} questions[] = {
    {FLAG_HEADACHE_GATE,
	{"About this headache",
	    {
		"Is this a headache you know, mild, both-sided, no other signs?",
		"Other signs are: the worst ever or sudden, fever, a stiff neck, "
		"confusion, a knock to the head, double vision, slurred speech, "
		"weakness of face or arm, trouble swallowing, fainting, unsteady "
		"walking, a first headache after age 50, or a clear change in your "
		"headaches.",
		NULL,
	    },
	    "y|yes|n|no",
	    "This routine is only for a headache you know. If it is sudden, the "
	    "worst "
	    "ever, or comes with any other sign, call your emergency number now. "
	    "Otherwise please speak to a doctor first."}},
    {FLAG_NEEDS_CLEARANCE,
	{"Before you go back to moving",
	    {
		"Has a clinician told you that moving this is fine?",
		"This routine is for coming back after a strain.",
		NULL,
	    },
	    "y|yes|n|no",
	    "This routine opens once a clinician has told you that moving this is "
	    "fine."}},
    {FLAG_NEEDS_CLEARANCE,
	{"Before you go back to moving",
	    {
		"Is it more than 72 hours since the strain?",
		"The first three days are for rest and short walks.",
		NULL,
	    },
	    "y|yes|n|no",
	    "This routine opens 72 hours after the strain, once a clinician has "
	    "told "
	    "you that moving this is fine."}},
};

const struct page *
page_question(uint64_t flags, size_t i)
{
	for (size_t k = 0; k < ARRAY_LEN(questions); k++)
		if (flags & UINT64_C(1) << questions[k].flag && i-- == 0)
			return &questions[k].page;
	return NULL;
}
