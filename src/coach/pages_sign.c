#include "coach/pages.h"

#include "base/mem.h"
#include "coach/browser.h"
#include "coach/fields.h"
#include "coach/page.h"
#include "coach/problem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Five a minute for an address block and for a name.  A hash takes an eighth of a
 * second of a processor: all together get no more than a quarter of one, and a row of
 * twenty is through in a few seconds. */
static const struct rate_limit sign_limit = {.burst = 5, .each_ms = 12000};
static const struct rate_limit all_limit = {.burst = 20, .each_ms = 500};

/* Of nothing that anybody knows: a name that we do not know costs the same work. */
static const char nobodys_hash[] =
    "$argon2id$v=19$m=65536,t=2,p=1$25yhDw0Fvk692oZOiC14vg$"
    "+ryqSmwX72W9WiUl+w8aC4lHez63Lavfh3LZUUZc0s4";

/* --- forms, and where they lead --------------------------------------------- */

static void
free_form(void *form)
{
	secret_wipe(form, sizeof(struct fields));
	free(form);
}

/* Into form, which is, or begins, what the call works on.  The body may hold a
 * password. */
static void
read_form(struct call *call, struct fields *form)
{
	if (!fields_read(form, call->body.s ? call->body.s : "", call->body.len))
		call->found = PROBLEM_BAD_REQUEST;
	if (call->body.s)
		secret_wipe(call->body.s, call->body.len);
}

void
pages_read_form(struct call *call, struct store *store)
{
	struct fields *form = mem_new(1, sizeof(*form));

	(void)store;
	call->work = form;
	call->work_free = free_form;
	read_form(call, form);
}

void
pages_to(struct call *call, const char *path)
{
	str_clear(&call->answer);
	call->status = 303;
	call->type = "text/plain; charset=utf-8";
	call_header(call, "Location", "%s", path);
}

void
pages_refuse(struct call *call)
{
	page_begin(call, NULL, "Not done");
	str_add(&call->answer,
	    "<section class=\"card narrow\"><h1>Not done</h1>\n"
	    "<p>This form did not come from a page of this server that is still "
	    "good, or the browser keeps no cookies. Nothing was changed.</p>\n"
	    "<p><a href=\"/sign-in\">Sign in again</a></p></section>\n");
	call->problem = "form";
	page_end(call, 403);
}

void
pages_none(struct call *call)
{
	page_begin(call, NULL, "Nothing here");
	str_add(&call->answer,
	    "<section class=\"card narrow\"><h1>There is nothing here</h1>\n"
	    "<p><a href=\"/\">To your clients</a></p></section>\n");
	call->problem = "not-found";
	page_end(call, 404);
}

/* --- the sign-in page ------------------------------------------------------- */

/* The browser gets an id with its first form, which signs nobody in: it is what the
 * form's token is bound to. */
static void
know_browser(struct call *call)
{
	if (*call->browser)
		return;
	browser_new(call->browser);
	browser_keep(call, call->browser);
}

static void
sign_page(struct call *call, struct store *store, int status, const char *words)
{
	struct str *out = &call->answer;

	know_browser(call);
	page_begin(call, NULL, "Sign in");
	str_add(out, "<section class=\"card narrow\"><h1>Sign in</h1>\n");
	if (words)
		html_addf(out, "<p class=\"alert\" role=\"alert\">%s</p>\n", words);
	str_add(out, "<form method=\"post\" action=\"/sign-in\">");
	page_token(call, store);
	str_add(out,
	    "\n<label for=\"name\">Name</label>"
	    "<input id=\"name\" name=\"name\" type=\"text\" "
	    "autocomplete=\"username\" "
	    "autocapitalize=\"none\" spellcheck=\"false\" maxlength=\"64\" "
	    "required>\n"
	    "<label for=\"password\">Password</label>"
	    "<input id=\"password\" name=\"password\" type=\"password\" "
	    "autocomplete=\"current-password\" maxlength=\"256\" required>\n"
	    "<button type=\"submit\" class=\"main\">Sign in</button></form>\n"
	    "<p class=\"faint\">Forgotten? Whoever runs this server gives you a "
	    "new "
	    "password.</p></section>\n");
	page_end(call, status);
}

void
pages_sign_in(struct call *call, struct store *store)
{
	struct web web;

	if (*call->browser && store_web(store, call->browser, call->now_ms, &web))
		pages_to(call, "/");
	else
		sign_page(call, store, 200, NULL);
}

