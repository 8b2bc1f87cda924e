#include "coach/admin.h"

#include "base/civil.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "coach/code.h"
#include "coach/password.h"
#include "coach/plan.h"
#include "coach/serve.h"
#include "coach/show.h"
#include "sync/share.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CODE_DAYS 7 /* for how long a code is good, unless --days says */

/* --- what the arguments mean ------------------------------------------------ */

static bool
read_login(const char *s, char login[STORE_LOGIN], struct err *err)
{
	size_t n = strlen(s);

	if (n == 0 || n >= STORE_LOGIN ||
	    strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-") != n)
		return err_set(
		    err, "a login has 1 to %d of a-z 0-9 . _ -", STORE_LOGIN - 1);
	strcpy(login, s);
	return true;
}

static bool
read_name(const char *s, char name[STORE_NAME], struct err *err)
{
	struct str clean = {0};
	bool ok;

	str_clear(&clean);
	text_clean(&clean, s);
	ok = clean.len > 0 && clean.len < STORE_NAME;
	if (ok)
		strcpy(name, clean.s);
	str_fini(&clean);
	return ok || err_set(err, "a name has 1 to %d bytes", STORE_NAME - 1);
}

static bool
read_days(const struct order *order, int64_t *expires_ms, struct err *err)
{
	long long days = CODE_DAYS;

	if (order->days && !str_int(order->days, 1, 30, &days))
		return err_set(err, "--days: a number from 1 to 30");
	*expires_ms = order->now_ms + days * DAY_MS;
	return true;
}

/* "tension,pain" as bits. */
static bool
read_ask(const char *s, int *mask, struct err *err)
{
	char *copy = mem_strdup(s), *at = copy, *word;
	bool ok = true;

	while (ok && (word = strsep(&at, ", ")) != NULL) {
		ok = !*word || wire_share_of(word) != 0 ||
		     err_set(err, "--ask: there is no field %s", word);
		*mask |= wire_share_of(word);
	}
	free(copy);
	return ok;
}

static bool
find_coach(
    struct store *store, const char *login, struct coach *coach, struct err *err)
{
	return store_coach(store, login, coach) ||
	       err_set(err, "%s: there is no coach of that login", login);
}

/* --- coaches ---------------------------------------------------------------- */

static bool
run_serve(const struct order *order, struct store *store, struct err *err)
{
	return serve(&order->config, store, order->made, order->out, err);
}

static bool
read_relation(const struct order *order, struct coach *coach, struct err *err)
{
	if (!order->relation || strcmp(order->relation, "independent") == 0)
		return true;
	coach->employer = strcmp(order->relation, "employer") == 0;
	return coach->employer ||
	       err_set(err, "--relation: independent or employer");
}

static bool
run_useradd(const struct order *order, struct store *store, struct err *err)
{
	struct coach coach = {0};

	if (!read_login(order->args[0], coach.login, err) ||
	    !read_name(
		order->name ? order->name : order->args[0], coach.name, err) ||
	    !read_relation(order, &coach, err) ||
	    !password_read(order->in, coach.pw_hash, err) ||
	    !store_begin(store, err))
		return false;
	if (!store_coach_add(store, &coach, order->now_ms, err)) {
		store_rollback(store);
		return false;
	}
	if (!store_commit(store, err))
		return false;
	fprintf(order->out,
	    "%s is there.\n"
	    "next: uncoil-coach invite NAME --coach %s   makes a code for a "
	    "client\n",
	    coach.login, coach.login);
	return true;
}

static bool
run_passwd(const struct order *order, struct store *store, struct err *err)
{
	char hash[SECRET_PASSWORD];
	struct coach coach;

	if (!password_read(order->in, hash, err) || !store_begin(store, err))
		return false;
	if (!find_coach(store, order->args[0], &coach, err)) {
		store_rollback(store);
		return false;
	}
	store_coach_password(store, &coach, hash, order->now_ms);
	return store_commit(store, err);
}

static bool
run_disable(const struct order *order, struct store *store, struct err *err)
{
	struct coach coach;

	if (!store_begin(store, err))
		return false;
	if (!find_coach(store, order->args[0], &coach, err)) {
		store_rollback(store);
		return false;
	}
	store_coach_disable(store, &coach, order->now_ms);
	return store_commit(store, err);
}

/* --- invitations ------------------------------------------------------------ */

/* The first client comes before there is a coach to sign in: one without a
 * password is made, who cannot. */
static bool
first_coach(const struct order *order, struct store *store, struct coach *coach,
    struct err *err)
{
	*coach = (struct coach){.login = "coach", .name = "Coach", .pw_hash = "!"};
	if (!store_coach_add(store, coach, order->now_ms, err))
		return false;
	fprintf(order->out,
	    "made the coach `coach` without a password; uncoil-coach passwd coach "
	    "gives it one\n");
	return true;
}

static bool
who_invites(const struct order *order, struct store *store, struct coach *coach,
    struct err *err)
{
	int n;

	if (order->coach) {
		if (!find_coach(store, order->coach, coach, err))
			return false;
		return !coach->disabled ||
		       err_set(err, "%s: is disabled", order->coach);
	}
	if (store_coach_only(store, coach, &n))
		return true;
	if (n == 0)
		return first_coach(order, store, coach, err);
	return err_set(err, "there are %d coaches: say which by --coach LOGIN", n);
}

/* Where a client is to go: what the settings say, or what they lead to. */
static void
say_url(const struct config *config, struct str *url)
{
	const char *listen = config->text[CONFIG_LISTEN];

	if (*config->text[CONFIG_URL])
		str_add(url, config->text[CONFIG_URL]);
	else if (*listen == '/')
		str_add(url, "https://YOUR.SERVER");
	else
		str_addf(url, "http%s://%s", *config->text[CONFIG_CERT] ? "s" : "",
		    listen);
}

static void
say_code(const struct order *order, const struct invite *invite, const char *code)
{
	char shown[CODE_SHOWN], day[CIVIL_LEN];
	struct str url = {0};

	code_show(code, shown);
	say_url(&order->config, &url);
	fprintf(order->out,
	    "code:  %s   for %s, good until %s, once\n"
	    "next:  uncoil sync join %s %s   is what the client types\n",
	    shown, invite->alias,
	    civil_print(civil_day(invite->expires_ms, 0, 0), day), url.s, shown);
	str_fini(&url);
}

static bool
finish_invite(const struct order *order, struct store *store, bool ok,
    const struct invite *invite, struct err *err)
{
	char code[CODE_LEN];

	if (!ok) {
		store_rollback(store);
		return false;
	}
	store_invite_add(store, invite, order->now_ms, code);
	if (!store_commit(store, err))
		return false;
	say_code(order, invite, code);
	return true;
}

static bool
run_invite(const struct order *order, struct store *store, struct err *err)
{
	struct invite invite = {.client_no = -1, .want = WIRE_DONE};
	struct coach coach;
	bool ok;

	if (!read_name(order->args[0], invite.alias, err) ||
	    !read_days(order, &invite.expires_ms, err) ||
	    !read_ask(order->ask ? order->ask : "", &invite.want, err) ||
	    !store_begin(store, err))
		return false;
	ok = who_invites(order, store, &coach, err);
	invite.coach_no = coach.no;
	return finish_invite(order, store, ok, &invite, err);
}

static bool
run_relink(const struct order *order, struct store *store, struct err *err)
{
	struct invite invite = {0};
	struct client client;
	bool ok;

	if (!read_days(order, &invite.expires_ms, err) || !store_begin(store, err))
		return false;
	ok = store_client(store, order->args[0], &invite.client_no, err) &&
	     store_client_show(store, invite.client_no, &client);
	if (ok) {
		invite.coach_no = store_client_coach(store, invite.client_no);
		ok =
		    invite.coach_no >= 0 ||
		    err_set(err, "%s: no coach cares for them now", order->args[0]);
		invite.want = client.share;
		strcpy(invite.alias, client.alias);
	}
	return finish_invite(order, store, ok, &invite, err);
}

/* --- clients ---------------------------------------------------------------- */

static bool
run_erase(const struct order *order, struct store *store, struct err *err)
{
	int64_t client_no;
	struct held erased;

	if (!store_begin(store, err))
		return false;
	if (!store_client(store, order->args[0], &client_no, err)) {
		store_rollback(store);
		return false;
	}
	store_erase(store, client_no, &erased, order->now_ms);
	if (!store_commit(store, err))
		return false;
	fprintf(order->out,
	    "erased: %lld sessions, %lld check-ins, %lld plans; backups still hold "
	    "them until they age out\n",
	    (long long)erased.sessions, (long long)erased.checkins,
	    (long long)erased.plans);
	return true;
}

static bool
run_end(const struct order *order, struct store *store, struct err *err)
{
	int64_t client_no;

	if (!store_begin(store, err))
		return false;
	if (!store_client(store, order->args[0], &client_no, err)) {
		store_rollback(store);
		return false;
	}
	store_end(store, client_no, order->keep, order->now_ms);
	return store_commit(store, err);
}

static bool
run_show(const struct order *order, struct store *store, struct err *err)
{
	int64_t client_no = 0;
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok =
	    !order->args[0] || store_client(store, order->args[0], &client_no, err);
	if (ok && order->args[0])
		show_client(store, client_no, order->json, order->out);
	else if (ok)
		show_clients(store, order->json, order->out);
	store_rollback(store);
	return ok;
}

/* NULL and err when it cannot be read; the caller frees it. */
static char *
read_file(const char *path, size_t *len, struct err *err)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct str text = {0};
	char part[4096];
	ssize_t n = -1;

	while (fd >= 0 && (n = read(fd, part, sizeof(part))) > 0 &&
	       text.len <= PLAN_MAX)
		str_addn(&text, part, (size_t)n);
	if (n < 0)
		err_errno(err, "%s", path);
	if (fd >= 0)
		close(fd);
	*len = text.len;
	if (n >= 0)
		return str_take(&text);
	str_fini(&text);
	return NULL;
}

