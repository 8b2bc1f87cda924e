#include "history/schema.h"

/*
 * Days are civil days (base/civil.h: 0 is 1970-01-01), fixed when a session
 * begins and never worked out again.  `no` is the local order and leaves this
 * machine never; id and rev name a session to the world.  State, side and
 * outcome are the numbers of their enums, which may only grow at their end.
 *
 * `day` is the sum of the sessions of each day.  Triggers keep it, so that no
 * way of writing a session, now or later, can forget it.
 */
#define VERSION_1                                                                  \
	"CREATE TABLE session ("                                                   \
	" no INTEGER PRIMARY KEY,"                                                 \
	" id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),"                        \
	" rev INTEGER NOT NULL CHECK (rev >= 1),"                                  \
	" day INTEGER NOT NULL,"                                                   \
	" started_ms INTEGER NOT NULL,"                                            \
	" offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),"  \
	" routine TEXT NOT NULL,"                                                  \
	" state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 3),"                   \
	" planned_ms INTEGER NOT NULL CHECK (planned_ms >= 0),"                    \
	" active_ms INTEGER NOT NULL CHECK (active_ms >= 0)"                       \
	") STRICT;"                                                                \
	"CREATE INDEX session_newest ON session (day, started_ms);"                \
	"CREATE INDEX session_running ON session (state) WHERE state = 0;"         \
	"CREATE TABLE step ("                                                      \
	" session INTEGER NOT NULL REFERENCES session (no) ON DELETE CASCADE,"     \
	" n INTEGER NOT NULL,"                                                     \
	" exercise TEXT NOT NULL,"                                                 \
	" side INTEGER NOT NULL CHECK (side BETWEEN 0 AND 2),"                     \
	" planned_ms INTEGER NOT NULL CHECK (planned_ms >= 0),"                    \
	" held_ms INTEGER NOT NULL CHECK (held_ms >= 0),"                          \
	" outcome INTEGER NOT NULL CHECK (outcome BETWEEN 0 AND 3),"               \
	" wrong_ms INTEGER,"                                                       \
	" PRIMARY KEY (session, n)"                                                \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE day ("                                                       \
	" day INTEGER PRIMARY KEY,"                                                \
	" sessions INTEGER NOT NULL,"                                              \
	" done INTEGER NOT NULL,"                                                  \
	" active_ms INTEGER NOT NULL"                                              \
	") STRICT;"                                                                \
	"CREATE TRIGGER session_added AFTER INSERT ON session BEGIN"               \
	" INSERT INTO day VALUES (new.day, 1, new.state = 1, new.active_ms)"       \
	" ON CONFLICT (day) DO UPDATE SET sessions = sessions + 1,"                \
	" done = done + excluded.done, active_ms = active_ms + "                   \
	"excluded.active_ms;"                                                      \
	"END;"                                                                     \
	"CREATE TRIGGER session_removed AFTER DELETE ON session BEGIN"             \
	" UPDATE day SET sessions = sessions - 1, done = done - (old.state = 1),"  \
	" active_ms = active_ms - old.active_ms WHERE day = old.day;"              \
	" DELETE FROM day WHERE day = old.day AND sessions = 0;"                   \
	"END;"                                                                     \
	"CREATE TRIGGER session_moved AFTER UPDATE OF day ON session"              \
	" WHEN old.day <> new.day BEGIN"                                           \
	" INSERT INTO day VALUES (new.day, 1, new.state = 1, new.active_ms)"       \
	" ON CONFLICT (day) DO UPDATE SET sessions = sessions + 1,"                \
	" done = done + excluded.done, active_ms = active_ms + "                   \
	"excluded.active_ms;"                                                      \
	" UPDATE day SET sessions = sessions - 1, done = done - (old.state = 1),"  \
	" active_ms = active_ms - old.active_ms WHERE day = old.day;"              \
	" DELETE FROM day WHERE day = old.day AND sessions = 0;"                   \
	"END;"                                                                     \
	"CREATE TRIGGER session_changed AFTER UPDATE OF state, active_ms ON "      \
	"session"                                                                  \
	" WHEN old.day = new.day BEGIN"                                            \
	" UPDATE day SET done = done + (new.state = 1) - (old.state = 1),"         \
	" active_ms = active_ms + new.active_ms - old.active_ms"                   \
	" WHERE day = new.day;"                                                    \
	"END;"

/* How often a movement was done, without reading all that was ever done. */
#define VERSION_2                                                                  \
	"CREATE INDEX step_done ON step (exercise, session) WHERE outcome = 1;"

