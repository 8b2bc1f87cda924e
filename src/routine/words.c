#include "routine/words.h"

#include "base/mem.h"
#include "base/nearest.h"

#include <string.h>

#define WORDS(name, text, ...)                                                     \
	static const char *const name##_names[] = {__VA_ARGS__};                   \
	const struct words words_##name = {                                        \
	    text, name##_names, ARRAY_LEN(name##_names)}

/* clang-format off */
WORDS(kind, "kind",
	"stretch", "roll", "ball", "mobility", "traction", "breath", "isometric",
	"handheld");
WORDS(region, "region",
	"neck", "shoulders", "upper-back", "mid-back", "lower-back", "chest", "hips",
	"hamstrings", "glutes", "forearms", "calves");
WORDS(position, "position",
	"seated", "standing", "floor-supine", "floor-prone", "floor-side", "kneeling",
	"all-fours", "hanging");
WORDS(tool, "tool",
	"none", "chair", "desk", "wall", "doorway", "mat", "foam-roller",
	"massage-ball", "handheld-massager", "strap", "bar", "towel");
WORDS(direction, "direction",
	"flexion", "extension", "rotation", "side-bend", "neutral", "unload");
WORDS(place, "setting", "office", "floor", "bar", "anywhere");
WORDS(flag, "flag",
	"none", "no-floor", "morning-safe", "flexion", "extension", "needs-clearance",
	"headache-gate");
WORDS(side, "side", "none", "left", "right");
WORDS(tag, "condition",
	"acute-injury", "anticoagulants", "balance", "disc-extension-pain",
	"disc-herniation-flexion", "dizziness", "dvt", "floor-transfer", "fracture",
	"glaucoma", "grip-weak", "heart-condition", "hip-replacement", "hypertension",
	"implant-device", "inflammation", "knee-pain", "leg-symptoms", "neck-artery",
	"neck-instability", "numb-skin", "open-skin", "osteoporosis", "pregnancy",
	"recent-surgery", "reflux", "respiratory", "shoulder-impingement",
	"shoulder-instability", "varicose-veins", "wrist-pain");

static const char *const meanings[TAGS] = {
	[TAG_ACUTE_INJURY] = "a strain or sprain in the last 72 hours, or still swollen",
	[TAG_ANTICOAGULANTS] = "blood thinners, a bleeding disorder or low platelets",
	[TAG_BALANCE] = "falls in the last year, or unsteady standing",
	[TAG_DISC_EXTENSION_PAIN] = "bending back makes it worse, or you were told of "
		"stenosis or a slipped vertebra",
	[TAG_DISC_HERNIATION_FLEXION] = "bending forward makes it worse, or you were told "
		"of a recent disc hernia",
	[TAG_DIZZINESS] = "light-headed or spinning in the last month",
	[TAG_DVT] = "a blood clot now or in the last 6 months, or a hot swollen painful "
		"calf (that is urgent)",
	[TAG_FLOOR_TRANSFER] = "hard to get down to the floor or up from it",
	[TAG_FRACTURE] = "a broken bone that has not fully healed",
	[TAG_GLAUCOMA] = "glaucoma, eye surgery in the last 3 months or a detached retina",
	[TAG_GRIP_WEAK] = "cannot hold a heavy bag for 20 seconds",
	[TAG_HEART_CONDITION] = "heart disease, rhythm trouble or a history of chest pain",
	[TAG_HIP_REPLACEMENT] = "an artificial hip",
	[TAG_HYPERTENSION] = "high blood pressure that is not controlled",
	[TAG_IMPLANT_DEVICE] = "a pacemaker, pump or stimulator",
	[TAG_INFLAMMATION] = "a hot, red, infected or newly swollen area, or fever",
	[TAG_KNEE_PAIN] = "kneeling hurts",
	[TAG_LEG_SYMPTOMS] = "pain, tingling or numbness below the buttock",
	[TAG_NECK_ARTERY] = "a stroke or TIA, or known disease of a neck artery",
	[TAG_NECK_INSTABILITY] = "rheumatoid neck, Down or Ehlers-Danlos syndrome, neck "
		"surgery, or whiplash in the last 3 months",
	[TAG_NUMB_SKIN] = "reduced feeling in the skin (diabetes, nerve damage)",
	[TAG_OPEN_SKIN] = "a wound, rash or stitches there",
	[TAG_OSTEOPOROSIS] = "osteoporosis, or a broken bone from a small fall",
	[TAG_PREGNANCY] = "pregnant, or within 6 weeks after birth",
	[TAG_RECENT_SURGERY] = "an operation in the last 12 weeks",
	[TAG_REFLUX] = "acid comes up when you lie flat",
	[TAG_RESPIRATORY] = "asthma or lung disease that limits you",
	[TAG_SHOULDER_IMPINGEMENT] = "a pinch when you lift the arm",
	[TAG_SHOULDER_INSTABILITY] = "a shoulder that has slipped out, or very loose joints",
	[TAG_VARICOSE_VEINS] = "painful or bulging leg veins",
	[TAG_WRIST_PAIN] = "weight on the hand hurts",
};
/* clang-format on */

int
words_find(const struct words *words, const char *name)
{
	for (size_t i = 0; i < words->n; i++)
		if (strcmp(words->names[i], name) == 0)
			return (int)i;
	return -1;
}

const char *
words_name(const struct words *words, int i)
{
	return i >= 0 && (size_t)i < words->n ? words->names[i] : "?";
}

const char *
words_nearest(const struct words *words, const char *name)
{
	int at = nearest(name, words->names, words->n);

	return at < 0 ? NULL : words->names[at];
}

const char *
tag_meaning(enum tag tag)
{
	return meanings[tag];
}

void
words_print(const struct words *words, uint64_t bits, struct str *out)
{
	bool first = true;

	for (size_t i = 0; i < words->n; i++) {
		if (!(bits & BIT_OF(i)))
			continue;
		str_addf(out, "%s%s", first ? "" : ", ", words->names[i]);
		first = false;
	}
}

/* Takes the next item off *list into item (65 bytes, cut); false at the end. */
static bool
next_item(const char **list, char *item)
{
	size_t n;

	*list += strspn(*list, ", \t");
	n = strcspn(*list, ",");
	if (n == 0)
		return false;
	while ((*list)[n - 1] == ' ' || (*list)[n - 1] == '\t')
		n--;
	memcpy(item, *list, n < 64 ? n : 64);
	item[n < 64 ? n : 64] = '\0';
	*list += n;
	return true;
}

bool
words_parse(const struct words *words, const char *list, uint64_t *bits, char *bad)
{
	char item[65];

	*bits = 0;
	while (next_item(&list, item)) {
		int i = words_find(words, item);

		if (i < 0) {
			memcpy(bad, item, sizeof(item));
			return false;
		}
		*bits |= BIT_OF(i);
	}
	return true;
}

bool
kind_presses(enum kind kind)
{
	return kind == KIND_ROLL || kind == KIND_BALL || kind == KIND_HANDHELD;
}

bool
position_on_floor(enum position position)
{
	return position >= POSITION_FLOOR_SUPINE && position <= POSITION_ALL_FOURS;
}
