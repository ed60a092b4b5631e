/*
 * The search as people judge it: over the real titles, the right occupation
 * comes first for most of the judged questions, and nearly always early.
 */
#include "search_t.h"
#include "t.h"

enum { FIRST_PERCENT = 92, EARLY_PERCENT = 98, EARLY = 5, QUESTIONS_MIN = 200 };

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
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
