/*
 * The occupation list of the flat files, oe.occupation: about 1,105 rows,
 * a quarter of a megabyte.
 *
 *	occupation_code<TAB>occupation_name<TAB>occupation_description<TAB>...
 *	151252<TAB>Software Developers<TAB>Research, design,
 *...<TAB>3<TAB>T<TAB>..
 *
 * Columns are found by their names; older copies have no description.
 */
#ifndef BLS_OCCUPATION_LIST_H
#define BLS_OCCUPATION_LIST_H

#include "base/err.h"
#include "model/occupation.h"

enum {
	OCCUPATION_FILE_MAX_BYTES = 2 * 1024 * 1024,
	OCCUPATIONS_MAX = 4000,
	OCCUPATION_TITLE_BYTES = 256,
};

struct occupation_list {
	char *text; /* holds titles and descriptions */
	struct occupation *of;
	size_t count;
};

/* ERR_REMOTE when the body is cut, or anything else (HTML, say); otherwise to
 * be released. */
MUST_CHECK enum err occupation_list_parse(const char *body,
					  struct occupation_list *out,
					  struct error *e);
void occupation_list_release(struct occupation_list *list);

#endif
