#include "coach/log.h"

#include "base/civil.h"
#include "coach/route.h"

#include <inttypes.h>

static const char *
method_name(enum method method)
{
	switch (method) {
	case METHOD_GET:
		return "GET";
	case METHOD_POST:
		return "POST";
	case METHOD_PUT:
		return "PUT";
	case METHOD_DELETE:
		return "DELETE";
	}
	return "-";
}

void
log_call(const struct log *log, const struct call *call, int64_t us)
{
	char at[32];

	if (log->level == LOG_NONE ||
	    (log->level == LOG_PROBLEMS && call->status < 400))
		return;
	fprintf(log->to,
	    "at=%s ref=%s method=%s route=%s status=%d problem=%s items=%d in=%zu "
	    "out=%zu us=%" PRId64 "\n",
	    civil_instant(call->now_ms, at), call->ref, method_name(call->method),
	    call->route ? call->route->path : "-", call->status,
	    call->problem ? call->problem : "-", call->items, call->body.len,
	    call->answer.len, us);
	fflush(log->to);
}

void
log_event(const struct log *log, int64_t now_ms, const char *what, const char *why)
{
	char at[32];

	fprintf(log->to, "at=%s event=%s%s%s\n", civil_instant(now_ms, at), what,
	    *why ? " why=" : "", why);
	fflush(log->to);
}
