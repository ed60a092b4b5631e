#!/bin/sh
# Functions that are not to be called: without bounds, without errors, with
# hidden state. And memory comes from src/base, which knows what to do when
# there is none.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

everywhere='strcpy|strcat|strncpy|strncat|sprintf|vsprintf|gets|strtok'
everywhere="$everywhere|atoi|atol|atoll|atof|scanf|fscanf|sscanf|vsscanf"
everywhere="$everywhere|popen|system|rand|srand|random|signal|alloca|setjmp"
everywhere="$everywhere|gmtime|localtime|ctime|asctime|tmpnam|mktemp"
memory='malloc|calloc|realloc|strdup|strndup|asprintf|vasprintf'

look() { # file, functions, why
	found=$(bare_c "$1" | grep -nE "(^|[^A-Za-z0-9_.>])($2) ?\(" || true)
	[ -n "$found" ] || return 0
	while IFS= read -r hit; do
		bad "$1:${hit%%:*}" "$3: $(echo "${hit#*:}" | tr -s '\t ' ' ')"
	done <<END
$found
END
}

for file in $(c_files); do
	look "$file" "$everywhere" "banned function"
	case $file in
	src/base/* | tests/*) ;;
	*) look "$file" "$memory" "memory comes from base/base.h" ;;
	esac
	grep -nE '(^|[^:"])//' "$file" | grep -vE '".*//.*"|/?\*.*//' |
		while IFS= read -r hit; do
			echo "$file:${hit%%:*}: comments are /* */ here" >&2
			exit 1
		done || status=1
done
exit $status