static bool
send_plan(const struct order *order, struct store *store, struct plan *plan,
    struct err *err)
{
	int64_t client_no, coach_no;
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok = store_client(store, order->args[0], &client_no, err);
	if (ok) {
		coach_no = store_client_coach(store, client_no);
		ok = (coach_no >= 0 ||
			 err_set(err, "%s: no coach cares for them now",
			     order->args[0])) &&
		     store_plan(
			 store, client_no, coach_no, plan, order->now_ms, err);
	}
	if (!ok) {
		store_rollback(store);
		return false;
	}
	return store_commit(store, err);
}

static bool
run_plan_send(const struct order *order, struct store *store, struct err *err)
{
	struct plan plan = {0};
	size_t len;
	char *text = read_file(order->args[1], &len, err);
	bool ok;

	if (!text)
		return false;
	ok = plan_read(text, len, &plan, err) || err_add(err, "%s", order->args[1]);
	ok = ok && send_plan(order, store, &plan, err);
	if (ok)
		fprintf(order->out, "sent: %s, version %lld; it %s\n", plan.rx,
		    (long long)plan.version,
		    plan.ended ? "ends with the client's next sync"
			       : "counts when the client accepts it");
	plan_fini(&plan);
	free(text);
	return ok;
}

/* --- the store as a whole --------------------------------------------------- */

