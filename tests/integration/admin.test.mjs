// The administration over HTTP, on a whole instance: signing in and out, who
// may do what, starting, watching and stopping a sync, health, and what stays
// of it while the database is away.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';

import { build, repo, signIn, sleep, startInstance, until } from './instance.mjs';

const READER_PASSWORD = 'a reader may look, not touch';

let instance;
let admin;
let reader;
let leaver; // a stream whose session ends while other tests run

function command(words, input = '') {
  return execFileSync(path.join(build, 'bls-sync'),
    ['--config', instance.ini, ...words], { input, encoding: 'utf8', stdio: 'pipe' });
}

// Any request at all; `body` that is not a text is sent as JSON.
async function send(method, where, { headers = {}, body } = {}) {
  const json = body !== undefined && typeof body !== 'string';
  const response = await fetch(instance.url + where, {
    method,
    headers: json ? { 'content-type': 'application/json', ...headers } : headers,
    body: json ? JSON.stringify(body) : body,
  });
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return {
    status: response.status,
    headers: response.headers,
    type,
    text,
    body: /json/.test(type) && text ? JSON.parse(text) : undefined,
  };
}

const trySignIn = (username, password, headers) =>
  send('POST', '/api/session', { body: { username, password }, headers });

const as = (who, more = {}) =>
  ({ headers: { cookie: who.cookie, 'x-csrf-token': who.csrf, ...more } });

function assertProblem(answer, status) {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.type, /^application\/problem\+json/);
  assert.equal(answer.body.status, status);
  assert.ok(answer.body.type && answer.body.title && answer.body.detail);
}

