#include "coach/problem.h"

#include "base/json.h"

#include <stdio.h>

const struct problem_row problem_table[PROBLEMS] = {
    [PROBLEM_BAD_JSON] = {400, "bad-json", "The body is no JSON of ours"},
    [PROBLEM_BAD_REQUEST] = {400, "bad-request", "The request is not well formed"},
    [PROBLEM_TOKEN] = {401, "token", "The token is not known"},
    [PROBLEM_TOO_OLD] = {403, "too-old", "This version is not served any more"},
    [PROBLEM_NOT_FOUND] = {404, "not-found", "There is nothing here"},
    [PROBLEM_CODE_UNKNOWN] = {404, "code-unknown", "The code is not known"},
    [PROBLEM_METHOD] = {405, "method", "This cannot be done here"},
    [PROBLEM_RESYNC] = {409, "resync", "The cursor is not ours"},
    [PROBLEM_ENDED] = {410, "ended", "Sharing has ended"},
    [PROBLEM_LENGTH] = {411, "length", "The length of the body is missing"},
    [PROBLEM_TOO_LARGE] = {413, "too-large", "The body is too large"},
    [PROBLEM_TYPE] = {415, "type", "The body is of another type"},
    [PROBLEM_TOO_MANY] = {422, "too-many", "Too many items, or one of them twice"},
    [PROBLEM_SLOW_DOWN] = {429, "slow-down", "Too many requests"},
    [PROBLEM_BIG_HEADERS] = {431, "too-large", "The headers are too large"},
    [PROBLEM_BROKEN] = {500, "broken", "Something is broken here"},
    [PROBLEM_BUSY] = {503, "busy", "The server is busy"},
    [PROBLEM_STORAGE_FULL] = {503, "storage-full", "The server's disk is full"},
};

void
problem(struct call *call, enum problem which, const char *detail)
{
	const struct problem_row *row = &problem_table[which];
	struct json *body = json_new_object();
	char type[64];

	snprintf(type, sizeof(type), "urn:uncoil:problem:%s", row->type);
	json_set_str(body, "type", type);
	json_set_str(body, "title", row->title);
	json_set_int(body, "status", row->status);
	if (detail)
		json_set_str(body, "detail", detail);
	json_set_str(body, "ref", call->ref);
	call_unanswer(call);
	call->status = row->status;
	call->type = "application/problem+json";
	call->problem = row->type;
	json_add_compact(body, &call->answer);
	json_free(body);
	if (which == PROBLEM_TOKEN)
		call_header(call, "WWW-Authenticate", "Bearer");
}

void
problem_later(struct call *call, enum problem which, int wait_s)
{
	problem(call, which, NULL);
	call_header(call, "Retry-After", "%d", wait_s);
}
