#include "commands.h"

#include "base/output.h"
#include "model/export.h"
#include "store/job_rows.h"

#include <signal.h>

static void add_row(const struct dataset *d, size_t i,
		    enum export_format format, struct str *out)
{
	struct dataset_job_parts parts;
	struct job_row row;
	struct jw w = JW_INIT(out);

	dataset_job_parts(d, &d->jobs[i], &parts);
	dataset_job_row(&d->jobs[i], &parts, &row);
	if (format == EXPORT_CSV) {
		job_row_csv(out, &row);
		return;
	}
	jw_object(&w);
	job_row_write(&w, &row);
	jw_end(&w);
}

static void add_record(const void *dataset, size_t i, struct str *out)
{
	add_row(dataset, i, EXPORT_CSV, out);
}

static void add_object(const void *dataset, size_t i, struct str *out)
{
	add_row(dataset, i, EXPORT_JSON, out);
}

/* What cannot be written is told at the end of the program (base/output.h). */
static void print(const struct dataset *d, enum export_format format)
{
	struct exporter x = {
		.format = format,
		.about = { .version = d->version,
			   .data_year = dataset_year(d),
			   .release = d->release,
			   .published_at = d->published_at,
			   .filters = "{}" },
		.count = d->job_count,
		.row = format == EXPORT_CSV ? add_record : add_object,
		.context = d,
	};
	struct str piece = STR_INIT(EXPORT_PIECE_MAX);
	while (exporter_next(&x, &piece) &&
	       output_write(piece.data, piece.length))
		str_reset(&piece);
	str_release(&piece);
}

int command_export(const struct config *config, const struct options *o)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct dataset *d = NULL;
	int exit = SYNC_DONE;
	struct error e;
	struct db *db;

	if (!options_given(o, "format"))
		return command_usage(o, "--format is missing: csv, ndjson or "
					"json");
	(void)sigaction(SIGPIPE, &ignore, NULL);
	db = db_new(config, DB_USER_SYNC);
	db_only_reads(db);
	if (dataset_load(db, &d, &e) == ERR_OK)
		print(d, (enum export_format)options_number(o, "format", 0));
	else
		exit = command_failed(&e);
	dataset_free(d);
	db_free(db);
	return exit;
}
