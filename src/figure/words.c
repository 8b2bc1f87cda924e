#include "figure/words.h"

static const char *const seen[] = {
    [VIEW_SIDE] = "seen from the side",
    [VIEW_FRONT] = "seen from the front",
    [VIEW_TOP] = "seen from above",
};

/* What is there, by kind; "" for lines that only stand for another thing. */
static const char *const things[PROPS] = {
    [PROP_CHAIR] = "on a chair",
    [PROP_STOOL] = "on a seat",
    [PROP_ARMS] = "with armrests",
    [PROP_DESK] = "at a desk",
    [PROP_WALL] = "at a wall",
    [PROP_DOOR] = "in a doorway",
    [PROP_BAR] = "at a bar",
    [PROP_RAIL] = "at a bar",
    [PROP_MAT] = "on a mat",
    [PROP_ROLLER] = "with a roller",
    [PROP_BALL] = "",
    [PROP_BOLSTER] = "with a cushion or a long roller",
    [PROP_STRAP] = "with a strap",
    [PROP_BOX] = "with a box",
    [PROP_RECT] = "",
};

/* Each kind once, in the order of the file; keys may bring their own. */
static void
describe_props(const struct prop *prop, uint64_t *told, struct str *out)
{
	for (int i = 0; i < POSE_PROPS_MAX; i++) {
		if (!prop[i].given || *told & BIT_OF(prop[i].kind))
			continue;
		*told |= BIT_OF(prop[i].kind);
		if (*things[prop[i].kind])
			str_addf(out, ", %s", things[prop[i].kind]);
	}
}

void
pose_describe(const struct pose *pose, struct str *out)
{
	const char *before = ": ";
	uint64_t told = 0;

	str_add(out, seen[pose->view]);
	describe_props(pose->prop, &told, out);
	for (size_t i = 0; i < pose->n_keys; i++)
		describe_props(pose->key[i].prop, &told, out);
	for (size_t i = 0; i < pose->n_keys; i++) {
		if (!*pose->key[i].label)
			continue;
		str_addf(out, "%s%s", before, pose->key[i].label);
		before = "; then ";
	}
}
