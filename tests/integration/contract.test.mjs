/*
 * Every answer is what www/openapi.json says, and all that it says is answered:
 * routes, parameters, statuses, headers and fields, on a whole instance. What is
 * asked stands in contract_cases.mjs.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { allCases } from './contract_cases.mjs';
import { loadContract } from './contract_document.mjs';
import { createAsker } from './contract_http.mjs';
import { build, signIn, startInstance, until } from './instance.mjs';

const READER_PASSWORD = 'a reader may look, not touch';
const TABLES = ['account', 'session', 'api_token', 'login_attempt',
  'area_edition', 'area_job'];

const contract = loadContract();
const cases = allCases(contract.operations);
const routes = JSON.parse(execFileSync(path.join(build, 'api.fcgi'),
  ['--routes'], { encoding: 'utf8' }));
const who = {};

let instance;
let asker;

const command = (words, input = '') => execFileSync(
  path.join(build, 'bls-sync'), ['--config', instance.ini, ...words],
  { input, encoding: 'utf8' });

const credentials = (session) =>
  ({ cookie: session.cookie, 'x-csrf-token': session.csrf });

async function enter() {
  instance.sql('DELETE FROM login_attempt');
  command(['user', 'add', 'rita', '--role', 'reader'], `${READER_PASSWORD}\n`);
  const token = command(['token', 'create', 'contract', '--role', 'admin']).match(/[\w-]{43}/)[0];
  // One of before tokens had a term.
  instance.sql('UPDATE api_token SET expires_at = NULL');
  Object.assign(who, {
    nobody: {},
    admin: credentials(await signIn(instance)),
    leaver: credentials(await signIn(instance)),
    reader: credentials(await signIn(instance, 'rita', READER_PASSWORD)),
    token: { authorization: `Bearer ${token}` },
  });
}

function targetOf(operation, request) {
  const where = operation.path.replace(/\{(\w+)\}/g,
    (_, name) => encodeURIComponent(request.path[name]));
  return request.query ? `${where}?${request.query}` : where;
}

function send(operation, request) {
  const headers = { ...who[request.as], ...request.headers };
  let { body } = request;
  if (request.forgotten === 'csrf') delete headers['x-csrf-token'];
  if (request.json !== undefined) {
    body = JSON.stringify(typeof request.json === 'function'
      ? request.json(instance) : request.json);
    headers['content-type'] ??= 'application/json';
  }
  return asker.ask(targetOf(operation, request), {
    method: operation.method, headers, body, from: request.from,
  });
}

const failOne = () => instance.sql(`UPDATE sync_item SET state = 'failed',
  reason = 'remote', message = 'made by a test', first_failed_at =
  UTC_TIMESTAMP(3), last_failed_at = UTC_TIMESTAMP(3)
  WHERE state = 'done' LIMIT 1`);

async function answerTo(operation, request) {
  if (request.failed) failOne();
  if (request.await) {
    return until(async () => {
      const answer = await send(operation, request);
      return request.await(answer.body) && answer;
    }, `${operation.id} as awaited`);
  }
  if (!request.etag) return send(operation, request);
  const first = await send(operation, request);
  return send(operation, { ...request,
    headers: { 'if-none-match': first.headers.etag } });
}

/** Texts about what is wrong with the answer to one case. */
async function faultsOf({ operation, status, request }) {
  const answer = await answerTo(operation, request);
  const wrong = contract.judge(operation, answer);
  if (answer.status !== status) {
    wrong.push(`${answer.status} instead of ${status}`);
  }
  if (request.names && answer.body?.parameter !== request.names) {
    wrong.push(`names ${answer.body?.parameter} instead of ${request.names}`);
  }
  if (request.means && answer.body?.didYouMean !== request.means) {
    wrong.push(`means ${answer.body?.didYouMean} instead of ${request.means}`);
  }
  return wrong.map((what) => `${operation.method}`
    + ` ${targetOf(operation, request).slice(0, 120)} (${request.as}): ${what}`);
}

