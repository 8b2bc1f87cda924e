#include "coach/password.h"

#include <string.h>
#include <termios.h>
#include <unistd.h>

/* One line without its end. */
static bool
read_line(FILE *in, char *line, int size)
{
	if (!fgets(line, size, in))
		return false;
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

static bool
ask(FILE *in, const char *prompt, char *line, int size)
{
	struct termios was, unseen;
	bool ok;

	if (tcgetattr(fileno(in), &was) < 0)
		return read_line(in, line, size);
	unseen = was;
	unseen.c_lflag &= ~(tcflag_t)ECHO;
	fputs(prompt, stderr);
	tcsetattr(fileno(in), TCSAFLUSH, &unseen);
	ok = read_line(in, line, size);
	tcsetattr(fileno(in), TCSAFLUSH, &was);
	fputc('\n', stderr);
	return ok;
}

bool
password_read(FILE *in, char hash[SECRET_PASSWORD], struct err *err)
{
	char first[SECRET_PASSWORD_MAX + 2] = "", second[sizeof(first)] = "";
	bool ok = ask(in, "Password: ", first, sizeof(first));

	if (ok && isatty(fileno(in))) {
		ok = ask(in, "Again: ", second, sizeof(second));
		if (ok && strcmp(first, second) != 0)
			ok = err_set(err, "the two differ");
	} else if (!ok) {
		err_set(err, "no password was given");
	}
	ok = ok && secret_password(first, hash, err);
	secret_wipe(first, sizeof(first));
	secret_wipe(second, sizeof(second));
	return ok;
}
