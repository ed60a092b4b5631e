#include "store/device_key.h"

static const char SQL_LOAD[] =
	"SELECT id, secret FROM device_key WHERE created_at > "
	"UTC_TIMESTAMP(3) - INTERVAL ? DAY ORDER BY id DESC LIMIT ?";
/* Two hosts at once make two keys: both are good. */
static const char SQL_TURN[] =
	"INSERT INTO device_key (secret, created_at) SELECT ?, "
	"UTC_TIMESTAMP(3) FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM "
	"device_key WHERE created_at > UTC_TIMESTAMP(3) - INTERVAL ? DAY)";
static const char SQL_PURGE[] =
	"DELETE FROM device_key WHERE created_at <= UTC_TIMESTAMP(3) - "
	"INTERVAL ? DAY";

enum err device_keys_load(struct db *db, struct device_keys *keys,
			  struct error *e)
{
	struct db_rows *rows;
	enum err code = db_query(db, SQL_LOAD,
				 PARAMS(db_int(DEVICE_KEY_KEEP_DAYS),
					db_int(DEVICE_KEYS_MAX)),
				 &rows, e);

	if (code != ERR_OK)
		return code;
	*keys = (struct device_keys){ .count = 0 };
	while (keys->count < DEVICE_KEYS_MAX && db_next(rows)) {
		struct device_key *key = &keys->keys[keys->count++];

		key->id = db_get_int(rows, 0);
		copy_text(key->secret, sizeof key->secret,
			  db_get_text(rows, 1));
	}
	db_rows_free(rows);
	return ERR_OK;
}

enum err device_keys_turn(struct db *db, struct device_keys *keys,
			  struct error *e)
{
	char secret[CRYPTO_DIGEST_HEX];
	enum err code;

	crypto_random_hex(secret);
	code = db_exec(db, SQL_TURN,
		       PARAMS(db_text(secret), db_int(DEVICE_KEY_TURN_DAYS)),
		       NULL, e);
	if (code == ERR_OK)
		code = db_exec(db, SQL_PURGE,
			       PARAMS(db_int(DEVICE_KEY_KEEP_DAYS)), NULL, e);
	if (code == ERR_OK)
		code = device_keys_load(db, keys, e);
	if (code == ERR_OK && !keys->count)
		code = err_set(e, ERR_DB, "no key for device cookies");
	return code;
}
