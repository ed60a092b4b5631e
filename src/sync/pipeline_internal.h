/*
 * Shared by the parts of the pipeline, sending (pipeline.c), judging answers
 * (answer.c) and what a request is to both (pipeline_request.c), and by nobody
 * else.
 */
#ifndef SYNC_PIPELINE_INTERNAL_H
#define SYNC_PIPELINE_INTERNAL_H

#include "sync/pipeline.h"

struct request {
	struct request *next;
	struct pipeline *pipeline;
	struct series_ref refs[BLS_SERIES_MAX];
	struct series_id ids[BLS_SERIES_MAX];
	size_t count;
	struct backoff backoff; /* its `attempt` counts the tries */
	int64_t not_before_ms;  /* monotonic */
	struct key *key;        /* while it is in flight */
	bool probe;             /* sent through a half-open breaker */
};

struct pipeline {
	struct pipeline_options o;
	struct request *waiting; /* in the order of not_before_ms */
	struct request *sent;    /* in flight */
	int in_flight;
	int retries_left;
	int stale_answers;
	int64_t hold_until_ms; /* monotonic; BLS asked us to slow down */
	bool counted_out;      /* the ledger could not be written */
	enum pipeline_state end;
	int new_year;
	int unknown_footnotes; /* figures with such a one */
	char unknown_footnote[FOOTNOTE_CODE_BYTES]; /* of the first of them */
	char message[ITEM_MESSAGE_BYTES];
};

/* A request for these series; goes nowhere yet. */
struct request *request_new(struct pipeline *p, const struct series_ref *refs,
			    size_t count);
/* Queue it: it goes when the monotonic clock says `when_ms`. */
void request_wait(struct pipeline *p, struct request *r, int64_t when_ms);

/* Its answer came, or none ever will: it is in flight no more. */
void request_landed(struct pipeline *p, struct request *r);

/* The first reason to end is the one that counts. */
void pipeline_end(struct pipeline *p, enum pipeline_state end,
		  const char *message);

/* An http_done_fn; `context` is the request, owned from here on. */
void answer_take(void *context, const struct http_response *response);

#endif
