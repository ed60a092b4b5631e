/*
 * The ledger of keys: refused, used up and ignored ones, nights without any,
 * what a run tells of its requests, and that no key's text gets anywhere.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { commandLines, signIn, sleep, startInstance, until }
  from './instance.mjs';
import { finalTables, forgetRound, itemsDone, OCCUPATIONS, REQUESTS }
  from './rounds.mjs';

const DAY_S = 86400;
const SERIES = 15 * OCCUPATIONS;

describe('quota', () => {
  let instance;
  let admin;
  let keys;
  let undisturbed;

  before(async () => {
    instance = await startInstance({ name: 'quota' });
    admin = await signIn(instance);
    keys = fs.readFileSync(instance.ini, 'utf8').match(/^api_keys = (.*)$/m)[1]
      .split(',');
    assert.equal(keys.length, 3);
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    undisturbed = finalTables(instance);
  });
  after(() => instance?.stop());
  beforeEach(() => instance.settle());

  const last4 = (key) => key.slice(-4);
  const status = async () => (await admin.get('/api/admin/sync-status')).body;
  const lastRun = async () => {
    const { body } = await admin.get('/api/admin/runs?limit=1');
    return (await admin.get(`/api/admin/runs/${body.runs[0].runId}`)).body;
  };

  /** Nothing was asked, no key has been used, no time has passed. */
  async function anew() {
    forgetRound(instance);
    instance.sql(`UPDATE api_key SET blocked_until = NULL,
      blocked_reason = NULL, ignored_until = NULL`);
    await instance.emulator.reset();
  }

  /** Noon of the n-th day from today, for our programs and the emulator. */
  async function onDay(n) {
    const now = Math.floor(Date.now() / 1000);
    const offset = n && n * DAY_S + DAY_S / 2 - now % DAY_S;
    await instance.emulator.control({ clock_offset_s: offset });
    return { BLS_SYNC_CLOCK_OFFSET_S: String(offset) };
  }

  /** Requests of a day: key's end -> number, by our ledger. */
  const ledger = () => Object.fromEntries(instance.sql(
    `SELECT k.last4, SUM(u.requests) FROM api_key_usage u JOIN api_key k
     USING (key_id) GROUP BY k.key_id`).map(([key, n]) => [key, Number(n)]));

  const sum = (list, what) => list.reduce((n, entry) => n + entry[what], 0);

  it('goes on with the third key when one is refused and one is used up',
    async () => {
      await anew();
      await instance.emulator.control({
        keys: [{ key: keys[0], valid: false }, { key: keys[1], quota: 20 }],
      });
      const run = await instance.sync('run');
      assert.equal(run.code, 0, run.stderr);
      assert.deepEqual(finalTables(instance), undisturbed);

      const state = await instance.emulator.state();
      const counted = ledger();
      const [first, second, third] = keys.map((key) => counted[last4(key)]);
      assert.ok(first >= 1 && first <= 5, `${first} with the refused key`);
      assert.ok(second >= 21 && second <= 25, `${second} with the second`);
      assert.equal(third, REQUESTS - 20);
      assert.equal(state.outcomes.data.succeeded, REQUESTS);
      assert.equal(first + second + third, state.requests.data);
      assert.equal(state.keys.find((k) => k.key === keys[2]).used, third);
    });

  it('tells of that run what became of its requests', async () => {
    const run = await lastRun();
    const counted = ledger();
    const of = (name) => run.requestsByClass.find((c) => c.class === name)
      ?.requests;
    assert.equal(of('ok'), REQUESTS);
    assert.equal(of('invalid-key'), counted[last4(keys[0])]);
    assert.equal(of('quota'), counted[last4(keys[1])] - 20);
    assert.equal(sum(run.requestsByClass, 'requests'), run.requestsUsed);
    assert.equal(sum(run.requestsByClass, 'retries'), run.retries);
    assert.equal(run.requestsUnanswered, 0);
    assert.deepEqual(run.apiKeys, keys.map((key) => ({
      key: `...${last4(key)}`, requests: counted[last4(key)],
    })));
    assert.equal(run.source, 'api');
    assert.equal(typeof run.durationSeconds, 'number');
    const warnings = run.messages.map((m) => `${m.level} ${m.message}`);
    assert.deepEqual(warnings.sort(), [
      `warn key ...${last4(keys[1])} is set aside: its daily quota is used up`,
      `warn key ...${last4(keys[0])} is set aside: BLS calls it invalid;`
        + ' renew it',
    ].sort());
    assert.ok(run.messages.every((m) => Math.abs(Date.parse(m.time)
      - Date.now()) < 60000));
  });

  it('shows the same keys as blocked, each with its reason', async () => {
    const { apiKeysStatus } = await status();
    assert.deepEqual(apiKeysStatus.keyStatuses.map((k) => k.blockedReason),
      ['invalid', 'quota', null]);
  });

  it('pauses when all are used up, and ends the next day with the rest',
    async () => {
      await anew();
      await instance.emulator.control({
        keys: keys.map((key) => ({ key, quota: 40 })),
      });
      const run = await instance.sync('run');
      assert.equal(run.code, 4, run.stderr);
      const first = await instance.emulator.state();
      assert.equal(first.outcomes.data.succeeded, 120);
      const paused = await status();
      assert.equal(paused.state, 'paused');
      // Who was answered need not have been first in the plan, so that up to
      // two occupations of each of the last five requests lack some series.
      const done = itemsDone(instance).length;
      assert.equal(paused.processedJobs, done);
      assert.ok(done <= 400 && done >= 400 - 10, `${done} done`);
      const needed = Math.ceil((OCCUPATIONS - done) * 15 / 50);
      assert.deepEqual([paused.quotaForecast.requestsNeeded,
        paused.quotaForecast.requestsRemaining, paused.quotaForecast.enough],
      [needed, 0, false]);

      const again = await instance.sync('run');
      assert.equal(again.code, 4, again.stderr);
      assert.equal((await instance.emulator.state()).requests.data,
        first.requests.data, 'nothing more is asked on the same day');

      const tomorrow = await onDay(1);
      await instance.emulator.control({
        keys: keys.map((key) => ({ key, quota: 500 })),
      });
      const next = await instance.sync('run', tomorrow);
      assert.equal(next.code, 0, next.stderr);
      const second = await instance.emulator.state();
      assert.equal(second.requests.data - first.requests.data, needed);
      assert.deepEqual(finalTables(instance), undisturbed);
    });

  it('finishes night after night without any key', async () => {
    await anew();
    const keyless = { BLS_SYNC_API_KEYS: '', BLS_SYNC_SOURCE: 'api' };
    let sent = 0;
    let open = OCCUPATIONS;
    const dry = await instance.sync('run --dry-run', keyless);
    assert.match(dry.stdout, /quota: 663 .*25 left .*not enough, .* 27 days/);
    for (let night = 1; open > 0; night++) {
      const remaining = Math.ceil(15 * open / 25);
      const run = await instance.sync('run',
        { ...keyless, ...await onDay(night) });
      const state = await instance.emulator.state();
      assert.equal(state.requests.data - sent, Math.min(25, remaining),
        `night ${night}`);
      assert.equal(state.outcomes.data.succeeded, state.requests.data);
      sent = state.requests.data;
      open = OCCUPATIONS - itemsDone(instance).length;
      assert.equal(run.code, open > 0 ? 4 : 0, run.stderr);
    }
    assert.deepEqual(finalTables(instance), undisturbed);
    assert.equal(instance.sql(
      "SELECT COUNT(*) FROM sync_run WHERE state = 'paused'")[0][0], '26');
  });

  it('notices a key that BLS ignores, and says so', async () => {
    await anew();
    await instance.emulator.control({ faults: [{ fault: 'key_ignored' }] });
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    assert.match(run.stderr, /is ignored: BLS answers only 25 series/);
    assert.deepEqual(finalTables(instance), undisturbed);
    const state = await instance.emulator.state();
    // each of the five in flight may have been sent before the first answer
    assert.ok(state.requests.data <= Math.ceil(SERIES / 25) + 5);

    const { apiKeysStatus, quotaForecast } = await status();
    assert.ok(apiKeysStatus.keyStatuses.every((k) => k.isIgnored));
    assert.equal(quotaForecast.requestsRemaining, 0);
    const health = (await admin.get('/api/admin/system-health')).body;
    assert.equal(health.components.apiKeys.status, 'warn');
    assert.match(health.components.apiKeys.message, /not heed 3 of 3 keys/);

    forgetRound(instance);
    await instance.emulator.reset();
    const next = await instance.sync('run --dry-run', await onDay(2));
    assert.match(next.stdout, /requests: 332,/);
  });

  it('needs none for the flat file, even where BLS was not reached', async () => {
    await anew();
    const away = 'http://127.0.0.1:9/';
    const run = await instance.sync('run', { BLS_SYNC_SOURCE: 'flat',
      BLS_SYNC_FLAT_URL: away, BLS_SYNC_API_URL: away });
    assert.equal(run.code, 1);
    assert.equal((await lastRun()).source, 'flat');
    assert.equal((await status()).quotaForecast.requestsNeeded, 0);
  });

  it('keeps what a killed run had sent', async () => {
    await anew();
    await instance.emulator.control({ latency_ms: 20 });
    const child = instance.syncStart('run');
    await until(() => itemsDone(instance).length > 150, 'half a round');
    child.kill('SIGKILL');
    await child.ended;
    await sleep(100);
    const { requests } = await instance.emulator.state();
    await instance.emulator.control({ latency_ms: 0 });
    assert.equal((await instance.sync('run')).code, 0);
    const { body } = await admin.get('/api/admin/runs?limit=2');
    assert.equal(body.runs[1].state, 'crashed');
    // counted before they are sent: those in flight may not have gone out
    const counted = body.runs[1].requestsUsed - requests.data;
    assert.ok(counted >= 0 && counted <= 5, `${counted} too many`);
    const killed = (await admin.get(`/api/admin/runs/${body.runs[1].runId}`))
      .body;
    assert.equal(sum(killed.apiKeys, 'requests'), killed.requestsUsed);
    assert.equal(sum(killed.requestsByClass, 'requests')
      + killed.requestsUnanswered, killed.requestsUsed);
  });

  it('forgets a run after 400 days, with all that is kept of it',
    async () => {
      const rest = () => instance.sql(`SELECT COUNT(*) FROM sync_run
        UNION ALL SELECT COUNT(DISTINCT run_id) FROM run_outcome
        UNION ALL SELECT COUNT(DISTINCT run_id) FROM run_key
        UNION ALL SELECT COUNT(*) FROM run_message`).flat();
      instance.sql(`INSERT INTO run_message SELECT MIN(run_id), 50, NOW(),
        'warn', 'of the first' FROM sync_run;
        INSERT IGNORE INTO run_outcome SELECT MIN(run_id), 'timeout', 1, 1
        FROM sync_run`);
      assert.deepEqual(rest(), ['2', '2', '2', '1']);
      instance.sql(`UPDATE sync_run SET ended_at = NOW() - INTERVAL 401 DAY
        ORDER BY run_id LIMIT 1`);
      await instance.sync('watch');
      assert.deepEqual(rest(), ['1', '1', '1', '0']);
    });

  it('shows the state of both circuit breakers', async () => {
    const seen = async () => {
      const { components } = (await admin.get('/api/admin/system-health')).body;
      const { text } = await instance.get('/metrics');
      return [components.blsApi.breaker, components.database.breaker,
        components.disk.breaker,
        text.match(/^bls_sync_breaker_state\{component="blsApi"\} (.)/m)[1],
        text.match(/^bls_sync_breaker_state\{component="database"\} (.)/m)[1]];
    };
    const set = (state) => instance.sql(`INSERT INTO breaker
      (name, state, opened, until_ms, changed_at)
      VALUES ('bls', '${state}', 1, 0, NOW())
      ON DUPLICATE KEY UPDATE state = VALUES(state)`);
    set('open');
    assert.deepEqual(await seen(), ['open', 'closed', undefined, '1', '0']);
    set('half-open');
    assert.deepEqual(await seen(),
      ['half-open', 'closed', undefined, '2', '0']);
    set('closed');
    assert.deepEqual(await seen(), ['closed', 'closed', undefined, '0', '0']);
  });

  it('never writes the text of a key anywhere', async () => {
    await anew();
    await instance.emulator.control({
      latency_ms: 5,
      keys: [{ key: keys[0], valid: false }, { key: keys[1], quota: 3 }],
      faults: [{ fault: 'http_503', every: 9 },
        { fault: 'quota_old_text', after: 100, times: 1 }],
    });
    const child = instance.syncStart('run');
    await until(() => itemsDone(instance).length > 0, 'the first of it');
    const argv = commandLines([child.pid, ...['api', 'events', 'nginx',
      'mariadb'].map(instance.pid)]).join(' ');
    assert.ok(argv.includes('bls-sync'));
    await child.ended;
    for (const words of ['watch', 'status', 'status --json', 'config',
      'run --dry-run', 'alert list']) {
      const { stdout, stderr } = await instance.sync(words);
      child.output += stdout + stderr;
    }
    const { body } = await admin.get('/api/admin/runs');
    const routes = ['sync-status', 'system-health', 'runs', 'failures',
      ...body.runs.map((run) => `runs/${run.runId}`)];
    const answers = await Promise.all([...routes.map(async (route) =>
      JSON.stringify((await admin.get(`/api/admin/${route}`)).body)),
    (await instance.get('/metrics')).text]);
    const dump = instance.client('mariadb-dump', [],
      { encoding: 'latin1' });
    assert.match(dump, /is set aside/);
    const logs = fs.readdirSync(path.join(instance.dir, 'logs'))
      .map((name) => fs.readFileSync(path.join(instance.dir, 'logs', name),
        'latin1'));
    for (const key of keys) {
      for (const text of [child.output, argv, dump, ...answers, ...logs]) {
        const at = text.indexOf(key);
        assert.equal(at, -1, `key ...${last4(key)} after `
          + `"${text.slice(Math.max(0, at - 60), Math.max(0, at))}"`);
      }
    }
  });
});
