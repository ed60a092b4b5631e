/*
 * One at a time, across hosts: whoever has the lease works, and a holder that
 * was frozen past its lease writes nothing when it wakes. And what cron mails
 * while the database is away: nothing.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { build, repo, signIn, startInstance, until } from './instance.mjs';
import { REQUESTS, finalTables, forgetRound, itemsDone } from './rounds.mjs';

// `make torture` runs a hundred of them
const RACES = Number(process.env.RACES || 20);

describe('the lease', () => {
  let instance;

  before(async () => {
    instance = await startInstance({ name: 'lease' });
  });
  after(() => instance?.stop());
  beforeEach(() => instance.settle());

  /** What makes a second host of this one: a name and a lock of its own. */
  const host = (name) => ({
    BLS_SYNC_HOST_ID: name,
    BLS_SYNC_LOCK_FILE: path.join(instance.dir, 'state', `${name}.lock`),
  });

  /** host_id and lock_file in force: what names us in the lease. */
  const settings = () => Object.fromEntries(execFileSync(
    path.join(build, 'bls-sync'), ['--config', instance.ini, 'config'],
    { encoding: 'utf8' }).split('\n').map((line) => line.split(' = ')));

  /** Nothing is left to do but one occupation: a run of one request. */
  async function oneIsOpen() {
    instance.sql(`UPDATE sync_item SET state = 'pending'
      WHERE occupation_code = '15-1252';
      UPDATE release_round SET state = 'open'; DELETE FROM sync_run`);
    await instance.emulator.reset();
    await instance.emulator.control({ latency_ms: 20 });
  }

  const runs = () => instance.sql(
    `SELECT state, requests_used, started_at, ended_at FROM sync_run
     ORDER BY started_at`);

  /** Both started at once; true if the second met the first. */
  async function race(requests) {
    const [tokenBefore] = instance.sql('SELECT token FROM lease').flat();
    const ends = await Promise.all(['alpha', 'beta'].map(
      (name) => instance.sync('run', host(name))));
    const worked = ends.filter((run) => run.code === 0).length;
    for (const run of ends) assert.ok([0, 3].includes(run.code), run.stderr);
    // the second may also come when the first is done: nothing to do, 0
    assert.ok(worked >= 1, ends.map((run) => run.stderr).join());
    assert.equal((await instance.emulator.state()).requests.data, requests);
    const rows = runs();
    assert.equal(rows.length, worked);
    assert.deepEqual(rows.map(([state, used]) => `${state} ${used}`).sort(),
      [`succeeded ${requests}`, 'succeeded 0'].slice(0, worked).sort());
    if (worked === 2) assert.ok(rows[0][3] <= rows[1][2], 'one at a time');
    const [tokenAfter] = instance.sql('SELECT token FROM lease').flat();
    assert.equal(Number(tokenAfter) - Number(tokenBefore), worked);
    return worked === 1;
  }

  it('lets exactly one of two hosts work, a whole round', async () => {
    await race(REQUESTS);
  });

  it(`lets exactly one of two hosts work, ${RACES} times`, async () => {
    let met = 0;
    for (let i = 0; i < RACES; i++) {
      await oneIsOpen();
      met += await race(1);
    }
    assert.ok(met >= RACES / 2, `they met only ${met} times`);
  });

  it('keeps a frozen holder from writing when it wakes', async () => {
    const undisturbed = finalTables(instance);
    forgetRound(instance);
    await instance.emulator.reset();
    await instance.emulator.control({ latency_ms: 50 });
    const frozen = instance.syncStart('run', host('alpha'));
    await until(() => itemsDone(instance).length > 100, 'a part of the round');
    frozen.kill('SIGSTOP');
    instance.sql(`UPDATE lease SET expires = UTC_TIMESTAMP(6)
                  - INTERVAL 1 SECOND WHERE name = 'sync'`);

    const successor = await instance.sync('run', host('beta'));
    assert.equal(successor.code, 0, successor.stderr);
    const everything = () => [...finalTables(instance), ...[
      'SELECT * FROM sync_run', 'SELECT * FROM sync_item ORDER BY 1, 2',
      'SELECT * FROM api_key_usage', 'SELECT * FROM lease',
      'SELECT * FROM request_window', 'SELECT * FROM data_version',
      'SELECT * FROM breaker', 'SELECT * FROM api_key',
    ].map((query) => instance.sql(query).join('\n'))];
    const after_ = everything();
    assert.deepEqual(finalTables(instance), undisturbed);
    assert.deepEqual(instance.sql(
      "SELECT COUNT(*) FROM sync_run WHERE state = 'crashed'"), [['1']]);

    frozen.kill('SIGCONT');
    assert.equal(await frozen.ended, 3, frozen.output);
    assert.match(frozen.output, /writes nothing any more/);
    assert.deepEqual(everything(), after_);
  });

  it('is not held for a day by a clock that was wrong', async () => {
    instance.sql(`UPDATE lease SET host = 'gone', owner = 'gone:x:1',
      expires = UTC_TIMESTAMP(6) + INTERVAL 20 SECOND`);
    const waits = await instance.sync('run', host('alpha'));
    assert.equal(waits.code, 3, waits.stderr);
    instance.sql(`UPDATE lease SET expires = UTC_TIMESTAMP(6) + INTERVAL 1 DAY;
      INSERT INTO sync_run (origin, state, started_at, heartbeat_at, host, pid)
        VALUES ('cron', 'running', UTC_TIMESTAMP(3) + INTERVAL 1 DAY,
                UTC_TIMESTAMP(3) + INTERVAL 1 DAY, 'gone', 1);
      REPLACE INTO breaker (name, state, opened, until_ms, changed_at) VALUES
        ('bls', 'open', 1, (UNIX_TIMESTAMP() + 86400) * 1000, NOW())`);
    // nor does its run stand in the way of a request, or look alive
    const status = JSON.parse((await instance.sync('status --json')).stdout);
    assert.equal(status.isRunning, false);
    const stop = await instance.sync('stop');
    assert.match(stop.stderr, /no run is running/);
    const asked = await (await signIn(instance)).post('/api/admin/start-sync');
    assert.equal(asked.status, 202, JSON.stringify(asked.body));
    await until(() => instance.sql(`SELECT COUNT(*) FROM sync_run WHERE state IN
      ('running', 'requested')`)[0][0] === '0', 'the run');
    assert.deepEqual(instance.sql(`SELECT state, ended_at <= UTC_TIMESTAMP(3)
      FROM sync_run WHERE host = 'gone'`), [['crashed', '1']]);
    const [[newest]] = instance.sql(
      'SELECT state FROM sync_run ORDER BY run_id DESC LIMIT 1');
    assert.equal(newest, 'succeeded');
  });

  it('is not begun without the lock of the host, and that is told', async () => {
    instance.sql("DELETE FROM sync_run; DELETE FROM alert");
    for (const [file, reason] of [['/nowhere/bls.lock', 'No such file'],
      [instance.dir, 'Is a directory'], ['/dev/null/x', 'Not a directory']]) {
      const run = await instance.sync('run --trigger cron',
        { BLS_SYNC_LOCK_FILE: file });
      assert.equal(run.code, 1, run.stderr);
      const [[state, error]] = instance.sql(
        'SELECT state, last_error FROM sync_run ORDER BY run_id DESC LIMIT 1');
      assert.equal(state, 'failed');
      assert.match(error, new RegExp(`lock file.*${reason}`));
    }
    // a request is answered by it, not tried again each minute
    instance.sql(`DELETE FROM sync_run; INSERT INTO sync_run (origin, state,
      requested_at) VALUES ('admin', 'requested', UTC_TIMESTAMP(3) -
      INTERVAL 1 MINUTE)`);
    const watch = () => instance.sync('watch',
      { BLS_SYNC_LOCK_FILE: '/nowhere/bls.lock' });
    assert.equal((await watch()).code, 1);
    assert.equal((await watch()).code, 0);
    assert.deepEqual(instance.sql('SELECT state FROM sync_run'), [['failed']]);
    assert.match(instance.sql(
      "SELECT message FROM alert WHERE alert_key = 'run.failed'")[0][0],
    /lock file/);
  });

  it('protects alone where the file system has no locks', async () => {
    const library = path.join(instance.dir, 'no_locks.so');
    execFileSync('cc', ['-shared', '-fPIC', '-x', 'c', '-o', library, '-'], {
      input: `#include <errno.h>
        int flock(int fd, int how) { errno = fd + how ? ENOLCK : 0; return -1; }`,
    });
    const without = { LD_PRELOAD: library,
      ASAN_OPTIONS: 'verify_asan_link_order=0' };
    const run = await instance.sync('run', without);
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /lvl=warn .*flock.*No locks available.*only the lease/);
    // and then the lease of a run of this host is no sign that it is dead
    const { host_id, lock_file } = settings();
    instance.sql(`UPDATE lease SET host = '${host_id}:${lock_file}', owner = 'x',
      expires = UTC_TIMESTAMP(6) + INTERVAL 25 SECOND`);
    assert.equal((await instance.sync('run', without)).code, 3);
    assert.equal((await instance.sync('run')).code, 0);
  });

  /** A line of the crontab as cron gives it to its shell. */
  function cron(word, log) {
    const crontab = fs.readFileSync(path.join(repo, 'cron/crontab'), 'utf8');
    const [line] = crontab.match(new RegExp(`^[*0-9].* ${word}\\b.*$`, 'm'));
    const command = line.split(/\s+/).slice(6).join(' ')
      .replaceAll('\\%', '%').replace(/sleep [^;]*/, 'true')
      .replace('/usr/bin/bls-sync', `${build}/bls-sync --config ${instance.ini}`)
      .replaceAll(/\/var\/log\/bls-sync\/\w+\.log/g, log);
    return spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  }

  it('is taken by cron without a folder for the log', async () => {
    for (const [word, done] of [['run', /nothing to do|complete/], ['watch', /^/]]) {
      const { status, stdout, stderr } = cron(word, '/nowhere/x.log');
      assert.equal(status, 0, stderr);
      assert.match(stdout + stderr, /\/nowhere\/x.log: No such file/);
      assert.match(stderr, done);
    }
  });

  it('is taken by cron with the environment that services have', async () => {
    const file = path.join(instance.dir, 'environment');
    const log = path.join(instance.dir, 'logs', 'environment.log');
    fs.writeFileSync(file, '# for all programs\nBLS_SYNC_DB_SOCKET="/no where"\n');
    assert.equal(cron('watch', log).status, 1);
    assert.match(fs.readFileSync(log, 'utf8'), /'\/no where'/);
    // what is set already stays; and a line that is none is said, with its place
    assert.equal((await instance.sync('status', { BLS_SYNC_DB_SOCKET:
      path.join(instance.dir, 'mariadb.sock') })).code, 0);
    fs.writeFileSync(file, '\nBLS_SYNC_DB_SOCKET\n');
    const bad = await instance.sync('status');
    assert.equal(bad.code, 2);
    assert.match(bad.stderr, /environment:2: not "KEY=value"/);
    fs.rmSync(file);
  });

  it('gives cron nothing to mail when the database is away', async () => {
    const log = path.join(instance.dir, 'logs', 'watch.log');
    await instance.part('stop', 'mariadb');
    const away = cron('watch', log);
    await instance.part('start', 'mariadb');
    const back = cron('watch', log);
    assert.deepEqual([away.status, away.stdout, away.stderr], [1, '', '']);
    assert.deepEqual([back.status, back.stdout, back.stderr], [0, '', '']);
    assert.match(fs.readFileSync(log, 'utf8'), /lvl=error .*database/);
  });
});
