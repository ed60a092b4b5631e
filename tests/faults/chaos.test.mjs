/*
 * A proxy that ill-treats connections, between our programs and MariaDB and
 * between the sync and BLS: runs get over it or end as they should, the next
 * one makes everything whole, and readers notice nothing. And the answer to a
 * COMMIT that is lost: what was done is not done twice.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { signIn, sleep, until } from '../integration/instance.mjs';
import { finalTables, itemsDone } from '../integration/rounds.mjs';
import { allFaults, endOf, nothingInvented, runToItsEnd, runUntilDone,
  sameTables, shim, startOver, startSmallInstance } from './campaign.mjs';
import { startProxy } from './chaos_proxy.mjs';

const PER_GROUP = 5; // occupations
const LATENCY_MS = 30;
const STRIKE_MS = 700;

/* What strikes a run in its middle for a moment; it has to get over that. */
const STRIKES = [
  { name: 'latency and jitter', faults: { latency_ms: 5, jitter_ms: 20 },
    short: true },
  { name: 'little bandwidth', faults: { bytes_per_s: 50000 } },
  { name: 'reset', faults: { reset: true }, short: true },
  { name: 'down', faults: { down: true }, short: true },
  { name: 'cut on the way to the server', faults: { cut_up: 700 },
    short: true },
  { name: 'cut on the way back', faults: { cut_down: 900 }, short: true },
  { name: 'a black hole', faults: { black_hole: true } },
];