// The table of routes, as the program has it: nothing can be left out here.
function adminRoutes() {
  const source = fs.readFileSync(path.join(repo, 'src/serve/routes.c'), 'utf8');
  const routes = [...source.matchAll(
    /\{\s*"([A-Z]+)",\s*"(\/api\/admin\/[^"]*)",\s*\w+,\s*(ACCESS_\w+)/g)]
    .map(([, method, pattern, access]) => ({
      method, access, where: pattern.replace(/\{\w+\}/, '1'),
    }));
  assert.equal(routes.length, source.match(/"\/api\/admin\//g).length);
  // events.fcgi has one route and no table.
  return [...routes,
    { method: 'GET', access: 'ACCESS_READER', where: '/api/admin/events' }];
}

// Events of a stream, as they come; `seen` grows while it is open.
function listen(who, where = '/api/admin/events') {
  const control = new AbortController();
  const stream = { seen: [], comments: 0, retry: null, status: 0, ended: false };
  const take = (block) => {
    const field = (name) => block.split('\n')
      .find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
    if (block.startsWith(':')) stream.comments += 1;
    if (field('retry')) stream.retry = Number(field('retry'));
    if (field('event')) {
      stream.seen.push({
        event: field('event'),
        id: Number(field('id')),
        status: JSON.parse(field('data')),
        at: Date.now(),
      });
    }
  };
  const read = async () => {
    const response = await fetch(instance.url + where,
      { headers: { cookie: who.cookie }, signal: control.signal });
    stream.status = response.status;
    stream.type = response.headers.get('content-type');
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop();
      blocks.forEach(take);
    }
  };
  stream.done = read().catch((error) => {
    if (!control.signal.aborted) stream.error = error;
  }).finally(() => { stream.ended = true; });
  stream.close = async () => {
    control.abort();
    await stream.done;
  };
  return stream;
}

const audit = () => instance.sql(
  'SELECT username, action, detail FROM audit ORDER BY id');
const idle = () => until(async () => {
  const { body } = await admin.get('/api/admin/sync-status');
  return !body.isRunning && body.state !== 'requested' && body;
}, 'no run to be live');

before(async () => {
  instance = await startInstance({ name: 'admin' });
  command(['user', 'add', 'rita', '--role', 'reader'], `${READER_PASSWORD}\n`);
  admin = await signIn(instance);
  reader = await signIn(instance, 'rita', READER_PASSWORD);
});

after(() => instance?.stop());

describe('signing in', () => {
  beforeEach(() => instance.sql('DELETE FROM login_attempt'));

  it('gives a cookie that scripts and other sites cannot use', async () => {
    const answer = await trySignIn('admin', instance.password());
    const cookie = answer.headers.get('set-cookie');

    assert.equal(answer.status, 200);
    assert.deepEqual(Object.keys(answer.body).sort(),
      ['csrfToken', 'expiresAt', 'role', 'username']);
    assert.equal(answer.body.username, 'admin');
    assert.equal(answer.body.role, 'admin');
    assert.match(answer.body.csrfToken, /^[0-9a-f]{64}$/);
    assert.match(answer.body.expiresAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(cookie, /^bls_session=[\w-]{43};/);
    for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/']) {
      assert.ok(cookie.split('; ').includes(flag), flag);
    }
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  });

  it('keeps only hashes in the database', async () => {
    const secret = admin.cookie.split('=')[1];
    const rows = instance.sql('SELECT * FROM session').flat().join(' ');

    assert.ok(!rows.includes(secret));
    assert.ok(!rows.includes(admin.csrf));
    const [[stored]] = instance.sql(
      "SELECT password_hash FROM account WHERE username = 'admin'");
    assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it('says who one is', async () => {
    const answer = await send('GET', '/api/session', as(reader));
    assert.equal(answer.status, 200);
    assert.equal(answer.body.username, 'rita');
    assert.equal(answer.body.role, 'reader');
    assert.equal(answer.body.csrfToken, reader.csrf);
    assertProblem(await send('GET', '/api/session'), 401);
  });

  it('does not tell a wrong name from a wrong password', async () => {
    const name = await trySignIn('nobody', 'not the password');
    assertProblem(await trySignIn('é', 'not the password'), 401);
    const password = await trySignIn('admin', 'not the password');
    assertProblem(name, 401);
    assertProblem(password, 401);
    assert.equal(name.body.detail, password.body.detail);
    assert.equal(name.headers.get('set-cookie'), null);
  });

  it('refuses bodies that are not what it asks for', async () => {
    const json = { 'content-type': 'application/json' };
    const post = (body, headers = json) =>
      send('POST', '/api/session', { body, headers });

    assertProblem(await post('username=admin',
      { 'content-type': 'application/x-www-form-urlencoded' }), 415);
    assertProblem(await post('{"username":'), 400);
    const missing = await post('{"username":"admin"}');
    assertProblem(missing, 400);
    assert.equal(missing.body.parameter, 'password');
    const typed = await post('{"username":["admin"],"password":"x"}');
    assertProblem(typed, 400);
    assert.equal(typed.body.parameter, 'username');
    const unknown = await post('{"username":"a","password":"b","role":"admin"}');
    assertProblem(unknown, 400);
    assert.equal(unknown.body.parameter, 'role');
    assertProblem(await post(JSON.stringify({ username: 'a', password: 'x'.repeat(300) })), 400);
    assertProblem(await send('PUT', '/api/session'), 405);
  });

  it('refuses other sites', async () => {
    const password = instance.password();
    assertProblem(await trySignIn('admin', password,
      { origin: 'https://evil.example' }), 403);
    assertProblem(await trySignIn('admin', password,
      { 'sec-fetch-site': 'cross-site' }), 403);
    const own = await trySignIn('admin', password, { origin: instance.url });
    assert.equal(own.status, 200);
  });

  it('is limited per account, also for the right password', async () => {
    command(['user', 'add', 'locked'], 'the right password\n');
    for (let i = 0; i < 5; i++) {
      assertProblem(await trySignIn('locked', 'a wrong password'), 401);
      instance.sql("DELETE FROM login_attempt WHERE subject LIKE 'address:%'");
    }
    const refused = await trySignIn('locked', 'the right password');
    assertProblem(refused, 429);
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait > 880 && wait <= 900, `Retry-After: ${wait}`);
    // Others are not locked out by it.
    assert.equal((await trySignIn('admin', instance.password())).status, 200);
    // A refused try does not make the wait longer, and time opens the door.
    instance.sql('UPDATE login_attempt SET at = at - INTERVAL 900 SECOND');
    assert.equal((await trySignIn('locked', 'the right password')).status, 200);
  });

  it('is limited per address, whatever the names', async () => {
    for (let i = 0; i < 5; i++) {
      assertProblem(await trySignIn(`guess-${i}`, 'a wrong password'), 401);
    }
    assertProblem(await trySignIn('admin', instance.password()), 429);
  });

  it('is limited for tries side by side', async () => {
    const answers = await Promise.all(Array.from({ length: 12 },
      () => trySignIn('rita', 'a wrong password')));
    const looked = answers.filter((answer) => answer.status === 401).length;
    assert.equal(answers.filter(({ status }) => status === 429
      || status === 503).length, 12 - looked);
    assert.ok(looked <= 5, `${looked} passwords were looked at`);
    // After such a crowd the door rests for a moment.
    await until(async () => (await trySignIn('rita', 'a wrong password'))
      .status !== 503, 'the door to open again');
  });

  it('starts the count of the account afresh when it succeeds', async () => {
    const password = instance.password();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 4; i++) {
        assertProblem(await trySignIn('admin', 'a wrong password'), 401);
        instance.sql("DELETE FROM login_attempt WHERE subject LIKE 'address:%'");
      }
      assert.equal((await trySignIn('admin', password)).status, 200);
    }
  });

  it('ends with sign-out, for good', async () => {
    const guest = await signIn(instance);
    assert.equal((await send('GET', '/api/session', as(guest))).status, 200);
    assertProblem(await send('DELETE', '/api/session',
      { headers: { cookie: guest.cookie } }), 403);
    const out = await send('DELETE', '/api/session', as(guest));
    assert.equal(out.status, 204);
    assert.match(out.headers.get('set-cookie'), /^bls_session=; .*Max-Age=0/);
    assertProblem(await send('GET', '/api/session', as(guest)), 401);
    assertProblem(await guest.get('/api/admin/sync-status')
      .then((a) => ({ ...a, type: 'application/problem+json' })), 401);
  });

  it('ends when idle, and at its absolute time', async () => {
    const guest = await signIn(instance);
    const alive = async () => (await send('GET', '/api/session', as(guest))).status;
    const change = (set) => instance.sql(
      `UPDATE session SET ${set} ORDER BY created_at DESC LIMIT 1`);

    change('seen_at = UTC_TIMESTAMP(3) - INTERVAL 59 MINUTE');
    assert.equal(await alive(), 200);
    // Being used just now was noted.
    change('seen_at = seen_at - INTERVAL 59 MINUTE');
    assert.equal(await alive(), 200);
    change('seen_at = UTC_TIMESTAMP(3) - INTERVAL 61 MINUTE');
    assert.equal(await alive(), 401);
    change('seen_at = UTC_TIMESTAMP(3), expires_at = UTC_TIMESTAMP(3)');
    assert.equal(await alive(), 401);
  });

  it('ends with a new password and with the account', async () => {
    command(['user', 'add', 'vera'], 'the first password\n');
    const vera = await signIn(instance, 'vera', 'the first password');
    command(['user', 'passwd', 'vera'], 'the second password\n');
    assert.equal((await vera.get('/api/session')).status, 401);
    const again = await signIn(instance, 'vera', 'the second password');
    command(['user', 'remove', 'vera']);
    assert.equal((await again.get('/api/session')).status, 401);
  });
});

describe('who may do what', () => {
  it('is nobody, without a session: every admin route', async () => {
    const routes = adminRoutes();
    assert.ok(routes.length >= 9);
    for (const { method, where } of routes) {
      for (const headers of [{}, { cookie: 'bls_session=forged' },
        { authorization: 'Bearer forged' }, { authorization: 'Basic YTpi' },
        { cookie: admin.cookie.replace('bls_session', '__Host-bls_session') }]) {
        const answer = await send(method, where, { headers });
        assertProblem(answer, 401);
        assert.match(answer.headers.get('www-authenticate'), /^Bearer/);
      }
    }
  });

  it('is decided before anything else is said', async () => {
    assertProblem(await send('GET', '/api/admin/runs?page=0'), 401);
    assertProblem(await send('POST', '/api/admin/start-sync?enhanced=x'), 401);
  });

  it('lets a reader look and not touch', async () => {
    for (const { method, where, access } of adminRoutes()) {
      if (['/api/admin/events', '/api/admin/runs/1', '/api/admin/rounds/1']
        .includes(where)) continue;
      const answer = await send(method, where, as(reader));
      if (method === 'GET') {
        assert.equal(answer.status, 200, where);
        assert.equal(access, 'ACCESS_READER');
      } else {
        assertProblem(answer, 403);
        assert.equal(access, 'ACCESS_ADMIN');
      }
    }
  });

  it('writes down what was refused, whatever its bytes', async () => {
    for (const path of ['%FF', '%C0%AF', 'M%FCnchen', `${'%E2%82%AC'.repeat(15)}`]) {
      assertProblem(await send('POST', `/api/admin/rounds/${path}/accept`,
        as(reader)), 403);
    }
    const rows = audit().filter(([, action]) => action === 'refused')
      .map(([, , detail]) => detail.split(' ')[1]).slice(-4);
    assert.deepEqual(rows, ['ÿ', 'À¯', 'München', '€'.repeat(15)].map(
      (text) => `/api/admin/rounds/${text}/accept:`));
  });

  it('asks for the CSRF token of this very session', async () => {
    const start = (headers) => send('POST', '/api/admin/start-sync',
      { headers: { cookie: admin.cookie, ...headers } });

    assertProblem(await start({}), 403);
    assertProblem(await start({ 'x-csrf-token': reader.csrf }), 403);
    assertProblem(await start({ 'x-csrf-token': `${admin.csrf}0` }), 403);
    assertProblem(await start({ 'x-csrf-token': admin.csrf,
      origin: 'https://evil.example' }), 403);
    assertProblem(await start({ 'x-csrf-token': admin.csrf,
      'sec-fetch-site': 'same-site' }), 403);
    assert.equal(instance.sql('SELECT COUNT(*) FROM sync_run')[0][0], '0');
  });

  it('lets scripts in by token, until it is revoked', async () => {
    const token = command(['token', 'create', 'nightly', '--role', 'admin']).match(/[\w-]{43}/)[0];
    const look = command(['token', 'create', 'look', '--role', 'reader']).match(/[\w-]{43}/)[0];
    const bearer = (text) => ({ headers: { authorization: `Bearer ${text}` } });

    assert.equal((await send('GET', '/api/admin/runs', bearer(token))).status, 200);
    const who = await send('GET', '/api/session', bearer(token));
    assert.equal(who.body.username, 'token:nightly');
    assert.equal(who.body.csrfToken, null);
    // It may change things without a CSRF token: here there is nothing to stop.
    assertProblem(await send('POST', '/api/admin/stop-sync', bearer(token)), 409);
    assertProblem(await send('POST', '/api/admin/stop-sync', bearer(look)), 403);
    const [[stored]] = instance.sql(
      "SELECT token_hash FROM api_token WHERE name = 'nightly'");
    assert.notEqual(stored, token);
    assert.match(command(['token', 'list']), /nightly/);
    command(['token', 'revoke', 'nightly']);
    assertProblem(await send('GET', '/api/admin/runs', bearer(token)), 401);
  });

  it('is written down, without secrets', async () => {
    await trySignIn('admin', 'a-wrong-password-typed');
    await trySignIn('my secret, typed in the wrong field', 'x');
    const rows = audit();
    const actions = new Set(rows.map(([, action]) => action));
    for (const action of ['sign-in', 'sign-in-failed', 'sign-in-limited',
      'sign-out', 'refused']) {
      assert.ok(actions.has(action), action);
    }
    const text = rows.flat().join('\n');
    for (const secret of [instance.password(), READER_PASSWORD, admin.csrf,
      admin.cookie.split('=')[1], 'a-wrong-password-typed', 'my secret']) {
      assert.ok(!text.includes(secret));
    }
  });
});

describe('accounts and tokens', () => {
  const PASS = 'three herons on a jetty';
  const refused = (words, input) => {
    try {
      command(words, input);
    } catch (error) {
      return error.stderr;
    }
    throw new Error(`${words.join(' ')} was taken`);
  };
  const trail = () => instance.sql(`SELECT username, action, detail FROM audit
    WHERE action LIKE 'account-%' OR action LIKE 'token-%' ORDER BY id`);
  const asBearer = (text) => ({ headers: { authorization: `Bearer ${text}` } });

  it('have the least role unless another one is asked for', async () => {
    command(['user', 'add', 'eve'], `${PASS}\n`);
    const eve = await signIn(instance, 'eve', PASS);
    assert.equal((await eve.get('/api/session')).body.role, 'reader');
    assert.equal((await eve.post('/api/admin/stop-sync')).status, 403);
    const text = command(['token', 'create', 'least']).trim();
    const who = await send('GET', '/api/session', asBearer(text));
    assert.equal(who.body.role, 'reader');
    assertProblem(await send('POST', '/api/admin/stop-sync', asBearer(text)), 403);
    command(['user', 'remove', 'eve']);
    command(['token', 'revoke', 'least']);
  });

  it('of programs expire, and those of before go on', async () => {
    const text = command(['token', 'create', 'short', '--days', '2']).trim();
    const look = () => send('GET', '/api/admin/runs', asBearer(text));
    const day = (ms) => new Date(ms).toISOString().slice(0, 10);
    const { body } = await send('GET', '/api/session', asBearer(text));
    assert.equal(body.expiresAt.slice(0, 10), day(Date.now() + 2 * 86400e3));
    assert.match(command(['token', 'list']),
      new RegExp(`^short .*expires ${body.expiresAt}$`, 'm'));
    const end = (when) => instance.sql(
      `UPDATE api_token SET expires_at = ${when} WHERE name = 'short'`);
    end('UTC_TIMESTAMP(3)');
    assertProblem(await look(), 401);
    assert.match(command(['token', 'list']), /^short .*expired \d/m);
    end('NULL');
    assert.equal((await look()).status, 200);
    assert.match(command(['token', 'list']), /^short .*expires never/m);
    command(['token', 'revoke', 'short']);
    for (const days of ['0', '-1', '3651', 'ten', '']) {
      assert.match(refused(['token', 'create', 'odd', `--days=${days}`]), /days/);
    }
    assert.ok(!command(['token', 'list']).includes('odd'));
  });

  it('leave a row in the audit trail for each change', () => {
    const before_ = trail().length;
    const by = `cli:${os.userInfo().username}`;
    command(['user', 'add', 'max', '--role', 'admin'], `${PASS}\n`);
    command(['user', 'passwd', 'max'], `${PASS}, and one heron more\n`);
    const text = command(['token', 'create', 'max-1', '--days', '30']).trim();
    command(['token', 'revoke', 'max-1']);
    command(['user', 'remove', 'max']);
    // What changes nothing leaves none.
    refused(['user', 'add', 'rita'], `${PASS}\n`);
    refused(['user', 'remove', 'max'], '');
    refused(['token', 'revoke', 'max-1'], '');
    assert.deepEqual(trail().slice(before_), [
      [by, 'account-add', 'max, admin'],
      [by, 'account-password', 'max'],
      [by, 'token-create', 'max-1, reader, 30 days'],
      [by, 'token-revoke', 'max-1'],
      [by, 'account-remove', 'max'],
    ]);
    assert.ok(!trail().flat().some((cell) => cell.includes('heron')
      || cell.includes(text)));
  });

  it('take no password that is guessed first', async () => {
    for (const password of ['password1234', 'Summer2026!!!', 'aaaaaaaaaaaa',
      'rita-rita-1234', 'bls-sync-2026', '1qaz2wsx3edc']) {
      for (const words of [['user', 'add', 'rita-2'], ['user', 'passwd', 'rita']]) {
        const said = refused(words, `${password}\n`);
        assert.match(said, /would be guessed/);
        assert.ok(!said.includes(password));
      }
    }
    assert.equal((await trySignIn('rita', READER_PASSWORD)).status, 200);
  });
});

describe('a sync', () => {
  beforeEach(() => instance.settle());
  before(async () => {
    const guest = await signIn(instance);
    leaver = listen(guest);
    await until(() => leaver.seen.length, 'the first event');
    assert.equal((await send('DELETE', '/api/session', as(guest))).status, 204);
    await instance.emulator.control({ latency_ms: 250 });
  });
  after(() => instance.emulator.reset());

  it('is started, watched each second, and stopped', async () => {
    const stream = listen(admin);
    await until(() => stream.seen.length, 'the first event');
    assert.equal(stream.status, 200);
    assert.match(stream.type, /^text\/event-stream/);
    assert.equal(stream.retry, 3000);

    const started = await send('POST',
      '/api/admin/start-sync?enhanced=true&forceRestart=false', as(admin));
    assert.equal(started.status, 202);
    assert.equal(started.body.state, 'requested');
    assert.equal(started.body.note, undefined);
    const { runId } = started.body;

    const second = await send('POST', '/api/admin/start-sync', as(admin));
    assertProblem(second, 409);

    await until(() => stream.seen.filter((e) => e.status.isRunning).length > 4,
      'five events of the run');
    assertProblem(await send('POST', '/api/admin/start-sync', as(admin)), 409);

    const stopped = Date.now();
    const stop = await send('POST', '/api/admin/stop-sync', as(admin));
    assert.equal(stop.status, 202);
    assert.deepEqual(stop.body, { runId, state: 'stopping' });
    await until(() => stream.seen.at(-1).status.state === 'stopped', 'the end');
    assert.ok(Date.now() - stopped < 4000, 'stopped within two seconds and a look');
    await stream.close();

    const running = stream.seen.filter((e) => e.status.isRunning);
    const gaps = [];
    for (let i = 1; i < running.length; i++) {
      assert.ok(running[i].id > running[i - 1].id, 'ids grow');
      gaps.push(running[i].at - running[i - 1].at);
    }
    // Once a second; a machine that is busy with other things may miss a beat.
    gaps.sort((a, b) => a - b);
    assert.ok(gaps[gaps.length >> 1] < 1200, `milliseconds between events: ${gaps}`);
    assert.ok(gaps.at(-1) < 3500, `milliseconds between events: ${gaps}`);
    assert.ok(running.at(-1).status.processedJobs > running[0].status.processedJobs);
    for (const { status, event } of stream.seen) {
      assert.equal(event, 'status');
      assert.equal(status.successfulJobs + status.failedJobs + status.skippedJobs,
        status.processedJobs);
      assert.ok(status.processedJobs <= status.totalJobs);
    }
    assertProblem(await send('POST', '/api/admin/stop-sync', as(admin)), 409);

    const status = await idle();
    assert.equal(status.state, 'stopped');
    assert.equal(status.runId, runId);
    assert.ok(status.processedJobs > 0 && status.processedJobs < status.totalJobs);
  });

  it('names its keys by their last four characters', async () => {
    const { body } = await admin.get('/api/admin/sync-status');
    const { keyStatuses, totalKeys } = body.apiKeysStatus;
    assert.equal(totalKeys, keyStatuses.length);
    for (const { key } of keyStatuses) assert.match(key, /^\.\.\..{4}$/);
  });

  it('refuses parameters that are not in its table', async () => {
    for (const [query, parameter] of [['enhanced=maybe', 'enhanced'],
      ['forceRestart=1', 'forceRestart'], ['force=true', 'force'],
      ['enhanced=true&enhanced=false', 'enhanced']]) {
      const answer = await send('POST', `/api/admin/start-sync?${query}`, as(admin));
      assertProblem(answer, 400);
      assert.equal(answer.body.parameter, parameter);
    }
  });

  it('goes on where it stopped, and is then in the history', async () => {
    await instance.emulator.control({ latency_ms: 0 });
    const before_ = (await admin.get('/api/admin/sync-status')).body;
    const { body } = await admin.post('/api/admin/start-sync');
    const done = await idle();

    assert.equal(done.runId, body.runId);
    assert.equal(done.state, 'succeeded');
    assert.equal(done.processedJobs, done.totalJobs);
    assert.ok(done.requestsUsed + before_.requestsUsed >= 332);

    const { body: list } = await admin.get('/api/admin/runs?limit=1');
    assert.equal(list.runs.length, 1);
    assert.equal(list.runs[0].runId, body.runId);
    assert.equal(list.runs[0].state, 'succeeded');
    assert.equal(list.runs[0].trigger, 'admin');
    assert.deepEqual(list.pagination,
      { page: 1, limit: 1, total: 2, totalPages: 2 });
    const { body: second } = await admin.get('/api/admin/runs?limit=1&page=2');
    assert.equal(second.runs[0].state, 'stopped');
    const { body: one } = await admin.get(`/api/admin/runs/${body.runId}`);
    assert.equal(one.requestsUsed, done.requestsUsed);
    assert.ok(Array.isArray(one.checkpoints));
    for (const id of ['999999', '0', 'x', '99999999999999999999']) {
      assert.equal((await admin.get(`/api/admin/runs/${id}`)).status, 404);
    }
    assert.equal((await admin.get('/api/admin/runs?limit=101')).status, 400);
  });

  it('is in the audit trail with its start and stop', () => {
    const rows = audit().map(([who, action]) => `${who} ${action}`);
    assert.ok(rows.includes('admin start-sync'));
    assert.ok(rows.includes('admin stop-sync'));
  });
});

describe('failures', () => {
  const failed = `UPDATE sync_item SET state = 'failed', reason = 'remote',
    message = 'BLS said no', attempts = 3, transient = TRUE,
    first_failed_at = UTC_TIMESTAMP(3), last_failed_at = UTC_TIMESTAMP(3)
    WHERE occupation_code IN ('15-1252', '29-1141')`;

  it('are listed by reason, and tried again one or all', async () => {
    assert.deepEqual((await admin.get('/api/admin/failures')).body,
      { failures: [], byReason: [] });
    assert.equal((await admin.post('/api/admin/failures/retry')).status, 404);
    instance.sql(failed);
    const { body } = await admin.get('/api/admin/failures');
    assert.deepEqual(body.byReason, [{ reason: 'remote', count: 2 }]);
    assert.equal(body.failures[0].code, '15-1252');
    assert.equal(body.failures[0].title, 'Software Developers');
    assert.equal(body.failures[0].transient, true);
    assert.match(body.failures[0].lastFailedAt, /Z$/);

    assert.equal((await admin.post('/api/admin/failures/retry?code=11-1011')).status, 404);
    assert.equal((await admin.post('/api/admin/failures/retry?code=x')).status, 400);
    const one = await admin.post('/api/admin/failures/retry?code=15-1252');
    assert.equal(one.status, 202);
    assert.equal(one.body.occupations, 1);
    await idle();
    await until(async () => !(await admin.get('/api/admin/failures')).body
      .failures.some((f) => f.code === '15-1252'), 'it to be resolved');
    const left = (await admin.get('/api/admin/failures')).body.failures;
    if (left.length) {
      assert.equal((await admin.post('/api/admin/failures/retry')).status, 202);
      await idle();
    }
    assert.deepEqual((await admin.get('/api/admin/failures')).body.failures, []);
  });

  it('are in the audit trail, also when tried from the command line', () => {
    const by = `cli:${os.userInfo().username}`;
    const trail = () => audit().filter(([who]) => who === by)
      .map(([, ...what]) => what.join(' '));
    const before_ = trail().length;
    instance.sql(failed);
    command(['retry', '--dry-run']);
    assert.throws(() => command(['retry', '--only', '99-9999']));
    assert.throws(() => command(['stop']), 'nothing runs');
    assert.equal(trail().length, before_);
    command(['retry', '--only', '15-1252']);
    command(['retry']);
    assert.deepEqual(trail().slice(before_),
      ['retry-failures 15-1252', 'retry-failures all']);
  });
});

describe('health', () => {
  const NAMES = ['alerts', 'apiKeys', 'blsApi', 'dataSync', 'database', 'disk'];

  it('tells status, score, reason and since when', async () => {
    const { status, body } = await reader.get('/api/admin/system-health');
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body.components).sort(), NAMES);
    for (const [name, c] of Object.entries(body.components)) {
      assert.match(c.status, /^(pass|warn|fail)$/, name);
      assert.ok(c.score >= 0 && c.score <= 100);
      assert.ok(c.message.length > 5);
      assert.ok(Array.isArray(c.recommendations));
      assert.ok(!Number.isNaN(Date.parse(c.since)));
    }
    assert.equal(body.components.database.status, 'pass');
    assert.equal(body.components.dataSync.status, 'pass');
    const scores = Object.values(body.components).map((c) => c.score);
    assert.equal(body.score, Math.round(scores.reduce((a, b) => a + b) / scores.length));
  });

  it('sees a run that died', async () => {
    instance.sql(`INSERT INTO sync_run (origin, state, started_at, heartbeat_at)
      VALUES ('cron', 'running', UTC_TIMESTAMP(3) - INTERVAL 60 SECOND,
      UTC_TIMESTAMP(3) - INTERVAL 31 SECOND)`);
    const { body } = await admin.get('/api/admin/system-health');
    instance.sql("DELETE FROM sync_run WHERE state = 'running'");
    assert.equal(body.components.dataSync.status, 'fail');
    assert.equal(body.status, 'fail');
  });

  it('is there for collectors, with every name described', async () => {
    const answer = await send('GET', '/metrics');
    assert.equal(answer.status, 200);
    assert.match(answer.type, /^text\/plain; version=0\.0\.4/);
    assert.ok(answer.text.endsWith('\n'));
    const lines = answer.text.trimEnd().split('\n');
    const described = new Set(lines.filter((l) => l.startsWith('# TYPE '))
      .map((l) => l.split(' ')[2]));
    const values = lines.filter((l) => !l.startsWith('#'));
    for (const line of values) {
      assert.match(line, /^[a-z_]+(\{[a-z]+="[A-Za-z]+"\})? -?\d+$/);
      assert.ok(described.has(line.match(/^[a-z_]+/)[0]), line);
    }
    assert.ok(values.includes('bls_sync_database_up 1'));
    assert.ok(values.some((l) => /^bls_sync_runs\{state="succeeded"\} [1-9]/.test(l)));
  });
});

