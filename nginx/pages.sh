#!/bin/sh
# Put together what nginx serves: the pages of www/, the library files they
# name, and a compressed copy of what is worth one (gzip_static).
#
#   pages.sh FOLDER
#
# FOLDER may be served meanwhile: each file is replaced in one step, those that
# pages ask for before the pages, and what only an earlier version had goes at
# the end. FOLDER/.files lists what belongs to the pages; nothing else is touched.
set -eu
umask 022
to=${1:?usage: pages.sh FOLDER}

mkdir -p "$to"
to=$(cd "$to" && pwd)
new=$to/.new
rm -rf "$new"
trap 'rm -rf "$new"' EXIT
mkdir -p "$new/lib"
cd "$(dirname "$0")/.."
for part in www/*; do
	case $part in
	www/node_modules | www/package*.json | www/lib) ;;
	*) cp -R "$part" "$new/" ;;
	esac
done
(cd www/node_modules && cp d3-hierarchy/dist/d3-hierarchy.min.js \
	swagger-ui-dist/swagger-ui-bundle.js swagger-ui-dist/swagger-ui.css \
	swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt "$new/lib/" &&
	cat swagger-ui-dist/NOTICE swagger-ui-dist/LICENSE \
		>"$new/lib/swagger-ui.LICENSE.txt") || {
	echo "pages: run nginx/local/packages.sh run first" >&2
	exit 1
}
find "$new" -type f -size +1k \( -name '*.html' -o -name '*.css' \
	-o -name '*.js' -o -name '*.mjs' -o -name '*.json' -o -name '*.svg' \) \
	-exec gzip -9nk {} +
find "$new" -type d -exec chmod 755 {} +
find "$new" -type f -exec chmod 644 {} +

files() { # of the new version, those that pages ask for first
	find . -type f ! -name '*.html' ! -name '*.html.gz' ! -name .files
	find . -type f \( -name '*.html' -o -name '*.html.gz' \)
}

cd "$new"
files >.files
find . -type d | while IFS= read -r part; do
	mkdir -p "$to/$part"
	chmod 755 "$to/$part"
done
while IFS= read -r part; do
	mv -fT "$part" "$to/$part"
done <.files
# An old compressed copy would be served in place of a file that has none now.
sed 's/$/.gz/' .files | grep -vxFf .files | while IFS= read -r part; do
	rm -f "$to/$part"
done
if [ -f "$to/.files" ]; then
	grep -vxFf .files "$to/.files" | while IFS= read -r part; do
		rm -f "$to/$part"
		rmdir -p "$(dirname "$to/$part")" 2>/dev/null || true
	done
fi
mv -fT .files "$to/.files"
