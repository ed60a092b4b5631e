-- Areas that a person rejected: no run goes on with what was read.
ALTER TABLE area_round
  MODIFY state ENUM('open','read','complete','held','rejected') NOT NULL;
