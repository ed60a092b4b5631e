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
