#include "base/ini.h"

#include "base/mem.h"
#include "tests/folder.h"
#include "tests/test.h"

#include <errno.h>
#include <string.h>

/* --- what is refused, and where ----------------------------------------- */

#define X100                                                                       \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" \
	"xxxxxxxxxxxxxxxxxxxxxxxxxxxx"
#define X500 X100 X100 X100 X100 X100

static void
refused(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *says, *remark;
	} rows[] = {
	    {"[a]\nk = 1\n[b]\n[a]\n", 4, "stands already in line 1",
		"section twice"},
	    {"[a]\n[A]\n", 2, "stands already", "names have no case"},
	    {"[a]\nk=1\nj=2\nK=3\n", 4, "k stands already in line 2", "key twice"},
	    {"k = 1\n", 1, "[section] must come before", "key without a section"},
	    {"[]\n", 1, "section name", "iniparser gives its keys to another"},
	    {"[ ]\n", 1, "section name", "blank name"},
	    {"[a:b]\n", 1, "section name", "would be key b of section a"},
	    {"[x=1]\n", 1, "section name", "would be a section named x=1"},
	    {"[a[b]\n", 1, "section name", "bracket inside"},
	    {"[a\n", 1, "`]` is missing", "open bracket"},
	    {"[a] ; why\n", 1, "`]` is missing", "comment behind a section"},
	    {"[a]\njust words\n", 2, "no `key = value`", "no equals sign"},
	    {"[a]\nk: 1\n", 2, "no `key = value`", "colon for equals"},
	    {"[a]\nx", 2, "no `key = value`", "one character as the last line"},
	    {"[a]\n= 1\n", 2, "a key is not empty", "no key"},
	    {"[a]\nk:l = 1\n", 2, "holds no colon", "colon in a key"},
	    {"[a]\nv = one;two\n", 2, "would end at the ;", "cut at ;"},
	    {"[a]\nv = #ff8800\n", 2, "would end at the #", "cut to nothing"},
	    {"[a]\nv = https://x/y#z\n", 2, "would end at the #", "an address"},
	    {"[a]\nv = 1 ; why\n", 2, "comment has a line of its own", "behind it"},
	    {"[a]\nv = 'it'\n", 2, "quote with \"", "single quotes vanish"},
	    {"[a]\nv = \"abc\n", 2, "closing \" is missing", "open quote"},
	    {"[a]\nv = \"\n", 2, "closing \" is missing", "a lone quote"},
	    {"[a]\nv = \"a\"b\"\n", 2, "write %22", "quote in quotes"},
	    {"[a]\nv = \"a\\\"b\"\n", 2, "write %5C",
		"4.1 and 4.2 read it differently"},
	    {"[a]\nv = \"a\" x\n", 2, "closing \" is missing", "something behind"},
	    {"[a]\nv = \"5%\"\n", 2, "%25 for %", "percent at the end"},
	    {"[a]\nv = \"%zz\"\n", 2, "%25 for %", "no hexadecimal"},
	    {"[a]\nv = \"%0\"\n", 2, "%25 for %", "half a byte"},
	    {"[a]\nv = \"a%00b\"\n", 2, "%25 for %", "a NUL in a value"},
	    {"[a]\nv = C:\\\nz = 1\n", 2, "swallow the next line", "line joined"},
	    {"[a]\nv = C:\\ \t\nz = 1\n", 2, "swallow the next line",
		"iniparser looks before the blanks"},
	    {"[a]\n# so\\\nz = 1\n", 2, "swallow the next line", "by a comment"},
	    {"[a]\nv = 1\\", 2, "swallow the next line",
		"the last line would vanish"},
	    {"[a]\nv = \x01\n", 2, "byte 5 is a control", "control character"},
	    {"[a]\nv = \x7f\n", 2, "byte 5 is a control", "DEL"},
	    {"[a]\r\nv = 1\r2\r\n", 2, "byte 6 is a control", "CR inside a line"},
	    {"[a]\nv = \xff\n", 2, "byte 5 is not UTF-8", "broken byte"},
	    {"[a]\nv = \xc3", 2, "byte 5 is not UTF-8", "cut character"},
	    {"[a]\nv = \xed\xa0\x80\n", 2, "byte 5 is not UTF-8", "surrogate"},
	    {"[a]\nv = \xc0\xaf\n", 2, "byte 5 is not UTF-8", "overlong"},
	    {"[a]\n\xef\xbb\xbf[b]\n", 2, "no `key = value`", "a mark inside"},
	    {"[a]\nv = " X500 X500 "\n", 2, "at most 1000", "over-long line"},
	    {"[" X500 X100 "]\n" X500 X100 "=1\n", 2, "cannot be read",
		"a name that iniparser's getter cuts"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct notes notes = {0};
		struct ini *ini =
		    ini_parse(rows[i].text, strlen(rows[i].text), &notes);

		if (ini || notes.n == 0)
			fail_msg("%s: taken", rows[i].remark);
		if (notes.v[0].line != rows[i].line ||
		    !strstr(notes.v[0].text, rows[i].says))
			fail_msg("%s: line %d: %s", rows[i].remark, notes.v[0].line,
			    notes.v[0].text);
		notes_fini(&notes);
		assert_null(ini_parse(rows[i].text, strlen(rows[i].text), NULL));
	}
}

