# What scripts that run uncoil share; sourced.  Each has a home of its own.

uncoil=$(cd "${top_builddir-.}" && pwd)/uncoil
shipped=${UNCOIL_DATADIR?where are the shipped files?}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_STATE_HOME="$work/state"
export XDG_DATA_HOME="$work/data" XDG_CACHE_HOME="$work/cache"
export COLUMNS=80 TERM=xterm-256color LC_ALL=C.UTF-8
own=$XDG_CONFIG_HOME/uncoil
n=0 failed=0

# point STATUS NAME [WHY]: one TAP point.
point() {
	n=$((n + 1))
	if [ "$1" = 0 ]; then
		echo "ok $n - $2"
	else
		failed=1
		echo "not ok $n - $2"
		printf '%s\n' "$3" | cat - "$work/out" "$work/err" | head -60 | sed 's/^/# /'
	fi
}

skip() {
	n=$((n + 1))
	echo "ok $n - $1 # SKIP $2"
}

# expect STATUS NAME ARGUMENT...: runs uncoil; out and err are left in $work.
expect() {
	status=$1
	name=$2
	shift 2
	"$uncoil" "$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	[ $got = "$status" ]
	point $? "$name: exit $status" "exit $got"
}

# says out|err PATTERN
says() {
	grep -q -- "$2" "$work/$1"
	point $? "  $1 says: $2"
}

says_not() {
	! grep -q -- "$2" "$work/$1"
	point $? "  $1 does not say: $2"
}

silent() {
	[ ! -s "$work/$1" ]
	point $? "  nothing on $1"
}

# lines N: that many lines on out.
lines() {
	[ "$(wc -l <"$work/out")" -eq "$1" ]
	point $? "  $1 lines"
}

# keys INDENT KEY...: at that depth of the JSON on out stand these keys, in this
# order, in every object.
keys() {
	indent=$1
	shift
	grep -E "^ {$indent}\"[a-z_]+\":" "$work/out" | sed 's/^ *"\([a-z_]*\)".*/\1/' |
	    awk -v want="$*" 'BEGIN { n = split(want, key, " ") }
	    $0 != key[(NR - 1) % n + 1] { print "line " NR ": " $0; bad = 1 }
	    END { exit bad || NR == 0 || NR % n != 0 }' >"$work/keys"
	point $? "  keys: $*" "$(head -1 "$work/keys")"
}

# narrow CELLS: no line of out is wider.
narrow() {
	[ "$(awk '{ if (length($0) > n) n = length($0) } END { print n + 0 }' "$work/out")" -le "$1" ]
	point $? "  no line is wider than $1"
}

finish() {
	echo "1..$n"
	exit $failed
}
