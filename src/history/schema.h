/*
 * The tables of history.db as SQL, one row a version of the schema: row n
 * brings a database of version n to n + 1.  A row that was released is never
 * changed; what is new is a new row.  It knows SQL and no SQLite.
 */
#ifndef HISTORY_SCHEMA_H
#define HISTORY_SCHEMA_H

#define SCHEMA_VERSION 5

/* "unco" in PRAGMA application_id: whose file it is. */
#define SCHEMA_APPLICATION 0x756e636f

/* What the tables `day` and `dose` hold, worked out from sessions and steps: day,
 * sessions, done, active_ms, planned_ms, held; day, exercise, side, held_ms. */
#define SCHEMA_DAYS                                                                \
	"SELECT day, count(*), sum(state = 1), sum(active_ms), sum(planned_ms),"   \
	" sum(active_ms > 0) FROM session GROUP BY day"
#define SCHEMA_DOSES                                                               \
	"SELECT s.day, p.exercise, p.side, sum(p.held_ms)"                         \
	" FROM step p JOIN session s ON s.no = p.session WHERE p.held_ms > 0"      \
	" GROUP BY 1, 2, 3"

/* Makes them anew; triggers keep them otherwise. */
#define SCHEMA_SUMS                                                                \
	"DELETE FROM day;"                                                         \
	"INSERT INTO day (day, sessions, done, active_ms, planned_ms, "            \
	"held) " SCHEMA_DAYS ";"                                                   \
	"DELETE FROM dose;"                                                        \
	"INSERT INTO dose " SCHEMA_DOSES ";"

extern const char *const schema_migrations[SCHEMA_VERSION];

#endif
