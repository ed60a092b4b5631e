-- What a run brings is staged: nothing that readers see is overwritten before
-- the guard has judged the round (src/model/plausibility.h) and it is published.

-- Figures of a round that differ from `observation` of its year. Publishing
-- moves them there in one transaction; rejecting drops them.
CREATE TABLE IF NOT EXISTS staged_observation (
  release_code    CHAR(7) CHARACTER SET ascii NOT NULL,
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  datatype        TINYINT UNSIGNED NOT NULL,
  value           DECIMAL(15,3) NULL,
  decimals        TINYINT UNSIGNED NOT NULL DEFAULT 0,
  reason          VARCHAR(32) CHARACTER SET ascii NULL,
  at_least        DECIMAL(12,2) NULL,
  source          VARCHAR(16) CHARACTER SET ascii NOT NULL,
  run_id          BIGINT UNSIGNED NULL,
  observed_at     DATETIME(3) NOT NULL,
  PRIMARY KEY (release_code, occupation_code, datatype)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Items of a published round that is being worked on again, as they were when
-- it was published: what rejecting the work goes back to.
CREATE TABLE IF NOT EXISTS published_item (
  release_code    CHAR(7) CHARACTER SET ascii NOT NULL,
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  state           ENUM('pending','done','skipped','failed') NOT NULL,
  reason          VARCHAR(32) CHARACTER SET ascii NULL,
  message         VARCHAR(255) NULL,
  transient       BOOLEAN NOT NULL DEFAULT FALSE,
  attempts        INT UNSIGNED NOT NULL DEFAULT 0,
  first_failed_at DATETIME(3) NULL,
  last_failed_at  DATETIME(3) NULL,
  settled_at      DATETIME(3) NULL,
  run_id          BIGINT UNSIGNED NULL,
  PRIMARY KEY (release_code, occupation_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- held: waits for a person. rejected: a person dropped it; not asked for again
-- before a newer release or a forced run. superseded: a newer one came first.
ALTER TABLE release_round
  MODIFY state ENUM('open','complete','held','rejected','superseded') NOT NULL;

ALTER TABLE release_round
  ADD COLUMN IF NOT EXISTS held_at DATETIME(3) NULL;

ALTER TABLE release_round
  ADD COLUMN IF NOT EXISTS decided_at DATETIME(3) NULL
  COMMENT 'accepted or rejected';

ALTER TABLE release_round
  ADD COLUMN IF NOT EXISTS decided_by VARCHAR(64) NULL;

-- Why a round is held: the rules it breaks, with numbers.
CREATE TABLE IF NOT EXISTS held_rule (
  release_code CHAR(7) CHARACTER SET ascii NOT NULL,
  rule         VARCHAR(32) CHARACTER SET ascii NOT NULL,
  part         BIGINT NOT NULL COMMENT 'how many break it, or the total staged',
  whole        BIGINT NOT NULL COMMENT 'of how many, or the total published',
  differences  INT UNSIGNED NOT NULL,
  message      VARCHAR(255) NOT NULL,
  PRIMARY KEY (release_code, rule)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The gravest differences of each rule.
CREATE TABLE IF NOT EXISTS held_difference (
  release_code       CHAR(7) CHARACTER SET ascii NOT NULL,
  number             SMALLINT UNSIGNED NOT NULL COMMENT 'from 1',
  rule               VARCHAR(32) CHARACTER SET ascii NOT NULL,
  occupation_code    CHAR(7) CHARACTER SET ascii NULL COMMENT 'NULL: not of one',
  datatype           TINYINT UNSIGNED NOT NULL,
  published_value    DECIMAL(15,3) NULL,
  published_decimals TINYINT UNSIGNED NOT NULL DEFAULT 0,
  published_reason   VARCHAR(32) CHARACTER SET ascii NULL,
  published_at_least DECIMAL(12,2) NULL,
  staged_value       DECIMAL(15,3) NULL,
  staged_decimals    TINYINT UNSIGNED NOT NULL DEFAULT 0,
  staged_reason      VARCHAR(32) CHARACTER SET ascii NULL,
  staged_at_least    DECIMAL(12,2) NULL,
  PRIMARY KEY (release_code, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A run that only carries out what a person decided about a round.
ALTER TABLE sync_run
  ADD COLUMN IF NOT EXISTS decision ENUM('accept','reject') NULL
  AFTER accept_held;

ALTER TABLE sync_run
  ADD COLUMN IF NOT EXISTS decision_round VARCHAR(16) CHARACTER SET ascii NULL
  AFTER decision;
