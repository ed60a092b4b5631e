-- What a run brings anew of areas that readers already see of its release: as
-- with the nation (016), nothing they see is overwritten before the change-over.
-- Only what differs from `observation`; of a year that no reader sees yet the
-- figures go there at once.
CREATE TABLE IF NOT EXISTS staged_area_observation (
  area_code       CHAR(7) CHARACTER SET ascii NOT NULL,
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  year            SMALLINT UNSIGNED NOT NULL,
  datatype        TINYINT UNSIGNED NOT NULL,
  value           DECIMAL(15,3) NULL,
  decimals        TINYINT UNSIGNED NOT NULL DEFAULT 0,
  reason          VARCHAR(32) CHARACTER SET ascii NULL,
  at_least        DECIMAL(12,2) NULL,
  release_code    CHAR(7) CHARACTER SET ascii NOT NULL,
  source          VARCHAR(16) CHARACTER SET ascii NOT NULL,
  run_id          BIGINT UNSIGNED NULL,
  observed_at     DATETIME(3) NOT NULL,
  PRIMARY KEY (release_code, area_code, occupation_code, datatype)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
