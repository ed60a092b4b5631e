#!/bin/sh
# Put together what nginx serves: the pages of www/, the library files they
# name, and a compressed copy of what is worth one (gzip_static).
#
#   pages.sh FOLDER
set -eu
to=${1:?usage: pages.sh FOLDER}

rm -rf "$to"
mkdir -p "$to/lib"
to=$(cd "$to" && pwd)
cd "$(dirname "$0")/.."
for part in www/*; do
	case $part in
	www/node_modules | www/package*.json | www/lib) ;;
	*) cp -R "$part" "$to/" ;;
	esac
done
(cd www/node_modules && cp d3-hierarchy/dist/d3-hierarchy.min.js \
	swagger-ui-dist/swagger-ui-bundle.js swagger-ui-dist/swagger-ui.css \
	swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt "$to/lib/" &&
	cat swagger-ui-dist/NOTICE swagger-ui-dist/LICENSE \
		>"$to/lib/swagger-ui.LICENSE.txt") || {
	echo "pages: run nginx/local/packages.sh run first" >&2
	exit 1
}
find "$to" -type f -size +1k \( -name '*.html' -o -name '*.css' \
	-o -name '*.js' -o -name '*.mjs' -o -name '*.json' -o -name '*.svg' \) \
	-exec gzip -9nk {} +
find "$to" -type d -exec chmod 755 {} +
find "$to" -type f -exec chmod 644 {} +
