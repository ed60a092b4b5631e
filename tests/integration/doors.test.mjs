/*
 * The doors while somebody pushes: strangers who guess, floods of sign-ins,
 * slow clients, foreign Hosts, and what a TLS-ending proxy changes. Limits are
 * those of production, and whose address it is says X-Real-IP.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import tls from 'node:tls';

import { build, repo, sleep, startInstance, until } from './instance.mjs';

const PASSWORD = 'a lamp, a ladder and rain';
const NEXT_PASSWORD = 'a door, a kettle and snow';
const SITE = fs.readFileSync(path.join(repo, 'nginx/bls-sync.conf'), 'utf8');
/* What the site tells the operator to set; else what Debian has set. */
const CONNECTIONS = /worker_connections (\d+);/.exec(SITE)?.[1] ?? '768';

let instance;
let next = 0;

/** An address nobody had before. */
const address = () => {
  next += 1;
  return `198.51.${next >> 8}.${next & 255}`;
};

const command = (words, input = '') => execFileSync(
  path.join(build, 'bls-sync'), ['--config', instance.ini, ...words],
  { input, encoding: 'utf8', stdio: 'pipe' });

function ask(where, { method = 'GET', headers = {}, body, from } = {}) {
  return new Promise((done, failed) => {
    const request = http.request({
      host: '127.0.0.1', port: instance.port, path: where, method, agent: false,
      headers: {
        'x-real-ip': from ?? address(),
        ...(body === undefined ? {} : { 'content-length': body.length }),
        ...headers,
      },
    }, (response) => {
      let text = '';
      response.on('data', (chunk) => { text += chunk; });
      response.on('error', failed);
      response.on('end', () => done({ status: response.statusCode,
        headers: response.headers, text }));
    });
    request.on('error', failed);
    request.end(body);
  });
}

const cookieOf = (answer, name) => answer.headers['set-cookie']
  ?.find((cookie) => cookie.split('=')[0].includes(name));
const pairOf = (cookie) => cookie.split(';')[0];

/** One try; `device` is the cookie of a browser that is known. */
const tryOnce = (username, password, { from, device } = {}) =>
  ask('/api/session', {
    method: 'POST',
    from,
    headers: { 'content-type': 'application/json',
      ...(device ? { cookie: device } : {}) },
    body: JSON.stringify({ username, password }),
  });

/** The same, again while somebody else's is being checked. */
async function attempt(...words) {
  let answer = await tryOnce(...words);
  for (let i = 0; answer.status === 503 && i < 100; i += 1) {
    await sleep(50);
    answer = await tryOnce(...words);
  }
  return answer;
}

async function deviceOf(username, password = PASSWORD) {
  const answer = await attempt(username, password);
  assert.equal(answer.status, 200, answer.text);
  return pairOf(cookieOf(answer, 'bls_device'));
}

before(async () => {
  instance = await startInstance({
    name: 'doors',
    env: {
      LIMITS: 'production',
      CONNECTIONS,
      BLS_SYNC_BASE_URL: 'https://jobs.example.org',
    },
  });
  const file = path.join(instance.dir, 'nginx/nginx.conf');
  const text = fs.readFileSync(file, 'utf8').replace('http {',
    'http {\nset_real_ip_from 127.0.0.1; real_ip_header X-Real-IP;');
  fs.writeFileSync(file, text);
  await instance.part('stop', 'nginx');
  await instance.part('start', 'nginx');
  command(['user', 'add', 'ada', '--role', 'admin'], `${PASSWORD}\n`);
  command(['user', 'add', 'bob'], `${PASSWORD}\n`);
}, { timeout: 120000 });

after(() => instance?.stop());

beforeEach(() => instance.sql('DELETE FROM login_attempt'));

/** Strangers' wrong passwords until the account is locked for strangers. */
async function lock(username) {
  for (let i = 0; i < 5; i += 1) {
    assert.equal((await attempt(username, 'a wrong password')).status, 401);
  }
  assert.equal((await attempt(username, PASSWORD)).status, 429);
}