/*
 * What people say of a session and of themselves, corrections, plans of a coach,
 * and sums of a day that need no session to be read.
 *
 * `dose` is the held time of a day by movement and side; `day` learns what was
 * planned and in how many sessions anything was held.  Which region a movement
 * is for stands in its file and not here.  A session's day is in its id and
 * never changes, so both sums follow from what triggers see.
 *
 * `former` keeps what a correction replaced, as JSON; `gone` that there was a
 * session (or an answer) that was removed, so that no old copy brings it back.
 * `rules` are those of the streak by the day that they hold from, `pause` the
 * days on which it rests; no two pauses share a day.
 * `meta.last_no`: numbers of sessions that were removed are not given again, so
 * that who removes number 5 twice does not remove another.
 * `meta.readable`: a program that knows this version can read the file, though
 * not write it.
 */
#define DAY_COLUMNS                                                                \
	"INSERT INTO day (day, sessions, done, active_ms, planned_ms, held) "      \
	"VALUES "                                                                  \
	"(new.day, 1, new.state = 1, new.active_ms, new.planned_ms, "              \
	"new.active_ms > 0) ON CONFLICT (day) DO UPDATE SET "                      \
	"sessions = sessions + 1, done = done + excluded.done, "                   \
	"active_ms = active_ms + excluded.active_ms, "                             \
	"planned_ms = planned_ms + excluded.planned_ms, "                          \
	"held = held + excluded.held;"

