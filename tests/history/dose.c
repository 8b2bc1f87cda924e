#include "history/dose.h"

#include "base/mem.h"
#include "tests/dice.h"
#include "tests/test.h"

#include <string.h>

static void
kinds(void **state)
{
	static const struct {
		enum kind kind;
		enum dose_kind dose;
	} rows[] = {{KIND_STRETCH, DOSE_STRETCH}, {KIND_ROLL, DOSE_ROLL},
	    {KIND_BALL, DOSE_BALL}, {KIND_MOBILITY, DOSE_OTHER},
	    {KIND_TRACTION, DOSE_OTHER}, {KIND_BREATH, DOSE_OTHER},
	    {KIND_ISOMETRIC, DOSE_OTHER}, {KIND_HANDHELD, DOSE_OTHER}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct dose doses[DOSE_REGIONS] = {{{0}}};

		dose_add(doses, BIT_OF(REGION_HIPS), rows[i].kind, SIDE_NONE, 7);
		assert_int_equal(doses[REGION_HIPS].ms[rows[i].dose], 7);
		assert_int_equal(dose_all_ms(&doses[REGION_HIPS]), 7);
	}
}

/* A movement for two regions gives all of its time to both, on its side. */
static void
both_regions(void **state)
{
	struct dose doses[DOSE_REGIONS] = {{{0}}}, none = {{0}};

	(void)state;
	dose_add(doses, BIT_OF(REGION_NECK) | BIT_OF(REGION_CALVES), KIND_STRETCH,
	    SIDE_LEFT, 20000);
	dose_add(doses, BIT_OF(REGION_NECK), KIND_STRETCH, SIDE_RIGHT, 30000);
	dose_add(doses, BIT_OF(REGION_NECK), KIND_BREATH, SIDE_NONE, 5000);
	assert_int_equal(doses[REGION_NECK].left_ms, 20000);
	assert_int_equal(doses[REGION_NECK].right_ms, 30000);
	assert_int_equal(dose_all_ms(&doses[REGION_NECK]), 55000);
	assert_int_equal(dose_all_ms(&doses[REGION_CALVES]), 20000);
	assert_memory_equal(&doses[REGION_HIPS], &none, sizeof(none));
}

static void
uneven(void **state)
{
	static const struct {
		int64_t left, right;
		int percent;
		enum side more;
	} rows[] = {{0, 0, 0, SIDE_NONE}, {100, 100, 0, SIDE_NONE},
	    {120, 100, 20, SIDE_LEFT}, {100, 150, 50, SIDE_RIGHT},
	    {0, 50, 0, SIDE_RIGHT}, {50, 0, 0, SIDE_LEFT}};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct dose dose = {
		    .left_ms = rows[i].left, .right_ms = rows[i].right};
		enum side more;

		assert_int_equal(dose_uneven(&dose, &more), rows[i].percent);
		assert_int_equal(more, rows[i].more);
	}
}

/* Sides never exceed the whole, and the order of holds is nothing. */
static void
any_order(void **state)
{
	struct dice dice = {3};
	struct dose forth[DOSE_REGIONS] = {{{0}}}, back[DOSE_REGIONS] = {{{0}}};
	uint64_t regions[200];
	int kind[200], side[200], ms[200];

	(void)state;
	for (int i = 0; i < 200; i++) {
		regions[i] = (uint64_t)dice_roll(&dice, 1 << DOSE_REGIONS);
		kind[i] = dice_roll(&dice, KIND_HANDHELD + 1);
		side[i] = dice_roll(&dice, 3);
		ms[i] = dice_roll(&dice, 60000);
		dose_add(forth, regions[i], (enum kind)kind[i], (enum side)side[i],
		    ms[i]);
	}
	for (int i = 200; i-- > 0;)
		dose_add(back, regions[i], (enum kind)kind[i], (enum side)side[i],
		    ms[i]);
	assert_memory_equal(forth, back, sizeof(forth));
	for (int r = 0; r < DOSE_REGIONS; r++)
		assert_true(
		    forth[r].left_ms + forth[r].right_ms <= dose_all_ms(&forth[r]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(kinds),
	    cmocka_unit_test(both_regions),
	    cmocka_unit_test(uneven),
	    cmocka_unit_test(any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
