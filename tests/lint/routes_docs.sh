#!/bin/sh
# Every route of the tables in src/serve stands in README.md, with its method,
# every type of problem in www/problems.html, and none that does not exist. In README.md a route is
# written `GET /api/jobs/{code}`, in code {"GET", "/api/jobs/{code}", ...}.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sed -n 's/^[ 	]*{ "\([A-Z]*\)", "\(\/[^"]*\)".*/\1 \2/p' src/serve/routes*.c |
	sort -u >"$work/code"
# events.fcgi serves one route, which has no table of its own, and nginx a file.
printf '%s\n' "GET /api/admin/events" "GET /api/openapi.json" |
	sort -u -o "$work/code" "$work/code" -
[ "$(wc -l <"$work/code")" -gt 1 ] ||
	bad src/serve/routes.c:1 "no routes found: has the table changed?"
# shellcheck disable=SC2016 # the backquotes are Markdown's
grep -o '`\(GET\|POST\|PUT\|PATCH\|DELETE\) /[^`]*`' README.md |
	tr -d '`' | sed 's/?.*//' | sort -u >"$work/readme"

comm -23 "$work/code" "$work/readme" >"$work/missing"
while read -r route; do
	bad README.md:1 "the route $route is missing"
done <"$work/missing"
comm -13 "$work/code" "$work/readme" >"$work/unknown"
while read -r route; do
	bad "README.md:$(grep -nF "\`$route" README.md | head -n 1 |
		cut -d: -f1)" "there is no route $route"
done <"$work/unknown"

# Types of problems stand in www/problems.html, each a row of its own name.
grep -oh '/problems/[a-z-]*[a-z]"' src/*/*.c nginx/bls-sync/http.conf |
	sed 's|.*/||; s|"||' | sort -u >"$work/code"
sed -n 's|.*<tr id="\([a-z-]*\)">.*|\1|p' www/problems.html |
	sort -u >"$work/page"
comm -23 "$work/code" "$work/page" >"$work/missing"
while read -r type; do
	bad www/problems.html:1 "the type $type is missing"
done <"$work/missing"
comm -13 "$work/code" "$work/page" >"$work/unknown"
while read -r type; do
	bad "www/problems.html:$(grep -nF "\"$type\"" www/problems.html |
		cut -d: -f1)" "there is no type $type"
done <"$work/unknown"
exit $status