describe('an event stream', () => {
  it('says nothing but comments while nothing happens', async () => {
    const stream = listen(reader);
    await until(() => stream.seen.length, 'the first event');
    await sleep(1500);
    const before_ = stream.seen.length;
    await until(() => stream.comments, 'a comment', 20000);
    assert.equal(stream.seen.length, before_);
    await stream.close();
  });

  it('ends with the session', async () => {
    await until(() => leaver.ended, 'the end of the stream', 40000);
    assert.equal(leaver.error, undefined);
  });

  it('is one of so many for each account', async () => {
    const text = command(['token', 'create', 'watcher']).trim();
    const control = new AbortController();
    const open = (authorization) => fetch(`${instance.url}/api/admin/events`,
      { headers: { authorization }, signal: control.signal });
    try {
      const all = await Promise.all(Array.from({ length: 32 },
        () => open(`Bearer ${text}`)));
      assert.ok(all.every(({ status }) => status === 200));
      const more = await open(`Bearer ${text}`);
      assert.equal(more.status, 429);
      assert.ok(Number(more.headers.get('retry-after')) > 0);
      assert.match((await more.json()).detail, /32 event streams/);
      const other = listen(admin);
      await until(() => other.seen.length, 'the stream of another account');
      await other.close();
    } finally {
      control.abort();
    }
  });

  it('refuses what is no stream', async () => {
    assertProblem(await send('POST', '/api/admin/events', as(admin)), 405);
    assertProblem(await send('GET', '/api/admin/events?x=1', as(admin)), 400);
  });
});

