#include "routine/pose.h"

#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDE_LABEL 48 /* cells: it stands below the figure */
#define ANGLE_MAX  360
#define BOX_LEAST  (-20) /* a wall or a desk may begin outside of the box */
#define BOX_MOST   120
#define WORDS_MAX  8 /* the longest value has five */

/* clang-format off */
static const char *const view_names[] = {"side", "front", "top"};
static const char *const bone_names[BONES] = {
	"lumbar", "thorax", "neck", "head_radius", "upper_arm", "forearm", "hand",
	"thigh", "shin", "foot", "shoulder_half", "shoulder_drop", "hip_half"};
static const char *const joint_names[JOINTS] = {
	"pelvis", "waist", "chest", "head",
	"shoulder", "elbow", "wrist", "finger", "hip", "knee", "ankle", "toe",
	"shoulder2", "elbow2", "wrist2", "finger2", "hip2", "knee2", "ankle2", "toe2"};
static const char *const limb_names[LIMBS] = {"arm", "leg", "arm2", "leg2"};
static const char *const prop_names[PROPS] = {
	"chair", "stool", "arms", "desk", "wall", "door", "bar", "rail", "mat",
	"roller", "ball", "bolster", "strap", "box", "rect"};

/* How many numbers each prop has, and what they are called. */
static const struct {
	int n;
	const char *form;
} props[PROPS] = {
	[PROP_CHAIR] = {3, "x1 x2 y [noback]"}, [PROP_STOOL] = {3, "x1 x2 y"},
	[PROP_ARMS] = {3, "x1 x2 y"}, [PROP_DESK] = {3, "x1 x2 y"},
	[PROP_WALL] = {1, "x"}, [PROP_DOOR] = {1, "x"}, [PROP_BAR] = {2, "x y"},
	[PROP_RAIL] = {3, "x1 x2 y"}, [PROP_MAT] = {2, "x1 x2"},
	[PROP_ROLLER] = {3, "x y r"}, [PROP_BALL] = {3, "x y r"},
	[PROP_BOLSTER] = {3, "x1 x2 y"}, [PROP_STRAP] = {0, "joint joint"},
	[PROP_BOX] = {3, "x1 x2 y"}, [PROP_RECT] = {4, "x1 y1 x2 y2"},
};

static const char *const head_keys[] = {"view", "side", "flat", "free", "pull",
	"lumbar", "thorax", "neck", "head_radius", "upper_arm", "forearm", "hand",
	"thigh", "shin", "foot", "shoulder_half", "shoulder_drop", "hip_half", NULL};
static const char *const key_keys[] = {"label", "move", "stay", "pin", "spine", "head",
	"face", "arm", "arm2", "leg", "leg2", "shrug", "turn", "pull", NULL};
/* clang-format on */

const struct words words_view = {"view", view_names, ARRAY_LEN(view_names)};
const struct words words_bone = {"length", bone_names, BONES};
const struct words words_joint = {"joint", joint_names, JOINTS};
const struct words words_limb = {"limb", limb_names, LIMBS};
const struct words words_prop = {"prop", prop_names, PROPS};

/* A decimal number, without the forms that only a C program writes. */
static bool
number(const char *s, double lo, double hi, double *out)
{
	char *end;
	double d;

	if (!*s || strspn(s, "0123456789.-") != strlen(s))
		return false;
	d = strtod(s, &end);
	if (*end || !(d >= lo && d <= hi))
		return false;
	*out = d;
	return true;
}

/* A value taken apart into words. */
struct value {
	char text[FORM_LINE_MAX + 1];
	char *word[WORDS_MAX];
	int n; /* WORDS_MAX + 1: more than there is room for */
};

static void
split(const char *s, struct value *v)
{
	char *save = NULL;

	v->n = 0;
	snprintf(v->text, sizeof(v->text), "%s", s);
	for (char *w = strtok_r(v->text, " \t", &save); w;
	     w = strtok_r(NULL, " \t", &save)) {
		if (v->n == WORDS_MAX) {
			v->n++;
			return;
		}
		v->word[v->n++] = w;
	}
}

