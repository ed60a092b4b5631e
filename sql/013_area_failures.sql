-- Areas that failed are told like occupations that failed: with a class, and
-- since when.  Where a whole kind could not be read (its list, oe.area, cannot
-- be had, say), its round says why.

ALTER TABLE area_item
  ADD COLUMN IF NOT EXISTS reason VARCHAR(32) CHARACTER SET ascii NULL
  COMMENT 'class of a failure' AFTER state;

ALTER TABLE area_item
  ADD COLUMN IF NOT EXISTS first_failed_at DATETIME(3) NULL AFTER attempts;

ALTER TABLE area_item
  ADD COLUMN IF NOT EXISTS last_failed_at DATETIME(3) NULL
  AFTER first_failed_at;

UPDATE area_item SET reason = 'malformed-value', first_failed_at = settled_at,
  last_failed_at = settled_at WHERE state = 'failed' AND reason IS NULL;

-- Held: so many areas failed that a person decides whether readers shall see
-- the others.
ALTER TABLE area_round
  MODIFY state ENUM('open','read','complete','held') NOT NULL;

ALTER TABLE area_round
  ADD COLUMN IF NOT EXISTS held_reason VARCHAR(255) NULL;

ALTER TABLE area_round
  ADD COLUMN IF NOT EXISTS failed_reason VARCHAR(32) CHARACTER SET ascii NULL
  COMMENT 'class; NULL = the kind as a whole did not fail';

ALTER TABLE area_round
  ADD COLUMN IF NOT EXISTS failed_message VARCHAR(255) NULL;

ALTER TABLE area_round
  ADD COLUMN IF NOT EXISTS attempts INT UNSIGNED NOT NULL DEFAULT 0
  COMMENT 'that failed as a whole';

ALTER TABLE area_round
  ADD COLUMN IF NOT EXISTS first_failed_at DATETIME(3) NULL;

ALTER TABLE area_round
  ADD COLUMN IF NOT EXISTS last_failed_at DATETIME(3) NULL;