static void
taken(void **state)
{
	static const struct {
		const char *text, *value; /* of v in [a] */
		int line;
		const char *remark;
	} rows[] = {
	    {"[a]\nv = 1\n", "1", 2, "the plain case"},
	    {"[a]\nv=1", "1", 2, "no newline at the end"},
	    {"\xef\xbb\xbf[a]\nv = 1\n", "1", 2, "byte order mark"},
	    {"[a]\r\n\r\nv = 1\r\n", "1", 3, "CRLF"},
	    {"  [ A ]  \n\t V\t=\t1 \t\n", "1", 2, "blanks, capitals"},
	    {"[a]\nv =\n", "", 2, "empty"},
	    {"[a]\nv = \"\"\n", "", 2, "empty in quotes"},
	    {"[a]\nv = \"  x  \"\n", "  x  ", 2, "blanks kept in quotes"},
	    {"[a]\nv = \"one;two # three\"\n", "one;two # three", 2,
		"quotes protect"},
	    {"[a]\nv = \"a%22b%5Cc%0Ad%25\"\n", "a\"b\\c\nd%", 2, "bytes"},
	    {"[a]\nv = 50% of it\n", "50% of it", 2, "percent without quotes"},
	    {"[a]\nv = a=b=c\n", "a=b=c", 2, "equals signs"},
	    {"[a]\nv = %s %n\n", "%s %n", 2, "no format"},
	    {"[a]\nv = don't \"quote\"\n", "don't \"quote\"", 2, "quotes inside"},
	    {"[a]\nv = a\\b\n", "a\\b", 2, "backslash inside"},
	    {"[a]\nv = \xc3\xa0\n", "\xc3\xa0", 2,
		"its last byte is a Latin-1 space"},
	    {"# c\n; c\n\n[a]\n#k = 2\nv = 1\n", "1", 6, "comments"},
	    {"[a]\nv = " X500 X100 X100 X100 X100 "\n", X500 X100 X100 X100 X100, 2,
		"a long line"},
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct notes notes = {0};
		struct ini *ini =
		    ini_parse(rows[i].text, strlen(rows[i].text), &notes);
		const char *value;

		if (!ini)
			fail_msg("%s: line %d: %s", rows[i].remark, notes.v[0].line,
			    notes.v[0].text);
		value = ini_get(ini, "a", "v");
		if (!value || strcmp(value, rows[i].value) != 0)
			fail_msg("%s: %s", rows[i].remark, value ? value : "NULL");
		assert_int_equal(ini_line(ini, "A", "V"), rows[i].line);
		ini_free(ini);
		notes_fini(&notes);
	}
	ini_free(ini_parse("", 0, NULL));
	assert_null(ini_parse("[a]\nv = 1\0\n", 11, NULL)); /* a NUL in the text */
}

static void
order_and_lines(void **state)
{
	static const char text[] = "[b]\ny = 1\nx = 2\n\n[a]\n[c]\nz = 3\n";
	struct ini *ini = ini_parse(text, strlen(text), NULL);

	(void)state;
	assert_string_equal(ini_section(ini, 0), "b");
	assert_string_equal(ini_section(ini, 1), "a");
	assert_string_equal(ini_section(ini, 2), "c");
	assert_null(ini_section(ini, 3));
	assert_string_equal(ini_key(ini, "b", 0), "y");
	assert_string_equal(ini_key(ini, "b", 1), "x");
	assert_null(ini_key(ini, "b", 2));
	assert_null(ini_key(ini, "a", 0));
	assert_null(ini_key(ini, "none", 0));
	assert_int_equal(ini_line(ini, "c", NULL), 6);
	assert_int_equal(ini_line(ini, "c", "z"), 7);
	assert_int_equal(ini_line(ini, "c", "none"), 1);
	assert_null(ini_get(ini, "a", "z"));
	assert_null(ini_get(ini, "none", "z"));
	ini_free(ini);
}

