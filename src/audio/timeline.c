#include "audio/timeline.h"

/* 48 frames in 1,000,000 ns are 3 in 62,500. */
int64_t
timeline_frame(int64_t ns)
{
	return ns / 62500 * 3 + ns % 62500 * 3 / 62500;
}

int64_t
timeline_ns(int64_t frame)
{
	return frame / 3 * 62500 + (frame % 3 * 62500 + 2) / 3;
}

void
drift_start(struct drift *drift, int64_t ns, int64_t played)
{
	*drift = (struct drift){ns, played};
}

int64_t
drift_read(struct drift *drift, int64_t ns, int64_t played)
{
	int64_t gone = ns - drift->ns;
	int64_t behind;

	if (gone < DRIFT_WINDOW_NS)
		return 0;
	behind = timeline_frame(gone) - (played - drift->played);
	if (behind <= DRIFT_STEP && behind >= -DRIFT_STEP)
		return 0;
	drift_start(drift, ns, played);
	return behind;
}
