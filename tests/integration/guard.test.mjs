/*
 * Implausible rounds are held back, whatever year readers have now: they keep
 * what they see until a person accepts or rejects, from the command line or by
 * the API.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { signIn, startInstance, until } from './instance.mjs';

describe('the guard', () => {
  let instance;
  let admin;

  const control = (change) => instance.emulator.control(change);
  const requests = async () =>
    (await instance.emulator.state()).requests.data ?? 0;

  /** Rounds by the API are few: a day's quota is enough for four of them. */
  async function ends(code, words = 'run', env = {}) {
    const run = await instance.sync(
      words.replace('--force', '--force --source flat'), env);
    assert.equal(run.code, code, run.stderr + run.stdout);
    return run.stderr + run.stdout;
  }

  before(async () => {
    instance = await startInstance({ name: 'guard' });
    admin = await signIn(instance);
  });
  after(() => instance?.stop());

  const published = () => instance.sql(
    `SELECT data_year, COUNT(*), CAST(SUM(employment) AS SIGNED) FROM job
     GROUP BY 1 ORDER BY 1`);
  /** All that readers could see of the nation, and when it was written. */
  const visible = () => instance.sql(`
    SELECT MD5(GROUP_CONCAT(occupation_code, year, datatype,
      IFNULL(value, reason), observed_at ORDER BY year, datatype)) FROM observation
      WHERE year >= 2024 GROUP BY occupation_code ORDER BY occupation_code;
    SELECT code, data_year, employment, median_annual_wage, updated_at FROM job
      ORDER BY 1`);
  const items = () => instance.sql(`SELECT occupation_code, state, reason,
    settled_at, run_id FROM sync_item WHERE release_code = '2025A01'`);
  const states = () => instance.sql(
    'SELECT state FROM release_round ORDER BY year').flat();
  const staged = () => Number(instance.sql(
    'SELECT COUNT(*) FROM staged_observation')[0][0]);
  const rules = () => instance.sql(
    'SELECT rule FROM held_rule ORDER BY rule').flat();

  const forgetRound = () => instance.sql(`
    DELETE FROM observation WHERE year = 2025;
    DELETE FROM release_round WHERE year = 2025;
    DELETE FROM sync_item WHERE release_code = '2025A01';
    DELETE FROM checkpoint WHERE release_code = '2025A01';
    UPDATE job SET data_year = 2024;`);

  /** A decision by the API is carried out by a run; its last state. */
  async function decide(path) {
    const start = await admin.post(path);
    assert.equal(start.status, 202, JSON.stringify(start.body));
    return until(async () => {
      const { body } = await admin.get('/api/admin/sync-status');
      return body.runId === start.body.runId && body.endTime ? body : null;
    }, 'the run that carries it out');
  }

  it('measures the first round of all by the tables of the project',
    async () => {
      await control({ release: 2024,
        multiply_employment: { factor: 3, year: 2024 } });
      const before = visible();
      assert.match(await ends(4), /held back: employment would go/);
      assert.deepEqual(visible(), before);
      await instance.emulator.reset();
      await control({ release: 2024 });
      await ends(0, 'run --force');
      assert.deepEqual(states(), ['complete']);
      await control({ release: 2025 });
    });

  it('holds a round whose employment jumps, and asks for nothing again',
    async () => {
      const before = published();
      await control({ multiply_employment: { factor: 1.5, year: 2025 } });
      assert.match(await ends(4),
        /held back: employment would go from \d+ to \d+/);
      assert.deepEqual(published(), before);
      assert.deepEqual(states(), ['complete', 'held']);

      const asked = await requests();
      await ends(4);
      assert.equal(await requests(), asked);
      const { body } = await admin.get('/api/admin/sync-status');
      assert.equal(body.state, 'held');
      assert.match(body.lastError, /employment would go/);
      assert.equal(body.heldRound.id, '2025A01');
      assert.deepEqual(published(), before);
    });

  it('publishes it when a person accepts, without asking again', async () => {
    const asked = await requests();
    await ends(0, 'run --accept');
    assert.equal(await requests(), asked);
    assert.deepEqual(published().map(([year]) => year), ['2025']);
    assert.deepEqual(instance.sql(
      'SELECT state, held_reason FROM release_round WHERE year = 2025'),
    [['complete', 'NULL']]);
    assert.equal(staged(), 0);
  });

  it('is lifted from the API as well', async () => {
    forgetRound();
    await control({ multiply_employment: { factor: 0.5, year: 2025 } });
    await ends(4);
    const status = await decide('/api/admin/start-sync?acceptHeld=true');
    assert.equal(status.state, 'succeeded', JSON.stringify(status));
    assert.equal(status.release, '2025A01');
  });

  it('does not ask again for a release that was rejected', async () => {
    forgetRound();
    const before = published();
    await ends(4);
    assert.match(await ends(0, 'reject'), /2025A01: rejected[^]*held back: employment/);
    assert.deepEqual(states(), ['complete', 'rejected']);
    assert.deepEqual(instance.sql(`SELECT action, detail FROM audit
      WHERE username LIKE 'cli:%' ORDER BY id DESC LIMIT 1`),
    [['reject-round', '2025A01']]);
    assert.equal(staged(), 0);
    const asked = await requests();
    for (const words of ['run', 'retry', 'run --only 15-1252']) {
      assert.match(await ends(0, words), /was rejected by command line/);
    }
    assert.equal(await requests(), asked);
    assert.deepEqual(published(), before);
    for (const words of ['accept', 'reject', 'accept 2025A01', 'reject 2099A01',
      'accept 2025A01 2024A01']) {
      assert.match(await ends(2, words), /^bls-sync (accept|reject): /);
    }
  });

  it('lets a usual year pass, once it is started over', async () => {
    await instance.emulator.reset();
    await ends(0, 'run --force');
    assert.deepEqual(published().map(([year, jobs]) => [year, jobs]),
      [['2025', '830']]);
    assert.deepEqual(states(), ['complete', 'complete']);
  });

  it('sees nothing in a forced restart that brings the same', async () => {
    const before = visible();
    await ends(0, 'run --force');
    assert.deepEqual(visible(), before);
  });

  it('judges a forced restart of the year that readers have', async () => {
    const before = visible();
    const settled = items();
    await control({ multiply_employment: { factor: 3, year: 2025 } });
    await ends(4, 'run --force');
    assert.deepEqual(visible(), before);
    assert.deepEqual(rules(), ['employmentJumped', 'employmentTotal']);

    const status = await ends(0, 'status');
    assert.match(status, /employmentTotal: employment would go from/);
    assert.match(status, /31-1120  employment: \d+ -> \d+, Home Health/);
    assert.match(status, /and \d{3} more/);
    const { body } = await admin.get('/api/admin/rounds/2025A01');
    assert.equal(body.state, 'held');
    const [worst] = body.differences.filter(
      (one) => one.rule === 'employmentTotal');
    assert.equal(worst.title, 'Home Health and Personal Care Aides');
    assert.equal(worst.staged, worst.published * 3);
    assert.ok(body.differenceCount > 800);

    const back = await decide('/api/admin/rounds/2025A01/reject');
    assert.match(back.message, /it stays as it was published/);
    assert.deepEqual(visible(), before);
    assert.deepEqual(items(), settled);
    assert.deepEqual(states(), ['complete', 'complete']);
    assert.equal(staged(), 0);
    const asked = await requests();
    assert.match(await ends(0), /complete: nothing to do/);
    assert.equal(await requests(), asked);
    const again = await admin.post('/api/admin/rounds/2025A01/reject');
    assert.equal(again.status, 409, JSON.stringify(again.body));
    assert.match(again.body.detail, /complete, not held back/);
  });

  it('sees a BLS that answers "5" to everything', async () => {
    const before = visible();
    await instance.emulator.reset();
    await control({ spoil: { how: 'same', year: 2025 } });
    await ends(4, 'run --force');
    assert.deepEqual(visible(), before);
    for (const rule of ['annualAgainstHourly', 'employmentTotal',
      'sameValueEverywhere', 'wagesJumped']) {
      assert.ok(rules().includes(rule), rule);
    }
  });

  it('sees percentiles, means and annual wages that cannot be', async () => {
    const before = visible();
    await instance.emulator.reset();
    await control({ spoil: { how: 'swap_percentiles', every: 250 } });
    await control({ spoil: { how: 'mean_above', every: 249 } });
    await control({ spoil: { how: 'double_annual', every: 199 } });
    await ends(4, 'run --force');
    assert.deepEqual(visible(), before);
    for (const rule of ['annualAgainstHourly', 'meanOutsidePercentiles',
      'percentilesOutOfOrder']) {
      assert.ok(rules().includes(rule), rule);
    }
  });

  it('sees a tenth of the values vanish, and one occupation by itself',
    async () => {
      const before = visible();
      await instance.emulator.reset();
      await control({ spoil: { how: 'withhold', every: 10 } });
      await ends(4, 'run --force');
      assert.deepEqual(rules(), ['valuesVanished']);
      await ends(0, 'reject');
      await instance.emulator.reset();
      await control({ spoil: { how: 'same' } });
      await ends(4, 'run --force --only 15-1252');
      assert.ok(rules().includes('annualAgainstHourly'), `${rules()}`);
      await ends(0, 'reject');
      assert.deepEqual(visible(), before);
      assert.deepEqual(states(), ['complete', 'complete']);
    });

  it('publishes with `accept` what was held, and says who wanted it so',
    async () => {
      await instance.emulator.reset();
      await control({ multiply_employment: { factor: 3, year: 2025 } });
      await ends(4, 'run --force');
      const asked = await requests();
      const done = await decide('/api/admin/rounds/2025A01/accept');
      assert.equal(done.state, 'succeeded', JSON.stringify(done));
      assert.equal(await requests(), asked);
      assert.deepEqual(instance.sql(`SELECT state, decided_by FROM
        release_round WHERE year = 2025`), [['complete', 'admin']]);
      assert.ok(Number(published()[0][2]) > 400e6);
      assert.deepEqual(rules(), []);
      await instance.emulator.reset();
      await ends(4, 'run --force');
      await ends(0, 'accept');
    });

  it('leaves nothing current that the release no longer has', async () => {
    const cells = (code) => instance.sql(`SELECT DISTINCT year,
      value IS NULL FROM observation WHERE area_code = '0000000' AND
      occupation_code = '${code}' AND datatype = 1 ORDER BY year`);
    const has = (code) => instance.sql(
      `SELECT COUNT(*) FROM job WHERE code = '${code}'`)[0][0] === '1';
    assert.ok(has('15-1252') && has('15-1243'));
    await instance.emulator.reset();
    // all of one, one figure of another
    await control({
      withdraw: [{ code: '15-1252', year: 2025 }],
      override: [{ year: 2025, code: '15-1243', datatype: 1, value: '-',
        footnote: '8' }],
    });
    await ends(0, 'run --force', { BLS_SYNC_SOURCE_COMPLETE: 'yes' });
    const history = [['2021', '0'], ['2022', '0'], ['2023', '0'], ['2024', '0']];
    for (const code of ['15-1252', '15-1243']) {
      assert.deepEqual(cells(code), [...history, ['2025', '1']], code);
    }
    assert.deepEqual([has('15-1252'), has('15-1243')], [false, true]);
    assert.deepEqual(instance.sql(
      "SELECT employment FROM job WHERE code = '15-1243'"), [['NULL']]);
    assert.deepEqual(instance.sql(`SELECT DISTINCT reason FROM observation
      WHERE area_code = '0000000' AND occupation_code = '15-1252'
      AND year = 2025`), [['noSuchSeries']]);
  });
});
