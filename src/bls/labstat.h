/*
 * The one reader of LABSTAT files, the tab separated text of
 * https://download.bls.gov/pub/time.series/: bytes in, rows out, nothing kept.
 *
 *	static const struct labstat_column columns[] = {
 *		{ "occupation_code occ_code", false }, { "description", true },
 *	};
 *	static const struct labstat_file file = {
 *		"oe.occupation", columns, COUNT_OF(columns),
 *	};
 *	struct labstat l = LABSTAT_INIT(&file, take, context);
 *	while (... more bytes ...)
 *		if (!labstat_feed(&l, bytes, length))
 *			... l.error says why, or the taker wants no more
 *	if (labstat_end(&l, whole) != ERR_OK)
 *		... l.error
 *
 * Columns are found by the names in the header, in any order; others are
 * passed over.  Cells are trimmed, and valid UTF-8 (base/text.h).  Nothing to
 * fail for: CR LF or LF, blank lines, a byte order mark, Ctrl-Z at the end,
 * empty cells behind the last column, rows that end early.
 *
 * A line that cannot be read is *damaged*: it is counted, kept with number and
 * reason, and passed over.  So is a code that is *unknown* here.  A file as
 * such cannot be read when a needed column is missing (an HTML page, anything
 * binary) or when hardly any line can be: ERR_FORMAT, and reading it again is
 * useless.  One that ends too early is ERR_REMOTE.
 */
#ifndef BLS_LABSTAT_H
#define BLS_LABSTAT_H

#include "base/err.h"
#include "base/str.h"

enum {
	LABSTAT_COLUMNS_MAX = 8,       /* that a reader asks for */
	LABSTAT_FILE_COLUMNS_MAX = 64, /* that a file has */
	LABSTAT_LINE_BYTES = 16 * 1024,
	LABSTAT_DAMAGED_KEPT = 20,
	LABSTAT_REASON_BYTES = 96,
	LABSTAT_CODE_BYTES = 24,
	LABSTAT_NOTE_BYTES = 200,
};

struct labstat_column {
	const char *names; /* BLS has several for some: with a blank between */
	bool optional;     /* where it is missing its cells are empty */
};

struct labstat_file {
	const char *name;
	const struct labstat_column *columns; /* the first one: the key */
	size_t count;
};

/* A code that a file uses and this program does not know. */
enum labstat_code {
	LABSTAT_DATA_TYPE,
	LABSTAT_AREA_TYPE,
	LABSTAT_FOOTNOTE,
	LABSTAT_CODE__MAX
};

struct labstat_unknown {
	int64_t count;
	int64_t line; /* the first one */
	char code[LABSTAT_CODE_BYTES];
};

struct labstat_damage {
	int64_t line; /* from 1, the header */
	char reason[LABSTAT_REASON_BYTES];
};

/* What was passed over. */
struct labstat_notes {
	const char *file;
	int64_t damaged;                                    /* lines */
	struct labstat_damage damage[LABSTAT_DAMAGED_KEPT]; /* the first ones */
	struct labstat_unknown unknown[LABSTAT_CODE__MAX];
};

struct labstat;

/* Whether a row is wanted, by its key as it stands in the file (any bytes): for
 * files of which little is read.  It may find the line damaged, too. */
typedef bool (*labstat_want_fn)(void *context, struct labstat *l,
				const char *key, size_t length);

/* A row: its cells in the order of labstat_file.columns, "" for none; they end
 * with the call.  False: no more rows are wanted. */
typedef bool (*labstat_take_fn)(void *context, struct labstat *l,
				const char *const *cells);

struct labstat {
	const struct labstat_file *file;
	labstat_take_fn take;
	void *context;
	labstat_want_fn want; /* NULL: all rows are */
	/* Called for each damaged line, whoever found it so; may be NULL. */
	void (*lost)(void *context, const struct labstat *l,
		     const struct labstat_damage *damage);

	bool ended;         /* after an error, or `take` wants no more */
	int64_t line;       /* that is being read; at the end: the last */
	struct error error; /* code ERR_OK: none */
	struct labstat_notes notes;

	int8_t place[LABSTAT_FILE_COLUMNS_MAX]; /* column of the file -> cell,
						 * -1 = passed over */
	size_t columns; /* of the file; 0: the header is still to come */
	size_t key;     /* the key's place in the file */
	char rest[LABSTAT_LINE_BYTES]; /* of a line that is not whole yet */
	size_t rest_length;
	bool skipping;                 /* the rest of a line that is too long */
	char text[LABSTAT_LINE_BYTES]; /* of the line that is being read */
};

#define LABSTAT_INIT(which, take_row, with)    \
	((struct labstat){ .file = (which),    \
			   .take = (take_row), \
			   .context = (with),  \
			   .notes = { .file = (which)->name } })

/* False when no more bytes are of use. */
MUST_CHECK bool labstat_feed(struct labstat *l, const char *bytes,
			     size_t length);

/*
 * The file is over.  `whole`: it is known to be (its announced length came);
 * then its last line may lack its end, otherwise that is a cut.
 */
MUST_CHECK enum err labstat_end(struct labstat *l, bool whole);

/* Both, for a file that is there: feed all of it and end. */
MUST_CHECK enum err labstat_read(struct labstat *l, const char *body,
				 size_t length, bool whole);

/* For takers: this line is of no use, for that reason. */
void labstat_damaged(struct labstat *l, const char *format, ...) PRINTF(2, 3);

/* For takers: this line has a code that nobody knows here. */
void labstat_unknown(struct labstat *l, enum labstat_code which,
		     const char *code);

/* What a person should hear of it, sentence by sentence: the `i`th, from 0;
 * false when there are no more. */
bool labstat_note(const struct labstat_notes *notes, size_t i,
		  char note[LABSTAT_NOTE_BYTES]);

/* Where a file is, below the folder of its survey, with or without a slash at
 * its end; false when the address does not fit. */
bool labstat_url(const char *folder, const char *file, char *out, size_t size);

#endif
