// Alerts on a whole instance: a receiver that checks signatures, one that is
// away for a while, an SMTP server, and nothing that tells a secret.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import http from 'node:http';
import net from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';

import { freePort, signIn, startInstance } from './instance.mjs';

const KEY = Buffer.from('a key of thirty-two bytes, or so');
const SECRET = `whsec_${KEY.toString('base64')}`;
const PASSWORD = 'correct-horse-battery';

let instance;
let watched = ''; // what all watches said

/** A webhook receiver: what came, in order; its answer can be changed. */
async function receiver(port) {
  const it_ = { seen: [], status: 204, headers: {} };
  it_.server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (part) => { body += part; });
    request.on('end', () => {
      it_.seen.push({
        method: request.method,
        path: request.url,
        headers: request.headers,
        raw: body,
        body: JSON.parse(body),
      });
      response.writeHead(it_.status, it_.headers);
      response.end();
    });
  });
  await new Promise((done) => { it_.server.listen(port, '127.0.0.1', done); });
  it_.close = () => new Promise((done) => {
    it_.server.close(done);
    it_.server.closeAllConnections?.();
  });
  it_.about = (key) => it_.seen.filter((m) => m.body.data.key === key)
    .map((m) => m.body.type);
  return it_;
}

/** As much SMTP as one message needs; `refuse` answers RCPT with 550. */
async function smtpServer(port) {
  const it_ = { mails: [], refuse: false, login: '' };
  it_.server = net.createServer((socket) => {
    let mail = { to: [] };
    let data = null;
    let rest = '';
    const say = (line) => socket.write(`${line}\r\n`);
    let asked = false;
    const command = (line) => {
      if (asked) {
        asked = false;
        it_.login = Buffer.from(line, 'base64').toString();
        say('235 welcome');
        return;
      }
      const word = line.split(' ')[0].toUpperCase();
      if (word === 'EHLO') socket.write('250-here\r\n250 AUTH PLAIN\r\n');
      else if (word === 'AUTH') { asked = true; say('334 '); }
      else if (word === 'MAIL') { mail = { from: line, to: [] }; say('250 ok'); }
      else if (word === 'RCPT') {
        mail.to.push(line);
        say(it_.refuse ? '550 nobody of that name' : '250 ok');
      } else if (word === 'DATA') { data = []; say('354 go on'); }
      else if (word === 'QUIT') { say('221 bye'); socket.end(); }
      else say('250 ok');
    };
    const take = (line) => {
      if (data === null) { command(line); return; }
      if (line !== '.') { data.push(line.replace(/^\./, '')); return; }
      it_.mails.push({ ...mail, lines: data });
      data = null;
      say('250 taken');
    };
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      rest += chunk.toString('utf8');
      const lines = rest.split('\r\n');
      rest = lines.pop();
      lines.forEach(take);
    });
    say('220 here');
  });
  await new Promise((done) => { it_.server.listen(port, '127.0.0.1', done); });
  it_.close = () => new Promise((done) => { it_.server.close(done); });
  return it_;
}

// What the sender of Standard Webhooks promises, checked by other code.
function assertSigned(message, key = KEY) {
  const id = message.headers['webhook-id'];
  const time = message.headers['webhook-timestamp'];
  assert.match(id, /^msg_[\w-]{43}$/);
  assert.match(time, /^\d{10}$/);
  const signature = createHmac('sha256', key)
    .update(`${id}.${time}.${message.raw}`).digest('base64');
  assert.equal(message.headers['webhook-signature'], `v1,${signature}`);
  assert.match(message.headers['content-type'], /^application\/json/);
  assert.equal(message.method, 'POST');
}

