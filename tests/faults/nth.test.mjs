/*
 * Each call to network, database and files that a small sync makes fails in its
 * turn: once, from then on, or from then on for calls of its kind. No crash, no
 * leak, no wrong row, an exit code that says how it ended; and the next run,
 * undisturbed, leaves what an undisturbed one would have left. And what the API
 * reads to answer from is there whole, or not at all.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { build, startInstance } from '../integration/instance.mjs';
import { finalTables } from '../integration/rounds.mjs';
import { allFaults, chance, nothingInvented, runUntilDone,
  sameTables, seed, shim, startOver, trimList } from './campaign.mjs';

/* Two groups, one occupation that BLS lists and has nothing of. */
const CODES = ['00-0000', '11-1011', '11-1031', '11-2021', '15-1252',
  '15-2031'];
const RUN_LIMIT_MS = 60000;

/* How many positions are tried where not all are; how much faster time passes:
 * patience with a database is a minute. */
const MODES = {
  once: { sample: 25, speed: 10 },
  same: { sample: 10, speed: 200 },
  always: { sample: 10, speed: 200 },
};

describe(`the Nth call fails (SEED=${seed})`, () => {
  const random = chance();
  const loaded = shim();
  let instance;
  let undisturbed;
  let report;
  let calls;

  before(async () => {
    instance = await startInstance({ name: 'nth' });
    trimList(instance, CODES);
    report = path.join(instance.dir, 'failed-call');
    await startOver(instance);
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    undisturbed = finalTables(instance);
    calls = await countCalls();
  });
  after(() => instance?.stop());

  async function runWith(settings) {
    fs.rmSync(report, { force: true });
    const child = instance.syncStart('run', {
      ...loaded, NTH_REPORT: report, ...settings,
    });
    const limit = setTimeout(() => child.kill('SIGKILL'), RUN_LIMIT_MS);
    const code = await child.ended;
    clearTimeout(limit);
    const failed = fs.existsSync(report)
      ? fs.readFileSync(report, 'utf8').trim() : null;
    return { code, failed, output: child.output };
  }

  /* How many calls a run makes that nobody disturbs. */
  async function countCalls() {
    await startOver(instance);
    const { failed } = await runWith({ NTH_CALL: '0' });
    return parseInt(failed, 10);
  }

  /* After each: restart, and everything as if it had never been. */
  async function failAt(n, mode) {
    await startOver(instance);
    const run = await runWith({ NTH_CALL: String(n), NTH_MODE: mode,
      NTH_SPEED: String(MODES[mode].speed) });
    const words = `call ${run.failed ?? n} fails, ${mode}`;
    assert.ok([0, 1, 2, 3, 4].includes(run.code),
      `${words}: ${run.code} ${run.output}`);
    assert.doesNotMatch(run.output, /Sanitizer|runtime error/, words);
    nothingInvented(instance);
    if (run.code === 0) sameTables(instance, undisturbed, words);
    await runUntilDone(instance, 2);
    sameTables(instance, undisturbed, `${words}, next run`);
    return run;
  }

  /* All positions until a run passes untouched, or some by chance. */
  const position = (mode, tried) => {
    if (allFaults) return tried + 1;
    return tried < MODES[mode].sample ? 1 + Math.floor(random() * calls) : null;
  };

  for (const mode of Object.keys(MODES)) {
    it(mode, async (t) => {
      const ends = {};
      let tried = 0;
      for (let n; (n = position(mode, tried)) !== null; tried++) {
        const { failed, code } = await failAt(n, mode);
        if (!failed && allFaults) break;
        ends[code] = (ends[code] ?? 0) + 1;
      }
      assert.ok(tried > 5, `only ${tried} calls failed`);
      t.diagnostic(`${tried} of ${calls} calls failed (${mode}), exit codes: ${
        Object.entries(ends).map(([code, times]) => `${code}: ${times}`)
          .join(', ')}`);
    });
  }

  /** One answer of api.fcgi by itself, which reads everything first. */
  function answer(settings = {}) {
    fs.rmSync(report, { force: true });
    return new Promise((done) => {
      execFile(path.join(build, 'api.fcgi'), ['--config', instance.ini,
        '--request', 'GET /api/jobs?limit=100'], {
        env: { ...process.env, ...loaded, NTH_REPORT: report, ...settings },
        timeout: RUN_LIMIT_MS,
      }, (error, stdout, stderr) => done({ code: error?.code ?? 0, stdout,
        stderr, failed: fs.existsSync(report)
          ? fs.readFileSync(report, 'utf8').trim() : null }));
    });
  }

  const untagged = (text) => text.replace(/^ETag: .*$/m, '');

  it('while published data are read', async () => {
    const whole = await answer({ NTH_CALL: '0' });
    assert.equal(whole.code, 0, whole.stderr);
    const all = parseInt(whole.failed, 10);
    for (let tried = 0; tried < (allFaults ? all : 20); tried++) {
      const n = allFaults ? tried + 1 : 1 + Math.floor(random() * all);
      const { code, stdout, stderr, failed } = await answer({
        NTH_CALL: String(n), NTH_SPEED: '10' });
      assert.doesNotMatch(stderr, /Sanitizer|runtime error/, failed);
      // the tag is also of the program, which may be what was not read
      if (code === 0) assert.equal(untagged(stdout), untagged(whole.stdout));
      else assert.match(`${code} ${stdout}`, /^([12] $|1 Status: 503)/, failed);
      assert.doesNotMatch(stderr, /database error 0/, failed);
    }
  });
});
