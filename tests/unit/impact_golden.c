/*
 * The score of the whole catalog of May 2025, from the reference tables that
 * the product loads and the employments that the emulator serves.  Runs in the
 * folder of the repository.
 */
#include <stdlib.h>
#include <string.h>

#include "impact/score.h"
#include "impact_t.h"

#define REFERENCE "sql/reference/"
#define ESTIMATES "tests/bls_emulator/data/national_2025.tsv"

enum { CELLS_MAX = 16, ROWS_MAX = 24000 };

static struct exposure_occupation occupations[ROWS_MAX];
static struct exposure_rating ratings[ROWS_MAX];
static struct exposure_task tasks[ROWS_MAX];
static struct exposure_zone zones[ROWS_MAX];
static struct exposure_aggregate aggregates[ROWS_MAX];
static struct exposure_input input = {
	.occupations = occupations,
	.ratings = ratings,
	.tasks = tasks,
	.zones = zones,
	.aggregates = aggregates,
};
static struct impact_score scores[ROWS_MAX];

typedef void (*row_fn)(char *const cells[CELLS_MAX]);

static void split(char *line, char *cells[CELLS_MAX])
{
	static char empty[] = "";
	size_t i;

	line[strcspn(line, "\r\n")] = '\0';
	for (i = 0; i < CELLS_MAX; i++)
		cells[i] = empty;
	for (i = 0; line && i < CELLS_MAX; i++) {
		cells[i] = line;
		line = strchr(line, '\t');
		if (line)
			*line++ = '\0';
	}
}

/* Comments and the header line are not rows. */
static void each_row(const char *path, row_fn take)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	bool header = false;
	char *cells[CELLS_MAX];

	if (!file)
		print_error("%s: not found from here\n", path);
	assert_non_null(file);
	while (getline(&line, &size, file) != -1) {
		if (strncmp(line, "# ", 2) == 0)
			continue;
		split(line, cells);
		/* The emulator's table has its header in a comment. */
		if (!header && strncmp(cells[0], "00-", 3) != 0) {
			header = true;
			continue;
		}
		header = true;
		take(cells);
	}
	free(line);
	assert_int_equal(fclose(file), 0);
}

static void take_occupation(char *const cells[CELLS_MAX])
{
	struct exposure_occupation *o = &occupations[input.occupation_count];

	if (strcmp(cells[1], "detailed") != 0)
		return;
	assert_true(copy_text(o->code, sizeof o->code, cells[0]));
	o->employment = -1;
	input.occupation_count++;
}

static void take_employment(char *const cells[CELLS_MAX])
{
	size_t i;

	for (i = 0; i < input.occupation_count; i++) {
		struct exposure_occupation *o = &occupations[i];

		if (strcmp(o->code, cells[0]) != 0)
			continue;
		o->has_employment =
			parse_int64(cells[1], 0, INT64_MAX / 2, &o->employment);
		if (!o->has_employment)
			o->employment = 0;
	}
}

static void take_rating(char *const cells[CELLS_MAX])
{
	struct exposure_rating *r = &ratings[input.rating_count++];

	assert_true(exposure_source_parse(cells[0], &r->source));
	assert_true(copy_text(r->code, sizeof r->code, cells[1]));
	r->value = strtod(cells[2], NULL);
}

static void take_task(char *const cells[CELLS_MAX])
{
	struct exposure_task *t = &tasks[input.task_count++];

	assert_true(copy_text(t->onet_code, sizeof t->onet_code, cells[0]));
	t->core = strcmp(cells[2], "Core") == 0;
	assert_int_equal(cells[5][0], 'T');
	t->automation = cells[5][1] - '0';
}

static void take_zone(char *const cells[CELLS_MAX])
{
	struct exposure_zone *z = &zones[input.zone_count++];

	assert_true(copy_text(z->onet_code, sizeof z->onet_code, cells[0]));
	z->zone = cells[1][0] - '0';
}

static void take_aggregate(char *const cells[CELLS_MAX])
{
	struct exposure_aggregate *a = &aggregates[input.aggregate_count++];

	assert_true(copy_text(a->occupation_code, sizeof a->occupation_code,
			      cells[0]));
	assert_true(copy_text(a->soc_code, sizeof a->soc_code, cells[1]));
}

/* The catalog: detailed occupations that have a row in the newest release. */
static void drop_without_data(void)
{
	size_t kept = 0;
	size_t i;

	for (i = 0; i < input.occupation_count; i++) {
		if (occupations[i].employment >= 0)
			occupations[kept++] = occupations[i];
	}
	input.occupation_count = kept;
}

static int set_up(void **state)
{
	struct error e;

	(void)state;
	each_row(REFERENCE "occupation.tsv", take_occupation);
	each_row(ESTIMATES, take_employment);
	drop_without_data();
	each_row(REFERENCE "exposure.tsv", take_rating);
	each_row(REFERENCE "task.tsv", take_task);
	each_row(REFERENCE "job_zone.tsv", take_zone);
	each_row(REFERENCE "soc_aggregate.tsv", take_aggregate);
	assert_int_equal(impact_compute(&input, scores, &e), ERR_OK);
	return 0;
}

