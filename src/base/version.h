/*
 * The version of the product, its one home: `--version` of every program and
 * the User-Agent of every request say it.
 */
#ifndef BASE_VERSION_H
#define BASE_VERSION_H

#define PRODUCT_VERSION "1.0.0"
/* Followed by a comment in parentheses: "(alerts)". */
#define PRODUCT_AGENT "BLS-Sync/" PRODUCT_VERSION

#endif
