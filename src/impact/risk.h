/*
 * The words for the numbers (steps 5 to 7 of the score).
 */
#ifndef IMPACT_RISK_H
#define IMPACT_RISK_H

#include "model/exposure.h"

/* Both on the scale 0..100; `automation_percentile` in (0, 1]. */
double risk_index(double score, double automation_percentile);

/* One level lower, but never below Low, where job_zone is 4 or more:
 * occupations that need much preparation are augmented before they are
 * automated. */
enum risk_level risk_judge(double index, double job_zone);

enum impact_type impact_judge(double score, double job_zone);

/* From basis, sources, has_spread and spread of `score`. */
enum confidence confidence_judge(const struct impact_score *score);

#endif
