#include "sync/progress.h"

#include "base/log.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum {
	BAR_CELLS_MIN = 4,
	BAR_CELLS_MAX = 40,
	COLUMNS_USUAL = 80,
	LINE_BYTES = 256,
};

static bool on_terminal;
static char line[LINE_BYTES];
static int last_batch = -1;

static void put(const char *text)
{
	ssize_t ignored = write(STDERR_FILENO, text, strlen(text));

	(void)ignored;
}

static void wipe(void)
{
	put("\r\x1b[K");
}

static void draw(void)
{
	put(line);
}

void progress_begin(void)
{
	on_terminal = isatty(STDERR_FILENO) == 1;
	line[0] = '\0';
	last_batch = -1;
	if (on_terminal)
		log_hooks(wipe, draw);
}

void progress_end(void)
{
	if (!on_terminal)
		return;
	log_hooks(NULL, NULL);
	if (line[0])
		put("\n");
}

static void format_eta(int64_t left_s, char out[16])
{
	if (left_s < 0)
		(void)snprintf(out, 16, "--:--");
	else
		(void)snprintf(out, 16, "%02d:%02d", (int)(left_s / 60 % 1000),
			       (int)(left_s % 60));
}

static int terminal_columns(void)
{
	struct winsize size = { 0 };

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || !size.ws_col)
		return COLUMNS_USUAL;
	return size.ws_col;
}

/* A line that wraps could not be drawn over: the bar takes what is left, and
 * what still does not fit is cut. */
static void show_line(const struct run_counters *c, int64_t elapsed_ms)
{
	char bar[BAR_CELLS_MAX + 1];
	char rest[LINE_BYTES - BAR_CELLS_MAX - 4]; /* brackets, blank, NUL */
	char eta[16];
	int processed = run_processed(c);
	int columns = terminal_columns();
	int cells;

	format_eta(run_remaining_s(c, elapsed_ms), eta);
	cells = columns - 4 -
		snprintf(rest, sizeof rest,
			 "%d/%d  ok %d  failed %d  skipped %d  %.0f/min  "
			 "ETA %s",
			 processed, c->total, c->successful, c->failed,
			 c->skipped, run_throughput_per_minute(c, elapsed_ms),
			 eta);
	if (cells > BAR_CELLS_MAX)
		cells = BAR_CELLS_MAX;
	if (cells < BAR_CELLS_MIN)
		cells = BAR_CELLS_MIN;
	memset(bar, '.', (size_t)cells);
	memset(bar, '#', c->total ? (size_t)(processed * cells / c->total) : 0);
	bar[cells] = '\0';
	(void)snprintf(line, sizeof line, "[%s] %s", bar, rest);
	if (columns < LINE_BYTES)
		line[columns - 1] = '\0';
	wipe();
	draw();
}

void progress_show(const struct run_counters *c, int64_t elapsed_ms)
{
	if (on_terminal) {
		show_line(c, elapsed_ms);
		return;
	}
	if (c->current_batch == last_batch)
		return;
	last_batch = c->current_batch;
	log_info("batch %d of %d: %d of %d occupations processed, %d "
		 "successful, %d failed, %d skipped",
		 c->current_batch, c->total_batches, run_processed(c), c->total,
		 c->successful, c->failed, c->skipped);
}
