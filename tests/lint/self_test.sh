#!/bin/sh
# shellcheck disable=SC2016 # the faults are text
#
# Each lint must see what it is there for: in a copy of the project faults are
# planted, and the lint has to fail and to name every file that has one.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree"
tar -cf - --exclude=./build --exclude=node_modules --exclude=./.git . |
	tar -xf - -C "$work/tree"

planted=
plant() { # file, a line to append
	mkdir -p "$(dirname "$work/tree/$1")" "$(dirname "$work/kept/$1")"
	[ ! -e "$work/tree/$1" ] || cp "$work/tree/$1" "$work/kept/$1"
	printf '%b\n' "$2" >>"$work/tree/$1"
	planted="$planted $1"
}

seen_by() { # lint: takes the faults out again
	if said=$("$work/tree/tests/lint/$1.sh" 2>&1); then
		bad "tests/lint/$1.sh:1" "sees nothing wrong"
	fi
	for file in $planted; do
		case $said in
		*"$file"*) ;;
		*) bad "tests/lint/$1.sh:1" "does not see the fault in $file" ;;
		esac
		rm "$work/tree/$file"
		[ ! -e "$work/kept/$file" ] ||
			mv "$work/kept/$file" "$work/tree/$file"
	done
	planted=
}

plant src/base/err.c '#include "db/db.h"'
plant src/model/soc.c '#include "bls/series.h"'
plant src/db/db.c '#include "impact/score.h"'
plant src/sync/fault.c '#include "health/probe.h"'
plant src/serve/routes.c '#include "sync/plan.h"'
plant src/api/jobs.c '#include "routes.h"'
plant src/store/fault.c '#include <curl/curl.h>'
plant src/api/fault.c '#include <mysql.h>'
plant src/elsewhere/fault.c ''
plant src/web/fault.c '#include "catalog/snapshot.h"'
plant src/admin/fault.c '#include "api/jobs.h"'
plant src/model/one.h 'void one_f(void);'
plant src/model/two.h 'void two_f(void);'
plant src/model/one.c '#include "model/two.h"\nvoid one_f(void)\n{ two_f(); }'
plant src/model/two.c '#include "model/one.h"\nvoid two_f(void)\n{ one_f(); }'
seen_by layers
plant src/base/err.c 'void f(char *a) { strcpy(a, "x"); }'
plant src/model/soc.c 'void *f(void) { return malloc(1); }'
plant tests/unit/fault.c 'int f(char *a) { return atoi(a); }'
plant src/model/measure.c 'int x; // a comment'
seen_by banned
plant src/model/soc.c "$(printf '\\n%.0s' $(seq 601))"
seen_by size
plant src/model/fault.h 'extern struct unknown x; size_t y;'
plant src/model/bare.h '#define ONLY 1'
seen_by headers
plant sql/900_gap.sql 'SELECT 1;'
seen_by sql_numbers
plant src/config.ini.example ';unheard_of = 1'
plant README.md '# Configuration\n| `unheard_of` | x |'
seen_by config_docs
plant README.md '`GET /api/unheard-of`'
plant www/problems.html '<tr id="unheard-of">'
seen_by routes_docs
plant src/model/soc.c 'int  x ;'
seen_by format
plant src/blank.c 'int x; '
plant src/return.c 'int x;\r'
plant src/later.c "/* TO""DO later */"
plant src/model/run.h '/*\n *together: what was two lines\n */'
plant README.md "<<<<<<< HEAD"
plant www/package-lock.json '"resol''ved": "https://'
seen_by text
plant tests/lint/fault.sh '#!/bin/sh\necho $1'
seen_by shellcheck
plant nginx/bls-sync/server.conf 'no_such_directive on;'
seen_by nginx_config
exit $status
