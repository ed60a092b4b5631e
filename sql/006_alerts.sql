-- What is wrong and who has been told: `bls-sync watch` writes both.  Times are
-- of the clock of the host that runs it.

-- One row per alert that is open; it goes when the alert is resolved.
CREATE TABLE IF NOT EXISTS alert (
  alert_key VARCHAR(64) CHARACTER SET ascii NOT NULL,
  severity  ENUM('warning','critical') NOT NULL,
  component VARCHAR(16) CHARACTER SET ascii NOT NULL,
  title     VARCHAR(120) NOT NULL,
  message   VARCHAR(255) NOT NULL,
  opened_at DATETIME(3) NOT NULL,
  told_at   DATETIME(3) NULL COMMENT 'last message; NULL = no channel yet',
  PRIMARY KEY (alert_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The outbox: one row is one message over one channel, written in the
-- transaction that changes the alert, delivered at least once afterwards.
CREATE TABLE IF NOT EXISTS alert_delivery (
  delivery_id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  message_id  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  channel     ENUM('webhook','email') NOT NULL,
  alert_key   VARCHAR(64) CHARACTER SET ascii NOT NULL,
  subject     VARCHAR(255) NOT NULL,
  body        TEXT NOT NULL,
  state       ENUM('pending','delivered','given_up') NOT NULL,
  attempts    INT UNSIGNED NOT NULL DEFAULT 0,
  created_at  DATETIME(3) NOT NULL,
  next_at     DATETIME(3) NOT NULL COMMENT 'not tried before',
  settled_at  DATETIME(3) NULL,
  note        VARCHAR(255) NOT NULL DEFAULT '' COMMENT 'last failure',
  PRIMARY KEY (delivery_id),
  UNIQUE KEY message (message_id, channel),
  KEY due (channel, state, alert_key, delivery_id),
  KEY old (state, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
