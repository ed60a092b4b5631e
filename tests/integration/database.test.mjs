/*
 * Schema and rights: migrations run once, also when started twice at once, and
 * each database user can do what it needs and nothing else.
 */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { build, repo, signIn, startInstance, until } from './instance.mjs';

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

  it('waits for another migration as long as that one works', async () => {
    // longer than a statement of ours waits for a lock
    const holder = execFile('mariadb', ['--no-defaults',
      `--user=${os.userInfo().username}`, '--batch', '--unbuffered',
      `--socket=${path.join(instance.dir, 'mariadb.sock')}`, 'bls_sync']);
    const held = new Promise((done) => { holder.stdout.once('data', done); });
    holder.stdin.write(`BEGIN; SELECT version FROM schema_migration
      WHERE version = 0 FOR UPDATE; SELECT SLEEP(6); COMMIT;\n`);
    holder.stdin.end();
    await held;
    const run = await instance.sync('migrate');
    assert.equal(run.code, 0, run.stderr);
    assert.doesNotMatch(run.stderr, /Lock wait/);
  });

  const newest = () => Number(instance.sql(
    'SELECT MAX(version) FROM schema_migration')[0][0]);
  const databaseAlerts = () => instance.sql(`SELECT severity, message FROM alert
    WHERE alert_key = 'component.database'`);

  /** What needs the tables says no more than `reason`, and stores no run. */
  async function allSay(reason) {
    const before = instance.sql('SELECT COUNT(*) FROM sync_run');
    for (const words of ['run', 'run --dry-run', 'retry', 'stop', 'status',
      'score', 'export --format csv', 'alert list', 'token list',
      'user remove nobody', 'watch']) {
      const run = await instance.sync(words);
      assert.equal(run.code, 1, `${words}: ${run.stderr}`);
      assert.match(run.stderr, reason, words);
      assert.doesNotMatch(run.stderr, /Unknown column|database error/, words);
    }
    assert.deepEqual(instance.sql('SELECT COUNT(*) FROM sync_run'), before);
  }

  it('is told of when `migrate` was forgotten after an upgrade', async () => {
    // gone with the tables above; where they were left out it is there
    spawnSync(path.join(build, 'bls-sync'), ['--config', instance.ini, 'user',
      'add', 'admin'], { input: instance.password() });
    // as 011 left it
    instance.sql(`DELETE FROM schema_migration WHERE version >= 12;
      ALTER TABLE lease DROP COLUMN last_number; DELETE FROM alert`);
    await allSay(/number 11, this program needs \d+: run `bls-sync migrate`/);
    assert.match(databaseAlerts().join(), /critical.*number 11/);
    const { body } = await (await signIn(instance)).get(
      '/api/admin/system-health');
    assert.match(body.components.database.message, /number 11/);
    assert.match(body.components.database.recommendations.join(), /migrate/);
    // a program that cannot read what it needs says why
    instance.sql('ALTER TABLE data_version CHANGE version other BIGINT UNSIGNED');
    const asked = await new Promise((done) => {
      execFile(path.join(build, 'api.fcgi'), ['--config', instance.ini,
        '--request', 'GET /api/jobs'], (error, stdout, stderr) => done(stderr));
    });
    assert.match(asked, /number 11, .*run `bls-sync migrate`/);
    instance.sql('ALTER TABLE data_version CHANGE other version BIGINT UNSIGNED');
    // what runs goes on meanwhile
    assert.equal((await instance.get('/api/jobs?limit=1')).status, 200);

    const migrated = await instance.sync('migrate');
    assert.equal(migrated.code, 0, migrated.stderr);
    assert.equal((await instance.sync('watch')).code, 0);
    assert.deepEqual(databaseAlerts(), []);
  });

  it('tells an older program that it is one', async () => {
    const number = newest() + 1;
    instance.sql(`INSERT INTO schema_migration VALUES (${number}, 'x', '', NOW())`);
    const older = new RegExp(`older program: it knows schema number ${number - 1}`);
    await allSay(older);
    const migrated = await instance.sync('migrate');
    assert.equal(migrated.code, 1);
    assert.match(migrated.stderr, older);
    assert.equal(newest(), number);
    const { body } = await (await signIn(instance)).get(
      '/api/admin/system-health');
    assert.equal(body.components.database.status, 'warn');
    assert.match(body.components.database.message, /older program/);
    // as during an upgrade of several hosts: started again, it goes on
    await instance.part('stop', 'api');
    await instance.part('start', 'api');
    await until(async () => (await instance.get('/readyz')).status === 200,
      'the snapshot');
    assert.match(instance.log('api'), older);
    instance.sql(`DELETE FROM schema_migration WHERE version = ${number}`);
  });

  it('is not migrated by the files of another version', async () => {
    const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'bls-sql-'));
    fs.cpSync(path.join(repo, 'sql'), copy, { recursive: true });
    const last = fs.readdirSync(copy).filter((name) => /^\d{3}_/.test(name))
      .sort().pop();
    fs.rmSync(path.join(copy, last));
    const run = await instance.sync('migrate', { BLS_SYNC_SQL_DIR: copy });
    fs.rmSync(copy, { recursive: true });
    assert.equal(run.code, 1);
    assert.match(run.stderr, /they are of two versions/);
  });

  it('is not migrated before it has tables, and says so', async () => {
    instance.sql(`CREATE DATABASE empty; GRANT SELECT ON empty.* TO
      bls_sync@localhost`);
    const run = await instance.sync('status', { BLS_SYNC_DB_NAME: 'empty' });
    assert.equal(run.code, 1);
    assert.match(run.stderr, /no tables yet: run `bls-sync migrate`/);
    instance.sql('DROP DATABASE empty');
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