static bool
run_dump(const struct order *order, struct store *store, struct err *err)
{
	return db_dump(store_db(store), order->out, err);
}

static bool
run_backup(const struct order *order, struct store *store, struct err *err)
{
	if (!db_backup(store_db(store), order->args[0], err))
		return false;
	fprintf(order->out,
	    "%s is whole; the server's key and the erasures are files beside the "
	    "database: keep them, but in another place\n",
	    order->args[0]);
	return true;
}

static bool
run_check(const struct order *order, struct store *store, struct err *err)
{
	if (!db_check(store_db(store), order->out))
		return err_set(err, "the database is damaged: put a backup back");
	if (!store_has_space(store))
		return err_set(
		    err, "the disk is nearly full: nothing is taken any more");
	fprintf(order->out, "ok\n");
	return true;
}

const struct command admin_commands[] = {
    {"serve", "", "serve clients until SIGTERM", "listen cert key url server-name",
	0, 0, run_serve},
    {"useradd", "LOGIN", "add a coach; asks for a password", "name relation", 1, 1,
	run_useradd},
    {"passwd", "LOGIN", "give a coach another password", "", 1, 1, run_passwd},
    {"disable", "LOGIN", "let a coach in no more", "", 1, 1, run_disable},
    {"invite", "NAME", "make a code by which a client joins",
	"coach ask days url listen cert", 1, 1, run_invite},
    {"relink", "CLIENT", "make a code for a client's new device",
	"days url listen cert", 1, 1, run_relink},
    {"end", "CLIENT", "end sharing; what is there goes after 30 days", "keep", 1, 1,
	run_end},
    {"erase", "CLIENT", "erase a client and all that was sent", "", 1, 1,
	run_erase},
    {"show", "[CLIENT]", "show what there is of a client, or who there is", "json",
	0, 1, run_show},
    {"plan send", "CLIENT FILE", "send a client the plan in a JSON file", "", 2, 2,
	run_plan_send},
    {"dump", "", "print every row as a line of JSON", "", 0, 0, run_dump},
    {"backup", "FILE", "copy the database while it is used", "", 1, 1, run_backup},
    {"check", "", "look for damage", "", 0, 0, run_check},
    {NULL, NULL, NULL, NULL, 0, 0, NULL},
};
