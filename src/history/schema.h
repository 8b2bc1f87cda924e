/*
 * The tables of history.db as SQL, one row a version of the schema: row n
 * brings a database of version n to n + 1.  A row that was released is never
 * changed; what is new is a new row.  It knows SQL and no SQLite.
 */
#ifndef HISTORY_SCHEMA_H
#define HISTORY_SCHEMA_H

#define SCHEMA_VERSION 2

/* Who only reads can read from this version on: what came later only makes
 * reading faster. */
#define SCHEMA_READABLE 1

/* "unco" in PRAGMA application_id: whose file it is. */
#define SCHEMA_APPLICATION 0x756e636f

extern const char *const schema_migrations[SCHEMA_VERSION];

#endif
