/*
 * The import end to end, with real MariaDB, nginx and programs: every published
 * figure arrives, nothing is asked twice, every way to stop and resume works.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { computeScores } from './independent_score.mjs';
import { repo, signIn, sleep, startInstance, until } from './instance.mjs';
import {
  finalTables, forgetRound, itemsDone, JOBS, OCCUPATIONS, publishedFigures,
  REQUESTS, storedFigures, WITH_DATA,
} from './rounds.mjs';

describe('a first import', () => {
  let instance;
  let undisturbed;

  before(async () => {
    instance = await startInstance({ name: 'sync' });
  });
  after(() => instance?.stop());
  beforeEach(() => instance.settle());

  it('shows the newest year that came along before any run', async () => {
    const { body } = await instance.get('/api/jobs/15-1252');
    assert.equal(body.dataYear, 2024);
    assert.equal(body.medianAnnualWage, 133080);
    assert.equal(typeof body.aiImpactScore, 'number');
  });

  it('asks exactly ceil(series / 50) requests, five at a time', async () => {
    const dry = await instance.sync('run --dry-run');
    assert.equal(dry.code, 0);
    assert.match(dry.stdout, /series: 16575\nrequests: 332/);

    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    const state = await instance.emulator.state();
    assert.equal(state.requests.data, REQUESTS);
    assert.equal(state.outcomes.data.succeeded, REQUESTS);
    assert.ok(state.max_in_flight <= 5, `${state.max_in_flight} in flight`);
    undisturbed = finalTables(instance);
  });

  it('stores every published figure, digit for digit', () => {
    const published = publishedFigures(2025);
    const stored = storedFigures(instance, 2025);
    assert.equal(published.size, WITH_DATA);
    assert.deepEqual([...stored.keys()].sort(), [...published.keys()].sort());
    for (const [code, cells] of published) {
      assert.deepEqual(stored.get(code), cells, code);
    }
  });

  it('keeps what BLS withdrew: 2021 to 2024 as they were printed', () => {
    for (const year of [2021, 2022, 2023, 2024]) {
      const published = publishedFigures(year);
      const stored = storedFigures(instance, year);
      assert.equal(stored.size, published.size, String(year));
      for (const [code, cells] of published) {
        assert.deepEqual(stored.get(code), cells, `${code} ${year}`);
      }
    }
  });

  it('agrees with figures that BLS printed elsewhere', () => {
    const stored = storedFigures(instance, 2025);
    assert.deepEqual(stored.get('15-1252'), ['1687890', '0.6', '71.20',
      '148100', '0.4', '39.64', '50.58', '65.38', '82.68', '103.21', '82460',
      '105210', '135980', '171980', '214670']);
    assert.equal(stored.get('00-0000')[0], '155495730');
    assert.equal(stored.get('00-0000')[12], '50980');
    assert.equal(stored.get('53-2011')[2], '-4'); // pilots: annual only
    assert.equal(stored.has('11-1031'), false); // legislators: not this year
  });

  it('names the cap of a wage at or above it', () => {
    const [[capped, without]] = instance.sql(
      `SELECT COUNT(*), SUM(at_least IS NULL) FROM observation
       WHERE reason = 'capped' AND year = 2024`);
    assert.ok(Number(capped) > 100);
    assert.equal(Number(without), 0);
    assert.deepEqual(instance.sql(
      `SELECT DISTINCT at_least FROM observation WHERE reason = 'capped'
       AND year = 2021 ORDER BY 1`), [['100.00'], ['208000.00']]);
  });

  it('scores every job, as a second computation does', () => {
    const rows = instance.sql(
      `SELECT j.code, j.employment, s.score, s.spread, s.basis,
         s.automation_percentile, s.job_zone, s.risk_index, s.risk,
         s.impact_type, s.confidence
       FROM job j LEFT JOIN job_score s ON s.code = j.code`);
    assert.equal(rows.length, JOBS);
    const scores = computeScores({
      catalog: rows.map(([code, employment]) => ({
        code, employment: Number(employment),
      })),
      referenceDir: path.join(repo, 'sql/reference'),
    });
    const near = (a, b, what) => assert.ok(Math.abs(a - b) <= 0.05,
      `${what}: ${a} is not ${b}`);
    const risks = {};
    for (const row of rows) {
      const [code, , score, spread, basis, automation, zone, index, risk, type,
        confidence] = row;
      const second = scores.get(code);
      near(Number(score), second.score, code);
      if (second.spread === null) assert.equal(spread, 'NULL', code);
      else near(Number(spread), second.spread, code);
      near(100 * Number(automation), 100 * second.automationPercentile, code);
      near(Number(zone), second.jobZone, code);
      near(Number(index), second.riskIndex, code);
      assert.deepEqual([basis, risk, type, confidence],
        [second.basis, second.risk, second.type, second.confidence], code);
      risks[risk] = (risks[risk] ?? 0) + 1;
    }
    assert.deepEqual(risks,
      { Low: 284, Medium: 231, High: 223, 'Very High': 92 });
  });

  it('is on the page within half a second', async () => {
    const { body } = await until(async () => {
      const answer = await instance.get('/api/jobs/15-1252');
      return answer.body.dataYear === 2025 ? answer : null;
    }, 'the snapshot of 2025', 2000);
    assert.equal(body.employment, 1687890);
    assert.equal(body.medianAnnualWage, 135980);
    assert.equal(body.medianHourlyWage, 65.38);
    const list = await instance.get('/api/jobs?limit=1');
    assert.equal(list.body.pagination.total, JOBS);
  });

  it('withdraws what the release no longer has, and keeps its history',
    async () => {
      assert.equal((await instance.get('/api/jobs/11-1031')).status, 404);
      assert.deepEqual(instance.sql(
        "SELECT state, reason FROM sync_item WHERE occupation_code = '11-1031'"),
      [['skipped', 'notInThisCopy']]);
      assert.equal(instance.sql(
        `SELECT COUNT(DISTINCT year) FROM observation
         WHERE occupation_code = '11-1031'`)[0][0], '4');
    });

  it('has nothing to do a second time and sends no data request', async () => {
    const run = await instance.sync('run');
    assert.equal(run.code, 0);
    assert.match(run.stderr, /nothing to do/);
    assert.equal((await instance.emulator.state()).requests.data, REQUESTS);
  });

  it('writes a forced round anew without changing a figure', async () => {
    const run = await instance.sync('run --force');
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, / 0 figures added, 0 changed, 16560 unchanged/);
    assert.deepEqual(finalTables(instance), undisturbed);
    assert.equal((await instance.emulator.state()).requests.data,
      2 * REQUESTS);
  });

  it('goes on after kill -9 without asking again for what is done',
    async () => {
      forgetRound(instance);
      await instance.emulator.reset();
      await instance.emulator.control({ latency_ms: 20 });
      for (const share of [0.2, 0.6]) {
        const child = instance.syncStart('run');
        await until(() => itemsDone(instance).length > share * OCCUPATIONS,
          'part of the round');
        child.kill('SIGKILL');
        assert.equal(await child.ended, 'SIGKILL');
        await sleep(100); // what was under way at the emulator
        const done = itemsDone(instance);
        assert.ok(done.length < OCCUPATIONS);
        const before = await instance.emulator.asked();
        const again = instance.syncStart('run');
        await until(() => itemsDone(instance).length > done.length + 50,
          'some more of the round');
        again.kill('SIGKILL');
        await again.ended;
        await sleep(100);
        const asked = await instance.emulator.asked();
        for (const code of done) {
          assert.deepEqual(asked[code] ?? asked.asked?.[code],
            before[code] ?? before.asked?.[code], code);
        }
      }
      const last = await instance.sync('run');
      assert.equal(last.code, 0, last.stderr);
      assert.deepEqual(finalTables(instance), undisturbed);
      assert.deepEqual(instance.sql(
        "SELECT COUNT(*) FROM sync_run WHERE state = 'crashed'"), [['4']]);
    });

  it('imports one occupation alone and publishes it', async () => {
    forgetRound(instance);
    await instance.emulator.reset();
    instance.sql(`UPDATE job SET data_year = 2024, employment = 1
                  WHERE code IN ('15-1252', '29-1141')`);
    const run = await instance.sync('run --only 15-1252');
    assert.equal(run.code, 0, run.stderr);
    assert.equal((await instance.emulator.state()).requests.data, 1);
    assert.deepEqual(instance.sql(
      `SELECT code, data_year, employment FROM job
       WHERE code IN ('15-1252', '29-1141') ORDER BY 1`),
    [['15-1252', '2025', '1687890'], ['29-1141', '2024', '1']]);
    const rest = await instance.sync('run');
    assert.equal(rest.code, 0, rest.stderr);
    assert.deepEqual(finalTables(instance), undisturbed);
  });

  it('stores no run of what was mistyped, and tells nobody', async () => {
    const kept = () => instance.sql(`SELECT
      (SELECT COUNT(*) FROM sync_run), (SELECT COUNT(*) FROM alert WHERE alert_key LIKE 'run.%'),
      (SELECT COUNT(*) FROM sync_item WHERE state = 'pending')`);
    instance.sql(`UPDATE sync_item SET state = 'failed', transient = 0
                  WHERE occupation_code = '15-1252'`);
    const before = kept();
    for (const words of ['run --only 99-9999', 'run --only 15-1252,99-9999',
      'run --force --only 99-9999', 'run --dry-run --only 99-9999',
      'retry --only 15-1252,99-9999', 'retry --only 0099999',
      'retry --dry-run --only 99-9999',
      'run --only 15-12', 'run --only', 'run --source paper']) {
      const { code, stderr } = await instance.sync(words);
      assert.equal(code, 2, `${words}: ${stderr}`);
      assert.deepEqual(kept(), before, words);
    }
    await instance.sync('watch');
    assert.deepEqual(kept(), before);
    // It says what it would ask for, and that is all.
    for (const words of ['retry --dry-run', 'retry --only 15-1252 --dry-run']) {
      const { code, stdout } = await instance.sync(words);
      assert.equal(code, 0);
      assert.match(stdout, /^occupations to ask for: 1 of/m, words);
      assert.deepEqual(kept(), before, words);
    }
    assert.equal((await instance.sync('retry')).code, 0);
    assert.deepEqual(finalTables(instance), undisturbed);
  });
});

describe('a run that is watched and stopped', () => {
  let instance;
  let admin;

  before(async () => {
    instance = await startInstance({ name: 'stop' });
    await instance.emulator.control({ latency_ms: 200 });
    admin = await signIn(instance);
  });
  after(() => instance?.stop());

  const consistent = (status) => {
    assert.equal(status.successfulJobs + status.failedJobs + status.skippedJobs,
      status.processedJobs);
    assert.ok(status.processedJobs <= status.totalJobs);
  };

  const running = () => until(async () => {
    const { body } = await admin.get('/api/admin/sync-status');
    return body.isRunning && body.processedJobs > 0 ? body : null;
  }, 'a run at work');

  /** The first three cases watch one run; each starts it if it must. */
  const underWay = async () => {
    if ((await admin.get('/api/admin/sync-status')).body.isRunning) return;
    assert.equal((await admin.post('/api/admin/start-sync')).status, 202);
    await running();
  };

  it('moves at least once a second and always adds up', async () => {
    const started = await admin.post('/api/admin/start-sync');
    assert.equal(started.status, 202, JSON.stringify(started.body));
    await running();
    const again = await admin.post('/api/admin/start-sync');
    assert.equal(again.status, 409);

    const seen = [];
    for (let i = 0; i < 40; i++) {
      const { body } = await admin.get('/api/admin/sync-status');
      consistent(body);
      seen.push(body);
      await sleep(100);
    }
    assert.equal(seen[0].runId, started.body.runId);
    assert.equal(seen[0].totalJobs, OCCUPATIONS);
    assert.equal(seen[0].trigger, 'admin');
    const moments = new Set(seen.map((status) => status.lastUpdated));
    assert.ok(moments.size >= 4, `${moments.size} updates in four seconds`);
    assert.ok(seen.at(-1).processedJobs > seen[0].processedJobs);
    assert.ok(seen.at(-1).throughputPerMinute > 0);
    assert.ok(seen.at(-1).estimatedTimeRemaining > 0);
    assert.equal(seen.at(-1).apiKeysStatus.totalKeys, 3);
    assert.match(seen.at(-1).apiKeysStatus.keyStatuses[0].key, /^\.\.\.\w{4}$/);
  });

  it('keeps a second program out with exit code 3', async () => {
    await underWay();
    const second = await instance.sync('run');
    assert.equal(second.code, 3, second.stderr);
    const otherHost = await instance.sync('run', {
      BLS_SYNC_HOST_ID: 'other-host',
      BLS_SYNC_LOCK_FILE: path.join(instance.dir, 'other.lock'),
    });
    assert.equal(otherHost.code, 3, otherHost.stderr);
    assert.match(otherHost.stderr, /lease/);
  });

  const endsStopped = async (what) => {
    const before = Date.now();
    const status = await until(async () => {
      const { body } = await admin.get('/api/admin/sync-status');
      consistent(body);
      return body.isRunning ? null : body;
    }, what);
    assert.ok(Date.now() - before <= 2000, `${Date.now() - before} ms`);
    assert.equal(status.state, 'stopped');
    assert.equal(status.processedJobs, itemsDone(instance).length);
    return status;
  };

  it('stops from the route within two seconds', async () => {
    await underWay();
    await running();
    assert.equal((await admin.post('/api/admin/stop-sync')).status, 202);
    await endsStopped('the stop of the route');
    assert.equal((await admin.post('/api/admin/stop-sync')).status, 409);
  });

  it('stops from the command line', async () => {
    await instance.settle();
    const child = instance.syncStart('run');
    await running();
    assert.equal((await instance.sync('stop')).code, 0);
    await endsStopped('the stop of the command line');
    assert.equal(await child.ended, 4);
  });

  for (const signal of ['SIGTERM', 'SIGINT']) {
    it(`stops at ${signal}`, async () => {
      const child = instance.syncStart('run');
      await running();
      child.kill(signal);
      await endsStopped(signal);
      assert.equal(await child.ended, 4);
    });
  }

  it('ends whole after all those stops, nothing asked twice', async () => {
    await instance.emulator.control({ latency_ms: 0 });
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    const published = publishedFigures(2025);
    const stored = storedFigures(instance, 2025);
    for (const [code, cells] of published) {
      assert.deepEqual(stored.get(code), cells, code);
    }
    assert.equal(itemsDone(instance).length, OCCUPATIONS);
  });

  it('shows the same status on the command line', async () => {
    const { body } = await admin.get('/api/admin/sync-status');
    const printed = JSON.parse((await instance.sync('status --json')).stdout);
    delete body.lastUpdated;
    delete printed.lastUpdated;
    assert.deepEqual(printed, body);
  });

  it('keeps to the limit of requests in any ten seconds, over processes',
    async () => {
      forgetRound(instance);
      instance.sql('DELETE FROM request_window');
      await instance.emulator.reset();
      const few = { BLS_SYNC_REQUESTS_PER_10S: '10' };
      const child = instance.syncStart('run', few);
      await until(async () => (await instance.emulator.state()).requests.data
        >= 7, 'seven requests');
      child.kill('SIGKILL');
      await child.ended;
      const next = instance.syncStart('run', few);
      await sleep(11000);
      next.kill('SIGTERM');
      await next.ended;
      const state = await instance.emulator.state();
      assert.ok(state.requests.data > 10);
      assert.ok(state.max_in_10_s <= 10, `${state.max_in_10_s} in 10 s`);
    });

  it('respects a circuit breaker that the last run left open', async () => {
    forgetRound(instance);
    await instance.emulator.reset();
    instance.sql(`INSERT INTO breaker (name, state, opened, until_ms, changed_at)
      VALUES ('bls', 'open', 2, ${Date.now() + 3000}, NOW())
      ON DUPLICATE KEY UPDATE state = VALUES(state),
        opened = VALUES(opened), until_ms = VALUES(until_ms)`);
    const child = instance.syncStart('run');
    await sleep(2000);
    assert.equal((await instance.emulator.state()).requests.data, 0);
    assert.equal(await child.ended, 0, child.output);
    assert.equal((await instance.emulator.state()).requests.data, REQUESTS);
    assert.deepEqual(instance.sql(
      "SELECT state, opened FROM breaker WHERE name = 'bls'"),
    [['closed', '0']]);
    forgetRound(instance);
  });

  it('writes no key anywhere', async () => {
    const keys = fs.readFileSync(instance.ini, 'utf8')
      .match(/^api_keys = (.*)$/m)[1].split(',');
    assert.equal(keys.length, 3);
    await instance.emulator.control({
      keys: [{ key: keys[0], valid: false }, { key: keys[1], quota: 0 }],
    });
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /invalid/);
    assert.match(run.stderr, /quota/);
    const pages = await Promise.all(['/api/admin/sync-status',
      '/api/admin/system-health', '/api/admin/runs', '/api/admin/failures']
      .map(async (where) => JSON.stringify((await admin.get(where)).body)));
    const tables = instance.sql('SELECT * FROM sync_run').flat().join(' ')
      + instance.sql('SELECT * FROM api_key').flat().join(' ')
      + instance.sql('SELECT * FROM sync_item').flat().join(' ');
    const config = (await instance.sync('config')).stdout;
    for (const key of keys) {
      for (const text of [run.stderr, run.stdout, tables, config, ...pages,
        instance.log('api'), instance.log('events')]) {
        assert.ok(!text.includes(key), 'a key was written out');
      }
    }
  });
});
