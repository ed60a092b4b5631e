-- Was it committed?  When the answer to a COMMIT is lost, the number of the
-- transaction tells: it is written with its rows or not at all.

ALTER TABLE lease
  ADD COLUMN IF NOT EXISTS last_number BIGINT UNSIGNED NOT NULL DEFAULT 0
  COMMENT 'of the transactions of this token, the one committed last'
  AFTER token;
