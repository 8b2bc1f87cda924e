#include "sync/peer.h"

#include "sync/bound.h"

#define PEER_COLUMNS                                                               \
	"name, url, state, share, device, client, coach, server, retain_days, "    \
	"joined_ms, next_run_ms, cursor, rereading, next_try_ms, fails, error, "   \
	"error_since_ms, last_ok_ms, most, cap, skew_ms, tally, detail"

static void
read_peer(const struct bound *b, struct peer *p)
{
	struct pace *pace = &p->pace;

	*p = (struct peer){0};
	bound_copy(b, 0, p->name, sizeof(p->name));
	bound_copy(b, 1, p->url, sizeof(p->url));
	p->state = (enum peer_state)bound_number(b, 2);
	p->share = (int)bound_number(b, 3);
	bound_copy(b, 4, p->device, sizeof(p->device));
	bound_copy(b, 5, p->client, sizeof(p->client));
	bound_copy(b, 6, p->coach, sizeof(p->coach));
	bound_copy(b, 7, p->server, sizeof(p->server));
	p->retain_days = bound_number(b, 8);
	p->joined_ms = bound_number(b, 9);
	p->next_run_ms = bound_number(b, 10);
	bound_copy(b, 11, p->cursor, sizeof(p->cursor));
	p->rereading = (int)bound_number(b, 12);
	pace->next_try_ms = bound_number(b, 13);
	pace->fails = (int)bound_number(b, 14);
	pace->error = (enum mean)bound_number(b, 15);
	pace->error_since_ms = bound_number(b, 16);
	pace->last_ok_ms = bound_number(b, 17);
	pace->most = (int)bound_number(b, 18);
	pace->cap = (int)bound_number(b, 19);
	pace->skew_ms = bound_number(b, 20);
	bound_copy(b, 21, p->tally, sizeof(p->tally));
	bound_copy(b, 22, pace->detail, sizeof(pace->detail));
	if (pace->error < 0 || pace->error >= MEANS)
		pace->error = MEAN_STRANGE;
}

bool
peer_find(struct history *h, const char *name, struct peer *peer, struct err *err)
{
	struct bound b;
	bool ok, found;

	if (err)
		err->text[0] = '\0';
	b = bound_ask(
	    h, "SELECT " PEER_COLUMNS " FROM sync_peer WHERE name = ?", err);
	bound_add_text(&b, name);
	found = bound_next(h, &b, &ok, err);
	if (found)
		read_peer(&b, peer);
	bound_close(&b);
	return found;
}

static void
bind_pace(struct bound *b, const struct pace *pace)
{
	bound_add_number(b, pace->next_try_ms);
	bound_add_number(b, pace->fails);
	bound_add_number(b, pace->error);
	bound_add_number(b, pace->error_since_ms);
	bound_add_number(b, pace->last_ok_ms);
	bound_add_number(b, pace->most);
	bound_add_number(b, pace->cap);
	bound_add_number(b, pace->skew_ms);
}

bool
peer_put(struct history *h, const struct peer *p, struct err *err)
{
	/* No REPLACE: that would take the rows of its items with it. */
	struct bound b = bound_ask(h,
	    "INSERT INTO sync_peer (" PEER_COLUMNS ", batch, body) VALUES (?1, ?2, "
	    "?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, "
	    "?18, ?19, ?20, ?21, ?22, ?23, '', '') ON CONFLICT (name) DO UPDATE "
	    "SET (" PEER_COLUMNS ") = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
	    "?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
	    err);

	bound_add_text(&b, p->name);
	bound_add_text(&b, p->url);
	bound_add_number(&b, p->state);
	bound_add_number(&b, p->share);
	bound_add_text(&b, p->device);
	bound_add_text(&b, p->client);
	bound_add_text(&b, p->coach);
	bound_add_text(&b, p->server);
	bound_add_number(&b, p->retain_days);
	bound_add_number(&b, p->joined_ms);
	bound_add_number(&b, p->next_run_ms);
	bound_add_text(&b, p->cursor);
	bound_add_number(&b, p->rereading);
	bind_pace(&b, &p->pace);
	bound_add_text(&b, p->tally);
	bound_add_text(&b, p->pace.detail);
	return bound_run_alone(h, &b, err);
}

bool
peer_drop(struct history *h, const char *name, struct err *err)
{
	struct bound b = bound_ask(h, "DELETE FROM sync_peer WHERE name = ?", err);

	bound_add_text(&b, name);
	return bound_run_alone(h, &b, err);
}
