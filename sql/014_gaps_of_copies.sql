-- A figure of which there is no row is not in this copy (notInThisCopy); one
-- that BLS does not have is a row whose reason is noSuchSeries, and only a
-- source that is complete can say so (source_complete).  What was stored before
-- this migration came from any source: where the configured one is a copy,
-- `bls-sync migrate` takes such rows back (src/store/gap.h).

ALTER TABLE observation
  MODIFY reason ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL
  COMMENT 'no row at all: notInThisCopy';
