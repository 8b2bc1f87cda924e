#include "coach/sql.h"

const struct sql_row sql_table[SQL_COUNT] = {
    [DO_META_GET] = {SQL_DEVICE, "meta_get",
	"SELECT schema_version, erasures FROM server_meta WHERE one = 1"},
    [DO_META_ERASURES] = {SQL_JOB, "meta_erasures",
	"UPDATE server_meta SET erasures = ?1 WHERE one = 1"},
    /* coaches and clients, at the command line */
    [DO_COACH_ADD] = {SQL_ADMIN, "coach_add",
	"INSERT INTO coach (coach_no, login, name, relation, pw_hash, "
	"created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"},
    [DO_COACH_BY_LOGIN] = {SQL_ADMIN, "coach_by_login",
	"SELECT coach_no, name, relation, pw_hash, disabled_at FROM "
	"coach WHERE login = ?1"},
    [DO_COACHES] = {SQL_ADMIN, "coaches",
	"SELECT login, name, relation, disabled_at, coach_no FROM coach "
	"ORDER BY login"},
    [DO_COACH_PASSWORD] = {SQL_ADMIN, "coach_password",
	"UPDATE coach SET pw_hash = ?2 WHERE coach_no = ?1"},
    [DO_COACH_DISABLE] = {SQL_ADMIN, "coach_disable",
	"UPDATE coach SET disabled_at = ?2 WHERE coach_no = ?1 AND "
	"disabled_at IS NULL"},
    [DO_COACH_SIGN_OUT] = {SQL_ADMIN, "coach_sign_out",
	"DELETE FROM web_session WHERE coach_no = ?1"},
    [DO_CLIENT_FIND] = {SQL_ADMIN, "client_find",
	"SELECT client_no, client_id, alias FROM client WHERE client_id "
	"= ?1 OR alias = ?1 ORDER BY client_id"},
    [DO_CLIENTS] = {SQL_ADMIN, "clients",
	"SELECT client_id, alias, ended_at FROM client ORDER BY alias, "
	"client_id"},
    [DO_CLIENT_COACH] = {SQL_ADMIN, "client_coach",
	"SELECT coach_no FROM care WHERE client_no = ?1 AND until IS "
	"NULL ORDER BY since"},
    [DO_INVITE_ADD] = {SQL_ADMIN, "invite_add",
	"INSERT INTO invite (code_hash, coach_no, client_no, alias, "
	"want_mask, created_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5, "
	"?6, ?7)"},
    [DO_DEVICES_REVOKE] = {SQL_ADMIN, "devices_revoke",
	"UPDATE device SET revoked_at = ?2 WHERE client_no = ?1 AND "
	"revoked_at IS NULL"},
    [DO_CLIENT_SHOW] = {SQL_ADMIN, "client_show",
	"SELECT c.client_id, c.alias, c.share_mask, c.consent_text, "
	"c.consent_at, c.retain_days, c.down_seq, c.ended_at, "
	"h.last_day, h.streak FROM client c LEFT JOIN client_head h ON "
	"h.client_no = c.client_no WHERE c.client_no = ?1"},
    /* a device, and who it belongs to */
    [DO_DEVICE_BY_TOKEN] = {SQL_DEVICE, "device_by_token",
	"SELECT d.device_id, d.client_no, d.up_seq, d.revoked_at, "
	"c.client_id, c.share_mask, c.retain_days, c.ended_at, "
	"c.consent_text, c.consent_at, d.calls_left, d.calls_at, "
	"d.tally FROM device d "
	"JOIN client c ON c.client_no = d.client_no WHERE d.token_hash = ?1"},
    /* the token that is to follow, at its first use */
    [DO_DEVICE_BY_NEXT] = {SQL_DEVICE, "device_by_next",
	"SELECT d.device_id, d.client_no, d.up_seq, d.revoked_at, "
	"c.client_id, c.share_mask, c.retain_days, c.ended_at, "
	"c.consent_text, c.consent_at, d.calls_left, d.calls_at, "
	"d.tally FROM device d "
	"JOIN client c ON c.client_no = d.client_no WHERE d.next_hash = ?1"},
    [DO_DEVICE_PROMOTE] = {SQL_DEVICE, "device_promote",
	"UPDATE device SET token_hash = next_hash, next_hash = NULL "
	"WHERE device_id = ?1 AND next_hash = ?2"},
    [DO_DEVICE_NEXT] = {SQL_DEVICE, "device_next",
	"UPDATE device SET next_hash = ?2 WHERE device_id = ?1"},
    [DO_DEVICE_SEEN] = {SQL_DEVICE, "device_seen",
	"UPDATE device SET up_seq = ?2, seen_at = ?3, skew_ms = ?4, agent = ?5, "
	"calls_left = ?6, calls_at = ?7, tally = ?8 WHERE device_id = ?1"},
    [DO_DEVICE_CALLS] = {SQL_DEVICE, "device_calls",
	"UPDATE device SET calls_left = ?2, calls_at = ?3 WHERE device_id = ?1"},
    [DO_DEVICE_ADD] = {SQL_DEVICE, "device_add",
	"INSERT INTO device (device_id, client_no, token_hash, agent, "
	"created_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)"},
    [DO_DEVICE_REVOKE] = {SQL_DEVICE, "device_revoke",
	"UPDATE device SET revoked_at = ?3 WHERE client_no = ?1 AND "
	"device_id = ?2"},
    [DO_DEVICES] = {SQL_DEVICE, "devices",
	"SELECT device_id, agent, created_at, seen_at, revoked_at, "
	"skew_ms, up_seq FROM device WHERE client_no = ?1 ORDER BY "
	"device_id"},
    [DO_DEVICES_TAKEN] = {SQL_DEVICE, "devices_taken",
	"SELECT SUM(up_seq) FROM device WHERE client_no = ?1"},
    [DO_HELD] = {SQL_DEVICE, "held",
	"SELECT (SELECT COUNT(*) FROM session WHERE client_no = ?1), "
	"(SELECT COUNT(*) FROM checkin WHERE client_no = ?1), (SELECT "
	"COUNT(*) FROM rx_answer WHERE client_no = ?1), (SELECT "
	"COUNT(*) FROM day_stat WHERE client_no = ?1), (SELECT COUNT(*) "
	"FROM rx WHERE client_no = ?1)"},
    /* invitation and enrolment */
    [DO_INVITE_FIND] = {SQL_DEVICE, "invite_find",
	"SELECT i.coach_no, i.client_no, i.alias, i.want_mask, "
	"i.expires_at, i.used_by, c.name, c.relation FROM invite i JOIN "
	"coach c ON c.coach_no = i.coach_no WHERE i.code_hash = ?1 AND "
	"i.expires_at > ?2 AND c.disabled_at IS NULL"},
    [DO_INVITE_USE] = {SQL_DEVICE, "invite_use",
	"UPDATE invite SET used_by = ?2 WHERE code_hash = ?1"},
    [DO_DEVICE_ENROLLED] = {SQL_DEVICE, "device_enrolled",
	"SELECT d.client_no, d.token_hash, c.client_id, c.retain_days "
	"FROM device d JOIN client c ON c.client_no = d.client_no WHERE "
	"d.device_id = ?1"},
    [DO_CLIENT_ADD] = {SQL_DEVICE, "client_add",
	"INSERT INTO client (client_no, client_id, alias, share_mask, "
	"consent_text, consent_at, retain_days) VALUES (?1, ?2, ?3, ?4, "
	"?5, ?6, ?7)"},
    [DO_CLIENT_AGAIN] = {SQL_DEVICE, "client_again",
	"UPDATE client SET share_mask = ?2, consent_text = ?3, "
	"consent_at = ?4, ended_at = NULL WHERE client_no = ?1"},
    [DO_CLIENT_NAMED] = {SQL_DEVICE, "client_named",
	"UPDATE client SET alias = ?2 WHERE client_no = ?1"},
    [DO_CLIENT_BY_NO] = {SQL_DEVICE, "client_by_no",
	"SELECT client_id, retain_days, share_mask FROM client WHERE "
	"client_no = ?1"},
    [DO_CARE_ADD] = {SQL_DEVICE, "care_add",
	"INSERT INTO care (coach_no, client_no, since) VALUES (?1, ?2, "
	"?3) ON CONFLICT (coach_no, client_no) DO UPDATE SET until = "
	"NULL"},
    [DO_CARES] = {SQL_DEVICE, "cares",
	"SELECT c.name FROM care k JOIN coach c ON c.coach_no = "
	"k.coach_no WHERE k.client_no = ?1 AND k.until IS NULL ORDER BY "
	"k.since, c.login"},
    /* how often */
    [DO_RATE_GET] = {SQL_DEVICE, "rate_get",
	"SELECT tokens, at FROM rate WHERE bucket = ?1"},
    [DO_RATE_PUT] = {SQL_DEVICE, "rate_put",
	"INSERT INTO rate (bucket, tokens, at) VALUES (?1, ?2, ?3) ON "
	"CONFLICT (bucket) DO UPDATE SET tokens = excluded.tokens, at = "
	"excluded.at"},
    /* items */
    [DO_SESSION_PUT] = {SQL_DEVICE, "session_put",
	"INSERT INTO session (client_no, session_id, local_date, rev, "
	"body_hash, routine, rx_id, state, started_at, utc_off_min, "
	"active_s, steps_done, steps_all, tension, before10, after10, "
	"pain10, stops, note, received_at) VALUES (?1, ?2, ?3, ?4, ?5, "
	"?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, "
	"?19, ?20) ON CONFLICT (client_no, session_id) DO UPDATE SET "
	"rev = excluded.rev, body_hash = excluded.body_hash, routine = "
	"excluded.routine, rx_id = excluded.rx_id, state = "
	"excluded.state, started_at = excluded.started_at, utc_off_min "
	"= excluded.utc_off_min, active_s = excluded.active_s, "
	"steps_done = excluded.steps_done, steps_all = "
	"excluded.steps_all, tension = excluded.tension, before10 = "
	"excluded.before10, after10 = excluded.after10, pain10 = "
	"excluded.pain10, stops = excluded.stops, note = excluded.note, "
	"received_at = excluded.received_at WHERE excluded.rev > "
	"session.rev AND excluded.local_date = session.local_date"},
    [DO_SESSION_HAVE] = {SQL_DEVICE, "session_have",
	"SELECT rev, body_hash FROM session WHERE client_no = ?1 AND "
	"session_id = ?2"},
    [DO_CHECKIN_PUT] = {SQL_DEVICE, "checkin_put",
	"INSERT INTO checkin (client_no, checkin_id, local_date, rev, "
	"body_hash, deleted, tension10, pain10, limit10, note, "
	"received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
	"?11) ON CONFLICT (client_no, checkin_id) DO UPDATE SET rev = "
	"excluded.rev, body_hash = excluded.body_hash, deleted = "
	"excluded.deleted, tension10 = excluded.tension10, pain10 = "
	"excluded.pain10, limit10 = excluded.limit10, note = "
	"excluded.note, received_at = excluded.received_at WHERE "
	"excluded.rev > checkin.rev AND excluded.local_date = "
	"checkin.local_date"},
    [DO_CHECKIN_HAVE] = {SQL_DEVICE, "checkin_have",
	"SELECT rev, body_hash FROM checkin WHERE client_no = ?1 AND "
	"checkin_id = ?2"},
    [DO_ANSWER_PUT] = {SQL_DEVICE, "answer_put",
	"INSERT INTO rx_answer (client_no, answer_id, local_date, rev, "
	"body_hash, rx_id, version, state, why, received_at) VALUES "
	"(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT "
	"(client_no, answer_id) DO UPDATE SET rev = excluded.rev, "
	"body_hash = excluded.body_hash, rx_id = excluded.rx_id, "
	"version = excluded.version, state = excluded.state, why = "
	"excluded.why, received_at = excluded.received_at WHERE "
	"excluded.rev > rx_answer.rev AND excluded.local_date = "
	"rx_answer.local_date"},
    [DO_ANSWER_HAVE] = {SQL_DEVICE, "answer_have",
	"SELECT rev, body_hash FROM rx_answer WHERE client_no = ?1 AND "
	"answer_id = ?2"},
    [DO_RX_ANSWERED] = {SQL_DEVICE, "rx_answered",
	"UPDATE rx SET state = ?4, state_why = ?5, updated_at = ?6 "
	"WHERE client_no = ?1 AND rx_id = ?2 AND version = ?3 AND state "
	"<> 'ended' AND NOT (state IN ('accepted', 'declined') AND ?4 = "
	"'seen')"},
    [DO_RX_AGREED] = {SQL_DEVICE, "rx_agreed",
	"UPDATE rx_version SET agreed_day = ?4 WHERE rx_id = ?2 AND "
	"version = ?3 AND agreed_day IS NULL AND EXISTS (SELECT 1 FROM "
	"rx WHERE rx.client_no = ?1 AND rx.rx_id = ?2)"},
    [DO_DAY_SUM] = {SQL_DEVICE, "day_sum",
	"INSERT INTO day_stat (client_no, local_date, done, partial, "
	"skipped, active_s, before_sum, after_sum, ba_n, pain_max) "
	"SELECT CAST(?1 AS BIGINT), CAST(?2 AS TEXT), COUNT(*) FILTER "
	"(WHERE state = 0), COUNT(*) FILTER (WHERE state = 1), COUNT(*) "
	"FILTER (WHERE state = 2), SUM(active_s), SUM(before10) FILTER "
	"(WHERE after10 IS NOT NULL), SUM(after10) FILTER (WHERE "
	"before10 IS NOT NULL), COUNT(*) FILTER (WHERE before10 IS NOT "
	"NULL AND after10 IS NOT NULL), MAX(pain10) FROM session WHERE "
	"client_no = ?1 AND session_id >= ?3 AND session_id < ?4 AND "
	"state < 3 ON CONFLICT (client_no, local_date) DO UPDATE SET "
	"done = excluded.done, partial = excluded.partial, skipped = "
	"excluded.skipped, active_s = excluded.active_s, before_sum = "
	"excluded.before_sum, after_sum = excluded.after_sum, ba_n = "
	"excluded.ba_n, pain_max = excluded.pain_max"},
    [DO_HEAD_DAY] = {SQL_DEVICE, "head_day",
	"INSERT INTO client_head (client_no, last_day, computed_at) "
	"VALUES (?1, ?2, 0) ON CONFLICT (client_no) DO UPDATE SET "
	"last_day = excluded.last_day WHERE client_head.last_day IS "
	"NULL OR client_head.last_day < excluded.last_day"},
    [DO_HEAD_STREAK] = {SQL_DEVICE, "head_streak",
	"INSERT INTO client_head (client_no, streak, streak_at, "
	"computed_at) VALUES (?1, ?2, ?3, 0) ON CONFLICT (client_no) DO "
	"UPDATE SET streak = excluded.streak, streak_at = "
	"excluded.streak_at WHERE client_head.streak_at IS NULL OR "
	"client_head.streak_at <= excluded.streak_at"},
    [DO_CHANGE_TAG] = {SQL_DEVICE, "change_tag",
	"SELECT tag FROM change WHERE client_no = ?1 AND seq = ?2"},
    [DO_CHANGES] = {SQL_DEVICE, "changes",
	"SELECT seq, tag, kind, body FROM change WHERE client_no = ?1 "
	"AND seq > ?2 ORDER BY seq LIMIT 51"},
    /* what is shared, and what happens to the past */
    [DO_SHARE_SET] = {SQL_DEVICE, "share_set",
	"UPDATE client SET share_mask = ?2 WHERE client_no = ?1"},
    [DO_CLEAR_SKIPS] = {SQL_DEVICE, "clear_skips",
	"DELETE FROM session WHERE client_no = ?1 AND state = 2"},
    [DO_CLEAR_SKIPS_DAY] = {SQL_DEVICE, "clear_skips_day",
	"UPDATE day_stat SET skipped = 0 WHERE client_no = ?1"},
    [DO_CLEAR_TIMES] = {SQL_DEVICE, "clear_times",
	"UPDATE session SET started_at = NULL, utc_off_min = NULL WHERE "
	"client_no = ?1 AND started_at IS NOT NULL"},
    [DO_CLEAR_TIMES_SESSION] = {SQL_DEVICE, "clear_times_session",
	"UPDATE session SET received_at = received_at - received_at % "
	"86400000 WHERE client_no = ?1"},
    [DO_CLEAR_TIMES_CHECKIN] = {SQL_DEVICE, "clear_times_checkin",
	"UPDATE checkin SET received_at = received_at - received_at % "
	"86400000 WHERE client_no = ?1"},
    [DO_CLEAR_TIMES_ANSWER] = {SQL_DEVICE, "clear_times_answer",
	"UPDATE rx_answer SET received_at = received_at - received_at % "
	"86400000 WHERE client_no = ?1"},
    [DO_CLEAR_TIMES_DEVICE] = {SQL_DEVICE, "clear_times_device",
	"UPDATE device SET seen_at = seen_at - seen_at % 86400000 WHERE "
	"client_no = ?1"},
    [DO_CLEAR_TIMES_HEAD] = {SQL_DEVICE, "clear_times_head",
	"UPDATE client_head SET streak_at = streak_at - streak_at % 86400000 "
	"WHERE client_no = ?1 AND streak_at IS NOT NULL"},
    [DO_CLEAR_DURATION] = {SQL_DEVICE, "clear_duration",
	"UPDATE session SET active_s = NULL WHERE client_no = ?1 AND "
	"active_s IS NOT NULL"},
    [DO_CLEAR_DURATION_DAY] = {SQL_DEVICE, "clear_duration_day",
	"UPDATE day_stat SET active_s = NULL WHERE client_no = ?1"},
    [DO_CLEAR_STEPS] = {SQL_DEVICE, "clear_steps",
	"UPDATE session SET steps_done = NULL, steps_all = NULL, stops "
	"= NULL WHERE client_no = ?1 AND (steps_all IS NOT NULL OR "
	"stops IS NOT NULL)"},
    [DO_CLEAR_TENSION] = {SQL_DEVICE, "clear_tension",
	"UPDATE session SET tension = NULL, before10 = NULL, after10 = "
	"NULL WHERE client_no = ?1 AND tension IS NOT NULL"},
    [DO_CLEAR_TENSION_DAY] = {SQL_DEVICE, "clear_tension_day",
	"UPDATE day_stat SET before_sum = NULL, after_sum = NULL, ba_n "
	"= 0 WHERE client_no = ?1"},
    [DO_CLEAR_PAIN] = {SQL_DEVICE, "clear_pain",
	"UPDATE session SET pain10 = NULL WHERE client_no = ?1 AND "
	"pain10 IS NOT NULL"},
    [DO_CLEAR_PAIN_DAY] = {SQL_DEVICE, "clear_pain_day",
	"UPDATE day_stat SET pain_max = NULL WHERE client_no = ?1"},
    [DO_CLEAR_PAIN_CHECKIN] = {SQL_DEVICE, "clear_pain_checkin",
	"DELETE FROM checkin WHERE client_no = ?1"},
    [DO_CLEAR_NOTES] = {SQL_DEVICE, "clear_notes",
	"UPDATE session SET note = NULL WHERE client_no = ?1 AND note "
	"IS NOT NULL"},
    [DO_CLEAR_NOTES_CHECKIN] = {SQL_DEVICE, "clear_notes_checkin",
	"UPDATE checkin SET note = NULL WHERE client_no = ?1 AND note "
	"IS NOT NULL"},
    [DO_CLEAR_NAME] = {SQL_DEVICE, "clear_name",
	"UPDATE client SET alias = 'client ' || SUBSTR(client_id, 33) WHERE "
	"client_no = ?1"},
    [DO_CLEAR_STREAK] = {SQL_DEVICE, "clear_streak",
	"UPDATE client_head SET streak = NULL, streak_at = NULL WHERE "
	"client_no = ?1"},
    /* what we hold, and leaving */
    [DO_EXPORT_SESSIONS] = {SQL_DEVICE, "export_sessions",
	"SELECT session_id, local_date, rev, routine, rx_id, state, "
	"started_at, utc_off_min, active_s, steps_done, steps_all, "
	"tension, pain10, stops, note FROM session WHERE client_no = ?1 "
	"ORDER BY session_id"},
    [DO_EXPORT_CHECKINS] = {SQL_DEVICE, "export_checkins",
	"SELECT checkin_id, local_date, rev, deleted, tension10, "
	"pain10, limit10, note FROM checkin WHERE client_no = ?1 ORDER "
	"BY checkin_id"},
    [DO_EXPORT_ANSWERS] = {SQL_DEVICE, "export_answers",
	"SELECT answer_id, local_date, rev, rx_id, version, state, why "
	"FROM rx_answer WHERE client_no = ?1 ORDER BY answer_id"},
    [DO_ACCESS] = {SQL_DEVICE, "access",
	"SELECT a.at, a.actor_kind, a.action, c.name FROM audit a LEFT "
	"JOIN coach c ON a.actor_kind = 'coach' AND a.actor = "
	"CAST(c.coach_no AS TEXT) WHERE a.client_no = ?1 ORDER BY "
	"a.audit_id DESC LIMIT 100"},
    [DO_CLIENT_END] = {SQL_DEVICE, "client_end",
	"UPDATE client SET ended_at = ?2, keep_file = ?3 WHERE "
	"client_no = ?1 AND ended_at IS NULL"},
    [DO_CLIENT_ERASE] = {SQL_DEVICE, "client_erase",
	"DELETE FROM client WHERE client_no = ?1"},
    /* prescriptions */
    [DO_RX_ADD] = {SQL_ADMIN, "rx_add",
	"INSERT INTO rx (rx_id, client_no, coach_no, version, state, "
	"created_at, updated_at) VALUES (?1, ?2, ?3, 1, 'sent', ?4, ?4)"},
    [DO_RX_AGAIN] = {SQL_ADMIN, "rx_again",
	"UPDATE rx SET version = version + 1, state = ?4, state_why = "
	"NULL, updated_at = ?3 WHERE rx_id = ?1 AND client_no = ?2 "
	"RETURNING version"},
    [DO_RX_OWNER] = {SQL_ADMIN, "rx_owner",
	"SELECT client_no FROM rx WHERE rx_id = ?1"},
    [DO_RX_VERSION_ADD] = {SQL_ADMIN, "rx_version_add",
	"INSERT INTO rx_version (rx_id, version, title, items, per_day, "
	"days_mask, from_day, to_day) VALUES (?1, ?2, ?3, ?4, ?5, ?6, "
	"?7, ?8)"},
    [DO_CHANGE_NUMBER] = {SQL_ADMIN, "change_number",
	"UPDATE client SET down_seq = down_seq + 1 WHERE client_no = ?1 "
	"RETURNING down_seq"},
    [DO_CHANGE_ADD] = {SQL_ADMIN, "change_add",
	"INSERT INTO change (client_no, seq, tag, kind, about, body, "
	"created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
    [DO_CHANGE_REPLACED] = {SQL_ADMIN, "change_replaced",
	"UPDATE change SET body = '' WHERE client_no = ?1 AND about = "
	"?2 AND seq < ?3"},
    [DO_RXS] = {SQL_ADMIN, "rxs",
	"SELECT r.rx_id, r.version, r.state, r.state_why, v.title, "
	"v.from_day, v.to_day FROM rx r JOIN rx_version v ON v.rx_id = "
	"r.rx_id AND v.version = r.version WHERE r.client_no = ?1 ORDER "
	"BY r.rx_id"},
    /* records of what was done, and what is too old */
    [DO_AUDIT_ADD] = {SQL_JOB, "audit_add",
	"INSERT INTO audit (audit_id, at, actor_kind, actor, client_no, "
	"action, detail) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"},
    [DO_TIDY_CLIENTS] = {SQL_JOB, "tidy_clients",
	"SELECT client_no, retain_days FROM client WHERE client_no > ?1 "
	"ORDER BY client_no LIMIT 100"},
    [DO_TIDY_SESSIONS] = {SQL_JOB, "tidy_sessions",
	"DELETE FROM session WHERE client_no = ?1 AND session_id < ?2"},
    [DO_TIDY_CHECKINS] = {SQL_JOB, "tidy_checkins",
	"DELETE FROM checkin WHERE client_no = ?1 AND checkin_id < ?2"},
    [DO_TIDY_ANSWERS] = {SQL_JOB, "tidy_answers",
	"DELETE FROM rx_answer WHERE client_no = ?1 AND answer_id < ?2"},
    [DO_TIDY_DAYS] = {SQL_JOB, "tidy_days",
	"DELETE FROM day_stat WHERE client_no = ?1 AND local_date < ?2"},
    [DO_TIDY_ENDED] = {SQL_JOB, "tidy_ended",
	"SELECT client_no FROM client WHERE ended_at < ?1 AND keep_file "
	"= 0 LIMIT 1"},
    [DO_TIDY_INVITES] = {SQL_JOB, "tidy_invites",
	"DELETE FROM invite WHERE expires_at < ?1"},
    [DO_TIDY_RATES] = {SQL_JOB, "tidy_rates", "DELETE FROM rate WHERE at < ?1"},
    [DO_TIDY_WEB] = {SQL_JOB, "tidy_web",
	"DELETE FROM web_session WHERE expires_at < ?1"},
    [DO_TIDY_AUDIT] = {SQL_JOB, "tidy_audit",
	"DELETE FROM audit WHERE audit_id < ?1"},
    /* a coach: every one of them begins at care_now */
    [DO_ROSTER] = {SQL_COACH, "roster",
	"SELECT c.client_id FROM care_now k JOIN client c ON c.client_no = "
	"k.client_no WHERE k.coach_no = ?1 ORDER BY c.alias, c.client_id"},
    [DO_CLIENT_OF] = {SQL_COACH, "client_of",
	"SELECT c.client_no, c.client_id, c.alias, c.share_mask, "
	"c.consent_at, c.ended_at, h.last_day, h.streak FROM care_now k JOIN "
	"client c ON c.client_no = k.client_no LEFT JOIN client_head h ON "
	"h.client_no = c.client_no WHERE k.coach_no = ?1 AND c.client_id = ?2"},
    [DO_SESSIONS_OF] = {SQL_COACH, "sessions_of",
	"SELECT s.session_id, s.local_date, s.state, s.routine, s.stops, "
	"s.note, s.active_s, s.steps_done, s.steps_all, s.before10, s.after10, "
	"s.pain10 FROM care_now k JOIN client c ON c.client_no = k.client_no "
	"JOIN session s ON s.client_no = k.client_no WHERE k.coach_no = ?1 AND "
	"c.client_id = ?2 AND s.session_id >= ?3 AND s.state < 3 ORDER BY "
	"s.session_id"},
    [DO_CHECKINS_OF] = {SQL_COACH, "checkins_of",
	"SELECT s.local_date, s.tension10, s.pain10, s.limit10, s.note FROM "
	"care_now k JOIN client c ON c.client_no = k.client_no JOIN checkin s ON "
	"s.client_no = k.client_no WHERE k.coach_no = ?1 AND c.client_id = ?2 AND "
	"s.checkin_id >= ?3 AND s.deleted = 0 ORDER BY s.checkin_id DESC"},
    [DO_DAYS_OF] = {SQL_COACH, "days_of",
	"SELECT d.local_date, d.done, d.partial, d.skipped, d.active_s, "
	"d.before_sum, d.after_sum, d.ba_n, d.pain_max FROM care_now k JOIN "
	"client c ON c.client_no = k.client_no JOIN day_stat d ON d.client_no = "
	"k.client_no WHERE k.coach_no = ?1 AND c.client_id = ?2 AND "
	"d.local_date >= ?3 ORDER BY d.local_date"},
    [DO_PLANS_OF] = {SQL_COACH, "plans_of",
	"SELECT r.rx_id, v.version, r.version, v.title, r.state, r.state_why, "
	"v.per_day, v.days_mask, v.from_day, v.to_day, v.agreed_day, "
	"r.updated_at FROM care_now k JOIN client c ON c.client_no = "
	"k.client_no JOIN rx r ON r.client_no = k.client_no JOIN rx_version v "
	"ON v.rx_id = r.rx_id WHERE k.coach_no = ?1 AND c.client_id = ?2 ORDER "
	"BY r.created_at DESC, r.rx_id DESC, v.version DESC LIMIT 32"},
    [DO_DEVICES_OF] = {SQL_COACH, "devices_of",
	"SELECT d.seen_at, d.skew_ms FROM care_now k JOIN client c ON "
	"c.client_no = k.client_no JOIN device d ON d.client_no = k.client_no "
	"WHERE k.coach_no = ?1 AND c.client_id = ?2 AND d.revoked_at IS NULL "
	"ORDER BY d.seen_at, d.device_id"},
    [DO_LOOKS_OF] = {SQL_COACH, "looks_of",
	"SELECT a.at, o.name, a.action FROM care_now k JOIN client c ON "
	"c.client_no = k.client_no JOIN audit a ON a.client_no = k.client_no "
	"JOIN coach o ON a.actor = CAST(o.coach_no AS TEXT) WHERE k.coach_no = "
	"?1 AND c.client_id = ?2 AND a.actor_kind = 'coach' ORDER BY "
	"a.audit_id DESC LIMIT 10"},
    /* who is signed in */
    [DO_WEB_ADD] = {SQL_SIGN, "web_add",
	"INSERT INTO web_session (sid_hash, coach_no, csrf, created_at, "
	"seen_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?4, ?5)"},
    [DO_WEB_FIND] = {SQL_SIGN, "web_find",
	"SELECT w.coach_no, o.name, o.relation, w.seen_at FROM web_session w "
	"JOIN coach o ON o.coach_no = w.coach_no WHERE w.sid_hash = ?1 AND "
	"w.expires_at > ?2 AND w.seen_at > ?3 AND o.disabled_at IS NULL"},
    [DO_WEB_SEEN] = {SQL_SIGN, "web_seen",
	"UPDATE web_session SET seen_at = ?2 WHERE sid_hash = ?1"},
    [DO_WEB_END] = {SQL_SIGN, "web_end",
	"DELETE FROM web_session WHERE sid_hash = ?1"},
};
