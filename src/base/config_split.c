#include "base/config.h"

#include <string.h>

size_t config_split(const char *list, char *copy, size_t copy_size,
		    const char *items[], size_t max)
{
	size_t count = 0;
	char *p = copy;
	char *end;

	copy_text(copy, copy_size, list);
	while (count < max) {
		p += strspn(p, ", \t");
		if (!*p)
			break;
		end = p + strcspn(p, ", \t");
		items[count++] = p;
		if (!*end)
			break;
		*end = '\0';
		p = end + 1;
	}
	return count;
}
