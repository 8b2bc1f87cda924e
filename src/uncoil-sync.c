/*
 * uncoil-sync: tells a coach what the person chose to tell, and reads what the coach
 * says.  A helper of uncoil, which starts it for `uncoil sync ...` and, with
 * `run --auto`, in the background; what it meets out there cannot touch a screen.
 *
 *	main		here: the command, the settings, the paths, the time
 *	sync/join.c	the code, the page of consent, the token
 *	sync/link.c	one run with the coach
 *	sync/rotate.c	another token
 *	sync/plain.c	one run with a hook or a folder
 *	sync/account.c	share, who, test, preview, status
 *	sync/push.c	what a reply means, and when to ask again (pure)
 *	sync/peer.c	whom it is told to, and how it stands with them
 *	sync/outbox.c	what goes up, and what became of it
 *	sync/inbox.c	what came down: plans and notes
 *	sync/http.c	the only one who speaks to the network
 */
#include "base/civil.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/paths.h"
#include "base/settings.h"
#include "base/text.h"
#include "history/count.h"
#include "sync/account.h"
#include "sync/join.h"
#include "sync/link.h"
#include "sync/plain.h"
#include "sync/rotate.h"
#include "sync/token.h"

#include "config.h"

#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OK = 0, FAILED = 1, USAGE = 2 };

/* What it was called with, and what it stands on. */
struct sync {
	char **operands;
	int n;
	bool automatic, yes, erase, erase_past, json;
	const char *code_file, *share, *name;

	struct settings settings;
	char *config, *db, *token, *lock, *mirror;
	struct http_setup setup, plain_setup;
	struct link link;
	struct plains plains;
};

static int
fail(const struct err *err)
{
	struct str clean = {0};

	text_clean(&clean, err->text);
	fprintf(stderr, "uncoil: %s\n", clean.s ? clean.s : "");
	str_fini(&clean);
	return FAILED;
}

static int
usage(const char *what)
{
	fprintf(stderr, "uncoil: %s\nTry: uncoil sync --help\n", what);
	return USAGE;
}

static struct asked_person
the_person(const struct sync *sync)
{
	return (struct asked_person){.in = isatty(STDIN_FILENO) ? stdin : NULL,
	    .out = stdout,
	    .agreed = sync->yes,
	    .share = sync->share,
	    .name = sync->name};
}

/* The coach's peer; false, and said, when there is none. */
static bool
coach(struct sync *sync, struct peer *peer, struct err *err)
{
	if (peer_find(sync->link.h, PEER_COACH, peer, err))
		return true;
	if (!*err->text)
		err_set(err, "there is no link to a coach; begin with: uncoil sync "
			     "join URL");
	return false;
}

/* The same, and the link stands. */
static bool
joined(struct sync *sync, struct peer *peer, struct err *err)
{
	return coach(sync, peer, err) &&
	       (peer->state == PEER_JOINED ||
		   err_set(err, "you are linked with nobody now; why: uncoil sync "
				"status"));
}

/* --- run --------------------------------------------------------------------------- */

static bool
is_due(const struct sync *sync, const struct peer *peer)
{
	int64_t now_ms = sync->link.now_ms;
	int64_t far_ms = 14 * 86400000LL;

	/* A next run that is far ahead was set by a clock that was wrong. */
	return !sync->automatic || (push_is_due(&peer->pace, now_ms) &&
				       (now_ms >= peer->next_run_ms ||
					   peer->next_run_ms - now_ms > far_ms));
}

/* When it is old.  What goes wrong then is nobody's concern: the old one is good, and
 * the next run tries again. */
static void
change_token(struct sync *sync, const struct peer *peer)
{
	struct err err;

	if (peer->state == PEER_JOINED && rotate_is_due(&sync->link))
		rotate(&sync->link, peer, &err);
}