/* --- signing in ------------------------------------------------------------- */

/* The hash of a password is too long for the store's thread: what it is compared
 * with is looked up, it is hashed elsewhere, and then they are let in. */
struct signing {
	struct fields form;
	char hash[SECRET_PASSWORD];
	bool right;
};

static void
free_signing(void *signing)
{
	secret_wipe(signing, sizeof(struct signing));
	free(signing);
}

void
pages_read_sign_in(struct call *call, struct store *store)
{
	struct signing *signing = mem_new(1, sizeof(*signing));

	(void)store;
	call->work = signing;
	call->work_free = free_signing;
	read_form(call, &signing->form);
}

/* What a person typed for a name may be their password: only its hash is kept. */
static void
name_bucket(struct store *store, const char *name, char bucket[64])
{
	char hash[SECRET_HEX];

	secret_hmac(store_key(store), name, strlen(name), hash);
	snprintf(bucket, 64, "login-name:%.32s", hash);
}

/* Takes one try of each bucket; false when one is empty. */
static bool
may_try(struct call *call, struct store *store, const char *name, int *wait_s)
{
	char block[64], who[64];

	snprintf(block, sizeof(block), "login:%s", call->block);
	name_bucket(store, name, who);
	return store_rate(store, block, &sign_limit, call->now_ms, wait_s) &&
	       store_rate(store, who, &sign_limit, call->now_ms, wait_s) &&
	       store_rate(store, "login-all", &all_limit, call->now_ms, wait_s);
}

static bool
knows(struct store *store, const struct fields *form, struct coach *coach)
{
	return store_coach(store, fields_get(form, "name"), coach) &&
	       !coach->disabled && *coach->pw_hash == '$';
}

static void
compare_password(struct call *call, struct store *store)
{
	struct signing *signing = call->work;

	(void)store;
	signing->right = secret_password_is(
	    fields_get(&signing->form, "password"), signing->hash);
}

/* The same work whether there is such a coach or not. */
static void
have_it_compared(struct call *call, struct store *store, struct signing *signing)
{
	struct coach coach;
	bool there = knows(store, &signing->form, &coach);

	snprintf(signing->hash, sizeof(signing->hash), "%s",
	    there ? coach.pw_hash : nobodys_hash);
	call->slow = compare_password;
}

/* It may have been changed in the meantime. */
static bool
is_coachs(struct store *store, const struct signing *signing, struct coach *coach)
{
	return knows(store, &signing->form, coach) && signing->right &&
	       strcmp(coach->pw_hash, signing->hash) == 0;
}

/* A new id: what somebody else may have put into the browser is worth nothing. */
static void
let_in(struct call *call, struct store *store, const struct coach *coach)
{
	char id[SECRET_HEX], token[SECRET_HEX], number[24];

	store_web_end(store, call->browser);
	browser_new(id);
	browser_token(store_key(store), id, token);
	store_web_begin(store, coach, id, token, call->now_ms);
	snprintf(number, sizeof(number), "%" PRId64, coach->no);
	store_audit(store, ACTOR_COACH, number, -1, "signed in", "", call->now_ms);
	pages_to(call, "/");
	browser_keep(call, id);
}

static void
too_often(struct call *call, struct store *store, int wait_s)
{
	char words[96];

	snprintf(words, sizeof(words),
	    "Too many tries. Please wait %d seconds and try again.", wait_s);
	sign_page(call, store, 429, words);
	call_header(call, "Retry-After", "%d", wait_s);
}

static void
say_whether(struct call *call, struct store *store)
{
	struct coach coach;

	if (is_coachs(store, call->work, &coach)) {
		let_in(call, store, &coach);
		return;
	}
	store_audit(
	    store, ACTOR_ANON, call->block, -1, "sign-in failed", "", call->now_ms);
	sign_page(call, store, 403, "This name and password do not go together.");
}

void
pages_signing_in(struct call *call, struct store *store)
{
	struct signing *signing = call->work;
	int wait_s;

	if (call->slowed)
		say_whether(call, store);
	else if (may_try(call, store, fields_get(&signing->form, "name"), &wait_s))
		have_it_compared(call, store, signing);
	else
		too_often(call, store, wait_s);
}

void
pages_sign_out(struct call *call, struct store *store)
{
	store_web_end(store, call->browser);
	pages_to(call, "/sign-in");
	browser_keep(call, NULL);
}