/* Words from..from + n as numbers. */
static bool
numbers(const struct value *v, int from, int n, double lo, double hi, double *out)
{
	if (v->n < from + n || v->n > WORDS_MAX)
		return false;
	for (int i = 0; i < n; i++)
		if (!number(v->word[from + i], lo, hi, &out[i]))
			return false;
	return true;
}

static void
expected(const struct form *form, const char *key, const char *what)
{
	notes_error(form->notes, form_line(form, key), "%s = %.60s: %s is expected",
	    key, form_get(form, key), what);
}

/* n numbers of a key into out; true when the key is there and right. */
static bool
read_numbers(const struct form *form, const char *key, int n, double lo, double hi,
    double *out)
{
	const char *text = ini_get(form->ini, form->section, key);
	struct value v;
	char what[64];

	if (!text || !form_need(form, key))
		return false;
	split(text, &v);
	if (v.n == n && numbers(&v, 0, n, lo, hi, out))
		return true;
	snprintf(what, sizeof(what), "%s from %g to %g",
	    n == 1 ? "a number" : "two numbers", lo, hi);
	expected(form, key, what);
	return false;
}

static void
read_limb(const struct form *form, const char *key, struct limb_spec *limb)
{
	const char *text = ini_get(form->ini, form->section, key);
	struct value v;
	int from, n;
	bool ok;

	if (!text || !form_need(form, key))
		return;
	split(text, &v);
	n = v.n;
	limb->given = true;
	limb->line = form_line(form, key);
	limb->reaches = n > 0 && strcmp(v.word[0], "to") == 0;
	from = limb->reaches;
	if (limb->reaches && n <= WORDS_MAX && n > 3 &&
	    strlen(v.word[n - 1]) == 1 && strchr("+-", v.word[n - 1][0]))
		limb->bend = v.word[--n][0] == '+' ? 1 : -1;
	limb->has_end = n == from + 3;
	ok = (n == from + 2 || n == from + 3) &&
	     numbers(&v, from, 2, limb->reaches ? BOX_LEAST : -ANGLE_MAX,
		 limb->reaches ? BOX_MOST : ANGLE_MAX, limb->a) &&
	     (!limb->has_end ||
		 numbers(&v, from + 2, 1, -ANGLE_MAX, ANGLE_MAX, &limb->end));
	if (!ok)
		expected(form, key,
		    "`angle angle [angle]` or `to x y [angle] [+|-]`, angles "
		    "within 360");
}

static bool
take_joint(const char *word, enum joint *joint)
{
	int i = words_find(&words_joint, word);

	*joint = i < 0 ? JOINT_PELVIS : (enum joint)i;
	return i >= 0;
}

static bool
read_pin(const struct form *form, struct pose_key *key)
{
	const char *text = ini_get(form->ini, form->section, "pin");
	struct value v;
	double at[2];

	if (!text || !form_need(form, "pin"))
		return false;
	split(text, &v);
	if (v.n != 3 || !take_joint(v.word[0], &key->pin) ||
	    !numbers(&v, 1, 2, BOX_LEAST, BOX_MOST, at)) {
		expected(form, "pin", "`joint x y`, such as ankle 40 2.5,");
		return false;
	}
	key->pin_x = at[0];
	key->pin_y = at[1];
	return true;
}

static void
read_pull(const struct form *form, struct pull *pull)
{
	const char *text = ini_get(form->ini, form->section, "pull");
	struct value v;

	if (!text || !form_need(form, "pull"))
		return;
	split(text, &v);
	pull->given = true;
	pull->none = v.n == 1 && strcmp(v.word[0], "none") == 0;
	if (!pull->none &&
	    (v.n != 2 || !take_joint(v.word[0], &pull->joint) ||
		!numbers(&v, 1, 1, -ANGLE_MAX, ANGLE_MAX, &pull->angle)))
		expected(form, "pull", "`joint angle`, such as head 90, or none");
}

