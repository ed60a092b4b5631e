#!/bin/bash
# The one runner behind `make test`.
#
#   tests/run.sh [STEP...]     all of them, or the ones named:
#   lint build unit unit-san integration integration-san emulator faults e2e
#
# A step is a line of output with its counts and its time; what it said is in
# build/test-logs/STEP.log. The last line is "N passed, N failed"; the exit
# status is 0 only if nothing failed and nothing was left out: a step in which
# fewer tests ran than its minimum has failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
mkdir -p "${BUILD:=build}"
BUILD=$(cd "$BUILD" && pwd)
unset MAKEFLAGS MAKELEVEL MFLAGS
logs=$BUILD/test-logs
steps=(lint build unit unit-san integration integration-san emulator faults
	e2e)
declare -A minimum=(
	[lint]=14 [build]=3 [unit]=150 [unit-san]=150 [integration]=120
	[integration-san]=90 [emulator]=37 [faults]=8 [e2e]=38
)
passed=0
failed=0
step_passed=0
step_failed=0

count() { # passed, failed
	step_passed=$((step_passed + $1))
	step_failed=$((step_failed + $2))
}

# Counts the leaves of a TAP stream: a test that only holds others counts
# through them. What was skipped, or is announced for later, has not passed.
# Prints "passed failed" and, on standard error, the names of what failed.
tap_counts() {
	awk '
	/^ *(not )?ok [0-9]/ {
		match($0, /^ */)
		depth = int(RLENGTH / 4)
		bad = $1 == "not" || /# *([Ss][Kk][Ii][Pp]|[T]ODO)/
		if (below[depth + 1] == 0 || (bad && failed_below[depth + 1] == 0)) {
			if (bad) { failed++; print "    " $0 > "/dev/stderr" }
			else passed++
		}
		below[depth]++
		if (bad) failed_below[depth]++
		below[depth + 1] = failed_below[depth + 1] = 0
	}
	END { print passed + 0, failed + 0 }'
}

# Runs one program whose output is TAP. One that says nothing, or dies, has
# failed whatever it counted before.
run_tap() { # name, log, command...
	local name=$1 log=$2 out counts code=0
	shift 2
	out=$(mktemp)
	echo "== $name" >>"$log"
	timeout -k 10 600 "$@" >"$out" 2>>"$log" </dev/null || code=$?
	cat "$out" >>"$log"
	read -ra counts <<<"$(tap_counts <"$out" 2>>"$log.failed")"
	rm -f "$out"
	count "${counts[0]}" "${counts[1]}"
	if [ "$code" != 0 ] && [ "${counts[1]}" = 0 ]; then
		echo "    $name ended with $code" >>"$log.failed"
		count 0 1
	elif [ $((counts[0] + counts[1])) = 0 ]; then
		echo "    $name has no tests" >>"$log.failed"
		count 0 1
	fi
}

run_plain() { # name, log, command...: one test that passes or fails
	local name=$1 log=$2
	shift 2
	echo "== $name" >>"$log"
	if "$@" >>"$log" 2>&1 </dev/null; then
		count 1 0
	else
		echo "    $name" >>"$log.failed"
		count 0 1
	fi
}

compile() { # kind -> the programs and unit tests in BUILD/test/KIND
	local to=$BUILD/test/$1 unit units=()
	for unit in tests/unit/*.c; do
		unit=${unit##*/}
		units+=("$to/tests/unit/${unit%.c}")
	done
	local flags=(CC=gcc)
	case $1 in
	clang) flags=(CC=clang) ;;
	san) flags=(CC=gcc SAN=1) ;;
	esac
	make -s -j"$(nproc)" BUILD="$to" WERROR=1 "${flags[@]}" all "${units[@]}"
}

run_units() { # kind, log
	local program
	if ! compile "$1" >>"$2" 2>&1; then
		echo "    the build of $1 failed" >>"$2.failed"
		count 0 1
		return
	fi
	for program in tests/unit/*.c; do
		program=$BUILD/test/$1/tests/unit/$(basename "$program" .c)
		CMOCKA_MESSAGE_OUTPUT=TAP run_tap "${program##*/}" "$2" \
			"$program"
	done
}

