#include "coach/rate.h"

struct rate
rate_full(const struct rate_limit *limit, int64_t now_ms)
{
	return (struct rate){.left = limit->burst, .at_ms = now_ms};
}

void
rate_fill(struct rate *rate, const struct rate_limit *limit, int64_t now_ms)
{
	int64_t calls = (now_ms - rate->at_ms) / limit->each_ms;

	if (now_ms < rate->at_ms) {
		rate->at_ms = now_ms;
	} else if (calls >= limit->burst - rate->left) {
		*rate = rate_full(limit, now_ms);
	} else {
		rate->left += calls;
		rate->at_ms += calls * limit->each_ms;
	}
}

bool
rate_take(
    struct rate *rate, const struct rate_limit *limit, int64_t now_ms, int *wait_s)
{
	if (rate->left > 0) {
		rate->left--;
		return true;
	}
	*wait_s = (int)((rate->at_ms + limit->each_ms - now_ms + 999) / 1000);
	if (*wait_s < 1)
		*wait_s = 1;
	return false;
}
