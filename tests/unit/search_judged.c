/*
 * The search as people judge it: over the real titles, the right occupation
 * comes first for most of the judged questions, and nearly always early.
 */
#include "search_t.h"
#include "t.h"
#include "table.h"

enum {
	FIRST_PERCENT = 92,
	EARLY_PERCENT = 98,
	EARLY = 5,
	QUESTIONS_MIN = 200,
	RECALL_PERCENT = 96,   /* of a filter */
	PRECISION_PERCENT = 75 /* the judged codes are not all that fit */
};

struct figures {
	int asked;
	int first;
	int early;
};

static struct search_t st;

/* The place of the first right one, from 1; 0: among none of the first. */
static size_t place_of(const struct judged *q, struct search_hits hits)
{
	size_t i;

	for (i = 0; i < hits.count && i < EARLY; i++)
		if (strstr(q->codes, st.jobs[hits.list[i].job].code))
			return i + 1;
	return 0;
}

static void tell_miss(const struct judged *q, struct search_hits hits)
{
	size_t i;

	printf("# %s: %s expected, got", q->query, q->codes);
	for (i = 0; i < hits.count && i < EARLY; i++) {
		const struct search_job *job = &st.jobs[hits.list[i].job];

		printf(" %s %.24s (%s);", job->code, job->title,
		       hits.list[i].matched ? hits.list[i].matched : "");
	}
	printf("\n");
}

static void count(struct figures *f, size_t place)
{
	f->asked++;
	f->first += place == 1;
	f->early += place > 0;
}

static void tell(const char *what, const struct figures *f)
{
	printf("# %s: %d questions, right one first %.1f %%, among the first "
	       "%d %.1f %%\n",
	       what, f->asked, 100.0 * f->first / f->asked, EARLY,
	       100.0 * f->early / f->asked);
	assert_true(f->first * 100 >= f->asked * FIRST_PERCENT);
	assert_true(f->early * 100 >= f->asked * EARLY_PERCENT);
}

static void test_judged(void **state)
{
	struct figures figures[2] = { 0 };
	size_t questions;
	struct judged *list = search_t_judged(&questions);
	size_t i;

	(void)state;
	assert_true(questions >= QUESTIONS_MIN);
	for (i = 0; i < questions; i++) {
		struct search_hits hits = search_run(st.search, list[i].query);
		size_t place = place_of(&list[i], hits);

		count(&figures[list[i].held_out], place);
		if (place != 1 && !list[i].held_out)
			tell_miss(&list[i], hits);
	}
	free(list);
	tell("fitted", &figures[false]);
	tell("held out", &figures[true]);
}

/* What a filter takes of what was meant, and what else. */
struct filtered {
	int asked;
	int preferred; /* questions whose first code was taken */
	int any;       /* questions of which some code was taken */
	double precision;
	int partial;
	size_t taken;
};

static void count_filtered(struct filtered *f, const struct judged *q,
			   struct search_hits hits)
{
	size_t right = 0;
	bool preferred = false;
	size_t i;

	for (i = 0; i < hits.count; i++) {
		const char *code = st.jobs[hits.list[i].job].code;

		right += strstr(q->codes, code) != NULL;
		preferred = preferred ||
			    strncmp(q->codes, code, SOC_BYTES - 1) == 0;
	}
	f->asked++;
	f->preferred += preferred;
	f->any += right > 0;
	f->precision += hits.count ? (double)right / (double)hits.count : 0;
	f->partial += hits.partial;
	f->taken += hits.count;
	if (!right && !q->held_out)
		tell_miss(q, hits);
}

static void tell_filtered(const char *what, const struct filtered *f)
{
	printf("# filter, %s: %d questions, preferred one taken %.1f %%, a "
	       "right one %.1f %%; of what is taken %.1f %% is right; %.1f "
	       "taken each, %d partial\n",
	       what, f->asked, 100.0 * f->preferred / f->asked,
	       100.0 * f->any / f->asked, 100.0 * f->precision / f->asked,
	       (double)f->taken / f->asked, f->partial);
	assert_true(f->any * 100 >= f->asked * RECALL_PERCENT);
	assert_true(f->precision * 100 >= f->asked * PRECISION_PERCENT);
}

static void test_filtered(void **state)
{
	struct filtered figures[2] = { 0 };
	size_t questions;
	struct judged *list = search_t_judged(&questions);
	size_t i;

	(void)state;
	for (i = 0; i < questions; i++)
		count_filtered(&figures[list[i].held_out], &list[i],
			       search_filter(st.search, list[i].query));
	free(list);
	tell_filtered("fitted", &figures[false]);
	tell_filtered("held out", &figures[true]);
}

/* What a careful analyst would count, every code of it. */
static const struct {
	const char *question;
	const char *codes; /* "": whatever comes near */
	bool partial;
} counted[] = {
	{ "data scientist", "15-2051", false },
	{ "data scientists", "15-2051", false },
	{ "scientist data", "15-2051", false },
	{ "dentist", "29-1021 29-1029", false },
	{ "registered nurse", "29-1141", false },
	{ "nurse", "29-1141 29-1161 29-1171 29-2061", false },
	{ "nurse practitioner", "29-1171", false },
	{ "software developer", "15-1252", false },
	{ "software engineer", "15-1252", false },
	{ "truck driver", "53-3032 53-3033", false },
	{ "bus driver", "53-3051 53-3052", false },
	{ "accountant", "13-2011", false },
	{ "attorney", "23-1011", false },
	{ "electrician", "47-2111", false },
	{ "plumber", "47-2152", false },
	{ "roofer", "47-2181", false },
	{ "mason", "47-2021 47-2022 47-2051 47-2161", false },
	{ "baker", "51-3011", false },
	{ "physician assistant", "29-1071", false },
	{ "medical assistant", "31-9092", false },
	{ "social worker", "21-1021 21-1022 21-1023 21-1029", false },
	{ "surgeon", "29-1022 29-1242 29-1243 29-1249", false },
	{ "psychologist", "19-3032 19-3033 19-3034 19-3039", false },
	{ "customer service", "43-4051", false },
	{ "dental", "29-1292 31-9091 51-9081", false },
	{ "physical th", "29-1123 31-2021 31-2022", false },
	{ "clerical dentist assistant", "43-9061", false },
	{ "registred nurse", "29-1141", true },
	{ "dentsit", "29-1021 29-1029", true },
	{ "docker", "", true },
	{ "ai", "", true },
	{ "en", "", true },
	{ "zebra dentist", "", true },
};

static void test_counted(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(counted); i++) {
		struct search_hits hits =
			search_filter(st.search, counted[i].question);
		struct str codes = STR_INIT(1000);
		size_t k;
		size_t n;

		for (k = 0; k < st.in.job_count; k++)
			for (n = 0; n < hits.count; n++)
				if (hits.list[n].job == k)
					str_addf(&codes, "%s%s",
						 codes.length ? " " : "",
						 st.jobs[k].code);
		if (*counted[i].codes)
			row_text(counted[i].question, codes.data,
				 counted[i].codes);
		row_int(counted[i].question, hits.partial, counted[i].partial);
		str_release(&codes);
	}
}

static int setup(void **state)
{
	(void)state;
	search_t_load(&st);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	search_t_free(&st);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_judged),
		cmocka_unit_test(test_filtered),
		cmocka_unit_test(test_counted),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