async function ask(when, { together = false } = {}) {
  const chosen = cases.filter((one) => one.when === when);
  assert.ok(chosen.length > 0, `no cases ${when}`);
  if (together) {
    assert.deepEqual((await Promise.all(chosen.map(faultsOf))).flat(), []);
    return;
  }
  const wrong = [];
  for (const one of chosen) wrong.push(...await faultsOf(one));
  assert.deepEqual(wrong, []);
}

const idle = () => until(async () => {
  const { body } = await asker.ask('/api/admin/sync-status',
    { headers: who.token });
  return !body.isRunning && body.state !== 'requested';
}, 'no run to be live');

/** Another text in a file of the instance's own; `undo` brings it back. */
function edit(file, changes) {
  const name = path.join(instance.dir, file);
  const old = fs.readFileSync(name, 'utf8');
  let text = old;
  for (const [from, to] of changes) {
    assert.match(text, from);
    text = text.replace(new RegExp(from, 'gm'), to);
  }
  fs.writeFileSync(name, text);
  return () => fs.writeFileSync(name, old);
}

async function restart(part) {
  await instance.part('stop', part);
  const started = await instance.part('start', part);
  assert.equal(started.code, 0, started.stderr);
}

const ready = () => until(async () => (await asker.ask('/readyz')).status === 200,
  'the API to be ready');

before(async () => {
  instance = await startInstance({ name: 'contract' });
  asker = createAsker(instance.url);
  await instance.emulator.control({
    override: [
      { code: '11-1011', datatype: 1, value: '-', footnote: '8' },
      { code: '11-1021', datatype: 4, value: '-', footnote: '5' },
      { code: '11-1021', datatype: 8, value: '-', footnote: '5' },
      { code: '11-1021', datatype: 13, value: '-', footnote: '5' },
    ],
    keys: [{ key: 'feedfacefeedfacefeedfacefeedface', valid: false }],
    faults: [{ fault: 'poison_series', series: 'OEUN000000000000015125213' }],
  });
  await enter();
}, { timeout: 120000 });

after(async () => {
  asker?.close();
  await instance?.stop();
});

describe('the routes of the program', () => {
  const own = routes.map((route) => `${route.method} ${route.path}`);
  const documented = contract.operations
    .map((operation) => `${operation.method} ${operation.path}`);
  // A file that nginx serves by itself.
  const files = ['GET /api/openapi.json'];

  it('are all documented, and no others are', () => {
    assert.deepEqual(documented.sort(), [...own, ...files].sort());
  });

  for (const route of routes) {
    const operation = contract.operations.find((one) =>
      one.method === route.method && one.path === route.path);
    if (!operation) continue;

    it(`${route.method} ${route.path}: parameters, access, summary`, () => {
      const query = operation.parameters.filter((one) => one.in === 'query');
      const inPath = operation.parameters.filter((one) => one.in === 'path');

      assert.equal(operation.summary, route.summary);
      assert.deepEqual(inPath.map((one) => `{${one.name}}`),
        route.path.match(/\{\w+\}/g) ?? []);
      assert.deepEqual(query.map((one) => one.name).sort(),
        route.parameters.map((one) => one.name).sort());
      for (const spec of route.parameters) {
        const one = query.find(({ name }) => name === spec.name);
        assert.deepEqual(describeSchema(one), describeSpec(spec), spec.name);
        assert.ok(one.description.startsWith(spec.help.replace(/\.$/, '')),
          `${spec.name}: the description does not begin with "${spec.help}"`);
        assert.deepEqual(contract.faults(one.schemaPointer, one.example), [],
          `${spec.name}: the example`);
      }
      assertAccess(operation, route.access);
    });
  }

  it('each parameter is used in an answer that is none of failure', () => {
    const used = new Set(cases.filter((one) => one.status < 400)
      .flatMap(({ operation, request }) =>
        [...new URLSearchParams(request.query ?? '').keys()]
          .map((name) => `${operation.id} ${name}`)));
    const missing = contract.operations.flatMap((operation) =>
      operation.parameters.filter((one) => one.in === 'query')
        .map((one) => `${operation.id} ${one.name}`))
      .filter((one) => !used.has(one));
    assert.deepEqual(missing, []);
  });
});

