/*
 * Implausible rounds are held back: readers keep what they have until a person
 * accepts, from the command line or the admin page.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import { signIn, startInstance, until } from './instance.mjs';

describe('the guard', () => {
  let instance;
  let admin;

  before(async () => {
    instance = await startInstance({ name: 'guard' });
    admin = await signIn(instance);
    // the first round of all has nothing of BLS's own to be measured by
    await instance.emulator.control({ release: 2024 });
    const first = await instance.sync('run');
    assert.equal(first.code, 0, first.stderr);
    await instance.emulator.control({ release: 2025 });
  });
  after(() => instance?.stop());
  beforeEach(() => instance.settle());

  const published = () => instance.sql(
    `SELECT data_year, COUNT(*), CAST(SUM(employment) AS SIGNED) FROM job
     GROUP BY 1 ORDER BY 1`);

  const forgetRound = () => instance.sql(`
    DELETE FROM observation WHERE year = 2025;
    DELETE FROM release_round WHERE year = 2025;
    DELETE FROM sync_item WHERE release_code = '2025A01';
    DELETE FROM checkpoint WHERE release_code = '2025A01';
    UPDATE job SET data_year = 2024;`);

  it('holds a round whose employment jumps, and asks for nothing again',
    async () => {
      const before = published();
      await instance.emulator.control({ multiply_employment: { factor: 1.5, year: 2025 } });
      const run = await instance.sync('run');
      assert.equal(run.code, 4, run.stderr);
      assert.match(run.stderr, /held back: employment would go from \d+ to \d+/);
      assert.deepEqual(published(), before);
      assert.deepEqual(instance.sql(
        'SELECT state FROM release_round ORDER BY year'),
      [['complete'], ['held']]);

      const requests = (await instance.emulator.state()).requests.data;
      const again = await instance.sync('run');
      assert.equal(again.code, 4, again.stderr);
      assert.equal((await instance.emulator.state()).requests.data, requests);
      const { body } = await admin.get('/api/admin/sync-status');
      assert.equal(body.state, 'held');
      assert.match(body.lastError, /employment would go/);
      assert.deepEqual(published(), before);
    });

  it('publishes it when a person accepts, without asking again', async () => {
    const requests = (await instance.emulator.state()).requests.data;
    const run = await instance.sync('run --accept');
    assert.equal(run.code, 0, run.stderr);
    assert.equal((await instance.emulator.state()).requests.data, requests);
    assert.deepEqual(published().map(([year]) => year), ['2025']);
    assert.deepEqual(instance.sql(
      'SELECT state, held_reason FROM release_round WHERE year = 2025'),
    [['complete', 'NULL']]);
  });

  it('is lifted from the API as well', async () => {
    forgetRound();
    await instance.emulator.control({ multiply_employment: { factor: 0.5, year: 2025 } });
    assert.equal((await instance.sync('run')).code, 4);
    const start = await admin.post('/api/admin/start-sync?acceptHeld=true');
    assert.equal(start.status, 202, JSON.stringify(start.body));
    const status = await until(async () => {
      const { body } = await admin.get('/api/admin/sync-status');
      return body.runId === start.body.runId && body.state === 'succeeded'
        ? body : null;
    }, 'the accepted run');
    assert.equal(status.release, '2025A01');
  });

  it('lets a usual year pass', async () => {
    forgetRound();
    assert.deepEqual(published().map(([year]) => year), ['2024']);
    await instance.emulator.reset();
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    assert.deepEqual(published().map(([year, jobs]) => [year, jobs]),
      [['2025', '830']]);
  });
});
