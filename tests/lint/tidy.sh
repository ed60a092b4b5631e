#!/bin/sh
# clang-tidy, one file per process: with several it reports variable argument
# lists that are fine.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

# A file that was found clean, with all it includes, is not looked at again.
clean=${BUILD:-build}/tidy
# How far the static analyzer follows the paths of a function; its own measure
# is 225000, which takes four times as long and has found nothing more yet.
nodes=${ANALYZER_NODES:-40000}
flags="-std=c17 -D_GNU_SOURCE -Isrc $(pkg-config \
	--cflags libmariadb libcurl libcjson libsodium inih libutf8proc |
	sed 's/-I/-isystem /g')"

if [ $# -eq 1 ]; then # one file, called by the last line
	flags="$flags -I$(dirname "$1")"
	# shellcheck disable=SC2086 # a list of flags
	key=$({
		cat .clang-tidy
		echo "$nodes"
		cc $flags -E "$1"
	} | sha256sum | cut -d' ' -f1)
	[ ! -e "$clean/$key" ] || exit 0
	# shellcheck disable=SC2086
	said=$(clang-tidy --quiet "$1" -- $flags \
		-Xclang -analyzer-config -Xclang "max-nodes=$nodes" 2>&1 |
		grep -vE '^[0-9]+ warnings? generated' || true)
	if [ -n "$said" ]; then
		echo "$said" >&2
		exit 1
	fi
	: >"$clean/$key"
	exit 0
fi
mkdir -p "$clean"
files -name '*.c' | xargs -r -n 1 -P "$(nproc)" tests/lint/tidy.sh || status=1
exit $status