static void
limits(void **state)
{
	struct str text = {0};
	struct notes notes = {0};

	(void)state;
	str_add(&text, "[a]\n");
	for (int i = 0; i < INI_KEYS_MAX - 1; i++)
		str_addf(&text, "k%d = %d\n", i, i);
	ini_free(ini_parse(text.s, text.len, &notes));
	assert_int_equal(notes.errors, 0);
	str_add(&text, "more = 1\n");
	assert_null(ini_parse(text.s, text.len, &notes));
	assert_non_null(strstr(notes.v[0].text, "more than 2000 keys"));
	notes_fini(&notes);
	str_fini(&text);
}

/* --- files -------------------------------------------------------------- */

static int
setup(void **state)
{
	struct folder *f = mem_new(1, sizeof(*f));

	folder_make(f, "x.ini");
	*state = f;
	return 0;
}

static int
teardown(void **state)
{
	folder_remove(*state);
	free(*state);
	return 0;
}

static void
put(const char *path, const char *text, size_t len)
{
	FILE *out = fopen(path, "wb");

	assert_non_null(out);
	assert_int_equal(fwrite(text, 1, len, out), len);
	fclose(out);
}

static char *
text_of(const char *path)
{
	char *text = mem_new(INI_FILE_MAX + 2, 1);
	FILE *in = fopen(path, "rb");

	assert_non_null(in);
	text[fread(text, 1, INI_FILE_MAX + 1, in)] = '\0';
	fclose(in);
	return text;
}

static void
only_small_regular_files(void **state)
{
	struct folder *f = *state;
	static const char *const paths[] = {"/dev/zero", "/", "/nowhere/at/all"};
	char *big = mem_new(INI_FILE_MAX + 1, 1);
	struct notes notes = {0};
	struct ini *ini;

	for (size_t i = 0; i < ARRAY_LEN(paths); i++) {
		assert_null(ini_load(paths[i], &notes));
		assert_int_equal(notes.errors, i + 1);
	}
	memset(big, '\n', INI_FILE_MAX + 1);
	memcpy(big, "[a]", 3);
	put(f->file, big, INI_FILE_MAX + 1);
	assert_null(ini_load(f->file, &notes));
	assert_non_null(strstr(notes.v[3].text, "larger than 256 kB"));
	put(f->file, big, INI_FILE_MAX);
	ini = ini_load(f->file, &notes);
	assert_non_null(ini);
	ini_free(ini);
	free(big);
	notes_fini(&notes);
}

static void
one_key_is_set(void **state)
{
	static const struct {
		const char *before, *section, *key, *value, *after, *remark;
	} rows[] = {
	    {NULL, "a", "v", "1", "[a]\nv = 1\n", "no file"},
	    {"", "a", "v", "1", "[a]\nv = 1\n", "an empty file"},
	    {"# mine\n", "a", "v", "1", "# mine\n\n[a]\nv = 1\n", "only a comment"},
	    {"# c\n[a]\n; d\nv = 1\n\n# e\nw=2\n", "a", "v", "9",
		"# c\n[a]\n; d\nv = 9\n\n# e\nw=2\n", "all else is kept"},
	    {"[a]\n  V\t=  1  \nw=2", "a", "v", "9", "[a]\n  V\t=  9\nw=2",
		"the key as the person wrote it"},
	    {"[a]\nv=1", "a", "v", "9", "[a]\nv=9\n",
		"a last line without newline"},
	    {"[a]\nw=1", "a", "v", "9", "[a]\nw=1\nv = 9\n", "behind it"},
	    {"[a]\nw=1\n\n\n[b]\nv=2\n", "a", "v", "9",
		"[a]\nw=1\nv = 9\n\n\n[b]\nv=2\n", "at the end of its section"},
	    {"[a]\n[b]\n", "a", "v", "9", "[a]\nv = 9\n[b]\n", "an empty section"},
	    {"[b]\nv=2\n", "a", "v", "9", "[b]\nv=2\n\n[a]\nv = 9\n",
		"a new section"},
	    {"[a]\r\nw=1\r\n[b]\r\n", "a", "v", "9",
		"[a]\r\nw=1\r\nv = 9\r\n[b]\r\n", "CRLF stays CRLF"},
	    {"[a]\r\nv=1\r\n", "a", "v", "9", "[a]\r\nv=9\r\n", "and on the line"},
	    {"\xef\xbb\xbf[a]\nw=1\n[b]\n", "a", "v", "9",
		"\xef\xbb\xbf[a]\nw=1\nv = 9\n[b]\n", "a byte order mark"},
	    {"[a]\nv=1\n", "a", "v", "x; y", "[a]\nv=\"x%3B y\"\n",
		"quoted where it must"},
	    {"[a]\nv=1\n", "a", "v", "", "[a]\nv=\"\"\n", "empty"},
	    {"[a]\nu=1\nv=1\nw=1\n", "a", "v", NULL, "[a]\nu=1\nw=1\n",
		"taken out"},
	    {"[a]\nu=1\n", "a", "v", NULL, "[a]\nu=1\n", "nothing to take out"},
	};
	struct folder *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {""};
		char *after;

		unlink(f->file);
		if (rows[i].before)
			put(f->file, rows[i].before, strlen(rows[i].before));
		if (!ini_set(
			f->file, rows[i].section, rows[i].key, rows[i].value, &err))
			fail_msg("%s: %s", rows[i].remark, err.text);
		after = text_of(f->file);
		if (strcmp(after, rows[i].after) != 0)
			fail_msg("%s:\n%s", rows[i].remark, after);
		free(after);
	}
}

