/* cmocka, included the way it wants to be. */
#ifndef UNIT_T_H
#define UNIT_T_H

/* clang-format off */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
/* clang-format on */

#endif
