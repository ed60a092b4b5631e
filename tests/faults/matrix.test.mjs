/*
 * Each fault that BLS was seen to have, one in ten, one in three and always:
 * the run ends in bounded time with a state and an exit code that fit, nothing
 * is stored that was not published, and a run without faults makes everything
 * whole. For the sync time passes faster: what it waits, it waits shorter.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { finalTables, itemsDone } from '../integration/rounds.mjs';
import { allFaults, chance, nothingInvented, runToItsEnd, runUntilDone,
  sameTables, seed, shim, startOver, startSmallInstance } from './campaign.mjs';

const PER_GROUP = 5; // occupations
const RATES = [10, 3, 1];
/* By how much; a breaker that never closes again waits for ten minutes. */
const SPEED = { 10: '30', 3: '30', 1: '120' };

/* `completes`: one in ten of these must not keep a run from its end. `patient`:
 * met always, the breaker waits for many minutes before it gives up, some
 * seconds here; one of them is enough where not all are tried. */
const FAULTS = [
  { fault: 'http_503', completes: true, rate: 1 },
  { fault: 'html_200', completes: true, patient: true },
  { fault: 'truncated_body', completes: true, patient: true },
  { fault: 'drop_series', completes: true },
  { fault: 'wrong_year' },
  { fault: 'quota_now' },
  { fault: 'empty_200', completes: true, patient: true },
  { fault: 'http_202', completes: true, patient: true },
  { fault: 'http_302', completes: true, patient: true },
  { fault: 'http_403_akamai', patient: true },
  { fault: 'http_429', retry_after: 1, patient: true },
  { fault: 'http_500', completes: true, patient: true },
  { fault: 'slow', delay_s: 0.2, completes: true },
  { fault: 'hang', delay_s: 0.5, completes: true, patient: true },
  { fault: 'truncated_json', completes: true, patient: true },
  { fault: 'huge_body', patient: true },
  { fault: 'deep_nesting', patient: true },
  { fault: 'request_failed' },
  { fault: 'over_capacity', completes: true, patient: true },
  { fault: 'quota_old_text' },
  { fault: 'invalid_key_now' },
  { fault: 'key_ignored' },
  { fault: 'results_array', completes: true },
  { fault: 'no_message', completes: true },
  { fault: 'null_results' },
  { fault: 'odd_bytes' },
  { fault: 'refused_in_words', completes: true, rate: 1 },
  { fault: 'number_types' },
  { fault: 'database_locked', completes: true },
  { fault: 'extra_series', completes: true },
  { fault: 'duplicate_series' },
  { fault: 'malformed_value' },
];

describe(`the faults of BLS (SEED=${seed})`, () => {
  const random = chance();
  const loaded = shim();
  const ends = {};
  let instance;
  let undisturbed;

  before(async () => {
    instance = await startSmallInstance('faults', PER_GROUP);
    await startOver(instance);
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    undisturbed = finalTables(instance);
  });
  after(() => instance?.stop());

  async function suffer(fault, every) {
    const { completes, patient, rate, ...rule } = fault;
    await startOver(instance);
    await instance.emulator.control({
      faults: [{ ...rule, every, path: 'api' }],
    });
    const run = await runToItsEnd(instance, 'run',
      { ...loaded, NTH_SPEED: SPEED[every] });
    const state = await instance.emulator.state();
    assert.ok(state.faults[0].fired > 0, 'the fault never struck');
    // three tries of each request, and halves of what is refused whole
    assert.ok(state.requests.data <= 3 * instance.requests + 30,
      `${state.requests.data} requests`);
    nothingInvented(instance);
    const done = itemsDone(instance).length;

    await instance.emulator.control({ faults: [] });
    instance.sql(`UPDATE api_key SET blocked_until = NULL,
      blocked_reason = NULL; DELETE FROM api_key_usage;`);
    const runs = await runUntilDone(instance);
    sameTables(instance, undisturbed, `after ${fault.fault}`);
    ends[run.state] = (ends[run.state] ?? 0) + 1;
    return { ...run, done, runs };
  }

  for (const fault of FAULTS) {
    const some = fault.patient ? RATES.slice(0, 2) : RATES;
    const one = some[Math.floor(random() * some.length)];
    const rates = allFaults ? RATES : [fault.rate ?? one];
    for (const every of rates) {
      const often = every === 1 ? 'always' : `one in ${every}`;
      it(`${fault.fault}, ${often}`, async (t) => {
        const end = await suffer(fault, every);
        if (fault.completes && every === 10) assert.equal(end.code, 0);
        t.diagnostic(`${end.state}, exit code ${end.code}, ${end.done}`
          + ` occupations settled; whole after ${end.runs} more`);
      });
    }
  }

  it('were met in every way', (t) => {
    assert.ok(ends.succeeded > 0 && ends.failed > 0);
    t.diagnostic(`how runs ended: ${Object.entries(ends)
      .map(([state, times]) => `${state} ${times}`).join(', ')}`);
  });
});
