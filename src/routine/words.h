/*
 * The fixed vocabularies of exercises and routines (domain.md 4): enums, their
 * names as they stand in files, and sets of them as bits.
 */
#ifndef ROUTINE_WORDS_H
#define ROUTINE_WORDS_H

#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* clang-format off */
enum kind {
	KIND_STRETCH, KIND_ROLL, KIND_BALL, KIND_MOBILITY, KIND_TRACTION,
	KIND_BREATH, KIND_ISOMETRIC, KIND_HANDHELD
};

enum region {
	REGION_NECK, REGION_SHOULDERS, REGION_UPPER_BACK, REGION_MID_BACK,
	REGION_LOWER_BACK, REGION_CHEST, REGION_HIPS, REGION_HAMSTRINGS,
	REGION_GLUTES, REGION_FOREARMS, REGION_CALVES
};

enum position {
	POSITION_SEATED, POSITION_STANDING, POSITION_FLOOR_SUPINE,
	POSITION_FLOOR_PRONE, POSITION_FLOOR_SIDE, POSITION_KNEELING,
	POSITION_ALL_FOURS, POSITION_HANGING
};

enum tool {
	TOOL_NONE, TOOL_CHAIR, TOOL_DESK, TOOL_WALL, TOOL_DOORWAY, TOOL_MAT,
	TOOL_FOAM_ROLLER, TOOL_MASSAGE_BALL, TOOL_HANDHELD_MASSAGER, TOOL_STRAP,
	TOOL_BAR, TOOL_TOWEL
};

enum direction {
	DIRECTION_FLEXION, DIRECTION_EXTENSION, DIRECTION_ROTATION,
	DIRECTION_SIDE_BEND, DIRECTION_NEUTRAL, DIRECTION_UNLOAD
};

enum setting_place { PLACE_OFFICE, PLACE_FLOOR, PLACE_BAR, PLACE_ANYWHERE };

enum flag {
	FLAG_NONE, FLAG_NO_FLOOR, FLAG_MORNING_SAFE, FLAG_FLEXION, FLAG_EXTENSION,
	FLAG_NEEDS_CLEARANCE, FLAG_HEADACHE_GATE
};

/* Conditions of a person (domain.md 4); a set of them is bits. */
enum tag {
	TAG_ACUTE_INJURY, TAG_ANTICOAGULANTS, TAG_BALANCE,
	TAG_DISC_EXTENSION_PAIN, TAG_DISC_HERNIATION_FLEXION, TAG_DIZZINESS,
	TAG_DVT, TAG_FLOOR_TRANSFER, TAG_FRACTURE, TAG_GLAUCOMA, TAG_GRIP_WEAK,
	TAG_HEART_CONDITION, TAG_HIP_REPLACEMENT, TAG_HYPERTENSION,
	TAG_IMPLANT_DEVICE, TAG_INFLAMMATION, TAG_KNEE_PAIN, TAG_LEG_SYMPTOMS,
	TAG_NECK_ARTERY, TAG_NECK_INSTABILITY, TAG_NUMB_SKIN, TAG_OPEN_SKIN,
	TAG_OSTEOPOROSIS, TAG_PREGNANCY, TAG_RECENT_SURGERY, TAG_REFLUX,
	TAG_RESPIRATORY, TAG_SHOULDER_IMPINGEMENT, TAG_SHOULDER_INSTABILITY,
	TAG_VARICOSE_VEINS, TAG_WRIST_PAIN, TAGS
};
/* clang-format on */

/* The side of the body that a hold is for. */
enum side { SIDE_NONE, SIDE_LEFT, SIDE_RIGHT };

/* The bit of a word in a set. */
#define BIT_OF(word) (UINT64_C(1) << (word))

/* The names in the order of their enum. */
struct words {
	const char *what; /* "region", for messages */
	const char *const *names;
	size_t n;
};

extern const struct words words_kind, words_region, words_position, words_tool,
    words_direction, words_place, words_flag, words_side, words_tag;

/* The index of a name, or -1. */
int words_find(const struct words *words, const char *name);

/* The name, "?" when i is out of range. */
const char *words_name(const struct words *words, int i);

/* The name that is nearest to a wrong one, for "did you mean"; NULL when none is.
 */
const char *words_nearest(const struct words *words, const char *name);

/* When a tag is true of a person, one line in plain words (domain.md 4). */
const char *tag_meaning(enum tag tag);

/* Appends the names whose bits (1 << index) are set, parted by ", ". */
void words_print(const struct words *words, uint64_t bits, struct str *out);

/*
 * Reads "a, b, c" into bits.  False at a name that is not in the vocabulary:
 * then bad (65 bytes) holds it, cut.  Empty items are skipped.
 */
bool words_parse(
    const struct words *words, const char *list, uint64_t *bits, char *bad);

/* Is this pressure on the body with a tool: roll, ball or handheld? */
bool kind_presses(enum kind kind);

/* Is the body on the floor in this position? (domain.md 7: change times) */
bool position_on_floor(enum position position);

#endif
