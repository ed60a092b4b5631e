#!/bin/sh
# cppcheck over all C files. variableScope is left out: declarations stand
# where no goto can jump over them.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

files -name '*.c' | cppcheck --quiet --file-list=- --std=c11 -j "$(nproc)" \
	--enable=warning,style,performance,portability --inline-suppr \
	--suppress=missingIncludeSystem --suppress=unmatchedSuppression \
	--suppress=variableScope \
	--error-exitcode=1 -D_GNU_SOURCE -Isrc -Itests/bls_emulator \
	--library=tests/lint/cppcheck.cfg \
	--template='{file}:{line}: {severity}: {message} [{id}]' || status=1
exit $status
