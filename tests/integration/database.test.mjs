/*
 * Schema and rights: migrations run once, also when started twice at once, and
 * each database user can do what it needs and nothing else.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { repo, startInstance } from './instance.mjs';

describe('the database', () => {
  let instance;

  before(async () => {
    instance = await startInstance({ name: 'database' });
  });
  after(() => instance?.stop());
  beforeEach(() => instance.settle());

  const setting = (key) => fs.readFileSync(instance.ini, 'utf8')
    .match(new RegExp(`^${key} = (.*)$`, 'm'))[1];

  /** A statement as one of our users: '' or the error. */
  const as = (user, statement) => new Promise((done) => {
    const key = { bls_sync: 'db', bls_api: 'db_api', bls_migrate: 'db_migrate' };
    execFile('mariadb', ['--no-defaults', `--user=${user}`,
      `--socket=${path.join(instance.dir, 'mariadb.sock')}`, 'bls_sync',
      '--execute', statement],
    { env: { ...process.env, MYSQL_PWD: setting(`${key[user]}_password`) } },
    (error, stdout, stderr) => done(error ? stderr : ''));
  });

  it('is up to date after a second migration that does nothing', async () => {
    const before = instance.sql(
      'SELECT version, digest, applied_at FROM schema_migration');
    const again = await instance.sync('migrate');
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stderr, /0 migrations applied, 0 reference tables/);
    assert.deepEqual(instance.sql(
      'SELECT version, digest, applied_at FROM schema_migration'), before);
  });

  it('is made once by two migrations at the same time', async () => {
    instance.sql(`DROP DATABASE bls_sync; CREATE DATABASE bls_sync
      CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`);
    const runs = await Promise.all([1, 2, 3].map(
      () => instance.sync('migrate')));
    for (const run of runs) assert.equal(run.code, 0, run.stderr);
    const files = fs.readdirSync(path.join(repo, 'sql'))
      .filter((name) => /^\d{3}_.*\.sql$/.test(name));
    assert.equal(instance.sql(
      'SELECT COUNT(*) FROM schema_migration WHERE version > 0')[0][0],
    String(files.length));
    const applied = runs.map((run) => Number(
      run.stderr.match(/(\d+) migrations applied/)[1]));
    assert.equal(applied.reduce((a, b) => a + b), files.length);
    assert.deepEqual(instance.sql(
      `SELECT COUNT(*) FROM occupation UNION ALL SELECT COUNT(*) FROM task
       UNION ALL SELECT COUNT(*) FROM job UNION ALL
       SELECT COUNT(*) FROM job_score`).flat(),
    ['1105', '19265', '831', '831']);
  });

  it('finishes a migration that was cut off half-way', async () => {
    instance.sql(`DELETE FROM schema_migration WHERE version >= 3;
      DROP TABLE sync_item, checkpoint`);
    const run = await instance.sync('migrate');
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(instance.sql('SELECT COUNT(*) FROM sync_item'), [['0']]);
  });

  it('refuses a migration file that changed after it was applied',
    async () => {
      const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'bls-sql-'));
      fs.cpSync(path.join(repo, 'sql'), copy, { recursive: true });
      const file = fs.readdirSync(copy).find((name) => /^002_/.test(name));
      fs.appendFileSync(path.join(copy, file), '\n-- changed\n');
      const run = await instance.sync('migrate', { BLS_SYNC_SQL_DIR: copy });
      fs.rmSync(copy, { recursive: true });
      assert.equal(run.code, 1);
      assert.match(run.stderr, new RegExp(file));
    });

  it('lets nobody write what is not theirs', async () => {
    const refused = [
      ['bls_api', 'UPDATE job SET employment = 0'],
      ['bls_api', 'DELETE FROM observation'],
      ['bls_api', "INSERT INTO account VALUES ('x', 'x', 'admin', NOW(), NOW())"],
      ['bls_api', "UPDATE sync_run SET state = 'failed'"],
      ['bls_api', 'UPDATE lease SET token = 0'],
      ['bls_api', 'DROP TABLE job'],
      ['bls_sync', 'SELECT * FROM account'],
      ['bls_sync', 'SELECT * FROM api_token'],
      ['bls_sync', 'DELETE FROM observation'],
      ['bls_sync', 'ALTER TABLE job ADD COLUMN x INT'],
      ['bls_sync', 'SELECT * FROM mysql.user'],
      ['bls_migrate', 'SELECT * FROM mysql.user'],
    ];
    for (const [user, statement] of refused) {
      assert.match(await as(user, statement), /denied/, `${user}: ${statement}`);
    }
    assert.equal(await as('bls_api', 'SELECT * FROM job LIMIT 1'), '');
    assert.equal(await as('bls_sync', 'SELECT * FROM job LIMIT 1'), '');
  });

  // "_" is any letter in the name of a schema that rights are given for.
  it('gives rights on its own schema and none that is like it', async () => {
    for (const name of ['blsXsync', 'bls_syncs']) {
      instance.sql(`CREATE DATABASE ${name}`);
      for (const user of ['bls_migrate', 'bls_sync', 'bls_api']) {
        assert.match(await as(user, `CREATE TABLE ${name}.t (a INT)`), /denied/,
          `${user} on ${name}`);
      }
      instance.sql(`DROP DATABASE ${name}`);
    }
    assert.equal(await as('bls_migrate', 'CREATE TABLE IF NOT EXISTS own (a INT)'), '');
    assert.equal(await as('bls_migrate', 'DROP TABLE own'), '');
    const granted = instance.sql("SHOW GRANTS FOR 'bls_migrate'@'localhost'")
      .map(([line]) => line).filter((line) => / ON /.test(line)).join('\n');
    assert.doesNotMatch(granted, /bls_sync`\.\*/);
  });

  it('never holds a figure that is neither value nor reason', async () => {
    const wrong = await as('bls_sync', `INSERT INTO observation
      (area_code, occupation_code, year, datatype, release_code, source,
       observed_at) VALUES ('0000000', '15-1252', 2030, 1, '2030A01', 'api',
       NOW())`);
    assert.match(wrong, /value_or_reason/);
  });

  it('is stopped by bad configuration, naming file, line and reason',
    async () => {
      const file = path.join(instance.dir, 'bad.ini');
      for (const [text, reason] of [
        ['api_url = x\n', /bad\.ini:1: api_url must start with http/],
        ['\nconcurrency = 6\n', /bad\.ini:2: concurrency is "6".*from 1 to 5/],
        ['speed = 9\n', /bad\.ini:1: unknown key "speed"/],
        ['source = magic\n', /bad\.ini:1: source is "magic"/],
      ]) {
        fs.writeFileSync(file, text);
        const run = await instance.sync('config', {}, file);
        assert.equal(run.code, 2, text);
        assert.match(run.stderr, reason);
      }
      const environment = await instance.sync('config',
        { BLS_SYNC_CONCURRENCY: 'many' });
      assert.equal(environment.code, 2);
      assert.match(environment.stderr, /BLS_SYNC_CONCURRENCY.*"many"/);
    });
});
