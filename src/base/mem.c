#include "base/mem.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static _Noreturn void
out_of_memory(void)
{
	fputs("uncoil: out of memory\n", stderr);
	exit(1);
}

void *
mem_new(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
mem_resize(void *p, size_t n, size_t size)
{
	if (size && n > SIZE_MAX / size)
		out_of_memory();
	p = realloc(p, n > 0 && size > 0 ? n * size : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *
mem_strdup(const char *s)
{
	size_t n;

	if (!s)
		return NULL;
	n = strlen(s) + 1;
	return memcpy(mem_new(n, 1), s, n);
}

/* Only code: it is never written, so the file still has all of it. */
static int
drop_code(struct dl_phdr_info *object, size_t size, void *arg)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

	(void)size;
	(void)arg;
	for (int i = 0; i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &object->dlpi_phdr[i];
		uintptr_t from = (object->dlpi_addr + part->p_vaddr) & ~(page - 1);

		if (part->p_type == PT_LOAD && (part->p_flags & PF_X) &&
		    !(part->p_flags & PF_W) && part->p_memsz >= page)
			madvise((void *)from, part->p_memsz, MADV_DONTNEED);
	}
	return 0;
}

void
mem_trim(void)
{
	malloc_trim(0);
	dl_iterate_phdr(drop_code, NULL);
}