describe('while the database is away', () => {
  let stream;
  const gone = {}; // whose access was taken back shortly before

  /** Access that was used, then taken back in four ways. */
  async function takeBack() {
    const password = 'three herons on a jetty';
    for (const name of ['removed', 'demoted', 'elsewhere']) {
      command(['user', 'add', name, '--role', 'admin'], `${password}\n`);
      gone[name] = as(await signIn(instance, name, password));
    }
    const text = command(['token', 'create', 'revoked']).trim();
    gone.revoked = { headers: { authorization: `Bearer ${text}` } };
    for (const who of Object.values(gone)) {
      assert.equal((await send('GET', '/api/admin/system-health', who)).status, 200);
    }
    command(['user', 'remove', 'removed']);
    command(['token', 'revoke', 'revoked']);
    instance.sql("UPDATE account SET role = 'reader' WHERE username = 'demoted'");
    instance.sql("DELETE FROM session WHERE username = 'elsewhere'");
    await sleep(3000); // who is remembered is asked about each second
  }

  before(async () => {
    await takeBack();
    stream = listen(admin);
    await until(() => stream.seen.length, 'the first event');
    assert.equal((await instance.part('stop', 'mariadb')).code, 0);
  });

  it('health still answers who was signed in', async () => {
    const { status, body } = await admin.get('/api/admin/system-health');
    assert.equal(status, 200);
    assert.equal(body.status, 'fail');
    assert.equal(body.components.database.status, 'fail');
    assert.equal(body.components.dataSync.status, 'warn');
    assert.equal(body.components.disk.status, 'pass');
  });

  it('health does not answer whose access had been taken back', async () => {
    for (const [name, who] of Object.entries(gone)) {
      const answer = await send('GET', '/api/admin/system-health', who);
      assert.equal(answer.status, 503, name);
    }
  });

  it('other admin routes are 503 at once, with a time to come back', async () => {
    for (const [method, where] of [['GET', '/api/admin/runs'],
      ['GET', '/api/admin/sync-status'], ['POST', '/api/admin/start-sync'],
      ['GET', '/api/admin/events']]) {
      const begun = Date.now();
      const answer = await send(method, where, as(admin));
      assertProblem(answer, 503);
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
      assert.ok(Date.now() - begun < 1000);
    }
    assertProblem(await trySignIn('admin', instance.password()), 503);
    assertProblem(await send('GET', '/api/admin/system-health'), 401);
    assert.ok((await send('GET', '/metrics')).text
      .includes('bls_sync_database_up 0\n'));
  });

  it('streams stay open, and go on when it is back', async () => {
    assert.equal(stream.ended, false);
    const before_ = stream.seen.length;
    assert.equal((await instance.part('start', 'mariadb')).code, 0);
    await until(async () => (await admin.get('/api/admin/runs')).status === 200,
      'the routes to answer', 40000);
    // each worker has a breaker of its own: another one may still be waiting
    await until(async () => (await admin.post('/api/admin/start-sync')).status
      === 202, 'a worker that starts a run', 40000);
    await until(() => stream.seen.length > before_, 'an event', 40000);
    await stream.close();
    await idle();
  });
});

describe('the end of the program', () => {
  it('ends streams in good order', async () => {
    const stream = listen(admin);
    await until(() => stream.seen.length, 'the first event');
    assert.equal((await instance.part('stop', 'events')).code, 0);
    await until(() => stream.ended, 'the end of the stream');
    assert.equal(stream.error, undefined);
    assert.equal((await instance.part('start', 'events')).code, 0);
  });
});
