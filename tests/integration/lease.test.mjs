/*
 * One at a time, across hosts: whoever has the lease works, and a holder that
 * was frozen past its lease writes nothing when it wakes.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { startInstance, until } from './instance.mjs';
import { REQUESTS, finalTables, forgetRound, itemsDone } from './rounds.mjs';

const ROUNDS = 10;

describe('the lease', () => {
  let instance;

  before(async () => {
    instance = await startInstance({ name: 'lease' });
  });
  after(() => instance?.stop());

  /** What makes a second host of this one: a name and a lock of its own. */
  const host = (name) => ({
    BLS_SYNC_HOST_ID: name,
    BLS_SYNC_LOCK_FILE: path.join(instance.dir, 'state', `${name}.lock`),
  });

  it(`lets exactly one of two hosts work, ${ROUNDS} times`, async () => {
    for (let i = 0; i < ROUNDS; i++) {
      forgetRound(instance);
      await instance.emulator.reset();
      const runs = await Promise.all(['alpha', 'beta'].map(
        (name) => instance.sync('run', host(name))));
      const codes = runs.map((run) => run.code);
      const sent = (await instance.emulator.state()).requests.data;
      // the second may also come when the first is done: nothing to do, 0
      assert.ok(codes.includes(0), codes.join());
      for (const run of runs) {
        assert.ok([0, 3].includes(run.code), run.stderr);
      }
      assert.equal(sent, REQUESTS);
    }
  });

  it('keeps a frozen holder from writing when it wakes', async () => {
    const undisturbed = finalTables(instance);
    forgetRound(instance);
    await instance.emulator.reset();
    await instance.emulator.control({ latency_ms: 50 });
    const frozen = instance.syncStart('run', host('alpha'));
    await until(() => itemsDone(instance).length > 100, 'a part of the round');
    frozen.kill('SIGSTOP');
    instance.sql(`UPDATE lease SET expires = UTC_TIMESTAMP(6)
                  - INTERVAL 1 SECOND WHERE name = 'sync'`);

    const successor = await instance.sync('run', host('beta'));
    assert.equal(successor.code, 0, successor.stderr);
    const everything = () => [...finalTables(instance), ...[
      'SELECT * FROM sync_run', 'SELECT * FROM sync_item ORDER BY 1, 2',
      'SELECT * FROM api_key_usage', 'SELECT * FROM lease',
      'SELECT * FROM request_window', 'SELECT * FROM data_version',
    ].map((query) => instance.sql(query).join('\n'))];
    const after_ = everything();
    assert.deepEqual(finalTables(instance), undisturbed);
    assert.deepEqual(instance.sql(
      "SELECT COUNT(*) FROM sync_run WHERE state = 'crashed'"), [['1']]);

    frozen.kill('SIGCONT');
    assert.equal(await frozen.ended, 3, frozen.output);
    assert.match(frozen.output, /writes nothing any more/);
    assert.deepEqual(everything(), after_);
  });
});
