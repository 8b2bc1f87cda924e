# What the scripts share that play whole sessions; sourced.  They run it as
# its user would, in a home of their own, and speak TAP.

uncoil=${top_builddir-.}/uncoil
home=$(mktemp -d "${TMPDIR:-/tmp}/uncoil-cli-XXXXXX") || exit 1
trap 'rm -rf "$home"' EXIT
export HOME="$home" LC_ALL=C.UTF-8 TERM=xterm-256color
unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME NO_COLOR
count=0 failed=0

# check NAME COMMAND...: one TAP point.
check() {
	name=$1
	shift
	count=$((count + 1))
	if said=$("$@" 2>&1); then
		echo "ok $count - $name"
		return
	fi
	failed=1
	echo "not ok $count - $name"
	echo "$said" | sed 's/^/# /'
}

finish() {
	echo "1..$count"
	exit $failed
}

skip_all() {
	echo "1..0 # SKIP $1"
	exit 0
}

# same WANTED GOT
same() {
	[ "$1" = "$2" ] && return
	printf 'wanted:\n%s\ngot:\n%s\n' "$1" "$2"
	return 1
}

# has PATTERN FILE
has() {
	grep -q -e "$1" "$2" && return
	printf '%s is not in:\n' "$1"
	cat "$2"
	return 1
}

# A minute in a second: the program believes a clock that runs SPEED times as
# fast and begins at START ("2026-03-02 09:00:00").
faketime_library() {
	for library in /usr/lib/*/faketime/libfaketime.so.1 \
		/usr/lib/faketime/libfaketime.so.1 /usr/lib64/faketime/libfaketime.so.1; do
		[ -e "$library" ] && echo "$library" && return
	done
}

fast() {
	(become_fast "$@")
}

# The same in place of this shell, so that $! of a job is the program.
become_fast() {
	start=$1 speed=$2
	shift 2
	exec env TZ=UTC LD_PRELOAD="$(faketime_library)" FAKETIME="@$start x$speed" \
		FAKETIME_DONT_RESET=1 ASAN_OPTIONS=verify_asan_link_order=0:detect_leaks=0 "$@"
}

need_faketime() {
	[ -n "$(faketime_library)" ] || skip_all "libfaketime is not installed"
}
