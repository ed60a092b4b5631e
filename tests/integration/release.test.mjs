/*
 * Releases: one that comes in the middle of a run, an older answer after a
 * newer one, and occupations that BLS withdraws or adds.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';

import { startInstance, until } from './instance.mjs';
import { finalTables, forgetRound, JOBS, OCCUPATIONS, publishedFigures,
  REQUESTS, storedFigures } from './rounds.mjs';

const NEW = {
  code: '15-1258', title: 'Ledger Keepers', level: 3, year: 2025,
  description: 'Keep ledgers of requests.',
  values: ['12340', '5.1', '40.00', '83200', '1.2', '20.00', '30.00', '39.50',
    '50.00', '60.00', '41600', '62400', '82160', '104000', '124800'],
};

describe('releases', () => {
  let instance;
  let undisturbed; // of 2025, after a round of 2024

  before(async () => {
    instance = await startInstance({ name: 'release' });
    await anew();
    await instance.emulator.control({ release: 2024 });
    await ends(0);
    await instance.emulator.control({ release: 2025 });
    await ends(0);
    undisturbed = finalTables(instance);
  });
  after(() => instance?.stop());
  beforeEach(() => instance.settle());

  /** As before the first run, with what the project brings. */
  async function anew() {
    forgetRound(instance);
    instance.sql(`DELETE FROM occupation WHERE code = '${NEW.code}';
                  DELETE FROM job WHERE code = '${NEW.code}'`);
    await instance.emulator.reset();
  }

  /** The same after a round of 2024 from the API. */
  async function after2024() {
    await anew();
    await instance.emulator.control({ release: 2024 });
    await ends(0);
    await instance.emulator.reset();
  }

  async function ends(code, words = 'run') {
    const run = await instance.sync(words);
    assert.equal(run.code, code, run.stderr);
    return run.stderr;
  }

  /** Each year's figures are those that BLS published for it. */
  function noYearsMixed() {
    for (const year of [2021, 2022, 2023, 2024, 2025]) {
      const published = publishedFigures(year);
      for (const [code, cells] of storedFigures(instance, year)) {
        assert.deepEqual(cells, published.get(code), `${code} ${year}`);
      }
    }
    assert.deepEqual(instance.sql(
      `SELECT COUNT(*) FROM observation
       WHERE source = 'api' AND year <> LEFT(release_code, 4)`), [['0']]);
  }

  const years = () => instance.sql(
    'SELECT data_year, COUNT(*) FROM job GROUP BY 1 ORDER BY 1');

  const states = () => instance.sql(
    'SELECT release_code, state FROM release_round ORDER BY year');

  const tables = (list) => list.map((table) => table.split('\n'));

  for (const [words, flat] of [['with oe.release', 0],
    ['before oe.release', 2024]]) {
    it(`begins anew when the year changes in the middle, ${words}`,
      async () => {
        await anew();
        await instance.emulator.control({
          release: 2024, flat_release: flat,
          flips: [{ after: 100, release: 2025 }],
        });
        const log = await ends(0);
        assert.match(log, /year 2025 appeared while 2024 was being read/);
        noYearsMixed();
        assert.deepEqual(years(), [['2025', String(JOBS)]]);
        assert.deepEqual(states(),
          [['2024A01', 'superseded'], ['2025A01', 'complete']]);
        const { requests } = await instance.emulator.state();
        // what was in flight when the year changed is lost
        assert.ok(requests.data <= 100 + 5 + REQUESTS, `${requests.data}`);
        // readers get the same as without the change
        const [, jobs, scores, parts] = tables(finalTables(instance));
        const [, jobs2, scores2, parts2] = tables(undisturbed);
        assert.deepEqual([jobs, scores, parts], [jobs2, scores2, parts2]);
      });
  }

  it('waits out a few older answers in the middle', async () => {
    await after2024();
    await instance.emulator.control({
      flips: [{ after: 50, release: 2024 }, { after: 2, release: 2025 }],
    });
    await ends(0);
    assert.deepEqual(finalTables(instance), undisturbed);
  });

  it('gives up on many of them, and the next run goes on', async () => {
    await after2024();
    await instance.emulator.control({
      flips: [{ after: 50, release: 2024 }, { after: 40, release: 2025 }],
    });
    const log = await ends(1);
    assert.match(log, /still serves an older release/);
    noYearsMixed();
    assert.deepEqual(years(), [['2024', '831']]);
    await instance.emulator.reset();
    await ends(0);
    assert.deepEqual(finalTables(instance), undisturbed);
  });

  it('never replaces a newer release by an older answer', async () => {
    const before = finalTables(instance);
    await instance.emulator.control({ release: 2024 });
    const log = await ends(0);
    assert.match(log, /an older answer never replaces a newer one/);
    assert.deepEqual(finalTables(instance), before);

    await ends(1, 'run --force');
    noYearsMixed();
    const [figures, ...jobs] = finalTables(instance);
    assert.equal(figures, before[0]);
    assert.deepEqual(jobs.slice(0, 3), before.slice(1, 4));
    await instance.emulator.reset();
    await ends(0);
    assert.deepEqual(finalTables(instance), before);
  });

  it('looks again when neither the file nor the API answers', async () => {
    await instance.emulator.reset();
    await instance.emulator.control({
      faults: [{ fault: 'http_503', path: 'any', times: 2 }],
    });
    const log = await ends(0);
    assert.match(log, /release look-up: .+; trying again/);
    assert.match(log, /nothing to do/);
    const { requests } = await instance.emulator.state();
    assert.equal(requests.data, 1);
    await instance.emulator.reset();
  });

  it('takes a withdrawn occupation off the list and keeps its history',
    async () => {
      await after2024();
      await instance.emulator.control({ withdraw: ['15-1252'] });
      const log = await ends(0);
      assert.match(log, /1103 successful, 0 failed, 2 skipped/);
      assert.deepEqual(instance.sql(
        `SELECT state, reason FROM sync_item WHERE release_code = '2025A01'
         AND occupation_code = '15-1252'`), [['skipped', 'notInThisCopy']]);
      assert.deepEqual(instance.sql(
        `SELECT DISTINCT year FROM observation
         WHERE occupation_code = '15-1252' ORDER BY 1`).flat(),
      ['2021', '2022', '2023', '2024']);
      const gone = await until(async () => {
        const answer = await instance.get('/api/jobs/15-1252');
        return answer.status === 404 ? answer : null;
      }, 'the page to go');
      assert.equal(gone.status, 404);
      assert.equal((await instance.get('/api/jobs?limit=1')).body.pagination
        .total, JOBS - 1);
      const [[withdrawn]] = instance.sql(
        'SELECT withdrawn FROM sync_run ORDER BY run_id DESC LIMIT 1');
      // legislators are withdrawn in 2025 as well
      assert.equal(withdrawn, '2');
    });

  it('follows an occupation that BLS adds, whole and with a score',
    async () => {
      await after2024();
      await instance.emulator.control({ add: [NEW] });
      const log = await ends(0);
      assert.match(log, /1 occupations are new in the list of BLS/);
      assert.deepEqual(instance.sql(
        `SELECT level, parent_code, title, description FROM occupation
         WHERE code = '${NEW.code}'`),
      [['detailed', '15-1250', NEW.title, NEW.description]]);
      const { body } = await until(async () => {
        const answer = await instance.get(`/api/jobs/${NEW.code}`);
        return answer.status === 200 ? answer : null;
      }, 'the page of the new occupation');
      assert.equal(body.title, NEW.title);
      assert.equal(body.employment, 12340);
      assert.equal(body.medianAnnualWage, 82160);
      assert.equal(typeof body.aiImpactScore, 'number');
      assert.equal((await instance.get('/api/jobs?limit=1')).body.pagination
        .total, JOBS + 1);
      assert.match((await ends(0)), /nothing to do/);
    });

  const titles = (...codes) => instance.sql(`SELECT title FROM occupation
    WHERE code IN ('${codes.join("','")}') ORDER BY code`).flat();
  const message = () => instance.sql(
    'SELECT message FROM sync_run ORDER BY run_id DESC LIMIT 1')[0][0];
  const AUTHORS = {
    code: '15-1252', title: 'Program Authors \u2013 all', description: 'Write.',
  };

  it('calls occupations what BLS calls them, as soon as its figures are out',
    async () => {
      await after2024();
      const old = titles('15-0000', '15-1252');
      await instance.emulator.control({
        rename: [AUTHORS, { code: '15-0000', title: 'Computing Occupations' }],
        faults: [{ fault: 'http_403_akamai', path: 'api', after: 90 }],
      });
      await ends(1);
      assert.deepEqual(titles('15-0000', '15-1252'), old);
      await instance.emulator.control({ faults: [] });
      assert.match(await ends(0), /; 2 occupations renamed"/);
      assert.match(message(), /; 2 occupations renamed$/);
      const { body } = await until(async () => {
        const answer = await instance.get('/api/jobs/15-1252');
        return answer.body.title === AUTHORS.title ? answer : null;
      }, 'the new title');
      assert.equal(body.majorGroupTitle, 'Computing Occupations');
      assert.equal(body.description, AUTHORS.description);
      assert.equal(body.dataYear, 2025);
      const found = await instance.get('/api/jobs?search=program%20authors');
      assert.equal(found.body.jobs[0].code, AUTHORS.code);

      // what comes with the project does not put the old ones back
      instance.sql("UPDATE reference_file SET digest = '' WHERE name = "
        + "'occupation'");
      const loaded = await instance.sync('migrate');
      assert.equal(loaded.code, 0, loaded.stderr);
      assert.match(loaded.stderr, /reference table occupation loaded/);
      assert.deepEqual(titles('15-0000', '15-1252'),
        ['Computing Occupations', AUTHORS.title]);
      assert.match(await ends(0), /nothing to do/);
    });

  it('renames at once where the figures are out, and keeps a retired name',
    async () => {
      await after2024();
      await ends(0);
      const [, retired] = titles('15-1252', '15-1253');
      await instance.emulator.control({
        rename: [AUTHORS], withdraw: ['15-1253'],
      });
      assert.match(await ends(0), /nothing to do/); // the list was read
      instance.sql('UPDATE release_round SET listed_at = NULL');
      assert.match(await ends(0), /is complete; 1 occupation renamed"/);
      await until(async () => (await instance.get('/api/jobs/15-1252'))
        .body.title === AUTHORS.title, 'the new title');
      assert.equal(titles('15-1253')[0], retired);
      await instance.emulator.reset();
      assert.match(await ends(0, 'run --force'), /; 1 occupation renamed"/);
    });

  it('adds it later when the list could not be read', async () => {
    await after2024();
    await instance.emulator.control({
      add: [NEW],
      // oe.release first, then the list
      faults: [{ fault: 'html_200', path: 'flat', after: 1, times: 1 }],
    });
    const log = await ends(0);
    assert.match(log, /oe.occupation: an HTML page with HTTP 200, title/);
    assert.deepEqual(years(), [['2025', String(JOBS)]]);
    const { requests } = await instance.emulator.state();
    await ends(0);
    assert.equal((await instance.emulator.state()).requests.data
      - requests.data, 1);
    assert.deepEqual(years(), [['2025', String(JOBS + 1)]]);
    assert.equal(instance.sql("SELECT COUNT(*) FROM sync_item WHERE state = "
      + "'done' AND release_code = '2025A01'")[0][0], String(OCCUPATIONS));
  });
});
