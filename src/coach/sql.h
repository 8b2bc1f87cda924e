/*
 * Every statement of the coach's server, in one table, each with who may run it.
 * They run unchanged on SQLite and PostgreSQL, but that ?1 is written $1 there.
 * It knows no library; coach/db.h runs them.
 *
 * A statement of class SQL_COACH reads rows about a client only by way of
 * care_now: tests/coach/sql.c asks SQLite what each of them reads.  One of class
 * SQL_DEVICE is given the client's number by the token that was shown.
 */
#ifndef COACH_SQL_H
#define COACH_SQL_H

enum sql_class {
	SQL_SIGN,   /* who is it that looks at a page? */
	SQL_COACH,  /* a page: ?1 is the coach's number */
	SQL_DEVICE, /* a call of a client's program */
	SQL_ADMIN,  /* the command line of the server's own machine */
	SQL_JOB     /* what the server does by itself */
};

enum sql {
	DO_META_GET,
	DO_META_ERASURES,
	/* coaches and clients, at the command line */
	DO_COACH_ADD,
	DO_COACH_BY_LOGIN,
	DO_COACHES,
	DO_COACH_PASSWORD,
	DO_COACH_DISABLE,
	DO_COACH_SIGN_OUT,
	DO_CLIENT_FIND,
	DO_CLIENTS,
	DO_CLIENT_COACH,
	DO_INVITE_ADD,
	DO_DEVICES_REVOKE,
	DO_CLIENT_SHOW,
	/* a device, and who it belongs to */
	DO_DEVICE_BY_TOKEN,
	DO_DEVICE_BY_NEXT,
	DO_DEVICE_PROMOTE,
	DO_DEVICE_NEXT,
	DO_DEVICE_SEEN,
	DO_DEVICE_CALLS,
	DO_DEVICE_ADD,
	DO_DEVICE_REVOKE,
	DO_DEVICES,
	DO_DEVICES_TAKEN,
	DO_HELD,
	/* invitation and enrolment */
	DO_INVITE_FIND,
	DO_INVITE_USE,
	DO_DEVICE_ENROLLED,
	DO_CLIENT_ADD,
	DO_CLIENT_AGAIN,
	DO_CLIENT_NAMED,
	DO_CLIENT_BY_NO,
	DO_CARE_ADD,
	DO_CARES,
	/* how often */
	DO_RATE_GET,
	DO_RATE_PUT,
	/* items */
	DO_SESSION_PUT,
	DO_SESSION_HAVE,
	DO_CHECKIN_PUT,
	DO_CHECKIN_HAVE,
	DO_ANSWER_PUT,
	DO_ANSWER_HAVE,
	DO_RX_ANSWERED,
	DO_RX_AGREED,
	DO_DAY_SUM,
	DO_HEAD_DAY,
	DO_HEAD_STREAK,
	DO_CHANGE_TAG,
	DO_CHANGES,
	/* what is shared, and what happens to the past */
	DO_SHARE_SET,
	DO_CLEAR_SKIPS,
	DO_CLEAR_SKIPS_DAY,
	DO_CLEAR_TIMES,
	DO_CLEAR_TIMES_SESSION,
	DO_CLEAR_TIMES_CHECKIN,
	DO_CLEAR_TIMES_ANSWER,
	DO_CLEAR_TIMES_DEVICE,
	DO_CLEAR_TIMES_HEAD,
	DO_CLEAR_DURATION,
	DO_CLEAR_DURATION_DAY,
	DO_CLEAR_STEPS,
	DO_CLEAR_TENSION,
	DO_CLEAR_TENSION_DAY,
	DO_CLEAR_PAIN,
	DO_CLEAR_PAIN_DAY,
	DO_CLEAR_PAIN_CHECKIN,
	DO_CLEAR_NOTES,
	DO_CLEAR_NOTES_CHECKIN,
	DO_CLEAR_NAME,
	DO_CLEAR_STREAK,
	/* what we hold, and leaving */
	DO_EXPORT_SESSIONS,
	DO_EXPORT_CHECKINS,
	DO_EXPORT_ANSWERS,
	DO_ACCESS,
	DO_CLIENT_END,
	DO_CLIENT_ERASE,
	/* prescriptions */
	DO_RX_ADD,
	DO_RX_AGAIN,
	DO_RX_OWNER,
	DO_RX_VERSION_ADD,
	DO_CHANGE_NUMBER,
	DO_CHANGE_ADD,
	DO_CHANGE_REPLACED,
	DO_RXS,
	/* records of what was done, and what is too old */
	DO_AUDIT_ADD,
	DO_TIDY_CLIENTS,
	DO_TIDY_SESSIONS,
	DO_TIDY_CHECKINS,
	DO_TIDY_ANSWERS,
	DO_TIDY_DAYS,
	DO_TIDY_ENDED,
	DO_TIDY_INVITES,
	DO_TIDY_RATES,
	DO_TIDY_WEB,
	DO_TIDY_AUDIT,
	/* a coach: every one of them begins at care_now */
	DO_ROSTER,
	DO_CLIENT_OF,
	DO_SESSIONS_OF,
	DO_CHECKINS_OF,
	DO_DAYS_OF,
	DO_PLANS_OF,
	DO_DEVICES_OF,
	DO_LOOKS_OF,
	/* who is signed in */
	DO_WEB_ADD,
	DO_WEB_FIND,
	DO_WEB_SEEN,
	DO_WEB_END,
	SQL_COUNT
};

struct sql_row {
	enum sql_class class;
	const char *name; /* for messages */
	const char *text;
};

extern const struct sql_row sql_table[SQL_COUNT];

#endif
