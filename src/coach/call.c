#include "coach/call.h"

#include "base/rng.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

void
call_init(struct call *call)
{
	uint32_t ref;

	rng_fill(&ref, sizeof(ref));
	*call = (struct call){.found = -1};
	snprintf(call->ref, sizeof(call->ref), "%08" PRIx32, ref);
}

void
call_fini(struct call *call)
{
	if (call->work_free)
		call->work_free(call->work);
	str_fini(&call->body);
	str_fini(&call->answer);
}

void
call_header(struct call *call, const char *name, const char *fmt, ...)
{
	struct call_header *header;
	va_list ap;

	if (call->n_headers == CALL_HEADERS)
		return;
	header = &call->headers[call->n_headers++];
	header->name = name;
	va_start(ap, fmt);
	vsnprintf(header->value, sizeof(header->value), fmt, ap);
	va_end(ap);
}

void
call_unanswer(struct call *call)
{
	call->status = 0;
	call->slow = NULL;
	call->n_headers = 0;
	call->problem = NULL;
	str_clear(&call->answer);
}
