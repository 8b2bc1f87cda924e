/*
 * The readers of routine, exercise and pose files for libFuzzer (`make fuzz`):
 * any bytes give a file or a message.
 */
#include "routine/routine.h"
#include "routine/exercise.h"
#include "routine/pose.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct notes notes = {0};
	struct ini *ini;
	const char *id;

	ini = ini_parse((const char *)data, size, &notes);
	id = ini ? ini_section(ini, 0) : NULL;
	if (id) {
		routine_free(routine_read(ini, id, "f", &notes));
		exercise_free(exercise_read(ini, id, "f", &notes));
		pose_free(pose_read(ini, id, "f", &notes));
	}
	if (!ini && notes.errors == 0)
		abort();
	ini_free(ini);
	notes_fini(&notes);
	return 0;
}