#define VERSION_3                                                                  \
	"CREATE TABLE meta (one INTEGER PRIMARY KEY CHECK (one = 1),"              \
	" readable INTEGER NOT NULL, last_no INTEGER NOT NULL) STRICT;"            \
	"INSERT INTO meta VALUES (1, 3, 0);"                                       \
	"ALTER TABLE session ADD COLUMN origin INTEGER NOT NULL DEFAULT 0"         \
	" CHECK (origin BETWEEN 0 AND 2);"                                         \
	"ALTER TABLE session ADD COLUMN plan TEXT NOT NULL DEFAULT '';"            \
	"ALTER TABLE session ADD COLUMN note TEXT NOT NULL DEFAULT '';"            \
	"ALTER TABLE step ADD COLUMN why INTEGER NOT NULL DEFAULT 0"               \
	" CHECK (why BETWEEN 0 AND 5);"                                            \
	"CREATE TABLE rating ("                                                    \
	" session INTEGER NOT NULL REFERENCES session (no) ON DELETE CASCADE,"     \
	" topic INTEGER NOT NULL,"                                                 \
	" before INTEGER,"                                                         \
	" after INTEGER,"                                                          \
	" PRIMARY KEY (session, topic)"                                            \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE alarm ("                                                     \
	" session INTEGER NOT NULL REFERENCES session (no) ON DELETE CASCADE,"     \
	" n INTEGER NOT NULL,"                                                     \
	" code INTEGER NOT NULL CHECK (code BETWEEN 0 AND 9),"                     \
	" exercise TEXT NOT NULL,"                                                 \
	" PRIMARY KEY (session, n)"                                                \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE answer ("                                                    \
	" no INTEGER PRIMARY KEY,"                                                 \
	" id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),"                        \
	" rev INTEGER NOT NULL CHECK (rev >= 1),"                                  \
	" day INTEGER NOT NULL,"                                                   \
	" asked_ms INTEGER NOT NULL,"                                              \
	" offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),"  \
	" asked INTEGER NOT NULL CHECK (asked BETWEEN 0 AND 2),"                   \
	" which INTEGER NOT NULL CHECK (which BETWEEN 0 AND 2),"                   \
	" name TEXT NOT NULL,"                                                     \
	" score INTEGER NOT NULL CHECK (score BETWEEN -3 AND 10)"                  \
	") STRICT;"                                                                \
	"CREATE INDEX answer_day ON answer (day);"                                 \
	"CREATE TABLE plan ("                                                      \
	" id TEXT NOT NULL CHECK (length(id) = 36),"                               \
	" version INTEGER NOT NULL CHECK (version >= 1),"                          \
	" title TEXT NOT NULL,"                                                    \
	" from_day INTEGER,"                                                       \
	" to_day INTEGER,"                                                         \
	" state INTEGER NOT NULL CHECK (state BETWEEN 0 AND 4),"                   \
	" why TEXT NOT NULL,"                                                      \
	" answered INTEGER,"                                                       \
	" body TEXT NOT NULL,"                                                     \
	" PRIMARY KEY (id, version)"                                               \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE former ("                                                    \
	" id TEXT NOT NULL,"                                                       \
	" rev INTEGER NOT NULL,"                                                   \
	" body TEXT NOT NULL,"                                                     \
	" PRIMARY KEY (id, rev)"                                                   \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE gone ("                                                      \
	" id TEXT PRIMARY KEY,"                                                    \
	" rev INTEGER NOT NULL,"                                                   \
	" day INTEGER NOT NULL"                                                    \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE rules ("                                                     \
	" from_day INTEGER PRIMARY KEY,"                                           \
	" counted INTEGER NOT NULL CHECK (counted BETWEEN 0 AND 1),"               \
	" goal INTEGER NOT NULL CHECK (goal BETWEEN 1 AND 1440),"                  \
	" unit INTEGER NOT NULL CHECK (unit BETWEEN 0 AND 1),"                     \
	" rest INTEGER NOT NULL CHECK (rest BETWEEN 0 AND 127),"                   \
	" freezes INTEGER NOT NULL CHECK (freezes BETWEEN 0 AND 366),"             \
	" weekly INTEGER NOT NULL CHECK (weekly BETWEEN 0 AND 7),"                 \
	" day_start INTEGER NOT NULL CHECK (day_start BETWEEN 0 AND 1439)"         \
	") STRICT;"                                                                \
	"CREATE TABLE pause ("                                                     \
	" first_day INTEGER PRIMARY KEY,"                                          \
	" last_day INTEGER NOT NULL CHECK (last_day >= first_day),"                \
	" why TEXT NOT NULL"                                                       \
	") STRICT;"                                                                \
	"DROP TRIGGER session_added;"                                              \
	"DROP TRIGGER session_removed;"                                            \
	"DROP TRIGGER session_moved;"                                              \
	"DROP TRIGGER session_changed;"                                            \
	"ALTER TABLE day ADD COLUMN planned_ms INTEGER NOT NULL DEFAULT 0;"        \
	"ALTER TABLE day ADD COLUMN held INTEGER NOT NULL DEFAULT 0;"              \
	"CREATE TABLE dose ("                                                      \
	" day INTEGER NOT NULL,"                                                   \
	" exercise TEXT NOT NULL,"                                                 \
	" side INTEGER NOT NULL,"                                                  \
	" held_ms INTEGER NOT NULL,"                                               \
	" PRIMARY KEY (day, exercise, side)"                                       \
	") STRICT, WITHOUT ROWID;" SCHEMA_SUMS                                     \
	"CREATE TRIGGER session_added AFTER INSERT ON session "                    \
	"BEGIN " DAY_COLUMNS " END;"                                               \
	"CREATE TRIGGER session_moved BEFORE UPDATE OF day, id ON session"         \
	" WHEN old.day <> new.day OR old.id <> new.id BEGIN"                       \
	" SELECT raise(ABORT, 'a session stays on its day');"                      \
	"END;"                                                                     \
	"CREATE TRIGGER session_changed AFTER UPDATE OF state, active_ms, "        \
	"planned_ms ON session BEGIN"                                              \
	" UPDATE day SET done = done + (new.state = 1) - (old.state = 1),"         \
	" active_ms = active_ms + new.active_ms - old.active_ms,"                  \
	" planned_ms = planned_ms + new.planned_ms - old.planned_ms,"              \
	" held = held + (new.active_ms > 0) - (old.active_ms > 0)"                 \
	" WHERE day = new.day;"                                                    \
	"END;" /* Its steps first, while their day can be seen. */                 \
	"CREATE TRIGGER session_goes BEFORE DELETE ON session BEGIN"               \
	" DELETE FROM step WHERE session = old.no;"                                \
	"END;"                                                                     \
	"CREATE TRIGGER session_removed AFTER DELETE ON session BEGIN"             \
	" UPDATE day SET sessions = sessions - 1, done = done - (old.state = 1),"  \
	" active_ms = active_ms - old.active_ms,"                                  \
	" planned_ms = planned_ms - old.planned_ms,"                               \
	" held = held - (old.active_ms > 0) WHERE day = old.day;"                  \
	" UPDATE meta SET last_no = max(last_no, old.no);"                         \
	" DELETE FROM day WHERE day = old.day AND sessions = 0;"                   \
	"END;"                                                                     \
	"CREATE TRIGGER step_added AFTER INSERT ON step WHEN new.held_ms > 0 "     \
	"BEGIN"                                                                    \
	" INSERT INTO dose SELECT day, new.exercise, new.side, new.held_ms"        \
	" FROM session WHERE no = new.session"                                     \
	" ON CONFLICT DO UPDATE SET held_ms = held_ms + excluded.held_ms;"         \
	"END;"                                                                     \
	"CREATE TRIGGER step_changed AFTER UPDATE OF held_ms ON step"              \
	" WHEN old.held_ms <> new.held_ms BEGIN"                                   \
	" INSERT INTO dose SELECT day, new.exercise, new.side,"                    \
	" new.held_ms - old.held_ms FROM session WHERE no = new.session"           \
	" ON CONFLICT DO UPDATE SET held_ms = held_ms + excluded.held_ms;"         \
	" DELETE FROM dose WHERE held_ms = 0 AND exercise = new.exercise AND"      \
	" side = new.side AND day = (SELECT day FROM session WHERE"                \
	" no = new.session);"                                                      \
	"END;"                                                                     \
	"CREATE TRIGGER step_removed AFTER DELETE ON step WHEN old.held_ms > 0 "   \
	"BEGIN"                                                                    \
	" UPDATE dose SET held_ms = held_ms - old.held_ms"                         \
	" WHERE exercise = old.exercise AND side = old.side AND"                   \
	" day = (SELECT day FROM session WHERE no = old.session);"                 \
	" DELETE FROM dose WHERE held_ms = 0 AND exercise = old.exercise AND"      \
	" side = old.side AND day = (SELECT day FROM session WHERE"                \
	" no = old.session);"                                                      \
	"END;"

/*
 * What is known of those that are told (sync/outbox.h).  An item that has no row in
 * sync_item is new: who writes a session need not know of any of this.  raise is added
 * to a revision where the server has had a higher one.
 */
#define VERSION_4                                                                  \
	"CREATE TABLE sync_peer ("                                                 \
	" name TEXT PRIMARY KEY,"                                                  \
	" url TEXT NOT NULL,"                                                      \
	" state INTEGER NOT NULL,"                                                 \
	" share INTEGER NOT NULL,"                                                 \
	" device TEXT NOT NULL,"                                                   \
	" client TEXT NOT NULL,"                                                   \
	" coach TEXT NOT NULL,"                                                    \
	" server TEXT NOT NULL,"                                                   \
	" retain_days INTEGER NOT NULL,"                                           \
	" joined_ms INTEGER NOT NULL,"                                             \
	" next_run_ms INTEGER NOT NULL,"                                           \
	" cursor TEXT NOT NULL,"                                                   \
	" rereading INTEGER NOT NULL,"                                             \
	" next_try_ms INTEGER NOT NULL,"                                           \
	" fails INTEGER NOT NULL,"                                                 \
	" error INTEGER NOT NULL,"                                                 \
	" error_since_ms INTEGER NOT NULL,"                                        \
	" last_ok_ms INTEGER NOT NULL,"                                            \
	" most INTEGER NOT NULL,"                                                  \
	" cap INTEGER NOT NULL,"                                                   \
	" skew_ms INTEGER NOT NULL,"                                               \
	" max_up_seq INTEGER NOT NULL,"                                            \
	" detail TEXT NOT NULL,"                                                   \
	" batch TEXT NOT NULL,"                                                    \
	" body TEXT NOT NULL"                                                      \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE sync_item ("                                                 \
	" peer TEXT NOT NULL REFERENCES sync_peer (name) ON DELETE CASCADE,"       \
	" id TEXT NOT NULL,"                                                       \
	" rev INTEGER NOT NULL,"                                                   \
	" state INTEGER NOT NULL,"                                                 \
	" acked_seq INTEGER NOT NULL,"                                             \
	" raise INTEGER NOT NULL,"                                                 \
	" retry_ms INTEGER NOT NULL,"                                              \
	" why TEXT NOT NULL,"                                                      \
	" PRIMARY KEY (peer, id)"                                                  \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE sync_told ("                                                 \
	" rx TEXT PRIMARY KEY"                                                     \
	") STRICT, WITHOUT ROWID;"                                                 \
	"CREATE TABLE sync_answer ("                                               \
	" no INTEGER PRIMARY KEY,"                                                 \
	" id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),"                        \
	" day INTEGER NOT NULL,"                                                   \
	" rx TEXT NOT NULL,"                                                       \
	" version INTEGER NOT NULL,"                                               \
	" state TEXT NOT NULL,"                                                    \
	" why TEXT NOT NULL"                                                       \
	") STRICT;"                                                                \
	"CREATE TABLE sync_note ("                                                 \
	" id TEXT PRIMARY KEY,"                                                    \
	" text TEXT NOT NULL,"                                                     \
	" arrived_ms INTEGER NOT NULL,"                                            \
	" read INTEGER NOT NULL"                                                   \
	") STRICT, WITHOUT ROWID;"

/*
 * A count of what the server took could not tell that it lost something and took as
 * much again; its tally can (uncoil-sync(7)).
 */
#define VERSION_5                                                                  \
	"ALTER TABLE sync_peer DROP COLUMN max_up_seq;"                            \
	"ALTER TABLE sync_peer ADD COLUMN tally TEXT NOT NULL DEFAULT '';"         \
	"ALTER TABLE sync_item DROP COLUMN acked_seq;"

const char *const schema_migrations[SCHEMA_VERSION] = {
    VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5};