static bool
prop_values(const struct value *v, struct prop *prop)
{
	int n = props[prop->kind].n;

	if (prop->kind == PROP_STRAP)
		return v->n == 3 && take_joint(v->word[1], &prop->joint[0]) &&
		       take_joint(v->word[2], &prop->joint[1]);
	prop->noback = prop->kind == PROP_CHAIR && v->n == n + 2 &&
		       strcmp(v->word[n + 1], "noback") == 0;
	return v->n == n + 1 + prop->noback &&
	       numbers(v, 1, n, BOX_LEAST, BOX_MOST, prop->n);
}

static void
read_prop(const struct form *form, const char *key, struct prop *prop)
{
	const char *text = form_need(form, key);
	struct value v;
	int kind;

	if (!text)
		return;
	split(text, &v);
	kind = v.n ? words_find(&words_prop, v.word[0]) : -1;
	if (kind < 0) {
		struct str all = {0};

		words_print(&words_prop, BIT_OF(PROPS) - 1, &all);
		notes_error(form->notes, form_line(form, key),
		    "%s = %.40s: one of %s is expected", key, text, all.s);
		str_fini(&all);
		return;
	}
	prop->given = true;
	prop->kind = (enum prop_kind)kind;
	if (!prop_values(&v, prop))
		notes_error(form->notes, form_line(form, key),
		    "%s: `%s %s` is expected", key, prop_names[kind],
		    props[kind].form);
}

static void
read_props(const struct form *form, struct prop prop[POSE_PROPS_MAX])
{
	const char *key;

	for (size_t i = 0; (key = ini_key(form->ini, form->section, i)) != NULL;
	     i++) {
		if (strncmp(key, "prop.", 5) != 0)
			continue;
		if (key[5] >= '1' && key[5] < '1' + POSE_PROPS_MAX && !key[6])
			read_prop(form, key, &prop[key[5] - '1']);
		else
			notes_error(form->notes, form_line(form, key),
			    "%.80s: props are prop.1 to prop.%d", key,
			    POSE_PROPS_MAX);
	}
}

static bool
yes(const struct form *form, const char *key)
{
	return ini_get(form->ini, form->section, key) && form_yes(form, key);
}

static void
read_side(const struct form *form, struct pose *pose)
{
	pose->side = SIDE_LEFT;
	if (!ini_get(form->ini, form->section, "side"))
		return;
	pose->side = (enum side)form_word(form, "side", &words_side);
	if (pose->side == SIDE_NONE)
		expected(form, "side", "left or right");
}

static void
read_head(const struct form *form, struct pose *pose)
{
	form_keys(form, head_keys, "prop.");
	pose->view = (enum view)form_word(form, "view", &words_view);
	read_side(form, pose);
	pose->flat = yes(form, "flat");
	pose->free = yes(form, "free");
	for (int b = 0; b < BONES; b++)
		if (read_numbers(form, bone_names[b], 1, 0, 60, &pose->bone[b]))
			pose->bones |= BIT_OF(b);
	read_props(form, pose->prop);
	read_pull(form, &pose->pull);
	if (pose->flat && pose->view != VIEW_TOP)
		notes_warn(form->notes, form_line(form, "flat"),
		    "flat says something of view = top only");
}