static void test_input_is_complete(void **state)
{
	(void)state;
	assert_int_equal(input.occupation_count, 830);
	assert_int_equal(input.rating_count, 3387);
	assert_int_equal(input.task_count, 19265);
	assert_int_equal(input.zone_count, 923);
	assert_int_equal(input.aggregate_count, 28);
}

static void test_counts(void **state)
{
	size_t risk[RISK__MAX] = { 0 };
	size_t basis[BASIS__MAX] = { 0 };
	size_t type[TYPE__MAX] = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < input.occupation_count; i++) {
		risk[scores[i].risk]++;
		basis[scores[i].basis]++;
		type[scores[i].type]++;
	}
	assert_int_equal(risk[RISK_LOW], 284);
	assert_int_equal(risk[RISK_MEDIUM], 231);
	assert_int_equal(risk[RISK_HIGH], 223);
	assert_int_equal(risk[RISK_VERY_HIGH], 92);
	assert_int_equal(basis[BASIS_DIRECT], 783);
	assert_int_equal(basis[BASIS_BROAD] + basis[BASIS_MINOR] +
				 basis[BASIS_MAJOR],
			 47);
	assert_int_equal(type[TYPE_LOW_EXPOSURE] + type[TYPE_AUGMENTATION] +
				 type[TYPE_AUTOMATION],
			 830);
}

static void test_every_score_is_in_range(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < input.occupation_count; i++) {
		const struct impact_score *s = &scores[i];

		assert_string_equal(s->code, occupations[i].code);
		assert_true(s->score > 0 && s->score <= 100);
		assert_true(s->spread >= 0 && s->spread <= 50);
		assert_true(s->automation_percentile > 0);
		assert_true(s->automation_percentile <= 1);
		assert_true(s->risk_index > 0 && s->risk_index <= 100);
		assert_true(s->job_zone >= 1 && s->job_zone <= 5);
		assert_true(s->has_spread == (s->basis == BASIS_DIRECT));
		assert_true((s->sources >= 2) == (s->basis == BASIS_DIRECT));
	}
}

static void test_named_jobs(void **state)
{
	static const struct {
		const char *code;
		double score;
		enum risk_level risk;
	} jobs[] = {
		{ "15-1252", 87.2, RISK_HIGH },      /* Software Developers */
		{ "43-9021", 95.3, RISK_VERY_HIGH }, /* Data Entry Keyers */
		{ "29-1141", 55.3, RISK_MEDIUM },    /* Registered Nurses */
		{ "47-2111", 36.5, RISK_LOW },       /* Electricians */
		{ "41-2011", 71.4, RISK_VERY_HIGH }, /* Cashiers */
		{ "23-1011", 70.6, RISK_HIGH },      /* Lawyers */
	};
	size_t found = 0;
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < input.occupation_count; i++) {
		for (k = 0; k < COUNT_OF(jobs); k++) {
			if (strcmp(scores[i].code, jobs[k].code) != 0)
				continue;
			print_message("%s\n", jobs[k].code);
			assert_near_at(scores[i].score, jobs[k].score, 0.05,
				       __FILE__, __LINE__);
			assert_int_equal(scores[i].risk, jobs[k].risk);
			found++;
		}
	}
	assert_int_equal(found, COUNT_OF(jobs));
}

static void reverse(void *rows, size_t count, size_t size)
{
	unsigned char *row = rows;
	unsigned char *swap = xcalloc(1, size);
	size_t i;

	for (i = 0; i < count / 2; i++) {
		unsigned char *other = row + (count - 1 - i) * size;

		memcpy(swap, row + i * size, size);
		memcpy(row + i * size, other, size);
		memcpy(other, swap, size);
	}
	free(swap);
}

/* The database may return its rows in any order. */
static void test_order_of_rows_does_not_matter(void **state)
{
	size_t n = input.occupation_count;
	struct impact_score *again = xcalloc(n, sizeof *again);
	struct error e;
	size_t i;

	(void)state;
	reverse(ratings, input.rating_count, sizeof *ratings);
	reverse(tasks, input.task_count, sizeof *tasks);
	reverse(zones, input.zone_count, sizeof *zones);
	reverse(aggregates, input.aggregate_count, sizeof *aggregates);
	assert_int_equal(impact_compute(&input, again, &e), ERR_OK);
	for (i = 0; i < n; i++) {
		assert_near(again[i].score, scores[i].score);
		assert_near(again[i].risk_index, scores[i].risk_index);
		assert_near(again[i].job_zone, scores[i].job_zone);
	}
	free(again);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_input_is_complete),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_every_score_is_in_range),
		cmocka_unit_test(test_named_jobs),
		cmocka_unit_test(test_order_of_rows_does_not_matter),
	};

	return cmocka_run_group_tests(tests, set_up, NULL);
}
