/*
 * States and metropolitan areas: what the flat file says of them stands in the
 * database and in the answers, figure for figure, whatever happens on the way.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { flatServer } from './flat_server.mjs';
import { signIn, startInstance, until } from './instance.mjs';
import { madeAreas, rowOf } from './made_areas.mjs';
import { forgetRound, publishedFigures } from './rounds.mjs';

const AREAS = { BLS_SYNC_AREAS: 'national,state,metro' };
const ANNUAL_CAP = '239200.00';
const HOURLY_CAP = '115.00';
const REASONS = {
  '-4': 'notPublishedInThisForm', '-5': 'capped', '-8': 'notReleased',
};
const RISKS = ['Low', 'Medium', 'High', 'Very High'];

describe('states and metropolitan areas', () => {
  let instance;
  let server;
  let codes; // all with figures in 2025
  let jobs; // of the nation, by code: what its rows say

  const run = (words = 'run', extra = {}) => instance.sync(words,
    { ...server.env, ...AREAS, ...extra });
  const start = (words = 'run') => instance.syncStart(words,
    { ...server.env, ...AREAS });
  const ok = async (words) => {
    const ended = await run(words);
    assert.equal(ended.code, 0, ended.stderr);
    return ended.stderr;
  };
  const done = () => instance.sql(
    "SELECT area_code FROM area_item WHERE state = 'done'").map(([a]) => a);
  const shown = () => instance.sql(
    'SELECT area_code, data_year FROM area_edition ORDER BY 1');
  const staged = () => instance.sql(
    'SELECT COUNT(*) FROM staged_area_observation')[0][0];
  const lastRun = () => instance.sql(`SELECT state, last_error, message
    FROM sync_run ORDER BY run_id DESC LIMIT 1`)[0];
  const forgetAreas = () => instance.sql(`
    DELETE FROM observation WHERE area_code <> '0000000';
    DELETE FROM staged_area_observation; DELETE FROM area; DELETE FROM area_round; DELETE FROM area_item;
    DELETE FROM area_edition; DELETE FROM area_job; DELETE FROM area_risk;`);
  /** The tables as an import of the year before leaves them. */
  const makeOlder = () => instance.sql(`
    UPDATE observation SET year = 2024, release_code = '2024A01'
      WHERE area_code <> '0000000';
    UPDATE area_edition SET data_year = 2024, release_code = '2024A01';
    UPDATE area_item SET release_code = '2024A01';
    UPDATE area_round SET release_code = '2024A01';`);
  /** Run and moment of writing of each figure, by area. */
  const written = () => new Map(instance.sql(
    `SELECT area_code, MD5(GROUP_CONCAT(occupation_code, datatype, run_id,
       observed_at ORDER BY occupation_code, datatype)) FROM observation
     WHERE area_code <> '0000000' GROUP BY 1`));

  /** The observations of these areas, computed without the product. */
  function expectedRows(made) {
    return made.areas.flatMap((area) => made.codes
      .filter((code) => made.has(area, code))
      .flatMap((code) => made.cells(area, code).map((cell, i) => {
        const reason = REASONS[cell] ?? 'NULL';
        const hourly = i + 1 === 3 || (i + 1 >= 6 && i + 1 <= 10);
        return [area.code, code, String(made.year), String(i + 1),
          reason === 'NULL' ? Number(cell).toFixed(3) : 'NULL',
          reason === 'NULL' ? String(cell.split('.')[1]?.length ?? 0) : '0',
          reason, cell === '-5' ? (hourly ? HOURLY_CAP : ANNUAL_CAP) : 'NULL',
          `${made.year}A01`, 'flat'].join('\t');
      }))).sort();
  }
  const storedRows = (year) => instance.sql(
    `SELECT area_code, occupation_code, year, datatype, value, decimals,
       reason, at_least, release_code, source FROM observation
     WHERE area_code <> '0000000' AND year = ${year}`)
    .map((row) => row.join('\t')).sort();
  const same = (made) => {
    const stored = storedRows(made.year);
    const expected = expectedRows(made);
    assert.equal(stored.length, expected.length);
    for (let i = 0; i < stored.length; i++) {
      if (stored[i] !== expected[i]) assert.equal(stored[i], expected[i]);
    }
    assert.deepEqual(shown(), made.areas.map((area) => [area.code,
      String(made.year)]).sort());
  };

  const make = (more = {}) => madeAreas({
    states: 4, metros: 16, codes, share: 0.08, ...more,
  });
  let made;

  before(async () => {
    codes = [...publishedFigures(2025).keys()];
    instance = await startInstance({ name: 'areas' });
    server = await flatServer(instance);
    const first = await instance.sync('run', server.env);
    assert.equal(first.code, 0, first.stderr);
    await until(async () => (await instance.get('/api/jobs/stats'))
      .body.totalJobs === 830, 'the round of 2025');
    made = make();
    jobs = new Map();
    for (let page = 1; page <= 9; page++) {
      const { body } = await instance.get(`/api/jobs?limit=100&page=${page}`);
      for (const job of body.jobs) jobs.set(job.code, job);
    }
    assert.equal(jobs.size, 830);
  });
  after(async () => {
    await server?.close();
    await instance?.stop();
  });
  beforeEach(async () => {
    await instance.settle();
    forgetAreas();
    server.shape({ areas: made });
  });

  it('are not looked at unless they are wanted', async () => {
    const before = server.counts.area;
    const national = await instance.sync('run', server.env);
    assert.match(national.stderr, /nothing to do/);
    assert.equal(server.counts.area, before);
    const refused = await run('run', { BLS_SYNC_SOURCE: 'api' });
    assert.equal(refused.code, 2);
    assert.match(refused.stderr, /source must be auto or flat/);
    const only = await ok('run --only 15-1252');
    assert.match(only, /nothing to do/);
    assert.equal(server.counts.area, before);
    const { body } = await instance.get('/api/areas');
    assert.deepEqual(body, { areas: [] });
  });

  it('are stored figure for figure beside a nation from the API', async () => {
    const data = server.counts.data;
    assert.match(await ok(), /areas: 20 loaded, 0 failed, 0 without figures/);
    same(made);
    assert.equal(server.counts.data, data + 1);
    assert.deepEqual(instance.sql(`SELECT DISTINCT source FROM observation
      WHERE area_code = '0000000' AND year = 2025`), [['api']]);
    assert.match(await ok(), /complete: nothing to do/);
    assert.equal(server.counts.data, data + 1);
    const before = written();
    assert.match(await ok('run --force --source flat'), / 0 figures written/);
    assert.deepEqual(written(), before);
    same(made);
  });

  it('are read together with the nation where that is from the file',
    async () => {
      forgetRound(instance);
      forgetAreas();
      const data = server.counts.data;
      const told = await ok('run --source flat');
      assert.match(told, /1104 successful.*areas: 20 loaded/);
      assert.equal(server.counts.data, data + 1);
      assert.deepEqual(instance.sql(`SELECT total_jobs, successful, failed,
        skipped FROM sync_run ORDER BY run_id DESC LIMIT 1`),
      [['1105', '1104', '0', '1']]);
      same(made);
    });

  it('take one kind, and the other later', async () => {
    const state = { BLS_SYNC_AREAS: 'national,state' };
    assert.equal((await run('run', state)).code, 0);
    assert.equal(shown().length, 4);
    assert.match((await run('run', state)).stderr, /nothing to do/);
    assert.match(await ok(), /areas: 20 loaded|areas: 16 loaded/);
    same(made);
  });

  it('go on after kill -9, writing nothing twice, showing nothing before',
    async () => {
      server.shape({ areas: made, pace: 4 });
      for (const least of [4, 9]) {
        const child = start();
        await until(() => done().length >= least, 'some areas');
        child.kill('SIGKILL');
        assert.equal(await child.ended, 'SIGKILL');
        const finished = done();
        assert.ok(finished.length < made.areas.length);
        assert.deepEqual(shown(), []);
        const whole = instance.sql(`SELECT area_code, COUNT(*) FROM observation
          WHERE area_code <> '0000000' GROUP BY 1`);
        for (const [area, count] of whole) {
          assert.ok(finished.includes(area), area);
          const { number } = made.areas.find((a) => a.code === area);
          assert.equal(Number(count), 17 * codes.filter((code) => made.has(
            { number }, code)).length);
        }
      }
      const before = written();
      server.shape({ areas: made });
      await ok();
      same(made);
      const later = written();
      for (const [area, rows] of before) assert.equal(later.get(area), rows);
    });

  it('stop within two seconds, and go on', async () => {
    server.shape({ areas: made, pace: 10 });
    const child = start();
    await until(() => done().length > 2, 'some areas');
    const asked = Date.now();
    child.kill('SIGTERM');
    assert.equal(await child.ended, 4, child.output);
    assert.ok(Date.now() - asked <= 2000, `${Date.now() - asked} ms`);
    assert.equal(lastRun()[0], 'stopped');
    server.shape({ areas: made });
    await ok();
    same(made);
  });

  it('get over a database that goes away', async () => {
    server.shape({ areas: made, pace: 4 });
    const child = start();
    await until(() => done().length > 3, 'some areas');
    await instance.part('stop', 'mariadb');
    await instance.part('start', 'mariadb');
    assert.equal(await child.ended, 0, child.output);
    assert.match(child.output, /trying again/);
    same(made);
  });

  it('get over a database that dies under a statement', async () => {
    instance.sql(`CREATE TRIGGER slow BEFORE INSERT ON observation
      FOR EACH ROW DO SLEEP(0.002)`);
    const child = start();
    await until(() => instance.sql(`SELECT 1 FROM information_schema.processlist
      WHERE info LIKE 'INSERT INTO observation%''flat''%'`).length, 'a statement');
    const [pid] = fs.readFileSync(path.join(instance.dir, 'pids/mariadb'),
      'utf8').split(' ');
    process.kill(Number(pid), 'SIGKILL');
    await instance.part('start', 'mariadb');
    instance.sql('DROP TRIGGER slow');
    assert.equal(await child.ended, 0, child.output);
    assert.match(child.output, /trying again/);
    same(made);
  });

  it('wait for a file that is of an older year', async () => {
    server.shape({ areas: make({ year: 2024 }) });
    const waits = await run();
    assert.equal(waits.code, 4, waits.stderr);
    assert.equal(lastRun()[0], 'paused');
    assert.match(lastRun()[2], /row of 2024, and the release is of 2025/);
    assert.deepEqual(done(), []);
    server.shape({ areas: made });
    await ok();
    same(made);
  });

  it('show nothing of a file that is cut', async () => {
    server.shape({ areas: made, end: 30 });
    const child = start();
    await until(() => /trying again/.test(child.output), 'another try');
    child.kill('SIGTERM');
    await child.ended;
    assert.match(child.output, /is cut|looks cut/);
    assert.ok(done().length >= 3);
    assert.deepEqual(shown(), []);
    server.shape({ areas: made });
    await ok();
    same(made);
  });

  it('come out the same from rows in any order', async () => {
    const lines = made.areas.flatMap((area) => [...made.linesOf(area)]);
    const mixed = lines.map((line, i) => [(i * 7919) % lines.length, line])
      .sort((a, b) => a[0] - b[0]).map(([, line]) => line);
    server.shape({
      areas: {
        ...made,
        * rows(type) {
          for (let i = 0; i < mixed.length; i += 200) {
            yield mixed.slice(i, i + 200).filter((line) => line[3] === type)
              .map((line) => `${line}\r\n`).join('');
          }
        },
      },
    });
    assert.match(await ok(), /not ordered by area: it is read anew/);
    same(made);
  });

  /** What is stored of its cells; a copy's silence leaves others alone. */
  const storedOf = (some) => storedRows(some.year).filter((row) => {
    const [area, code] = row.split('\t');
    return some.has(some.areas.find((one) => one.code === area), code);
  });

  /** As made, but for a value of these that nobody can read. */
  const spoilt = (areas, from = made) => {
    const broken = (line) => {
      const area = areas.find(({ type, code }) => line.startsWith(
        `OEU${type}${code}00000000000001 `));
      return area ? rowOf(area.type, area.code, '00-0000', 1, 2025, '1,234')
        : line;
    };
    return {
      ...from,
      * rows(type) {
        for (const piece of from.rows(type)) {
          yield piece.split('\r\n').map(broken).join('\r\n');
        }
      },
    };
  };

  it('fail alone where a value cannot be read, and heal', async () => {
    const bad = made.areas[3];
    server.shape({ areas: spoilt([bad]) });
    assert.match(await ok(), /area 0010060: data type 01 of 00-0000: malformed/);
    assert.match(lastRun()[2], /19 loaded, 1 failed \(0010060\)/);
    assert.equal(shown().length, 19);
    assert.equal((await instance.get(`/api/jobs?area=${bad.code}`)).status, 400);
    // three times in all, then when it is asked for
    await ok();
    await ok();
    assert.match(await ok(), /nothing to do/);
    server.shape({ areas: made });
    const data = server.counts.data;
    assert.match(await ok(), /nothing to do/);
    assert.equal(server.counts.data, data);
    await ok('retry --only 0010060');
    same(made);
  });

  it('are told where they failed, held above a tenth, and accepted',
    async () => {
      const bad = made.areas.slice(2, 11);
      const admin = await signIn(instance);
      const failures = async () => (await admin.get(
        '/api/admin/failures')).body;
      const sync = async () => (await admin.get(
        '/api/admin/system-health')).body.components.dataSync;
      await ok();
      // other figures and other occupations, which nobody is to see
      server.shape({ areas: spoilt(bad, make({ seed: 2 })) });
      const held = await run('run --force');
      assert.equal(held.code, 4, held.stderr);
      assert.deepEqual(lastRun().slice(0, 2), ['held',
        '9 of 20 areas failed, more than a tenth']);
      assert.match(lastRun()[2],
        /11 loaded, 9 failed \(0010040, 0010060 and 7 more\).* held back$/);
      same(made); // readers have what they had
      const { failures: list, byReason } = await failures();
      assert.deepEqual(list.map(({ kind, code, title, reason, transient }) => [
        kind, code, title, reason, transient]), bad.map(({ code, name }) => [
        'area', code, name, 'malformed-value', true]));
      assert.ok(list.every(({ attempts, message, firstFailedAt }) => attempts
        === 1 && /data type 01 of 00-0000/.test(message) && firstFailedAt));
      assert.deepEqual(byReason, [{ reason: 'malformed-value', count: 9 }]);
      const health = await sync();
      assert.equal(health.status, 'warn');
      assert.match(health.message, /9 of 20 areas failed/);
      const { stdout } = await instance.sync('status');
      assert.match(stdout, /^areas +11 of 20 loaded, 9 failed.*held back$/m);
      assert.match(stdout, /^failed +0010040 Made-up area 3: data type 01/m);
      const { areas } = (await admin.get('/api/admin/sync-status')).body;
      assert.deepEqual([areas.total, areas.loaded, areas.failed, areas.isHeld],
        [20, 11, 9, true]);
      const metrics = await (await fetch(`${instance.url}/metrics`)).text();
      assert.match(metrics, /failed_areas 9\n/);

      const data = server.counts.data;
      assert.deepEqual([(await admin.get('/api/admin/sync-status')).body
        .heldRound, (await admin.get('/api/admin/rounds')).body.rounds[0]
        .areasHeld], [{ id: '2025A01', heldAt: null, differenceCount: 0,
        reason: '9 of 20 areas failed, more than a tenth' }, true]);
      // rejected, they are as before, and no run goes on with them
      assert.notEqual(staged(), '0');
      await ok('reject');
      same(made);
      assert.equal(staged(), '0');
      assert.deepEqual((await failures()).failures, []);
      await ok();
      assert.equal(server.counts.data, data);
      assert.deepEqual(instance.sql(`SELECT DISTINCT state FROM area_item`),
        [['done']]);
      assert.equal((await run('accept')).code, 2);
      // accepted, they are what was read, but for those that failed
      assert.equal((await run('run --force')).code, 4);
      same(made);
      await ok('accept');
      assert.equal(server.counts.data, data + 1); // not read again
      const kept = new Set(bad.map(({ code }) => code));
      const other = make({ seed: 2 });
      assert.deepEqual(storedOf(other).filter((row) =>
        !kept.has(row.slice(0, 7))), expectedRows(other).filter((row) =>
        !kept.has(row.slice(0, 7))));
      assert.equal(staged(), '0');
      assert.equal(lastRun()[0], 'succeeded');
      assert.equal((await failures()).failures.length, 9);
      assert.match((await sync()).message, /9 of 20 areas could not be/);

      // one, then all, by the page
      server.shape({ areas: other });
      const one = await admin.post(
        `/api/admin/failures/retry?area=${bad[0].code}`);
      assert.equal(one.status, 202);
      assert.deepEqual([one.body.areas, one.body.occupations], [1, 0]);
      instance.sql(`UPDATE area_item SET attempts = 3 WHERE state = 'failed'`);
      await until(() => lastRun()[0] !== 'requested'
        && lastRun()[0] !== 'running', 'the run');
      await until(async () => (await run()).code !== 3, 'its lock');
      await ok();
      assert.equal((await failures()).failures.length, 8);
      assert.equal((await admin.post(
        `/api/admin/failures/retry?area=${bad[0].code}`)).status, 404);
      await ok('retry');
      assert.deepEqual((await failures()).failures, []);
      assert.deepEqual(storedOf(other), expectedRows(other));
    });

  it('are held when most of them would vanish, and fail when not listed',
    async () => {
      await ok();
      makeOlder();
      const before = shown();
      // list and rows of 12 alone
      server.shape({ areas: make({ states: 2, metros: 10 }) });
      const vanished = await run();
      assert.equal(vanished.code, 4, vanished.stderr);
      assert.equal(lastRun()[1],
        '8 of 20 areas would vanish, more than a tenth');
      assert.deepEqual(shown(), before);
      // the list alone: its areas still have rows
      forgetAreas();
      server.shape({ areas: made,
        area: `${made.list.split('\r\n').slice(0, 14).join('\r\n')}\r\n` });
      const admin = await signIn(instance);
      const unlisted = await run();
      assert.equal(unlisted.code, 4, unlisted.stderr);
      assert.match(lastRun()[1], /8 of 20 areas failed/);
      assert.deepEqual(shown(), []);
      const { failures } = (await admin.get('/api/admin/failures')).body;
      assert.equal(failures.length, 8);
      assert.ok(failures.every(({ reason }) => reason === 'not-listed'));
    });

  it('say of a copy what it lacks, and of BLS what does not exist',
    async () => {
      const area = made.areas[0];
      const code = codes.find((c) => jobs.has(c) && made.has(area, c));
      const id = `OEUM${area.code}000000${code.replace('-', '')}16`;
      const lacking = {
        areas: {
          ...made,
          * rows(type) {
            for (const piece of made.rows(type)) {
              yield piece.split('\r\n').filter((line) => !line.startsWith(id))
                .join('\r\n');
            }
          },
        },
        lines: (lines) => lines.filter((line) => !line.startsWith(
          'OEUN000000000000015125205')),
      };
      const stored = () => instance.sql(`SELECT reason FROM observation WHERE
        year = 2025 AND ((area_code = '0000000' AND datatype = 5 AND
        occupation_code = '15-1252') OR (area_code = '${area.code}' AND
        datatype = 16 AND occupation_code = '${code}'))`);
      const told = (reason) => until(async () => {
        const nation = (await instance.get('/api/jobs/15-1252')).body;
        const there = (await instance.get(
          `/api/jobs/${code}?area=${area.code}`)).body;
        const list = (await instance.get(
          `/api/jobs?area=${area.code}&search=${code}`)).body.jobs;
        return nation.measures[4].reason === reason
          && there.measures?.[15].reason === reason
          && list[0].jobsPer1000Reason === reason;
      }, reason);
      forgetAll();
      server.shape(lacking);
      await ok('run --source flat');
      assert.deepEqual(stored(), []);
      await told('notInThisCopy');

      // an occupation that the area had, and has no row of any more
      const gone = codes.find((one) => !made.has(area, one));
      instance.sql(`INSERT INTO observation SELECT '${area.code}',
        occupation_code, year, datatype, value, decimals, reason, at_least,
        release_code, source, run_id, observed_at FROM observation
        WHERE area_code = '0000000' AND occupation_code = '${gone}'
        AND year = 2025`);
      const left = () => instance.sql(`SELECT DISTINCT reason FROM observation
        WHERE area_code = '${area.code}' AND occupation_code = '${gone}'`);
      assert.ok(left().flat().includes('NULL'));
      const complete = await run('run --force --source flat',
        { BLS_SYNC_SOURCE_COMPLETE: 'yes' });
      assert.equal(complete.code, 0, complete.stderr);
      assert.deepEqual(stored(), [['noSuchSeries'], ['noSuchSeries']]);
      assert.deepEqual(left(), [['noSuchSeries']]);
      await told('noSuchSeries');

      // as it was stored of a copy before there was a word for it
      instance.sql(`UPDATE observation SET observed_at = '2020-01-01' WHERE
        reason = 'noSuchSeries';
        UPDATE area_job SET updated_at = '2020-01-01'`);
      const migrated = await instance.sync('migrate', server.env);
      assert.equal(migrated.code, 0, migrated.stderr);
      assert.deepEqual(stored(), []);
      await told('notInThisCopy');

      server.shape({ areas: made });
      await ok('run --force --source flat');
      same(made);
      assert.equal(stored().length, 2);
    });

  /** The nation as after no run of 2025 at all, and its areas. */
  const forgetAll = () => {
    instance.sql(`DELETE FROM observation WHERE area_code = '0000000'
      AND year = 2025`);
    forgetRound(instance);
    forgetAreas();
  };
  const nationIsPublished = () => {
    assert.deepEqual(instance.sql(`SELECT state FROM release_round WHERE
      release_code = '2025A01'`), [['complete']]);
    assert.deepEqual(instance.sql(`SELECT COUNT(*), MIN(data_year) FROM job`),
      [['830', '2025']]);
  };
  const failed = async (admin) => (await admin.get('/api/admin/failures'))
    .body.failures.map(({ kind, code, reason, message }) => ({
      kind, code, reason, message,
    }));

  it('never keep the nation, whatever their list is like', async () => {
    const admin = await signIn(instance);
    for (const [shape, reason, message] of [
      [{ areaStatus: 404, area: 'not here' }, 'bad-request', /HTTP 404/],
      [{ area: '<!DOCTYPE html><title>Maintenance</title>' }, 'html', /HTML/],
    ]) {
      forgetAll();
      server.shape({ areas: made, ...shape });
      const lost = await run('run --source flat');
      assert.equal(lost.code, 1, lost.stderr);
      nationIsPublished();
      const [state, error, told] = lastRun();
      assert.equal(state, 'failed');
      assert.match(error, /^areas: oe.area/);
      assert.match(error, message);
      assert.match(told, /1104 successful, 0 failed/);
      const list = await failed(admin);
      assert.deepEqual(list.map(({ kind, code }) => [kind, code]),
        [['areas', 'metro'], ['areas', 'state']]);
      assert.ok(list.every((f) => f.reason === reason
        && message.test(f.message)), JSON.stringify(list));
      assert.match((await instance.sync('status')).stdout,
        /^failed +metro All metropolitan.*oe.area/m);
      assert.deepEqual(shown(), []);
    }
    // the next run tries again by itself, and leaves the nation alone
    server.shape({ areas: made });
    assert.match(await ok('run --source flat'), /complete; areas: 20 loaded/);
    assert.deepEqual(await failed(admin), []);
    same(made);
  });

  it('lose one to an odd line of their list, or an odd row', async () => {
    const admin = await signIn(instance);
    const [long, odd] = made.areas;
    forgetAll();
    server.shape({
      areas: made,
      area: made.list.replace(long.name, 'long '.repeat(60))
        .replace(`\t${odd.code}\t`, '\t10-020\t'),
    });
    assert.match(await ok('run --source flat'), /18 loaded, 2 failed/);
    nationIsPublished();
    assert.deepEqual(await failed(admin), [{
      kind: 'area',
      code: long.code,
      reason: 'malformed-line',
      message: 'oe.area, line 3: its name is too long',
    }, {
      kind: 'area',
      code: odd.code,
      reason: 'not-listed',
      message: 'oe.data has figures of it, and oe.area does not list it',
    }]);
    const warned = instance.sql(`SELECT message FROM run_message WHERE run_id =
      (SELECT MAX(run_id) FROM sync_run)`).join('\n');
    assert.match(warned, /oe.area: line 4 cannot be read.*10-020/);
    // a row of another year, and one that is none
    const change = (line) => {
      if (line.startsWith(`OEUM${odd.code}00000000000004 `)) {
        return line.replace('\t2025\t', '\t2019\t');
      }
      return line.startsWith(`OEUM${long.code}00000000000004 `)
        ? line.replace('\t2025\t', '\t20x5\t') : line;
    };
    server.shape({
      areas: {
        ...made,
        * rows(type) {
          for (const piece of made.rows(type)) {
            yield piece.split('\r\n').map(change).join('\r\n');
          }
        },
      },
    });
    await ok();
    assert.deepEqual((await failed(admin)).map(({ code, reason }) => [code,
      reason]), [[long.code, 'malformed-line'], [odd.code, 'other-year']]);
    server.shape({ areas: made });
    await ok();
    same(made);
  });

  it('never keep the nation when the database does not take them', async () => {
    const admin = await signIn(instance);
    forgetAll();
    instance.sql(`CREATE TRIGGER no_list BEFORE INSERT ON area FOR EACH ROW
      SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no list'`);
    const lost = await run('run --source flat');
    instance.sql('DROP TRIGGER no_list');
    assert.equal(lost.code, 1, lost.stderr);
    nationIsPublished();
    assert.match(lastRun()[1], /^areas: .*no list/);
    assert.deepEqual((await failed(admin)).map(({ code, reason }) => [code,
      reason]), [['metro', 'db'], ['state', 'db']]);
    // one of them alone
    const bad = made.areas[5];
    instance.sql(`ALTER TABLE area_job ADD CONSTRAINT not_this_one
      CHECK (area_code <> '${bad.code}')`);
    const told = await ok();
    instance.sql('ALTER TABLE area_job DROP CONSTRAINT not_this_one');
    assert.match(told, /19 loaded, 1 failed/);
    const [one] = await failed(admin);
    assert.deepEqual([one.code, one.reason], [bad.code, 'db']);
    assert.match(one.message, /not_this_one/);
    await ok();
    same(made);
  });

  it('wait for a nation that is held back, and are not read again',
    async () => {
      instance.sql(`
        INSERT INTO release_round (release_code, year, state, opened_at)
          VALUES ('2024A01', 2024, 'complete', UTC_TIMESTAMP(3));
        UPDATE job SET data_year = 2024;
        UPDATE observation SET value = value * 3 WHERE area_code = '0000000'
          AND datatype = 1 AND year = 2024;`);
      const held = await run('run --source flat --force');
      assert.equal(held.code, 4, held.stderr);
      assert.match(held.stderr, /held back/);
      assert.equal(done().length, 20);
      assert.deepEqual(shown(), []);
      const data = server.counts.data;
      await ok('run --accept');
      assert.equal(server.counts.data, data);
      same(made);
      instance.sql(`
        DELETE FROM release_round WHERE year = 2024;
        UPDATE observation SET value = value / 3 WHERE
          area_code = '0000000' AND datatype = 1 AND year = 2024`);
    });

  it('change over to a newer release at one moment, and keep the older',
    async () => {
      await ok();
      makeOlder();
      const old = make({ year: 2024 });
      assert.deepEqual(storedRows(2024), expectedRows(old));
      // another seed: other figures, other occupations; and one area less
      const next = make({ seed: 2, metros: 15 });
      server.shape({ areas: next, pace: 4 });
      const child = start();
      const years = new Set();
      const workers = (from) => codes.filter((code) => jobs.has(code)
        && from.has(from.areas[0], code)).reduce((sum, code) => sum
        + (Number(from.cells(from.areas[0], code)[0]) > 0
          ? Number(from.cells(from.areas[0], code)[0]) : 0), 0);
      const sums = { 2024: workers(old), 2025: workers(next) };
      let looks = 0;
      await until(async () => {
        years.add(shown().map(([, year]) => year).join());
        const written = done().length;
        const { status, body } = await instance.get(
          '/api/jobs/stats?area=0010000');
        assert.equal(status, 200);
        assert.equal(body.totalEmployment, sums[body.dataYear]);
        // what readers see is the older while the newer is written already
        looks += written > 5 && body.dataYear === 2024;
        return child.exitCode !== null;
      }, 'the end of the run', 60000);
      assert.equal(await child.ended, 0, child.output);
      assert.ok(looks > 0);
      assert.deepEqual([...years].filter((list) => list.includes('2024')
        && list.includes('2025')), []);
      same(next);
      assert.deepEqual(storedRows(2024), expectedRows(old)); // history
      assert.equal((await instance.get('/api/jobs?area=0010300')).status, 400);
      assert.deepEqual(instance.sql(`SELECT COUNT(*) FROM area_job j LEFT JOIN
        area_edition e USING (area_code) WHERE e.area_code IS NULL`), [['0']]);
    });

  it('are answered from the database: lists, statistics, one job, export',
    async () => {
      await ok();
      const area = made.areas.find(({ type }) => type === 'S');
      const own = codes.filter((code) => jobs.has(code)
        && made.has(area, code));
      await until(async () => (await instance.get(
        `/api/jobs?area=${area.code}`)).status === 200, 'the area');

      const number = (cell) => (REASONS[cell] ? null : Number(cell));
      const expected = own.map((code) => {
        const cells = made.cells(area, code);
        const row = { ...jobs.get(code) };
        const put = (key, cell, cap) => {
          delete row[`${key}Reason`];
          delete row[`${key}AtLeast`];
          row[key] = number(cell);
          if (REASONS[cell]) row[`${key}Reason`] = REASONS[cell];
          if (cell === '-5') row[`${key}AtLeast`] = cap;
        };
        put('employment', cells[0]);
        put('meanAnnualWage', cells[3], 239200);
        put('medianAnnualWage', cells[12], 239200);
        put('medianHourlyWage', cells[7], 115);
        put('jobsPer1000', cells[15]);
        put('locationQuotient', cells[16]);
        row.dataYear = 2025;
        delete row.updatedAt;
        return row;
      });
      const rowsOf = async (query) => {
        const rows = [];
        for (let page = 1; ; page++) {
          const { status, body, text } = await instance.get(
            `/api/jobs?area=${area.code}&limit=50&page=${page}${query}`);
          assert.equal(status, 200, text);
          rows.push(...body.jobs);
          if (page >= body.pagination.totalPages) return rows;
        }
      };
      const bare = (rows) => rows.map(({ updatedAt, ...row }) => {
        assert.match(updatedAt, /^\d{4}-.*Z$/);
        return row;
      });
      assert.deepEqual(bare(await rowsOf('&sort=code')), expected);

      const least = (row, key) => row[key] ?? row[`${key}AtLeast`] ?? null;
      for (const key of ['employment', 'medianAnnualWage', 'locationQuotient',
        'jobsPer1000', 'aiImpactScore']) {
        for (const sign of ['', '-']) {
          const values = (await rowsOf(`&sort=${sign}${key}`))
            .map((row) => least(row, key));
          const known = values.filter((value) => value !== null);
          assert.equal(values.length, own.length);
          assert.deepEqual(values.slice(known.length).filter((v) => v !== null),
            []);
          assert.deepEqual(known, [...known].sort((a, b) => (sign ? b - a
            : a - b)), sign + key);
        }
      }
      assert.deepEqual((await rowsOf('&risk=High&minWage=60000&sort=code'))
        .map((row) => row.code), expected.filter((row) => row.automationRisk
        === 'High' && least(row, 'medianAnnualWage') >= 60000)
        .map((row) => row.code));

      const { body: stats } = await instance.get(
        `/api/jobs/stats?area=${area.code}`);
      assert.equal(stats.totalJobs, own.length);
      assert.equal(stats.totalEmployment, expected.reduce(
        (sum, row) => sum + (row.employment ?? 0), 0));
      const postal = await instance.get('/api/jobs/stats?area=AL');
      assert.equal(postal.body.totalEmployment, stats.totalEmployment);

      const file = await (await fetch(`${instance.url}/api/jobs/export?area=${
        area.code}&format=ndjson&sort=code`)).text();
      assert.deepEqual(bare(file.trim().split('\n').map(JSON.parse)),
        expected);

      const code = own[3];
      const nation = (await instance.get(`/api/jobs/${code}`)).body;
      const one = (await instance.get(`/api/jobs/${code}?area=AL`)).body;
      for (const [key, value] of Object.entries(expected[3])) {
        assert.deepEqual(one[key], value, key);
      }
      assert.deepEqual(one.area, { code: area.code, type: 'state',
        state: 'AL', name: area.name });
      assert.deepEqual(one.measures.map(({ datatype, value, reason, year }) => [
        datatype, value, reason, year]), made.cells(area, code).map((cell, i) => [
        i + 1, number(cell), REASONS[cell] ?? null, 2025]));
      assert.deepEqual(one.history.map(({ year }) => year), [2025]);
      for (const key of ['description', 'tasks', 'aiImpact', 'similar',
        'projections', 'hierarchy']) {
        assert.deepEqual(one[key], nation[key], key);
      }
      const lacking = [...jobs.keys()].find((other) => !own.includes(other));
      const none = await instance.get(`/api/jobs/${lacking}?area=AL`);
      assert.equal(none.status, 404);
      assert.equal(none.body.parameter, 'area');

      const { body: list } = await instance.get('/api/areas');
      assert.deepEqual(list.areas.map(({ code }) => code), [
        ...made.areas.filter(({ type }) => type === 'S'),
        ...made.areas.filter(({ type }) => type === 'M')]
        .map(({ code }) => code));
      const [first] = list.areas;
      assert.equal(first.code, area.code);
      assert.equal(first.type, 'state');
      assert.equal(first.state, 'AL');
      assert.equal(first.name, area.name);
      assert.equal(first.jobs, own.length);
      assert.equal(first.employment, number(made.cells(area, '00-0000')[0]));
      for (const [i, risk] of RISKS.entries()) {
        const rows = expected.filter((row) => row.automationRisk === risk);
        const mean = (key) => {
          const both = rows.filter((row) => row[key] !== null
            && row.employment !== null);
          const workers = both.reduce((sum, row) => sum + row.employment, 0);
          return workers ? both.reduce((sum, row) => sum + row[key]
            * row.employment, 0) / workers : null;
        };
        const told = first.byRisk[i];
        assert.equal(told.risk, risk);
        assert.equal(told.jobs, rows.length);
        assert.equal(told.employment, rows.reduce(
          (sum, row) => sum + (row.employment ?? 0), 0));
        for (const key of ['medianAnnualWage', 'meanAnnualWage']) {
          const value = mean(key);
          const said = told[key === 'meanAnnualWage' ? key : 'meanOfMedianAnnualWages'];
          if (value === null) assert.equal(said, null);
          else assert.ok(Math.abs(said - value) <= 0.5, `${key} ${risk}`);
        }
      }
      const some = await instance.get('/api/areas?type=metro&state=AK');
      assert.ok(some.body.areas.length > 0);
      assert.ok(some.body.areas.every((a) => a.type === 'metro'
        && a.state === 'AK'));
    });

  it('have the published figures of Washington in their place', async () => {
    const { code, stderr } = await instance.sync('run', AREAS);
    assert.equal(code, 0, stderr);
    const { body } = await instance.get('/api/jobs/15-1252?area=0047900');
    // https://data.bls.gov, OEUM004790000000015125201 to 17, May 2025
    assert.deepEqual(body.measures.map(({ value }) => value), [69060, 3.2,
      73.61, 153100, 1.0, 46.37, 59.48, 74.49, 84.73, 102.72, 96450, 123720,
      154930, 176230, 213660, 22.020, 2.03]);
    assert.match(body.area.name, /^Washington/);
    const capped = await instance.get('/api/jobs/29-1215?area=0010540');
    assert.equal(capped.body.medianAnnualWageReason, 'capped');
    assert.equal(capped.body.medianAnnualWageAtLeast, 239200);
  });

  it('name the parameter that is wrong', async () => {
    await ok();
    for (const [where, parameter] of [
      ['/api/jobs?area=9999999', 'area'], ['/api/jobs?area=ZZ', 'area'],
      ['/api/jobs?area=', 'area'], ['/api/jobs?area=00100001', 'area'],
      ['/api/jobs?area=WY', 'area'], ['/api/jobs/15-1252?area=WY', 'area'],
      ['/api/jobs/stats?area=national%00', 'area'],
      ["/api/jobs?area=0010000'--", 'area'],
      ['/api/jobs?sort=locationQuotient', 'sort'],
      ['/api/areas?type=planet', 'type'], ['/api/areas?state=A', 'state'],
    ]) {
      const { status, body } = await instance.get(where);
      assert.equal(status, 400, where);
      assert.equal(body.parameter, parameter, where);
    }
  });

  it('are 503 while the database is away, and the nation is not',
    async () => {
      await ok();
      await instance.part('stop', 'mariadb');
      try {
        for (const where of ['/api/jobs?area=AL', '/api/areas',
          '/api/jobs/stats?area=AL', '/api/jobs/15-1252?area=AL']) {
          const { status, headers } = await instance.get(where);
          assert.equal(status, 503, where);
          assert.ok(headers.get('retry-after'), where);
        }
        assert.equal((await instance.get('/api/jobs?area=national')).status,
          200);
      } finally {
        await instance.part('start', 'mariadb');
      }
      await until(async () => (await instance.get('/api/jobs?area=AL'))
        .status === 200, 'the area again');
    });
});
