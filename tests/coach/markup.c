/*
 * What is written in any text of a page is text there, and nothing else (sync.md 5.1:
 * G).  Pages are read with libxml2, which knows nothing of how they were made: with
 * "Sam" in every text (another name where only a short one fits), and then with
 * something else in all of them.  The two have to
 * be the same tree of elements and attributes, with the one text in the place of the
 * other.
 */
#include "report/html.h"

#include "tests/test.h"

#include "tests/coach/visitors.h"

#include "base/civil.h"
#include "base/json.h"
#include "base/text.h"
#include "coach/attention.h"

#include <libxml/HTMLparser.h>
#include <sqlite3.h>

/* A text of each kind, and how long it may be; a longer one is cut where it is read,
 * and nobody can send it. */
enum { TEXT, NAME, STEP, KINDS };

static const struct {
	const char *golden;
	size_t size;
} kinds[KINDS] = {
    [TEXT] = {"Sam", SIZE_MAX},
    [NAME] = {"Odo", STORE_NAME},
    [STEP] = {"Quill", sizeof(((struct attention_stop *)NULL)->step)},
};

/* --- a page as libxml2 has it ------------------------------------------------- */

static void
add_node(struct str *out, const xmlNode *node, int depth)
{
	for (; node; node = node->next) {
		str_addf(out, "%*s%d %s\n", depth, "", (int)node->type,
		    node->type == XML_TEXT_NODE && node->content
			? (const char *)node->content
			: (const char *)node->name);
		if (node->type != XML_ELEMENT_NODE)
			continue;
		for (const xmlAttr *a = node->properties; a; a = a->next) {
			str_addf(out, "%*s@%s", depth, "", (const char *)a->name);
			add_node(out, a->children, depth);
		}
		add_node(out, node->children, depth + 1);
	}
}

static char *
tree_of(const char *html)
{
	struct str out = {0};
	htmlDocPtr doc = htmlReadMemory(html, (int)strlen(html), NULL, "UTF-8",
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);

	assert_non_null(doc);
	str_clear(&out);
	add_node(&out, xmlDocGetRootElement(doc), 0);
	xmlFreeDoc(doc);
	return str_take(&out);
}

/* The tree with another text in the place of a name. */
static char *
with(const char *tree, const char *name, const char *text)
{
	struct str out = {0};
	const char *at;

	str_clear(&out);
	for (; (at = strstr(tree, name)) != NULL; tree = at + strlen(name)) {
		str_addn(&out, tree, (size_t)(at - tree));
		str_add(&out, text);
	}
	str_add(&out, tree);
	return str_take(&out);
}

/* --- a client all of whose texts are one -------------------------------------- */

enum { SIGN_IN, ROSTER, CLIENT, CLOSED, PAGES };

struct fixture {
	struct served s;
	struct device device;
	char id[65], token[65];
	sqlite3 *db;
	char *golden[PAGES];
};

/* One session a day, of the last two. */
static void
put_session(struct fixture *f, int days_ago)
{
	struct store *store = beside(&f->s);
	int32_t on = civil_day(clock_wall_ms(), 0, 0) - days_ago;
	char id[UUID_LEN], day[CIVIL_LEN];

	rng_uuid_day(on, id);
	db_run(store_db(store), DO_SESSION_PUT,
	    VALUES(db_n(f->device.client_no), db_t(id), db_t(civil_print(on, day)),
		db_n(1), db_t("x"), db_t("x"), db_t(NULL), db_n(0), db_t(NULL),
		db_t(NULL), db_n(100), db_n(1), db_n(2), db_t(NULL), db_n(5),
		db_n(3), db_n(2), db_t("[]"), db_t("x"), db_n(0)));
	done_beside(store);
}

static void
put_plan(struct fixture *f)
{
	struct store *store = beside(&f->s);
	struct plan plan = {.title = "x",
	    .items = "[]",
	    .per_day = 1,
	    .days_mask = 0x7f,
	    .from = "2026-01-01"};
	struct err err;

	assert_true(store_plan(store, f->device.client_no, f->s.made.coach.no,
	    &plan, clock_wall_ms(), &err));
	db_run(store_db(store), DO_RX_ANSWERED,
	    VALUES(db_n(f->device.client_no), db_t(plan.rx), db_n(1),
		db_t("declined"), db_t("x"), db_n(clock_wall_ms())));
	done_beside(store);
}

static void
run(struct fixture *f, const char *sql, const char *text)
{
	sqlite3_stmt *q;

	assert_int_equal(sqlite3_prepare_v2(f->db, sql, -1, &q, NULL), SQLITE_OK);
	if (text)
		sqlite3_bind_text(q, 1, text, -1, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(q), SQLITE_DONE);
	sqlite3_finalize(q);
}

static char *
stops_of(const char *text)
{
	struct json *list = json_new_array(), *stop = json_push_object(list);
	struct str out = {0};

	json_set_str(stop, "step", text);
	json_set_str(stop, "why", "pain");
	json_add_compact(list, &out);
	json_free(list);
	return str_take(&out);
}

