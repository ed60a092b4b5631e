#!/bin/bash
# Install what `make run` or `make test` needs and this machine lacks: Debian
# packages as root or through sudo, npm packages into this folder. A machine
# that has everything is left alone and the network is not touched.
#
#   packages.sh run|test
set -euo pipefail
PATH=$PATH:/usr/sbin:/sbin

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
purpose=${1:-}
policy=/usr/sbin/policy-rc.d

for_run=(gcc libc6-dev make pkg-config libmariadb-dev libfcgi-dev
	libcurl4-openssl-dev libcjson-dev libsodium-dev libinih-dev
	libutf8proc-dev mariadb-server mariadb-client nginx curl
	ca-certificates util-linux)
for_test=("${for_run[@]}" libcmocka-dev clang libclang-rt-14-dev clang-tidy
	clang-format cppcheck shellcheck chromium valgrind wrk git openssl galera-4
	procps)

say() {
	echo "packages: $*"
}

die() {
	echo "packages: $*" >&2
	exit 1
}

is_installed() {
	case $1 in
	# Any build of nginx will do, and its programs decide.
	nginx) command -v nginx >/dev/null && return ;;
	esac
	[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = \
		installed ]
}

has_node() { # of whatever origin
	local version
	command -v npm >/dev/null || return 1
	version=$(node --version 2>/dev/null) || return 1
	version=${version#v}
	((${version%%.*} >= 18))
}

missing() {
	local package
	for package in "$@"; do
		is_installed "$package" || echo "$package"
	done
	has_node || echo nodejs npm
}

as_root() {
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

# Packages of servers start them on installation. A policy of 101 forbids it;
# it stands only while apt works, and one that was there comes back.
forbid_services() {
	[ ! -e "$policy" ] || as_root mv "$policy" "$policy.bls-sync"
	trap allow_services EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
	as_root chmod 755 "$policy"
}

allow_services() {
	as_root rm -f "$policy"
	[ ! -e "$policy.bls-sync" ] || as_root mv "$policy.bls-sync" "$policy"
	trap - EXIT INT TERM HUP
}

# Nor are they to start with the machine's next boot.
disable_services() { # packages that were installed now
	local package unit
	command -v systemctl >/dev/null || return 0
	for package in "$@"; do
		case $package in
		mariadb-server) unit=mariadb ;;
		nginx) unit=nginx ;;
		*) continue ;;
		esac
		as_root systemctl --quiet disable "$unit.service" || true
		say "$unit is installed, but not started;" \
			"to have it as a service: systemctl enable --now $unit"
	done
}

install_debian() { # packages
	[ $# -gt 0 ] || return 0
	command -v apt-get >/dev/null ||
		die "no apt-get here; please install: $*"
	[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
		die "neither root nor sudo; as root: apt-get install $*"
	say "installing $*"
	forbid_services
	as_root apt-get -q update
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		-o DPkg::Lock::Timeout=300 --no-install-recommends install "$@"
	allow_services
	disable_services "$@"
}

# npm keeps a copy of the lock file it has fulfilled; ours is the exact one.
has_modules() { # folder
	local kept=$1/node_modules
	cmp -s "$1/package-lock.json" "$kept/.fulfilled-lock" ||
		[ "$kept/.package-lock.json" -nt "$1/package-lock.json" ]
}

install_npm() {
	local lock folder
	while read -r lock; do
		folder=$(dirname "$lock")
		! has_modules "$folder" || continue
		say "npm packages of ${folder#"$repo"/}"
		(cd "$folder" && npm ci --ignore-scripts --no-audit --no-fund)
		mkdir -p "$folder/node_modules"
		cp "$lock" "$folder/node_modules/.fulfilled-lock"
	done < <(locks)
}

locks() {
	local part
	for part in . www tests tests/e2e; do
		[ "$purpose" = test ] || [ "${part%%/*}" != tests ] || continue
		[ ! -f "$repo/$part/package-lock.json" ] ||
			echo "$repo/$part/package-lock.json"
	done
}

case $purpose in
run) wanted=("${for_run[@]}") ;;
test) wanted=("${for_test[@]}") ;;
*) die "usage: packages.sh run|test" ;;
esac
command -v dpkg-query >/dev/null || die "this needs Debian or a child of it"
# shellcheck disable=SC2046 # a list of package names
install_debian $(missing "${wanted[@]}")
install_npm
