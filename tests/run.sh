#!/bin/bash
# The one runner behind `make test`.
#
#   tests/run.sh [STEP...]     all of them, or the ones named:
#   lint build unit unit-san integration integration-san emulator faults e2e
#
# After the builds a step is cut into jobs, a file of tests each, and JOBS (4)
# of them run at once: they wait more than they work. A job is a line of output
# with its counts and the time it took, and so is a step at the end; what it
# said is in build/test-logs/STEP.log. The last line is "N passed, N failed";
# the exit status is 0 only if nothing failed and nothing was left out: a step
# in which fewer tests ran than its minimum has failed.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 2
mkdir -p "${BUILD:=build}"
BUILD=$(cd "$BUILD" && pwd)
unset MAKEFLAGS MAKELEVEL MFLAGS
logs=$BUILD/test-logs
self=$PWD/tests/run.sh
steps=(lint build unit unit-san integration integration-san emulator faults
	e2e)
declare -A minimum=(
	[lint]=14 [build]=3 [unit]=466 [unit-san]=466 [integration]=466
	[integration-san]=392 [emulator]=38 [faults]=54 [e2e]=94
)
# Begun first, so that none of them is alone at the end.
longest=(flat doors admin sync kill accessibility local explorer)
passed=0
failed=0

count() { # passed, failed
	passed=$((passed + $1))
	failed=$((failed + $2))
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
	make -s -j"$(nproc)" BUILD="$to" WERROR=1 "${flags[@]}" all \
		"$to/tests/faults/nth_call.so" "${units[@]}"
}

folder_of() { # step whose tests are *.test.mjs -> their folder
	case $1 in
	integration | integration-san) echo tests/integration ;;
	emulator) echo tests/bls_emulator ;;
	*) echo "tests/$1" ;;
	esac
}

kind_of() { # step -> the kind of programs it runs
	case $1 in
	*-san) echo san ;;
	*) echo gcc ;;
	esac
}

# The *.test.mjs of a step. Two of integration are about scripts and nginx, not
# about programs; flat waits for its back-off most of the time, and its parsers
# are in unit-san: the sanitized programs are left out there.
files_of() { # step
	local but=()
	[ "$1" != integration-san ] || but=(! -name 'local.*' ! -name 'site.*'
		! -name 'flat.*')
	find "$(folder_of "$1")" -name node_modules -prune -o \
		-name '[a-z]*.test.mjs' "${but[@]}" -print | LC_ALL=C sort
}

jobs_of() { # step -> "STEP JOB" lines
	local file
	case $1 in
	unit | unit-san) echo "$1 all" ;;
	*) files_of "$1" | while read -r file; do
		echo "$1 $(basename "$file" .test.mjs)"
	done ;;
	esac
}

run_units() { # kind, log
	local program
	for program in tests/unit/*.c; do
		program=$BUILD/test/$1/tests/unit/$(basename "$program" .c)
		CMOCKA_MESSAGE_OUTPUT=TAP run_tap "${program##*/}" "$2" \
			"$program"
	done
}

run_node() { # kind, log, file
	local reporter=()
	# Node before 18.15 writes TAP of its own accord and has no such option.
	node --test-reporter=tap -e 0 2>/dev/null &&
		reporter=(--test-reporter=tap)
	BUILD=$BUILD/test/$1 run_tap "$3" "$2" node "${reporter[@]}" "$3"
}

