/* The database: is it there, does it answer, do its tables fit? */
#include "health/judge.h"

/* Tables of another number than the program's; false when they fit. */
static bool judge_schema(const struct database_facts *f, struct check *c)
{
	if (f->tables < 0 || f->tables == f->program)
		return false;
	if (f->tables < f->program) {
		check_set(c, CHECK_FAIL, 10,
			  "The tables have schema number %lld, the program "
			  "needs %lld.",
			  (long long)f->tables, (long long)f->program);
		check_advise(c, "Run `bls-sync migrate`, as after every "
				"upgrade.");
		return true;
	}
	check_set(c, f->refuses ? CHECK_FAIL : CHECK_WARN, 40,
		  "An older program is running: it knows schema number %lld, "
		  "the tables have %lld.",
		  (long long)f->program, (long long)f->tables);
	check_advise(c, "Finish the upgrade on this host: install the new "
			"programs and restart the services.");
	return true;
}

void judge_database(const struct database_facts *f, struct check *c)
{
	c->breaker = breaker_state_name(f->breaker);
	if (!f->reachable) {
		check_set(c, CHECK_FAIL, 0,
			  "The database cannot be reached. Pages show the last "
			  "data that was read; nothing can be imported.");
		check_advise(c, "See that MariaDB runs and that db_socket or "
				"db_hosts of the configuration are right.");
		return;
	}
	if (judge_schema(f, c))
		return;
	if (f->refuses) {
		check_set(c, CHECK_FAIL, 20,
			  "The database answers, but refuses what is asked of "
			  "it; the log names the reason.");
		check_advise(c, "Run `bls-sync migrate`: tables or rights may "
				"be missing.");
		return;
	}
	if (f->round_trip_ms > HEALTH_SLOW_MS) {
		check_set(c, CHECK_WARN, 60,
			  "The database answers, but took %lld ms.",
			  (long long)f->round_trip_ms);
		check_advise(c, "See what keeps the database server busy.");
		return;
	}
	check_set(c, CHECK_PASS, 100, "The database answered in %lld ms.",
		  (long long)f->round_trip_ms);
}
