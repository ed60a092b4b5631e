#include "pages.h"

void page_html(struct reply *reply, int status, const char *title,
	       const char *text)
{
	reply->status = status;
	reply->type = "text/html";
	text_clear(&reply->body);
	text_fmt(&reply->body,
		 "<!DOCTYPE html>\n<html><head>\n<title>%s</title>\n"
		 "</head><body>\n<h1>%s</h1>\n<p>%s</p>\n</body></html>\n",
		 title, title, text);
}

/* As the content network in front of BLS words it. */
void page_access_denied(struct exchange *x)
{
	x->reply.status = 403;
	x->reply.type = "text/html";
	text_clear(&x->reply.body);
	text_fmt(&x->reply.body,
		 "<HTML><HEAD>\n<TITLE>Access Denied</TITLE>\n</HEAD><BODY>\n"
		 "<H1>Access Denied</H1>\n \nYou don't have permission to "
		 "access \"%s\" on this server.<P>\n"
		 "Reference&#32;&#35;18&#46;0&#46;0&#46;0\n</BODY>\n</HTML>\n",
		 x->route == ROUTE_FLAT
			 ? "http&#58;&#47;&#47;download&#46;bls&#46;gov&#47;"
			 : "http&#58;&#47;&#47;api&#46;bls&#46;gov&#47;");
}

void page_not_found(struct reply *reply)
{
	page_html(reply, 404, "Not Found",
		  "The requested URL was not found on this server.");
}

static void retry_after(struct reply *reply, long seconds)
{
	if (seconds)
		text_fmt(&reply->headers, "Retry-After: %ld\r\n", seconds);
}

void page_too_many_requests(struct reply *reply, long retry_after_s)
{
	page_html(reply, 429, "Too Many Requests",
		  "The number of requests exceeds the permitted rate.");
	retry_after(reply, retry_after_s);
}

void page_edge_fault(struct exchange *x)
{
	struct reply *reply = &x->reply;

	x->outcome = OUTCOME_EDGE_FAULT;
	switch ((int)x->fault.kind) {
	case FAULT_HTML_200:
		page_html(reply, 200, "Site Maintenance",
			  "The Bureau of Labor Statistics website is "
			  "undergoing maintenance.");
		break;
	case FAULT_HTTP_202:
		reply->status = 202;
		reply->type = "application/json";
		break;
	case FAULT_HTTP_302:
		page_html(reply, 302, "Found", "The document has moved.");
		text_str(&reply->headers,
			 "Location: https://www.example.org/sorry.htm\r\n");
		break;
	case FAULT_HTTP_403_AKAMAI:
		page_access_denied(x);
		break;
	case FAULT_HTTP_429:
		page_too_many_requests(reply, x->fault.retry_after_s);
		break;
	case FAULT_HTTP_500:
		page_html(reply, 500, "Internal Server Error",
			  "The server encountered an internal error.");
		break;
	case FAULT_HTTP_503:
		page_html(reply, 503, "Service Unavailable",
			  "The server is temporarily unable to service your "
			  "request.");
		retry_after(reply, x->fault.retry_after_s);
		break;
	default: /* an empty 200; a hanging request never sends it */
		reply->status = 200;
		reply->type = "application/json";
		break;
	}
}

void page_cut(struct reply *reply, const struct fault *fault)
{
	size_t whole = reply->body.len;
	size_t keep = (size_t)fault->bytes;

	if (fault->kind != FAULT_TRUNCATED_JSON &&
	    fault->kind != FAULT_TRUNCATED_BODY)
		return;
	if (!keep || keep >= whole)
		keep = whole / 2;
	reply->body.len = keep;
	if (fault->kind == FAULT_TRUNCATED_BODY)
		reply->promise = whole;
}
