#include "routine/library.h"

#include "base/mem.h"
#include "base/nearest.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* One file that was asked for: what it holds, or why it holds nothing. */
struct book {
	char id[ID_MAX + 1];
	void *item;
	char *why;
};

struct shelf {
	struct book **books; /* in the order in which they were asked for */
	size_t n_books;
	char **ids;          /* NULL until somebody asks for all */
	unsigned char *from; /* of each id: FROM_OWN, FROM_SHIPPED or both */
	size_t n_ids;
};

struct library {
	char *own, *shipped;
	struct shelf shelf[SHELVES];
	struct ini *sources;
	bool sources_tried;
};

enum { FROM_OWN = 1, FROM_SHIPPED = 2 };

typedef void *read_item(
    const struct ini *, const char *, const char *, struct notes *);

static void *
read_routine(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	return routine_read(ini, id, path, notes);
}

static void *
read_exercise(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	return exercise_read(ini, id, path, notes);
}

static void *
read_pose(
    const struct ini *ini, const char *id, const char *path, struct notes *notes)
{
	return pose_read(ini, id, path, notes);
}

static void
free_routine(void *item)
{
	routine_free(item);
}

static void
free_exercise(void *item)
{
	exercise_free(item);
}

static void
free_pose(void *item)
{
	pose_free(item);
}

static const struct {
	const char *one; /* for messages */
	const char *own, *shipped;
	read_item *read;
	void (*free)(void *);
} shelves[SHELVES] = {
    [SHELF_ROUTINES] = {"routine", "routines", "routines", read_routine,
	free_routine},
    [SHELF_EXERCISES] = {"exercise", "exercises", "routines/exercises",
	read_exercise, free_exercise},
    [SHELF_POSES] = {"pose", "poses", "routines/poses", read_pose, free_pose},
};

struct library *
library_new(const char *own, const char *shipped)
{
	struct library *lib = mem_new(1, sizeof(*lib));

	lib->own = mem_strdup(own);
	lib->shipped = mem_strdup(shipped);
	return lib;
}

static void
shelf_fini(struct shelf *shelf, void (*free_item)(void *))
{
	for (size_t i = 0; i < shelf->n_books; i++) {
		free_item(shelf->books[i]->item);
		free(shelf->books[i]->why);
		free(shelf->books[i]);
	}
	for (size_t i = 0; i < shelf->n_ids; i++)
		free(shelf->ids[i]);
	free(shelf->books);
	free(shelf->ids);
	free(shelf->from);
}

void
library_free(struct library *lib)
{
	if (!lib)
		return;
	for (int s = 0; s < SHELVES; s++)
		shelf_fini(&lib->shelf[s], shelves[s].free);
	ini_free(lib->sources);
	free(lib->own);
	free(lib->shipped);
	free(lib);
}

static char *
path_in(const struct library *lib, enum library_shelf s, bool own, const char *id)
{
	struct str path = {0};

	str_addf(&path, "%s/%s/%s.ini", own ? lib->own : lib->shipped,
	    own ? shelves[s].own : shelves[s].shipped, id);
	return str_take(&path);
}

