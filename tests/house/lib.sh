# What the scripts beside this file share; sourced, with the root of the tree
# that is looked at as their first argument (default: what make says).
#
# A rule is a function that prints its findings, one a line; none is well, and
# what a tool complains of is a finding too.

root=$(cd "${1-${top_srcdir-.}}" && pwd) || exit 1
build=${2-${top_builddir-$root/build}}
count=0 failed=0

# rule NAME FUNCTION: one TAP point.
rule() {
	count=$((count + 1))
	findings=$($2 2>&1)
	if [ -z "$findings" ]; then
		echo "ok $count - $1"
		return
	fi
	failed=1
	echo "not ok $count - $1"
	echo "$findings" | sed 's/^/# /'
}

skip_rule() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

finish() {
	echo "1..$count"
	exit $failed
}

# Sources below src/, relative to it.  A tree without any is a finding.
sources() {
	(cd "$root/src" && find . -name '*.[ch]' | sed 's|^\./||' | sort)
}

# section TITLE: that part of src/README.md.
section() {
	awk -v title="## $1" '/^## / { on = ($0 == title) } on' "$root/src/README.md"
}

# calls PATTERN FILE...: "file:line: name" of each call of a function that
# matches, outside of comments and strings.  Paths are relative to the root.
calls() {
	pattern=$1
	shift
	(cd "$root" && awk -v want="^($pattern)\$" '
	# The line without comments and what is in quotes.
	function code(line,    out, c, two) {
		out = quote = ""
		while (line != "") {
			if (comment) {
				if (!match(line, /\*\//)) return out
				line = substr(line, RSTART + 2)
				comment = 0
			} else if (!match(line, /["\047]|\/[*\/]/)) {
				return out line
			} else {
				out = out substr(line, 1, RSTART - 1)
				two = substr(line, RSTART, 2)
				c = substr(two, 1, 1)
				line = substr(line, RSTART + 1)
				if (two == "//") return out
				if (two == "/*") { comment = 1; line = substr(line, 2); continue }
				while (line != "" && substr(line, 1, 1) != c)
					line = substr(line, substr(line, 1, 1) == "\\" ? 3 : 2)
				line = substr(line, 2)
			}
		}
		return out
	}
	FNR == 1 { comment = 0 }
	{
		rest = code($0)
		while (match(rest, /[A-Za-z_][A-Za-z_0-9]*[ \t]*\(/)) {
			name = substr(rest, RSTART, RLENGTH)
			before = RSTART > 1 ? substr(rest, RSTART - 1, 1) : ""
			sub(/[ \t]*\($/, "", name)
			if (name ~ want && before != "." && before != ">")
				print FILENAME ":" FNR ": calls " name
			rest = substr(rest, RSTART + RLENGTH)
		}
	}' "$@")
}
