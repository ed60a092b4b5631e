# shellcheck shell=bash disable=SC2154
# Writing what the parts of the local instance read: MariaDB's and nginx's
# configuration out of the templates beside this file, and the programs' own.

secret() { # bytes -> so many random bytes in hex
	od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

fill() { # template -> filled in, on standard output
	local nofile user=
	nofile=$(ulimit -Hn)
	if [ "$nofile" = unlimited ] || ((nofile > 65536)); then
		nofile=65536
	fi
	# Started by root nginx would give its workers to nobody, who may not
	# enter a folder of root's.
	[ "$(id -u)" != 0 ] || user='user root;'
	# shellcheck disable=SC2016 # the name of a variable of nginx
	sed -e "s|@RUN@|$run|g; s|@WWW@|$run/www|g; s|@PORT@|$port|g" \
		-e "s|@BIND@|$bind|g; s|@NOFILE@|$nofile|g; s|@USER@|$user|g" \
		-e "s|@WORKERS@|$(nproc)|g" \
		-e "s|@CONNECTIONS@|${CONNECTIONS:-8192}|g" \
		-e "s|@CLIENT@|$([ "${LIMITS:-}" = production ] &&
			echo '$binary_remote_addr' || echo '""')|g" "$1"
}

# The emulator stands in for BLS unless the environment names real keys or an
# address elsewhere.
uses_emulator() {
	case ${BLS_SYNC_API_URL:-} in
	http://127.* | http://localhost[:/]*) return 0 ;;
	"") [ -z "${BLS_SYNC_API_KEYS:-}" ] ;;
	*) return 1 ;;
	esac
}

emulated() {
	grep -qs '^flat_url' "$run/bls-sync.ini"
}

write_configuration() {
	local part sync api migrate
	[ -s "$run/secrets" ] || (umask 077 &&
		echo "$(secret 16) $(secret 16) $(secret 16)" >"$run/secrets")
	read -r sync api migrate <"$run/secrets"
	fill "$here/mariadb.cnf.in" >"$run/mariadb.cnf"
	"$repo/nginx/pages.sh" "$run/www"
	rm -rf "$run/nginx/bls-sync"
	cp -R "$repo/nginx/bls-sync" "$run/nginx/bls-sync"
	fill "$here/nginx.conf.in" >"$run/nginx/nginx.conf"
	if [ "${MICROCACHE:-}" = yes ]; then
		mkdir -p "$run/nginx/bls-sync/enabled"
		for part in "$repo"/nginx/bls-sync/optional/*.conf; do
			sed "s|/var/cache/bls-sync|$run/nginx/cache|" "$part" \
				>"$run/nginx/bls-sync/enabled/${part##*/}"
		done
	fi
	(umask 077 && program_configuration >"$run/bls-sync.ini")
	# Not as arguments of sed: everybody on this machine can read those.
	(umask 077 && sed -f /dev/stdin "$repo/sql/setup.sql" \
		>"$run/setup.sql" <<-END)
		s/@SYNC_PASSWORD@/$sync/
		s/@API_PASSWORD@/$api/
		s/@MIGRATE_PASSWORD@/$migrate/
	END
	echo "$port" >"$run/port"
}

program_configuration() {
	local origin=$url
	cat <<END
; Written anew at each start of the local instance.
; BLS_SYNC_<KEY> in the environment of the start overrides a line.
base_url = $url
db_socket = $run/mariadb.sock
db_name = bls_sync
db_user = bls_sync
db_password = $sync
db_api_user = bls_api
db_api_password = $api
db_migrate_user = bls_migrate
db_migrate_password = $migrate
state_dir = $run/state
lock_file = $run/state/bls-sync.lock
sql_dir = $repo/sql
sync_program = $build/bls-sync
END
	uses_emulator || return 0
	# Another stand-in has its flat files, if any, beside its API: ours would
	# announce releases that it does not have.
	[ -z "${BLS_SYNC_API_URL:-}" ] || [[ ! $BLS_SYNC_API_URL =~ ^http://[^/]+ ]] ||
		origin=${BASH_REMATCH[0]}
	cat <<END
; The local BLS emulator: its addresses, its demonstration keys, no waiting.
; It is a copy: data types 1 to 15 of the nation, and five cells of areas.
source_complete = no
api_url = $url/publicAPI/v2/timeseries/data/
flat_url = $origin/pub/time.series/oe/
contact_email = operator@example.org
api_keys = 0123456789abcdef0123456789abcdef,11111111111111111111111111111111,feedfacefeedfacefeedfacefeedface
requests_per_10s = 0
END
}
