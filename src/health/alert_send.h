/*
 * The words of a message, and bringing it to its receiver.
 *
 * A webhook gets JSON, signed after Standard Webhooks: whoever knows the secret
 * can tell that it is ours, and drop what comes twice by its webhook-id.
 */
#ifndef HEALTH_ALERT_SEND_H
#define HEALTH_ALERT_SEND_H

#include "store/alert.h"

struct config;
struct http_pool;

/* How many channels are configured. */
unsigned alert_receivers(const struct config *config);
MUST_CHECK bool alert_channel_configured(const struct config *config,
					 enum alert_channel channel);

/*
 * Fill d->message_id, key, subject, body, created_ms for d->channel.  The id
 * is the same for all channels of one message.
 */
void alert_compose(const struct config *config, enum alert_event event,
		   const struct alert *a, const char *message_id,
		   struct alert_delivery *d);

/* One try, bounded in time.  The message in `e` names no secret. */
MUST_CHECK enum err alert_send(const struct config *config,
			       struct http_pool *pool,
			       const struct alert_delivery *d, struct error *e);

#endif
