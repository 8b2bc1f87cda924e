#include "audio/player.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Two sessions at once are rare, and nobody hurries then. */
#define AGAIN_NS INT64_C(2000000000)

void
player_init(
    struct player *player, const char *pause, const char *resume, const char *mark)
{
	*player = (struct player){.mark = mark,
	    .mark_fd = -1,
	    .release_at = PLAYER_NEVER,
	    .limit = PLAYER_NEVER};
	program_init(&player->pause, pause);
	program_init(&player->resume, resume);
}

static void
close_mark(struct player *player)
{
	if (player->mark_fd >= 0)
		close(player->mark_fd);
	player->mark_fd = -1;
}

void
player_fini(struct player *player)
{
	close_mark(player);
	program_fini(&player->pause);
	program_fini(&player->resume);
}

void
player_take(struct player *player)
{
	player->wanted =
	    !program_is_empty(&player->pause) || !program_is_empty(&player->resume);
	player->release_at = PLAYER_NEVER;
}

void
player_release(struct player *player, int64_t at_ns)
{
	player->release_at = at_ns;
}

static void
run(struct player *player, const struct program *program, int64_t now)
{
	if (!program_is_empty(program) &&
	    program_start(program, -1, &player->pid, NULL))
		player->limit = now + PLAYER_LIMIT_NS;
}

enum mark { MARK_NONE, MARK_OTHERS, MARK_EMPTY, MARK_SET };

/* Opens and locks the mark.  One that was taken away meanwhile is none. */
static enum mark
open_mark(struct player *player, int flags)
{
	struct stat st;

	if (!player->mark)
		return MARK_NONE;
	player->mark_fd = open(player->mark, O_RDWR | O_CLOEXEC | flags, 0600);
	if (player->mark_fd < 0)
		return MARK_NONE;
	if (flock(player->mark_fd, LOCK_EX | LOCK_NB) < 0 ||
	    fstat(player->mark_fd, &st) < 0 || st.st_nlink == 0) {
		close_mark(player);
		return MARK_OTHERS;
	}
	return st.st_size > 0 ? MARK_SET : MARK_EMPTY;
}

/* The mark comes before the command, or a crash between them would be for ever. */
static void
take(struct player *player, int64_t now)
{
	enum mark mark = open_mark(player, O_CREAT);

	if (mark == MARK_OTHERS) {
		player->again = now + AGAIN_NS;
		return;
	}
	player->taken = true;
	if (mark == MARK_SET)
		return;
	if (mark == MARK_EMPTY && write(player->mark_fd, "paused\n", 7) != 7)
		unlink(player->mark); /* a full disk: without */
	run(player, &player->pause, now);
}

static void
give(struct player *player, int64_t now)
{
	run(player, &player->resume, now);
	if (player->mark_fd >= 0)
		unlink(player->mark);
	close_mark(player);
	player->taken = false;
}

static void
end(struct player *player)
{
	kill(-player->pid, SIGKILL);
	waitpid(player->pid, NULL, 0);
	player->pid = 0;
	player->limit = PLAYER_NEVER;
}

static void
look_after(struct player *player, int64_t now)
{
	if (player->pid && waitpid(player->pid, NULL, WNOHANG) != 0) {
		player->pid = 0;
		player->limit = PLAYER_NEVER;
	}
	if (player->pid && now >= player->limit)
		end(player);
}

int64_t
player_turn(struct player *player, int64_t now_ns)
{
	int64_t due;

	look_after(player, now_ns);
	if (now_ns >= player->release_at) {
		player->wanted = false;
		player->release_at = PLAYER_NEVER;
	}
	if (!player->pid && player->wanted && !player->taken &&
	    now_ns >= player->again)
		take(player, now_ns);
	else if (!player->pid && !player->wanted && player->taken)
		give(player, now_ns);
	due =
	    player->limit < player->release_at ? player->limit : player->release_at;
	if (player->wanted && !player->taken && !player->pid && player->again < due)
		due = player->again;
	return due;
}

void
player_inherit(struct player *player)
{
	enum mark mark = open_mark(player, 0);

	player->taken = mark == MARK_SET || !player->mark;
	if (mark == MARK_EMPTY) {
		unlink(player->mark);
		close_mark(player);
	}
}

bool
player_part(struct player *player)
{
	bool left = player->taken;

	if (player->pid)
		end(player);
	if (!left && player->mark)
		left = access(player->mark, F_OK) == 0;
	player->taken = player->wanted = false;
	close_mark(player);
	return left;
}
