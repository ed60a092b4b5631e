-- Everyday words for occupations, and for words of titles, that no published
-- list of titles has: the search finds "cop" and "dev" by them. A row has an
-- occupation or words, not both.

CREATE TABLE IF NOT EXISTS synonym (
  id              INT UNSIGNED NOT NULL AUTO_INCREMENT,
  term            VARCHAR(64) NOT NULL,
  occupation_code CHAR(7) CHARACTER SET ascii NULL,
  words           VARCHAR(64) NULL COMMENT 'what titles say instead',
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
