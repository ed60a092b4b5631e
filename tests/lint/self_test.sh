#!/bin/sh
# shellcheck disable=SC2016 # the faults are text
#
# Each lint must see what it is there for: in a copy of the project, one fault
# at a time is planted, and the lint has to name the file and fail.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree"
tar -cf - --exclude=./build --exclude=node_modules --exclude=./.git . |
	tar -xf - -C "$work/tree"

fault() { # lint, file, a line to append
	kept=$work/kept
	rm -f "$kept"
	[ ! -e "$work/tree/$2" ] || cp "$work/tree/$2" "$kept"
	mkdir -p "$(dirname "$work/tree/$2")"
	printf '%b\n' "$3" >>"$work/tree/$2"
	if said=$("$work/tree/tests/lint/$1.sh" 2>&1); then
		bad "tests/lint/$1.sh:1" "does not see in $2: $3"
	else
		case $said in
		*"$2"*) ;;
		*) bad "tests/lint/$1.sh:1" "fails without naming $2" ;;
		esac
	fi
	rm "$work/tree/$2"
	[ ! -e "$kept" ] || mv "$kept" "$work/tree/$2"
}

fault layers src/base/err.c '#include "store/db.h"'
fault layers src/model/soc.c '#include "bls/series.h"'
fault layers src/store/db.c '#include "impact/score.h"'
fault layers src/sync/fault.c '#include "health/probe.h"'
fault layers src/api/routes.c '#include "sync/plan.h"'
fault layers src/api/routes.c '#include "routes.h"'
fault layers src/store/fault.c '#include <curl/curl.h>'
fault layers src/api/fault.c '#include <mysql.h>'
fault layers src/elsewhere/fault.c ''
fault banned src/base/err.c 'void f(char *a) { strcpy(a, "x"); }'
fault banned src/model/soc.c 'void *f(void) { return malloc(1); }'
fault banned tests/unit/fault.c 'int f(char *a) { return atoi(a); }'
fault banned src/model/soc.c 'int x; // a comment'
fault size src/model/soc.c "$(printf '\\n%.0s' $(seq 401))"
fault headers src/model/fault.h 'extern struct unknown x; size_t y;'
fault headers src/model/fault.h '#define ONLY 1'
fault sql_numbers sql/900_gap.sql 'SELECT 1;'
fault config_docs src/config.ini.example ';unheard_of = 1'
fault config_docs README.md '# Configuration\n| `unheard_of` | x |'
fault routes_docs README.md '`GET /api/unheard-of`'
fault routes_docs www/problems.html '<tr id="unheard-of">'
fault format src/model/soc.c 'int  x ;'
fault text src/fault.c 'int x; '
fault text src/fault.c 'int x;\r'
fault text README.md "<<<<<<< HEAD"
fault text src/fault.c "/* TO""DO later */"
fault text www/package-lock.json '"resol''ved": "https://'
fault shellcheck tests/lint/fault.sh '#!/bin/sh\necho $1'
fault nginx_config nginx/bls-sync/server.conf 'no_such_directive on;'
exit $status
