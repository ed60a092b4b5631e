// Starts the emulator behind an nginx of its own, on a free port and in a
// temporary folder, for tests:
//
//   const bls = await startEmulator();
//   await bls.control({ release: 2024 });
//   const answer = await bls.ask({ seriesid: [...], latest: 'true' });
//   await bls.stop();

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const BUILD = path.resolve(process.env.BUILD ?? path.join(HERE, '../../build'));
const PARAMS = [
  'REQUEST_METHOD $request_method', 'REQUEST_URI $request_uri',
  'QUERY_STRING $query_string', 'CONTENT_TYPE $content_type',
  'CONTENT_LENGTH $content_length', 'REMOTE_ADDR $remote_addr',
].map((p) => `fastcgi_param ${p};`).join(' ');

async function freePort() {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

function nginxConfig(folder, port) {
  const temp = ['client_body', 'fastcgi', 'proxy', 'uwsgi', 'scgi']
    .map((t) => `${t}_temp_path ${folder}/${t};`).join(' ');
  return `${process.getuid() === 0 ? 'user root;' : ''}
daemon off; worker_processes 1; pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log;
events { worker_connections 256; }
http {
  access_log off; ${temp}
  server {
    listen 127.0.0.1:${port};
    location / {
      ${PARAMS}
      fastcgi_read_timeout 130s;
      fastcgi_pass unix:${folder}/emulator.sock;
    }
  }
}
`;
}

async function waitFor(what, ready) {
  for (let tries = 0; tries < 500; tries++) {
    if (await ready()) return;
    await sleep(20);
  }
  throw new Error(`${what} did not come up`);
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

class Emulator {
  constructor(url, children, folder) {
    Object.assign(this, { url, children, folder });
  }

  async json(method, route, body) {
    const init = { method };
    if (body !== undefined) {
      init.body = JSON.stringify(body);
      init.headers = { 'Content-Type': 'application/json' };
    }
    const response = await fetch(this.url + route, init);
    return { status: response.status, body: await response.json() };
  }

  // Changes the imitated world; fails when the emulator does not take it.
  async control(change) {
    const { status, body } = await this.json('POST', '/emulator/control', change);
    if (status !== 200) throw new Error(body.error);
    return body;
  }

  async reset() {
    return (await this.json('POST', '/emulator/reset', {})).body;
  }

  async state() {
    return (await this.json('GET', '/emulator/state')).body;
  }

  async asked() {
    return (await this.json('GET', '/emulator/asked')).body;
  }

  // The raw response to a data request.
  post(body, { version = 2, type = 'application/json', signal } = {}) {
    return fetch(`${this.url}/publicAPI/v${version}/timeseries/data/`, {
      method: 'POST',
      headers: { 'Content-Type': type },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      redirect: 'manual',
      signal,
    });
  }

  async ask(body, options) {
    return (await this.post(body, options)).json();
  }

  flat(file, { method = 'GET', agent = 'test (name@example.org)', headers } = {}) {
    return fetch(`${this.url}/pub/time.series/oe/${file}`,
      { method, headers: { 'User-Agent': agent, ...headers } });
  }

  async stop() {
    for (const child of this.children) await end(child);
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function startEmulator() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bls-emulator-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const config = path.join(folder, 'nginx.conf');
  const socket = path.join(folder, 'emulator.sock');
  fs.writeFileSync(config, nginxConfig(folder, port));
  const emulator = spawn(path.join(BUILD, 'bls-emulator'),
    ['--socket', socket, '--data', path.join(HERE, 'data')],
    { stdio: ['ignore', 'inherit', 'inherit'] });
  const nginx = spawn('nginx',
    ['-p', folder, '-c', config, '-e', path.join(folder, 'nginx.log')],
    { stdio: ['ignore', 'inherit', 'inherit'] });
  const started = new Emulator(url, [nginx, emulator], folder);
  try {
    await waitFor('the emulator', () => fetch(`${url}/emulator/state`)
      .then((r) => r.ok, () => false));
  } catch (error) {
    await started.stop();
    throw error;
  }
  return started;
}
