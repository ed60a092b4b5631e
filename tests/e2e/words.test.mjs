/*
 * What the pages say and read without a browser: numbers and times in words, the
 * codes of the service in words, and what an address means.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { parseState, requestOf, sortOf } from '../../www/js/filters.js';
import { plural, projected, waitWords } from '../../www/js/format.js';
import { failureWords, runWords, stateWords } from '../../www/js/labels.js';

describe('the words of the pages', () => {
  it('know one from many, and seconds from minutes', () => {
    assert.equal(plural(1, 'request'), '1 request');
    assert.equal(plural(0, 'request'), '0 requests');
    assert.equal(plural(1200, 'retry', 'retries'), '1,200 retries');
    assert.deepEqual([1, 45, 89, 90, 896, 5399, 5400, 86400].map(waitWords),
      ['1 second', '45 seconds', '89 seconds', '2 minutes', '15 minutes',
        '90 minutes', '2 hours', '24 hours']);
    assert.equal(projected(0), 'fewer than 50');
    assert.equal(projected(100), '100');
  });

  it('say what codes mean, and a code that is new as it is', () => {
    assert.equal(failureWords('malformed-value'), 'a value that cannot be read');
    assert.equal(failureWords('timeout'), 'no answer in time');
    assert.equal(failureWords('brand-new'), 'brand-new');
  });

  it('do not call finished what has failures', () => {
    const run = { state: 'succeeded', failedJobs: 0 };
    assert.equal(stateWords(run), 'Finished');
    assert.equal(stateWords({ ...run, failedJobs: 3 }), 'Finished, 3 failed');
    assert.equal(stateWords({ ...run, failedJobs: 1, areas: { failed: 2 } }), 'Finished, 3 failed');
    assert.equal(runWords({ ...run, failedJobs: 1 }), 'Finished, 1 failed');
    assert.equal(stateWords({ state: 'failed', failedJobs: 3 }), 'Failed');
  });
});

describe('the address of the explorer', () => {
  it('is read as it is where it makes sense', () => {
    const { state, dropped } = parseState('?search=nurse&risk=High&risk=Low&group=29-0000'
      + '&minWage=50000&maxScore=99.5&page=3&sort=-title&area=national&utm_source=x');
    assert.deepEqual(dropped, []);
    assert.equal(requestOf(state).toString(), 'search=nurse&risk=Low&risk=High&group=29-0000'
      + '&minWage=50000&maxScore=99.5&sort=-title&page=3&limit=20');
  });

  const DROPPED = [
    ['group=99-0000', 'group'], ['group=15', 'group'], ['risk=Extreme', 'risk'],
    ['education=none', 'education'], ['impactType=x', 'impactType'],
    ['minWage=abc', 'minWage'], ['minWage=-1', 'minWage'],
    ['maxWage=99999999', 'maxWage'], ['maxScore=101', 'maxScore'],
    ['minWage=90000&maxWage=10', 'wage range'],
    ['minScore=60&maxScore=50', 'score range'],
    ['sort=salary', 'sort'], ['area=VA', 'area'],
  ];
  for (const [query, word] of DROPPED) {
    it(`leaves out with a word: ${query}`, () => {
      const { state, dropped } = parseState(`?${query}`);
      assert.equal(dropped.length, 1);
      assert.ok(dropped[0].includes(word), dropped[0]);
      assert.equal(requestOf(state).toString(), 'sort=-employment&page=1&limit=20');
    });
  }

  it('never asks for what the service refuses', () => {
    const { state } = parseState('?search=a%0Ab&minWage=1.23456&page=99999999');
    assert.equal(requestOf(state).toString(),
      'search=a+b&minWage=1.235&page=1&limit=20');
  });

  it('has the best match first until somebody chooses an order', () => {
    const order = (query) => sortOf(parseState(query).state);
    assert.equal(order(''), '-employment');
    assert.equal(order('?search=baker'), '');
    assert.equal(order('?search=baker&sort=-employment'), '-employment');
    assert.equal(order('?sort=title'), 'title');
  });
});

describe('the colors of the map', () => {
  // Machado, Oliveira, Fernandes (2009), severity 1.
  const SIGHT = {
    normal: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
      [-0.003882, -0.048116, 1.051998]],
    deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
      [-0.01182, 0.04294, 0.968881]],
    tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
      [0.004733, 0.691367, 0.3039]],
  };
  const linear = (v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const times = (m, v) => m.map((row) =>
    Math.min(1, Math.max(0, row.reduce((sum, n, i) => sum + n * v[i], 0))));
  function lab([r, g, b]) {
    const f = (t) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
    const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
  }

  for (const dark of [false, true]) {
    it(`can be told apart by everybody, ${dark ? 'dark' : 'light'}`, async () => {
      globalThis.window = { matchMedia: () => ({ matches: dark }) };
      const { color, LEGEND_AT } = await import(`../../www/js/ramp.js?${dark}`);
      for (const [name, matrix] of Object.entries(SIGHT)) {
        const seen = LEGEND_AT.map((at) => lab(times(matrix, color(at).map(linear))));
        for (let i = 0; i < seen.length; i += 1) {
          for (let k = 0; k < i; k += 1) {
            const distance = Math.hypot(...seen[i].map((v, n) => v - seen[k][n]));
            assert.ok(distance >= 12, `${name}: ${LEGEND_AT[k]} and ${LEGEND_AT[i]}:`
              + ` ${distance.toFixed(1)}`);
          }
        }
      }
    });
  }
});
