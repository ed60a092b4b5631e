#include "areas.h"

#include <stddef.h>

#define AREA_YEAR      2025
#define AREA_DATATYPES 17

struct area_cell {
	const char *state;
	char type;
	const char *area;
	const char *name;
	const char *occupation;
	const char *value[AREA_DATATYPES];
	const char *footnote; /* of the cells without a value */
};

/* Ordered by area. Source: U.S. Bureau of Labor Statistics, May 2025. */
static const struct area_cell CELLS[] = {
	{ "41",
	  'M',
	  "0010540",
	  "Albany, OR",
	  "291215",
	  { "50", "12.9", "-", "-", "5.6", "-", "-", "-", "-", "-", "-", "-",
	    "-", "-", "-", "1.003", "1.45" },
	  "5" },
	{ "53",
	  'M',
	  "0014740",
	  "Bremerton-Silverdale-Port Orchard, WA",
	  "151212",
	  { "70", "14.1", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
	    "-", "-", "0.712", "0.58" },
	  "8" },
	{ "11",
	  'M',
	  "0047900",
	  "Washington-Arlington-Alexandria, DC-VA-MD-WV",
	  "151252",
	  { "69060", "3.2", "73.61", "153100", "1.0", "46.37", "59.48", "74.49",
	    "84.73", "102.72", "96450", "123720", "154930", "176230", "213660",
	    "22.020", "2.03" },
	  "" },
	{ "24",
	  'S',
	  "2400000",
	  "Maryland",
	  "151212",
	  { "8650", "9.9", "72.09", "149940", "3.7", "38.04", "51.34", "67.14",
	    "88.10", "104.12", "79130", "106790", "139640", "183260", "216570",
	    "3.131", "2.55" },
	  "" },
	{ "51",
	  'S',
	  "5100000",
	  "Virginia",
	  "151252",
	  { "88280", "3.0", "70.36", "146340", "1.0", "40.07", "51.25", "65.61",
	    "82.26", "101.89", "83350", "106600", "136460", "171090", "211930",
	    "21.484", "1.98" },
	  "" },
};

#define CELL_COUNT (sizeof CELLS / sizeof *CELLS)

void areas_write_list(struct text *out, int year)
{
	size_t i;

	for (i = 0; year == AREA_YEAR && i < CELL_COUNT; i++)
		text_fmt(out, "%s\t%s\t%c\t%s\r\n", CELLS[i].state,
			 CELLS[i].area, CELLS[i].type, CELLS[i].name);
}

static void write_cell(struct text *out, const struct area_cell *cell)
{
	int type;

	for (type = 0; type < AREA_DATATYPES; type++) {
		const char *value = cell->value[type];

		text_fmt(out,
			 "OEU%c%s000000%s%02d     \t%d\tA01\t"
			 "%12s\t%s\r\n",
			 cell->type, cell->area, cell->occupation, type + 1,
			 AREA_YEAR, value,
			 value[0] == '-' ? cell->footnote : "");
	}
}

void areas_write_data(struct text *out, int year, char type)
{
	size_t i;

	for (i = 0; year == AREA_YEAR && i < CELL_COUNT; i++)
		if (CELLS[i].type == type)
			write_cell(out, &CELLS[i]);
}