static bool
is_in(const struct library *lib, enum library_shelf s, bool own, const char *id)
{
	struct stat st;
	char *path;
	bool is;

	if (!(own ? lib->own : lib->shipped))
		return false;
	path = path_in(lib, s, own, id);
	/* A link that leads nowhere is there, so that it is complained of. */
	is = lstat(path, &st) == 0;
	free(path);
	return is;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Where an id is, as FROM_ bits: as listed, or as the disk says now. */
static unsigned
where_is(const struct library *lib, enum library_shelf s, const char *id)
{
	const struct shelf *shelf = &lib->shelf[s];
	char **at;

	if (!id_valid(id))
		return 0;
	at = shelf->n_ids ? bsearch(&id, shelf->ids, shelf->n_ids,
				sizeof(*shelf->ids), by_name)
			  : NULL;
	if (at)
		return shelf->from[at - shelf->ids];
	return (is_in(lib, s, true, id) ? FROM_OWN : 0u) |
	       (is_in(lib, s, false, id) ? FROM_SHIPPED : 0u);
}

char *
library_path(const struct library *lib, enum library_shelf shelf, const char *id)
{
	unsigned from = where_is(lib, shelf, id);

	return from ? path_in(lib, shelf, from & FROM_OWN, id) : NULL;
}

bool
library_is_own(const struct library *lib, enum library_shelf shelf, const char *id,
    bool *replaces)
{
	unsigned from = where_is(lib, shelf, id);

	*replaces = from == (FROM_OWN | FROM_SHIPPED);
	return from & FROM_OWN;
}

const char *
library_nearest(struct library *lib, enum library_shelf shelf, const char *id)
{
	size_t n;
	const char *const *ids = library_ids(lib, shelf, &n);
	int at = nearest(id, ids, n);

	return at < 0 ? NULL : ids[at];
}

static struct book *
add_book(struct shelf *shelf, const char *id)
{
	struct book *book = mem_new(1, sizeof(*book));

	memcpy(book->id, id, strlen(id) + 1);
	shelf->books =
	    mem_resize(shelf->books, shelf->n_books + 1, sizeof(*shelf->books));
	shelf->books[shelf->n_books++] = book;
	return book;
}

static struct book *
read_book(
    struct library *lib, enum library_shelf s, const char *id, const char *path)
{
	struct book *book = add_book(&lib->shelf[s], id);
	struct notes notes = {0};
	struct ini *ini = ini_load(path, &notes);
	struct err err = {""};

	if (ini)
		book->item = shelves[s].read(ini, id, path, &notes);
	if (!book->item) {
		notes_sort(&notes);
		notes_first(&notes, path, &err);
		book->why = mem_strdup(err.text);
	}
	ini_free(ini);
	notes_fini(&notes);
	return book;
}

static bool
no_such(struct library *lib, enum library_shelf s, const char *id, struct err *err)
{
	const char *near = err ? library_nearest(lib, s, id) : NULL;

	if (near)
		return err_set(err, "there is no %s %.80s; did you mean %s?",
		    shelves[s].one, id, near);
	return err_set(err, "there is no %s %.80s", shelves[s].one, id);
}

/* Only for the reader of the shelf named: the item's type is the shelf's. */
static const void *
ask(struct library *lib, enum library_shelf s, const char *id, struct err *err)
{
	struct shelf *shelf = &lib->shelf[s];
	struct book *book = NULL;
	char *path;

	for (size_t i = 0; i < shelf->n_books && !book; i++)
		if (strcmp(shelf->books[i]->id, id) == 0)
			book = shelf->books[i];
	if (!book) {
		path = library_path(lib, s, id);
		if (!path) {
			no_such(lib, s, id, err);
			return NULL;
		}
		book = read_book(lib, s, id, path);
		free(path);
	}
	if (!book->item)
		err_set(err, "%s", book->why);
	return book->item;
}

const struct routine *
library_routine(struct library *lib, const char *id, struct err *err)
{
	return ask(lib, SHELF_ROUTINES, id, err);
}

const struct exercise *
library_exercise(struct library *lib, const char *id, struct err *err)
{
	return ask(lib, SHELF_EXERCISES, id, err);
}

const struct pose *
library_pose(struct library *lib, const char *id, struct err *err)
{
	return ask(lib, SHELF_POSES, id, err);
}

const char *
library_source(struct library *lib, const char *id)
{
	struct str path = {0};

	if (!lib->sources_tried && lib->shipped) {
		str_addf(&path, "%s/routines/sources/sources.ini", lib->shipped);
		lib->sources = ini_load(path.s, NULL);
		str_fini(&path);
	}
	lib->sources_tried = true;
	return lib->sources ? ini_get(lib->sources, id, "title") : NULL;
}

/* "x.ini" -> "x" into id when that is a valid id. */
static bool
id_of_file(const char *name, char *id)
{
	size_t n = strlen(name);

	if (n < 5 || n - 4 > ID_MAX || strcmp(name + n - 4, ".ini") != 0)
		return false;
	memcpy(id, name, n - 4);
	id[n - 4] = '\0';
	return id_valid(id);
}

/* An id found in a folder. */
struct found {
	char id[ID_MAX + 1];
	unsigned char from;
};

struct finds {
	struct found *v;
	size_t n;
};

static void
add_find(struct finds *finds, const char *name, unsigned char from)
{
	if (finds->n % 128 == 0)
		finds->v = mem_resize(finds->v, finds->n + 128, sizeof(*finds->v));
	finds->v[finds->n].from = from;
	finds->n += id_of_file(name, finds->v[finds->n].id);
}

static void
find_in_folder(
    const struct library *lib, enum library_shelf s, bool own, struct finds *finds)
{
	const char *root = own ? lib->own : lib->shipped;
	struct str path = {0};
	struct dirent *entry;
	DIR *dir;

	if (!root)
		return;
	str_addf(&path, "%s/%s", root, own ? shelves[s].own : shelves[s].shipped);
	dir = opendir(path.s);
	str_fini(&path);
	if (!dir)
		return;
	while (finds->n < LIBRARY_IDS_MAX && (entry = readdir(dir)) != NULL)
		add_find(finds, entry->d_name, own ? FROM_OWN : FROM_SHIPPED);
	closedir(dir);
}

static int
by_id(const void *a, const void *b)
{
	return strcmp(((const struct found *)a)->id, ((const struct found *)b)->id);
}

static void
list_shelf(struct library *lib, enum library_shelf s)
{
	struct shelf *shelf = &lib->shelf[s];
	struct finds finds = {0};
	size_t kept = 0;

	find_in_folder(lib, s, true, &finds);
	find_in_folder(lib, s, false, &finds);
	if (finds.n)
		qsort(finds.v, finds.n, sizeof(*finds.v), by_id);
	shelf->ids = mem_new(finds.n + 1, sizeof(*shelf->ids));
	shelf->from = mem_new(finds.n + 1, 1);
	for (size_t i = 0; i < finds.n; i++) {
		if (kept == 0 || strcmp(shelf->ids[kept - 1], finds.v[i].id) != 0)
			shelf->ids[kept++] = mem_strdup(finds.v[i].id);
		shelf->from[kept - 1] |= finds.v[i].from;
	}
	shelf->n_ids = kept;
	free(finds.v);
}

const char *const *
library_ids(struct library *lib, enum library_shelf s, size_t *n)
{
	if (!lib->shelf[s].ids)
		list_shelf(lib, s);
	*n = lib->shelf[s].n_ids;
	return (const char *const *)lib->shelf[s].ids;
}

const struct exercise **
library_steps(struct library *lib, const struct routine *r, struct err *err)
{
	const struct exercise **steps = mem_new(r->n_steps, sizeof(*steps));

	for (size_t i = 0; i < r->n_steps; i++) {
		steps[i] = library_exercise(lib, r->steps[i].exercise, err);
		if (!steps[i]) {
			err_add(err, "%s: step %zu", r->id, i + 1);
			free(steps);
			return NULL;
		}
	}
	return steps;
}