/** The table of the program and the schema of the document, in one form. */
function describeSpec(spec) {
  const number = { minimum: spec.min, maximum: spec.max };
  const values = (names) => spec.repeatable
    ? { type: 'array', values: names } : { type: 'string', values: names };
  switch (spec.type) {
    case 'integer': return { type: 'integer', ...number, default: spec.standard };
    case 'number': return { type: 'number', ...number };
    case 'boolean': return { type: 'boolean', default: spec.standard };
    case 'enum': return values(spec.values);
    case 'sort': return values([...spec.values,
      ...spec.values.map((name) => `-${name}`)]);
    case 'code': return { type: 'string', pattern: '^[0-9]{2}-[0-9]{4}$' };
    default: return { type: 'string', minLength: spec.min, maxLength: spec.max };
  }
}

function describeSchema(parameter) {
  const schema = contract.at(parameter.schemaPointer);
  const items = schema.items?.$ref
    ? contract.at(schema.items.$ref.slice(1)) : schema.items;
  const result = {};
  for (const key of ['type', 'minimum', 'maximum', 'minLength', 'maxLength',
    'pattern', 'default']) {
    if (schema[key] !== undefined) result[key] = schema[key];
  }
  const values = schema.enum ?? items?.enum;
  return values ? { ...result, values } : result;
}

function assertAccess(operation, access) {
  const [first, second] = operation.security;
  const role = { reader: 'reader', admin: 'admin' }[access];
  if (access === 'public') assert.deepEqual(operation.security, []);
  if (!role) return;
  assert.deepEqual(first.session, [role]);
  assert.deepEqual(second, { token: [role] });
  assert.equal('csrf' in first, operation.method !== 'GET');
}

