#!/bin/sh
# Each header compiles alone: it includes what it uses, and it is guarded.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

libraries=$(pkg-config --cflags libmariadb libcurl libcjson libsodium inih \
	libutf8proc |
	sed 's/-I/-isystem /g')
for header in $(files -name '*.h'); do
	# Read twice, so that a missing guard is seen as a redefinition.
	# shellcheck disable=SC2086 # a list of flags
	if ! said=$(printf '#include "%s"\n#include "%s"\n' \
		"$PWD/$header" "$PWD/$header" | ${CC:-cc} -std=c17 \
		-D_GNU_SOURCE -Isrc -I"$(dirname "$header")" $libraries \
		-Wall -Wextra -Werror -fsyntax-only -x c - 2>&1); then
		bad "$header:1" "does not compile alone: $said"
	fi
	guard=$(sed -n 's/^#ifndef \([A-Z0-9_]*\)$/\1/p' "$header" | head -n 1)
	[ -n "$guard" ] || bad "$header:1" "has no guard"
done
exit $status
