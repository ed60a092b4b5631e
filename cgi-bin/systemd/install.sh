#!/bin/sh
# Behind `make install`: put everything where a Debian system expects it, below
# DESTDIR, the programs below PREFIX. Nothing is started, enabled or changed in
# the database; the end of the output says what is left to do.
set -eu
: "${PREFIX:=/usr/local}" "${DESTDIR:=}" "${BUILD:=build/install}"
cd "$(dirname "$0")/../.."
root=$DESTDIR$PREFIX

put() { # mode, file, target; paths below /usr become paths below PREFIX
	mkdir -p "$(dirname "$3")"
	sed "s#/usr/\(bin\|lib\|share\)/bls-sync#$PREFIX/\1/bls-sync#g" \
		"$2" >"$3"
	chmod "$1" "$3"
}

install -D -m 755 "$BUILD/bls-sync" "$root/bin/bls-sync"
install -D -m 755 "$BUILD/api.fcgi" "$root/lib/bls-sync/api.fcgi"
install -D -m 755 "$BUILD/events.fcgi" "$root/lib/bls-sync/events.fcgi"

nginx/pages.sh "$root/share/bls-sync/www"
rm -rf "$root/share/bls-sync/sql"
mkdir -p "$root/share/bls-sync/sql/reference"
install -m 644 sql/*.sql "$root/share/bls-sync/sql/"
install -m 644 sql/reference/* "$root/share/bls-sync/sql/reference/"

put 644 src/config.ini.example "$DESTDIR/etc/bls-sync/bls-sync.ini.example"
put 644 nginx/bls-sync.conf "$DESTDIR/etc/nginx/sites-available/bls-sync.conf"
for part in nginx/bls-sync/*.conf nginx/bls-sync/optional/*.conf; do
	put 644 "$part" "$DESTDIR/etc/$part"
done
mkdir -p "$DESTDIR/etc/nginx/bls-sync/enabled"
put 644 cron/crontab "$DESTDIR/etc/cron.d/bls-sync"
put 644 cron/logrotate "$DESTDIR/etc/logrotate.d/bls-sync"

for unit in cgi-bin/systemd/*.socket cgi-bin/systemd/*.service; do
	put 644 "$unit" "$root/lib/systemd/system/${unit##*/}"
done
put 644 cgi-bin/systemd/bls-sync.sysusers "$root/lib/sysusers.d/bls-sync.conf"
put 644 cgi-bin/systemd/bls-sync.tmpfiles "$root/lib/tmpfiles.d/bls-sync.conf"

cat <<END
Installed. To take it into operation, as root:
  systemd-sysusers && systemd-tmpfiles --create
  # the database: the beginning of $PREFIX/share/bls-sync/sql/setup.sql
  install -m 640 -g bls-sync /etc/bls-sync/bls-sync.ini.example \\
    /etc/bls-sync/bls-sync.ini   # then fill in keys and passwords
  bls-sync migrate && bls-sync user add admin --role admin
  systemctl daemon-reload
  systemctl enable --now bls-sync-api.socket bls-sync-api.service \\
    bls-sync-events.socket bls-sync-events.service
  # the site: the beginning of /etc/nginx/sites-available/bls-sync.conf
cron starts the sync at night; "bls-sync run" as user bls-sync starts it now.
END