static void
what_cannot_be_set_changes_nothing(void **state)
{
	static const struct {
		const char *before, *section, *key, *value, *says;
	} rows[] = {
	    {"[a]\nv=1\nv=2\n", "a", "v", "3", ":3: v stands already"},
	    {"[a]\nv=1\n", "a", "v", X500 X500, "too long"},
	    {"[a]\nv=1\n", "a", "v", "a;" X500 ";" X500, "too long"},
	    {"[a]\nv=1\n", "a]", "v", "1", "not a name"},
	    {"[a]\nv=1\n", "a", "k = 1\nj", "1", "not a name"},
	    {"[a]\nv=1\n", "a", "#v", "1", "not a name"},
	};
	struct folder *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		struct err err = {""};
		char *after;

		put(f->file, rows[i].before, strlen(rows[i].before));
		assert_false(ini_set(
		    f->file, rows[i].section, rows[i].key, rows[i].value, &err));
		assert_non_null(strstr(err.text, rows[i].says));
		after = text_of(f->file);
		assert_string_equal(after, rows[i].before);
		free(after);
	}
}

static void
links_and_modes_are_kept(void **state)
{
	struct folder *f = *state;
	struct err err = {""};
	char link[800];
	struct stat st;

	snprintf(link, sizeof(link), "%s/link.ini", f->path);
	put(f->file, "[a]\n", 4);
	chmod(f->file, 0640);
	assert_int_equal(symlink("x.ini", link), 0);
	assert_true(ini_set(link, "a", "v", "1", &err));
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	unlink(f->file);
	assert_false(ini_set(link, "a", "v", "1", &err)); /* it leads nowhere */
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink(link);
	assert_int_equal(folder_count(f), 0); /* nothing is left beside it */
}

/* --- random ------------------------------------------------------------- */

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* Up to 300 bytes, none of them NUL: nasty ones, UTF-8 and any at all. */
static void
random_value(uint32_t *seed, char *value)
{
	static const char *const nasty[] = {"\"", "'", ";", "#", "\\", "%", "%00",
	    "=", "[", "]", "\n", "\r\n", " ", "\t", "\xc3\xa0", "\xe2\x82\xac",
	    "\xff", "\xc3", "\x7f", ":", "%22", "\xf0\x9f\x98\x80"};
	size_t want = next_random(seed) % 300, n = 0;

	while (n < want) {
		const char *s = nasty[next_random(seed) % ARRAY_LEN(nasty)];

		switch (next_random(seed) % 3) {
		case 0:
			value[n++] = (char)('a' + next_random(seed) % 26);
			break;
		case 1:
			value[n++] = (char)(1 + next_random(seed) % 255);
			break;
		default:
			memcpy(value + n, s, strlen(s));
			n += strlen(s);
		}
	}
	value[n] = '\0';
}

