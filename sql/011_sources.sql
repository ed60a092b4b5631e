-- Which edition of a source the figures are of, and the sources of all that is
-- shown beside those of the score.
ALTER TABLE exposure_source
  ADD COLUMN IF NOT EXISTS version VARCHAR(64) NULL AFTER title;