const webhook = (port) => ({
  BLS_SYNC_ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook/token-of-path`,
  BLS_SYNC_ALERT_WEBHOOK_SECRET: SECRET,
});

const email = (port) => ({
  BLS_SYNC_ALERT_EMAIL_TO: 'ops@example.org, boss@example.org',
  BLS_SYNC_SMTP_URL: `smtp://127.0.0.1:${port}`,
  BLS_SYNC_SMTP_FROM: 'bls-sync@example.org',
  BLS_SYNC_SMTP_USER: 'mailer',
  BLS_SYNC_SMTP_PASSWORD: PASSWORD,
});

/** One watch, `minutes` later than now. */
async function watch(env, minutes = 0) {
  const answer = await instance.sync('watch',
    { ...env, BLS_SYNC_CLOCK_OFFSET_S: String(minutes * 60) });
  watched += answer.stdout + answer.stderr;
  assert.equal(answer.code, 0, answer.stderr);
  return answer;
}

const endRun = (state, error = '') => instance.sql(
  `INSERT INTO sync_run (origin, state, started_at, heartbeat_at, ended_at,
    last_error) VALUES ('cron', '${state}', UTC_TIMESTAMP(3),
    UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), '${error}')`);
const deliveries = (key) => instance.sql(
  `SELECT channel, state, attempts, note FROM alert_delivery
   WHERE alert_key = '${key}' ORDER BY delivery_id`);

before(async () => {
  instance = await startInstance({ name: 'alerts' });
  // Its own watch has no receivers, and would take the changes away.
  await instance.part('stop', 'watcher');
});

after(() => instance?.stop());

beforeEach(() => instance.sql(
  'DELETE FROM alert; DELETE FROM alert_delivery; DELETE FROM sync_run'));