# The *.test.mjs of a folder, one after the other.
run_node() { # kind, log, folder, name to leave out...
	local file skip files=() reporter=() but=()
	for skip in "${@:4}"; do
		but+=(! -name "$skip.test.mjs")
	done
	if ! compile "$1" >>"$2" 2>&1; then
		echo "    the build of $1 failed" >>"$2.failed"
		count 0 1
		return
	fi
	# Node before 18.15 writes TAP of its own accord and has no such option.
	node --test-reporter=tap -e 0 2>/dev/null &&
		reporter=(--test-reporter=tap)
	mapfile -t files < <(find "$3" -name node_modules -prune -o \
		-name '[a-z]*.test.mjs' "${but[@]}" -print | LC_ALL=C sort)
	for file in "${files[@]}"; do
		BUILD=$BUILD/test/$1 run_tap "$file" "$2" \
			node "${reporter[@]}" "$file"
	done
}

# Sanitizers of programs that run in the background write where we look, so
# that a report counts even if no test saw its program die.
with_reports() { # log, command...
	local log=$1 folder=$BUILD/test/reports report
	shift
	rm -rf "$folder"
	mkdir -p "$folder"
	export ASAN_OPTIONS=log_path=$folder/asan:detect_leaks=1
	export UBSAN_OPTIONS=log_path=$folder/ubsan:print_stacktrace=1
	"$@"
	unset ASAN_OPTIONS UBSAN_OPTIONS
	for report in "$folder"/*; do
		[ -e "$report" ] || continue
		cat "$report" >>"$log"
		echo "    sanitizer: $(grep -m1 -E 'ERROR|error' "$report")" \
			>>"$log.failed"
		count 0 1
	done
}

do_step() { # step, log
	local lint kind
	case $1 in
	lint)
		for lint in tests/lint/*.sh; do
			[ "$lint" = tests/lint/lib.sh ] ||
				BUILD=$BUILD run_plain "$lint" "$2" "$lint"
		done
		;;
	build)
		for kind in gcc clang san; do
			run_plain "build with $kind, warnings are errors" \
				"$2" compile $kind
		done
		;;
	unit) run_units gcc "$2" ;;
	unit-san) with_reports "$2" run_units san "$2" ;;
	integration) run_node gcc "$2" tests/integration ;;
	integration-san)
		# Two of them are about scripts and nginx, not about programs; flat
		# waits for its back-off most of the time, and its parsers are
		# in unit-san.
		with_reports "$2" run_node san "$2" tests/integration local \
			site flat
		;;
	emulator) run_node gcc "$2" tests/bls_emulator ;;
	faults) run_node gcc "$2" tests/faults ;;
	e2e) run_node gcc "$2" tests/e2e ;;
	*)
		echo "tests/run.sh: no step is called $1" >&2
		exit 2
		;;
	esac
}

# One step from its beginning to its line; the counts go to STEP.counts.
run_step() { # step
	local step=$1 log=$logs/$1.log started=$SECONDS ran
	rm -f "$log" "$log.failed" "$log.counts"
	: >"$log.failed"
	step_passed=0
	step_failed=0
	do_step "$step" "$log"
	ran=$((step_passed + step_failed))
	if ((ran < minimum[$step])); then
		echo "    only $ran tests ran, ${minimum[$step]} expected" \
			>>"$log.failed"
		count 0 1
	fi
	printf '%-16s %4d passed, %d failed  %4d s\n' "$step" \
		"$step_passed" "$step_failed" $((SECONDS - started))
	if ((step_failed > 0)); then
		cat "$log.failed"
		echo "    see $log"
	fi
	echo "$step_passed $step_failed" >"$log.counts"
}

add_up() { # step: a step without counts has died
	local counts=(0 1)
	[ ! -s "$logs/$1.log.counts" ] ||
		read -ra counts <"$logs/$1.log.counts"
	passed=$((passed + counts[0]))
	failed=$((failed + counts[1]))
}

trap 'exit 130' INT
trap 'exit 143' TERM
trap 'kill $(jobs -p) 2>/dev/null' EXIT
[ $# -gt 0 ] || set -- "${steps[@]}"
mkdir -p "$logs"
lint=
for step; do
	if [ "$step" = lint ] && [ $# -gt 1 ]; then
		# The others mostly wait; lints take what they leave.
		(
			trap - EXIT
			renice -n 19 "$BASHPID" >/dev/null 2>&1
			run_step lint
		) &
		lint=$!
		continue
	fi
	run_step "$step"
	add_up "$step"
done
if [ -n "$lint" ]; then
	wait "$lint"
	add_up lint
fi
trap - EXIT
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
