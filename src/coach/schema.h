/*
 * The tables of coach.db as SQL that SQLite (3.35 and later) and PostgreSQL (13
 * and later) both run.  Instants are BIGINT, milliseconds of Unix time; days are
 * TEXT 'YYYY-MM-DD', the client's local day.  Row n of the table brings a
 * database of version n to n + 1; a row that was released is never changed.  It
 * knows SQL and no library.
 */
#ifndef COACH_SCHEMA_H
#define COACH_SCHEMA_H

#define COACH_SCHEMA_VERSION 2

/* "uncc" in PRAGMA application_id: whose file it is. */
#define COACH_SCHEMA_APPLICATION 0x756e6363

extern const char *const coach_schema[COACH_SCHEMA_VERSION];

/* The tables whose rows are about a client: no statement of a coach may read them
 * but by way of care (sql.h). */
extern const char *const coach_schema_private[];

/* All tables with the columns that order their rows, for dump and check; ends with
 * a row of NULL. */
struct schema_table {
	const char *name, *order;
};
extern const struct schema_table coach_schema_tables[];

#endif
