# What the scripts share that bring the real client and the real server together;
# sourced after tests/cli/lib.sh.

top=$(cd "$top_builddir" && pwd)
line_pid= serve_pid=
trap 'kill $line_pid $serve_pid 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
touch "$work/out" "$work/err"
mkdir "$work/line"
printf '[limit]\ndevice = 1000000\n' >"$work/coach.ini"

# need PROGRAM...: skips all where one of ours, or of the system's, is not there.
need() {
	for program; do
		case $program in
		uncoil-*) [ -x "$top/$program" ] ;;
		*) command -v "$program" >/dev/null ;;
		esac || {
			echo "1..0 # SKIP no $program"
			exit 0
		}
	done
}

coach() {
	"$top/uncoil-coach" --config "$work/coach.ini" --data "$work/coach" "$@"
}

# wait_for FILE PID: that the program has written something there.
wait_for() {
	tries=0
	until [ -s "$1" ]; do
		tries=$((tries + 1))
		[ $tries -lt 3000 ] && kill -0 $2 2>/dev/null || {
			echo "Bail out! $1 does not come"
			cat "$work/log"
			exit 1
		}
		sleep 0.02
	done
}

# serve [PROGRAM...]: at the port of before; what serves is the PROGRAM's child.
serve() {
	: >"$work/serve"
	"$@" "$top/uncoil-coach" --config "$work/coach.ini" --data "$work/coach" \
	    serve --listen 127.0.0.1:${port-0} >"$work/serve" 2>"$work/log" &
	serve_pid=$!
}

# at_work: until it serves.
at_work() {
	wait_for "$work/serve" $serve_pid
	port=$(sed -n 's/^uncoil-coach: listening at .*://p' "$work/serve")
}

# stop PID: how it ended is in $stopped.
stop() {
	kill $1 2>/dev/null
	wait $1 2>/dev/null
	stopped=$?
}

# line UP DOWN: between the devices and the server, by the address $url; so many bytes
# of each connection from here on go through, -1: all.
line() {
	echo "$1 $2" >"$work/line/new"
	mv "$work/line/new" "$work/line/cut"
	[ -z "$line_pid" ] || return 0
	"$top/tests/sync/cut" $port "$work/line" &
	line_pid=$!
	wait_for "$work/line/port" $line_pid
	url=http://127.0.0.1:$(cut -d" " -f1 "$work/line/port")
}

# invite NAME, relink NAME: the code, printed.
invite() {
	coach invite "$1" --url "$url" 2>&1 | sed -n 's/^code: *\([A-Z-]*\) .*/\1/p'
}

relink() {
	coach relink "$1" --url "$url" 2>&1 | sed -n 's/^code: *\([A-Z-]*\) .*/\1/p'
}

# nobody_yet: a person with something in the log, and a $code for a new $client.  A joining
# that was cut has used its code, and of such a server hears ten a minute: each eight
# people have a server of their own.
clients=0
nobody_yet() {
	rm -rf "$XDG_STATE_HOME" "$XDG_DATA_HOME"
	clients=$((clients + 1))
	client=client-$clients
	if [ $((clients % 8)) = 0 ]; then
		stop $serve_pid
		rm -rf "$work/coach"
		serve
		at_work
	fi
	code=$(invite $client)
	"$uncoil" log add desk-reset-2 >"$work/out" 2>"$work/err" || wrong "nothing is added"
}

# joins URL CODE: true when we are linked then.
joins() {
	run join "$1" "$2" --yes || grep -q 'you are linked' "$work/err"
}

# The token of who we are, and its hash.
token() {
	grep -ao 'uct1_[A-Za-z0-9_-]*' "$XDG_STATE_HOME/uncoil/sync/token"
}

token_hash() {
	printf %s "$(token)" | sha256sum | cut -d' ' -f1
}

# ask METHOD PATH [BODYFILE]: what somebody who has the token may; past the line.
ask() {
	curl -sS -m 60 -X $1 -H 'Content-Type: application/json' \
	    -H "Authorization: Bearer $(token)" ${3+--data-binary @"$3"} \
	    "http://127.0.0.1:$port$2" >"$work/out" 2>"$work/err"
}

# rows `id rev state` of the log, and of the server: of a client, or of all.
logged() {
	"$uncoil" log --json --limit 100000 | awk -F'"' '
	    $2 == "id" { id = $4 } $2 == "rev" { rev = $3; gsub(/[^0-9]/, "", rev) }
	    $2 == "state" { print id, rev, $4 }'
}

dumped() {
	coach dump | sed -n 's/^{"table":"session",.*"session_id":"\([^"]*\)".*"rev":\([0-9]*\),.*"state":\([0-9]*\),.*/\1 \2 \3/p' |
	    awk '{ split("done partial skipped deleted", name, " ")
	    $3 = name[$3 + 1]; print }'
}

# learn FILE: rows of what the log says and has said; what it does not name any more is
# deleted, one revision later.
learn() {
	logged >"$work/now"
	awk 'FILENAME ~ /now$/ { now[$1]; print; next } !($1 in now) {
	    if ($3 != "deleted") { $2++; $3 = "deleted" } print }' \
	    "$work/now" "$1" >"$1.new"
	mv "$1.new" "$1"
}

# as_logged CLIENT: the server says of it what the log says, each once, and there is
# something; the two are in $work/log.rows and $work/show.rows.
as_logged() {
	coach show "$1" --json >"$work/show" 2>"$work/err" || return 1
	logged | sort >"$work/log.rows"
	awk -F'"' '/^  "items"/ { items = 1 } !items { next }
	    $2 == "id" { id = $4 } $2 == "rev" { rev = $3; gsub(/[^0-9]/, "", rev) }
	    $2 == "state" { print id, rev, $4 }' "$work/show" | sort >"$work/show.rows"
	cmp -s "$work/log.rows" "$work/show.rows" && [ -s "$work/show.rows" ]
}

# once: the server has the token of who we are, and once.
once() {
	[ "$(coach dump | grep -c "^{\"table\":\"device\",.*$(token_hash)")" = 1 ]
}
