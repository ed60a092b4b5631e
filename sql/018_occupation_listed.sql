-- BLS's own occupation list as it was read for a release (oe.occupation).  Its
-- titles, descriptions and levels take the place of those that are shown when
-- that release is published, in the same transaction, and no table that comes
-- with the project puts older ones back.
CREATE TABLE IF NOT EXISTS occupation_listed (
  code          CHAR(7) CHARACTER SET ascii NOT NULL,
  release_code  CHAR(7) CHARACTER SET ascii NOT NULL,
  level         ENUM('total','major','minor','broad','detailed') NOT NULL,
  display_level TINYINT UNSIGNED NOT NULL,
  sort_sequence SMALLINT UNSIGNED NOT NULL,
  parent_code   CHAR(7) CHARACTER SET ascii NULL,
  title         VARCHAR(255) NOT NULL,
  description   TEXT NULL,
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- It is read again for the rounds that are there, for nothing of it was kept.
UPDATE release_round SET listed_at = NULL
  WHERE NOT EXISTS (SELECT 1 FROM occupation_listed);
