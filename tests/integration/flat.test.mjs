/*
 * The import from the flat files: the same tables as from the API, whatever
 * the file is like and whenever the program dies.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { flatServer } from './flat_server.mjs';
import { build, sleep, startInstance, until } from './instance.mjs';
import {
  finalTables, forgetRound, itemsDone, OCCUPATIONS, REQUESTS,
} from './rounds.mjs';

const FLAT = 'run --source flat';

/** The same but for where a figure came from. */
const unsourced = (tables) => tables.map(
  (table) => table.replace(/\t(?:api|flat)$/gm, ''));

describe('an import from the flat files', () => {
  let instance;
  let server;
  let byApi;

  const sameAsApi = () => assert.deepEqual(unsourced(finalTables(instance)),
    byApi);
  const run = (words = FLAT, extra = {}) => instance.sync(words,
    { ...server.env, ...extra });
  const start = (words = FLAT) => instance.syncStart(words, server.env);
  const lastRun = () => instance.sql(
    `SELECT state, last_error, message, requests_used FROM sync_run
     ORDER BY run_id DESC LIMIT 1`)[0];
  /** Figures of the release with run and moment of writing. */
  const written = () => new Map(instance.sql(
    `SELECT occupation_code, GROUP_CONCAT(run_id, ' ', observed_at
       ORDER BY datatype) FROM (
       SELECT occupation_code, datatype, run_id, observed_at FROM observation
         WHERE year = 2025 UNION ALL
       SELECT occupation_code, datatype, run_id, observed_at
         FROM staged_observation) f GROUP BY occupation_code`));
  const doing = (share) => until(
    () => itemsDone(instance).length > share * OCCUPATIONS,
    'part of the round');

  before(async () => {
    instance = await startInstance({ name: 'flat' });
    const first = await instance.sync('run');
    assert.equal(first.code, 0, first.stderr);
    byApi = unsourced(finalTables(instance));
    server = await flatServer(instance);
  });
  after(async () => {
    await server?.close();
    await instance?.stop();
  });
  beforeEach(async () => {
    await instance.settle();
    server.shape({});
    forgetRound(instance);
    await instance.emulator.reset();
  });

  it('stores what the API gives, figure for figure, without a request',
    async () => {
      const flat = await instance.sync(FLAT);
      assert.equal(flat.code, 0, flat.stderr);
      assert.match(flat.stderr, /the flat file was read/);
      sameAsApi();
      assert.deepEqual(instance.sql(
        "SELECT DISTINCT source FROM observation WHERE year = 2025"),
      [['flat']]);
      const state = await instance.emulator.state();
      assert.equal(state.requests.data, 0);
      assert.equal(state.requests.flat, 4); // release, list, footnotes, data
      assert.equal(lastRun()[3], '0');
      assert.match(lastRun()[2], /the flat file was read/);

      const again = await instance.sync(FLAT);
      assert.match(again.stderr, /nothing to do/);
      assert.equal((await instance.emulator.state()).requests.flat, 5);
      const forced = await instance.sync(`${FLAT} --force`);
      assert.match(forced.stderr, / 0 figures added, 0 changed, 16560 unch/);
      sameAsApi();
    });

  it('is what auto means without keys, and the API with keys', async () => {
    const keyless = { BLS_SYNC_API_KEYS: '' };
    const dry = await instance.sync('run --dry-run', keyless);
    assert.match(dry.stdout, /series: 16575\nrequests: 0, the flat file/);
    const flat = await instance.sync('run', keyless);
    assert.equal(flat.code, 0, flat.stderr);
    sameAsApi();
    assert.equal((await instance.emulator.state()).requests.data, 0);

    forgetRound(instance);
    await instance.emulator.reset();
    const api = await instance.sync('run');
    assert.equal(api.code, 0, api.stderr);
    assert.equal((await instance.emulator.state()).requests.data, REQUESTS);
  });

  it('obeys the configuration, and the command line more', async () => {
    const configured = { BLS_SYNC_SOURCE: 'flat' };
    const flat = await instance.sync('run --only 15-1252', configured);
    assert.equal(flat.code, 0, flat.stderr);
    assert.equal((await instance.emulator.state()).requests.data, 0);
    const api = await instance.sync('run --only 15-1251 --source api',
      configured);
    assert.equal(api.code, 0, api.stderr);
    assert.equal((await instance.emulator.state()).requests.data, 1);
    const auto = await instance.sync('run --only 15-1253 --source auto',
      configured);
    assert.equal(auto.code, 0, auto.stderr);
    assert.equal((await instance.emulator.state()).requests.data, 2);
    assert.deepEqual(instance.sql(
      `SELECT occupation_code, source FROM observation WHERE year = 2025
       AND datatype = 1 ORDER BY 1`),
    [['15-1251', 'api'], ['15-1252', 'flat'], ['15-1253', 'api']]);
    const unknown = await instance.sync('run --source paper');
    assert.equal(unknown.code, 2);
    assert.match(unknown.stderr, /paper/);
  });

  it('goes on after kill -9 and writes nothing twice', async () => {
    server.shape({ pace: 15 });
    for (const share of [0.2, 0.5]) {
      const child = start();
      await doing(share);
      child.kill('SIGKILL');
      assert.equal(await child.ended, 'SIGKILL');
      const done = itemsDone(instance);
      assert.ok(done.length < OCCUPATIONS);
      const before = written();
      const next = start();
      await until(() => itemsDone(instance).length > done.length + 30,
        'some more of the round');
      next.kill('SIGKILL');
      await next.ended;
      const later = written();
      for (const code of done) {
        assert.equal(later.get(code), before.get(code), code);
      }
    }
    server.shape({});
    const before = written();
    const last = await run();
    assert.equal(last.code, 0, last.stderr);
    sameAsApi();
    const later = written();
    for (const [code, rows] of before) assert.equal(later.get(code), rows);
    assert.deepEqual(instance.sql(
      "SELECT COUNT(*) FROM sync_run WHERE state = 'crashed'"), [['4']]);
  });

  it('stops within two seconds, whole occupations stored', async () => {
    for (const how of ['SIGTERM', 'SIGINT', 'command']) {
      server.shape({ pace: 30 });
      const child = start();
      const had = itemsDone(instance).length;
      await until(() => itemsDone(instance).length > had, 'work');
      const asked = Date.now();
      if (how === 'command') await instance.sync('stop');
      else child.kill(how);
      assert.equal(await child.ended, 4, child.output);
      assert.ok(Date.now() - asked <= 2000, `${Date.now() - asked} ms`);
      assert.equal(lastRun()[0], 'stopped');
    }
    assert.deepEqual(instance.sql(
      `SELECT COUNT(*) FROM (SELECT occupation_code, COUNT(*) n
       FROM observation WHERE year = 2025 GROUP BY 1 HAVING n <> 15) x`),
    [['0']]);
    server.shape({});
    assert.equal((await run()).code, 0);
    sameAsApi();
  });

  it('shows that it lives while the file stalls, and stops there',
    async () => {
      server.shape({ stall: 300000 });
      const child = start();
      await doing(0.2);
      const beats = new Set();
      for (let i = 0; i < 30; i++) {
        beats.add(instance.sql(`SELECT heartbeat_at FROM sync_run
          WHERE state = 'running'`)[0]?.[0]);
        await sleep(100);
      }
      assert.ok(beats.size >= 3, `${beats.size} heartbeats in 3 s`);
      const asked = Date.now();
      child.kill('SIGTERM');
      assert.equal(await child.ended, 4);
      assert.ok(Date.now() - asked <= 2000);
    });

  it('writes nothing once another holds the lease', async () => {
    server.shape({ pace: 30 });
    const child = start();
    await doing(0.1);
    instance.sql("UPDATE lease SET token = token + 1, owner = 'other'");
    const done = itemsDone(instance).length;
    assert.equal(await child.ended, 3, child.output);
    assert.ok(itemsDone(instance).length - done <= 64);
    const settled = itemsDone(instance).length;
    assert.ok(settled < OCCUPATIONS);
    instance.sql('UPDATE lease SET expires = NOW(3) - INTERVAL 1 DAY');
    server.shape({});
    assert.equal((await run()).code, 0);
    sameAsApi();
  });

  it('reads a file in any order, trimmed, with bare line ends', async () => {
    server.shape({
      lines: ([head, ...rows]) => [head, ...rows.map((row, i) => [
        (i * 7919) % rows.length, row]).sort((a, b) => a[0] - b[0])
        .map(([, row]) => row)],
      text: (text) => text.replace(/ /g, '').replace(/\r/g, ''),
    });
    const flat = await run();
    assert.equal(flat.code, 0, flat.stderr);
    sameAsApi();
  });

  // each of these ended the import before, or every night anew
  it('reads columns by name and passes over what it does not know',
    async () => {
      const before = server.counts.data;
      server.shape({
        footnote: '\ufefffootnote_text\tx\tfootnote_code\r\nThis wage is at '
          + 'least $115.00/hour, or $239,200 a year\t\t5\r\nNo.\t\t8\x1a',
        lines: ([, ...rows]) => ['x\tvalue\tseries_id\tfootnote_codes\tperiod'
          + '\tyear', ...rows.flatMap((row, i) => {
          const [id, year, period, value, notes] = row.split('\t');
          const line = ['-', value, id, notes, period, year];
          if (!/^OEUN0000000000000(151252|291215)/.test(id)) {
            return line.join('\t');
          }
          const text = line.join('\t');
          return [text, text.replace(/\d\d +\t/, '18\t'),
            text.replace('OEUN', 'OEUC'), i % 2 ? `${text}\t\t` : text];
        })],
        text: (text) => `\ufeff${text.trimEnd()}`,
      });
      const flat = await run();
      assert.equal(flat.code, 0, flat.stderr);
      assert.match(flat.stderr,
        /lines with an unknown data type: 30, the first is line \d+ \(.+18/);
      assert.match(flat.stderr, /lines with an unknown kind of area: 30, /);
      assert.equal(server.counts.data, before + 1);
      sameAsApi();
      assert.deepEqual(instance.sql(
        "SELECT COUNT(*) FROM run_message WHERE message LIKE '%unknown %'"),
      [['2']]);
    });

  it('takes a missing last line end for a cut where no length was told',
    async () => {
      const before = server.counts.data;
      server.shape({ unannounced: () => server.counts.data === before + 1 });
      const flat = await run();
      assert.equal(flat.code, 0, flat.stderr);
      assert.match(flat.stderr, /is cut after line \d+; trying again/);
      assert.equal(server.counts.data, before + 2);
      sameAsApi();
    });

  it('stores and shows words that are not UTF-8', async () => {
    server.shape({
      occupation: (text) => Buffer.from(text.replace('Software Developers',
        'Caf\xe9 \x93Developers\x94\x1b'), 'latin1'),
      footnote: Buffer.from('footnote_code\tfootnote_text\r\n5\tThis wage \x96 '
        + 'at least $115.00 per hour or $239,200 per year.\r\n9\t\xfc\r\n',
      'latin1'),
    });
    const flat = await run();
    assert.equal(flat.code, 0, flat.stderr);
    sameAsApi();
    const title = () => instance.sql(
      "SELECT title FROM occupation WHERE code = '15-1252'")[0][0];
    assert.equal(title(), 'Caf\u00e9 \u201cDevelopers\u201d');

    // the API: one series is refused in such words
    forgetRound(instance);
    await instance.emulator.control({ faults: [{
      fault: 'odd_bytes', series: 'OEUN000000000000015125213',
    }] });
    const api = await instance.sync('run');
    assert.equal(api.code, 0, api.stderr);
    assert.deepEqual(instance.sql(
      "SELECT occupation_code, message FROM sync_item WHERE state = 'failed'"),
    [['15-1252', 'Your request has failed \u2013 "try again" '
      + '(M\u00fc\ufffdller) .']]);
    assert.match(api.stderr, /refused: Your request has failed \u2013 /);
    await instance.emulator.control({ faults: [] });
    assert.equal((await instance.sync('run')).code, 0);
    assert.equal(title(), 'Software Developers');
  });

  it('takes an answer for good whose words refuse it', async () => {
    await instance.emulator.control({ faults: [{ fault: 'refused_in_words' }] });
    const api = await instance.sync('run');
    assert.equal(api.code, 0, api.stderr);
    assert.equal((await instance.emulator.state()).requests.data, REQUESTS);
    sameAsApi();
  });

  it('loses with a line what stood in it, to read it with the next run',
    async () => {
      server.shape({
        lines: (lines) => lines.map((line) => (
          /^OEUN000000000000015125213/.test(line) ? `#${line}` : line)),
      });
      const flat = await run();
      assert.equal(flat.code, 0, flat.stderr);
      assert.match(flat.stderr,
        /line \d+ cannot be read and is passed over: it has no series id/);
      assert.deepEqual(instance.sql(
        "SELECT occupation_code, reason FROM sync_item WHERE state = 'failed'"),
      [['15-1252', 'malformed-line']]);
      server.shape({});
      assert.equal((await run()).code, 0);
      sameAsApi();
    });

  for (const [file, shape] of [
    ['oe.data.0.Current', {
      text: (text) => text.replace('series_id', 'seriesid') }],
    ['oe.footnote', { footnote: 'code\ttext\r\n5\tx\r\n' }],
    ['oe.footnote', { footnote: Buffer.from([0x50, 0x4b, 3, 4, 10, 0]) }],
  ]) {
    it(`says at once that ${file} is of another form`, async () => {
      const before = { ...server.counts };
      server.shape(shape);
      const flat = await run();
      assert.equal(flat.code, 1, flat.stderr);
      assert.match(lastRun()[1], new RegExp(
        `^${file} line 1 is not the header: (no column|binary data)`));
      assert.ok(server.counts.data - before.data <= 1);
      assert.ok(server.counts.footnote - before.footnote === 1);
      assert.equal(written().size, 0);
    });
  }

  it('takes the caps from oe.footnote, and no code for a value', async () => {
    server.shape({
      footnote: 'footnote_code\tfootnote_text\r\n5\tThis wage is equal to or '
        + 'greater than $123.00 per hour or $255,840 per year.\r\n',
      lines: (lines) => lines.map((line) => {
        const [, datatype] = /^OEUN0000000000000151252(\d\d)/.exec(line) ?? [];
        const code = { '03': '5', '04': '5', '08': '4', 13: 'X' }[datatype];
        return code
          ? line.replace(/\t[^\t]*\t[^\t]*$/, `\t           -\t${code}`) : line;
      }),
    });
    const flat = await run();
    assert.equal(flat.code, 0, flat.stderr);
    assert.deepEqual(instance.sql(
      `SELECT datatype, value, reason, at_least FROM observation
       WHERE year = 2025 AND occupation_code = '15-1252'
       AND reason IS NOT NULL ORDER BY 1`),
    [['3', 'NULL', 'capped', '123.00'], ['4', 'NULL', 'capped', '255840.00'],
      ['8', 'NULL', 'notPublishedInThisForm', 'NULL'],
      ['13', 'NULL', 'notReleased', 'NULL']]);
    const changed = await instance.sync('run --force');
    assert.equal(changed.code, 0, changed.stderr);
    sameAsApi();
  });

  it('leaves out one occupation that cannot be read, and heals it',
    async () => {
      server.shape({
        lines: (lines) => lines.map((line) => (
          /^OEUN000000000000015125201/.test(line)
            ? line.replace('1687890', '1,687,890') : line)),
      });
      const flat = await run();
      assert.equal(flat.code, 0, flat.stderr);
      assert.deepEqual(instance.sql(
        "SELECT occupation_code, reason FROM sync_item WHERE state = 'failed'"),
      [['15-1252', 'malformed-value']]);
      server.shape({});
      assert.equal((await run()).code, 0);
      sameAsApi();
    });

  it('follows the file to a newer release', async () => {
    server.shape({ release: 'release_date\tdescription\r\n2024A01\tMay 2024\r\n' });
    const flat = await run();
    assert.equal(flat.code, 0, flat.stderr);
    assert.match(flat.stderr, /year 2025 appeared while 2024/);
    assert.deepEqual(instance.sql(
      `DELETE FROM sync_item WHERE release_code = '2024A01'
         AND state <> 'done' RETURNING 0`).length, OCCUPATIONS);
    sameAsApi();
  });

  for (const [what, year] of [['an older', 2024], ['an impossible', 2190]]) {
    it(`stores nothing of a file of ${what} year`, async () => {
      server.shape({
        lines: (lines) => lines.map(
          (line) => line.replace('\t2025\t', `\t${year}\t`)),
      });
      const flat = await run();
      assert.equal(flat.code, 1, flat.stderr);
      assert.match(lastRun()[1], new RegExp(`row of ${year}`));
      assert.equal(written().size, 0);
      assert.equal(server.counts.data > 0, true);
      assert.equal((await run('run --source api')).code, 0);
      sameAsApi();
    });
  }

  it('settles nothing as missing after a cut between two rows', async () => {
    server.shape({
      lines: (lines) => lines.filter((line) => !/^OEU[MS]/.test(line))
        .slice(0, 12001),
    });
    const flat = await run();
    assert.equal(flat.code, 1, flat.stderr);
    assert.match(lastRun()[1], /looks cut/);
    assert.equal(written().size, 800);
    // readers do not see any of it yet
    assert.deepEqual(instance.sql(
      'SELECT COUNT(*) FROM observation WHERE year = 2025'), [['0']]);
    assert.equal(itemsDone(instance).length, 800);
    const before = written();
    server.shape({});
    assert.equal((await run()).code, 0);
    assert.deepEqual(instance.sql(
      'SELECT COUNT(*) FROM staged_observation'), [['0']]);
    sameAsApi();
    const later = written();
    for (const [code, rows] of before) assert.equal(later.get(code), rows);
  });

  const strike = (rule) => instance.emulator.control({
    faults: [{ path: 'flat', ...rule }],
  });

  for (const rule of [
    { fault: 'http_503', retry_after: 2, after: 0 },
    { fault: 'http_503', retry_after: 2, after: 2 },
    { fault: 'http_503', retry_after: 2, after: 3 },
    { fault: 'http_429', retry_after: 2, after: 3 },
    { fault: 'html_200', after: 2 },
    { fault: 'html_200', after: 3 },
    { fault: 'empty_200', after: 3 },
    { fault: 'truncated_body', after: 3 },
    { fault: 'truncated_body', after: 3, bytes: 700001 },
    { fault: 'truncated_json', after: 3, bytes: 700001 },
  ]) {
    it(`gets over ${JSON.stringify(rule)}`, async () => {
      await strike({ ...rule, times: 1 });
      const flat = await instance.sync(FLAT);
      assert.equal(flat.code, 0, flat.stderr);
      assert.match(flat.stderr, /trying again/);
      sameAsApi();
      assert.equal((await instance.emulator.state()).requests.flat, 5);
    });
  }

  it('leaves it to the next run when BLS asks for a long wait', async () => {
    await strike({ fault: 'http_503', retry_after: 900, after: 3 });
    const flat = await instance.sync(FLAT);
    assert.equal(flat.code, 4, flat.stderr);
    assert.equal(lastRun()[0], 'paused');
    assert.equal((await instance.emulator.state()).requests.flat, 4);
    await instance.emulator.control({ faults: [] });
    assert.equal((await instance.sync(FLAT)).code, 0);
    sameAsApi();
  });

  for (const fault of ['html_200', 'truncated_body', 'http_500']) {
    it(`ends after four times ${fault}, keeping what was whole`, async () => {
      await strike({ fault, after: 3 });
      const flat = await instance.sync(FLAT);
      assert.equal(flat.code, 1, flat.stderr);
      assert.equal(lastRun()[0], 'failed');
      assert.match(lastRun()[1], /4 times/);
      assert.equal((await instance.emulator.state()).requests.flat, 7);
      const done = itemsDone(instance).length;
      if (fault === 'truncated_body') assert.ok(done > 400, `${done} done`);
      else assert.equal(done, 0);
      const before = written();
      await instance.emulator.control({ faults: [] });
      assert.equal((await instance.sync(FLAT)).code, 0);
      sameAsApi();
      const later = written();
      for (const [code, rows] of before) assert.equal(later.get(code), rows);
    });
  }

  // not of the list, which it can do without
  for (const after of [0, 2, 3]) {
    it(`leaves a 403 to the next run, request ${after + 1}`, async () => {
      await strike({ fault: 'http_403_akamai', after, times: 1 });
      const flat = await instance.sync(FLAT);
      assert.equal(flat.code, 1, flat.stderr);
      assert.deepEqual(lastRun().slice(0, 1), ['failed']);
      assert.match(lastRun()[1],
        /BLS refuses this host although the address is sent/);
      const state = await instance.emulator.state();
      assert.equal(state.requests.flat, after + 1); // no storm
      assert.equal(state.requests.data, 0);
      const next = await instance.sync(FLAT);
      assert.equal(next.code, 0, next.stderr);
      sameAsApi();
    });
  }

  it('names the target of a redirect and the title of a page', async () => {
    await strike({ fault: 'http_302', after: 2, times: 1 });
    const moved = await instance.sync(FLAT);
    assert.equal(moved.code, 0, moved.stderr);
    assert.match(moved.stderr,
      /HTTP 302, a redirect to https:\/\/www.example.org\/sorry.htm; trying/);
    forgetRound(instance);
    await strike({ fault: 'html_200', times: 1 });
    const page = await instance.sync(FLAT);
    assert.equal(page.code, 0, page.stderr);
    assert.match(page.stderr,
      /oe.release: an HTML page with HTTP 200, title .+"Site Maintenance/);
  });

  it('is refused without a contact address', async () => {
    const flat = await instance.sync(FLAT, { BLS_SYNC_CONTACT_EMAIL: '' });
    assert.equal(flat.code, 2, flat.stderr);
    assert.match(flat.stderr, /contact_email/);
  });

  // a sanitizer takes far more memory than the program
  const sanitized = fs.readFileSync(path.join(build, 'bls-sync'))
    .includes('__asan_init');

  if (!sanitized) it('reads 2,000,000 rows within 64 MiB', async () => {
    server.shape({ others: 2000000 });
    const child = start();
    let most = 0;
    const watch = setInterval(() => {
      try {
        const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
        const [, kib] = status.match(/^VmHWM:\s+(\d+) kB$/m) ?? [];
        if (kib) most = Math.max(most, Number(kib));
      } catch { /* it ended */ }
    }, 20);
    assert.equal(await child.ended, 0, child.output);
    clearInterval(watch);
    assert.ok(most > 1000, 'memory was not seen');
    assert.ok(most < 64 * 1024, `${most} KiB`);
    sameAsApi();
  });
});
