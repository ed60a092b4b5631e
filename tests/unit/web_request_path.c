/*
 * The path of a request behind other web servers: what each of them sends, as
 * its documentation and its source have it.
 */
#include "web/request_path.h"

#include "table.h"

static const struct {
	const char *server;
	struct request_names sent;
	const char *mount;
	const char *path;
} rows[] = {
	{ "nginx, our own rules",
	  { "/api/jobs", NULL, "/api/jobs?page=2", "/api/jobs" },
	  "",
	  "/api/jobs" },
	{ "nginx, its fastcgi_params with an empty PATH_INFO",
	  { "/api/jobs", "", "/api/jobs", "/api/jobs" },
	  "",
	  "/api/jobs" },
	{ "nginx, $fastcgi_split_path_info",
	  { "/api", "/jobs", "/api/jobs", "/api/jobs" },
	  "",
	  "/api/jobs" },
	{ "Apache, ProxyPass /api/ unix:/s|fcgi://localhost/api/",
	  { "/api/jobs", NULL, "/api/jobs?page=2", NULL },
	  "",
	  "/api/jobs" },
	{ "Apache, with proxy-fcgi-pathinfo",
	  { "/api", "/jobs", "/api/jobs?page=2", NULL },
	  "",
	  "/api/jobs" },
	{ "Apache, a handler that is none of the address",
	  { "/handler.fcgi", "/api/jobs", "/api/jobs?page=2", NULL },
	  "",
	  "/api/jobs" },
	{ "lighttpd, fastcgi.server = ( \"/api\" => ... )",
	  { "/api", "/jobs", "/api/jobs?page=2", NULL },
	  "",
	  "/api/jobs" },
	{ "lighttpd, \"/\" with fix-root-scriptname",
	  { "", "/api/jobs", "/api/jobs", NULL },
	  "",
	  "/api/jobs" },
	{ "lighttpd, the prefix itself",
	  { "/livez", "", "/livez", NULL },
	  "",
	  "/livez" },
	{ "Caddy, reverse_proxy with transport fastcgi",
	  { "", "/api/jobs", "/api/jobs?page=2", "" },
	  "",
	  "/api/jobs" },
	{ "Caddy, split",
	  { "/api", "/jobs/15-1252", "/api/jobs/15-1252", "/api" },
	  "",
	  "/api/jobs/15-1252" },
	{ "no names but the address",
	  { NULL, NULL, "/api/jobs?page=2", NULL },
	  "",
	  "/api/jobs" },
	{ "an address in absolute form",
	  { NULL, NULL, "http://host:8080/api/jobs?x=/y", NULL },
	  "",
	  "/api/jobs" },
	{ "a host alone", { NULL, NULL, "http://host", NULL }, "", "/" },
	{ "an address that is still encoded",
	  { NULL, NULL, "/api/jobs/15%2D1252?q=%41", NULL },
	  "",
	  "/api/jobs/15-1252" },
	{ "a plus is a plus in a path",
	  { NULL, NULL, "/api/a+b%20c", NULL },
	  "",
	  "/api/a+b c" },
	{ "names are decoded already",
	  { "/api/jobs/%31", "", "/api/jobs/%2531", NULL },
	  "",
	  "/api/jobs/%31" },
	{ "PATH_INFO decoded, the handler none of the address",
	  { "/h.fcgi", "/api/jobs/15-1252", "/api/jobs/15%2d1252", NULL },
	  "",
	  "/api/jobs/15-1252" },
	{ "broken encoding", { NULL, NULL, "/api/%zz", NULL }, "", "" },
	{ "a NUL", { NULL, NULL, "/api/jobs%00", NULL }, "", "" },
	{ "broken encoding, but a document",
	  { NULL, NULL, "/api/%", "/api/jobs" },
	  "",
	  "/api/jobs" },
	{ "the document alone",
	  { NULL, NULL, NULL, "/api/jobs" },
	  "",
	  "/api/jobs" },
	{ "nothing", { NULL, NULL, NULL, NULL }, "", "" },
	{ "mounted, nginx",
	  { "/bls/api/jobs", NULL, "/bls/api/jobs", "/bls/api/jobs" },
	  "/bls",
	  "/api/jobs" },
	{ "mounted, lighttpd",
	  { "/bls", "/api/jobs", "/bls/api/jobs", NULL },
	  "/bls",
	  "/api/jobs" },
	{ "mounted, the server has stripped the prefix",
	  { "", "/api/jobs", "/bls/api/jobs", NULL },
	  "/bls",
	  "/api/jobs" },
	{ "mounted, the prefix alone",
	  { "/bls", NULL, "/bls", NULL },
	  "/bls",
	  "/" },
	{ "mounted, another name",
	  { "/blsx/api", NULL, NULL, NULL },
	  "/bls",
	  "/blsx/api" },
};

static void test_servers(void **state)
{
	char path[REQUEST_PATH_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(rows); i++) {
		request_path(&rows[i].sent, rows[i].mount, path);
		row_text(rows[i].server, path, rows[i].path);
	}
}

static void test_mount(void **state)
{
	static const struct {
		const char *base_url;
		const char *mount;
	} urls[] = {
		{ "http://127.0.0.1:8080", "" },
		{ "https://host/", "" },
		{ "https://host/bls", "/bls" },
		{ "https://host/a/b//", "/a/b" },
		{ "", "" },
	};
	char mount[REQUEST_PATH_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT_OF(urls); i++) {
		request_mount(urls[i].base_url, mount);
		row_text(urls[i].base_url, mount, urls[i].mount);
	}
	assert_string_equal(request_uri_query("/api/jobs?a=b?c"), "a=b?c");
	assert_string_equal(request_uri_query("/api/jobs"), "");
}

/* However long it is, it ends, and is no other path. */
static void test_long(void **state)
{
	char name[REQUEST_PATH_MAX * 2];
	char path[REQUEST_PATH_MAX];
	const struct request_names names = { name, name, name, name };

	(void)state;
	memset(name, 'x', sizeof name);
	name[sizeof name - 1] = '\0';
	request_path(&names, "/bls", path);
	assert_int_equal(strlen(path), REQUEST_PATH_MAX - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_servers),
		cmocka_unit_test(test_mount),
		cmocka_unit_test(test_long),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
