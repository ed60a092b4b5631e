-- A round that looks implausible is held back until a person accepts it.

ALTER TABLE release_round
  MODIFY state ENUM('open','complete','held') NOT NULL;

ALTER TABLE release_round
  ADD COLUMN IF NOT EXISTS held_reason VARCHAR(255) NULL;

ALTER TABLE sync_run
  ADD COLUMN IF NOT EXISTS accept_held BOOLEAN NOT NULL DEFAULT FALSE
  COMMENT 'publish the round even if the guard would hold it' AFTER enhanced;
