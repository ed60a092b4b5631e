/*
 * The search inside the process: each judged question several times, beside a
 * scan of all titles that looks for the same words, begun or misspelled.  Prints
 * one line of JSON; run in the project's folder.
 */
#include "../unit/search_t.h"
#include "search/words.h"

#include <malloc.h>
#include <time.h>

enum { ROUNDS = 7, SCAN_EACH = 20, NS_PER_S = 1000000000 };

static int64_t now_ns(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

static int compare_times(const void *left, const void *right)
{
	const int64_t *a = left;
	const int64_t *b = right;

	return (*a > *b) - (*a < *b);
}

static double percentile_ms(const int64_t *sorted, size_t count, size_t percent)
{
	size_t place = (count - 1) * percent / 100;

	return (double)sorted[place] / 1e6;
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The edit distance, as a textbook has it. */
static size_t distance(const char *a, const char *b)
{
	size_t line[WORD_BYTES + 1];
	size_t n = strlen(b);
	size_t i;
	size_t j;

	for (j = 0; j <= n; j++)
		line[j] = j;
	for (i = 1; a[i - 1]; i++) {
		size_t corner = line[0];

		line[0] = i;
		for (j = 1; j <= n; j++) {
			size_t above = line[j];

			line[j] = least(least(above, line[j - 1]) + 1,
					corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return line[n];
}

static bool is_like(const char *word, const char *typed, bool last)
{
	size_t length = strlen(typed);

	if (strcmp(word, typed) == 0)
		return true;
	if (last && strncmp(word, typed, length) == 0)
		return true;
	return length >= 4 && distance(word, typed) <= (length < 8 ? 1 : 2);
}

static bool has_all(const struct words *title, const struct words *question)
{
	size_t i;
	size_t k;

	for (i = 0; i < question->count; i++) {
		for (k = 0; k < title->count; k++)
			if (is_like(title->singular[k], question->singular[i],
				    i + 1 == question->count))
				break;
		if (k == title->count)
			return false;
	}
	return true;
}

static size_t scan(const struct search_t *st, const char *text)
{
	struct words question;
	struct words title;
	size_t found = 0;
	size_t i;

	words_split(text, &question);
	for (i = 0; i < st->in.title_count; i++) {
		words_split(st->titles[i].title, &title);
		found += has_all(&title, &question);
	}
	return found;
}

static void measure(const struct search_t *st, size_t build_bytes)
{
	size_t count;
	struct judged *list = search_t_judged(&count);
	int64_t(*ours)[ROUNDS] = xcalloc(count, sizeof *ours);
	int64_t *typical = xcalloc(count, sizeof *typical);
	int64_t *theirs = xcalloc(count, sizeof *theirs);
	size_t scanned = 0;
	size_t found = 0;
	size_t i;

	for (i = 0; i < count * ROUNDS; i++) {
		int64_t start = now_ns();

		found += search_run(st->search, list[i % count].query).count;
		ours[i % count][i / count] = now_ns() - start;
	}
	/* the median of each: what else the machine does is not the search */
	for (i = 0; i < count; i++) {
		qsort(ours[i], ROUNDS, sizeof ours[i][0], compare_times);
		typical[i] = ours[i][ROUNDS / 2];
	}
	for (i = 0; i < count; i += SCAN_EACH) {
		int64_t start = now_ns();

		found += scan(st, list[i].query);
		theirs[scanned++] = now_ns() - start;
	}
	qsort(typical, count, sizeof *typical, compare_times);
	qsort(theirs, scanned, sizeof *theirs, compare_times);
	printf("{\"questions\":%zu,\"found\":%zu,\"p50\":%.4f,\"p99\":%.4f,"
	       "\"max\":%.4f,\"scan\":%.4f,\"mb\":%.2f}\n",
	       count, found, percentile_ms(typical, count, 50),
	       percentile_ms(typical, count, 99),
	       percentile_ms(typical, count, 100),
	       percentile_ms(theirs, scanned, 50), (double)build_bytes / 1e6);
	free(ours);
	free(typical);
	free(theirs);
	free(list);
}

static size_t heap_bytes(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

int main(void)
{
	struct search_t st;
	size_t before;

	search_t_load(&st);
	search_free(st.search);
	before = heap_bytes();
	st.search = search_new(&st.in);
	measure(&st, heap_bytes() - before);
	search_t_free(&st);
	return 0;
}