static bool
run_coach(struct sync *sync, bool *any, struct err *err)
{
	struct peer peer;

	if (!peer_find(sync->link.h, PEER_COACH, &peer, err))
		return !*err->text;
	if (peer.state == PEER_ENDED || peer.state == PEER_JOINING)
		return true;
	*any = true;
	if (!is_due(sync, &peer))
		return true;
	if (!link_run(&sync->link, &peer, err))
		return false;
	change_token(sync, &peer);
	return true;
}

static bool
run_plain(struct sync *sync, const struct plain *plain, struct err *err)
{
	struct peer peer;

	return plain_peer(&sync->link, plain, &peer, err) &&
	       (!is_due(sync, &peer) || plain_run(&sync->link, plain, &peer, err));
}

/* With other rules: the pin is the coach's. */
static bool
with_plain_http(struct sync *sync, const struct plain *plain,
    bool (*fn)(struct sync *sync, const struct plain *plain, struct err *err),
    struct err *err)
{
	struct http *http = sync->link.http;
	bool ok;

	sync->link.http = http_open(&sync->plain_setup, err);
	ok = sync->link.http && fn(sync, plain, err);
	http_close(sync->link.http);
	sync->link.http = http;
	return ok;
}

static int
run(struct sync *sync)
{
	struct err err = {""};
	bool any = sync->plains.n > 0;
	bool ok = run_coach(sync, &any, &err);
	int status = OK;

	if (!ok)
		status = sync->automatic ? FAILED : fail(&err);
	for (size_t i = 0; i < sync->plains.n; i++)
		if (!with_plain_http(sync, &sync->plains.v[i], run_plain, &err))
			status = sync->automatic ? FAILED : fail(&err);
	if (!any && !sync->automatic && status == OK) {
		err_set(&err,
		    "there is nobody to tell; begin with: uncoil sync join "
		    "URL");
		return fail(&err);
	}
	if (status == OK && sync->link.out)
		fputs("all is told\n", sync->link.out);
	return status;
}

/* --- join and leave ------------------------------------------------------------------ */

static bool
code_of(const struct sync *sync, struct asked_person *person, char code[CODE_LEN],
    struct err *err)
{
	if (sync->code_file)
		return join_code_file(sync->code_file, code, err);
	if (sync->n < 3)
		return join_ask_code(person, code, err);
	return join_read_code(sync->operands[2], code) ||
	       err_set(err, "that is no code; one has 12 letters, such as "
			    "BCDF-GHJK-LMNP, and no vowels");
}

static int
do_join(struct sync *sync)
{
	struct asked_person person = the_person(sync);
	struct err err = {""};
	char code[CODE_LEN];
	struct peer peer;

	if (sync->n < 2)
		return usage("join wants the address of the server");
	if (!code_of(sync, &person, code, &err))
		return fail(&err);
	if (!join(&sync->link, sync->operands[1], code, &person, &peer, &err)) {
		if (*err.text)
			return fail(&err);
		puts("nothing was agreed to, and nothing is told");
		return FAILED;
	}
	printf("linked with %s\n", peer.coach);
	if (!link_run(&sync->link, &peer, &err))
		return fail(&err);
	puts("all is told; what is told can be seen with: uncoil sync preview");
	return OK;
}

static void
print_goodbye(const struct sync *sync, const struct wire_goodbye *goodbye)
{
	if (sync->erase && !*goodbye->receipt)
		puts("you left; the server did not know you any more and gave no "
		     "receipt: ask your coach whether all was erased");
	else if (sync->erase)
		printf("erased at the server: %lld sessions, %lld check-ins; "
		       "backups until %s\nreceipt %s\n",
		    (long long)goodbye->sessions, (long long)goodbye->checkins,
		    *goodbye->backups_until ? goodbye->backups_until : "no date",
		    goodbye->receipt);
	else
		puts("you left; your coach keeps what was told so far");
	puts("your log stays here");
}

