#include "history/dose.h"

#include "base/mem.h"

static enum dose_kind
kind_of(enum kind kind)
{
	switch (kind) {
	case KIND_STRETCH:
		return DOSE_STRETCH;
	case KIND_ROLL:
		return DOSE_ROLL;
	case KIND_BALL:
		return DOSE_BALL;
	default:
		return DOSE_OTHER;
	}
}

const char *
dose_word(enum dose_kind kind)
{
	static const char *const words[] = {"stretch", "roll", "ball", "other"};

	return (size_t)kind < ARRAY_LEN(words) ? words[kind] : "?";
}

void
dose_add(struct dose doses[DOSE_REGIONS], uint64_t regions, enum kind kind,
    enum side side, int64_t held_ms)
{
	for (int r = 0; r < DOSE_REGIONS; r++) {
		if (!(regions & BIT_OF(r)))
			continue;
		doses[r].ms[kind_of(kind)] += held_ms;
		if (side == SIDE_LEFT)
			doses[r].left_ms += held_ms;
		if (side == SIDE_RIGHT)
			doses[r].right_ms += held_ms;
	}
}

int64_t
dose_all_ms(const struct dose *dose)
{
	int64_t sum = 0;

	for (int k = 0; k < DOSE_KINDS; k++)
		sum += dose->ms[k];
	return sum;
}

int
dose_uneven(const struct dose *dose, enum side *more)
{
	bool left = dose->left_ms > dose->right_ms;
	int64_t most = left ? dose->left_ms : dose->right_ms;
	int64_t least = left ? dose->right_ms : dose->left_ms;

	*more = most == least ? SIDE_NONE : left ? SIDE_LEFT : SIDE_RIGHT;
	return least > 0 ? (int)((most - least) * 100 / least) : 0;
}