describe('chaos between the programs', () => {
  let instance;
  let undisturbed;
  let counts;
  const legs = {};
  /* a minute of patience with the database is over in half a second */
  const impatient = { ...shim(), NTH_SPEED: '120' };

  before(async () => {
    instance = await startSmallInstance('chaos', PER_GROUP);
    await startOver(instance);
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    undisturbed = finalTables(instance);
    counts = runRow();

    const socket = path.join(instance.dir, 'chaos.sock');
    legs.MariaDB = await startProxy({
      listen: socket, to: path.join(instance.dir, 'mariadb.sock'),
    });
    legs.TCP = await startProxy({
      listen: 0, to: path.join(instance.dir, 'mariadb.sock'),
    });
    legs.BLS = await startProxy({ listen: 0, to: instance.port });
    const origin = `http://127.0.0.1:${legs.BLS.port}`;
    fs.writeFileSync(instance.ini, fs.readFileSync(instance.ini, 'utf8')
      .replace(/^db_socket = .*/m, `db_socket = ${socket}`)
      .replace(/^(api_url|flat_url) = http:\/\/[^/]+/gm, `$1 = ${origin}`));
    for (const part of ['api', 'events']) {
      await instance.part('stop', part);
      const started = await instance.part('start', part);
      assert.equal(started.code, 0, started.stderr);
    }
    await until(async () => (await jobs()).status === 200, 'the API');
  });
  after(async () => {
    await instance?.stop();
    for (const leg of Object.values(legs)) await leg.stop();
  });

  const jobs = () => instance.get('/api/jobs?limit=1');
  const runRow = () => instance.sql(`SELECT total_jobs, successful, failed,
    skipped, settled_before, added, changed, unchanged, withdrawn,
    requests_used, retries FROM sync_run ORDER BY run_id DESC LIMIT 1`)[0];
  const version = () => Number(
    instance.sql('SELECT version FROM data_version')[0][0]);
  const inLedger = () => Number(
    instance.sql('SELECT SUM(requests) FROM api_key_usage')[0][0]);

  /* A run that is struck in its middle; readers are asked meanwhile. */
  async function strike(leg, faults, ms) {
    await startOver(instance, LATENCY_MS);
    const child = instance.syncStart('run');
    try {
      await until(() => itemsDone(instance).length > 10, 'a part of the round');
      await leg.set(faults);
      const end = Date.now() + ms;
      const { status, body } = await jobs();
      assert.equal(status, 200, 'readers noticed');
      assert.equal(body.jobs.length, 1);
      await sleep(end - Date.now());
    } finally {
      await leg.set({});
    }
    return endOf(instance, child);
  }

  for (const where of ['MariaDB', 'BLS']) {
    for (const { name, faults } of STRIKES.filter((s) => allFaults || s.short)) {
      it(`${name}, between the sync and ${where}`, async () => {
        const end = await strike(legs[where], faults, STRIKE_MS);
        assert.equal(end.code, 0, end.output);
        sameTables(instance, undisturbed, name);
      });
    }
  }

  /* What does not pass away: the run ends, and says so. */
  const lasting = [
    { where: 'MariaDB', faults: { down: true }, short: true },
    { where: 'MariaDB', faults: { cut_down: 3000 } },
    { where: 'BLS', faults: { cut_down: 100 } },
    { where: 'BLS', faults: { down: true } },
    { where: 'MariaDB', faults: { black_hole: true } },
    { where: 'BLS', faults: { black_hole: true } },
  ];
  for (const { where, faults } of lasting.filter((l) => allFaults || l.short)) {
    const words = Object.keys(faults).join();
    it(`${words} for good, between the sync and ${where}`, async () => {
      await startOver(instance, LATENCY_MS);
      await legs[where].set(faults);
      const run = await instance.sync('run', impatient);
      await legs[where].set({});
      assert.equal(run.code, 1, run.stderr);
      nothingInvented(instance);
      await runUntilDone(instance);
      sameTables(instance, undisturbed, words);
    });
  }

  it('counts nothing twice when the answer to each COMMIT is lost', async () => {
    await startOver(instance);
    const before = version();
    await legs.MariaDB.set({ lose: 'answer' });
    const end = await runToItsEnd(instance);
    await legs.MariaDB.set({});
    assert.equal(end.code, 0, end.output);
    assert.ok(legs.MariaDB.lost > instance.requests, 'COMMITs were lost');
    assert.match(end.output, /looked up: it was done/);
    assert.doesNotMatch(end.output, /not done/);
    assert.deepEqual(runRow(), counts);
    assert.deepEqual(instance.sql('SELECT state FROM sync_run'),
      [['succeeded']]);
    assert.equal(version(), before + 1);
    assert.equal(inLedger(), (await instance.emulator.state()).requests.data);
    sameTables(instance, undisturbed, 'after lost answers');
  });

  it('does again what never arrived, by TCP, and counts it once', async () => {
    await startOver(instance);
    const before = version();
    await legs.TCP.set({ lose: 'statement', every: 3 });
    const end = await runToItsEnd(instance, 'run',
      { BLS_SYNC_DB_HOSTS: `127.0.0.1:${legs.TCP.port}` });
    assert.equal(end.code, 0, end.output);
    assert.match(end.output, /looked up: it was not done/);
    assert.deepEqual(runRow(), counts);
    assert.deepEqual(instance.sql('SELECT state FROM sync_run'),
      [['succeeded']]);
    assert.equal(version(), before + 1);
    assert.equal(inLedger(), (await instance.emulator.state()).requests.data);
    sameTables(instance, undisturbed, 'after lost statements');
  });

  it('tells changes and withdrawals apart although answers are lost',
    async () => {
      const [[code]] = instance.sql(`SELECT code FROM job WHERE employment
        IS NOT NULL LIMIT 1`);
      instance.sql(`UPDATE observation SET value = value + 1
        WHERE occupation_code = '${code}' AND datatype = 1;
        INSERT INTO job (code, major_group, data_year, release_code,
          updated_at) VALUES ('11-1031', '11-0000', 2024, '2024A01', NOW());`);
      await legs.MariaDB.set({ lose: 'answer' });
      const end = await runToItsEnd(instance, 'run --force --accept');
      await legs.MariaDB.set({});
      assert.equal(end.code, 0, end.output);
      const [[changed, unchanged, withdrawn, added]] = instance.sql(
        `SELECT changed, unchanged, withdrawn, added FROM sync_run
         ORDER BY run_id DESC LIMIT 1`);
      const figures = (instance.occupations - 1) * 15;
      assert.deepEqual([changed, unchanged, withdrawn, added],
        ['1', String(figures - 1), '1', '0']);
      sameTables(instance, undisturbed, 'after --force');
    });

  it('starts the run that an admin asked for although the answer is lost',
    async () => {
      const admin = await signIn(instance);
      const lost = legs.MariaDB.lost;
      await legs.MariaDB.set({ lose: 'answer' });
      const { status, body } = await admin.post('/api/admin/start-sync');
      await legs.MariaDB.set({});
      assert.ok(legs.MariaDB.lost > lost, 'no COMMIT was lost');
      assert.equal(status, 202, JSON.stringify(body));
      await until(() => instance.sql(`SELECT state FROM sync_run
        WHERE run_id = ${body.runId}`)[0]?.[0] === 'succeeded', 'its run');
    });
});
