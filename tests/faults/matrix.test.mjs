/*
 * Each fault that BLS was seen to have, now and then and often: the run ends
 * in bounded time with a state and an exit code that fit, nothing is stored
 * that was not published, and a run without faults makes everything whole.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startInstance } from '../integration/instance.mjs';
import { finalTables, forgetRound, itemsDone, REQUESTS }
  from '../integration/rounds.mjs';
import { allFaults, nothingInvented, runToItsEnd, runUntilDone, sameTables }
  from './campaign.mjs';

/* `completes`: one in ten of these must not keep a run from its end. */
const FAULTS = [
  { fault: 'http_503', completes: true, short: true },
  { fault: 'html_200', completes: true, short: true },
  { fault: 'truncated_body', completes: true, short: true },
  { fault: 'drop_series', completes: true, short: true },
  { fault: 'wrong_year', short: true },
  { fault: 'quota_now', short: true },
  { fault: 'empty_200', completes: true },
  { fault: 'http_202', completes: true },
  { fault: 'http_403_akamai' },
  { fault: 'http_429', retry_after: 1 },
  { fault: 'http_500', completes: true },
  { fault: 'slow', delay_s: 1, completes: true },
  { fault: 'hang', delay_s: 2, completes: true },
  { fault: 'truncated_json', completes: true },
  { fault: 'huge_body' },
  { fault: 'deep_nesting' },
  { fault: 'request_failed' },
  { fault: 'over_capacity', completes: true },
  { fault: 'quota_old_text' },
  { fault: 'invalid_key_now' },
  { fault: 'key_ignored' },
  { fault: 'results_array', completes: true },
  { fault: 'no_message', completes: true },
  { fault: 'null_results' },
  { fault: 'number_types' },
  { fault: 'database_locked', completes: true },
  { fault: 'extra_series', completes: true },
  { fault: 'duplicate_series' },
  { fault: 'malformed_value' },
];

describe('the faults of BLS', () => {
  let instance;
  let undisturbed;

  before(async () => {
    instance = await startInstance({ name: 'faults' });
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    undisturbed = finalTables(instance);
  });
  after(() => instance?.stop());

  const forgetKeys = () => instance.sql(`
    DELETE FROM api_key_usage;
    UPDATE api_key SET blocked_until = NULL, blocked_reason = NULL;`);

  async function suffer(fault, every) {
    const { completes, short, ...rule } = fault;
    forgetRound(instance);
    forgetKeys();
    await instance.emulator.reset();
    await instance.emulator.control({
      faults: [{ ...rule, every, path: 'api' }],
    });
    const run = await runToItsEnd(instance);
    const state = await instance.emulator.state();
    assert.ok(state.faults[0].fired > 0, 'the fault never struck');
    assert.ok(state.requests.data <= 3 * REQUESTS,
      `${state.requests.data} requests`);
    nothingInvented(instance);
    const done = itemsDone(instance).length;

    await instance.emulator.reset();
    forgetKeys();
    const runs = await runUntilDone(instance);
    sameTables(instance, undisturbed, `after ${fault.fault}`);
    return { ...run, done, runs };
  }

  for (const fault of FAULTS.filter((f) => allFaults || f.short)) {
    for (const every of allFaults ? [10, 3] : [10]) {
      it(`${fault.fault}, one in ${every}`, async (t) => {
        const end = await suffer(fault, every);
        if (fault.completes && every === 10) assert.equal(end.code, 0);
        t.diagnostic(`${end.state}, exit code ${end.code}, ${end.done}`
          + ` occupations settled; whole after ${end.runs} more`);
      });
    }
  }
});
