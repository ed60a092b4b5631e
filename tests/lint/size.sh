#!/bin/sh
# A source file is at most 600 lines long. (The length and the depth of a
# function are clang-tidy's. A list of test cases may go on.)
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

for file in $(files -name '*.[ch]' -o -name '*.sh' \
	-o -path './www/*.js' -o -path './www/*.css'); do
	lines=$(wc -l <"$file")
	[ "$lines" -le 600 ] || bad "$file:601" "has $lines lines, 600 at most"
done
exit $status
