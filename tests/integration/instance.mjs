/*
 * A whole instance for a test: MariaDB, nginx, FastCGI programs and the BLS
 * emulator, started by nginx/local/instance.sh in a temporary folder on a free
 * port, exactly what `make start` gives a user.
 *
 *   const instance = await startInstance();
 *   await instance.sync('run');           // { code, stdout, stderr }
 *   instance.sql('SELECT ...');           // rows of cells
 *   await instance.emulator.control({ latency_ms: 200 });
 *   await instance.stop();
 *
 * BUILD names the programs (default build); SYNC is "no" unless asked. TABLES, if
 * set, is the data folder of a MariaDB that such a start made and nobody uses.
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const repo = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)), '../..');
export const build = path.resolve(repo, process.env.BUILD ?? 'build');

const script = path.join(repo, 'nginx/local/instance.sh');

export const sleep = (ms) => new Promise((done) => { setTimeout(done, ms); });

function isFree(port) {
  return new Promise((done) => {
    const server = net.createServer();
    server.on('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
}

/**
 * A port nobody listens on right now; below those that Linux gives to
 * connections (ip_local_port_range), where one could take it meanwhile.
 */
export async function freePort() {
  for (;;) {
    const port = crypto.randomInt(10000, 32000);
    if (await isFree(port)) return port;
  }
}

/**
 * Wait until `probe` is truthy; its value. `what`: a text, or a function that
 * says how far it has come: as long as that changes it is waited for, however
 * slow the machine. Without progress the wait ends after `ms`.
 */
export async function until(probe, what, ms = 60000) {
  const tell = typeof what === 'function' ? what : () => what;
  let last;
  let deadline;
  for (;;) {
    const value = await probe();
    if (value) return value;
    const now = tell();
    if (now !== last) deadline = Date.now() + ms;
    last = now;
    if (Date.now() > deadline) throw new Error(`waited too long: ${now}`);
    await sleep(50);
  }
}

/** These processes and what they started: one command line a text. */
export function commandLines(pids) {
  return pids.flatMap((pid) => {
    try {
      return [fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
        ...commandLines(childrenOf(pid))];
    } catch { return []; } // it has ended meanwhile
  });
}

/** The processes that this one started. */
export function childrenOf(pid) {
  return fs.readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ').filter((child) => child);
}

function run(program, args, options) {
  return new Promise((done) => {
    execFile(program, args, { maxBuffer: 64 << 20, ...options },
      (error, stdout, stderr) => {
        const code = error ? error.code ?? error.signal : 0;
        done({ code, stdout, stderr });
      });
  });
}