describe('answers', () => {
  it('before the first run', () => ask('before the first run'));

  it('while it can be stopped', async () => {
    await instance.emulator.control({ latency_ms: 150 });
    try {
      await ask('while it can be stopped');
    } finally {
      await instance.sync('stop');
      await idle();
      await instance.emulator.control({ latency_ms: 0 });
    }
  });

  it('when BLS refuses every key', async () => {
    instance.sql(`UPDATE api_key SET blocked_reason = 'invalid',
      blocked_until = UTC_TIMESTAMP(3) + INTERVAL 1 DAY`);
    await ask('when BLS refuses every key');
    instance.sql(`UPDATE api_key SET blocked_reason = NULL, blocked_until = NULL`);
  });

  it('when a run failed', async () => {
    const run = await instance.sync('run --force',
      { BLS_SYNC_API_URL: `${instance.url}/api/jobs` });
    assert.equal(run.code, 1, run.stderr);
    await ask('when a run failed');
  });

  it('when something failed', async () => {
    const run = await instance.sync('run --force');
    assert.equal(run.code, 0, run.stderr);
    // an area, and a kind of areas as a whole
    instance.sql(`
      INSERT INTO area_round (release_code, areatype_code, state, opened_at,
        failed_reason, failed_message, attempts, first_failed_at,
        last_failed_at) VALUES ('2025A01', 'S', 'open', UTC_TIMESTAMP(3),
        'html', 'oe.area is a page of HTML', 1, UTC_TIMESTAMP(3),
        UTC_TIMESTAMP(3));
      INSERT INTO area_item (release_code, area_code, areatype_code, state,
        reason, message, attempts, first_failed_at, last_failed_at) VALUES
        ('2025A01', '0047900', 'M', 'failed', 'malformed-value',
        'data type 01 of 00-0000: malformed value', 1, UTC_TIMESTAMP(3),
        UTC_TIMESTAMP(3));`);
    await ask('when something failed');
    await idle();
  });

  it('when nothing can be started', async () => {
    await instance.emulator.control({
      multiply_employment: { factor: 3 }, spoil: { how: 'withhold', every: 7 },
    });
    const held = await instance.sync('run --force');
    assert.equal(held.code, 4, held.stderr);
    instance.sql(`UPDATE held_difference SET published_value = NULL,
      published_reason = 'capped', published_at_least = 239200,
      staged_value = NULL, staged_reason = 'capped', staged_at_least = 250000
      WHERE number = 1;
      UPDATE held_difference SET occupation_code = NULL WHERE number = 2`);
    const undo = edit('bls-sync.ini',
      [[/^sync_program = .*$/m, 'sync_program = /nowhere/bls-sync']]);
    await restart('api');
    await ready();
    for (const one of cases.filter((row) =>
      row.when === 'when nothing can be started')) {
      assert.deepEqual(await faultsOf(one), []);
      instance.sql("UPDATE sync_run SET state = 'stopped' WHERE state = 'requested'");
    }
    undo();
    await restart('api');
    await ready();
  });

  it('when a round was rejected', async () => {
    const reject = await instance.sync('reject');
    assert.equal(reject.code, 0, reject.stderr);
    await ask('when a round was rejected');
  });

  it('in peace', async () => {
    await instance.emulator.reset();
    const run = await instance.sync('retry',
      { BLS_SYNC_AREAS: 'national,state,metro' });
    assert.equal(run.code, 0, run.stderr);
    await until(async () => (await asker.ask('/api/jobs?area=VA')).status === 200,
      'the areas in the API');
    // A version that comes between two requests is no peace.
    const [[newest]] = instance.sql('SELECT version FROM data_version');
    await until(async () => (await asker.ask('/api/jobs?limit=1')).headers.etag
      .startsWith(`W/"${newest}-`), 'the newest version');
    await ask('in peace');
  }, { timeout: 60000 });

  it('of every job', async () => {
    const get = contract.operations.find((one) => one.id === 'getJob');
    const list = contract.operations.find((one) => one.id === 'listJobs');
    const wrong = [];
    for (let page = 1; page <= 9; page += 1) {
      const answer = await asker.ask(`/api/jobs?limit=100&page=${page}`);
      wrong.push(...contract.judge(list, answer));
      const details = await Promise.all(answer.body.jobs.map(({ code }) =>
        asker.ask(`/api/jobs/${code}`)));
      for (const detail of details) {
        wrong.push(...contract.judge(get, detail)
          .map((what) => `${detail.body.code}: ${what}`));
        wrong.push(...withoutReason(detail.body, detail.body.code));
      }
    }
    assert.deepEqual(wrong, []);
  });
});

describe('an export', () => {
  it('has a job of the list in every line', async () => {
    const { text } = await asker.ask('/api/jobs/export?format=ndjson');
    const lines = text.trimEnd().split('\n');
    const wrong = lines.flatMap((line) =>
      contract.faults('/components/schemas/Job', JSON.parse(line)));
    assert.ok(lines.length > 800, `${lines.length} lines`);
    assert.deepEqual(wrong, []);
  });

  it('has every field of the document as a column', async () => {
    const { text } = await asker.ask('/api/jobs/export?format=csv');
    assert.deepEqual(text.split('\r\n')[0].split(',').sort(),
      Object.keys(contract.at('/components/schemas/JobFields/properties')).sort());
  });
});

/** A reason stands exactly beside what is null. */
function withoutReason(value, where) {
  if (Array.isArray(value)) {
    return value.flatMap((item, i) => withoutReason(item, `${where}[${i}]`));
  }
  if (!value || typeof value !== 'object') return [];
  return Object.keys(value).flatMap((key) => {
    const [, field] = key.match(/^(.*)Reason$/) ?? [];
    if (field && value[field] !== null) return [`${where}: ${key} without need`];
    return withoutReason(value[key], `${where}.${key}`);
  });
}