/* The parts of a key that are one number each. */
static void
read_singles(const struct form *form, struct pose_key *key)
{
	const struct {
		const char *name;
		enum pose_part part;
		double lo, hi, *out;
	} rows[] = {
	    {"move", PART_MOVE, 0.1, 60, &key->move_s},
	    {"stay", PART_STAY, 0, 60, &key->stay_s},
	    {"head", PART_HEAD, -ANGLE_MAX, ANGLE_MAX, &key->head},
	    {"face", PART_FACE, -180, 180, &key->face},
	    {"turn", PART_TURN, -180, 180, &key->turn},
	    {"shrug", PART_SHRUG, -10, 10, &key->shrug},
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		if (read_numbers(
			form, rows[i].name, 1, rows[i].lo, rows[i].hi, rows[i].out))
			key->given |= BIT_OF(rows[i].part);
}

static void
read_key(const struct form *form, struct pose_key *key)
{
	double spine[2];

	form_keys(form, key_keys, "prop.");
	key->line = ini_line(form->ini, form->section, NULL);
	key->label = form_text_maybe(form, "label", WIDE_LABEL);
	if (!key->label)
		key->label = mem_strdup("");
	read_singles(form, key);
	if (read_numbers(form, "spine", 2, -ANGLE_MAX, ANGLE_MAX, spine)) {
		key->given |= BIT_OF(PART_SPINE);
		key->lumbar = spine[0];
		key->thorax = spine[1];
	}
	if (read_pin(form, key))
		key->given |= BIT_OF(PART_PIN);
	for (int l = 0; l < LIMBS; l++)
		read_limb(form, limb_names[l], &key->limb[l]);
	read_props(form, key->prop);
	read_pull(form, &key->pull);
}

/* The first key has nobody to take things from. */
static void
check_first(const struct form *form)
{
	static const char *const needed[] = {"pin", "spine", "head", "arm", "leg"};

	for (size_t i = 0; i < ARRAY_LEN(needed); i++)
		form_need(form, needed[i]);
}

static void
read_keys(const struct form *head, struct pose *pose)
{
	char section[ID_MAX + 8];

	for (int i = 0; i < POSE_KEYS_MAX; i++) {
		struct form form = {head->ini, section, head->notes};

		snprintf(section, sizeof(section), "%s/%d", pose->id, i + 1);
		if (!ini_key(head->ini, section, 0))
			break;
		read_key(&form, &pose->key[pose->n_keys++]);
		if (i == 0)
			check_first(&form);
	}
	if (pose->n_keys < POSE_KEYS_MIN)
		notes_error(head->notes, ini_line(head->ini, pose->id, NULL),
		    "[%s/%zu] is missing or empty: a figure moves between %d to %d "
		    "key poses",
		    pose->id, pose->n_keys + 1, POSE_KEYS_MIN, POSE_KEYS_MAX);
}

/* [id/1] to [id/4], without a gap. */
static bool
is_key_section(const char *name, const char *id)
{
	size_t n = strlen(id);

	return strncmp(name, id, n) == 0 && name[n] == '/' && name[n + 1] >= '1' &&
	       name[n + 1] <= '0' + POSE_KEYS_MAX && !name[n + 2];
}

/* A key behind a gap would be lost silently. */
static void
check_gap(const struct form *form, const struct pose *pose)
{
	const char *name;

	for (size_t i = 0; (name = ini_section(form->ini, i)) != NULL; i++)
		if (is_key_section(name, pose->id) &&
		    (size_t)(name[strlen(pose->id) + 1] - '0') > pose->n_keys &&
		    pose->n_keys >= POSE_KEYS_MIN)
			notes_error(form->notes, ini_line(form->ini, name, NULL),
			    "[%s] is empty or does not follow [%s/%zu]", name,
			    pose->id, pose->n_keys);
}

struct pose *
pose_read(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	struct notes own = {0};
	struct form form = {ini, id, notes ? notes : &own};
	size_t before = form.notes->errors;
	struct pose *pose = mem_new(1, sizeof(*pose));

	pose->path = mem_strdup(path);
	if (id_take(&form, 1, "the file name", id, pose->id) &&
	    form_sections(&form, is_key_section)) {
		read_head(&form, pose);
		read_keys(&form, pose);
		check_gap(&form, pose);
	}
	if (form.notes->errors > before) {
		pose_free(pose);
		pose = NULL;
	}
	notes_fini(&own);
	return pose;
}

void
pose_free(struct pose *pose)
{
	if (!pose)
		return;
	for (size_t i = 0; i < pose->n_keys; i++)
		free(pose->key[i].label);
	free(pose->path);
	free(pose);
}
