/*
 * A MariaDB that is reached over the network, with TLS and as a Galera node, and
 * one database user for everything: what the programs meet beyond a socket of
 * their own machine. And a server that is none: it asks for what no honest one
 * asks for.
 *
 *   const server = await startServer();
 *   server.sql('SET GLOBAL read_only = ON');
 *   await server.sync('status', { BLS_SYNC_DB_HOSTS: `localhost:${server.port}` });
 *   await server.stop();
 */
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

import { build, freePort, repo, until } from './instance.mjs';

export const password = 'correct-horse-battery';

/** A CA, and a certificate of it for these names; files in `dir`. */
function makeCertificates(dir, names) {
  const openssl = (...words) => execFileSync('openssl', words,
    { cwd: dir, stdio: 'pipe' });
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  fs.writeFileSync(path.join(dir, 'names'), `subjectAltName=${names}\n`);
  openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem',
    '-days', '2', '-subj', '/CN=CA of a test');
  openssl('req', ...key, '-keyout', 'server.key', '-out', 'server.csr',
    '-subj', '/CN=database');
  openssl('x509', '-req', '-in', 'server.csr', '-CA', 'ca.pem', '-CAkey',
    'ca.key', '-CAcreateserial', '-days', '2', '-extfile', 'names', '-out',
    'server.pem');
}

const asRoot = process.getuid() === 0 ? ['--user=root'] : [];

function makeTables(dir) {
  const data = path.join(dir, 'data');
  if (process.env.TABLES) {
    execFileSync('cp', ['-a', '--sparse=always', process.env.TABLES, data]);
    return;
  }
  execFileSync('mariadb-install-db', ['--no-defaults', ...asRoot,
    `--datadir=${data}`, `--tmpdir=${dir}`, '--skip-test-db', '--force',
    '--auth-root-authentication-method=socket',
    `--auth-root-socket-user=${os.userInfo().username}`], { stdio: 'pipe' });
}