describe('a webhook', () => {
  let hook;
  let port;

  before(async () => {
    port = await freePort();
    hook = await receiver(port);
  });
  after(() => hook.close());
  beforeEach(() => { hook.seen = []; hook.status = 204; hook.headers = {}; });

  const env = () => webhook(port);

  it('hears once that something is wrong, and once that it is over', async () => {
    endRun('failed', 'so it was');
    await watch(env());
    await watch(env(), 1);
    await watch(env(), 2);
    assert.deepEqual(hook.about('run.failed'), ['alert.opened']);
    const message = hook.seen.find((m) => m.body.data.key === 'run.failed');
    assertSigned(message);
    assert.equal(message.path, '/hook/token-of-path');
    assert.ok(!Number.isNaN(Date.parse(message.body.timestamp)));
    const { data } = message.body;
    assert.deepEqual(Object.keys(data),
      ['key', 'severity', 'component', 'title', 'message', 'since', 'url']);
    assert.equal(data.severity, 'critical');
    assert.equal(data.component, 'dataSync');
    assert.match(data.message, /so it was/);
    assert.equal(data.url, `${instance.url}/admin.html`);
    assert.equal((await instance.get('/admin.html')).status, 200);

    const metrics = await instance.get('/metrics');
    assert.match(metrics.text, /bls_sync_alerts_open\{severity="critical"\} 1\n/);
    const list = await instance.sync('alert list');
    assert.match(list.stdout, /critical +run\.failed\n.*so it was/);

    endRun('running');
    await watch(env(), 3);
    assert.deepEqual(hook.about('run.failed'), ['alert.opened'],
      'how it ends is not known while it runs');
    instance.sql("UPDATE sync_run SET state = 'succeeded'");
    await watch(env(), 4);
    await watch(env(), 5);
    assert.deepEqual(hook.about('run.failed'), ['alert.opened', 'alert.resolved']);
    hook.seen.forEach((m) => assertSigned(m));
    const ids = hook.seen.map((m) => m.headers['webhook-id']);
    assert.equal(new Set(ids).size, ids.length);
    assert.doesNotMatch((await instance.sync('alert list')).stdout, /run\.failed/);
  });

  it('is reminded once a day', async () => {
    endRun('failed');
    await watch(env());
    await watch(env(), 24 * 60 - 1);
    assert.deepEqual(hook.about('run.failed'), ['alert.opened']);
    await watch(env(), 24 * 60 + 1);
    await watch(env(), 24 * 60 + 2);
    assert.deepEqual(hook.about('run.failed'), ['alert.opened', 'alert.reminder']);
  });

  it('hears of old data, of failures for good and of a refused key', async () => {
    endRun('succeeded');
    await watch(env());
    assert.deepEqual(hook.about('data.stale'), []);
    instance.sql(`UPDATE sync_run SET ended_at = UTC_TIMESTAMP(3) - INTERVAL 27
      HOUR; INSERT INTO api_key (key_id, last4, position, seen_at, daily_quota, configured,
      blocked_until, blocked_reason) VALUES (REPEAT('0', 16), 'cdef', 1, UTC_TIMESTAMP(3), 500, 1,
      UTC_TIMESTAMP(3) + INTERVAL 1 DAY, 'invalid')`);
    await watch(env(), 1);
    instance.sql("DELETE FROM api_key WHERE last4 = 'cdef'");
    assert.deepEqual(hook.about('data.stale'), ['alert.opened']);
    assert.deepEqual(hook.about('keys.invalid'), ['alert.opened']);
    await watch(env(), 2);
    assert.deepEqual(hook.about('keys.invalid'), ['alert.opened', 'alert.resolved']);
  });

  it('gets what it missed while it was away, each once, in order', async () => {
    endRun('failed');
    await watch(env());
    await hook.close();
    endRun('succeeded');
    await watch(env(), 1); // resolved, not delivered
    endRun('held');
    await watch(env(), 2); // opened, not delivered
    endRun('succeeded');
    await watch(env(), 3);
    assert.deepEqual(deliveries('run.held').map(([, state]) => state),
      ['pending', 'pending']);
    assert.match(deliveries('run.failed')[1][3], /^webhook: /);
    const waiting = await instance.sync('alert list');
    assert.match(waiting.stdout, /messages wait: webhook: /);

    const before_ = hook.seen;
    hook = await receiver(port);
    await watch(env(), 10);
    await watch(env(), 11);
    assert.deepEqual(before_.filter((m) => m.body.data.key.startsWith('run.'))
      .map((m) => m.body.type), ['alert.opened']);
    assert.deepEqual(hook.about('run.failed'), ['alert.resolved']);
    assert.deepEqual(hook.about('run.held'), ['alert.opened', 'alert.resolved']);
    hook.seen.forEach((m) => assertSigned(m));
    assert.deepEqual(instance.sql(
      "SELECT COUNT(*) FROM alert_delivery WHERE state <> 'delivered'"), [['0']]);
  });

  it('that answers with a failure is asked again, later and later', async () => {
    hook.status = 500;
    endRun('failed');
    await watch(env());
    await watch(env());
    const [first] = hook.seen;
    assert.equal(hook.about('run.failed').length, 1);
    assert.deepEqual(deliveries('run.failed'),
      [['webhook', 'pending', '1', 'webhook: HTTP 500']]);
    await watch(env(), 1);
    await watch(env(), 2); // 100 s after the second try
    assert.equal(hook.about('run.failed').length, 2);
    hook.status = 302;
    hook.headers = { location: '/elsewhere' };
    await watch(env(), 4);
    assert.deepEqual([...new Set(hook.seen.map((m) => m.path))],
      ['/hook/token-of-path'], 'no redirect is followed');
    assert.equal(hook.about('run.failed').length, 3);
    hook.status = 200;
    await watch(env(), 30);
    const all = hook.seen.filter((m) => m.body.data.key === 'run.failed');
    assert.deepEqual([...new Set(all.map((m) => m.raw))], [first.raw]);
    assert.deepEqual([...new Set(all.map((m) => m.headers['webhook-id']))],
      [first.headers['webhook-id']]);
    assert.notEqual(all.at(-1).headers['webhook-timestamp'],
      first.headers['webhook-timestamp']);
    hook.seen.forEach((m) => assertSigned(m));
    assert.equal(deliveries('run.failed')[0][1], 'delivered');
  });

  it('that stays away shows in health, and is given up after a week', async () => {
    hook.status = 503;
    endRun('failed');
    await watch(env());
    await watch(env(), 20);
    const [[status, message]] = instance.sql(
      "SELECT status, message FROM health_state WHERE component = 'alerts'");
    assert.equal(status, 'warn');
    assert.match(message, /could not be delivered.*HTTP 503/);
    assert.equal(hook.about('component.alerts').length, 0,
      'a channel that fails is not asked for more in the same minute');
    await watch(env(), 7 * 24 * 60 + 1);
    const [[, state, , note]] = deliveries('run.failed');
    assert.equal(state, 'given_up');
    assert.equal(note, 'given up after 7 days: webhook: HTTP 503');
  });

  it('that is new hears what was open before it', async () => {
    endRun('failed');
    await watch({});
    assert.deepEqual(deliveries('run.failed'), []);
    await watch(env(), 1);
    assert.deepEqual(hook.about('run.failed'), ['alert.opened']);
  });

  it('gets a test on request', async () => {
    const good = await instance.sync('alert test', env());
    assert.equal(good.code, 0, good.stderr);
    assert.match(good.stdout, /^webhook +delivered\n$/);
    assert.equal(hook.seen[0].body.type, 'alert.test');
    assertSigned(hook.seen[0]);
    hook.status = 400;
    const bad = await instance.sync('alert test', env());
    assert.equal(bad.code, 1);
    assert.match(bad.stdout, /webhook +webhook: HTTP 400/);
    assert.equal((await instance.sync('alert test')).code, 2);
    assert.equal((await instance.sync('alert')).code, 2);
  });

  it('must not be on a private network, nor without https', async () => {
    const at = (url) => instance.sync('alert test',
      { ...env(), BLS_SYNC_ALERT_WEBHOOK_URL: url });
    const plain = await at('http://192.0.2.1/');
    assert.equal(plain.code, 1);
    assert.match(plain.stdout, /only https/);
    const metadata = await at('https://169.254.169.254/latest/meta-data');
    assert.equal(metadata.code, 1);
    assert.match(metadata.stdout, /private/);
  });

  it('needs a secret that can be one', async () => {
    const none = await instance.sync('config',
      { ...env(), BLS_SYNC_ALERT_WEBHOOK_SECRET: '' });
    assert.equal(none.code, 2);
    assert.match(none.stderr, /alert_webhook_secret/);
    const bad = await instance.sync('config',
      { ...env(), BLS_SYNC_ALERT_WEBHOOK_SECRET: 'whsec_*' });
    assert.equal(bad.code, 2);
    assert.ok(!bad.stderr.includes('*'));
  });
});

