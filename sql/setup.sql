-- The database, its users and their roles. Run once by the database's root,
-- and again whenever you like: it brings everything back to what stands here.
--
--   sed -f /dev/stdin setup.sql <<END | mariadb
--   s/@SYNC_PASSWORD@/.../; s/@API_PASSWORD@/.../; s/@MIGRATE_PASSWORD@/.../
--   END
--
-- (so no password is an argument, which everybody on this machine could read).
--
-- Three users with the least each needs. bls_migrate makes the tables and
-- hands out rights on them; bls_sync and bls_api hold nothing but a role, and
-- `bls-sync migrate` grants the roles table by table as the tables appear.
--
-- The programs reach the server through its socket, as 'localhost'. For a
-- database on another host, put the programs' address in its place.

CREATE DATABASE IF NOT EXISTS bls_sync
  CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE USER IF NOT EXISTS 'bls_migrate'@'localhost';
CREATE USER IF NOT EXISTS 'bls_sync'@'localhost';
CREATE USER IF NOT EXISTS 'bls_api'@'localhost';

ALTER USER 'bls_migrate'@'localhost' IDENTIFIED BY '@MIGRATE_PASSWORD@';
ALTER USER 'bls_sync'@'localhost' IDENTIFIED BY '@SYNC_PASSWORD@';
-- Pages wait for these answers: a statement that takes five seconds is ended.
ALTER USER 'bls_api'@'localhost' IDENTIFIED BY '@API_PASSWORD@'
  WITH MAX_STATEMENT_TIME 5;

CREATE ROLE IF NOT EXISTS bls_sync_role;
CREATE ROLE IF NOT EXISTS bls_api_role;

-- The right to pass on what it owns, inside this schema and nowhere else: in the
-- name of a schema "_" stands for any letter, so it is escaped. What an earlier
-- version of this file granted goes first.
REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'bls_migrate'@'localhost';
GRANT ALL PRIVILEGES ON `bls\_sync`.* TO 'bls_migrate'@'localhost'
  WITH GRANT OPTION;
GRANT bls_sync_role TO 'bls_migrate'@'localhost' WITH ADMIN OPTION;
GRANT bls_api_role TO 'bls_migrate'@'localhost' WITH ADMIN OPTION;

GRANT bls_sync_role TO 'bls_sync'@'localhost';
GRANT bls_api_role TO 'bls_api'@'localhost';
SET DEFAULT ROLE bls_sync_role FOR 'bls_sync'@'localhost';
SET DEFAULT ROLE bls_api_role FOR 'bls_api'@'localhost';
