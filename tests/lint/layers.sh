#!/bin/sh
# Includes point down: a room may use the rooms below it, never one above or
# beside it; and no files use each other in a circle. A foreign library is
# included where it is wrapped, nowhere else, so that everything else is plain C
# that can be tested without it.
set -eu
# shellcheck source=tests/lint/lib.sh
. "$(dirname "$0")/lib.sh"

# What a file may include: the table of the house, from the bottom up.
may_include() { # file -> folders
	case $1 in
	src/base/*) echo base ;;
	src/model/*) echo base model ;;
	src/db/*) echo base db ;;
	src/bls/*) echo base model bls ;;
	src/impact/*) echo base model impact ;;
	src/store/*) echo base model db store ;;
	src/search/*) echo base model search ;;
	src/health/*) echo base model db store health ;;
	src/web/*) echo base model web ;;
	src/sync/*) echo base model db bls impact store sync ;;
	src/catalog/*) echo base model db store search catalog ;;
	src/api/*) echo base model db store health web catalog api ;;
	src/admin/*) echo base model db store health web catalog admin ;;
	src/serve/* | cgi-bin/*)
		echo base model db store health web catalog api admin serve
		;;
	cron/*) echo base model db bls impact store sync health ;;
	esac
}

# Who may include a foreign header: shell patterns of files.
owner() { # header -> pattern, nothing for a header of the C library
	case $1 in
	mysql*.h | mysql/* | mariadb/* | errmsg.h) echo 'src/db/*.[ch]' ;;
	curl/*) echo 'src/base/http*.[ch]' ;;
	fcgi*.h) echo 'src/web/fcgi*.[ch]' ;;
	sodium*) echo 'src/base/crypto.c' ;;
	ini.h) echo 'src/base/config*.c' ;;
	utf8proc.h) echo 'src/base/fold.c' ;;
	cjson/* | cJSON.h) echo 'src/bls/*reply*.c src/web/body.c' ;;
	esac
}

check_own() { # file, line, header
	allowed=$(may_include "$1")
	case $3 in
	*/*) ;;
	*)
		# The folder of an entry point is no layer: its own header.
		case $1 in
		cron/* | cgi-bin/*) return ;;
		esac
		bad "$1:$2" "include \"$3\" with its folder"
		return
		;;
	esac
	case " $allowed " in
	*" ${3%%/*} "*) ;;
	*) bad "$1:$2" "may include $allowed, but not ${3%%/*}/" ;;
	esac
}

check_foreign() { # file, line, header
	patterns=$(owner "$3")
	[ -n "$patterns" ] || return 0
	for pattern in $patterns; do
		# shellcheck disable=SC2254 # a pattern it is
		case $1 in
		$pattern) return ;;
		esac
	done
	bad "$1:$2" "<$3> belongs in $patterns"
}

set -f
for file in $(files -path './src/*.[ch]' -o -path './cgi-bin/*.[ch]' \
	-o -path './cron/*.[ch]'); do
	if [ -z "$(may_include "$file")" ]; then
		bad "$file:1" "is in no layer"
		continue
	fi
	while IFS=' ' read -r line kind header; do
		[ -n "$line" ] || continue
		case $kind in
		own) check_own "$file" "$line" "$header" ;;
		foreign) check_foreign "$file" "$line" "$header" ;;
		esac
	done <<END
$(sed -n -e '/^[ 	]*#[ 	]*include/{=;p;}' "$file" | sed 'N;s/\n/ /' |
		sed -e 's/ .*"\(.*\)".*/ own \1/' -e 's/ .*<\(.*\)>.*/ foreign \1/')
END
done

# The modules of a circle, each a line.
circles() {
	# shellcheck disable=SC2046 # a list of files
	set -- $(files -path './src/*.[ch]')
	awk -f tests/lint/circles.awk pass=1 "$@" pass=2 "$@" |
		tsort 2>&1 >/dev/null | sed -n 's/^tsort: \(src\/\)/\1/p'
}

for module in $(circles); do
	bad "$module.c:1" "uses files that use it ($module.h) in a circle"
done
exit $status
