#include "commands.h"

#include "base/log.h"
#include "model/export.h"
#include "store/job_rows.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse_format(const char *name, enum export_format *format)
{
	int i;

	for (i = 0; i < EXPORT__FORMATS; i++) {
		if (strcmp(name, export_format_names[i]) == 0) {
			*format = (enum export_format)i;
			return true;
		}
	}
	return false;
}

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

/* Who reads us may have had enough (`| head`): that is not a failure. */
static enum sync_exit write_failed(void)
{
	if (errno == EPIPE)
		return SYNC_DONE;
	log_error("standard output: %s", strerrordesc_np(errno));
	return SYNC_FAILED;
}

static enum sync_exit print(const struct dataset *d, enum export_format format)
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
	bool ok = true;

	while (ok && exporter_next(&x, &piece)) {
		ok = fwrite(piece.data, 1, piece.length, stdout) ==
		     piece.length;
		str_reset(&piece);
	}
	ok = ok && fflush(stdout) == 0;
	str_release(&piece);
	return ok ? SYNC_DONE : write_failed();
}

enum sync_exit command_export(const struct config *config, int argc,
			      char **argv)
{
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct dataset *d = NULL;
	enum export_format format;
	enum sync_exit exit;
	struct error e;
	struct db *db;

	if (argc != 3 || strcmp(argv[1], "--format") != 0)
		return command_usage(
			"export: say --format csv, ndjson or json");
	if (!parse_format(argv[2], &format))
		return command_usage(
			"export: no format is called \"%s\"; there "
			"are csv, ndjson and json",
			argv[2]);
	(void)sigaction(SIGPIPE, &ignore, NULL);
	db = db_new(config, DB_USER_SYNC);
	db_only_reads(db);
	if (dataset_load(db, &d, &e) != ERR_OK) {
		exit = command_failed(&e);
	} else {
		exit = print(d, format);
		dataset_free(d);
	}
	db_free(db);
	return exit;
}
