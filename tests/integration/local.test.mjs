/*
 * nginx/local/instance.sh as its users meet it: started twice, on a port that
 * is taken, with a part that fails, interrupted on the way; and never anything
 * left behind.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';

import { build, freePort, repo, sleep, until } from './instance.mjs';

const script = path.join(repo, 'nginx/local/instance.sh');
const PROGRAMS = ['bls-sync', 'api.fcgi', 'events.fcgi', 'bls-emulator'];

let top;
let run;
let port;

/** Processes that work in `run` or on its files; a zombie is none. */
function processes() {
  return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
        if (stat.slice(stat.lastIndexOf(')') + 2)[0] === 'Z') return false;
        return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(run)
          || fs.readlinkSync(`/proc/${pid}/cwd`) === run;
      } catch {
        return false; // it has ended
      }
    });
}

function start(words, env = {}) {
  const child = spawn('bash', [script, ...words.split(' ')], {
    cwd: top,
    env: { ...process.env, SYNC: 'no', BUILD: build, RUN: run,
      PORT: String(port), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.output = '';
  child.stdout.on('data', (data) => { child.output += data; });
  child.stderr.on('data', (data) => { child.output += data; });
  child.ended = new Promise((done) => {
    child.on('close', (code, signal) => done(code ?? signal));
  });
  return child;
}

async function call(words, env) {
  const child = start(words, env);
  return { code: await child.ended, output: child.output };
}

const answer = async (where) =>
  (await fetch(`http://127.0.0.1:${port}${where}`)).status;

describe('the local instance', () => {
  beforeEach(async () => {
    top = fs.mkdtempSync(path.join(os.tmpdir(), 'bls-local-'));
    run = path.join(top, 'run');
    port = await freePort();
  });
  afterEach(async () => {
    const stopped = await call('stop');
    assert.equal(stopped.code, 0, stopped.output);
    assert.deepEqual(processes(), []);
    fs.rmSync(top, { recursive: true, force: true });
  });

  it('starts from any folder, tells a second start, stops', async () => {
    const first = await call('start', { RUN: 'run' });
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, new RegExp(`http://127.0.0.1:${port}/`));
    assert.equal(await answer('/'), 200);
    for (const secret of ['admin-password', 'bls-sync.ini', 'secrets']) {
      const { mode } = fs.statSync(path.join(run, secret));
      assert.equal(mode & 0o777, 0o600, secret);
    }
    const second = await call('start');
    assert.equal(second.code, 0);
    assert.match(second.output, /runs already/);
    const elsewhere = await call('start', { PORT: String(await freePort()) });
    assert.equal(elsewhere.code, 1);
    assert.match(elsewhere.output, new RegExp(`runs already, on port ${port}`));
    assert.equal((await call('status')).code, 0);

    assert.equal((await call('stop')).code, 0);
    assert.deepEqual(processes(), []);
    assert.equal((await call('stop')).code, 0, 'stopping twice');
    assert.equal((await call('status')).code, 3);
  });

  it('comes back with its database and its password', async () => {
    await call('start');
    const password = fs.readFileSync(path.join(run, 'admin-password'), 'utf8');
    const tables = fs.statSync(path.join(run, 'mariadb')).birthtimeMs;
    await call('stop');
    assert.equal((await call('start')).code, 0);
    assert.equal(fs.readFileSync(path.join(run, 'admin-password'), 'utf8'),
      password);
    assert.equal(fs.statSync(path.join(run, 'mariadb')).birthtimeMs, tables);
  });

  // Servers that start side by side would delete each other's tables there.
  it('works in no temporary folder but its own', async () => {
    const { code, output } = await call('start', { TMPDIR: `${top}/missing` });
    assert.equal(code, 0, output);
  });

  it('ends what was killed half and what runs on its own', async () => {
    await call('start');
    const pid = (part) => Number(fs.readFileSync(
      path.join(run, 'pids', part), 'utf8').split(' ')[0]);
    await fetch(`http://127.0.0.1:${port}/emulator/control`,
      { method: 'POST', body: '{"latency_ms":2000}' });
    const sync = spawn(path.join(build, 'bls-sync'),
      ['--config', path.join(run, 'bls-sync.ini'), 'run'],
      { cwd: '/', detached: true, stdio: 'ignore' });
    const ended = new Promise((done) => { sync.on('close', done); });
    await sleep(1000);
    process.kill(pid('nginx'), 'SIGKILL');
    process.kill(pid('api'), 'SIGKILL');
    await until(async () => (await call('status')).code === 1, 'two are gone');
    assert.equal((await call('stop')).code, 0);
    assert.deepEqual(processes(), []);
    assert.equal(await ended, 4, 'the sync wrote its checkpoint and ended');
  });

  it('names the port that is taken', async () => {
    const other = net.createServer().listen(port, '127.0.0.1');
    await new Promise((done) => { other.on('listening', done); });
    const refused = await call('start');
    other.close();
    assert.equal(refused.code, 1);
    assert.match(refused.output, new RegExp(`port ${port} is in use`));
    assert.deepEqual(processes(), []);
  });

  it('shows why a part does not start, and ends the others', async () => {
    const broken = path.join(top, 'build');
    fs.mkdirSync(broken);
    for (const name of PROGRAMS) {
      fs.symlinkSync(path.join(build, name), path.join(broken, name));
    }
    fs.rmSync(path.join(broken, 'events.fcgi'));
    fs.writeFileSync(path.join(broken, 'events.fcgi'),
      '#!/bin/sh\necho it is broken\nexit 7\n', { mode: 0o755 });
    const failed = await call('start', { BUILD: broken });
    assert.equal(failed.code, 1);
    assert.match(failed.output, /events ended before/);
    assert.match(failed.output, /it is broken/);
    assert.deepEqual(processes(), []);
  });

  it('says what is wrong with a folder or a port', async () => {
    const long = path.join(top, 'x'.repeat(100));
    for (const [env, complaint] of [
      [{ RUN: long }, /too long for a Unix socket/],
      [{ RUN: path.join(top, 'a b') }, /no blanks/],
      [{ PORT: '70000' }, /PORT=70000 is not a port/],
      [{ BUILD: path.join(top, 'none') }, /run make first/],
    ]) {
      const refused = await call('start', env);
      assert.equal(refused.code, 1);
      assert.match(refused.output, complaint);
    }
  });

  for (const [signal, delays] of [['SIGTERM', [150, 900, 1800]],
    ['SIGHUP', [500]], ['SIGINT', [1300]]]) {
    it(`is gone after ${signal} in the middle of its start`, async () => {
      for (const delay of delays) {
        const child = start('run');
        await sleep(delay);
        child.kill(signal);
        await child.ended;
        assert.deepEqual(processes(), [], `after ${delay} ms`);
      }
    });
  }

  it('runs, syncs, has nothing to do the second time', async () => {
    for (const said of [/unchanged; 332 requests/, /nothing to do/]) {
      const child = start('run');
      await until(() => said.test(child.output),
        () => `${said}: ${child.output}`, 60000);
      assert.equal(await answer('/readyz'), 200);
      child.kill('SIGTERM');
      assert.equal(await child.ended, 0, child.output);
      assert.deepEqual(processes(), []);
    }
  });

  it('starts a part again that dies while it runs', async () => {
    const child = start('run');
    await until(() => /complete|published/.test(child.output), 'the sync',
      60000);
    const file = path.join(run, 'pids/api');
    process.kill(Number(fs.readFileSync(file, 'utf8').split(' ')[0]),
      'SIGKILL');
    await until(() => /api ended by itself/.test(child.output), 'the notice');
    await until(async () => await answer('/readyz') === 200, 'the API');
    assert.equal((await call('stop')).code, 0);
    await child.ended;
    assert.match(child.output, /somebody else stopped/);
  });
});
