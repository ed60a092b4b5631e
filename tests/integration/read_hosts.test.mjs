/*
 * Copies of the database for reading: used when they are as new as the
 * primary, passed over when they are behind or away, and enough to answer from
 * while the primary is away.
 */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { build, freePort, sleep, startInstance, until } from './instance.mjs';

describe('copies for reading', () => {
  let instance;
  let copy;
  let port;

  before(async () => {
    port = await freePort();
    instance = await startInstance({
      name: 'copies',
      env: { BLS_SYNC_DB_READ_HOSTS: `127.0.0.1:1,127.0.0.1:${port}` },
    });
    await instance.part('stop', 'mariadb');
    fs.cpSync(path.join(instance.dir, 'mariadb'), folder(), { recursive: true });
    await instance.part('start', 'mariadb');
    await startCopy();
    const password = fs.readFileSync(instance.ini, 'utf8')
      .match(/^db_api_password = (.*)$/m)[1];
    onCopy(`CREATE USER 'bls_api'@'127.0.0.1' IDENTIFIED BY '${password}';
      GRANT bls_api_role TO 'bls_api'@'127.0.0.1';
      SET DEFAULT ROLE bls_api_role FOR 'bls_api'@'127.0.0.1'`);
  });
  after(async () => {
    copy?.kill('SIGKILL');
    await instance?.stop();
  });

  const folder = () => path.join(instance.dir, 'copy');
  const socket = () => path.join(instance.dir, 'copy.sock');

  const onCopy = (query) => execFileSync('mariadb', ['--no-defaults',
    '--user=root', `--socket=${socket()}`, 'bls_sync'],
  { input: query, stdio: ['pipe', 'pipe', 'pipe'] });

  async function startCopy() {
    const settings = fs.readFileSync(path.join(instance.dir, 'mariadb.cnf'),
      'utf8').replace(/^(datadir|socket|pid_file|skip_networking).*\n/gm, '');
    const file = path.join(instance.dir, 'copy.cnf');
    fs.writeFileSync(file, `${settings}
      datadir = ${folder()}
      socket = ${socket()}
      pid_file = ${instance.dir}/copy.pid
      bind_address = 127.0.0.1
      port = ${port}\n`);
    copy = spawn('mariadbd', [`--defaults-file=${file}`,
      ...process.getuid() === 0 ? ['--user=root'] : []], { stdio: 'ignore' });
    await until(() => {
      try {
        return onCopy('SELECT 1');
      } catch { return false; }
    }, 'the copy');
  }

  const employ = (n) => `UPDATE observation SET value = ${n}
    WHERE area_code = '0000000' AND occupation_code = '15-1252'
    AND year = 2024 AND datatype = 1;`;
  const publish = 'UPDATE data_version SET version = version + 1;';

  /** One request of a new process: employment of 15-1252 and its log. */
  const ask = (env = {}, area = 'national') => new Promise((done) => {
    execFile(path.join(build, 'api.fcgi'), ['--config', instance.ini,
      '--request', `GET /api/jobs?search=15-1252&limit=1&area=${area}`], {
      env: { ...process.env,
        BLS_SYNC_DB_READ_HOSTS: `127.0.0.1:1,127.0.0.1:${port}`, ...env },
    }, (error, stdout, stderr) => {
      const [, body] = stdout.split('\r\n\r\n');
      done({ employment: JSON.parse(body).jobs?.[0]?.employment, log: stderr });
    });
  });

  const shown = async () => (await instance.get(
    '/api/jobs?search=15-1252&limit=1')).body.jobs[0].employment;

  it('are read from while they have the version of the primary', async () => {
    onCopy(employ(777));
    const { employment, log } = await ask();
    assert.equal(employment, 777);
    assert.match(log, /reading from a copy/);
  });

  it('answer while the primary is away', async () => {
    const away = { BLS_SYNC_DB_SOCKET: '/nowhere' };
    const { employment } = await ask(away);
    assert.equal(employment, 777);
    // of an area, too; the figure is made up
    onCopy(`INSERT INTO area VALUES ('51', '5100000', 'S', 'Virginia');
      INSERT INTO area_edition VALUES ('5100000', 'S', 0, '2024A01', 2024,
        UTC_TIMESTAMP(3));
      INSERT INTO area_job (area_code, edition, code, employment, updated_at)
        VALUES ('5100000', 0, '15-1252', 770, UTC_TIMESTAMP(3))`);
    assert.equal((await ask(away, 'VA')).employment, 770);
    assert.equal((await ask({}, 'VA')).employment, undefined); // 400
  });

  it('are passed over when they are behind', async () => {
    instance.sql(employ(888) + publish);
    const { employment } = await ask();
    assert.equal(employment, 888);
    await until(async () => await shown() === 888, 'the new version');
    // a primary that goes does not bring the older version back
    await instance.part('stop', 'mariadb');
    for (let i = 0; i < 10; i++) {
      assert.equal(await shown(), 888);
      await sleep(100);
    }
  });

  it('bring what is newer while the primary is away', async () => {
    onCopy(employ(999) + publish + publish);
    await until(async () => await shown() === 999, 'the version of the copy');
    await instance.part('start', 'mariadb');
    await until(async () => await shown() === 888, "the primary's word");
  });

  it('are not missed when they are away', async () => {
    copy.kill('SIGKILL');
    instance.sql(employ(1111) + publish);
    await until(async () => await shown() === 1111, 'the next version');
    const { employment, log } = await ask();
    assert.equal(employment, 1111);
    assert.doesNotMatch(log, /error/);
  });
});