describe('cookies behind a proxy that ends TLS', () => {
  it('are Secure, and of this host alone', async () => {
    const answer = await attempt('ada', PASSWORD);
    const session = cookieOf(answer, 'bls_session');
    const device = cookieOf(answer, 'bls_device');
    assert.match(session, /^__Host-bls_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/);
    assert.match(device, /^__Secure-bls_device_[0-9a-f]{8}=[0-9a-f.]+; Path=\/api\/session; HttpOnly; SameSite=Strict; Max-Age=\d{8}; Secure$/);
    const headers = { cookie: pairOf(session) };
    assert.equal((await ask('/api/session', { headers })).status, 200);
    assert.equal((await ask('/api/admin/sync-status', { headers })).status, 200);
    const plain = { cookie: pairOf(session).replace('__Host-', '') };
    assert.equal((await ask('/api/session', { headers: plain })).status, 401);
    const { csrfToken } = JSON.parse(answer.text);
    const out = await ask('/api/session', { method: 'DELETE',
      headers: { ...headers, 'x-csrf-token': csrfToken } });
    assert.match(cookieOf(out, 'bls_session'), /Max-Age=0; Secure$/);
    assert.equal(cookieOf(out, 'bls_device'), undefined, 'it stays known');
  });
});

describe('a browser that is known', () => {
  it('is not locked out by strangers, whatever their number', async () => {
    const device = await deviceOf('ada');
    await lock('ada');
    for (let i = 0; i < 3; i += 1) {
      assert.equal((await attempt('ada', PASSWORD, { device })).status, 200);
      assert.equal((await attempt('ada', 'a wrong password')).status, 429);
    }
    // However the name is written: to the database it is one.
    assert.equal((await attempt('ADA', PASSWORD, { device })).status, 200);
  });

  it('is not locked out by its own address', async () => {
    const from = '203.0.113.7';
    const device = await deviceOf('ada');
    for (let i = 0; i < 5; i += 1) {
      assert.equal((await attempt(`guess${i}`, 'x', { from })).status, 401);
    }
    assert.equal((await attempt('bob', PASSWORD, { from })).status, 429);
    assert.equal((await attempt('ada', PASSWORD, { from, device })).status, 200);
  });

  it('is one for its own account only', async () => {
    const device = await deviceOf('ada');
    await lock('bob');
    const own = pairOf(cookieOf(await attempt('ada', PASSWORD), 'bls_device'));
    const moved = own.replace(/_[0-9a-f]{8}=/, () =>
      `_${'0'.repeat(8)}=`);
    for (const cookie of [device, moved]) {
      assert.equal((await attempt('bob', PASSWORD, { device: cookie })).status, 429);
    }
  });

  it('has five failures of its own', async () => {
    const device = await deviceOf('ada');
    const other = await deviceOf('ada');
    for (let i = 0; i < 5; i += 1) {
      assert.equal((await attempt('ada', 'a wrong password', { device })).status, 401);
    }
    const refused = await attempt('ada', PASSWORD, { device });
    assert.equal(refused.status, 429);
    assert.equal((await attempt('ada', PASSWORD, { device: other })).status, 200);
    assert.equal((await attempt('ada', PASSWORD)).status, 200, 'a stranger');
  });

  it('is a stranger again after a new password', async () => {
    command(['user', 'passwd', 'bob'], `${PASSWORD}\n`);
    const device = await deviceOf('bob');
    command(['user', 'passwd', 'bob'], `${NEXT_PASSWORD}\n`);
    await lock('bob');
    assert.equal((await attempt('bob', NEXT_PASSWORD, { device })).status, 429);
    instance.sql('DELETE FROM login_attempt');
    const again = await deviceOf('bob', NEXT_PASSWORD);
    await lock('bob');
    assert.equal((await attempt('bob', NEXT_PASSWORD, { device: again })).status, 200);
  });

  it('stays known over a new key, and not without any', async () => {
    const device = await deviceOf('ada');
    instance.sql('UPDATE device_key SET created_at = created_at - INTERVAL 91 DAY');
    const turned = pairOf(cookieOf(await attempt('ada', PASSWORD, { device }),
      'bls_device'));
    assert.notEqual(turned.split('.')[0], device.split('.')[0], 'the new key');
    assert.equal(turned.split('.')[1], device.split('.')[1], 'the same device');
    const keys = instance.sql('SELECT secret FROM device_key').flat();
    assert.equal(keys.length, 2);
    for (const text of [instance.log('api'), instance.log('nginx-access')]) {
      assert.ok(!keys.some((key) => text.includes(key)));
    }
  });
});

