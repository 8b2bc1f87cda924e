#include "coach/schema.h"

#include <stddef.h>

static const char version_1[] =
    "CREATE TABLE server_meta ( "
    " one SMALLINT PRIMARY KEY CHECK (one = 1), "
    " schema_version INTEGER NOT NULL, "
    " created_at BIGINT NOT NULL, "
    /* lines of the erasures file that this database knows (erasures.h) */
    " erasures BIGINT NOT NULL DEFAULT 0 "
    "); "
    "CREATE TABLE coach ( "
    /* random 63-bit, made by the program; never shown */
    " coach_no BIGINT PRIMARY KEY, "
    " login TEXT NOT NULL UNIQUE, "
    " name TEXT NOT NULL, "
    " relation TEXT NOT NULL CHECK (relation IN ('independent','employer')), "
    /* libsodium argon2id string */
    " pw_hash TEXT NOT NULL, "
    /* sealed with the server key */
    " totp_secret TEXT, "
    " created_at BIGINT NOT NULL, "
    " disabled_at BIGINT "
    "); "
    "CREATE TABLE web_session ( "
    /* hex SHA-256 of the cookie value */
    " sid_hash TEXT PRIMARY KEY, "
    " coach_no BIGINT NOT NULL REFERENCES coach(coach_no) ON DELETE CASCADE, "
    " csrf TEXT NOT NULL, "
    " created_at BIGINT NOT NULL, "
    " seen_at BIGINT NOT NULL, "
    " expires_at BIGINT NOT NULL "
    "); "
    "CREATE TABLE client ( "
    /* random 63-bit; on no wire */
    " client_no BIGINT PRIMARY KEY, "
    /* UUIDv7, in URLs */
    " client_id TEXT NOT NULL UNIQUE, "
    /* coach's label, or the name the client chose to share */
    " alias TEXT NOT NULL, "
    /* bit per shared field, chosen by the client */
    " share_mask INTEGER NOT NULL, "
    /* version of the consent wording shown */
    " consent_text INTEGER NOT NULL, "
    " consent_at BIGINT NOT NULL, "
    " retain_days INTEGER NOT NULL CHECK (retain_days BETWEEN 7 AND 3650), "
    /* last change number handed to this client */
    " down_seq BIGINT NOT NULL DEFAULT 0, "
    /* left or discharged */
    " ended_at BIGINT, "
    /* 1: what there is stays after the end, until it is too old */
    " keep_file SMALLINT NOT NULL DEFAULT 0 "
    "); "
    /* the ONLY road from a coach to a client */
    "CREATE TABLE care ( "
    " coach_no BIGINT NOT NULL REFERENCES coach(coach_no) ON DELETE CASCADE, "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    " since BIGINT NOT NULL, "
    /* NULL = now */
    " until BIGINT, "
    " PRIMARY KEY (coach_no, client_no) "
    "); "
    "CREATE INDEX care_client ON care (client_no); "
    /* every coach query starts here */
    "CREATE VIEW care_now AS "
    " SELECT k.coach_no, k.client_no FROM care k JOIN coach c ON c.coach_no = "
    "k.coach_no "
    " WHERE k.until IS NULL AND c.disabled_at IS NULL AND c.relation = "
    "'independent'; "
    "CREATE TABLE invite ( "
    /* hex HMAC-SHA256(server key, code) */
    " code_hash TEXT PRIMARY KEY, "
    " coach_no BIGINT NOT NULL REFERENCES coach(coach_no) ON DELETE CASCADE, "
    /* set: re-link an existing client */
    " client_no BIGINT REFERENCES client(client_no) ON DELETE CASCADE, "
    " alias TEXT NOT NULL, "
    /* what the coach asks to see */
    " want_mask INTEGER NOT NULL, "
    " created_at BIGINT NOT NULL, "
    " expires_at BIGINT NOT NULL, "
    /* device_id; same device may repeat the call */
    " used_by TEXT "
    "); "
    "CREATE TABLE device ( "
    " device_id TEXT PRIMARY KEY, "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    /* hex SHA-256 of the bearer token */
    " token_hash TEXT NOT NULL UNIQUE, "
    /* rotation: new token, until first used */
    " next_hash TEXT UNIQUE, "
    " agent TEXT NOT NULL, "
    " created_at BIGINT NOT NULL, "
    " seen_at BIGINT NOT NULL, "
    /* server clock minus the device's sent_at */
    " skew_ms BIGINT NOT NULL DEFAULT 0, "
    /* items taken from this device; only grows */
    " up_seq BIGINT NOT NULL DEFAULT 0, "
    /* its bucket of calls (rate.h), in the row that is written anyway */
    " calls_left INTEGER NOT NULL DEFAULT 0, "
    " calls_at BIGINT NOT NULL DEFAULT 0, "
    " revoked_at BIGINT "
    "); "
    "CREATE INDEX device_client ON device (client_no); "
    "CREATE TABLE session ( "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    " session_id TEXT NOT NULL, "
    /* must equal the day inside session_id */
    " local_date TEXT NOT NULL, "
    " rev INTEGER NOT NULL, "
    /* 16 hex of SHA-256 of the canonical item */
    " body_hash TEXT NOT NULL, "
    " routine TEXT NOT NULL, "
    " rx_id TEXT, "
    /* 0 done 1 partial 2 skipped 3 deleted */
    " state SMALLINT NOT NULL CHECK (state BETWEEN 0 AND 3), "
    /* NULL unless "times" is shared */
    " started_at BIGINT, "
    " utc_off_min SMALLINT, "
    " active_s INTEGER CHECK (active_s BETWEEN 0 AND 86400), "
    " steps_done SMALLINT, "
    " steps_all SMALLINT, "
    /* JSON as sent, at most 3 regions, 120 bytes */
    " tension TEXT, "
    /* of the region with the highest before */
    " before10 SMALLINT CHECK (before10 BETWEEN 0 AND 10), "
    " after10 SMALLINT CHECK (after10 BETWEEN 0 AND 10), "
    " pain10 SMALLINT CHECK (pain10 BETWEEN 0 AND 10), "
    /* JSON: steps stopped early and why, at most 400 bytes */
    " stops TEXT, "
    " note TEXT, "
    " received_at BIGINT NOT NULL, "
    " PRIMARY KEY (client_no, session_id) "
    "); "
    /* No index on local_date: a day is the range of ids lo(day) <= session_id < lo(day+1). */
    /* a rating outside a session */
    "CREATE TABLE checkin ( "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    " checkin_id TEXT NOT NULL, "
    " local_date TEXT NOT NULL, "
    " rev INTEGER NOT NULL, "
    " body_hash TEXT NOT NULL, "
    " deleted SMALLINT NOT NULL DEFAULT 0, "
    " tension10 SMALLINT CHECK (tension10 BETWEEN 0 AND 10), "
    " pain10 SMALLINT CHECK (pain10 BETWEEN 0 AND 10), "
    /* how much it limited work this week */
    " limit10 SMALLINT CHECK (limit10 BETWEEN 0 AND 10), "
    " note TEXT, "
    " received_at BIGINT NOT NULL, "
    " PRIMARY KEY (client_no, checkin_id) "
    "); "
    /* what a client said to a prescription; kept so that an old one that comes
	 * late, or again, changes nothing */
    "CREATE TABLE rx_answer ( "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    " answer_id TEXT NOT NULL, "
    " local_date TEXT NOT NULL, "
    " rev INTEGER NOT NULL, "
    " body_hash TEXT NOT NULL, "
    " rx_id TEXT NOT NULL, "
    " version INTEGER NOT NULL, "
    " state TEXT NOT NULL, "
    " why TEXT NOT NULL, "
    " received_at BIGINT NOT NULL, "
    " PRIMARY KEY (client_no, answer_id) "
    "); "
    "CREATE TABLE day_stat ( "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    " local_date TEXT NOT NULL, "
    " done SMALLINT NOT NULL, "
    " partial SMALLINT NOT NULL, "
    " skipped SMALLINT NOT NULL, "
    " active_s INTEGER, "
    /* pairs only */
    " before_sum INTEGER, after_sum INTEGER, ba_n SMALLINT, "
    " pain_max SMALLINT, "
    " PRIMARY KEY (client_no, local_date) "
    "); "
    /* one row per client: what the roster shows */
    "CREATE TABLE client_head ( "
    " client_no BIGINT PRIMARY KEY REFERENCES client(client_no) ON DELETE CASCADE, "
    " last_day TEXT, "
    /* as the client reports it, never recomputed here */
    " streak INTEGER, "
    /* when the client said so, so that an older word does not win */
    " streak_at BIGINT, "
    /* percent, NULL = nothing prescribed */
    " adh7 SMALLINT, "
    " adh28 SMALLINT, "
    /* mean(after-before) over 14 days, x10 */
    " delta10 SMALLINT, "
    /* 1 quiet, 2 worse, 4 pain, 8 declined, 16 clock */
    " flags INTEGER NOT NULL DEFAULT 0, "
    " computed_at BIGINT NOT NULL "
    "); "
    /* a prescription */
    "CREATE TABLE rx ( "
    " rx_id TEXT PRIMARY KEY, "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    " coach_no BIGINT NOT NULL REFERENCES coach(coach_no), "
    /* newest; the web form sends it back (If-Match) */
    " version INTEGER NOT NULL, "
    " state TEXT NOT NULL CHECK (state IN "
    "('sent','seen','accepted','declined','ended')), "
    " state_why TEXT, "
    " created_at BIGINT NOT NULL, "
    " updated_at BIGINT NOT NULL "
    "); "
    /* kept, or past adherence cannot be computed */
    "CREATE TABLE rx_version ( "
    " rx_id TEXT NOT NULL REFERENCES rx(rx_id) ON DELETE CASCADE, "
    " version INTEGER NOT NULL, "
    " title TEXT NOT NULL, "
    /* JSON, section 2.6 */
    " items TEXT NOT NULL, "
    " per_day SMALLINT NOT NULL, "
    /* bit 0 = Monday */
    " days_mask SMALLINT NOT NULL, "
    " from_day TEXT NOT NULL, "
    " to_day TEXT, "
    /* client's local day of acceptance; planned counts from here */
    " agreed_day TEXT, "
    " PRIMARY KEY (rx_id, version) "
    "); "
    "CREATE INDEX rx_client ON rx (client_no); "
    /* what the client pulls */
    "CREATE TABLE change ( "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    /* client.down_seq, taken under the client row lock */
    " seq BIGINT NOT NULL, "
    /* 8 random hex: a cursor is 'seq.tag' */
    " tag TEXT NOT NULL, "
    " kind TEXT NOT NULL CHECK (kind IN ('rx','note','coach','retain')), "
    /* the prescription that it is about, or '' */
    " about TEXT NOT NULL DEFAULT '', "
    /* '' when a newer row about the same has replaced it: the tag stays, for
     * somebody may stand there */
    " body TEXT NOT NULL, "
    " created_at BIGINT NOT NULL, "
    " PRIMARY KEY (client_no, seq) "
    "); "
    /* private to the coach, never sent */
    "CREATE TABLE coach_note ( "
    " note_id TEXT PRIMARY KEY, "
    " client_no BIGINT NOT NULL REFERENCES client(client_no) ON DELETE CASCADE, "
    " coach_no BIGINT NOT NULL REFERENCES coach(coach_no), "
    " body TEXT NOT NULL, "
    " created_at BIGINT NOT NULL "
    "); "
    "CREATE INDEX coach_note_client ON coach_note (client_no); "
    "CREATE TABLE audit ( "
    /* UUIDv7: sorts by time */
    " audit_id TEXT PRIMARY KEY, "
    " at BIGINT NOT NULL, "
    " actor_kind TEXT NOT NULL CHECK (actor_kind IN "
    "('coach','client','admin','system','anon')), "
    /* coach_no / device_id / ip prefix */
    " actor TEXT NOT NULL, "
    /* no foreign key: outlives the client, pseudonymous */
    " client_no BIGINT, "
    " action TEXT NOT NULL, "
    /* never health data, never a token */
    " detail TEXT NOT NULL DEFAULT '' "
    "); "
    "CREATE INDEX audit_client ON audit (client_no, audit_id); "
    "CREATE TABLE rate ( "
    /* 'login:<ip/24>', 'lookup:<ip/24>' */
    " bucket TEXT PRIMARY KEY, "
    " tokens INTEGER NOT NULL, "
    " at BIGINT NOT NULL "
    "); ";

static const char version_2[] =
    /* marks on what there is of it (tally.h) */
    "ALTER TABLE device ADD COLUMN tally TEXT NOT NULL DEFAULT ''; ";

const char *const coach_schema[COACH_SCHEMA_VERSION] = {version_1, version_2};

const char *const coach_schema_private[] = {"client", "session", "checkin",
    "rx_answer", "day_stat", "client_head", "rx", "rx_version", "change",
    "coach_note", "device", NULL};

const struct schema_table coach_schema_tables[] = {
    {"server_meta", "one"},
    {"coach", "login"},
    {"web_session", "sid_hash"},
    {"client", "client_id"},
    {"care", "coach_no, client_no"},
    {"invite", "code_hash"},
    {"device", "device_id"},
    {"session", "client_no, session_id"},
    {"checkin", "client_no, checkin_id"},
    {"rx_answer", "client_no, answer_id"},
    {"day_stat", "client_no, local_date"},
    {"client_head", "client_no"},
    {"rx", "rx_id"},
    {"rx_version", "rx_id, version"},
    {"change", "client_no, seq"},
    {"coach_note", "note_id"},
    {"audit", "audit_id"},
    {"rate", "bucket"},
    {NULL, NULL},
};