/* As if it had come past every check of what comes in. */
static void
say_everywhere(struct fixture *f, const char *const texts[KINDS])
{
	const char *text = texts[TEXT];
	char *stops = stops_of(texts[STEP]);

	run(f, "BEGIN IMMEDIATE", NULL);
	run(f, "UPDATE coach SET name = ?1", texts[NAME]);
	run(f, "UPDATE client SET alias = ?1", text);
	run(f, "UPDATE session SET routine = ?1, note = ?1", text);
	run(f, "UPDATE session SET stops = ?1", stops);
	run(f, "UPDATE rx_version SET title = ?1", text);
	run(f, "UPDATE rx SET state_why = ?1", text);
	run(f, "UPDATE device SET agent = ?1", text);
	/* Who looked, and when, differs from page to page. */
	run(f, "DELETE FROM audit", NULL);
	run(f,
	    "INSERT INTO audit SELECT client_id, 0, 'coach', "
	    "(SELECT coach_no FROM coach), client_no, 'viewed', '' FROM client",
	    NULL);
	run(f, "COMMIT", NULL);
	free(stops);
}

/* The pages, without the look that each leaves behind. */
static void
look(struct fixture *f, char *trees[PAGES])
{
	char path[128];
	const struct asking asks[PAGES] = {
	    [SIGN_IN] = {.path = "/sign-in", .id = f->s.made.coach.login},
	    [ROSTER] = {.path = "/", .id = f->id},
	    [CLIENT] = {.path = path, .id = f->id},
	    [CLOSED] = {.path = "/clients/x", .id = f->id},
	};

	snprintf(path, sizeof(path), "/clients/%s", f->device.client_id);
	for (int i = 0; i < PAGES; i++) {
		char *answer = ask_page(&f->s, asks[i]);
		char *token = strstr(answer, "name=\"token\" value=\"");

		assert_in_range(status_of(answer), 200, 404);
		assert_non_null(strstr(answer, "text/html; charset=utf-8"));
		/* A browser without an id gets a new one with each page. */
		if (i == SIGN_IN && token)
			memset(token + 20, '0', 64);
		trees[i] = tree_of(body_of(answer));
		free(answer);
	}
}

static void
set_up(struct fixture *f)
{
	*f = (struct fixture){0};
	serve_pages(&f->s);
	a_client(&f->s, &f->s.made.coach, 1, &f->device);
	put_session(f, 0);
	put_session(f, 1);
	put_plan(f);
	signed_in(&f->s, &f->s.made.coach, 0, f->id, f->token);
	assert_int_equal(sqlite3_open(f->s.made.folder.file, &f->db), SQLITE_OK);
	sqlite3_busy_timeout(f->db, 60000);
}

static int
count(const char *text, const char *what)
{
	int n = 0;

	for (; (text = strstr(text, what)) != NULL; text += strlen(what))
		n++;
	return n;
}

static void
tear_down(struct fixture *f)
{
	for (int i = 0; i < PAGES; i++)
		free(f->golden[i]);
	sqlite3_close(f->db);
	serve_end(&f->s);
}

static void
make_golden(struct fixture *f)
{
	const char *texts[KINDS];

	for (int kind = 0; kind < KINDS; kind++)
		texts[kind] = kinds[kind].golden;
	for (int i = 0; i < PAGES; i++)
		free(f->golden[i]);
	f->s.about.name = texts[TEXT];
	say_everywhere(f, texts);
	look(f, f->golden);
	/* Each text has been there: a name of the server in the head, and the coach's;
	 * the client's on their page and in the list; the plan and why it was
	 * declined; two notes; a movement. */
	assert_true(count(f->golden[SIGN_IN], "Sam") >= 2);
	assert_true(count(f->golden[ROSTER], "Sam") >= 4);
	assert_true(count(f->golden[CLIENT], "Sam") >= 8);
	assert_true(count(f->golden[CLIENT], "Odo") >= 2);
	assert_true(count(f->golden[CLIENT], "Quill") >= 2);
}

/* --- the same with another text ----------------------------------------------- */

static void
differ(const char *text, const char *is, const char *wanted)
{
	size_t n = 0, from;

	while (is[n] && is[n] == wanted[n])
		n++;
	from = n > 60 ? n - 60 : 0;
	fail_msg("%.80s changes the page: ...%.200s\ninstead of ...%.200s", text,
	    is + from, wanted + from);
}

/* The golden page with each text in the place of a name. */
static char *
wanted_of(const char *golden, const char *const texts[KINDS])
{
	char *tree = mem_strdup(golden);

	for (int kind = KINDS; kind-- > 0;) {
		struct str shown = {0};
		char *next;

		text_clean(&shown, texts[kind]);
		next = with(tree, kinds[kind].golden, shown.s);
		str_fini(&shown);
		free(tree);
		tree = next;
	}
	return tree;
}

