/* How the service is: /api/admin/system-health for people, /metrics for
 * collectors. */
#ifndef ADMIN_HEALTH_H
#define ADMIN_HEALTH_H

struct call;

void admin_health_show(struct call *call); /* GET, ACCESS_READER */

#endif
