/*
 * What the figures of one occupation say against each other, whatever they were
 * before.  Each returns the data type that is to be looked at, or 0 when all is
 * well.  How far BLS's own figures keep away from these bounds: plausibility.h.
 */
#ifndef MODEL_FIGURE_CHECKS_H
#define MODEL_FIGURE_CHECKS_H

#include "model/figure.h"

/* Wages by percentile must not fall.  A capped one is higher than any number,
 * so that only capped ones may follow it. */
int check_percentiles(const struct occupation_figures *f);

/* The mean lies between the 10th and the 90th percentile. */
int check_mean(const struct occupation_figures *f);

/* Annual wages are 2,080 times the hourly ones but for BLS's rounding: to cents
 * here, to tens of dollars there.  The one that is furthest off.  Occupations
 * that are paid by the year, or by the hour, have only one kind. */
int check_annual(const struct occupation_figures *f);

#endif