describe('every route', () => {
  const byPath = new Map();
  for (const operation of contract.operations) {
    byPath.set(operation.path,
      [...byPath.get(operation.path) ?? [], operation]);
  }
  const publicPaths = new Set(['/api/openapi.json', ...routes
    .filter((route) => route.access === 'public').map((route) => route.path)]);
  const sample = (pattern) => pattern.replace('{code}', '15-1252')
    .replace('rounds/{id}', 'rounds/2025A01').replace('{id}', '1');

  it('has a HEAD like its GET', async () => {
    for (const operation of contract.operations) {
      const { method, path: pattern } = operation;
      if (method !== 'GET' || pattern === '/api/admin/events') continue;
      const { request } = cases.find((one) => one.operation === operation
        && one.status < 300 && !one.request.await);
      const options = { headers: who[request.as] };
      const get = await asker.ask(targetOf(operation, request), options);
      const head = await asker.ask(targetOf(operation, request),
        { ...options, method: 'HEAD' });
      assert.equal(head.status, get.status, pattern);
      assert.equal(head.text, '');
      for (const name of ['content-type', 'cache-control', 'etag', 'link']) {
        assert.equal(head.headers[name], get.headers[name], `${pattern} ${name}`);
      }
    }
  });

  it('tells its methods, and refuses others', async () => {
    for (const [pattern, operations] of byPath) {
      const methods = operations.flatMap(({ method }) =>
        method === 'GET' ? ['GET', 'HEAD'] : [method]);
      const allow = [...methods, 'OPTIONS'].sort();
      const options = await asker.ask(sample(pattern), { method: 'OPTIONS' });
      const put = await asker.ask(sample(pattern), { method: 'PUT', body: '' });

      if (pattern !== '/api/admin/events') {
        assert.equal(options.status, 204, pattern);
        assert.deepEqual(options.headers.allow.split(', ').sort(), allow);
        assert.deepEqual(put.headers.allow.split(', ').sort(), allow, pattern);
      }
      assert.equal(put.status, 405, pattern);
      assert.deepEqual(contract.faults('/components/schemas/Problem', put.body), []);
    }
  });

  it('may be read from other sites if it is published, else not', async () => {
    for (const pattern of byPath.keys()) {
      if (pattern === '/api/admin/events') continue;
      for (const method of ['GET', 'OPTIONS', 'PUT']) {
        const { headers } = await asker.ask(sample(pattern), { method });
        const open = headers['access-control-allow-origin'];
        if (!publicPaths.has(pattern)) {
          assert.equal(open, undefined, `${method} ${pattern}`);
        } else if (method !== 'PUT' || pattern !== '/api/openapi.json') {
          assert.equal(open, '*', `${method} ${pattern}`);
        }
      }
    }
  });

  it('is all there is', async () => {
    for (const where of ['/api/nothing', '/api/jobs/15-1252/more', '/api/admin/',
      '/api/admin/runs/1/2', '/api/jobs/']) {
      const { status, body } = await asker.ask(where);
      assert.equal(status, 404, where);
      assert.deepEqual(contract.faults('/components/schemas/NotFoundProblem', body), []);
    }
  });
});

