#!/bin/sh
# Both sites, production and local, must be configurations that nginx accepts,
# with the optional parts switched off and on.
set -eu
PATH=$PATH:/usr/sbin:/sbin
repo=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
status=0

try() { # name, main configuration
	if ! nginx -t -q -p "$work/" -c "$2" -e "$work/error.log" \
		2>"$work/said"; then
		echo "nginx: $1 is refused:" >&2
		sed "s|$work/|nginx/|" "$work/said" >&2
		status=1
	fi
}

both() { # name, main configuration
	rm -rf "$work/bls-sync"
	cp -R "$repo/nginx/bls-sync" "$work/bls-sync"
	try "$1" "$2"
	mkdir -p "$work/bls-sync/enabled"
	for part in "$work"/bls-sync/optional/*.conf; do
		sed "s|/var/cache/bls-sync|$work/cache|" "$part" \
			>"$work/bls-sync/enabled/$(basename "$part")"
	done
	try "$1 with its optional parts" "$2"
}

# The production site, with a certificate of its own and on ports that need no
# privilege.
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=localhost \
	-keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
mkdir -p "$work/var/log/nginx" "$work/tmp"
{
	[ "$(id -u)" != 0 ] || echo 'user root root;'
	echo "pid $work/nginx.pid; events {} http {"
	for kind in client_body fastcgi proxy scgi uwsgi; do
		echo "${kind}_temp_path $work/tmp/$kind;"
	done
	sed -e "s|/etc/letsencrypt/live/.*/fullchain|$work/cert|" \
		-e "s|/etc/letsencrypt/live/.*/privkey|$work/key|" \
		-e "s|/var/log/nginx|$work/var/log/nginx|" \
		-e 's/listen \(.*\)443/listen \110443/' \
		-e 's/listen \(.*\)80;/listen \110080;/' \
		"$repo/nginx/bls-sync.conf"
	echo "}"
} >"$work/production.conf"
both nginx/bls-sync.conf "$work/production.conf"

mkdir -p "$work/nginx" "$work/logs"
sed -e "s|@RUN@|$work|; s|@WWW@|$work|; s|@PORT@|10081|; s|@USER@||" \
	-e 's|@BIND@|127.0.0.1|; s|@WORKERS@|1|; s|@NOFILE@|1024|' \
	-e 's|@CONNECTIONS@|512|; s|@CLIENT@|""|' \
	"$repo/nginx/local/nginx.conf.in" >"$work/local.conf"
if grep -n '^[^#]*@[A-Z]*@' "$work/local.conf" >&2; then
	echo "nginx: nginx/local/nginx.conf.in has a name nobody fills in" >&2
	status=1
fi
both nginx/local/nginx.conf.in "$work/local.conf"
exit $status
