-- What BLS published, and what is derived from it for readers.

-- One figure: a value with the digits BLS published (`decimals` of them after
-- the point), or NULL with the reason why there is none.  A year stays for ever:
-- BLS withdraws it when the next appears.
CREATE TABLE IF NOT EXISTS observation (
  area_code       CHAR(7) CHARACTER SET ascii NOT NULL COMMENT '0000000 = the nation',
  occupation_code CHAR(7) CHARACTER SET ascii NOT NULL,
  year            SMALLINT UNSIGNED NOT NULL,
  datatype        TINYINT UNSIGNED NOT NULL COMMENT 'oe.datatype, 1..17',
  value           DECIMAL(15,3) NULL,
  decimals        TINYINT UNSIGNED NOT NULL DEFAULT 0,
  reason          ENUM('capped','notReleased','notPublishedInThisForm','noSuchSeries') NULL,
  at_least        DECIMAL(12,2) NULL COMMENT 'the cap, where reason is capped',
  release_code    CHAR(7) CHARACTER SET ascii NOT NULL,
  source          ENUM('reference','api','flat') NOT NULL,
  run_id          BIGINT UNSIGNED NULL,
  observed_at     DATETIME(3) NOT NULL,
  PRIMARY KEY (area_code, occupation_code, year, datatype),
  CONSTRAINT value_or_reason CHECK ((value IS NULL) <> (reason IS NULL)),
  CONSTRAINT cap_has_amount CHECK (at_least IS NULL OR reason = 'capped')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A detailed occupation as readers see it: which year's figures are published,
-- and the ones that lists are sorted and filtered by.
CREATE TABLE IF NOT EXISTS job (
  code                      CHAR(7) CHARACTER SET ascii NOT NULL,
  major_group               CHAR(7) CHARACTER SET ascii NOT NULL,
  data_year                 SMALLINT UNSIGNED NOT NULL,
  release_code              CHAR(7) CHARACTER SET ascii NOT NULL,
  employment                BIGINT UNSIGNED NULL,
  mean_annual_wage          DECIMAL(12,2) NULL,
  median_annual_wage        DECIMAL(12,2) NULL,
  median_hourly_wage        DECIMAL(12,2) NULL,
  updated_at                DATETIME(3) NOT NULL,
  PRIMARY KEY (code)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The AI-impact score of each job, with its parts.
CREATE TABLE IF NOT EXISTS job_score (
  code                  CHAR(7) CHARACTER SET ascii NOT NULL,
  version               VARCHAR(16) CHARACTER SET ascii NOT NULL,
  score                 DOUBLE NOT NULL COMMENT '0..100',
  spread                DOUBLE NULL,
  sources               TINYINT UNSIGNED NOT NULL,
  basis                 ENUM('direct','broad','minor','major') NOT NULL,
  automation_percentile DOUBLE NOT NULL COMMENT '0..1',
  automation_basis      ENUM('direct','broad','minor','major') NOT NULL,
  job_zone              DOUBLE NOT NULL COMMENT '1..5',
  job_zone_basis        ENUM('direct','broad','minor','major') NOT NULL,
  risk_index            DOUBLE NOT NULL COMMENT '0..100',
  risk                  ENUM('Low','Medium','High','Very High') NOT NULL,
  impact_type           ENUM('Low exposure','Augmentation-leaning','Automation-leaning') NOT NULL,
  confidence            ENUM('High','Medium','Low') NOT NULL,
  PRIMARY KEY (code),
  KEY by_score (score DESC, code DESC)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE IF NOT EXISTS job_score_source (
  code       CHAR(7) CHARACTER SET ascii NOT NULL,
  source     VARCHAR(16) CHARACTER SET ascii NOT NULL,
  value      DOUBLE NOT NULL COMMENT 'as the source publishes it, averaged to the occupation',
  percentile DOUBLE NOT NULL COMMENT '0..1',
  PRIMARY KEY (code, source)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row.  `version` grows with every published change; readers look at it.
CREATE TABLE IF NOT EXISTS data_version (
  id           TINYINT UNSIGNED NOT NULL,
  version      BIGINT UNSIGNED NOT NULL,
  release_code CHAR(7) CHARACTER SET ascii NULL,
  published_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

INSERT IGNORE INTO data_version (id, version, release_code, published_at)
VALUES (1, 0, NULL, UTC_TIMESTAMP(3));
