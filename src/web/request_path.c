#include "web/request_path.h"

#include "web/percent.h"

#include <stdio.h>
#include <string.h>

static bool is_set(const char *text)
{
	return text && *text;
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/* The path of "/api/jobs?page=2" or "http://host/api/jobs", decoded. */
static bool decode_uri(const char *uri, char out[REQUEST_PATH_MAX])
{
	const char *host = strstr(uri, "://");

	if (*uri != '/' && host) {
		uri = strchr(host + 3, '/');
		if (!uri)
			uri = "/";
	}
	return percent_decode_path(uri, strcspn(uri, "?#"), out,
				   REQUEST_PATH_MAX) == PERCENT_OK;
}

/* Below "/bls" are "/bls" and "/bls/x", but not "/blsx". */
static void strip_mount(const char *mount, char path[REQUEST_PATH_MAX])
{
	size_t length = strlen(mount);

	if (!length || strncmp(path, mount, length) != 0 ||
	    (path[length] && path[length] != '/'))
		return;
	memmove(path, path + length, strlen(path + length) + 1);
	if (!*path)
		copy_text(path, REQUEST_PATH_MAX, "/");
}

void request_path(const struct request_names *names, const char *mount,
		  char out[REQUEST_PATH_MAX])
{
	char uri[REQUEST_PATH_MAX] = "";
	bool known = is_set(names->request_uri) &&
		     decode_uri(names->request_uri, uri);

	if (is_set(names->path_info) && known &&
	    strcmp(names->path_info, uri) == 0)
		copy_text(out, REQUEST_PATH_MAX, names->path_info);
	else if (is_set(names->script_name) || is_set(names->path_info))
		(void)snprintf(out, REQUEST_PATH_MAX, "%s%s",
			       or_empty(names->script_name),
			       or_empty(names->path_info));
	else if (known)
		copy_text(out, REQUEST_PATH_MAX, uri);
	else
		copy_text(out, REQUEST_PATH_MAX, or_empty(names->document_uri));
	strip_mount(mount, out);
}

void request_mount(const char *base_url, char out[REQUEST_PATH_MAX])
{
	const char *host = strstr(base_url, "://");
	const char *path = host ? strchr(host + 3, '/') : NULL;
	size_t length;

	copy_text(out, REQUEST_PATH_MAX, path ? path : "");
	for (length = strlen(out); length && out[length - 1] == '/'; length--)
		out[length - 1] = '\0';
}

const char *request_uri_query(const char *request_uri)
{
	const char *mark = strchr(request_uri, '?');

	return mark ? mark + 1 : "";
}