export async function startServer() {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'bls-server-'));
  const [port, group] = [await freePort(), await freePort()];
  makeCertificates(dir, 'DNS:localhost,IP:127.0.0.1,IP:::1,DNS:127.1');
  makeTables(dir);
  fs.writeFileSync(path.join(dir, 'server.cnf'), `[mariadbd]
    datadir = ${dir}/data
    socket = ${dir}/server.sock
    pid_file = ${dir}/server.pid
    tmpdir = ${dir}
    bind_address = *
    port = ${port}
    skip_name_resolve
    performance_schema = off
    innodb_buffer_pool_size = 96M
    innodb_log_file_size = 64M
    innodb_flush_log_at_trx_commit = 0
    innodb_autoinc_lock_mode = 2
    binlog_format = ROW
    character_set_server = utf8mb4
    collation_server = utf8mb4_unicode_ci
    ssl_ca = ${dir}/ca.pem
    ssl_cert = ${dir}/server.pem
    ssl_key = ${dir}/server.key
    wsrep_on = ON
    wsrep_provider = /usr/lib/galera/libgalera_smm.so
    wsrep_cluster_address = gcomm://
    wsrep_cluster_name = ${path.basename(dir)}
    wsrep_node_address = 127.0.0.1
    wsrep_provider_options = "gmcast.listen_addr=tcp://127.0.0.1:${group};gcache.size=16M"
  `);
  const log = fs.openSync(path.join(dir, 'server.log'), 'w');
  const child = spawn('mariadbd', [`--defaults-file=${dir}/server.cnf`,
    ...asRoot], { stdio: ['ignore', log, log] });
  let exited = false;
  const gone = new Promise((done) => {
    child.on('exit', () => { exited = true; done(); });
  });
  const sql = (query, database = 'bls_sync') => execFileSync('mariadb', [
    '--no-defaults', '--default-character-set=utf8mb4',
    `--user=${os.userInfo().username}`, '--batch',
    `--socket=${dir}/server.sock`, '--skip-column-names', database],
  { input: query, encoding: 'utf8', stdio: 'pipe' }).trim();
  const environment = {
    BLS_SYNC_DB_USER: 'app',
    BLS_SYNC_DB_PASSWORD: password,
    BLS_SYNC_DB_TLS_CA: path.join(dir, 'ca.pem'),
    BLS_SYNC_STATE_DIR: dir,
    BLS_SYNC_SQL_DIR: path.join(repo, 'sql'),
    BLS_SYNC_CONFIG: '/dev/null',
  };
  const program = (name, words, extra) => new Promise((done) => {
    execFile(path.join(build, name), words,
      { env: { ...process.env, ...environment, ...extra } },
      (error, stdout, stderr) => done({
        code: error ? error.code ?? error.signal : 0, stdout, stderr,
      }));
  });
  try {
    await until(() => {
      if (exited) throw new Error(fs.readFileSync(`${dir}/server.log`, 'utf8'));
      try {
        return sql('SHOW STATUS LIKE "wsrep_ready"', 'mysql').endsWith('ON');
      } catch { return false; }
    }, 'the server');
    sql(`CREATE DATABASE IF NOT EXISTS bls_sync;
      CREATE USER app@'%' IDENTIFIED BY '${password}' REQUIRE SSL;
      GRANT ALL ON bls_sync.* TO app@'%'`, 'mysql');
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }

  return {
    dir,
    port,
    sql,
    program,
    sync: (words, extra) => program('bls-sync', words.split(' '), extra),
    /** In no group with others any more: it answers, and refuses statements. */
    loseTheOthers: async () => {
      const nobody = await freePort();
      spawn('mariadb', ['--no-defaults', `--user=${os.userInfo().username}`,
        `--socket=${dir}/server.sock`, '--execute',
        `SET GLOBAL wsrep_cluster_address =
          'gcomm://127.0.0.1:${nobody}?pc.wait_prim=no'`], { stdio: 'ignore' });
      await until(() => {
        try {
          return sql('SHOW STATUS LIKE "wsrep_cluster_status"', 'mysql')
            .endsWith('non-Primary');
        } catch { return false; } // it closes its connections as it leaves
      }, 'a node without the others');
    },
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
      fs.rmSync(dir, { recursive: true, force: true });
    },
  };
}

const packet = (number, body) => Buffer.concat([
  Buffer.from([body.length & 255, body.length >> 8, 0, number]), body]);

/* As MariaDB 10.11 greets that has no TLS. */
const greeting = packet(0, Buffer.concat([
  Buffer.from('\n5.5.5-10.11.6-MariaDB\0'), Buffer.from([7, 0, 0, 0]),
  Buffer.from('12345678\0'), Buffer.from([0xfe, 0xf7, 0x2d, 2, 0, 0x0f, 0, 21]),
  Buffer.alloc(10), Buffer.from('abcdefghijkl\0mysql_native_password\0')]));

/**
 * A server in the clear. `way`: how it asks for the password, or 'infile': it
 * takes any, and asks for a file of the client's machine. What came from clients
 * is in `heard`.
 */
export async function startImpostor(way) {
  const heard = [];
  const sockets = new Set();
  const server = net.createServer((socket) => {
    let answers = 0;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', (data) => {
      heard.push(data.toString('latin1'));
      answers += 1;
      if (answers > 2) socket.end();
      else if (way !== 'infile') {
        socket.write(packet(data[3] + 1, Buffer.from(`\xfe${way}\0`, 'latin1')));
      } else if (answers === 1) {
        socket.write(packet(2, Buffer.from([0, 0, 0, 2, 0, 0, 0])));
      } else {
        socket.write(packet(1, Buffer.from('\xfb/etc/passwd', 'latin1')));
      }
    });
    socket.write(greeting);
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  server.unref(); // a test that fails does not come to its stop()
  return {
    port: server.address().port,
    heard,
    stop: () => new Promise((done) => {
      server.close(done);
      for (const socket of sockets) socket.destroy();
    }),
  };
}
