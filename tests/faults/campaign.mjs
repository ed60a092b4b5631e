/*
 * What the fault campaigns share: chance that can be repeated, a run that is
 * killed, and what must hold whatever happened to it.
 *
 * From the environment: N, how often the sync is killed (30), DATABASE_N, how
 * often MariaDB is (5); FAULTS=all, everything there is instead of a choice;
 * SEED, to repeat a campaign.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import path from 'node:path';

import { build, repo, sleep, startInstance } from '../integration/instance.mjs';
import { finalTables, forgetRound, publishedFigures, storedFigures }
  from '../integration/rounds.mjs';

export const YEAR = 2025;
export const kills = Number(process.env.N || 30);
export const databaseKills = Number(process.env.DATABASE_N || 5);
export const allFaults = process.env.FAULTS === 'all';

const RUN_LIMIT_MS = 240000;
const STATE_OF_EXIT = { 0: ['succeeded'], 1: ['failed'],
  4: ['paused', 'stopped'] };

export const seed = Number(process.env.SEED || Date.now() % 1000000);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function chance(start = seed) {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The environment that loads nth_call.c before a program, which then listens to
 * NTH_CALL and the like. A sanitizer wants to be loaded even before it, and says
 * by exit code 99 that it found something.
 */
export function shim() {
  const library = path.join(build, 'tests/faults/nth_call.so');
  execFileSync('make', ['-s', `BUILD=${build}`, library],
    { cwd: repo, stdio: 'inherit' });
  const libraries = execFileSync('ldd', [path.join(build, 'bls-sync')],
    { encoding: 'utf8' });
  const sanitizer = libraries.match(/=> (\S*libasan\S*)/);
  return {
    LD_PRELOAD: [sanitizer?.[1], library].filter(Boolean).join(' '),
    ASAN_OPTIONS: 'exitcode=99:detect_leaks=1',
    UBSAN_OPTIONS: 'exitcode=99:print_stacktrace=1',
  };
}

/**
 * An instance whose list has only the first detailed occupations of each major
 * group, and no history: its rounds are short, and so is looking at all that
 * they leave behind.
 */
export async function startSmallInstance(name, perGroup) {
  const instance = await startInstance({ name });
  const codes = instance.sql(`SELECT code FROM (SELECT code, level,
      ROW_NUMBER() OVER (PARTITION BY LEFT(code, 2)
        ORDER BY level = 'detailed' DESC, code) AS place FROM occupation) o
    WHERE level = 'total' OR place <= ${perGroup}`).flat();
  trimList(instance, codes);
  instance.occupations = codes.length;
  instance.requests = Math.ceil(codes.length * 15 / 50);
  return instance;
}

/** Only these are on the list, at BLS too, and nothing was known of any. */
export function trimList(instance, codes) {
  const others = instance.sql(`SELECT code FROM occupation WHERE code NOT IN
    ('${codes.join("', '")}')`).flat();
  instance.sql(`
    DELETE FROM occupation WHERE code IN ('${others.join("', '")}');
    DELETE FROM observation;
    DELETE FROM job WHERE code NOT IN (SELECT code FROM occupation)
      OR code = '11-1031';`);
  instance.withdrawn = others;
}

/* Jobs stay, for readers, but nothing in them is right. */
const WRONG_JOBS = `
  UPDATE job SET employment = 1, mean_annual_wage = NULL,
    median_annual_wage = 1, median_hourly_wage = NULL, data_year = 2000;
  UPDATE job_score SET score = 1; DELETE FROM job_score_source;
  DELETE FROM breaker;
  UPDATE api_key SET blocked_until = NULL, blocked_reason = NULL;`;

/** As before the first run. */
export const forgetAll = (instance) => forgetRound(instance, WRONG_JOBS);

/** The same, at BLS too; the emulator answers after so many milliseconds. */
export async function startOver(instance, latency_ms = 0) {
  forgetAll(instance);
  await instance.emulator.reset();
  await instance.emulator.control({ latency_ms,
    withdraw: instance.withdrawn });
}

/** A run to its end, within bounds; its exit code and state fit together. */
export async function runToItsEnd(instance, words = 'run', env = {}) {
  return endOf(instance, instance.syncStart(words, env));
}

export async function endOf(instance, child) {
  const limit = setTimeout(() => child.kill('SIGKILL'), RUN_LIMIT_MS);
  const code = await child.ended;
  clearTimeout(limit);
  const states = STATE_OF_EXIT[code];
  assert.ok(states, `ended with ${code}: ${child.output}`);
  const [[state, failed]] = instance.sql(`SELECT state, (SELECT COUNT(*) FROM
    sync_item WHERE state = 'failed') FROM sync_run ORDER BY run_id DESC
    LIMIT 1`);
  assert.ok(states.includes(state), `exit code ${code}, state ${state}`);
  return { code, state, failed: Number(failed), output: child.output };
}

/** Kill a run after so many milliseconds; false if it had ended by then. */
export async function killAfter(instance, ms) {
  const child = instance.syncStart('run');
  await sleep(ms);
  const struck = child.exitCode === null && child.kill('SIGKILL');
  const end = await child.ended;
  if (end !== 'SIGKILL') assert.equal(end, 0, child.output);
  return struck && end === 'SIGKILL';
}

/** Until a run is done and nothing failed; how many runs it took. */
export async function runUntilDone(instance, most = 4) {
  let words = 'run';
  for (let runs = 1; ; runs++) {
    const { code, failed, output } = await runToItsEnd(instance, words);
    if (code === 0 && failed === 0) return runs;
    assert.ok(runs < most, `not done after ${most} runs: ${output}`);
    words = failed > 0 ? 'retry' : 'run';
  }
}

const published = publishedFigures(YEAR);

/** What is stored of the year was published, and occupations are whole. */
export function nothingInvented(instance) {
  for (const [code, cells] of storedFigures(instance, YEAR)) {
    assert.deepEqual(cells, published.get(code), code);
  }
}

export function sameTables(instance, undisturbed, words) {
  finalTables(instance).forEach((table, i) => {
    if (table === undisturbed[i]) return;
    const wanted = new Set(undisturbed[i].split('\n'));
    const other = table.split('\n').filter((row) => !wanted.has(row));
    assert.fail(`${words}: table ${i} differs: ${other.slice(0, 5)
      .join(' | ')} (${other.length} rows more or other)`);
  });
}
