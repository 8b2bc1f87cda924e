#include "coach/store_in.h"

#include "coach/code.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- coaches ---------------------------------------------------------------- */

bool
store_coach(struct store *store, const char *login, struct coach *coach)
{
	struct db *db = store->db;
	bool found = false;

	*coach = (struct coach){0};
	db_ask(db, DO_COACH_BY_LOGIN, VALUES(db_t(login)));
	while (db_row(db, DO_COACH_BY_LOGIN)) {
		coach->no = db_int(db, DO_COACH_BY_LOGIN, 0);
		store_copy(coach->login, sizeof(coach->login), login);
		store_copy(coach->name, sizeof(coach->name),
		    db_text(db, DO_COACH_BY_LOGIN, 1));
		coach->employer =
		    strcmp(db_text(db, DO_COACH_BY_LOGIN, 2), "employer") == 0;
		store_copy(coach->pw_hash, sizeof(coach->pw_hash),
		    db_text(db, DO_COACH_BY_LOGIN, 3));
		coach->disabled = db_int(db, DO_COACH_BY_LOGIN, 4) >= 0;
		found = true;
	}
	return found;
}

bool
store_coach_add(
    struct store *store, struct coach *coach, int64_t now_ms, struct err *err)
{
	char number[24];
	struct coach there;

	if (store_coach(store, coach->login, &there))
		return err_set(
		    err, "%s: there is a coach of that name", coach->login);
	coach->no = store_number();
	db_run(store->db, DO_COACH_ADD,
	    VALUES(db_n(coach->no), db_t(coach->login), db_t(coach->name),
		db_t(coach->employer ? "employer" : "independent"),
		db_t(coach->pw_hash), db_n(now_ms)));
	snprintf(number, sizeof(number), "%" PRId64, coach->no);
	store_audit(store, ACTOR_ADMIN, "", -1, "coach added", number, now_ms);
	return true;
}

bool
store_coach_only(struct store *store, struct coach *coach, int *n)
{
	char login[STORE_LOGIN] = "";
	struct db *db = store->db;

	*n = 0;
	db_ask(db, DO_COACHES, NULL, 0);
	while (db_row(db, DO_COACHES)) {
		if (db_int(db, DO_COACHES, 3) >= 0)
			continue;
		store_copy(login, sizeof(login), db_text(db, DO_COACHES, 0));
		++*n;
	}
	return *n == 1 && store_coach(store, login, coach);
}

/* Whoever was signed in with the old one is not any more. */
void
store_coach_password(struct store *store, const struct coach *coach,
    const char *hash, int64_t now_ms)
{
	char number[24];

	db_run(store->db, DO_COACH_PASSWORD, VALUES(db_n(coach->no), db_t(hash)));
	db_run(store->db, DO_COACH_SIGN_OUT, VALUES(db_n(coach->no)));
	snprintf(number, sizeof(number), "%" PRId64, coach->no);
	store_audit(store, ACTOR_ADMIN, "", -1, "password set", number, now_ms);
}

void
store_coach_disable(struct store *store, const struct coach *coach, int64_t now_ms)
{
	char number[24];

	db_run(store->db, DO_COACH_DISABLE, VALUES(db_n(coach->no), db_n(now_ms)));
	db_run(store->db, DO_COACH_SIGN_OUT, VALUES(db_n(coach->no)));
	snprintf(number, sizeof(number), "%" PRId64, coach->no);
	store_audit(store, ACTOR_ADMIN, "", -1, "coach disabled", number, now_ms);
}

/* --- invitations ------------------------------------------------------------ */

static void
code_hash(const struct store *store, const char *code, char hash[SECRET_HEX])
{
	secret_hmac(store->key, code, strlen(code), hash);
}

void
store_invite_add(struct store *store, const struct invite *invite, int64_t now_ms,
    char code[CODE_LEN])
{
	char hash[SECRET_HEX], number[24];

	code_new(code);
	code_hash(store, code, hash);
	db_run(store->db, DO_INVITE_ADD,
	    VALUES(db_t(hash), db_n(invite->coach_no), db_known(invite->client_no),
		db_t(invite->alias), db_n(invite->want), db_n(now_ms),
		db_n(invite->expires_ms)));
	snprintf(number, sizeof(number), "%" PRId64, invite->coach_no);
	store_audit(store, ACTOR_ADMIN, "", invite->client_no,
	    invite->client_no < 0 ? "invite made" : "relink made", number, now_ms);
}

bool
store_invite(
    struct store *store, const char *code, int64_t now_ms, struct invite *invite)
{
	struct db *db = store->db;
	char hash[SECRET_HEX];
	bool found = false;

	*invite = (struct invite){0};
	code_hash(store, code, hash);
	db_ask(db, DO_INVITE_FIND, VALUES(db_t(hash), db_n(now_ms)));
	while (db_row(db, DO_INVITE_FIND)) {
		invite->coach_no = db_int(db, DO_INVITE_FIND, 0);
		invite->client_no = db_int(db, DO_INVITE_FIND, 1);
		store_copy(
		    invite->alias, STORE_NAME, db_text(db, DO_INVITE_FIND, 2));
		invite->want = (int)db_int(db, DO_INVITE_FIND, 3);
		invite->expires_ms = db_int(db, DO_INVITE_FIND, 4);
		store_copy(
		    invite->used_by, UUID_LEN, db_text(db, DO_INVITE_FIND, 5));
		store_copy(
		    invite->coach, STORE_NAME, db_text(db, DO_INVITE_FIND, 6));
		invite->employer =
		    strcmp(db_text(db, DO_INVITE_FIND, 7), "employer") == 0;
		found = true;
	}
	return found;
}
