-- What a run did, for its history: what became of its requests, which keys they
-- went out with, what it warned of. These rows go when their run does.

CREATE TABLE IF NOT EXISTS run_outcome (
  run_id   BIGINT UNSIGNED NOT NULL,
  class    VARCHAR(32) CHARACTER SET ascii NOT NULL COMMENT 'ok, timeout, ...',
  requests INT UNSIGNED NOT NULL COMMENT 'that ended so',
  retries  INT UNSIGNED NOT NULL COMMENT 'sent because of it',
  PRIMARY KEY (run_id, class)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Counted with the ledger, before a request is sent, so it is right even of a
-- run that was killed.
CREATE TABLE IF NOT EXISTS run_key (
  run_id   BIGINT UNSIGNED NOT NULL,
  key_id   CHAR(16) CHARACTER SET ascii NOT NULL COMMENT 'as in api_key',
  requests INT UNSIGNED NOT NULL,
  PRIMARY KEY (run_id, key_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS run_message (
  run_id  BIGINT UNSIGNED NOT NULL,
  number  SMALLINT UNSIGNED NOT NULL COMMENT 'from 1',
  at      DATETIME(3) NOT NULL,
  level   ENUM('warn','error') NOT NULL,
  message VARCHAR(255) NOT NULL,
  PRIMARY KEY (run_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

ALTER TABLE sync_run
  ADD COLUMN IF NOT EXISTS source ENUM('api','flat') NULL
  COMMENT 'where its figures come from' AFTER release_code;

ALTER TABLE release_round
  ADD COLUMN IF NOT EXISTS listed_at DATETIME(3) NULL
  COMMENT 'when the occupation list of BLS was read for it';

ALTER TABLE api_key
  ADD COLUMN IF NOT EXISTS ignored_until DATETIME(3) NULL
  COMMENT 'BLS answers it as if no key were sent' AFTER blocked_reason;