describe('two watches at once', () => {
  it('open an alert once and send each message once', async () => {
    const hook = await receiver(await freePort());
    endRun('failed');
    const env = webhook(hook.server.address().port);
    await Promise.all(Array.from({ length: 6 }, () => watch(env)));
    await watch(env, 5);
    await hook.close();
    assert.deepEqual(hook.about('run.failed'), ['alert.opened']);
    assert.equal(deliveries('run.failed').length, 1);
  });
});

describe('an e-mail', () => {
  let smtp;

  before(async () => { smtp = await smtpServer(await freePort()); });
  after(() => smtp.close());
  afterEach(() => { smtp.mails = []; smtp.refuse = false; });

  const env = () => email(smtp.server.address().port);

  it('comes to each recipient', async () => {
    endRun('failed', 'caf\u00e9 & co');
    await watch(env());
    const mail = smtp.mails.find((m) => m.lines.join().includes('run.failed'));
    assert.match(mail.from, /^MAIL FROM:<bls-sync@example\.org>/);
    assert.deepEqual(mail.to,
      ['RCPT TO:<ops@example.org>', 'RCPT TO:<boss@example.org>']);
    const end = mail.lines.indexOf('');
    const head = mail.lines.slice(0, end).join('\n');
    assert.match(head, /^Subject: \[BLS Sync\] critical: The last run failed$/m);
    assert.match(head, /^Message-ID: <msg_[\w-]{43}@example\.org>$/m);
    assert.match(head, /^Content-Type: text\/plain; charset=utf-8$/m);
    const [, date] = head.match(/^Date: (.*)$/m);
    assert.ok(Math.abs(Date.parse(date) - Date.now()) < 60000);
    assert.match(mail.lines.slice(end).join('\n'), /caf\u00e9 & co/);
    assert.equal(smtp.login, `\0mailer\0${PASSWORD}`);
    assert.equal(deliveries('run.failed')[0][1], 'delivered');
  });

  it('does not hinder the webhook, nor the other way round', async () => {
    const hook = await receiver(await freePort());
    const both = { ...env(), ...webhook(hook.server.address().port) };
    smtp.refuse = true;
    endRun('failed');
    await watch(both);
    assert.deepEqual(hook.about('run.failed'), ['alert.opened']);
    await hook.close();
    assert.equal(smtp.mails.length, 0);
    smtp.refuse = false;
    const test = await instance.sync('alert test', both);
    assert.equal(test.code, 1);
    assert.match(test.stdout, /webhook +webhook: .*\nemail +delivered\n/);
    smtp.mails = [];
    await watch(both, 2);
    const about = smtp.mails.filter((m) => m.lines.join().includes('run.failed'));
    assert.equal(about.length, 1);
    assert.deepEqual(deliveries('run.failed').map(([c, s]) => [c, s]),
      [['webhook', 'delivered'], ['email', 'delivered']]);
  });

  it('needs all of its settings', async () => {
    for (const [name, value, word] of [
      ['SMTP_FROM', '', /smtp_from/], ['SMTP_URL', '', /smtp_url/],
      ['SMTP_URL', 'http://127.0.0.1', /smtp:\/\//],
      ['SMTP_URL', `smtp://u:${PASSWORD}@127.0.0.1`, /smtp_user/]]) {
      const answer = await instance.sync('config',
        { ...env(), [`BLS_SYNC_${name}`]: value });
      assert.equal(answer.code, 2, value);
      assert.match(answer.stderr, word);
      assert.ok(!answer.stderr.includes(PASSWORD));
    }
  });
});

describe('what is secret', () => {
  it('is in no log, page, table or configuration', async () => {
    const port = await freePort(); // nobody listens
    const all = { ...webhook(port), ...email(port) };
    endRun('failed');
    await watch(all);
    const config = await instance.sync('config', all);
    assert.equal(config.code, 0);
    assert.match(config.stdout, /^alert_webhook_secret = \(set\)$/m);
    assert.match(config.stdout, /^alert_webhook_url = \(set\)$/m);
    assert.match(config.stdout, /^smtp_password = \(set\)$/m);
    const test = await instance.sync('alert test', all);
    const admin = await signIn(instance);
    const pages = [
      JSON.stringify(await admin.get('/api/admin/system-health')),
      (await instance.get('/metrics')).text,
      instance.sql('SELECT * FROM alert_delivery').flat().join(' '),
      instance.sql('SELECT * FROM health_state').flat().join(' '),
    ];
    const texts = [watched, config.stdout, config.stderr, test.stdout,
      test.stderr, (await instance.sync('alert list', all)).stdout, ...pages];
    assert.match(watched, /was not delivered/);
    for (const secret of [SECRET, SECRET.slice(6), KEY.toString(), PASSWORD,
      'token-of-path']) {
      texts.forEach((text) => assert.ok(!text.includes(secret), text));
    }
  });
});

describe('without the database', () => {
  it('a watch says so and fails', async () => {
    const answer = await instance.sync('watch',
      { BLS_SYNC_DB_SOCKET: `${instance.dir}/nobody.sock` });
    assert.equal(answer.code, 1);
    assert.match(answer.stderr, /lvl=error/);
  });
});
