-- Keys that sign the cookies of browsers that have signed in before (device
-- cookies). The newest signs; older ones are still believed for a while.
CREATE TABLE IF NOT EXISTS device_key (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  secret     CHAR(64) CHARACTER SET ascii NOT NULL COMMENT '256 random bits',
  created_at DATETIME(3) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A token ends by itself. Those made before have no end, as they were promised.
ALTER TABLE api_token
  ADD COLUMN IF NOT EXISTS expires_at DATETIME(3) NULL AFTER created_at;