static int
do_leave(struct sync *sync)
{
	struct asked_person person = the_person(sync);
	struct wire_goodbye goodbye;
	struct err err = {""};
	struct peer peer;

	if (!coach(sync, &peer, &err))
		return fail(&err);
	if (peer.state == PEER_ENDED || peer.state == PEER_JOINING) {
		if (!token_delete(sync->token, &err) ||
		    !peer_drop(sync->link.h, PEER_COACH, &err))
			return fail(&err);
		puts("forgotten");
		return OK;
	}
	if (!join_ask_yes(&person,
		sync->erase ? "Leave, and have all that was told erased?"
			    : "Leave?  Your coach keeps what was told so far "
			      "(--erase has it erased).")) {
		err_set(&err, "nothing was changed; with --yes you agree");
		return fail(&err);
	}
	if (peer.state != PEER_ERASING)
		peer.state = sync->erase ? PEER_ERASING : PEER_LEAVING;
	sync->erase = peer.state == PEER_ERASING;
	if (!peer_put(sync->link.h, &peer, &err))
		return fail(&err);
	if (link_leave(&sync->link, &peer, &goodbye, &err)) {
		print_goodbye(sync, &goodbye);
		return OK;
	}
	err_add(&err, "nothing is told any more, but the server has not heard it "
		      "yet and will be asked again");
	return fail(&err);
}

/* --- the others ------------------------------------------------------------------------ */

static int
do_share(struct sync *sync)
{
	struct asked_person person = the_person(sync);
	struct err err = {""};
	struct peer peer;
	int share;

	if (!joined(sync, &peer, &err))
		return fail(&err);
	share = peer.share;
	if (sync->n > 1) {
		if (!wire_share_parse(sync->operands[1], &share, &err))
			return fail(&err);
	} else if (!join_ask_share(&person, 0, &share) || share == peer.share) {
		return OK;
	}
	return account_share(&sync->link, &peer, share, sync->erase_past, &err)
		   ? OK
		   : fail(&err);
}

static int
with_coach(struct sync *sync,
    bool (*fn)(struct link *link, const struct peer *peer, struct err *err))
{
	struct err err = {""};
	struct peer peer;

	return coach(sync, &peer, &err) && fn(&sync->link, &peer, &err)
		   ? OK
		   : fail(&err);
}

static int
do_who(struct sync *sync)
{
	struct err err = {""};
	struct peer peer;

	return joined(sync, &peer, &err) && account_who(&sync->link, &peer, &err)
		   ? OK
		   : fail(&err);
}

static bool
another_token(struct link *link, const struct peer *peer, struct err *err)
{
	if (peer->state != PEER_JOINED)
		return err_set(
		    err, "there is no link whose token could be changed");
	if (!rotate(link, peer, err))
		return false;
	fputs("the token is another one, and the old one is worth nothing now\n",
	    link->out);
	return true;
}

static int
do_token(struct sync *sync)
{
	return with_coach(sync, another_token);
}

static bool
preview_plain(struct sync *sync, const struct plain *plain, struct err *err)
{
	struct peer peer;

	return plain_peer(&sync->link, plain, &peer, err) &&
	       account_preview(&sync->link, &peer, err);
}

static bool
status_plain(struct sync *sync, const struct plain *plain, struct err *err)
{
	struct peer peer;

	return plain_peer(&sync->link, plain, &peer, err) &&
	       account_status(&sync->link, &peer, err);
}

static bool
test_plain(struct sync *sync, const struct plain *plain, struct err *err)
{
	return plain_test(&sync->link, plain, err);
}

/* The coach, where there is one, and then the plain ones. */
static int
with_all(struct sync *sync,
    bool (*fn)(struct link *link, const struct peer *peer, struct err *err),
    bool (*plain_fn)(struct sync *sync, const struct plain *plain, struct err *err))
{
	struct err err = {""};
	struct peer peer;
	int status = OK;

	if (peer_find(sync->link.h, PEER_COACH, &peer, &err) || *err.text ||
	    sync->plains.n == 0)
		status = with_coach(sync, fn);
	for (size_t i = 0; i < sync->plains.n; i++)
		if (!with_plain_http(sync, &sync->plains.v[i], plain_fn, &err))
			status = fail(&err);
	return status;
}

