#include "sync/publish.h"

#include "base/log.h"
#include "impact/score.h"
#include "store/area_round.h"
#include "store/exposure.h"
#include "store/occupation.h"
#include "store/publication.h"
#include "store/round_standing.h"
#include "sync/guard.h"

#include <stdlib.h>

enum { TRANSACTION_TRIES = 5 };

static enum err rescore(struct db *db, struct error *e)
{
	struct exposure_rows rows;
	struct impact_score *scores;
	size_t count;
	enum err code = exposure_load(db, &rows, e);

	if (code != ERR_OK)
		return code;
	count = rows.input.occupation_count;
	scores = xcalloc(count, sizeof *scores);
	code = impact_compute(&rows.input, scores, e);
	if (code == ERR_OK)
		code = score_replace(db, scores, count, e);
	else
		err_prefix(e, "score");
	free(scores);
	exposure_rows_release(&rows);
	return code;
}

static enum err derive_jobs(struct db *db, struct publication *what,
			    struct error *e)
{
	enum err code = ERR_OK;
	size_t i;

	if (!what->release)
		return ERR_OK;
	if (what->whole_round) {
		/* levels first: detailed occupations become jobs */
		code = occupations_rename(db, what->release->code,
					  &what->renamed, NULL, e);
		if (code == ERR_OK)
			code = publication_of_round(db, what->release,
						    &what->withdrawn, e);
		if (code == ERR_OK)
			code = round_complete(db, what->release,
					      what->accepted_by, e);
		return code;
	}
	for (i = 0; code == ERR_OK && i < what->code_count; i++)
		code = publication_of_code(db, what->release, what->codes[i],
					   e);
	return code;
}

static enum err write_publication(struct db *db, void *context, struct error *e)
{
	struct publication *what = context;
	enum err code;

	what->withdrawn = 0;
	what->renamed = 0;
	code = derive_jobs(db, what, e);
	if (code == ERR_OK)
		code = rescore(db, e);
	if (code == ERR_OK)
		code = area_summarize(db, e);
	if (code == ERR_OK)
		code = publication_bump_version(
			db, what->release ? what->release->code : NULL, e);
	return code;
}

enum err publish(struct db *db, struct lease *lease, struct publication *what,
		 struct error *e)
{
	/* twice: nothing is left to be withdrawn, another version */
	const struct lease_work work = { write_publication, what, true };
	enum err code;
	int tries = 0;

	do
		code = lease_write(db, lease, &work, e);
	while ((code == ERR_DEADLOCK || code == ERR_NET) &&
	       ++tries < TRANSACTION_TRIES);
	return code;
}

static enum err first_publication(struct db *db, struct error *e)
{
	int64_t rounds = 0;
	int64_t jobs = 0;
	enum err code = round_count_complete(db, &rounds, e);

	if (code == ERR_OK)
		code = publication_job_count(db, &jobs, e);
	if (code != ERR_OK || rounds || jobs)
		return code;
	log_info("no round yet: the newest reference year is shown");
	return publication_of_reference(db, e);
}

enum err publish_after_migration(struct db *db, const struct config *config,
				 struct error *e)
{
	struct publication scores_only = { 0 };
	struct guard guard;
	enum err code = guard_take(&guard, db, config, e);

	if (code == ERR_BUSY) {
		log_info("a run is under way: it will publish by itself");
		return ERR_OK;
	}
	if (code == ERR_OK)
		code = first_publication(db, e);
	if (code == ERR_OK)
		code = publish(db, &guard.lease, &scores_only, e);
	guard_release(&guard, db);
	return code;
}

enum err publish_scores(struct db *db, const struct config *config,
			struct error *e)
{
	struct publication scores_only = { 0 };
	struct guard guard;
	enum err code = guard_take(&guard, db, config, e);

	if (code == ERR_OK)
		code = publish(db, &guard.lease, &scores_only, e);
	guard_release(&guard, db);
	return code;
}
