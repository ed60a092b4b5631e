#!/bin/sh
# All scripts, whatever they are called, through shellcheck.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

scripts=$(files -name '*.sh' -o -path './.ci/*')
# shellcheck disable=SC2086 # a list of files
shellcheck -x $scripts || status=1
exit $status
