#include "base/ini_text.h"

#include "base/ini.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char *
ini_text_read(const char *path, size_t *len, struct ini_origin *from)
{
	size_t size;
	char *text;
	ssize_t got;

	*len = 0;
	from->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (from->fd < 0 || fstat(from->fd, &from->st) < 0)
		return NULL;
	errno = S_ISDIR(from->st.st_mode)         ? EISDIR
		: !S_ISREG(from->st.st_mode)      ? EINVAL
		: from->st.st_size > INI_FILE_MAX ? EFBIG
						  : 0;
	if (errno)
		return NULL;
	size = (size_t)from->st.st_size;
	text = mem_new(size + 2, 1);
	/* One byte more is asked for than there should be: it tells of a writer. */
	do {
		got = read(from->fd, text + *len, size + 1 - *len);
		*len += got > 0 ? (size_t)got : 0;
	} while (got > 0 && *len < size);
	if (got >= 0 && *len <= size)
		return text;
	if (got >= 0)
		errno = EAGAIN;
	free(text);
	return NULL;
}

void
ini_text_close(const struct ini_origin *from)
{
	int saved = errno;

	if (from->fd >= 0)
		close(from->fd);
	errno = saved;
}

size_t
ini_text_mark(const char *text, size_t len)
{
	return len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

bool
ini_row_next(const char **text, size_t *len, struct ini_row *row)
{
	const char *end;
	size_t n;

	if (*len == 0)
		return false;
	end = memchr(*text, '\n', *len);
	n = end ? (size_t)(end - *text) : *len;
	*row = (struct ini_row){*text, n, row->no + 1};
	if (n && row->s[n - 1] == '\r')
		row->len--;
	*text += end ? n + 1 : n;
	*len -= end ? n + 1 : n;
	return true;
}

struct ini_row
ini_row_trim(struct ini_row row)
{
	while (row.len && (*row.s == ' ' || *row.s == '\t'))
		row.s++, row.len--;
	while (row.len && (row.s[row.len - 1] == ' ' || row.s[row.len - 1] == '\t'))
		row.len--;
	return row;
}
