/*
 * The last step of config_load(): defaults that depend on other keys, and keys
 * that need one another.
 */
#ifndef BASE_CONFIG_COMPLETE_H
#define BASE_CONFIG_COMPLETE_H

#include "base/config.h"

MUST_CHECK enum err config_complete(struct config *c, struct error *e);

#endif