static void
try_text(struct fixture *f, const char *text)
{
	const char *texts[KINDS];
	char *trees[PAGES];

	for (int kind = 0; kind < KINDS; kind++)
		texts[kind] = strlen(text) < kinds[kind].size ? text : "x";
	f->s.about.name = text;
	say_everywhere(f, texts);
	look(f, trees);
	for (int i = 0; i < PAGES; i++) {
		char *wanted = wanted_of(f->golden[i], texts);

		if (strcmp(trees[i], wanted) != 0)
			differ(text, trees[i], wanted);
		free(wanted);
		free(trees[i]);
	}
}

static const char *const payloads[] = {"<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg/onload=alert(1)>", "<iframe src=javascript:alert(1)>",
    "<a href=\"javascript:alert(1)\">x</a>", "<body onload=alert(1)>",
    "<base href=//evil>", "<plaintext>", "<!--", "-->", "<![CDATA[x]]>", "]]>",
    "<?xml version=\"1.0\"?>", "<!DOCTYPE html>", "</html>",
    "<form action=//evil><button>", "<input autofocus onfocus=alert(1)>",
    "<meta http-equiv=refresh content=0;url=//evil>",
    "<link rel=stylesheet href=//x>", "<style>*{display:none}</style>",
    "<math><mtext></form><form><mglyph><style>",
    "<noscript><p title=\"</noscript><img src=x>\">", "<object data=//evil>",
    "<template><script>", "<textarea><script>", "<select><option><script>",
    "onmouseover=alert(1)", "&lt;script&gt;", "&#60;script&#62;", "&#x3c;script",
    "&quot;onclick=&quot;", "&", "&amp", "&unknown;", "%3Cscript%3E",
    "\\u003cscript", "javascript:alert(1)", "{{7*7}}", "${7*7}", "#{7*7}",
    "<%= 7*7 %>", "%s%n%d%%", "' OR '1'='1", "'; DROP TABLE client; --",
    "=cmd|' /C calc'!A0", "+ADw-script+AD4-", "\xef\xbc\x9cscript\xef\xbc\x9e",
    "\xe2\x80\xae<b>", "\xef\xbb\xbf<b>",
    "<\xc2\xad"
    "script>",
    "a\tb", "a\nb", "\x1b[31m<b>", "\xc2\x9b<b>", "<<<<>>>>", "Sa", "`"};

static const char *const before[] = {"", "\">", "'>", "\"", "' ", "</title>",
    "</td></tr></table>", "</h1>", "</svg>", "-->", "</textarea>", "&#34;>"};

static const char *const after[] = {"", "<!--", "\"", "'", " x=\"", "//"};

static bool
is_long(void)
{
	const char *how = getenv("GUARD");

	return how && strcmp(how, "long") == 0;
}

/* Each in each neighbourhood, 4,176 in all with GUARD=long; else every 17th. */
static void
hostile_texts(void **state)
{
	struct fixture f;
	size_t n = 0, step = is_long() ? 1 : 17;

	(void)state;
	set_up(&f);
	make_golden(&f);
	for (size_t p = 0; p < ARRAY_LEN(payloads); p++)
		for (size_t b = 0; b < ARRAY_LEN(before); b++)
			for (size_t a = 0; a < ARRAY_LEN(after); a++) {
				char text[256];

				snprintf(text, sizeof(text), "%s%s%s", before[b],
				    payloads[p], after[a]);
				if (n++ % step == 0)
					try_text(&f, text);
			}
	assert_true(n >= 4000);
	tear_down(&f);
}

/* The characters that mean something to a reader of HTML, alone and at both ends. */
static void
each_mark(void **state)
{
	struct fixture f;

	(void)state;
	set_up(&f);
	make_golden(&f);
	for (char c = 0x21; c < 0x7f; c++) {
		const char texts[][6] = {{c}, {'a', c, 'b'}, {c, 'a', c}};

		for (size_t i = 0; i < ARRAY_LEN(texts); i++)
			if (strchr("<>&\"'`=/!-", c))
				try_text(&f, texts[i]);
	}
	tear_down(&f);
}

/* Every code point, some thousands a text. */
static void
every_code_point(void **state)
{
	struct fixture f;
	struct str text = {0};
	uint32_t cp = 1;

	(void)state;
	set_up(&f);
	make_golden(&f);
	while (cp <= 0x10ffff) {
		str_clear(&text);
		for (int i = 0; i < 20000 && cp <= 0x10ffff; i++, cp++) {
			char bytes[4];

			/* No characters, and to libxml2 an error. */
			if ((cp >= 0xd800 && cp < 0xe000) || cp == 0xfffe ||
			    cp == 0xffff)
				continue;
			str_addn(&text, bytes, text_encode(cp, bytes));
		}
		try_text(&f, text.s);
	}
	str_fini(&text);
	tear_down(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(hostile_texts),
	    cmocka_unit_test(each_mark),
	    cmocka_unit_test(every_code_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
