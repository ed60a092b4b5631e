/* Parts of the addresses that answers point to. */
#ifndef WEB_LINK_H
#define WEB_LINK_H

#include "base/str.h"

struct config;

enum { LINK_QUERY_MAX = 16 * 1024 };

/* The path of base_url: "" for "https://host", "/bls" for "https://host/bls/".
 */
void link_base_path(struct str *out, const struct config *config);

/* The query of a request without the parameter `but`, each pair followed by
 * "&"; what may not stand in an address is encoded. */
void link_pairs(struct str *out, const char *query, const char *but);

#endif
