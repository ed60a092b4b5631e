/*
 * JSON request bodies: one flat object, its fields named and bounded by a
 * table.  Whatever is not in the table, or of another type, is refused by name.
 *
 *	enum { USERNAME, PASSWORD };
 *	static const struct body_field fields[] = {
 *		[USERNAME] = { "username", BODY_TEXT, true, 64 },
 *		[PASSWORD] = { "password", BODY_TEXT, true, 256 },
 *	};
 *	struct body_value values[COUNT_OF(fields)];
 *	if (!body_parse(rq, fields, COUNT_OF(fields), values, rs))
 *		return;		... the refusal is in `rs` ...
 */
#ifndef WEB_BODY_H
#define WEB_BODY_H

#include "web/param.h"
#include "web/request.h"
#include "web/response.h"

enum { BODY_TEXT_BYTES = 257 };

enum body_type { BODY_TEXT, BODY_FLAG };

struct body_field {
	const char *name;
	enum body_type type;
	bool required;
	size_t max; /* bytes of a text, < BODY_TEXT_BYTES */
};

struct body_value {
	bool given;
	bool flag;
	char text[BODY_TEXT_BYTES]; /* "" if not given */
};

/* False: `rs` holds 400 or 415, with the field at fault. */
MUST_CHECK bool body_parse(const struct request *rq,
			   const struct body_field *fields, size_t count,
			   struct body_value *values, struct response *rs);

/*
 * The members of the body as further parameters: named, typed and bounded by
 * the same table as the query.  One that the query has already is given twice,
 * unless it is repeatable.  Nothing sent is no body.  False: as above.
 */
MUST_CHECK bool body_params(const struct request *rq,
			    const struct param_spec *specs, size_t count,
			    struct params *params, struct response *rs);

#endif
