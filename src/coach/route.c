#include "coach/route.h"

#include "coach/api.h"
#include "coach/browser.h"
#include "coach/fields.h"
#include "coach/pages.h"
#include "coach/problem.h"
#include "coach/site.h"

#include <string.h>

#define JSON "application/json"

const struct route route_table[] = {
    {METHOD_GET, "/healthz", WHO_ANYBODY, NULL, NULL, NULL, api_health},
    {METHOD_GET, "/.well-known/uncoil", WHO_ANYBODY, NULL, NULL, NULL,
	api_well_known},
    {METHOD_POST, "/v1/invites/lookup", WHO_ANYBODY, JSON, NULL, api_read_lookup,
	api_lookup},
    {METHOD_POST, "/v1/enrolments", WHO_ANYBODY, JSON, NULL, api_read_enrol,
	api_enrol},
    {METHOD_POST, "/v1/sync", WHO_DEVICE, JSON, NULL, api_read_sync, api_sync},
    {METHOD_GET, "/v1/me", WHO_DEVICE, NULL, NULL, NULL, api_me},
    {METHOD_GET, "/v1/me/export", WHO_DEVICE, NULL, NULL, NULL, api_export},
    {METHOD_GET, "/v1/me/access", WHO_DEVICE, NULL, NULL, NULL, api_access},
    {METHOD_PUT, "/v1/me/share", WHO_DEVICE, JSON, NULL, api_read_share, api_share},
    {METHOD_POST, "/v1/me/token", WHO_DEVICE, JSON, NULL, api_read_token,
	api_token},
    {METHOD_DELETE, "/v1/me/devices/*", WHO_DEVICE, NULL, NULL, NULL,
	api_device_revoke},
    {METHOD_DELETE, "/v1/me", WHO_DEVICE, NULL, "erase", NULL, api_leave},
    {METHOD_GET, "/", WHO_COACH, NULL, NULL, NULL, pages_roster},
    {METHOD_GET, "/style.css", WHO_ANYBODY, NULL, NULL, NULL, pages_style},
    {METHOD_GET, "/sign-in", WHO_ANYBODY, NULL, NULL, NULL, pages_sign_in},
    {METHOD_POST, "/sign-in", WHO_ANYBODY, ROUTE_FORM, NULL, pages_read_sign_in,
	pages_signing_in},
    {METHOD_POST, "/sign-out", WHO_COACH, ROUTE_FORM, NULL, pages_read_form,
	pages_sign_out},
    {METHOD_GET, "/clients/*", WHO_COACH, NULL, NULL, NULL, pages_client},
    {METHOD_GET, "/clients/*/sessions.csv", WHO_COACH, NULL, NULL, NULL,
	pages_sessions_csv},
    {METHOD_GET, "/clients/*/days.csv", WHO_COACH, NULL, NULL, NULL,
	pages_days_csv},
    {0, NULL, WHO_ANYBODY, NULL, NULL, NULL, NULL},
};

/* Does path have the form of pattern?  What `*` stands for is not empty and has
 * no `/` in it. */
static bool
matches(const char *pattern, const char *path, char param[CALL_PARAM_MAX])
{
	size_t before = strcspn(pattern, "*"), n;

	*param = '\0';
	if (strncmp(pattern, path, before) != 0)
		return false;
	if (!pattern[before])
		return !path[before];
	n = strcspn(path + before, "/");
	if (n == 0 || n >= CALL_PARAM_MAX ||
	    strcmp(pattern + before + 1, path + before + n) != 0)
		return false;
	memcpy(param, path + before, n);
	param[n] = '\0';
	return true;
}

const struct route *
route_find(
    enum method method, const char *path, char param[CALL_PARAM_MAX], int *allowed)
{
	*allowed = 0;
	for (const struct route *r = route_table; r->path; r++) {
		if (!matches(r->path, path, param))
			continue;
		if (r->method == method)
			return r;
		*allowed |= r->method;
	}
	return NULL;
}

static bool
is_device(struct call *call, struct store *store)
{
	/* What it has at once, then one a minute. */
	struct rate_limit limit = {
	    .burst = call->about->device_calls, .each_ms = 60000};
	char hash[SECRET_HEX];
	int wait_s;

	secret_sha256(call->token, strlen(call->token), hash);
	switch (store_device(store, hash, &call->device)) {
	case DEVICE_NONE:
		problem(call, PROBLEM_TOKEN, NULL);
		return false;
	case DEVICE_ENDED:
		problem(call, PROBLEM_ENDED, NULL);
		return false;
	case DEVICE_HERE:
		break;
	}
	if (store_device_rate(&call->device, &limit, call->now_ms, &wait_s))
		return true;
	problem_later(call, PROBLEM_SLOW_DOWN, wait_s);
	return false;
}

static bool
is_form(const struct call *call)
{
	return call->route->takes && strcmp(call->route->takes, ROUTE_FORM) == 0;
}

/* A form is from a page of ours when the browser says so and it holds the token that
 * only such a page has. */
static bool
is_our_form(const struct call *call, struct store *store)
{
	char token[SECRET_HEX];

	if (!call->work || !*call->browser || !browser_is_ours(call))
		return false;
	browser_token(store_key(store), call->browser, token);
	return secret_same(token, fields_get(call->work, "token"));
}

static bool
is_coach(struct call *call, struct store *store)
{
	if (*call->browser &&
	    store_web(store, call->browser, call->now_ms, &call->web))
		return true;
	pages_to(call, "/sign-in");
	return false;
}

void
route_answer(struct call *call, struct store *store)
{
	if (call->route->who == WHO_DEVICE && !is_device(call, store))
		return;
	if (!browser_id(call, call->browser))
		*call->browser = '\0';
	if (is_form(call) && call->found < 0 && !is_our_form(call, store)) {
		pages_refuse(call);
		return;
	}
	if (call->route->who == WHO_COACH && !is_coach(call, store))
		return;
	/* What reading found is told only to those who may ask. */
	if (call->found >= 0)
		problem(call, (enum problem)call->found, NULL);
	else
		call->route->answer(call, store);
	if (call->route->who == WHO_DEVICE)
		store_device_called(store, &call->device);
}
