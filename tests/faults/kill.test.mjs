/*
 * kill -9 at random moments, of the sync and of the database under it. The
 * next run goes on, asks for nothing that was committed, and the final tables
 * are those of a run that nobody disturbed.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { sleep, until } from '../integration/instance.mjs';
import { finalTables, itemsDone } from '../integration/rounds.mjs';
import { chance, databaseKills, endOf, killAfter, kills, nothingInvented,
  runUntilDone, sameTables, seed, startOver, startSmallInstance }
  from './campaign.mjs';

const PER_GROUP = 5; // occupations
const LATENCY_MS = 20;
const LONG_LATENCY_MS = 100; // while MariaDB is killed

describe(`kill -9 (SEED=${seed})`, () => {
  const random = chance();
  let instance;
  let undisturbed;
  let duration;

  before(async () => {
    instance = await startSmallInstance('kill', PER_GROUP);
    await startOver(instance, LATENCY_MS);
    const started = Date.now();
    const run = await instance.sync('run');
    duration = Date.now() - started;
    assert.equal(run.code, 0, run.stderr);
    undisturbed = finalTables(instance);
  });
  after(() => instance?.stop());

  /* Nothing of `done` was asked for since `asked` was noted. */
  async function askedOnce(done, asked, words) {
    const now = await instance.emulator.asked();
    assert.equal(Object.keys(now).length, instance.occupations, words);
    const again = done.filter((code) => now[code] !== asked[code]);
    assert.deepEqual(again, [], words);
  }

  async function killAndResume() {
    const ms = Math.round(random() * duration);
    await startOver(instance, LATENCY_MS);
    const alive = await killAfter(instance, ms);
    // The machine has its moods: the span follows how long a run takes now.
    duration = alive ? Math.max(duration, ms * 1.1) : (duration + ms) / 2;
    if (!alive) return null;
    await sleep(3 * LATENCY_MS); // what was under way at the emulator
    const words = `killed after ${ms} ms`;
    const done = itemsDone(instance);
    const asked = await instance.emulator.asked();
    nothingInvented(instance);
    assert.equal(await runUntilDone(instance), 1, words);
    await askedOnce(done, asked, words);
    sameTables(instance, undisturbed, words);
    return done.length;
  }

  it(`of the sync, ${kills} times`, async (t) => {
    let inTheMiddle = 0;
    let tries = 0;
    for (let i = 0; i < kills; tries++) {
      assert.ok(tries < 3 * kills, 'runs ended before they were killed');
      const done = await killAndResume();
      if (done !== null) i++;
      if (done > 0 && done < instance.occupations) inTheMiddle++;
    }
    assert.ok(inTheMiddle >= kills / 5, `${inTheMiddle} in the middle`);
    t.diagnostic(`${kills} runs killed, ${inTheMiddle} with a part committed; `
      + 'each made whole by the next run, nothing committed asked again');
  });

  /* What had been committed by then, as MariaDB's clock has it. */
  const doneBefore = (seconds) => instance.sql(`SELECT occupation_code
    FROM sync_item WHERE state IN ('done', 'skipped')
      AND settled_at < FROM_UNIXTIME(${seconds})`).flat();

  async function killDatabase(ms) {
    const [pid] = fs.readFileSync(path.join(instance.dir, 'pids/mariadb'),
      'utf8').split(' ');
    await startOver(instance, LONG_LATENCY_MS);
    const child = instance.syncStart('run');
    await sleep(ms);
    process.kill(Number(pid), 'SIGKILL');
    const killed = Date.now() / 1000;
    const asked = await instance.emulator.asked();
    const list = await instance.get('/api/jobs?limit=1');
    assert.equal(list.status, 200, 'readers wait for the database');
    await sleep(Math.round(random() * 300));
    const started = await instance.part('start', 'mariadb');
    assert.equal(started.code, 0, started.stderr);
    return { child, asked, done: doneBefore(killed) };
  }

  it(`of MariaDB, ${databaseKills} times`, async (t) => {
    let survived = 0;
    let inTheMiddle = 0;
    for (let i = 0; i < databaseKills; i++) {
      const ms = Math.round(100 + random() * (duration + 600));
      const words = `MariaDB killed after ${ms} ms`;
      const { child, asked, done } = await killDatabase(ms);
      const code = await child.ended;
      assert.ok([0, 1].includes(code), `${words}: ${code} ${child.output}`);
      if (code === 0) await endOf(instance, child);
      if (code === 0) survived++;
      if (done.length > 0 && done.length < instance.occupations) inTheMiddle++;
      nothingInvented(instance);
      if (code !== 0) await runUntilDone(instance);
      await askedOnce(done, asked, words);
      sameTables(instance, undisturbed, words);
      await until(async () => (await instance.get('/readyz')).status === 200,
        `the API after ${words}`);
    }
    t.diagnostic(`MariaDB killed ${databaseKills} times, ${inTheMiddle} with `
      + `a part committed; ${survived} runs got over it by themselves; nothing `
      + 'committed asked again');
  });
});
