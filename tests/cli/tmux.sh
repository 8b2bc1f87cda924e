# A shell in a real terminal, its keys and what it shows; sourced after fast.sh.

command -v tmux >/dev/null || skip_all "tmux is not installed"

socket=$home/tmux
shown=$home/shown
trap 'tmux -S "$socket" kill-server 2>/dev/null; rm -rf "$home"' EXIT

# Sessions begin at once here; tests/cli/checkin looks at the questions.
mkdir -p "$home/.config/uncoil"
printf '[session]\ncheckin = no\n' >"$home/.config/uncoil/config.ini"

# A shell without history or prompt of anybody, in a terminal of 80x24.
tmux -S "$socket" -f /dev/null new-session -d -x 80 -y 24 \
	"env PS1='shell> ' ENV= sh -i" || skip_all "tmux does not start here"
tmux -S "$socket" set-option -g window-size manual 2>/dev/null

keys() {
	tmux -S "$socket" send-keys "$@"
}

look() {
	tmux -S "$socket" capture-pane -p >"$shown"
}

# sees PATTERN: within ten seconds; a screen that never shows it is a failure.
sees() {
	tries=0
	while [ $tries -lt 200 ]; do
		look
		grep -q -e "$1" "$shown" && return
		tries=$((tries + 1))
		sleep 0.05
	done
	has "$1" "$shown"
}

sees_not() {
	tries=0
	while [ $tries -lt 200 ]; do
		look
		grep -q -e "$1" "$shown" || return 0
		tries=$((tries + 1))
		sleep 0.05
	done
	echo "$1 is still there"
	return 1
}

types() {
	keys -l "$1"
	keys Enter
}
