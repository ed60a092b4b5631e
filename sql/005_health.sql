-- How the parts of the service are, as `bls-sync watch` saw them last.

-- One row per component; `since` moves when the status does.
CREATE TABLE IF NOT EXISTS health_state (
  component  VARCHAR(16) CHARACTER SET ascii NOT NULL,
  status     ENUM('pass','warn','fail') NOT NULL,
  score      TINYINT UNSIGNED NOT NULL COMMENT '0..100',
  message    VARCHAR(255) NOT NULL,
  since      DATETIME(3) NOT NULL,
  checked_at DATETIME(3) NOT NULL,
  PRIMARY KEY (component)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Whether a server outside could be reached, asked seldom and never for a page.
CREATE TABLE IF NOT EXISTS health_probe (
  name          VARCHAR(16) CHARACTER SET ascii NOT NULL,
  ok            BOOLEAN NOT NULL,
  round_trip_ms INT UNSIGNED NOT NULL,
  message       VARCHAR(255) NOT NULL DEFAULT '',
  probed_at     DATETIME(3) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