static int
do_test(struct sync *sync)
{
	return with_all(sync, account_test, test_plain);
}

static int
do_preview(struct sync *sync)
{
	return with_all(sync, account_preview, preview_plain);
}

static bool
add_status(struct sync *sync, struct json *list, struct err *err)
{
	struct peer peer;

	if (peer_find(sync->link.h, PEER_COACH, &peer, err) &&
	    !account_status_json(&sync->link, &peer, json_push_object(list), err))
		return false;
	for (size_t i = 0; i < sync->plains.n; i++)
		if (!plain_peer(&sync->link, &sync->plains.v[i], &peer, err) ||
		    !account_status_json(
			&sync->link, &peer, json_push_object(list), err))
			return false;
	return true;
}

static int
print_status_json(struct sync *sync)
{
	struct json *object = json_new_object();
	struct err err = {""};
	bool ok = add_status(sync, json_set_array(object, "peers"), &err) &&
		  json_print(object, stdout, &err);

	json_free(object);
	return ok ? OK : fail(&err);
}

static int
do_status(struct sync *sync)
{
	if (sync->json)
		return print_status_json(sync);
	return with_all(sync, account_status, status_plain);
}

/* --- the call --------------------------------------------------------------------------- */

static const struct command {
	const char *name;
	int most;   /* operands, with the name */
	bool alone; /* no other run at the same time */
	int (*run)(struct sync *sync);
} commands[] = {
    {"run", 1, true, run},
    {"join", 3, true, do_join},
    {"leave", 1, true, do_leave},
    {"share", 2, true, do_share},
    {"status", 1, false, do_status},
    {"preview", 1, false, do_preview},
    {"test", 1, false, do_test},
    {"who", 1, false, do_who},
    {"token", 1, true, do_token},
};

static const struct command *
find_command(const struct sync *sync)
{
	const char *name = sync->n > 0 ? sync->operands[0] : "run";

	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		if (strcmp(commands[i].name, name) == 0)
			return sync->n <= commands[i].most ? &commands[i] : NULL;
	return NULL;
}

static bool
read_options(struct sync *sync, int argc, char **argv)
{
	static const struct option options[] = {
	    {"auto", no_argument, NULL, 'a'},
	    {"code-file", required_argument, NULL, 'c'},
	    {"share", required_argument, NULL, 's'},
	    {"name", required_argument, NULL, 'n'},
	    {"yes", no_argument, NULL, 'y'},
	    {"erase", no_argument, NULL, 'e'},
	    {"erase-past", no_argument, NULL, 'p'},
	    {"json", no_argument, NULL, 'j'},
	    {0},
	};
	int got;

	while ((got = getopt_long(argc, argv, "", options, NULL)) != -1)
		switch (got) {
		case 'a':
			sync->automatic = true;
			break;
		case 'c':
			sync->code_file = optarg;
			break;
		case 's':
			sync->share = optarg;
			break;
		case 'n':
			sync->name = optarg;
			break;
		case 'y':
			sync->yes = true;
			break;
		case 'e':
			sync->erase = true;
			break;
		case 'p':
			sync->erase_past = true;
			break;
		case 'j':
			sync->json = true;
			break;
		default:
			return false;
		}
	sync->operands = argv + optind;
	sync->n = argc - optind;
	return true;
}

static bool
find_paths(struct sync *sync, struct err *err)
{
	sync->config = paths_home(PATH_CONFIG, err, "config.ini");
	sync->mirror = paths_home(PATH_CONFIG, err, "streak.ini");
	sync->db = paths_home(PATH_DATA, err, "history.db");
	sync->token = paths_home(PATH_STATE, err, "sync/token");
	sync->lock = paths_home(PATH_STATE, err, "sync/lock");
	return sync->config && sync->mirror && sync->db && sync->token &&
	       sync->lock;
}

static void
print_notes(const char *path, const struct notes *notes)
{
	for (size_t i = 0; i < notes->n; i++) {
		struct err err;

		err_set(
		    &err, "%s:%d: %s", path, notes->v[i].line, notes->v[i].text);
		fail(&err);
	}
}

