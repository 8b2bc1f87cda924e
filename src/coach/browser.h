/*
 * What is known of a browser before its coach is: the random id in its cookie, and
 * whether a form was sent from a page of ours.  Pure but for the random numbers;
 * who is signed in is the store's (store_web.h).
 *
 * The cookie is `__Host-uncoil; Secure; HttpOnly; SameSite=Strict; Path=/`.  A
 * browser that is asked to keep a Secure cookie of a plain http address refuses.
 * So at one place it is plain `uncoil`, without Secure: where the server itself
 * listens at the loopback without TLS, no proxy is set up or has left a header, and
 * the browser asked for 127.0.0.1, [::1] or localhost by that very word.  Nothing
 * of that goes over a wire, and a name that somebody lets point to 127.0.0.1 is not
 * that word.
 */
#ifndef COACH_BROWSER_H
#define COACH_BROWSER_H

#include "coach/call.h"
#include "coach/secret.h"

#include <stdbool.h>

/* Is it the case above? */
bool browser_is_plain(const struct call *call);

/* The id in the cookie; false when there is none, or more than one, or it is none
 * that we made. */
bool browser_id(const struct call *call, char id[SECRET_HEX]);

/* A new random id. */
void browser_new(char id[SECRET_HEX]);

/* Has the browser keep it until it ends; id NULL: forget it. */
void browser_keep(struct call *call, const char *id);

/* The token of the forms of the pages that a browser of this id is shown: nobody
 * else can make it. */
void browser_token(
    const unsigned char key[SECRET_KEY], const char *id, char token[SECRET_HEX]);

/* Was the form sent by a page of this server?  The browser says so: by
 * Sec-Fetch-Site, or where it has no such thing by Origin. */
bool browser_is_ours(const struct call *call);

#endif