describe('answers in trouble', () => {
  /** The database says something else, and the API has noticed. */
  async function alter(statements) {
    const { body } = await asker.ask('/api/jobs/stats');
    instance.sql(`${statements} UPDATE data_version SET version = version + 1,
      published_at = published_at + INTERVAL 1 SECOND;`);
    await until(async () => (await asker.ask('/api/jobs/stats')).body.updatedAt
      !== body.updatedAt, 'the new data in the API');
  }

  it('with gaps in the reference', async () => {
    await alter(`
      DELETE FROM projection WHERE occupation_code = '11-1021';
      UPDATE projection SET employment_base = NULL, employment_projected = NULL,
        change_numeric = NULL, change_percent = NULL, annual_openings = NULL,
        typical_education = NULL, work_experience = NULL,
        on_the_job_training = NULL WHERE occupation_code = '11-1011';
      UPDATE task SET automation = NULL, exposure_model = NULL,
        exposure_human = NULL WHERE occupation_code = '11-1011';
      UPDATE occupation SET description = NULL WHERE code = '11-1011';
      UPDATE observation SET value = NULL, reason = 'notReleased'
        WHERE area_code = '0000000' AND occupation_code = '11-1011'
        AND year = 2025 AND datatype IN (2, 5);
      DELETE FROM observation WHERE area_code = '0000000'
        AND occupation_code = '11-1011' AND year < 2025;
      DELETE FROM occupation WHERE code = '11-9030';
      UPDATE observation SET value = NULL, reason = 'capped', at_least = 239200
        WHERE area_code = '0000000' AND occupation_code = '43-9071'
        AND year = 2025 AND datatype = 13;
      UPDATE area_job SET jobs_per_1000 = NULL, location_quotient = NULL,
        jobs_per_1000_reason = 'notReleased',
        location_quotient_reason = 'notReleased' WHERE area_code = '5100000';
      DELETE FROM area_risk WHERE area_code = '2400000';
      INSERT INTO observation SELECT '5100000', occupation_code, year, datatype,
        value, decimals, reason, at_least, release_code, source, run_id,
        observed_at FROM observation WHERE area_code = '0000000'
        AND occupation_code = '00-0000' AND year = 2025 AND datatype = 1;`);
    await ask('with gaps in the reference');
  });

  it('with nothing published', async () => {
    await alter('DELETE FROM job;');
    await ask('with nothing published');
  });

  it('above the limits', async () => {
    const undo = [
      edit('nginx/nginx.conf', [[/default "";/, 'default $binary_remote_addr;']]),
      edit('nginx/bls-sync/http.conf', [[/rate=\w+\/\w/, 'rate=1r/m']]),
      edit('nginx/bls-sync/api.conf', [[/ burst=\d+ nodelay/, '']]),
      edit('nginx/bls-sync/server.conf', [[/ burst=\d+ nodelay/, '']]),
    ];
    await restart('nginx');
    await asker.ask('/api/jobs');
    await asker.ask('/api/session', { method: 'POST', body: '{}' });
    await ask('above the limits', { together: true });
    undo.forEach((back) => back());
  });

  it('with programs that hang', async () => {
    const undo = edit('nginx/bls-sync/server.conf',
      [[/fastcgi_read_timeout \d+s/, 'fastcgi_read_timeout 1s']]);
    const groups = ['api', 'events'].map((part) => -Number(instance.pid(part)));
    await restart('nginx');
    groups.forEach((group) => process.kill(group, 'SIGSTOP'));
    try {
      await ask('with programs that hang', { together: true });
    } finally {
      groups.forEach((group) => process.kill(group, 'SIGCONT'));
    }
    undo();
    await restart('nginx');
    await ready();
  });

  it('without its tables', async () => {
    const rename = (from, to) => instance.sql(`RENAME TABLE ${TABLES.map((name) =>
      `${name}${from} TO ${name}${to}`).join()}`);
    rename('', '_gone');
    await ask('without its tables');
    rename('_gone', '');
  });

  it('without programs', async () => {
    await instance.part('stop', 'api');
    await instance.part('stop', 'events');
    await ask('without programs', { together: true });
    await instance.part('start', 'api');
    await instance.part('start', 'events');
    await ready();
  });

  it('with an old picture of the data', async () => {
    await instance.part('stop', 'mariadb');
    await until(async () => (await asker.ask('/readyz')).body.ageSeconds > 0,
      'a picture of age');
    await ask('with an old picture of the data');
  });

  it('without a database', async () => {
    await restart('api');
    await until(async () => (await asker.ask('/readyz')).status === 503,
      'the API to be there without data');
    await ask('without a database');
  });
});

describe('the document', () => {
  it('says nothing that was not answered', () => {
    assert.deepEqual(contract.unseen(), []);
  });
});
