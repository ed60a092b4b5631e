/*
 * A proxy that ill-treats what it passes on, to be put between two programs.
 *
 *   const proxy = await startProxy({ listen: '/run/x.sock', to: '/run/y.sock' });
 *   proxy.set({ latency_ms: 50, jitter_ms: 50 });  // from now on
 *   proxy.set({});                                 // an honest proxy again
 *   await proxy.stop();
 *
 * `listen` and `to` are paths of Unix sockets or ports of this host; listen on
 * 0 takes a free port, proxy.port says which. What set() may be told:
 *
 *   latency_ms, jitter_ms  each piece comes later, by this and up to that
 *   bytes_per_s            no faster than this, each way
 *   black_hole             connections stand, nothing arrives
 *   cut_up, cut_down       closed after so many bytes to or from the server
 *   reset                  closed at once, those that stand and those that come
 *   down                   nobody listens
 *   lose                   'answer': what MariaDB says to a matching statement
 *                          is lost with its connection; 'statement': it never
 *                          arrives; with
 *   matching               /^COMMIT/, of the text of the statement, and
 *   every                  2: each second one that matches (1)
 *
 * proxy.lost counts statements that were lost.
 */
import fs from 'node:fs';
import net from 'node:net';

import { sleep } from '../integration/instance.mjs';

const COM_QUERY = 3;
const HEADER_BYTES = 4; // length (3, little endian), sequence

/** Whole packets of MariaDB's protocol out of pieces of a stream. */
function packets() {
  let rest = Buffer.alloc(0);
  return (piece) => {
    const whole = [];
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUIntLE(0, 3);
      if (rest.length < end) break;
      whole.push(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    return whole;
  };
}

const statement = (packet) => (packet[HEADER_BYTES] === COM_QUERY
  ? packet.toString('latin1', HEADER_BYTES + 1) : '');

const flushed = (socket, bytes) => new Promise((done) => {
  if (socket.destroyed) done();
  else socket.write(bytes, () => done());
});

class Connection {
  constructor(proxy, client) {
    this.proxy = proxy;
    this.client = client;
    this.server = net.connect(typeof proxy.to === 'number'
      ? { port: proxy.to, host: '127.0.0.1', allowHalfOpen: true }
      : { path: proxy.to, allowHalfOpen: true });
    this.loses = false; // whatever the server says next
    for (const socket of [this.client, this.server]) {
      socket.on('error', () => this.close());
      socket.on('close', () => this.close());
    }
    this.pass(this.client, this.server, 'up', packets());
    this.pass(this.server, this.client, 'down', (piece) => [piece]);
  }

  close() {
    this.client.destroy();
    this.server.destroy();
    this.proxy.connections.delete(this);
  }

  async pass(from, to, direction, framed) {
    let passed = 0;
    const parts = (piece) => (this.proxy.faults.lose ? framed(piece) : [piece]);
    try {
      for await (const piece of from) {
        for (const part of parts(piece)) {
          if (!await this.forward(part, to, direction, passed)) return;
          passed += part.length;
        }
      }
      to.end();
    } catch {
      this.close();
    }
  }

  /** False: the connection has been closed. */
  async forward(part, to, direction, passed) {
    const { faults } = this.proxy;
    const delay = (faults.latency_ms ?? 0)
      + Math.random() * (faults.jitter_ms ?? 0)
      + (faults.bytes_per_s ? 1000 * part.length / faults.bytes_per_s : 0);
    if (delay) await sleep(delay);
    if (this.proxy.faults.black_hole) return true;
    if (this.loses && direction === 'down') return this.end();
    if (direction === 'up' && this.proxy.isLost(part)) {
      if (faults.lose === 'statement') return this.end();
      this.loses = true;
    }
    const most = faults[`cut_${direction}`] ?? Infinity;
    await flushed(to, part.subarray(0, most - passed));
    return passed + part.length < most || this.end();
  }

  end() {
    this.close();
    return false;
  }
}

class Proxy {
  constructor({ listen, to }) {
    Object.assign(this, { listen, to, faults: {}, lost: 0, matched: 0 });
    this.connections = new Set();
  }

  start() {
    this.server = net.createServer({ allowHalfOpen: true }, (client) => {
      client.on('error', () => client.destroy());
      if (this.faults.reset) client.destroy();
      else this.connections.add(new Connection(this, client));
    });
    return new Promise((done, failed) => {
      this.server.on('error', failed);
      this.server.listen(typeof this.listen === 'number'
        ? { port: this.listen, host: '127.0.0.1' } : { path: this.listen },
      () => {
        if (typeof this.listen === 'number') {
          this.port = this.listen = this.server.address().port;
        }
        done();
      });
    });
  }

  isLost(packet) {
    const { lose, matching = /^COMMIT/, every = 1 } = this.faults;
    if (!lose || !matching.test(statement(packet))) return false;
    if (++this.matched % every !== 0) return false;
    this.lost++;
    return true;
  }

  async set(faults) {
    const wasDown = this.faults.down;
    this.faults = faults;
    if (faults.reset || faults.down) this.closeAll();
    if (faults.down && !wasDown) await this.unlisten();
    if (!faults.down && wasDown) await this.start();
  }

  closeAll() {
    for (const connection of [...this.connections]) connection.close();
  }

  async unlisten() {
    await new Promise((done) => { this.server.close(done); });
    if (typeof this.listen === 'string') fs.rmSync(this.listen, { force: true });
  }

  async stop() {
    const wasDown = this.faults.down;
    this.faults = {};
    this.closeAll();
    if (!wasDown) await this.unlisten();
  }
}

export async function startProxy(options) {
  const proxy = new Proxy(options);
  await proxy.start();
  return proxy;
}
