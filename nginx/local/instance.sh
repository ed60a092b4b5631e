#!/bin/bash
# One BLS Sync on this machine, out of this folder alone: MariaDB, the FastCGI
# programs, nginx and the BLS emulator, all of it under RUN, as any user.
#
#   instance.sh start [PART]   start all (or one part) and return
#   instance.sh stop [PART]    stop all (or one part)
#   instance.sh run            start, sync, stay until Ctrl-C, stop
#   instance.sh status         what runs
#
# Parts: mariadb emulator api events nginx watcher. From the environment:
#   PORT=8080 RUN=build/run BUILD=build BIND=127.0.0.1
#   SYNC=no              start without a first sync in the background
#   LIMITS=production    count requests as production does, instead of not
#   MICROCACHE=yes       with nginx's optional cache before the public reads
#   CONNECTIONS=8192     of nginx, per worker; an event stream takes two
# and BLS_SYNC_*, which overrides the configuration of the programs.
set -euo pipefail
shopt -s nullglob
umask 022
PATH=$PATH:/usr/sbin:/sbin

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
repo=$(cd "$here/../.." && pwd -P)
run=${RUN:-$repo/build/run}
build=${BUILD:-$repo/build}
port=${PORT:-8080}
bind=${BIND:-127.0.0.1}
url=http://127.0.0.1:$port
parts=(mariadb emulator api events nginx watcher)
phase=idle

# shellcheck source=nginx/local/parts.sh
. "$here/parts.sh"
# shellcheck source=nginx/local/configuration.sh
. "$here/configuration.sh"

die() {
	echo "instance: $*" >&2
	exit 1
}

check_paths() {
	local longest=emulator.sock
	case $run$build$repo in
	*[!A-Za-z0-9_./+,=:~-]*)
		die "no blanks or special characters in paths, please: $run"
		;;
	esac
	# sun_path of a Unix socket has 108 bytes, the last of them zero.
	((${#run} + 1 + ${#longest} <= 107)) ||
		die "RUN is too long for a Unix socket in it: $run" \
			"(${#run} bytes, at most $((106 - ${#longest})))"
}

check_programs() {
	local program
	for program in bls-sync api.fcgi events.fcgi bls-emulator; do
		[ -x "$build/$program" ] ||
			die "$build/$program is not there: run make first"
	done
	for program in mariadbd mariadb mariadb-install-db nginx curl; do
		command -v "$program" >/dev/null ||
			die "$program is missing: see nginx/local/packages.sh"
	done
}

check_port() {
	if [[ ! $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then
		die "PORT=$port is not a port"
	fi
	if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
		die "port $port is in use; choose another one with PORT="
	fi
}

bls_sync() {
	patiently "$build/bls-sync" --config "$run/bls-sync.ini" "$@"
}

as_root() { # a client of the instance's own server, as the one who owns it
	"$1" --no-defaults --socket="$run/mariadb.sock" --user="$(id -un)" \
		"${@:2}"
}

database_answers() {
	as_root mariadb-admin ping >/dev/null 2>&1
}

make_database() {
	local who=()
	[ -d "$run/mariadb" ] && return
	[ "$(id -u)" != 0 ] || who=(--user=root)
	rm -rf "$run/mariadb.new"
	# --force: whether names can be looked up here does not matter to us.
	# --tmpdir: a server that starts deletes the temporary tables it finds
	# in its own, and they are another one's who starts there meanwhile.
	patiently mariadb-install-db --no-defaults "${who[@]}" \
		--datadir="$run/mariadb.new" --tmpdir="$run/tmp" \
		--skip-test-db --force \
		--auth-root-authentication-method=socket \
		--auth-root-socket-user="$(id -un)" \
		>"$run/logs/mariadb.log" 2>&1 ||
		broken mariadb "could not make its tables"
	mv "$run/mariadb.new" "$run/mariadb"
	# Accounts are in the database: a new one has none.
	rm -f "$run/has-admin"
}

make_schema() {
	if ! {
		as_root mariadb <"$run/setup.sql" &&
			bls_sync migrate
	} >"$run/logs/migrate.log" 2>&1; then
		broken migrate "failed"
	fi
}

make_admin() {
	[ ! -e "$run/has-admin" ] || [ ! -s "$run/admin-password" ] || return 0
	[ -s "$run/admin-password" ] ||
		(umask 077 && secret 10 >"$run/admin-password")
	if ! {
		bls_sync user add admin --role admin <"$run/admin-password" ||
			bls_sync user passwd admin <"$run/admin-password"
	} >"$run/logs/admin.log" 2>&1; then
		broken admin "could not be added"
	fi
	: >"$run/has-admin"
}

answers() { # path
	curl -fs --noproxy '*' -m 5 -o /dev/null "http://127.0.0.1:$port$1"
}

# The programs' own limit is lifted for the emulator, and so is its.
lift_rate_limit() {
	! is_alive nginx || ! is_alive emulator ||
		curl -fsS --noproxy '*' -m 5 -o /dev/null \
			-d '{"rate_limit":false}' \
			"http://127.0.0.1:$port/emulator/control" ||
		die "the emulator does not take orders: $run/logs/emulator.log"
}

start_part() {
	local who=()
	is_alive "$1" && return
	case $1 in
	mariadb)
		[ "$(id -u)" != 0 ] || who=(--user=root)
		launch mariadb mariadbd --defaults-file="$run/mariadb.cnf" \
			"${who[@]}"
		await mariadb 90 "it took connections" database_answers
		;;
	emulator)
		emulated || return 0
		launch emulator "$build/bls-emulator" \
			--socket "$run/emulator.sock" \
			--data "$repo/tests/bls_emulator/data"
		await emulator 20 "its socket was there" \
			test -S "$run/emulator.sock"
		;;
	api | events)
		launch "$1" "$build/$1.fcgi" --config "$run/bls-sync.ini" \
			--socket "$run/$1.sock"
		await "$1" 20 "its socket was there" test -S "$run/$1.sock"
		;;
	nginx)
		launch nginx nginx -p "$run/nginx/" \
			-c "$run/nginx/nginx.conf" -e "$run/logs/nginx.log"
		await nginx 20 "it answered" answers /favicon.svg
		;;
	watcher)
		# shellcheck disable=SC2016 # for the shell that is started
		launch watcher bash -c \
			'while sleep 60; do "$0" --config "$1" watch; done' \
			"$build/bls-sync" "$run/bls-sync.ini"
		;;
	*) die "no part is called $1; there are: ${parts[*]}" ;;
	esac
	case $1 in
	emulator | nginx) lift_rate_limit ;;
	esac
}