# Sanitizers of programs that run in the background write where we look, so
# that a report counts even if no test saw its program die.
with_reports() { # log, command...
	local log=$1 folder=${1%.log}.reports report
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

run_lints() { # log
	local lint
	for lint in tests/lint/*.sh; do
		[ "$lint" = tests/lint/lib.sh ] ||
			run_plain "$lint" "$1" "$lint"
	done
}

run_builds() { # log
	local kind
	for kind in gcc clang san; do
		run_plain "build with $kind, warnings are errors" "$1" \
			compile $kind
	done
}

do_job() { # step, job, log
	local kind run
	kind=$(kind_of "$1")
	case $1 in
	lint) run=(run_lints "$3") ;;
	build) run=(run_builds "$3") ;;
	unit*) run=(run_units "$kind" "$3") ;;
	*) run=(run_node "$kind" "$3" "$(folder_of "$1")/$2.test.mjs") ;;
	esac
	if [ "$kind" = san ]; then
		with_reports "$3" "${run[@]}"
	else
		"${run[@]}"
	fi
}

# One job from its beginning to its line: its counts and seconds go to
# STEP/JOB.counts, the names of what failed to STEP/JOB.log.failed.
run_job() { # step, job
	local log=$logs/$1/$2.log started=$SECONDS
	mkdir -p "$logs/$1"
	: >"$log.failed"
	passed=0
	failed=0
	do_job "$1" "$2" "$log"
	printf '  %-32s %4d passed, %d failed  %4d s\n' "$1 $2" "$passed" \
		"$failed" $((SECONDS - started))
	cat "$log.failed"
	echo "$passed $failed $((SECONDS - started))" >"$log.counts"
}

longest_first() { # "STEP JOB" lines
	local text name
	text=$(cat)
	for name in "${longest[@]}"; do
		grep " $name\$" <<<"$text"
	done
	grep -vE " ($(IFS='|' && echo "${longest[*]}"))\$" <<<"$text"
}

# Adds up what the jobs of a step left; one without counts has died.
step_line() { # step, job...
	local step=$1 job counts step_passed=0 step_failed=0 seconds=0
	shift
	: >"$logs/$step.log"
	for job; do
		counts=(0 1 0)
		[ ! -s "$logs/$step/$job.log.counts" ] ||
			read -ra counts <"$logs/$step/$job.log.counts"
		step_passed=$((step_passed + counts[0]))
		step_failed=$((step_failed + counts[1]))
		seconds=$((seconds + counts[2]))
		cat "$logs/$step/$job.log" >>"$logs/$step.log"
	done
	if ((step_passed + step_failed < minimum[$step])); then
		echo "$step: fewer than ${minimum[$step]} tests ran"
		step_failed=$((step_failed + 1))
	fi
	printf '%-16s %4d passed, %d failed  %4d s\n' "$step" \
		"$step_passed" "$step_failed" "$seconds"
	((step_failed == 0)) || echo "    see $logs/$step.log"
	count "$step_passed" "$step_failed"
}

# The programs that the jobs run, where no step has built them.
need_builds() { # step...
	local step kinds=
	for step; do
		case $step in
		build) return ;;
		lint) ;;
		*) kinds+=" $(kind_of "$step")" ;;
		esac
	done
	for step in gcc san; do
		[[ $kinds != *$step* ]] || compile "$step" || exit 1
	done
}

# Making the tables is most of the work of a start: done once for all tests that
# are about something else. Without them each makes its own.
make_tables() {
	local folder=$BUILD/test/tables
	rm -rf "$folder"
	if {
		RUN=$folder PORT=$((10000 + RANDOM % 20000)) SYNC=no \
			BUILD=$BUILD/test/gcc nginx/local/instance.sh start &&
			RUN=$folder nginx/local/instance.sh stop
	} >"$logs/tables.log" 2>&1; then
		export TABLES=$folder/mariadb
	else
		echo "no common tables: see $logs/tables.log"
	fi
}

if [ "${1-}" = --job ]; then
	run_job "$2" "$3"
	exit
fi
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'kill $(jobs -p) 2>/dev/null' EXIT
[ $# -gt 0 ] || set -- "${steps[@]}"
for step; do
	if [ -z "${minimum[$step]-}" ]; then
		echo "tests/run.sh: no step is called $step" >&2
		exit 2
	fi
	rm -rf "${logs:?}/$step" "$logs/$step.log"
done
mkdir -p "$logs"
export BUILD
need_builds "$@"
declare -A jobs=()
queue=
lint=
for step; do
	case $step in
	lint)
		# The others mostly wait; lints take what they leave.
		nice -n 19 "$self" --job lint all &
		lint=$!
		jobs[lint]=all
		;;
	build)
		"$self" --job build all
		jobs[build]=all
		;;
	*)
		jobs[$step]=$(jobs_of "$step" | cut -d' ' -f2 | tr '\n' ' ')
		queue+=$(jobs_of "$step")$'\n'
		;;
	esac
done
[[ ! $queue =~ integration|faults|e2e ]] || make_tables
[ -z "$queue" ] || longest_first <<<"${queue%$'\n'}" |
	xargs -P "${JOBS:-4}" -L 1 "$self" --job
[ -z "$lint" ] || wait "$lint"
trap - EXIT
echo
for step; do
	read -ra names <<<"${jobs[$step]}"
	step_line "$step" "${names[@]}"
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
