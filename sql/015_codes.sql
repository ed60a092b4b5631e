-- What people's codes mean today: titles of the codes inside an aggregate, and
-- codes of the 2010 SOC that the 2018 one does not have, with those that
-- followed them. The API sends readers on.

ALTER TABLE soc_aggregate
  ADD COLUMN IF NOT EXISTS soc_title VARCHAR(255) NULL;

CREATE TABLE IF NOT EXISTS soc_retired (
  code     CHAR(7) CHARACTER SET ascii NOT NULL COMMENT 'SOC 2010',
  soc_code CHAR(7) CHARACTER SET ascii NOT NULL COMMENT 'SOC 2018',
  title    VARCHAR(255) NOT NULL COMMENT 'of the code',
  PRIMARY KEY (code, soc_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
