# Prints "MODULE MODULE" for each module (x.c with its x.h) that uses a function
# of another. A function's home is the file that defines it, wherever it is
# declared. Used by layers.sh; the files are given twice, with pass=1 and pass=2.

FNR == 1 {
	module = FILENAME
	sub(/^\.\//, "", module)
	source = module ~ /\.c$/
	header = module
	sub(/\.[ch]$/, "", module)
	headers = 0
}

# A definition stands at the margin and has no semicolon at its end.
pass == 1 && source && /^(NORETURN )?[a-z].*\(/ &&
	!/^(static|typedef|extern)/ && !/;$/ {
	name = $0
	sub(/\(.*/, "", name)
	sub(/.*[ *]/, "", name)
	home[name] = module
}

pass == 1 && !source {
	line = $0
	while (match(line, /[a-z_][a-z_0-9]*\(/)) {
		declares[header, substr(line, RSTART, RLENGTH - 1)] = 1
		line = substr(line, RSTART + RLENGTH)
	}
}

pass == 2 && /^[ \t]*#[ \t]*include "/ {
	name = $0
	sub(/[^"]*"/, "", name)
	sub(/".*/, "", name)
	included[headers++] = "src/" name
	next
}

pass == 2 && source {
	line = $0
	while (match(line, /[a-z_][a-z_0-9]*/)) {
		name = substr(line, RSTART, RLENGTH)
		line = substr(line, RSTART + RLENGTH)
		if (!(name in home) || home[name] == module)
			continue
		for (i = 0; i < headers; i++)
			if ((included[i], name) in declares &&
			    !told[module, home[name]]++)
				print module, home[name]
	}
}