describe('addresses', () => {
  it('of IPv6 are counted by /64, by the programs', async () => {
    for (let i = 0; i < 5; i += 1) {
      assert.equal((await attempt(`guess${i}`, 'x',
        { from: `2001:db8:1:2:${i}::${i}` })).status, 401);
    }
    assert.equal((await attempt('ada', PASSWORD,
      { from: '2001:db8:1:2:ffff::1' })).status, 429);
    assert.equal((await attempt('ada', PASSWORD,
      { from: '2001:db8:1:3::1' })).status, 200);
    assert.equal((await attempt('ada', PASSWORD,
      { from: '2001:db8:1::1' })).status, 200);
  });

  it('of IPv6 are counted by /64, by nginx; mapped ones as IPv4', async () => {
    const statuses = async (froms) => {
      const all = [];
      for (const from of froms) {
        all.push((await ask('/api/session',
          { method: 'POST', body: '', from })).status);
      }
      return all;
    };
    const many = (text) => Array.from({ length: 8 }, (_, i) => text(i));
    const one = await statuses(many((i) => `2001:db8:5:6:${i}::1`));
    assert.equal(one.at(-1), 429, String(one));
    const apart = await statuses(many((i) => `2001:db8:7:${i}::1`));
    assert.ok(!apart.includes(429), String(apart));
    const mapped = await statuses(many((i) => `::ffff:203.0.113.${i + 50}`));
    assert.ok(!mapped.includes(429), String(mapped));
  });

  it('with a known browser behind them have room for it', async () => {
    const from = '203.0.113.90';
    const device = await deviceOf('ada');
    let last;
    for (let i = 0; i < 8; i += 1) {
      last = await ask('/api/session', { method: 'POST', body: '', from });
    }
    assert.equal(last.status, 429);
    assert.equal((await attempt('ada', PASSWORD, { from, device })).status, 200);
  });
});

