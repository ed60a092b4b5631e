/*
 * The path of a request, out of what web servers send with it.  They differ:
 *
 *	                   SCRIPT_NAME     PATH_INFO     others
 *	nginx              /api/jobs                     DOCUMENT_URI the same
 *	Apache, proxied    /api/jobs                     REQUEST_URI
 *	lighttpd, "/api"   /api            /jobs         REQUEST_URI
 *	Caddy                              /api/jobs     REQUEST_URI
 *	Apache, handler    /handler.fcgi   /api/jobs     REQUEST_URI
 *
 * So it is, as CGI/1.1 (RFC 3875, 4.1.5 and 4.1.13) has it, SCRIPT_NAME and
 * PATH_INFO, both decoded; PATH_INFO alone where REQUEST_URI tells that the
 * script is none of the address; without either REQUEST_URI, which is still
 * encoded and has the query; at last DOCUMENT_URI.
 */
#ifndef WEB_REQUEST_PATH_H
#define WEB_REQUEST_PATH_H

#include "web/request.h"

/* As they came, "" or NULL when they did not. */
struct request_names {
	const char *script_name;
	const char *path_info;
	const char *request_uri;
	const char *document_uri;
};

/*
 * The path below `mount`, the part of base_url behind the host ("" or "/bls"):
 * a site may live below one, and its paths do not.  Empty when there is none,
 * or none that can be decoded; one that is too long is cut, so it is unknown.
 */
void request_path(const struct request_names *names, const char *mount,
		  char out[REQUEST_PATH_MAX]);

/* "https://host/bls/" -> "/bls". */
void request_mount(const char *base_url, char out[REQUEST_PATH_MAX]);

/* What follows the "?" of REQUEST_URI, for servers that say no more. */
const char *request_uri_query(const char *request_uri);

#endif
