#!/bin/sh
# Every key of the table in src/base/config.c stands in README.md's
# configuration table and in src/config.ini.example, and no other key does.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

table=src/base/config.c
sample=src/config.ini.example
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sed -n 's/^[ 	]*{ "\([a-z0-9_]*\)", .*/\1/p' "$table" | sort >"$work/code"
[ -s "$work/code" ] || bad "$table:1" "no keys found: has the table changed?"
# A line "key = value", the one of a default commented out by one semicolon.
sed -n 's/^;\{0,1\}\([a-z0-9_]*\) *=.*/\1/p' "$sample" | sort >"$work/sample"
# A row "| `key` | ..." below the heading that has Configuration in it.
# shellcheck disable=SC2016 # the backquotes are Markdown's
awk '/^#/ { on = /[Cc]onfiguration/ } on' README.md |
	sed -n 's/^| *`\([a-z0-9_]*\)` *|.*/\1/p' | sort >"$work/readme"

line_of() { # file, key
	grep -n "^[;|]\{0,1\} *\`\{0,1\}$2\>" "$1" | head -n 1 | cut -d: -f1
}

for kind in sample readme; do
	[ $kind = sample ] && file=$sample || file=README.md
	for key in $(comm -23 "$work/code" "$work/$kind"); do
		bad "$table:$(grep -n "\"$key\"" "$table" | head -n 1 |
			cut -d: -f1)" "$key is not in $file"
	done
	for key in $(comm -13 "$work/code" "$work/$kind"); do
		bad "$file:$(line_of "$file" "$key")" "no key is called $key"
	done
	for key in $(uniq -d "$work/$kind"); do
		bad "$file:$(line_of "$file" "$key")" "$key stands there twice"
	done
done
exit $status