describe('passwords', () => {
  /*
   * Whoever is checked is held in the middle by a lock on the rows of his
   * address, so that the others come while he is.
   */
  function hold(from) {
    const client = spawn('mariadb', ['--no-defaults', '--skip-column-names',
      '--unbuffered', `--socket=${path.join(instance.dir, 'mariadb.sock')}`,
      'bls_sync'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    client.stdout.on('data', (data) => { said += data; });
    client.stdin.write(`
      INSERT INTO login_attempt (subject, at) VALUES
        ('address:${from}', '2000-01-01'), ('address:${from}a', '2000-01-01'),
        ('address', '2000-01-01'), ('b', '2000-01-01'), ('e', '2000-01-01');
      BEGIN; SELECT COUNT(*) FROM login_attempt
        FORCE INDEX (by_subject) WHERE subject = 'address:${from}' FOR UPDATE; SELECT 'held';\n`);
    const ended = new Promise((done) => { client.on('close', done); });
    return {
      held: () => until(() => said.includes('held'), 'the lock'),
      release: async () => {
        if (client.stdin.writable) client.stdin.end('ROLLBACK;\n');
        await ended;
      },
    };
  }

  async function besiege(door, from, device) {
    await door.held();
    const inside = tryOnce('bob', 'a wrong password', { from });
    const waiting = () => instance.sql(`SELECT COUNT(*) FROM
      information_schema.processlist WHERE user = 'bls_api' AND
      info LIKE 'INSERT INTO login_attempt%'`)[0][0];
    await until(() => waiting() === '1', 'the first one to be checked');
    const rest = await Promise.all(Array.from({ length: 64 },
      () => tryOnce('bob', 'a wrong password')));
    assert.deepEqual([...new Set(rest.map(({ status }) => status))], [503]);
    assert.ok(rest.every(({ headers }) => headers['retry-after'] === '1'));
    assert.match(rest[0].headers['content-type'], /^application\/problem\+json/);
    // The database was not asked for them: one waits there, as before.
    assert.equal(waiting(), '1');
    // A known browser has a place of its own, and pages are served.
    assert.equal((await tryOnce('ada', PASSWORD, { device })).status, 200);
    assert.equal((await ask('/api/jobs?limit=1')).status, 200);
    await door.release();
    assert.ok([401, 503].includes((await inside).status));
  }

  it('are checked one at a time, and others are told to come again', async () => {
    const device = await deviceOf('ada');
    const from = '203.0.113.200';
    const door = hold(from);
    try {
      await besiege(door, from, device);
    } finally {
      await door.release();
    }
    assert.equal((await attempt('ada', PASSWORD)).status, 200);
  });

  // Whoever shows no device cookie, and whoever made one up.
  for (const [whose, forged] of [['strangers', undefined],
    ['forgers', `bls_device_00000000=1.${'a'.repeat(32)}.${'b'.repeat(16)}.${
      'c'.repeat(32)}`]]) {
    it(`of a flood of ${whose} wait where it costs nothing`, async () => {
      const device = await deviceOf('ada');
      const begun = Date.now();
      let tried = 0;
      let over = false;
      const flood = Promise.all(Array.from({ length: 64 }, async () => {
        while (!over) {
          tried += 1;
          await tryOnce('nobody', 'a wrong password', { device:
            forged?.replace(/a{8}/, String(tried).padStart(8, '0')) });
        }
      }));
      await until(() => tried > 200, 'the flood');
      assert.equal((await tryOnce('ada', PASSWORD, { device })).status, 200);
      over = true;
      await flood;
      // 64 at once, then a hundred a second, as nginx counts its milliseconds.
      const seconds = (Date.now() - begun) / 1000;
      assert.ok(tried < 64 + 110 * (seconds + 1), `${tried} in ${seconds} s`);
    });
  }
});

describe('bodies', () => {
  it('have four kilobytes at sign-in and no place elsewhere', async () => {
    const big = (where, method, length) => ask(where,
      { method, body: 'x'.repeat(length) });
    for (const [where, method, length] of [['/api/session', 'POST', 4097],
      ['/api/session', 'GET', 10], ['/api/session', 'HEAD', 10],
      ['/api/jobs', 'GET', 2], ['/api/jobs', 'POST', 2], ['/livez', 'GET', 2],
      ['/readyz', 'POST', 100], ['/', 'GET', 2], ['/favicon.svg', 'POST', 5],
      ['/api/admin/events', 'GET', 5], ['/problems/not-found', 'GET', 5]]) {
      const answer = await big(where, method, length);
      assert.equal(answer.status, 413, `${method} ${where}`);
      assert.match(answer.headers['content-type'],
        /^\/(api|livez|readyz)/.test(where) ? /problem\+json/ : /text\/plain/);
    }
    assert.equal((await big('/api/session', 'POST', 4000)).status, 415);
    const chunked = await ask('/livez',
      { headers: { 'transfer-encoding': 'chunked' } });
    assert.equal(chunked.status, 413);
    assert.equal((await ask('/livez', { headers: { 'content-length': '0' } }))
      .status, 200);
  });
});

describe('a foreign Host', () => {
  it('is not repeated by a redirect', async () => {
    for (const where of ['/js', '/css', '/problems/not-found']) {
      const answer = await ask(where, { headers: { host: 'evil.example' } });
      assert.ok([301, 303].includes(answer.status), where);
      assert.match(answer.headers.location, /^\/[a-z]/);
    }
  });
});

describe('slow clients from one address', () => {
  const WIDE = Math.min(1700,
    Number(execFileSync('bash', ['-c', 'ulimit -n'], { encoding: 'utf8' })) - 200);
  let sockets;
  let closed;
  let answered;
  let drip;

  /** So many connections that send `start`, then a byte now and then. */
  async function attack(start, from) {
    sockets = new Set();
    closed = 0;
    answered = 0;
    const open = () => {
      const socket = net.connect({ host: '127.0.0.1', port: instance.port,
        localAddress: '127.0.0.9' });
      socket.on('connect', () => socket.write(start(from)));
      socket.on('data', () => { answered += 1; });
      socket.on('error', () => {});
      socket.on('close', () => { sockets.delete(socket); closed += 1; });
      sockets.add(socket);
    };
    for (let i = 0; i < WIDE; i += 1) {
      open();
      if (i % 100 === 0) await sleep(1);
    }
    drip = setInterval(() => {
      for (const socket of sockets) socket.write('x');
      // Whoever was thrown out comes again.
      for (let i = sockets.size; i < WIDE; i += 1) open();
    }, 1000);
    await sleep(1000);
  }

  /** How long others wait meanwhile, in ms. */
  async function waits() {
    const all = [];
    let late = 0;
    for (let i = 0; i < 4; i += 1) {
      for (const where of ['/', '/livez', '/api/jobs?limit=1']) {
        const begun = Date.now();
        const answer = await Promise.race([
          // The attack is this process too: where it is kept waiting itself, its
          // header may come after the five seconds that everyone has.
          ask(where).catch((error) => {
            late += 1;
            if (late > 2) throw error;
            return ask(where);
          }),
          sleep(10000).then(() => ({ status: `no answer from ${where}` }))]);
        assert.equal(answer.status, 200);
        all.push(Date.now() - begun);
      }
      await sleep(200);
    }
    return all.sort((a, b) => a - b);
  }

  after(() => clearInterval(drip));

  async function end() {
    clearInterval(drip);
    const left = [...sockets];
    left.forEach((socket) => socket.destroy());
    await until(() => sockets.size === 0, 'the attack to end');
  }

  it('who drip a header keep nobody waiting', async () => {
    await attack((from) => `GET /livez HTTP/1.1\r\nX-Real-IP: ${from}\r\nX: `,
      '203.0.113.20');
    try {
      const all = await waits();
      assert.ok(all[all.length >> 1] < 1000, `waited ${all} ms`);
      // Each has five seconds for all of its header.
      await until(() => closed >= WIDE, 'all of them to be thrown out');
    } finally {
      await end();
    }
  });

  for (const [what, line, length] of [['a sign-in', 'POST /api/session', 4000],
    ['a probe', 'POST /livez', 4000]]) {
    it(`who drip the body of ${what} keep nobody waiting`, async () => {
      await attack((from) => `${line} HTTP/1.1\r\nHost: a\r\n`
        + `X-Real-IP: ${from}\r\nContent-Length: ${length}\r\n\r\n`,
      '203.0.113.21');
      try {
        const all = await waits();
        assert.ok(all[all.length >> 1] < 1000, `waited ${all} ms`);
        await until(() => answered >= WIDE - 8, 'all but a few to be refused');
      } finally {
        await end();
      }
    });
  }
});

describe('the production site', () => {
  const HOST = 'bls-sync.example.org';
  let folder;
  let nginx;
  const socketOf = (name) => path.join(folder, `${name}.sock`);

  /* As it is installed, but for its names of files: on sockets of its own. */
  function write() {
    const cert = ['cert', 'key'].map((name) => path.join(folder, `${name}.pem`));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes',
      '-days', '1', '-subj', `/CN=${HOST}`, '-keyout', cert[1], '-out', cert[0]],
    { stdio: 'ignore' });
    fs.cpSync(path.join(repo, 'nginx/bls-sync'), path.join(folder, 'bls-sync'),
      { recursive: true });
    const site = SITE.replace(/listen \[::\].*/g, '')
      .replace(/listen 80;/, `listen unix:${socketOf('plain')};`)
      .replace(/listen 443 (.*);/, `listen unix:${socketOf('tls')} $1;`)
      .replace(/\/etc\/letsencrypt\/\S+fullchain\.pem/, cert[0])
      .replace(/\/etc\/letsencrypt\/\S+privkey\.pem/, cert[1])
      .replace(/\/var\/log\/nginx\//g, `${folder}/`)
      .replace('/usr/share/bls-sync/www', path.join(instance.dir, 'www'))
      .replace(/\/run\/bls-sync\//g, `${instance.dir}/`);
    const temporary = ['client_body', 'fastcgi', 'proxy', 'scgi', 'uwsgi']
      .map((kind) => `${kind}_temp_path ${folder}/${kind};`).join('\n');
    fs.writeFileSync(path.join(folder, 'nginx.conf'), `daemon off;
      ${process.getuid() === 0 ? 'user root;' : ''}
      worker_processes 1; pid ${folder}/pid; events {}
      http { ${temporary} ${site} }`);
  }

  before(async () => {
    folder = fs.mkdtempSync('/tmp/bls-door-');
    write();
    nginx = spawn('nginx', ['-p', folder, '-c', path.join(folder, 'nginx.conf'),
      '-e', path.join(folder, 'error.log')], { stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
    await until(() => ['plain', 'tls'].every((name) =>
      fs.existsSync(socketOf(name))), 'its sockets');
  });

  after(async () => {
    nginx.kill('SIGTERM');
    await new Promise((done) => { nginx.on('close', done); });
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const shake = (options) => new Promise((done) => {
    const socket = tls.connect({ path: socketOf('tls'), servername: HOST,
      rejectUnauthorized: false, ...options }, () => {
      done(socket.getCipher().name);
      socket.destroy();
    });
    socket.on('error', () => done('refused'));
  });

  it('speaks the ciphers of its own choice', async () => {
    const old = (ciphers) => shake({ maxVersion: 'TLSv1.2',
      ciphers: `${ciphers}:@SECLEVEL=0` });
    for (const name of ['ECDHE-RSA-AES128-GCM-SHA256',
      'ECDHE-RSA-AES256-GCM-SHA384', 'ECDHE-RSA-CHACHA20-POLY1305']) {
      assert.equal(await old(name), name);
    }
    for (const name of ['AES128-GCM-SHA256', 'AES256-SHA',
      'ECDHE-RSA-AES128-SHA', 'ECDHE-RSA-AES256-SHA384', 'CAMELLIA256-SHA']) {
      assert.equal(await old(name), 'refused', name);
    }
    assert.match(await shake({ minVersion: 'TLSv1.3' }), /^TLS_/);
    assert.equal(await shake({ minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0' }), 'refused');
  });

  it('has its own name in what it sends people to', async () => {
    const answer = await new Promise((done, failed) => {
      http.get({ socketPath: socketOf('plain'), path: '/jobs',
        headers: { host: 'evil.example' } }, done).on('error', failed);
    });
    answer.resume();
    assert.equal(answer.statusCode, 301);
    assert.equal(answer.headers.location, `https://${HOST}/jobs`);
  });

  it('waits for a header five seconds, before and behind TLS', async () => {
    const closed = (socket, first) => new Promise((done) => {
      const begun = Date.now();
      const drip = setInterval(() => socket.write('x'), 500);
      socket.on('error', () => {});
      socket.on('close', () => {
        clearInterval(drip);
        done(Date.now() - begun);
      });
      socket.on('data', () => {});
      socket.write(first);
    });
    const first = 'GET / HTTP/1.1\r\nX: ';
    const all = await Promise.race([Promise.all([
      closed(net.connect(socketOf('plain')), first),
      closed(tls.connect({ path: socketOf('tls'), servername: HOST,
        rejectUnauthorized: false }), first),
    ]), sleep(30000).then(() => ['still open'])]);
    assert.ok(all.every((ms) => ms > 4000 && ms < 30000), String(all));
  });
});