/* Warnings of other sections are uncoil's to say. */
static void
read_settings(struct sync *sync)
{
	const struct settings *s = &sync->settings;
	struct notes notes = {0};

	settings_load(&sync->settings, sync->config, NULL);
	plains_load(&sync->plains, sync->config, &notes);
	if (!sync->automatic)
		print_notes(sync->config, &notes);
	notes_fini(&notes);
	sync->setup = (struct http_setup){.ca_file = s->text[SET_SYNC_CA_FILE],
	    .pin = s->text[SET_SYNC_PIN],
	    .proxy = s->text[SET_SYNC_PROXY],
	    .agent = sync->link.agent};
	sync->plain_setup = sync->setup;
	sync->plain_setup.pin = "";
}

/* Two at once would do no harm, but say everything twice. */
static int
take_lock(struct sync *sync, struct err *err)
{
	int fd =
	    paths_make_for(sync->lock, err)
		? open(sync->lock, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)
		: -1;

	if (fd < 0) {
		if (!*err->text)
			err_errno(err, "%s", sync->lock);
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	close(fd);
	err_set(err, "another sync is running; try again in a minute");
	return -1;
}

static void
tell_time(struct sync *sync)
{
	struct link *link = &sync->link;
	int offset_min;

	link->now_ms = clock_wall_ms();
	offset_min = clock_offset_min(link->now_ms);
	link->today = civil_day(link->now_ms, offset_min,
	    (int)sync->settings.number[SET_STREAK_DAY_START]);
}

static void
find_streak(struct sync *sync)
{
	struct streak_rules asked = rules_of(&sync->settings, sync->link.today);
	struct streak streak;

	sync->link.streak = -1;
	if (count_now(sync->mirror, sync->db, &asked, sync->link.today, &streak,
		NULL, NULL))
		sync->link.streak = streak.current;
}

static bool
open_link(struct sync *sync, struct err *err)
{
	struct link *link = &sync->link;

	link->token_file = sync->token;
	link->every_min = (int)sync->settings.number[SET_SYNC_EVERY];
	link->out = sync->automatic ? NULL : stdout;
	tell_time(sync);
	link->h = history_open(sync->db, err);
	if (!link->h)
		return false;
	find_streak(sync);
	link->http = http_open(&sync->setup, err);
	return link->http != NULL;
}

static int
run_command(struct sync *sync, const struct command *command)
{
	struct err err = {""};
	int lock = -1, status;

	if (!find_paths(sync, &err))
		return fail(&err);
	read_settings(sync);
	if (command->alone && (lock = take_lock(sync, &err)) < 0)
		return sync->automatic ? OK : fail(&err);
	status = open_link(sync, &err) ? command->run(sync) : fail(&err);
	http_close(sync->link.http);
	history_close(sync->link.h);
	if (lock >= 0)
		close(lock);
	return status;
}

static void
free_all(struct sync *sync)
{
	plains_fini(&sync->plains);
	settings_fini(&sync->settings);
	free(sync->config);
	free(sync->mirror);
	free(sync->db);
	free(sync->token);
	free(sync->lock);
}

/* Some of it was written out before: then only the mark of the error is left. */
static int
end_output(int status)
{
	struct err err;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	err_set(&err, "cannot write to standard output");
	return status == OK ? fail(&err) : status;
}

int
main(int argc, char **argv)
{
	struct sync sync = {.link = {.agent = "uncoil/" PACKAGE_VERSION}};
	const struct command *command;
	int status;

	setlocale(LC_CTYPE, "");
	umask(077);
	signal(SIGPIPE, SIG_IGN);
	if (!read_options(&sync, argc, argv))
		return usage("that is no option of sync");
	command = find_command(&sync);
	if (!command)
		return usage("sync wants one of: run, join URL [CODE], status, "
			     "preview, share [FIELD,...], test, who, token, leave");
	status = end_output(run_command(&sync, command));
	free_all(&sync);
	return status;
}
