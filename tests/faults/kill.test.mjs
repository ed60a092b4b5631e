/*
 * kill -9 at random moments, of the sync and of the database under it. The
 * next run goes on, asks for nothing that was done, and the final tables are
 * those of a run that nobody disturbed.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { sleep, startInstance, until } from '../integration/instance.mjs';
import { finalTables, forgetRound, itemsDone, OCCUPATIONS }
  from '../integration/rounds.mjs';
import { chance, databaseKills, killAfter, kills, nothingInvented,
  runUntilDone, sameTables, seed } from './campaign.mjs';

const LATENCY_MS = 10;

describe(`kill -9 (SEED=${seed})`, () => {
  const random = chance();
  let instance;
  let undisturbed;
  let duration;

  async function anew() {
    forgetRound(instance);
    await instance.emulator.reset();
    await instance.emulator.control({ latency_ms: LATENCY_MS });
  }

  before(async () => {
    instance = await startInstance({ name: 'kill' });
    await anew();
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
    assert.equal(Object.keys(now).length, OCCUPATIONS, words);
    const again = done.filter((code) => now[code] !== asked[code]);
    assert.deepEqual(again, [], words);
  }

  async function killAndResume() {
    const ms = Math.round(random() * duration);
    await anew();
    if (!await killAfter(instance, ms)) return null;
    await sleep(5 * LATENCY_MS); // what was under way at the emulator
    const words = `killed after ${ms} ms`;
    const done = itemsDone(instance);
    const asked = await instance.emulator.asked();
    nothingInvented(instance);
    assert.equal(await runUntilDone(instance), 1, words);
    await askedOnce(done, asked, words);
    sameTables(instance, undisturbed, words);
    return done.length;
  }

  it(`of the sync, ${kills} times`, async () => {
    let inTheMiddle = 0;
    let tries = 0;
    for (let i = 0; i < kills; tries++) {
      assert.ok(tries < 3 * kills, 'runs ended before they were killed');
      const done = await killAndResume();
      if (done !== null) i++;
      if (done > 0 && done < OCCUPATIONS) inTheMiddle++;
    }
    assert.ok(inTheMiddle >= kills / 3, `${inTheMiddle} in the middle`);
  });

  async function killDatabase(ms) {
    const [pid] = fs.readFileSync(path.join(instance.dir, 'pids/mariadb'),
      'utf8').split(' ');
    await anew();
    await instance.emulator.control({ latency_ms: 5 * LATENCY_MS });
    const child = instance.syncStart('run');
    await sleep(ms);
    process.kill(Number(pid), 'SIGKILL');
    const list = await instance.get('/api/jobs?limit=1');
    assert.equal(list.status, 200, 'readers wait for the database');
    await sleep(Math.round(random() * 1000));
    const started = await instance.part('start', 'mariadb');
    assert.equal(started.code, 0, started.stderr);
    return child;
  }

  it(`of MariaDB, ${databaseKills} times`, async () => {
    for (let i = 0; i < databaseKills; i++) {
      const ms = Math.round(200 + random() * 2000);
      const words = `MariaDB killed after ${ms} ms`;
      const child = await killDatabase(ms);
      const code = await child.ended;
      assert.ok([0, 1].includes(code), `${words}: ${code} ${child.output}`);
      nothingInvented(instance);
      if (code !== 0) await runUntilDone(instance);
      sameTables(instance, undisturbed, words);
      await until(async () => (await instance.get('/readyz')).status === 200,
        `the API after ${words}`);
    }
  });
});
