#!/bin/sh
# C looks as .clang-format says.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

c_files | xargs -r clang-format --dry-run -Werror || status=1
exit $status
