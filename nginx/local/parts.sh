# shellcheck shell=bash disable=SC2154
# Starting, watching and ending one process of the local instance; used by
# instance.sh. A part is known by the process id and start time in RUN/pids:
# the two together cannot mean somebody else's process.

started_at() { # pid -> start time; nothing for one that is gone or a zombie
	local stat fields
	{ read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
	read -ra fields <<<"${stat##*) }"
	[ "${fields[0]}" = Z ] || echo "${fields[19]}"
}

is_alive() { # part
	local pid start
	[ -s "$run/pids/$1" ] || return 1
	read -r pid start <"$run/pids/$1"
	# No time: it had ended before it could be asked for.
	[ -n "$start" ] && [ "$(started_at "$pid")" = "$start" ]
}

close_inherited() {
	local fd
	for fd in /proc/self/fd/*; do
		fd=${fd##*/}
		[ "$fd" -le 2 ] || eval "exec $fd>&-"
	done
}

# In a session of its own: Ctrl-C at the terminal reaches instance.sh, which
# ends the parts in order. No descriptor of ours goes along, so that neither
# the lock nor a pipe to the caller stays open with them.
launch() { # part, command...
	local part=$1
	shift
	(
		cd "$run" || exit
		close_inherited
		exec setsid "$@"
	) </dev/null >>"$run/logs/$part.log" 2>&1 &
	echo "$! $(started_at $!)" >"$run/pids/$part"
	disown $!
}

broken() { # part, what is wrong
	echo "instance: $1 $2; the end of $run/logs/$1.log:" >&2
	tail -n 40 "$run/logs/$1.log" | sed 's/^/    /' >&2
	exit 1
}

await() { # part, seconds, what for, test...
	local part=$1 deadline=$((SECONDS + $2)) what=$3
	shift 3
	until "$@"; do
		is_alive "$part" || broken "$part" "ended before $what"
		((SECONDS < deadline)) || broken "$part" "runs, but not $what"
		sleep 0.05
	done
}

# A step that takes a while, so that a signal to us is heeded at once, and in a
# session of its own, so that all of it can be ended.
step=
patiently() { # command...
	local code=0
	setsid "$@" <&0 &
	step=$!
	wait "$step" || code=$?
	step=
	return "$code"
}

end_step() {
	[ -n "$step" ] || return 0
	kill -TERM -- "-$step" 2>/dev/null || true
	wait_gone "$step" "$(started_at "$step")" 10 || true
	kill -KILL -- "-$step" 2>/dev/null || true
	step=
}

wait_gone() { # pid, start, seconds
	local deadline=$((SECONDS + $3))
	while [ -n "$2" ] && [ "$(started_at "$1")" = "$2" ]; do
		((SECONDS < deadline)) || return 1
		sleep 0.05
	done
}

# Asks again every two seconds: a server that is just starting loses signals.
end_part() { # part
	local pid start tries=5
	if is_alive "$1"; then
		read -r pid start <"$run/pids/$1"
		[ "$1" != mariadb ] || tries=30
		until ((tries-- == 0)); do
			kill -TERM "$pid" 2>/dev/null || true
			! wait_gone "$pid" "$start" 2 || break
		done
		kill -KILL -- "-$pid" 2>/dev/null || true
		wait_gone "$pid" "$start" 5 || true
	fi
	rm -f "$run/pids/$1"
}

# What has no file in RUN/pids: a sync that the API started, or the workers of
# a master that was killed. Ours is what works in RUN or on one of its files.
strays() { # names of programs
	local proc comm args
	for proc in /proc/[0-9]*; do
		{ read -r comm <"$proc/comm"; } 2>/dev/null || continue
		case " $* " in
		*" $comm "*) ;;
		*) continue ;;
		esac
		args=$(tr '\0' ' ' 2>/dev/null <"$proc/cmdline") || continue
		case "$args " in
		*"$run/bls-sync.ini "* | *"$run/mariadb.cnf "*) ;;
		*"$run/emulator.sock "* | *"$run/nginx/nginx.conf "*) ;;
		*) [ "$(readlink "$proc/cwd")" = "$run" ] || continue ;;
		esac
		[ -z "$(started_at "${proc#/proc/}")" ] || echo "${proc#/proc/}"
	done
}

end_strays() { # names of programs
	local signal pids deadline
	for signal in TERM KILL; do
		pids=$(strays "$@")
		[ -n "$pids" ] || return 0
		# shellcheck disable=SC2086 # a list of numbers
		kill -"$signal" $pids 2>/dev/null || true
		deadline=$((SECONDS + 10))
		while [ -n "$(strays "$@")" ] && ((SECONDS < deadline)); do
			sleep 0.1
		done
	done
}

# The workers of a master that was killed would keep its place.
end_remnants() { # part
	case $1 in
	api | events) end_strays "$1.fcgi" ;;
	emulator) end_strays bls-emulator ;;
	nginx) end_strays nginx ;;
	mariadb) end_strays mariadbd ;;
	esac
}