static void
random_values_survive_quoting(void **state)
{
	uint32_t seed = 41;
	struct str text = {0};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		char value[320];
		struct ini *ini;

		random_value(&seed, value);
		str_clear(&text);
		str_add(&text, "[a]\nv = ");
		ini_quote(&text, value);
		if (text.len - 4 > INI_LINE_MAX)
			continue;
		ini = ini_parse(text.s, text.len, NULL);
		if (!ini)
			fail_msg("%s", text.s);
		assert_string_equal(ini_get(ini, "a", "v"), value);
		ini_free(ini);
	}
	str_fini(&text);
}

static void
random_values_are_set_and_comments_kept(void **state)
{
	static const char first[] =
	    "# the first\n[a]\n; of a\nv = 1\n\n# of w\nw = 2\n";
	static const char head[] = "# the first\n[a]\n; of a\nv = ";
	static const char tail[] = "\n\n# of w\nw = 2\n";
	struct folder *f = *state;
	uint32_t seed = 43;

	put(f->file, first, strlen(first));
	for (int i = 0; i < 300; i++) {
		char value[320], *after;
		struct err err = {""};
		struct ini *ini;

		random_value(&seed, value);
		if (!ini_set(f->file, "a", "v", value, &err)) {
			assert_non_null(strstr(err.text, "too long"));
			continue;
		}
		ini = ini_load(f->file, NULL);
		assert_non_null(ini);
		assert_string_equal(ini_get(ini, "a", "v"), value);
		ini_free(ini);
		after = text_of(f->file);
		assert_memory_equal(after, head, strlen(head));
		assert_string_equal(after + strlen(after) - strlen(tail), tail);
		free(after);
	}
}

/* Bytes changed, taken out, doubled and put in: refused with a line, or taken;
 * and what is taken can be asked.  Its worth is in the build with sanitizers. */
static void
mutations(void **state)
{
	static const char seed_text[] = "\xef\xbb\xbf# head\r\n[neck]\r\ntitle = "
					"\"Neck; easy %25\"\r\nminutes = 5\n"
					"step.01 = chin-tuck, 40\n\n[Other One]\n; "
					"note\nk=v\nempty =\nlast = \xc3\xa4";
	static const char bytes[] = "[]=\"';#%\\:\r\n\t \x80\xff\xef"
				    "a0";
	uint32_t seed = 47;
	int accepted = 0;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		char text[2 * sizeof(seed_text) + 64];
		size_t len = sizeof(seed_text) - 1;
		struct notes notes = {0};
		struct ini *ini;

		memcpy(text, seed_text, len);
		for (uint32_t n = next_random(&seed) % 4 + 1; n > 0 && len > 20;
		     n--) {
			size_t at = next_random(&seed) % len;
			size_t run = next_random(&seed) % 16 + 1;
			char c = bytes[next_random(&seed) % sizeof(bytes)];

			if (run > len - at)
				run = len - at;
			switch (next_random(&seed) % 3) {
			case 0: /* also the NUL at the end of bytes */
				text[at] = c;
				break;
			case 1:
				memmove(text + at, text + at + run, len - at - run);
				len -= run;
				break;
			default:
				memmove(text + at + run, text + at, len - at);
				len += run;
			}
		}
		ini = ini_parse(text, len, &notes);
		assert_true(ini ? notes.errors == 0 : notes.errors > 0);
		for (size_t i = 0; i < notes.n; i++)
			assert_in_range(notes.v[i].line, 1, 64);
		accepted += ini != NULL;
		for (size_t s = 0; ini && ini_section(ini, s); s++)
			for (size_t k = 0; ini_key(ini, ini_section(ini, s), k);
			     k++)
				assert_non_null(ini_get(ini, ini_section(ini, s),
				    ini_key(ini, ini_section(ini, s), k)));
		ini_free(ini);
		notes_fini(&notes);
	}
	assert_in_range(accepted, 2000, 18000);
}

int
main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(refused),
	    cmocka_unit_test(taken),
	    cmocka_unit_test(order_and_lines),
	    cmocka_unit_test(limits),
	    IN_A_FOLDER(only_small_regular_files),
	    IN_A_FOLDER(one_key_is_set),
	    IN_A_FOLDER(what_cannot_be_set_changes_nothing),
	    IN_A_FOLDER(links_and_modes_are_kept),
	    cmocka_unit_test(random_values_survive_quoting),
	    IN_A_FOLDER(random_values_are_set_and_comments_kept),
	    cmocka_unit_test(mutations),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
