/*
 * The forms under which one published title is found.  "RN (Registered Nurse)"
 * is two, and so is "Registered Nurse (RN)"; an official title is also each
 * name of the list it begins with, and what it excepts is no part of it:
 * "Waiters and Waitresses", "Sawing Machine Operators, Except Wood".
 */
#ifndef SEARCH_FORMS_H
#define SEARCH_FORMS_H

#include "base/base.h"

enum { SEARCH_FORM_BYTES = 256, SEARCH_FORMS_MAX = 8 };

struct search_forms {
	size_t count; /* at least 1 */
	/* The first is the title as a whole, as far as it says what it is. */
	char of[SEARCH_FORMS_MAX][SEARCH_FORM_BYTES];
};

/* Behind a name: it shares the last word of the next one, as the sales workers
 * of "Sales and Related Workers" do. */
bool search_forms_shares(const char *rest);

void search_forms_official(const char *title, struct search_forms *out);
void search_forms_other(const char *title, struct search_forms *out);

#endif
