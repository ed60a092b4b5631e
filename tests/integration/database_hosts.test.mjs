/*
 * Database servers on other machines: who is connected to, how, and what is told
 * of those who are not.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { freePort, repo } from './instance.mjs';
import { password, startImpostor, startServer } from './database_server.mjs';

describe('servers of the database', () => {
  let server;
  let nobody;

  before(async () => {
    server = await startServer();
    nobody = await freePort();
    // The account takes encrypted connections only.
    const made = await server.sync('migrate', at(`localhost:${server.port}`));
    assert.equal(made.code, 0, made.stderr);
  });
  after(() => server?.stop());

  const at = (hosts, tls = 'required') => ({
    BLS_SYNC_DB_HOSTS: hosts, BLS_SYNC_DB_TLS: tls,
  });

  async function refused(settings, reason, words = 'status') {
    const run = await server.sync(words, settings);
    assert.equal(run.code, 1, run.stderr);
    assert.match(run.stderr, reason);
    assert.doesNotMatch(run.stderr, new RegExp(password));
  }

  it('are encrypted, and known by name and by address', async () => {
    for (const host of ['localhost', '127.0.0.1', '[::1]']) {
      const run = await server.sync('status', at(`${host}:${server.port}`));
      assert.equal(run.code, 0, `${host}: ${run.stderr}`);
    }
    // what is not plainly this machine is another one: there is no need to ask
    const other = await server.sync('status', at(`127.1:${server.port}`, 'auto'));
    assert.equal(other.code, 0, other.stderr);
    // and this machine may do without: only the account does not take it
    await refused(at(`localhost:${server.port}`, 'auto'), /Access denied/);
  });

  it('are refused with a certificate of another name or another CA', async () => {
    await refused(at(`2130706433:${server.port}`, 'auto'),
      /2130706433:\d+: TLS.*Validation of SSL server certificate failed/);
    await refused({ ...at(`localhost:${server.port}`), BLS_SYNC_DB_TLS_CA: '' },
      /certificate/);
    fs.writeFileSync(path.join(server.dir, 'empty.pem'), '');
    await refused({ ...at(`127.1:${server.port}`, 'auto'),
      BLS_SYNC_DB_TLS_CA: path.join(server.dir, 'empty.pem') }, /TLS/);
  });

  it('get nothing from us in the clear', async () => {
    const impostor = await startImpostor('mysql_clear_password');
    await refused(at(`127.1:${impostor.port}`, 'auto'),
      /SSL is required, but the server does not support it/);
    const copy = await server.program('api.fcgi',
      ['--request', 'GET /api/jobs?limit=1'], {
        ...at(`127.0.0.1:${server.port}`),
        BLS_SYNC_DB_READ_HOSTS: `127.1:${impostor.port}`,
      });
    assert.equal(copy.code, 0, copy.stderr);
    assert.match(copy.stderr, /copy for reading is passed over.*SSL is required/);
    assert.deepEqual(impostor.heard, []);
    await impostor.stop();
  });

  it('never get the password itself, nor a file', async () => {
    for (const way of ['mysql_clear_password', 'dialog', 'caching_sha2_password',
      'sha256_password', 'mysql_old_password', 'infile']) {
      const impostor = await startImpostor(way);
      await refused(at(`127.0.0.1:${impostor.port}`, 'auto'),
        way === 'infile' ? /database/ : /in a way that would give it away/);
      assert.notEqual(impostor.heard.length, 0);
      for (const text of impostor.heard) {
        assert.ok(!text.includes(password) && !text.includes('root:'), text);
      }
      await impostor.stop();
    }
  });

  it('are all told of when none will do', async () => {
    const hosts = `127.0.0.1:${nobody},localhost:${server.port},[::1]:${nobody}`;
    server.sql('SET GLOBAL read_only = ON');
    const troubles = new RegExp(`127.0.0.1:${nobody}: cannot be reached; `
      + `localhost:${server.port}: is read-only; .*::1.:${nobody}: cannot be`);
    await refused(at(hosts), troubles, 'score');
    await refused(at(`${hosts},no.such.name.invalid:1`), /no\.such\.name/, 'score');
    // eight of them do not fit: each is named, what is cut ends in dots
    const many = Array.from({ length: 8 }, (_, i) => `127.0.0.1${i}:${nobody}`);
    const run = await server.sync('score',
      at(many.join(',').replaceAll('.1', '.1.very.long.name.of.a.host.')));
    const [message] = run.stderr.match(/database: [^"]*/);
    assert.equal(message.match(/\.\.\.(;|$)/g).length, 8, message);
    server.sql('SET GLOBAL read_only = OFF');
  });

  it('may be read-only for who only reads', async () => {
    server.sql('SET GLOBAL read_only = ON');
    for (const words of ['status', 'status --json', 'token list', 'alert list']) {
      const run = await server.sync(words,
        at(`127.0.0.1:${nobody},localhost:${server.port}`));
      assert.equal(run.code, 0, `${words}: ${run.stderr}`);
      assert.match(run.stderr, /which cannot be written to/);
    }
    // at last also a copy, while all that can be written to are away
    const copy = await server.sync('status', { ...at(`127.0.0.1:${nobody}`),
      BLS_SYNC_DB_READ_HOSTS: `localhost:${server.port}` });
    assert.equal(copy.code, 0, copy.stderr);
    server.sql('SET GLOBAL read_only = OFF');
  });

  it('apply a migration that another node has applied meanwhile', async () => {
    const copy = path.join(server.dir, 'sql');
    fs.cpSync(path.join(repo, 'sql'), copy, { recursive: true });
    const last = fs.readdirSync(copy).filter((name) => /^\d{3}_/.test(name))
      .sort().pop();
    const number = Number(last.slice(0, 3));
    fs.appendFileSync(path.join(copy, last), `
INSERT INTO schema_migration (version, name, digest, applied_at)
  VALUES (${number}, '${last}', '', UTC_TIMESTAMP(3));\n`);
    server.sql(`DELETE FROM schema_migration WHERE version = ${number}`);
    const run = await server.sync('migrate',
      { ...at(`localhost:${server.port}`), BLS_SYNC_SQL_DIR: copy });
    assert.equal(run.code, 0, run.stderr);
    server.sql(`DELETE FROM schema_migration WHERE version = ${number}`);
    const again = await server.sync('migrate', at(`localhost:${server.port}`));
    assert.equal(again.code, 0, again.stderr);
  });

  // the last one: the node stays so
  it('are passed over while they are outside the primary component', async () => {
    await server.loseTheOthers();
    const hosts = `localhost:${server.port},127.0.0.1:${nobody}`;
    const both = /Galera node outside the primary component; .*cannot be reached/;
    await refused(at(hosts), both);
    await refused(at(hosts), both, 'score');
  });
});
