#!/bin/sh
# Behind `make install`: put everything where a Debian system expects it, below
# DESTDIR, the programs below PREFIX. Nothing is started, enabled or changed in
# the database; the end of the output says what is left to do. What is there
# already is replaced file by file, each in one step: a program that cron starts
# meanwhile is the old one or the new one, and whole.
set -eu
# Whatever the umask of who installs: others read, nobody else writes.
umask 022
: "${PREFIX:=/usr/local}" "${DESTDIR:=}" "${BUILD:=build/install}"
cd "$(dirname "$0")/../.."
root=$DESTDIR$PREFIX

place() { # mode, file, target
	install -D -m "$1" "$2" "$3.new"
	mv -fT "$3.new" "$3"
}

put() { # mode, file, target; paths below /usr become paths below PREFIX
	mkdir -p "$(dirname "$3")"
	sed "s#/usr/\(bin\|lib\|share\)/bls-sync#$PREFIX/\1/bls-sync#g" \
		"$2" >"$3.new"
	chmod "$1" "$3.new"
	mv -fT "$3.new" "$3"
}

# A folder that holds these files, and no others that an earlier version had.
fill() { # folder, files...
	folder=$1
	shift
	for file; do
		place 644 "$file" "$folder/${file##*/}"
	done
	for old in "$folder"/*; do
		[ -f "$old" ] || continue
		case " $* " in
		*"/${old##*/} "*) ;;
		*) rm -f "$old" ;;
		esac
	done
}

place 755 "$BUILD/bls-sync" "$root/bin/bls-sync"
place 755 "$BUILD/api.fcgi" "$root/lib/bls-sync/api.fcgi"
place 755 "$BUILD/events.fcgi" "$root/lib/bls-sync/events.fcgi"

nginx/pages.sh "$root/share/bls-sync/www"
fill "$root/share/bls-sync/sql" sql/*.sql
fill "$root/share/bls-sync/sql/reference" sql/reference/*

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
Installed. To take it into operation, as root (README.md, Production, has all of
it; after an upgrade its paragraph Upgrade is what is left to do):
  systemd-sysusers && systemd-tmpfiles --create bls-sync.conf
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
