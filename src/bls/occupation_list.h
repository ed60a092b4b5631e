/*
 * The occupation list of the flat files, oe.occupation: about 1,105 rows,
 * a quarter of a megabyte.
 *
 *	occupation_code<TAB>occupation_name<TAB>occupation_description<TAB>...
 *	151252<TAB>Software Developers<TAB>Research, design, ...<TAB>3<TAB>T...
 *
 * Older copies have no description.
 */
#ifndef BLS_OCCUPATION_LIST_H
#define BLS_OCCUPATION_LIST_H

#include "base/arena.h"
#include "base/err.h"
#include "bls/labstat.h"
#include "model/occupation.h"

enum {
	OCCUPATION_FILE_MAX_BYTES = 2 * 1024 * 1024,
	OCCUPATIONS_MAX = 4000,
	OCCUPATION_TITLE_BYTES = 256,
};

struct occupation_list {
	struct arena texts; /* titles and descriptions */
	struct occupation *of;
	size_t count;
	struct labstat_notes notes; /* lines that are not in it, and why */
};

/* `whole`: see labstat_end().  ERR_FORMAT when the body is no such list (HTML,
 * say), ERR_REMOTE when it is cut.  To be released in any case. */
MUST_CHECK enum err occupation_list_parse(const char *body, size_t length,
					  bool whole,
					  struct occupation_list *out,
					  struct error *e);
void occupation_list_release(struct occupation_list *list);

#endif
