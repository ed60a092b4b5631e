/* Signing in and out, and who one is: /api/session. */
#ifndef ADMIN_SESSION_H
#define ADMIN_SESSION_H

struct call;

void session_sign_in(struct call *call);  /* POST, ACCESS_OPEN */
void session_show(struct call *call);     /* GET, ACCESS_OPEN: 401 itself */
void session_sign_out(struct call *call); /* DELETE, ACCESS_OPEN, the same */

#endif
