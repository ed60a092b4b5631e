#include "search/index.h"

#include <math.h>
#include <string.h>

enum { WEIGHT_SCALE = 16 };

size_t search_first_word(const struct search *s, const char *word)
{
	size_t low = 0;
	size_t high = s->word_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(search_word_text(s, middle), word) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t search_find_word(const struct search *s, const char *word)
{
	size_t place = search_first_word(s, word);

	if (place < s->word_count &&
	    strcmp(search_word_text(s, place), word) == 0)
		return place;
	return SIZE_MAX;
}

uint8_t search_weight(const struct search *s, size_t count)
{
	double rare = (double)(s->entry_count + 1) / (double)(count + 1);
	double weight = WEIGHT_SCALE * log2(1.0 + rare);

	return (uint8_t)(weight > UINT8_MAX ? UINT8_MAX : weight);
}
