-- How an import goes on: rounds, items, runs, the lease, the key ledger.

-- A round is all of one release.
CREATE TABLE IF NOT EXISTS release_round (
  release_code CHAR(7) CHARACTER SET ascii NOT NULL COMMENT '2025A01',
  year         SMALLINT UNSIGNED NOT NULL,
  description  VARCHAR(64) NOT NULL DEFAULT '',
  state        ENUM('open','complete') NOT NULL,
  opened_at    DATETIME(3) NOT NULL,
  completed_at DATETIME(3) NULL,
  PRIMARY KEY (release_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The checkpoint proper: what is settled, per release and occupation.
CREATE TABLE IF NOT EXISTS sync_item (
  release_code    CHAR(7) CHARACTER SET ascii NOT NULL,
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  state           ENUM('pending','done','skipped','failed') NOT NULL,
  reason          VARCHAR(32) CHARACTER SET ascii NULL COMMENT 'class of a skip or failure',
  message         VARCHAR(255) NULL,
  transient       BOOLEAN NOT NULL DEFAULT FALSE,
  attempts        INT UNSIGNED NOT NULL DEFAULT 0,
  first_failed_at DATETIME(3) NULL,
  last_failed_at  DATETIME(3) NULL,
  settled_at      DATETIME(3) NULL,
  run_id          BIGINT UNSIGNED NULL,
  PRIMARY KEY (release_code, occupation_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One execution of the sync program, or the wish for one.
CREATE TABLE IF NOT EXISTS sync_run (
  run_id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  origin         ENUM('cron','admin','cli') NOT NULL,
  state          ENUM('requested','running','succeeded','failed','stopped','paused','held','crashed') NOT NULL,
  force_restart  BOOLEAN NOT NULL DEFAULT FALSE,
  enhanced       BOOLEAN NOT NULL DEFAULT TRUE,
  stop_requested BOOLEAN NOT NULL DEFAULT FALSE,
  requested_by   VARCHAR(64) NULL,
  requested_at   DATETIME(3) NULL,
  started_at     DATETIME(3) NULL,
  heartbeat_at   DATETIME(3) NULL,
  ended_at       DATETIME(3) NULL,
  host           VARCHAR(64) NULL,
  pid            INT UNSIGNED NULL,
  release_code   CHAR(7) CHARACTER SET ascii NULL,
  total_jobs     INT UNSIGNED NOT NULL DEFAULT 0,
  successful     INT UNSIGNED NOT NULL DEFAULT 0,
  failed         INT UNSIGNED NOT NULL DEFAULT 0,
  skipped        INT UNSIGNED NOT NULL DEFAULT 0,
  settled_before INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of them, by earlier runs of the round',
  current_code   CHAR(7) CHARACTER SET ascii NULL,
  current_batch  INT UNSIGNED NOT NULL DEFAULT 0,
  total_batches  INT UNSIGNED NOT NULL DEFAULT 0,
  requests_used  INT UNSIGNED NOT NULL DEFAULT 0,
  retries        INT UNSIGNED NOT NULL DEFAULT 0,
  added          INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'figures',
  changed        INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'figures',
  unchanged      INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'figures',
  withdrawn      INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'jobs',
  last_error     VARCHAR(255) NULL,
  message        VARCHAR(255) NULL,
  PRIMARY KEY (run_id),
  KEY by_state (state, run_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A batch (batch_size occupations of the round's plan) of which all is settled.
CREATE TABLE IF NOT EXISTS checkpoint (
  release_code CHAR(7) CHARACTER SET ascii NOT NULL,
  batch        INT UNSIGNED NOT NULL COMMENT 'from 1',
  run_id       BIGINT UNSIGNED NOT NULL,
  successful   INT UNSIGNED NOT NULL,
  failed       INT UNSIGNED NOT NULL,
  skipped      INT UNSIGNED NOT NULL,
  settled_at   DATETIME(3) NOT NULL,
  PRIMARY KEY (release_code, batch)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Who may write, over all hosts.  Every writing transaction of a sync begins by
-- renewing its row with its token; a holder that lost it changes nothing.
CREATE TABLE IF NOT EXISTS lease (
  name    VARCHAR(16) CHARACTER SET ascii NOT NULL,
  host    VARCHAR(128) NOT NULL DEFAULT '' COMMENT 'host and lock file',
  owner   VARCHAR(160) NOT NULL DEFAULT '' COMMENT 'host, lock file and process',
  token   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  beat    DATETIME(6) NOT NULL,
  expires DATETIME(6) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO lease (name, host, owner, token, beat, expires)
VALUES ('sync', '', '', 0, '2000-01-01 00:00:00', '2000-01-01 00:00:00');

-- Keys are known by the first 16 hexadecimal digits of their BLAKE2b hash and
-- shown by their last four characters; their text is never stored.
CREATE TABLE IF NOT EXISTS api_key (
  key_id         CHAR(16) CHARACTER SET ascii NOT NULL,
  last4          CHAR(4) CHARACTER SET ascii NOT NULL,
  configured     BOOLEAN NOT NULL COMMENT 'in the configuration of the last run',
  position       TINYINT UNSIGNED NOT NULL COMMENT 'order in the configuration',
  daily_quota    INT UNSIGNED NOT NULL,
  blocked_until  DATETIME(3) NULL,
  blocked_reason VARCHAR(16) CHARACTER SET ascii NULL COMMENT 'quota or invalid',
  seen_at        DATETIME(3) NOT NULL,
  PRIMARY KEY (key_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS api_key_usage (
  key_id   CHAR(16) CHARACTER SET ascii NOT NULL,
  day      DATE NOT NULL COMMENT 'UTC',
  requests INT UNSIGNED NOT NULL,
  PRIMARY KEY (key_id, day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The moments of the last 50 requests, so that 50 in 10 seconds hold across
-- processes and crashes.
CREATE TABLE IF NOT EXISTS request_window (
  slot    TINYINT UNSIGNED NOT NULL,
  sent_ms BIGINT NOT NULL COMMENT 'milliseconds since 1970, UTC',
  PRIMARY KEY (slot)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A circuit breaker's last state, so that it survives from one run to the next.
CREATE TABLE IF NOT EXISTS breaker (
  name       VARCHAR(16) CHARACTER SET ascii NOT NULL,
  state      ENUM('closed','open','half-open') NOT NULL,
  opened     INT UNSIGNED NOT NULL DEFAULT 0,
  until_ms   BIGINT NOT NULL DEFAULT 0,
  changed_at DATETIME(3) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
