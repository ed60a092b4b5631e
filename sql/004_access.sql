-- Who may do what, and who did it.

CREATE TABLE IF NOT EXISTS account (
  username      VARCHAR(64) CHARACTER SET ascii NOT NULL,
  password_hash VARCHAR(128) CHARACTER SET ascii NOT NULL COMMENT 'argon2id',
  role          ENUM('admin','reader') NOT NULL,
  created_at    DATETIME(3) NOT NULL,
  changed_at    DATETIME(3) NOT NULL,
  PRIMARY KEY (username)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Only hashes of cookies and tokens are stored (BLAKE2b-256, hexadecimal).
CREATE TABLE IF NOT EXISTS session (
  token_hash CHAR(64) CHARACTER SET ascii NOT NULL,
  username   VARCHAR(64) CHARACTER SET ascii NOT NULL,
  created_at DATETIME(3) NOT NULL,
  seen_at    DATETIME(3) NOT NULL,
  expires_at DATETIME(3) NOT NULL,
  PRIMARY KEY (token_hash),
  KEY by_username (username),
  KEY by_expiry (expires_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS api_token (
  token_hash CHAR(64) CHARACTER SET ascii NOT NULL,
  name       VARCHAR(64) NOT NULL,
  role       ENUM('admin','reader') NOT NULL,
  created_at DATETIME(3) NOT NULL,
  used_at    DATETIME(3) NULL,
  PRIMARY KEY (token_hash),
  UNIQUE KEY by_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Failed sign-ins, counted per account and per address in a sliding window.
CREATE TABLE IF NOT EXISTS login_attempt (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  subject  VARCHAR(80) NOT NULL COMMENT 'user:NAME or address:IP',
  at       DATETIME(3) NOT NULL,
  PRIMARY KEY (id),
  KEY by_subject (subject, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS audit (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  at       DATETIME(3) NOT NULL,
  username VARCHAR(64) NOT NULL,
  address  VARCHAR(45) CHARACTER SET ascii NOT NULL,
  action   VARCHAR(32) CHARACTER SET ascii NOT NULL,
  detail   VARCHAR(255) NOT NULL DEFAULT '',
  PRIMARY KEY (id),
  KEY by_time (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
