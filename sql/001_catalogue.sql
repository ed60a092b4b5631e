-- What the jobs are: BLS's occupation list and the published material about
-- occupations that comes with the project (sql/reference).
-- Codes are SOC codes with a dash, "15-1252".

CREATE TABLE IF NOT EXISTS occupation (
  code          CHAR(7) CHARACTER SET ascii NOT NULL,
  level         ENUM('total','major','minor','broad','detailed') NOT NULL,
  display_level TINYINT UNSIGNED NOT NULL,
  sort_sequence SMALLINT UNSIGNED NOT NULL,
  parent_code   CHAR(7) CHARACTER SET ascii NULL,
  title         VARCHAR(255) NOT NULL,
  description   TEXT NULL,
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS wage_cap (
  year   SMALLINT UNSIGNED NOT NULL,
  hourly DECIMAL(10,2) NOT NULL,
  annual DECIMAL(12,2) NOT NULL,
  PRIMARY KEY (year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS projection (
  occupation_code      CHAR(7) CHARACTER SET ascii NOT NULL,
  base_year            SMALLINT UNSIGNED NOT NULL,
  projected_year       SMALLINT UNSIGNED NOT NULL,
  employment_base      DECIMAL(10,1) NULL COMMENT 'thousands',
  employment_projected DECIMAL(10,1) NULL COMMENT 'thousands',
  change_numeric       DECIMAL(10,1) NULL COMMENT 'thousands',
  change_percent       DECIMAL(6,1) NULL,
  annual_openings      DECIMAL(10,1) NULL COMMENT 'thousands a year',
  typical_education    VARCHAR(64) NULL,
  work_experience      VARCHAR(64) NULL,
  on_the_job_training  VARCHAR(64) NULL,
  PRIMARY KEY (occupation_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS title (
  id              INT UNSIGNED NOT NULL AUTO_INCREMENT,
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  kind            ENUM('alternate','reported','lay') NOT NULL,
  title           VARCHAR(255) NOT NULL,
  PRIMARY KEY (id),
  KEY by_occupation (occupation_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS related_occupation (
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  `rank`          SMALLINT UNSIGNED NOT NULL,
  related_code    CHAR(7) CHARACTER SET ascii NOT NULL,
  tier            VARCHAR(16) NOT NULL,
  PRIMARY KEY (occupation_code, `rank`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS task (
  onet_code       CHAR(10) CHARACTER SET ascii NOT NULL,
  task_id         INT UNSIGNED NOT NULL,
  task_type       VARCHAR(16) NULL,
  exposure_model  CHAR(2) CHARACTER SET ascii NULL,
  exposure_human  CHAR(2) CHARACTER SET ascii NULL,
  automation      CHAR(2) CHARACTER SET ascii NULL,
  occupation_code CHAR(7) CHARACTER SET ascii NULL,
  task            TEXT NOT NULL,
  PRIMARY KEY (onet_code, task_id),
  KEY by_occupation (occupation_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS soc_aggregate (
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  soc_code        CHAR(7) CHARACTER SET ascii NOT NULL,
  PRIMARY KEY (occupation_code, soc_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS job_zone (
  onet_code CHAR(10) CHARACTER SET ascii NOT NULL,
  job_zone  TINYINT UNSIGNED NOT NULL,
  PRIMARY KEY (onet_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS exposure_source (
  id       VARCHAR(16) CHARACTER SET ascii NOT NULL,
  title    VARCHAR(255) NOT NULL,
  measures VARCHAR(255) NOT NULL,
  citation VARCHAR(512) NOT NULL,
  url      VARCHAR(255) NULL,
  licence  VARCHAR(255) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS exposure (
  source   VARCHAR(16) CHARACTER SET ascii NOT NULL,
  soc_code CHAR(10) CHARACTER SET ascii NOT NULL COMMENT 'SOC or O*NET-SOC, as published',
  value    DOUBLE NOT NULL,
  PRIMARY KEY (source, soc_code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Which edition of each reference file the tables hold.
CREATE TABLE IF NOT EXISTS reference_file (
  name      VARCHAR(64) CHARACTER SET ascii NOT NULL,
  digest    CHAR(64) CHARACTER SET ascii NOT NULL,
  loaded_at DATETIME(3) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
