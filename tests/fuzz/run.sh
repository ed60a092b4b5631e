#!/bin/bash
# The fuzzers: each C file here, built by clang with the library, runs for a
# while on its corpus (and what earlier runs found); what broke one is in
# BUILD/fuzz/crashes/. Then api.mjs, nine times as long, asks sanitized programs
# whatever www/openapi.json lets it make up. The last line says how many held.
#
#   tests/fuzz/run.sh [NAME...]      FUZZ_SECONDS=20 each; BUILD=build
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.." || exit 2
build=${BUILD:-build}/fuzz
seconds=${FUZZ_SECONDS:-20}
passed=0
failed=0

if [ $# -eq 0 ]; then
	set -- tests/fuzz/*.c
	set -- "${@##*/}"
	set -- "${@%.c}" api
fi
programs=()
harnesses=()
api=no
for name; do
	if [ "$name" = api ]; then
		api=yes
		continue
	fi
	[ -f "tests/fuzz/$name.c" ] || {
		echo "tests/fuzz: there is no $name.c" >&2
		exit 2
	}
	programs+=("$build/tests/fuzz/$name")
	harnesses+=("$name")
done

checks=address,undefined
mode="-O1 -g -fno-sanitize-recover=all -fno-omit-frame-pointer"
mode="$mode -fsanitize=fuzzer-no-link,$checks"
mkdir -p "$build/crashes"
unset MAKEFLAGS MAKELEVEL MFLAGS
if [ ${#programs[@]} -gt 0 ] &&
	! make -s -j"$(nproc)" BUILD="$build" CC=clang WERROR=1 \
	MODE="$mode" LDMODE="-fsanitize=fuzzer,$checks" \
	"${programs[@]}"; then
	echo "0 passed, $# failed"
	exit 1
fi

for name in "${harnesses[@]}"; do
	seeds=("tests/fuzz/corpus/$name")
	[ "$name" != reply ] || seeds=(tests/unit/fixtures/bls)
	found=$build/found/$name
	log=$build/$name.log
	mkdir -p "$found"
	if "$build/tests/fuzz/$name" -max_total_time="$seconds" -timeout=5 \
		-rss_limit_mb=1024 -artifact_prefix="$build/crashes/$name-" \
		-print_final_stats=1 "$found" "${seeds[@]}" >"$log" 2>&1 &&
		runs=$(sed -n 's/^stat::number_of_executed_units: *//p' \
			"$log") && [ "${runs:-0}" -gt 0 ]; then
		printf '%-10s %9s runs\n' "$name" "$runs"
		passed=$((passed + 1))
	else
		echo "$name broke:"
		grep -m1 -A12 -E 'ERROR|does not hold|runtime error' "$log"
		tail -n 3 "$log"
		failed=$((failed + 1))
	fi
done
if [ $api = yes ]; then
	if make -s -j"$(nproc)" BUILD="$build/san" SAN=1 WERROR=1 all &&
		BUILD=$build/san FUZZ_SECONDS=$((9 * seconds)) \
			node tests/fuzz/api.mjs; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
	fi
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
