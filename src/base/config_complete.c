#include "base/config_complete.h"

#include "base/crypto.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool begins(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

static enum err check_webhook(const struct config *c, struct error *e)
{
	char signature[CRYPTO_SIGNATURE_TEXT];

	if (!c->alert_webhook_url[0])
		return ERR_OK;
	if (!begins(c->alert_webhook_url, "https://") &&
	    !begins(c->alert_webhook_url, "http://"))
		return err_set(e, ERR_ARG,
			       "alert_webhook_url must start with https://");
	if (!c->alert_webhook_secret[0])
		return err_set(e, ERR_ARG,
			       "alert_webhook_url needs alert_webhook_secret");
	if (!crypto_webhook_signature(c->alert_webhook_secret, "", signature))
		return err_set(e, ERR_ARG,
			       "alert_webhook_secret: what follows whsec_ is "
			       "no base64");
	return ERR_OK;
}

static enum err check_mail(const struct config *c, struct error *e)
{
	if (c->smtp_url[0] && !begins(c->smtp_url, "smtp://") &&
	    !begins(c->smtp_url, "smtps://"))
		return err_set(e, ERR_ARG,
			       "smtp_url must start with smtp:// or smtps://");
	/* It is printed by `config`, the password's own key is not. */
	if (strchr(c->smtp_url, '@'))
		return err_set(e, ERR_ARG,
			       "smtp_url must not name a user: that is "
			       "smtp_user and smtp_password");
	if (c->alert_email_to[0] && (!c->smtp_url[0] || !c->smtp_from[0]))
		return err_set(e, ERR_ARG,
			       "alert_email_to needs smtp_url and smtp_from");
	return ERR_OK;
}

/* Known before the first connection, not only after it failed. */
static enum err check_tls(const struct config *c, struct error *e)
{
	if (c->db_tls_ca[0] && access(c->db_tls_ca, R_OK) != 0)
		return err_set(e, ERR_ARG, "db_tls_ca %s: %s", c->db_tls_ca,
			       strerrordesc_np(errno));
	return ERR_OK;
}

enum err config_complete(struct config *c, struct error *e)
{
	enum err code = check_tls(c, e);

	if (code != ERR_OK)
		return code;

	if (c->source == SOURCE_API && c->areas != AREA_NATIONAL)
		return err_set(e, ERR_ARG,
			       "areas beyond the nation come from the flat "
			       "files: source must be auto or flat");
	if (!c->host_id[0] &&
	    gethostname(c->host_id, sizeof c->host_id - 1) != 0)
		return err_set(e, ERR_IO, "host name: %s",
			       strerrordesc_np(errno));
	if (!c->db_api_user[0]) {
		copy_text(c->db_api_user, sizeof c->db_api_user, c->db_user);
		copy_text(c->db_api_password, sizeof c->db_api_password,
			  c->db_password);
	}
	if (!c->db_migrate_user[0]) {
		copy_text(c->db_migrate_user, sizeof c->db_migrate_user,
			  c->db_user);
		copy_text(c->db_migrate_password, sizeof c->db_migrate_password,
			  c->db_password);
	}
	if (!c->lock_file[0] &&
	    snprintf(c->lock_file, sizeof c->lock_file, "%s/bls-sync.lock",
		     c->state_dir) >= (int)sizeof c->lock_file)
		return err_set(e, ERR_ARG, "state_dir is too long");
	code = check_webhook(c, e);
	return code == ERR_OK ? check_mail(c, e) : code;
}
