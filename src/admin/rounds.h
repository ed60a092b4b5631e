/* Rounds, and what is decided about one that is held back:
 * /api/admin/rounds, /api/admin/rounds/{id} and what is below it. */
#ifndef ADMIN_ROUNDS_H
#define ADMIN_ROUNDS_H

struct call;

void admin_rounds_list(struct call *call);   /* GET, ACCESS_READER */
void admin_rounds_show(struct call *call);   /* GET {id}, ACCESS_READER */
void admin_rounds_accept(struct call *call); /* POST, ACCESS_ADMIN */
void admin_rounds_reject(struct call *call); /* POST, ACCESS_ADMIN */

#endif
