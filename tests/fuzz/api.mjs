/*
 * A client that knows www/openapi.json and nothing else, and asks what it can
 * make of it: what is right, what is on the border, what is wrong in one place,
 * what is meant to harm; signed in and not. Whatever it asks, the answer is one
 * that the document has, no failure of the service, and of its schema; what is
 * right is answered, what is wrong is refused by name.
 *
 * Each request follows from seed and number alone:
 *
 *   FUZZ_SECONDS=180 FUZZ_SEED=7 node tests/fuzz/api.mjs
 *   FUZZ_SEED=7 FUZZ_ONLY=1234 node tests/fuzz/api.mjs    that one, and shows it
 *
 * It starts an instance of its own; BUILD names the programs.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { loadContract } from '../integration/contract_document.mjs';
import { createAsker } from '../integration/contract_http.mjs';
import { build, signIn, startInstance } from '../integration/instance.mjs';

const CLIENTS = 8;
const FAULTS_MAX = 20;
const CHANGES_EVERY = 40; // so seldom something is really changed
const READER_PASSWORD = 'a reader may look, not touch';

// Values that make sense, where the schema alone cannot tell which do.
const SENSIBLE = {
  code: ['15-1252', '29-1141', '11-1021', '53-3032'],
  group: ['11-0000', '15-0000', '29-0000', '53-0000'],
  area: ['national', '0000000'],
  state: ['VA', '51', 'OR'],
  id: ['1', '2', '3'],
  search: ['nurse', 'software dev', '15-12', 'coder', 'é', '', 'a', 'R&D', '%'],
  q: ['nurse', 'rn', 'softw', '15-12', 'ü', '数', 'x'],
};
const AREA_FIELDS = /jobsPer1000|locationQuotient/;

// Already encoded as they go into the address.
const HOSTILE = ['%00', 'a%00b', '%ff', '%c0%af', '%ed%a0%80', '%', '%4', '%zz',
  "'%20OR%201=1--", '%27;DROP%20TABLE%20job;--', '1%20UNION%20SELECT%201',
  '%3Cscript%3Ealert(1)%3C/script%3E', '%0d%0aSet-Cookie:x=y', '%7f', '%01',
  '$(id)', '%60id%60', '{{7*7}}', '%25s%25n', '-1', '+', '%20', '9'.repeat(40),
  'x'.repeat(1500), '%F0%9F%92%A9'.repeat(20), '[]', '%5B%24ne%5D', 'null',
  'true', 'NaN', 'Infinity', '1e309', '0x10', '1.0000', '%E2%80%AE'];

/** Numbers from 0 to 1 that follow from the seed (mulberry32). */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** The choices that one request is made of. */
function createDice(seed, number) {
  const next = random(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const below = (n) => Math.floor(next() * n);
  return {
    below,
    pick: (list) => list[below(list.length)],
    chance: (share) => next() < share,
  };
}

export function createFuzzer(contract, seed) {
  const { operations } = contract;

  const schemaOf = (parameter) => {
    const schema = contract.at(parameter.schemaPointer);
    const items = schema.items?.$ref
      ? contract.at(schema.items.$ref.slice(1)) : schema.items;
    return items ? { ...items, many: true } : schema;
  };

  function valid(dice, parameter) {
    const schema = schemaOf(parameter);
    // The area of a failure is one that has failed, or a kind of them.
    if (parameter.example === '0047900') return dice.pick(['state', 'metro']);
    if (SENSIBLE[parameter.name]) return dice.pick(SENSIBLE[parameter.name]);
    if (schema.enum) {
      return dice.pick(schema.enum.filter((value) => !AREA_FIELDS.test(value)));
    }
    if (schema.type === 'boolean') return dice.pick(['true', 'false']);
    if (schema.type === 'string') return parameter.example;
    const { minimum = 0, maximum = 100 } = schema;
    if (/^min/.test(parameter.name)) return String(minimum);
    if (/^max/.test(parameter.name)) return String(maximum);
    return String(dice.pick([minimum, maximum,
      minimum + dice.below(Math.min(50, maximum - minimum + 1))]));
  }

  function invalid(dice, parameter) {
    const schema = schemaOf(parameter);
    if (schema.enum) {
      const value = dice.pick(schema.enum);
      return dice.pick([`${value}x`, `x${value}`, '', '--code', 'no such value']);
    }
    switch (schema.type) {
      case 'boolean': return dice.pick(['yes', '1', 'TRUE', '', 'tru']);
      case 'integer': return dice.pick([schema.minimum - 1,
        (schema.maximum ?? 1e15) + 1, '', 'ten', '1.5', '1e2', ' 1', '0x1']);
      case 'number': return dice.pick([schema.maximum + 1, -1, '', 'a', '1.',
        '.5', '1.0001', '1e2', '1,5']);
      default: break;
    }
    if (schema.pattern) return dice.pick(['', '15', '15-125', 'ab-cdef', '15-12521']);
    const choices = ['x'.repeat(schema.maxLength + 1), 'a\u0001b'];
    if (schema.minLength > 0) choices.push('x'.repeat(schema.minLength - 1));
    return dice.pick(choices);
  }

  function queryOf(dice, parameters, wrong) {
    const pairs = [];
    for (const parameter of parameters) {
      if (parameter === wrong) {
        pairs.push([parameter.name, invalid(dice, parameter)]);
      } else if (parameter.required || dice.chance(0.35)) {
        const times = schemaOf(parameter).many ? 1 + dice.below(3) : 1;
        for (let i = 0; i < times; i += 1) {
          pairs.push([parameter.name, valid(dice, parameter)]);
        }
      }
    }
    return pairs.map(([name, value]) =>
      `${name}=${encodeURIComponent(value)}`).join('&');
  }

  function hostileQuery(dice, parameters) {
    const names = [...parameters.map((one) => one.name), 'nosuch', '', '__proto__',
      'page[]', 'q[$ne]', '%00', 'x'.repeat(80), 'Limit'];
    const count = 1 + dice.below(4);
    let query = '';
    for (let i = 0; i < count; i += 1) {
      query += `${dice.pick(['', '&', '&&', ';'])}${dice.pick(names)}`
        + `${dice.pick(['=', '', '=='])}${dice.pick(HOSTILE)}`;
    }
    return dice.chance(0.05) ? query.repeat(20).slice(0, 7000) : query;
  }

  function bodyOf(dice, operation, kind) {
    const right = { username: dice.pick(['admin', 'nobody', 'é']), password: 'not it' };
    if (operation.id !== 'signIn' && kind !== 'hostile') {
      return operation.body ? dice.pick([undefined, '{}']) : undefined;
    }
    if (kind === 'valid') return JSON.stringify(right);
    return dice.pick(['', '{', 'null', '[]', '"x"', '{"username":"admin"}',
      '{"username":1,"password":"x"}', '{"username":"a","username":"b","password":"c"}',
      '{"username":"a\\u0000b","password":"x"}', `${'['.repeat(5000)}`,
      JSON.stringify({ ...right, role: 'admin' }), '{"nosuch":true}',
      '{"forceRestart":"yes"}', '{"code":["15-1252"]}', '{"enhanced":true,"enhanced":true}', '\u0000', '{"a":'.repeat(900),
      JSON.stringify({ username: 'x'.repeat(65), password: 'x' }),
      JSON.stringify({ username: 'x', password: 'x'.repeat(257) }),
      JSON.stringify({ username: 'x'.repeat(64), password: 'x'.repeat(256) }),
      `{"username":"${'x'.repeat(65000)}`, `${JSON.stringify(right)} x`,
      ' '.repeat(70000)]);
  }

  function headersOf(dice, operation) {
    const headers = {};
    if (dice.chance(0.1)) {
      headers['if-none-match'] = dice.pick(['*', '"x"', 'W/"', '"'.repeat(50), '""']);
    }
    if (dice.chance(0.05)) headers.origin = dice.pick(['null', 'https://elsewhere.example']);
    if (dice.chance(0.05)) headers['sec-fetch-site'] = dice.pick(['cross-site', 'none', 'x']);
    if (operation.body) {
      headers['content-type'] = dice.chance(0.9) ? 'application/json'
        : dice.pick(operation.id === 'signIn'
          ? ['text/plain', 'application/json; charset=utf-8', 'x', '']
          : ['application/json; charset=utf-8']);
    }
    return headers;
  }

  function whoAsks(dice, operation, number) {
    if (operation.security.length === 0) return dice.chance(0.9) ? 'nobody' : 'reader';
    if (dice.chance(0.15)) return dice.pick(['nobody', 'forger', 'impostor']);
    if (operation.method === 'GET') return dice.pick(['admin', 'reader', 'token']);
    // A sign-out would end the session that others still need.
    if (operation.id === 'signOut') return dice.pick(['token', 'forger', 'careless']);
    if (number % CHANGES_EVERY > 1) return dice.pick(['reader', 'careless', 'nobody']);
    return dice.pick(['admin', 'token']);
  }

  function pathOf(dice, operation, kind) {
    return operation.path.replace(/\{(\w+)\}/g, (_, name) => {
      const parameter = operation.parameters.find((one) => one.name === name);
      if (kind === 'hostile' && dice.chance(0.5)) return dice.pick(HOSTILE);
      if (kind === 'wrong path') return encodeURIComponent(invalid(dice, parameter)) || 'x';
      return encodeURIComponent(valid(dice, parameter));
    });
  }

  /** Request `number`: everything about it. */
  function request(number) {
    const dice = createDice(seed, number);
    const operation = operations[number % operations.length];
    const parameters = operation.parameters.filter((one) => one.in === 'query');
    const hasPath = operation.parameters.some((one) => one.in === 'path');
    const kind = dice.pick(['valid', 'valid', 'valid',
      parameters.length ? 'wrong' : 'hostile', parameters.length ? 'wrong' : 'valid',
      hasPath ? 'wrong path' : 'hostile', 'hostile']);
    const wrong = kind === 'wrong' ? dice.pick(parameters) : undefined;
    const query = kind === 'hostile'
      ? hostileQuery(dice, parameters) : queryOf(dice, parameters, wrong);
    const head = operation.method === 'GET' && operation.id !== 'syncEvents'
      && dice.chance(0.05);
    return {
      number,
      operation,
      kind,
      wrong: wrong?.name,
      who: whoAsks(dice, operation, number),
      method: head ? 'HEAD' : operation.method,
      target: pathOf(dice, operation, kind) + (query ? `?${query}` : ''),
      headers: headersOf(dice, operation),
      body: operation.body || (operation.method !== 'GET' && dice.chance(0.2))
        ? bodyOf(dice, operation, kind) : undefined,
    };
  }

  /** Texts about what is wrong with the answer. */
  function judge(asked, answer) {
    const { operation, kind } = asked;
    const { status } = answer;
    // One password is checked at a time: another sign-in may meet a full door.
    const taken = status === 503 && operation.id === 'signIn';
    if (status >= 500 && !taken) {
      return [`${status}: ${answer.text.slice(0, 200)}`];
    }
    if (asked.method === 'HEAD') {
      return operation.responses.has(status) && answer.text === ''
        ? [] : [`${status} to HEAD`];
    }
    const faults = contract.judge(operation, answer);
    const foreign = asked.headers.origin ?? asked.headers['sec-fetch-site'];
    const mine = operation.security.length === 0
      || (asked.who === 'admin' && !(foreign && operation.method !== 'GET'))
      || asked.who === 'token'
      || (operation.method === 'GET' && asked.who === 'reader');
    if (!mine || ['signIn', 'signOut'].includes(operation.id)) return faults;
    // What is right may still meet a run that is under way, or nothing to do.
    const fine = status < 400 || status === 404 || (status === 409
      && operation.method === 'POST') || (status === 413 && asked.body);
    if (kind === 'valid' && !fine) faults.push(`${status} to a valid request`);
    if (kind === 'wrong') {
      if (status === 413 && asked.body) return faults;
      if (status !== 400) faults.push(`${status} although ${asked.wrong} is wrong`);
      else if (answer.body.parameter !== asked.wrong) {
        faults.push(`names ${answer.body.parameter} instead of ${asked.wrong}`);
      }
    }
    return faults;
  }

  return { request, judge, operations };
}

/** Who may ask: name -> headers. */
export async function enter(instance) {
  const command = (words, input = '') => execFileSync(path.join(build, 'bls-sync'),
    ['--config', instance.ini, ...words], { input, encoding: 'utf8' });
  command(['user', 'add', 'fuzz', '--role', 'reader'], `${READER_PASSWORD}\n`);
  const token = command(['token', 'create', 'fuzz', '--role', 'admin']).trim().split(/\s+/).pop();
  const headers = ({ cookie, csrf }) => ({ cookie, 'x-csrf-token': csrf });
  const admin = await signIn(instance);
  return {
    nobody: {},
    admin: headers(admin),
    careless: { cookie: admin.cookie },
    reader: headers(await signIn(instance, 'fuzz', READER_PASSWORD)),
    token: { authorization: `Bearer ${token}` },
    forger: { cookie: `bls_session=${'x'.repeat(43)}`, 'x-csrf-token': 'x' },
    impostor: { authorization: 'Bearer \'; DROP TABLE session;--' },
  };
}

/**
 * Asks for so many seconds. { requests, byOperation: Map of counts, faults }.
 */
export async function fuzz({ url, who, seed, seconds, only }) {
  const fuzzer = createFuzzer(loadContract(), seed);
  const asker = createAsker(url);
  const byOperation = new Map(fuzzer.operations.map(({ id }) => [id, 0]));
  const faults = [];
  const deadline = Date.now() + seconds * 1000;
  let next = only ?? 0;

  async function one(number) {
    const asked = fuzzer.request(number);
    const what = `request ${number} of seed ${seed}: ${asked.method}`
      + ` ${asked.target.slice(0, 300)} (${asked.kind}, ${asked.who})`;
    try {
      const answer = await asker.ask(asked.target, { method: asked.method,
        headers: { ...who[asked.who], ...asked.headers }, body: asked.body });
      faults.push(...fuzzer.judge(asked, answer).map((fault) => `${what}: ${fault}`));
      if (only !== undefined) console.log(what, asked.headers, asked.body, answer);
    } catch (error) {
      faults.push(`${what}: ${error.message}`);
    }
    byOperation.set(asked.operation.id, byOperation.get(asked.operation.id) + 1);
  }

  async function client() {
    while (Date.now() < deadline && faults.length < FAULTS_MAX) {
      next += 1;
      await one(next - 1);
    }
  }

  if (only !== undefined) await one(only);
  else await Promise.all(Array.from({ length: CLIENTS }, client));
  asker.close();
  return { requests: next - (only ?? 0), byOperation, faults };
}

/** What the programs complained of that no client should be able to cause. */
export function complaints(instance) {
  return ['api', 'events', 'nginx-error'].flatMap((part) => instance.log(part)
    .split('\n').filter((line) =>
      /lvl=error|\[(error|alert|crit|emerg)\]|signal/.test(line)
      && !/access forbidden|limiting|too large body/.test(line)));
}

async function main() {
  const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1000000);
  const only = process.env.FUZZ_ONLY && Number(process.env.FUZZ_ONLY);
  const seconds = Number(process.env.FUZZ_SECONDS ?? 60);
  const instance = await startInstance({ name: 'fuzz' });
  try {
    await instance.sync('run', { BLS_SYNC_AREAS: 'national,state,metro' });
    const who = await enter(instance);
    const { requests, byOperation, faults } = await fuzz(
      { url: instance.url, who, seed, seconds, only });
    faults.push(...complaints(instance).slice(0, FAULTS_MAX));
    const least = Math.min(...byOperation.values());
    faults.forEach((fault) => console.log(fault));
    console.log(`api: ${requests} requests with seed ${seed},`
      + ` at least ${least} a route, ${faults.length} faults`);
    process.exitCode = faults.length ? 1 : 0;
  } finally {
    await instance.stop();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
