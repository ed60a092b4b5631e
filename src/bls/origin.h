/*
 * Whether figures come from BLS itself or from a copy, and what it means when
 * one is not there.
 *
 * BLS's own hosts are complete: a series that they do not know does not exist
 * (`noSuchSeries`).  A copy (a mirror, the emulator, an extract of the flat
 * file) may lack anything: nothing is stored for what it lacks, and a missing
 * row reads `notInThisCopy`.  The configuration may say otherwise of either
 * (`source_complete`).
 */
#ifndef BLS_ORIGIN_H
#define BLS_ORIGIN_H

#include "base/config.h"

/* Of the flat files, or of the API. */
bool origin_complete(const struct config *config, bool flat);

#endif
