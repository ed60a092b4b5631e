/* Who calls, for the audit trail. */
#include "command_trail.h"

#include "base/log.h"
#include "store/account.h"
#include "store/audit.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

const char *command_caller(void)
{
	static char name[USERNAME_BYTES];
	struct passwd space;
	struct passwd *user = NULL;
	char text[1024];

	(void)getpwuid_r(getuid(), &space, text, sizeof text, &user);
	if (user)
		(void)snprintf(name, sizeof name, "cli:%.59s", user->pw_name);
	else
		(void)snprintf(name, sizeof name, "cli:%u", getuid());
	return name;
}

void command_audit(struct db *db, const char *action, const char *detail)
{
	struct audit_entry entry = { .username = command_caller(),
				     .address = "",
				     .action = action,
				     .detail = detail };
	struct error e;

	if (audit_write(db, &entry, &e) != ERR_OK)
		log_error("audit %s: %s", action, e.msg);
}
