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

const char *const schema_migrations[SCHEMA_VERSION] = {VERSION_1, VERSION_2};
