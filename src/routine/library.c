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
	char **ids; /* NULL until somebody asks for all */
	size_t n_ids;
};

struct library {
	char *own, *shipped;
	struct shelf shelf[SHELVES];
	struct ini *sources;
	bool sources_tried;
};

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

/* The folder of a shelf; the caller frees it.  NULL when there is none. */
static char *
folder(const struct library *lib, enum library_shelf s, bool own)
{
	const char *root = own ? lib->own : lib->shipped;
	struct str path = {0};

	if (!root)
		return NULL;
	str_addf(&path, "%s/%s", root, own ? shelves[s].own : shelves[s].shipped);
	return str_take(&path);
}

/* The path of an id's file in one of the two folders when it is there; a link
 * that leads nowhere is there, so that it is complained of. */
static char *
file_in(const struct library *lib, enum library_shelf s, bool own, const char *id)
{
	char *dir = folder(lib, s, own);
	struct str path = {0};
	struct stat st;

	if (!dir)
		return NULL;
	str_addf(&path, "%s/%s.ini", dir, id);
	free(dir);
	if (lstat(path.s, &st) == 0)
		return str_take(&path);
	str_fini(&path);
	return NULL;
}

char *
library_path(const struct library *lib, enum library_shelf shelf, const char *id)
{
	char *path;

	if (!id_valid(id))
		return NULL;
	path = file_in(lib, shelf, true, id);
	return path ? path : file_in(lib, shelf, false, id);
}

bool
library_is_own(const struct library *lib, enum library_shelf shelf, const char *id,
    bool *replaces)
{
	char *own = id_valid(id) ? file_in(lib, shelf, true, id) : NULL;
	char *shipped = own ? file_in(lib, shelf, false, id) : NULL;
	bool is_own = own != NULL;

	*replaces = shipped != NULL;
	free(own);
	free(shipped);
	return is_own;
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

static void
list_folder(struct library *lib, enum library_shelf s, bool own)
{
	struct shelf *shelf = &lib->shelf[s];
	char *path = folder(lib, s, own), id[ID_MAX + 1];
	DIR *dir = path ? opendir(path) : NULL;
	struct dirent *entry;

	free(path);
	if (!dir)
		return;
	while (shelf->n_ids < LIBRARY_IDS_MAX && (entry = readdir(dir)) != NULL)
		if (id_of_file(entry->d_name, id))
			shelf->ids[shelf->n_ids++] = mem_strdup(id);
	closedir(dir);
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *
library_ids(struct library *lib, enum library_shelf s, size_t *n)
{
	struct shelf *shelf = &lib->shelf[s];
	size_t kept = 0;

	if (!shelf->ids) {
		shelf->ids = mem_new(LIBRARY_IDS_MAX, sizeof(*shelf->ids));
		list_folder(lib, s, true);
		list_folder(lib, s, false);
		qsort(shelf->ids, shelf->n_ids, sizeof(*shelf->ids), by_name);
		for (size_t i = 0; i < shelf->n_ids; i++) {
			if (kept &&
			    strcmp(shelf->ids[kept - 1], shelf->ids[i]) == 0)
				free(shelf->ids[i]);
			else
				shelf->ids[kept++] = shelf->ids[i];
		}
		shelf->n_ids = kept;
	}
	*n = shelf->n_ids;
	return (const char *const *)shelf->ids;
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
