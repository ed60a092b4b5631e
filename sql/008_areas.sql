-- States and metropolitan areas, from the flat files.  Their figures stand in
-- observation, beside those of the nation.

-- BLS's list, oe.area.
CREATE TABLE IF NOT EXISTS area (
  state_code    CHAR(2) CHARACTER SET ascii NOT NULL COMMENT 'FIPS',
  area_code     CHAR(7) CHARACTER SET ascii NOT NULL,
  areatype_code CHAR(1) CHARACTER SET ascii NOT NULL COMMENT 'S state, M metropolitan or nonmetropolitan',
  name          VARCHAR(255) NOT NULL,
  PRIMARY KEY (state_code, area_code, areatype_code),
  KEY by_code (area_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- All areas of one kind in one release: open while they are read, read when
-- the file has told all, complete when readers see them.
CREATE TABLE IF NOT EXISTS area_round (
  release_code  CHAR(7) CHARACTER SET ascii NOT NULL,
  areatype_code CHAR(1) CHARACTER SET ascii NOT NULL,
  state         ENUM('open','read','complete') NOT NULL,
  opened_at     DATETIME(3) NOT NULL,
  completed_at  DATETIME(3) NULL,
  PRIMARY KEY (release_code, areatype_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The checkpoint: an item is done in the transaction that writes its figures.
CREATE TABLE IF NOT EXISTS area_item (
  release_code  CHAR(7) CHARACTER SET ascii NOT NULL,
  area_code     CHAR(7) CHARACTER SET ascii NOT NULL,
  areatype_code CHAR(1) CHARACTER SET ascii NOT NULL,
  state         ENUM('pending','done','skipped','failed') NOT NULL,
  message       VARCHAR(255) NULL COMMENT 'why it failed',
  attempts      INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'that failed',
  edition       TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'its rows of area_job',
  settled_at    DATETIME(3) NULL,
  run_id        BIGINT UNSIGNED NULL,
  PRIMARY KEY (release_code, area_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What readers see of an area.  An import writes the other edition of its rows,
-- 0 or 1, and this changes over when all of the file has been read.
CREATE TABLE IF NOT EXISTS area_edition (
  area_code     CHAR(7) CHARACTER SET ascii NOT NULL,
  areatype_code CHAR(1) CHARACTER SET ascii NOT NULL,
  edition       TINYINT UNSIGNED NOT NULL,
  release_code  CHAR(7) CHARACTER SET ascii NOT NULL,
  data_year     SMALLINT UNSIGNED NOT NULL,
  published_at  DATETIME(3) NOT NULL,
  PRIMARY KEY (area_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A detailed occupation in an area, derived from observation.  Read by the
-- first two columns of the key.
CREATE TABLE IF NOT EXISTS area_job (
  area_code                CHAR(7) CHARACTER SET ascii NOT NULL,
  edition                  TINYINT UNSIGNED NOT NULL,
  code                     CHAR(7) CHARACTER SET ascii NOT NULL,
  employment               BIGINT UNSIGNED NULL,
  employment_reason        ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL,
  mean_annual_wage         DECIMAL(15,3) NULL,
  mean_annual_reason       ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL,
  median_annual_wage       DECIMAL(15,3) NULL,
  median_annual_reason     ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL,
  median_hourly_wage       DECIMAL(15,3) NULL,
  median_hourly_reason     ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL,
  jobs_per_1000            DECIMAL(15,3) NULL,
  jobs_per_1000_reason     ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL,
  location_quotient        DECIMAL(15,3) NULL,
  location_quotient_reason ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL,
  annual_cap               DECIMAL(12,2) NULL COMMENT 'at least, where an annual wage is capped',
  hourly_cap               DECIMAL(12,2) NULL,
  updated_at               DATETIME(3) NOT NULL,
  PRIMARY KEY (area_code, edition, code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Workers and pay by level of risk, of the edition that readers see: derived
-- whenever editions or scores change.  Wages are weighted by employment.
CREATE TABLE IF NOT EXISTS area_risk (
  area_code          CHAR(7) CHARACTER SET ascii NOT NULL,
  risk               ENUM('Low','Medium','High','Very High') NOT NULL,
  jobs               INT UNSIGNED NOT NULL,
  employment         BIGINT UNSIGNED NOT NULL,
  mean_annual_wage   DECIMAL(12,0) NULL,
  median_annual_wage DECIMAL(12,0) NULL,
  PRIMARY KEY (area_code, risk)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
