# What the scripts of sync share: a coach's server of our own; sourced after
# tests/cli/lib.sh.

coach=$work/coach
token=$XDG_STATE_HOME/uncoil/sync/token
code=BCDF-GHJK-LMNP

# begin_coach: starts it; its address is $url.
begin_coach() {
	mkdir -p "$coach"
	rm -f "$coach/ready"
	"$top_builddir/tests/sync/fake-coach" "$coach" &
	coach_pid=$!
	trap 'kill $coach_pid 2>/dev/null; rm -rf "$work"' EXIT
	tries=0
	until [ -e "$coach/ready" ]; do
		tries=$((tries + 1))
		[ $tries -lt 600 ] || { echo "Bail out! no server"; exit 1; }
		sleep 0.05
	done
	url=$(cat "$coach/url")
}

end_coach() {
	kill $coach_pid
	wait $coach_pid 2>/dev/null
}

# answers TEXT: printf's; nothing else is answered until answers_again.
answers() {
	printf "$1" >"$coach/answer"
}

answers_again() {
	rm -f "$coach/answer"
}

# requested PATTERN: some request since the last forget had it.
requested() {
	grep -qa -- "$1" "$coach/requests"
	point $? "  the server was asked: $1" "$(cat "$coach/requests" 2>/dev/null)"
}

requested_not() {
	! grep -qas -- "$1" "$coach/requests"
	point $? "  the server was not asked: $1" "$(cat "$coach/requests" 2>/dev/null)"
}

forget() {
	: >"$coach/requests"
}
