# shellcheck shell=sh
# Shared by the lints: where the project is, what its files are, how to say
# that something is wrong. Sourced; works without git as well as with it.
cd "$(dirname "$0")/../.." || exit 2
status=0

bad() { # file:line, what is wrong
	echo "$1: $2" >&2
	# shellcheck disable=SC2034 # the lints end with it
	status=1
}

# Everything that belongs to the project, but nothing it produced or fetched.
files() { # find's conditions
	find . \( -name .git -o -name node_modules -o -path ./build \) -prune \
		-o -type f \( "$@" \) -print | sed 's|^\./||' | LC_ALL=C sort
}

c_files() {
	files -name '*.c' -o -name '*.h'
}

# A C file without comments and the insides of strings, lines kept in place.
bare_c() { # file
	awk '
	{
		out = ""
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			if (comment) {
				if (substr($0, i, 2) == "*/") { comment = 0; i++ }
			} else if (quote != "") {
				if (c == "\\") i++
				else if (c == quote) { quote = ""; out = out c }
			} else if (substr($0, i, 2) == "/*") {
				comment = 1; i++
			} else if (c == "\"" || c == "\047") {
				quote = c; out = out c
			} else out = out c
		}
		quote = ""
		print out
	}' "$1"
}