missing_parts() {
	local part
	for part in "${parts[@]}"; do
		if [ "$part" != emulator ] || emulated; then
			is_alive "$part" || echo "$part"
		fi
	done
}

enter() { # the lock against a second start or stop of this RUN
	exec 9>"$run/.lock"
	flock -w 90 9 || die "another start or stop of $run is under way"
}

start_all() {
	local part
	check_programs
	phase=starting
	stop_all
	check_port
	write_configuration
	make_database
	start_part mariadb
	make_schema
	make_admin
	for part in "${parts[@]}"; do
		start_part "$part"
	done
	await api 30 "/readyz said so" answers /readyz
	await nginx 10 "the start page was there" answers /
	phase=started
}

prepare() {
	mkdir -p "$run"
	run=$(cd "$run" && pwd -P)
	[ ! -d "$build" ] || build=$(cd "$build" && pwd -P)
	check_paths
	mkdir -p "$run"/{logs,pids,state,tmp,nginx}
	enter
	# A proxy of the environment is for addresses elsewhere.
	export no_proxy="127.0.0.1,localhost${no_proxy:+,$no_proxy}"
}

stop_all() {
	local i
	end_part watcher
	end_part sync
	end_strays bls-sync
	for ((i = ${#parts[@]} - 1; i > 0; i--)); do
		end_part "${parts[i]}"
	done
	end_strays bls-emulator api.fcgi events.fcgi nginx
	end_part mariadb
	end_strays mariadbd
	rm -f "$run"/*.sock "$run/port"
}

places() {
	echo "BLS Sync is at $url/ (administration: $url/admin.html)"
	echo "Sign in as admin; the password is in $run/admin-password"
}

# Ends what it started when it is interrupted or fails on the way.
on_exit() {
	local code=$?
	trap '' INT TERM HUP
	set +e
	end_step
	if [ "$phase" != idle ]; then
		[ "$phase" = starting ] || echo "Stopping."
		flock -w 90 9
		stop_all
	fi
	# Stopped when asked to is how `run` ends well.
	[ "$phase" != started ] || [ "$code" -lt 128 ] || code=0
	exit "$code"
}

command_start() {
	prepare
	if [ $# -gt 0 ]; then
		[ ! -s "$run/port" ] || port=$(<"$run/port")
		is_alive "$1" || end_remnants "$1"
		start_part "$1"
		return
	fi
	if [ -z "$(missing_parts)" ]; then
		[ "$(<"$run/port")" = "$port" ] ||
			die "$run runs already, on port $(<"$run/port")"
		echo "BLS Sync runs already in $run"
		places
		return
	fi
	start_all
	if [ "${SYNC:-}" != no ]; then
		launch sync "$build/bls-sync" --config "$run/bls-sync.ini" run
		echo "A sync runs in the background: $run/logs/sync.log"
	fi
	phase=idle
	places
}

# Under the lock, because a part that somebody stops is no part that died.
revive() { # part
	flock -w 90 9
	if [ ! -e "$run/port" ]; then
		die "somebody else stopped $run"
	elif [ -e "$run/pids/$1" ] && ! is_alive "$1"; then
		echo "instance: $1 ended by itself; it is started again" >&2
		end_remnants "$1"
		start_part "$1"
	fi
	flock -u 9
}

command_run() {
	local code=0 part
	prepare
	[ -n "$(missing_parts)" ] ||
		die "$run runs already; end it with make stop first"
	start_all
	flock -u 9
	places
	echo "Ctrl-C stops everything."
	bls_sync run || code=$?
	[ "$code" = 0 ] || echo "The sync ended with exit code $code."
	while sleep 1; do
		for part in "${parts[@]}"; do
			is_alive "$part" || revive "$part"
		done
	done
}

command_stop() {
	[ -d "$run" ] || return 0
	prepare
	if [ $# -gt 0 ]; then
		end_part "$1"
		end_remnants "$1"
	else
		stop_all
	fi
}

# 0 when all of it runs, 3 when nothing does, 1 in between.
command_status() {
	local part alive=0
	[ ! -d "$run" ] || run=$(cd "$run" && pwd -P)
	for part in "${parts[@]}"; do
		if is_alive "$part"; then
			alive=$((alive + 1))
			echo "$part runs, process $(cut -d' ' -f1 \
				"$run/pids/$part")"
		else
			echo "$part does not run"
		fi
	done
	((alive > 0)) || return 3
	[ -z "$(missing_parts)" ] || return 1
	port=$(<"$run/port")
	url=http://127.0.0.1:$port
	places
}

trap on_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP
case ${1:-} in
start | stop | run | status) "command_$1" "${@:2}" ;;
*)
	sed -n '2,/^set /s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
	exit 2
	;;
esac
