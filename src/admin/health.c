#include "admin/health.h"

#include "health/monitor.h"
#include "web/call.h"

void admin_health_show(struct call *call)
{
	struct health health;
	struct jw w;

	health_look(call->app->db, call->app->config, &health);
	w = response_json(call->rs);
	health_write(&w, &health);
}
