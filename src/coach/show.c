#include "coach/show.h"

#include "base/json.h"
#include "coach/api.h"
#include "sync/stamp.h"

#include <stdlib.h>
#include <string.h>

/* --- one of them ------------------------------------------------------------ */

static void
add_device(void *arg, const struct device_row *row)
{
	struct json *device = json_push_object(arg);

	json_set_str(device, "id", row->id);
	json_set_str(device, "agent", row->agent);
	api_instant(device, "added_at", row->created_ms);
	api_instant(device, "seen_at", row->seen_ms);
	json_set_int(device, "skew_ms", row->skew_ms);
	json_set_int(device, "up_seq", row->up_seq);
	json_set_bool(device, "revoked", row->revoked_ms >= 0);
}

static void
add_plan(void *arg, const struct plan_row *row)
{
	struct json *plan = json_push_object(arg);

	json_set_str(plan, "id", row->rx);
	json_set_int(plan, "version", row->version);
	json_set_str(plan, "title", row->title);
	json_set_str(plan, "state", row->state);
	json_set_lines(plan, "why", row->why);
	json_set_str(plan, "from", row->from);
	json_set_str(plan, "to", row->to);
}

/* The items as they would be exported, each a value of the list. */
static void
add_items(struct store *store, int64_t client_no, struct json *list)
{
	struct str lines = {0};
	char *at, *line;

	api_items(store, client_no, &lines);
	at = lines.s;
	while ((line = strsep(&at, "\n")) != NULL)
		if (*line)
			json_push_text(list, line);
	str_fini(&lines);
}

static struct json *
about(struct store *store, int64_t client_no)
{
	struct json *body = json_new_object();
	struct client client;

	store_client_show(store, client_no, &client);
	json_set_str(body, "client", client.id);
	json_set_str(body, "name", client.alias);
	api_share_names(body, "share", client.share);
	json_set_int(body, "retain_days", client.retain_days);
	json_set_str(body, "last_day", *client.last_day ? client.last_day : NULL);
	if (client.streak >= 0)
		json_set_int(body, "streak", client.streak);
	json_set_bool(body, "ended", client.ended_ms >= 0);
	store_devices(
	    store, client_no, add_device, json_set_array(body, "devices"));
	store_plans(store, client_no, add_plan, json_set_array(body, "plans"));
	return body;
}

static void
print_device(void *arg, const struct device_row *row)
{
	char at[STAMP_LEN];

	fprintf(arg, "device   %s, %s, last seen %.10s%s\n", row->id, row->agent,
	    stamp_print(row->seen_ms, at), row->revoked_ms >= 0 ? ", revoked" : "");
}

static void
print_plan(void *arg, const struct plan_row *row)
{
	fprintf(arg, "plan     %s, version %lld, %s: %s\n", row->rx,
	    (long long)row->version, row->state, row->title);
}

static void
print_client(struct store *store, int64_t client_no, FILE *out)
{
	struct client client;
	struct held held;

	store_client_show(store, client_no, &client);
	store_held(store, client_no, &held);
	fprintf(out, "client   %s\nname     %s%s\n", client.id, client.alias,
	    client.ended_ms >= 0 ? " (ended)" : "");
	fprintf(out, "last day %s\nheld     %lld sessions, %lld check-ins\n",
	    *client.last_day ? client.last_day : "-", (long long)held.sessions,
	    (long long)held.checkins);
	store_devices(store, client_no, print_device, out);
	store_plans(store, client_no, print_plan, out);
}

void
show_client(struct store *store, int64_t client_no, bool json, FILE *out)
{
	struct json *body;

	if (!json) {
		print_client(store, client_no, out);
		return;
	}
	body = about(store, client_no);
	add_items(store, client_no, json_set_array(body, "items"));
	json_print(body, out, NULL);
	json_free(body);
}

/* --- all of them ------------------------------------------------------------ */

static void
push_client(void *arg, const char *id, const char *alias, bool ended)
{
	struct json *client = json_push_object(arg);

	json_set_str(client, "client", id);
	json_set_str(client, "name", alias);
	json_set_bool(client, "ended", ended);
}

static void
print_row(void *arg, const char *id, const char *alias, bool ended)
{
	fprintf(arg, "%s  %s%s\n", id, alias, ended ? " (ended)" : "");
}

void
show_clients(struct store *store, bool json, FILE *out)
{
	struct json *list;

	if (!json) {
		store_clients(store, print_row, out);
		return;
	}
	list = json_new_array();
	store_clients(store, push_client, list);
	json_print(list, out, NULL);
	json_free(list);
}
