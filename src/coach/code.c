#include "coach/code.h"

#include "base/rng.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char letters[] = "BCDFGHJKLMNPQRSTVWXZ";

#define N_LETTERS (sizeof(letters) - 1)

void
code_new(char code[CODE_LEN])
{
	/* Bytes from here on would make the first letters a little likelier. */
	const unsigned char fair = 256 - 256 % N_LETTERS;
	unsigned char b;

	for (int i = 0; i < CODE_LETTERS; i++) {
		do
			rng_fill(&b, 1);
		while (b >= fair);
		code[i] = letters[b % N_LETTERS];
	}
	code[CODE_LETTERS] = '\0';
}

void
code_show(const char *code, char shown[CODE_SHOWN])
{
	snprintf(shown, CODE_SHOWN, "%.4s-%.4s-%.4s", code, code + 4, code + 8);
}

bool
code_read(const char *typed, char code[CODE_LEN])
{
	int n = 0;

	for (; *typed; typed++) {
		int c = toupper((unsigned char)*typed);

		if (c == '-' || c == ' ')
			continue;
		if (n == CODE_LETTERS || !strchr(letters, c))
			return false;
		code[n++] = (char)c;
	}
	code[n] = '\0';
	return n == CODE_LETTERS;
}
