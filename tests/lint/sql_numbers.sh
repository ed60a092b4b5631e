#!/bin/sh
# Migrations are NNN_name.sql, numbered without gaps and without doubles:
# their order is their meaning.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

expected=1
for file in $(find sql -maxdepth 1 -name '*.sql' ! -name setup.sql |
	LC_ALL=C sort); do
	name=${file#sql/}
	number=$(printf %03d "$expected")
	case $name in
	"$number"_[a-z]*.sql) ;;
	*) bad "$file:1" "expected sql/${number}_name.sql here" ;;
	esac
	expected=$((expected + 1))
done
[ "$expected" -gt 1 ] || bad sql:1 "no migration found"
exit $status
