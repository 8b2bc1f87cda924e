/*
 * The moving figure of one or more movements as it stands in a pose file:
 * skeleton lengths that differ, props, and two to four key poses.  It is what
 * the author wrote and no more; where a key leaves something out, figure/ takes
 * it from the key before (uncoil-routine(5), "POSES").
 *
 * Box 0..100 x 0..100, y upwards, the floor is y = 0.  Angles in degrees of the
 * world: 0 right, 90 up, 180 left, -90 down.
 */
#ifndef ROUTINE_POSE_H
#define ROUTINE_POSE_H

#include "base/ini.h"
#include "base/notes.h"
#include "routine/form.h"
#include "routine/words.h"

#define POSE_KEYS_MIN  2
#define POSE_KEYS_MAX  4
#define POSE_PROPS_MAX 9 /* prop.1 to prop.9 */

/* clang-format off */
enum view { VIEW_SIDE, VIEW_FRONT, VIEW_TOP };

enum bone {
	BONE_LUMBAR, BONE_THORAX, BONE_NECK, BONE_HEAD_RADIUS, BONE_UPPER_ARM,
	BONE_FOREARM, BONE_HAND, BONE_THIGH, BONE_SHIN, BONE_FOOT,
	BONE_SHOULDER_HALF, BONE_SHOULDER_DROP, BONE_HIP_HALF, BONES
};

/* The far limb, or the right side of the screen in a front view, ends in 2. */
enum joint {
	JOINT_PELVIS, JOINT_WAIST, JOINT_CHEST, JOINT_HEAD,
	JOINT_SHOULDER, JOINT_ELBOW, JOINT_WRIST, JOINT_FINGER,
	JOINT_HIP, JOINT_KNEE, JOINT_ANKLE, JOINT_TOE,
	JOINT_SHOULDER2, JOINT_ELBOW2, JOINT_WRIST2, JOINT_FINGER2,
	JOINT_HIP2, JOINT_KNEE2, JOINT_ANKLE2, JOINT_TOE2, JOINTS
};

enum limb { LIMB_ARM, LIMB_LEG, LIMB_ARM2, LIMB_LEG2, LIMBS };

enum prop_kind {
	PROP_CHAIR, PROP_STOOL, PROP_ARMS, PROP_DESK, PROP_WALL, PROP_DOOR, PROP_BAR,
	PROP_RAIL, PROP_MAT, PROP_ROLLER, PROP_BALL, PROP_BOLSTER, PROP_STRAP,
	PROP_BOX, PROP_RECT, PROPS
};
/* clang-format on */

extern const struct words words_view, words_bone, words_joint, words_limb,
    words_prop;

/* "upper forearm [hand]" in degrees, or "to x y [hand] [+|-]" in the box. */
struct limb_spec {
	bool given;
	int line;     /* where it stands in the file */
	bool reaches; /* `to`: the wrist or ankle lands on x y */
	double a[2];  /* angles of the two bones; or x and y */
	bool has_end; /* the angle of the hand or foot is given */
	double end;
	int bend; /* of a reach: -1, 1, or 0 for the anatomical one */
};

struct prop {
	bool given;
	enum prop_kind kind;
	double n[4];         /* its numbers, in the order of the file */
	enum joint joint[2]; /* of a strap */
	bool noback;         /* of a chair */
};

/* Where an arrow shows the direction of the pull, the push or the roll. */
struct pull {
	bool given;
	bool none; /* no arrow, also none that figure/ would find by itself */
	enum joint joint;
	double angle;
};

/* What a key may leave out besides limbs, props and label; bits of `given`. */
enum pose_part {
	PART_MOVE,
	PART_STAY,
	PART_PIN,
	PART_SPINE,
	PART_HEAD,
	PART_FACE,
	PART_SHRUG,
	PART_TURN
};

struct pose_key {
	int line;       /* where its section begins in the file */
	char *label;    /* "" where none is given */
	uint64_t given; /* bits of enum pose_part */
	double move_s, stay_s;
	enum joint pin;
	double pin_x, pin_y;
	double lumbar, thorax;   /* degrees */
	double head, face, turn; /* degrees */
	double shrug;            /* box units */
	struct limb_spec limb[LIMBS];
	struct prop prop[POSE_PROPS_MAX];
	struct pull pull; /* holds for the keys after it, too */
};

struct pose {
	char id[ID_MAX + 1];
	char *path;
	enum view view;
	enum side side; /* of a two-sided movement: the side that is drawn */
	bool flat;      /* a top view of somebody lying flat: both sides are seen */
	bool free;      /* joint ranges are not looked at */
	uint64_t bones; /* which lengths are given */
	double bone[BONES]; /* and what they are */
	struct prop prop[POSE_PROPS_MAX];
	struct pull pull; /* of all keys that give none */
	struct pose_key key[POSE_KEYS_MAX];
	size_t n_keys;
};

/*
 * Reads sections [id], [id/1], [id/2] ... of ini.  Everything wrong with the
 * form is noted with its line; NULL when there was an error.  Whether a body
 * can do it is looked at in figure/: reach by figure_read, floor and joints by
 * figure_check.
 */
struct pose *pose_read(
    const struct ini *ini, const char *id, const char *path, struct notes *notes);

void pose_free(struct pose *pose); /* NULL is fine */

#endif
