#!/bin/sh
# Text files end with one line feed, without trailing white space or carriage
# returns; no conflict markers, no unfinished notes; no comment that a formatter
# has run together (" *word"); and no lock file says where packages are to be
# fetched from: that is each machine's own setting.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

in_texts() { # pattern; names and lines of the hits
	# shellcheck disable=SC2086 # a list of files
	grep -nHIE "$1" $texts || true
}

texts=$(files ! -name '*.tsv' ! -name '*.csv' ! -name '*.png' ! -name '*.gz')
tab=$(printf '\t')
cr=$(printf '\r')
note='TO''DO|FIX''ME|X''XX'
host='registry\.[a-z.]*npm|npm[a-z]*\.(org|com)|"resolved":'
{
	in_texts "[ $tab]\$" | sed 's/^/trailing white space|/'
	in_texts "$cr" | sed 's/^/carriage return|/'
	in_texts '^(<<<<<<<|>>>>>>>) ' | sed 's/^/conflict marker|/'
	in_texts "\\<($note)\\>" | sed 's/^/unfinished note|/'
	in_texts '^ \*[^ /*[:space:]]' | grep -E '^[^:]*\.[ch]:' |
		sed 's/^/comment run together|/'
	in_texts "$host" | grep -v '^tests/lint/text\.sh:' |
		sed 's/^/address of a package registry|/'
} >"${list:=$(mktemp)}"
trap 'rm -f "$list"' EXIT
while IFS='|' read -r what hit; do
	echo "$hit" | cut -d: -f1,2 | sed "s/\$/: $what/" >&2
	status=1
done <"$list"
for file in $texts; do
	[ ! -s "$file" ] || [ -z "$(tail -c 1 "$file")" ] ||
		bad "$file:$(wc -l <"$file")" "no line feed at the end"
done
if git rev-parse --git-dir >/dev/null 2>&1; then
	git diff --check HEAD || status=1
fi
exit $status