function emulatorAt(url) {
  const call = async (method, where, body) => {
    const response = await fetch(`${url}/emulator/${where}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`emulator ${where}: ${text}`);
    return JSON.parse(text);
  };
  return {
    control: (settings) => call('POST', 'control', settings),
    state: () => call('GET', 'state'),
    asked: () => call('GET', 'asked'),
    /** Forget faults, counters and figures; no rate limit, as at the start. */
    reset: async () => {
      await call('POST', 'reset', {});
      return call('POST', 'control', { rate_limit: false });
    },
  };
}

/* The tables that another start has made and loaded, if TABLES names them. */
async function copyTables(dir) {
  if (!process.env.TABLES) return;
  const { code, stderr } = await run('cp',
    ['-a', '--sparse=always', process.env.TABLES, path.join(dir, 'mariadb')]);
  if (code !== 0) throw new Error(`tables: ${stderr}`);
}

export async function startInstance({ env = {}, name = 'test' } = {}) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), `bls-${name}-`));
  const port = await freePort();
  const environment = {
    SYNC: 'no', ...process.env, ...env, RUN: dir, PORT: String(port),
    BUILD: build,
  };
  await copyTables(dir);
  const started = await run('bash', [script, 'start'],
    { env: environment, cwd: repo });
  if (started.code !== 0) {
    fs.rmSync(dir, { recursive: true, force: true });
    throw new Error(`start: ${started.stdout}${started.stderr}`);
  }
  const url = `http://127.0.0.1:${port}`;
  const ini = path.join(dir, 'bls-sync.ini');
  const program = path.join(build, 'bls-sync');
  // A client of the server, as who started it: its superuser.
  const client = (name, words, options = {}) => execFileSync(name, [
    // what clients take from the locale is the same everywhere
    '--no-defaults', '--default-character-set=utf8mb4',
    `--user=${os.userInfo().username}`,
    `--socket=${path.join(dir, 'mariadb.sock')}`, ...words, 'bls_sync',
  ], { encoding: 'utf8', maxBuffer: 1 << 30, ...options });

  const running = new Set(); // what syncStart() started

  return {
    dir,
    url,
    port,
    ini,
    emulator: emulatorAt(url),
    password: () => fs.readFileSync(path.join(dir, 'admin-password'), 'utf8')
      .trim(),
    log: (part) => fs.readFileSync(path.join(dir, 'logs', `${part}.log`),
      'utf8'),

    /** bls-sync with these words, to its end. */
    sync: (words, extra = {}, file = ini) => run(program,
      ['--config', file, ...words.split(' ')],
      { env: { ...process.env, ...extra } }),

    /** The same in the background: a child process with its output. */
    syncStart: (words, extra = {}) => {
      const child = spawn(program, ['--config', ini, ...words.split(' ')],
        { env: { ...process.env, ...extra }, stdio: ['ignore', 'pipe', 'pipe'] });
      child.output = '';
      child.stdout.on('data', (data) => { child.output += data; });
      child.stderr.on('data', (data) => { child.output += data; });
      running.add(child);
      child.ended = new Promise((done) => {
        child.on('close', (code, signal) => {
          running.delete(child);
          done(code ?? signal);
        });
      });
      return child;
    },

    /** The processes of the programs, by part: api, events, nginx, ... */
    pid: (part) => fs.readFileSync(path.join(dir, 'pids', part), 'utf8')
      .split(' ')[0],

    /**
     * End the syncs that are under way, whoever started them: one case that
     * failed must not leave its run to the next.
     */
    settle: async () => {
      await Promise.all([...running].map(async (child) => {
        child.kill('SIGCONT');
        child.kill('SIGTERM');
        const strict = setTimeout(() => child.kill('SIGKILL'), 5000);
        await child.ended;
        clearTimeout(strict);
      }));
      const isRunning = async () => {
        const { code, stdout } = await run(program,
          ['--config', ini, 'status', '--json'], {});
        return code === 0 && JSON.parse(stdout).isRunning;
      };
      if (!await isRunning()) return;
      await run(program, ['--config', ini, 'stop'], {});
      await until(async () => !await isRunning(), 'the end of a sync');
    },

    /** What mariadb or mariadb-dump prints, given these words. */
    client,

    /** Rows of a query, each an array of cells; NULL is the text NULL. */
    sql: (query) => {
      const text = client('mariadb', ['--batch', '--raw',
        '--skip-column-names'], { input: query });
      return text.split('\n').filter((line) => line !== '')
        .map((line) => line.split('\t'));
    },

    get: async (where, headers = {}) => {
      const response = await fetch(url + where, { headers });
      const text = await response.text();
      const type = response.headers.get('content-type') ?? '';
      return {
        status: response.status,
        headers: response.headers,
        text,
        body: /json/.test(type) && text ? JSON.parse(text) : undefined,
      };
    },

    /** stop or start one part: mariadb, api, events, nginx, emulator. */
    part: (verb, part) => run('bash', [script, verb, part],
      { env: environment, cwd: repo }),

    stop: async () => {
      const stopped = await run('bash', [script, 'stop'],
        { env: environment, cwd: repo });
      if (stopped.code !== 0) {
        throw new Error(`stop: ${stopped.stdout}${stopped.stderr}`);
      }
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** A signed-in admin: calls with cookie and CSRF token. */
export async function signIn(instance, username = 'admin',
  password = instance.password()) {
  const attempt = () => fetch(`${instance.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  let response = await attempt();
  // One password is checked at a time.
  for (let i = 0; response.status === 503 && i < 100; i += 1) {
    await sleep(50);
    response = await attempt();
  }
  const session = await response.json();
  if (response.status !== 200) throw new Error(JSON.stringify(session));
  const cookie = response.headers.get('set-cookie').split(';')[0];
  const call = async (method, where) => {
    const answer = await fetch(instance.url + where, {
      method, headers: { cookie, 'x-csrf-token': session.csrfToken },
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : undefined };
  };
  return {
    cookie,
    csrf: session.csrfToken,
    get: (where) => call('GET', where),
    post: (where) => call('POST', where),
  };
}
