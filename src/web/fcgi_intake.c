#include "web/fcgi_intake.h"

#include "base/clock.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/* FastCGI 1.0, section 8. */
enum {
	VERSION = 1,
	RECORD_BEGIN = 1,
	RECORD_PARAMS = 4,
	RECORD_STDIN = 5,
	ROLE_RESPONDER = 1,
	BEGIN_BYTES = 8,
	READ_BYTES = 16 * 1024,
	LONG_LENGTH = 0x80, /* the first bit of a length in four bytes */
};

void intake_begin(struct intake *in, int fd)
{
	in->fd = fd;
	in->deadline_ms = clock_monotonic_ms() + INTAKE_MS;
	in->request_id = 0;
	str_reset(&in->params);
	str_reset(&in->body);
	in->body_length = 0;
	in->params_ended = false;
	in->header_length = 0;
	in->content = 0;
	in->padding = 0;
}

void intake_release(struct intake *in)
{
	str_release(&in->params);
	str_release(&in->body);
}

/* A length of one byte or four; false when it does not fit into what is left.
 */
static bool take_length(const unsigned char **p, size_t *left, size_t *length)
{
	const unsigned char *at = *p;
	size_t bytes = *left && at[0] & LONG_LENGTH ? 4 : 1;

	if (*left < bytes)
		return false;
	*length = bytes == 1
			  ? at[0]
			  : (size_t)(at[0] & 0x7f) << 24 | (size_t)at[1] << 16 |
				    (size_t)at[2] << 8 | at[3];
	*p += bytes;
	*left -= bytes;
	return true;
}

/* Every name and value is as long as it says, the last one to the end. */
static bool params_add_up(const struct str *params)
{
	const unsigned char *p = (const unsigned char *)params->data;
	size_t left = params->length;
	size_t name;
	size_t value;

	while (left) {
		if (!take_length(&p, &left, &name) ||
		    !take_length(&p, &left, &value) || name > left ||
		    value > left - name)
			return false;
		p += name + value;
		left -= name + value;
	}
	return true;
}

/* May this record come now? */
static bool header_fits(struct intake *in)
{
	const unsigned char *h = in->header;
	int id = h[2] << 8 | h[3];

	in->content = (size_t)h[4] << 8 | h[5];
	in->padding = h[6];
	if (h[0] != VERSION || !id)
		return false;
	if (!in->request_id) {
		in->request_id = id;
		return h[1] == RECORD_BEGIN && in->content == BEGIN_BYTES;
	}
	if (id != in->request_id)
		return false;
	return h[1] == (in->params_ended ? RECORD_STDIN : RECORD_PARAMS);
}

static bool add_content(struct intake *in, const char *bytes, size_t n)
{
	switch (in->header[1]) {
	case RECORD_PARAMS:
		str_add(&in->params, bytes, n);
		return !in->params.full;
	case RECORD_STDIN:
		/* the rest of what is too big is read, not kept */
		in->body_length += n;
		if (in->body_length <= in->body.ceiling)
			str_add(&in->body, bytes, n);
		return true;
	default:
		return true; /* the role: a responder is all we are */
	}
}

/* The record is read to its end; an empty one ends what it belongs to. */
static enum intake_state end_record(struct intake *in)
{
	bool empty = !in->header[4] && !in->header[5];
	int type = in->header[1];

	in->header_length = 0;
	if (!empty || type == RECORD_BEGIN)
		return INTAKE_MORE;
	if (type == RECORD_STDIN)
		return INTAKE_WHOLE;
	in->params_ended = true;
	return params_add_up(&in->params) ? INTAKE_MORE : INTAKE_BAD;
}

/* One step: a piece of a header, of content or of padding. */
static enum intake_state take(struct intake *in, const char **p, size_t *left)
{
	size_t n;

	if (in->header_length < sizeof in->header) {
		n = sizeof in->header - in->header_length;
		n = n < *left ? n : *left;
		memcpy(in->header + in->header_length, *p, n);
		in->header_length += n;
		if (in->header_length == sizeof in->header && !header_fits(in))
			return INTAKE_BAD;
	} else if (in->content) {
		n = in->content < *left ? in->content : *left;
		in->content -= n;
		if (!add_content(in, *p, n))
			return INTAKE_BAD;
	} else {
		n = in->padding < *left ? in->padding : *left;
		in->padding -= n;
	}
	*p += n;
	*left -= n;
	if (in->header_length == sizeof in->header && !in->content &&
	    !in->padding)
		return end_record(in);
	return INTAKE_MORE;
}

enum intake_state intake_read(struct intake *in)
{
	char bytes[READ_BYTES];
	enum intake_state state = INTAKE_MORE;
	const char *p;
	size_t left;
	ssize_t n;

	while (state == INTAKE_MORE) {
		n = recv(in->fd, bytes, sizeof bytes, MSG_DONTWAIT);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return clock_monotonic_ms() < in->deadline_ms
				       ? INTAKE_MORE
				       : INTAKE_BAD;
		if (n <= 0)
			return INTAKE_BAD;
		for (p = bytes, left = (size_t)n; left && state == INTAKE_MORE;)
			state = take(in, &p, &left);
		if (state == INTAKE_MORE && in->body_length > INTAKE_DRAIN_MAX)
			return INTAKE_WHOLE; /* as much as matters */
	}
	return state;
}
