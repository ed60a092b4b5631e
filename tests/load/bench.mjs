/*
 * The benchmarks: everything is measured beside its reference, in turns and in
 * one run, and what counts is the ratio; absolute figures belong to a machine.
 *
 *   sync      wall clock against ceil(requests / 5) answers of 200 ms, and the
 *             files that are read before, one after the other
 *   requests  each public read against a FastCGI program that does nothing but
 *             answer as many bytes, behind the same nginx
 *   publish   from the COMMIT of a new version to the first answer from it,
 *             against half a second; readers at rest, and ten without a pause
 *   search    the judged questions inside the process, against 5 ms, and beside
 *             a scan of all titles
 *   memory    proportional set size of the processes, against a budget
 *   flat      the import of areas against LOAD DATA of the same rows, and its
 *             memory
 *
 * From the environment: BUILD, SECONDS (3) and ROUNDS (3) of each measurement,
 * FLAT_ROWS (6000000).
 */
import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { build, sleep, startInstance, until }
  from '../integration/instance.mjs';
import { forgetRound, REQUESTS } from '../integration/rounds.mjs';
import { measureFlat } from './flat.mjs';

const SECONDS = process.env.SECONDS || '3';
const ROUNDS = Number(process.env.ROUNDS || 3);
const CONNECTIONS = 32;
const WORKERS = 4;
const LATENCY_MS = 200;
const IN_FLIGHT = 5;
const SERVICE_BUDGET_MB = 40;
const SEARCH_P99_MS = 5;
const PUBLISH_MS = 500;
const PUBLICATIONS = 10;
const READERS = 10;

const here = path.dirname(new URL(import.meta.url).pathname);
const run = promisify(execFile);
const median = (numbers) => [...numbers].sort((a, b) => a - b)[
  Math.floor(numbers.length / 2)];

/* A ratio, and how it stands to its target if it has one. */
function tell(what, ratio, target = '', met = undefined) {
  const verdict = { true: 'met', false: 'missed' }[met] ?? '';
  console.log(`${what.padEnd(46)} ${ratio.toFixed(2).padStart(6)}`
    + `   ${target.padEnd(10)} ${verdict}`.trimEnd());
}

/* ---- sync ---- */

async function measureSync(instance) {
  forgetRound(instance);
  await instance.emulator.reset();
  await instance.emulator.control({ latency_ms: LATENCY_MS });
  const started = Date.now();
  const child = instance.syncStart('run');
  let peak = 0;
  const look = setInterval(() => {
    try {
      const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024);
    } catch { /* it has ended */ }
  }, 100);
  const code = await child.ended;
  const wall = (Date.now() - started) / 1000;
  clearInterval(look);
  if (code !== 0) throw new Error(child.output);
  const state = await instance.emulator.state();
  if (state.requests.data !== REQUESTS) {
    throw new Error(`${state.requests.data} requests instead of ${REQUESTS}`);
  }
  await instance.emulator.reset();
  const steps = Math.ceil(REQUESTS / IN_FLIGHT) + state.requests.flat;
  const ideal = steps * LATENCY_MS / 1000;
  tell('sync: wall clock / ideal', wall / ideal, '<= 1.03',
    wall / ideal <= 1.03);
  return peak;
}

/* ---- requests ---- */

function startHello(instance) {
  const socket = path.join(instance.dir, 'hello.sock');
  return spawn(path.join(build, 'tests/load/hello'),
    [socket, String(WORKERS)], { stdio: ['ignore', 'ignore', 'inherit'] });
}

async function helloAnswers(instance) {
  const socket = path.join(instance.dir, 'hello.sock');
  await until(() => fs.existsSync(socket), 'the socket of hello');
  const conf = path.join(instance.dir, 'nginx/nginx.conf');
  const text = fs.readFileSync(conf, 'utf8');
  // The same as /api/jobs, but for the program behind it.
  const location = `location /hello/ {
    include bls-sync/api.conf;
    fastcgi_pass "unix:${socket}";
  }`;
  fs.writeFileSync(conf, text.replace('include bls-sync/server.conf;',
    (all) => `${all}\n${location}`));
  process.kill(Number(instance.pid('nginx')), 'SIGHUP');
  await until(async () => (await fetch(`${instance.url}/hello/1`)).ok,
    'hello behind nginx');
}

async function questions(instance) {
  const { body } = await instance.get('/api/jobs?limit=100&sort=code');
  const risks = ['', '&risk=High', '&risk=Low&risk=Medium', '&group=29-0000'];
  const sorts = ['-employment', '-aiImpactScore', 'medianAnnualWage', 'title'];
  const words = ['softw', 'nurs', 'tea', 'truck dr', 'acc', '15-12', 'welder',
    'chief exec', 'cook', 'data sci'];
  return {
    list: risks.flatMap((risk) => sorts.map((sort) =>
      `/api/jobs?limit=20&page=2&sort=${sort}${risk}`)),
    'one job': body.jobs.map((job) => `/api/jobs/${job.code}`),
    suggestions: words.map((word) =>
      `/api/jobs/suggestions?q=${encodeURIComponent(word)}&limit=8`),
  };
}

const MILLISECONDS = { us: 0.001, ms: 1, s: 1000 };

async function wrk(instance, paths) {
  const file = path.join(instance.dir, 'paths');
  fs.writeFileSync(file, `${paths.join('\n')}\n`);
  const { stdout } = await run('wrk', ['-t', '1', '-c', String(CONNECTIONS),
    '-d', `${SECONDS}s`, '--latency', '-s', path.join(here, 'paths.lua'),
    instance.url], { env: { ...process.env, PATHS: file } });
  const bad = /Non-2xx.*|Socket errors.*/.exec(stdout);
  if (bad) throw new Error(bad[0]);
  const latency = (share) => {
    const [, number, unit] = new RegExp(`${share}%\\s+([\\d.]+)(us|ms|s)`)
      .exec(stdout);
    return Number(number) * MILLISECONDS[unit];
  };
  return {
    rate: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)[1]),
    p50: latency(50),
    p99: latency(99),
  };
}

async function measureRequests(instance) {
  const hello = startHello(instance);
  try {
    await helloAnswers(instance);
    const all = await questions(instance);
    for (const [name, paths] of Object.entries(all)) {
      const sizes = [];
      for (const where of paths) {
        const answer = await instance.get(where);
        if (answer.status !== 200) throw new Error(`${where} ${answer.text}`);
        sizes.push(Buffer.byteLength(answer.text));
      }
      const same = sizes.map((size) => `/hello/${size}`);
      const ours = [];
      const limit = [];
      for (let i = 0; i < ROUNDS; i++) {
        ours.push(await wrk(instance, paths));
        limit.push(await wrk(instance, same));
      }
      const of = (list, key) => median(list.map((item) => item[key]));
      const ratio = of(ours, 'rate') / of(limit, 'rate');
      const tail = of(ours, 'p99') / of(ours, 'p50');
      tell(`${name}: requests a second / hello-world`, ratio, '>= 0.80',
        ratio >= 0.8);
      tell(`${name}: p50 / hello-world`, of(ours, 'p50') / of(limit, 'p50'));
      tell(`${name}: p99 / p50 (hello-world ${(of(limit, 'p99')
        / of(limit, 'p50')).toFixed(2)})`, tail, '<= 3.00', tail <= 3);
    }
  } finally {
    hello.kill('SIGTERM');
  }
}

/* ---- publish ---- */

/** Milliseconds from the COMMIT of a new version to an answer from it. */
async function publishOnce(instance) {
  const [[version, at]] = instance.sql(`UPDATE data_version SET
    version = version + 1; SELECT version, UNIX_TIMESTAMP(NOW(6))
    FROM data_version`);
  const tag = `W/"${version}-`;
  for (;;) {
    const answer = await fetch(`${instance.url}/api/jobs?limit=1`);
    await answer.text();
    if (answer.headers.get('etag').startsWith(tag)) {
      return Date.now() - Number(at) * 1000;
    }
    await sleep(2);
  }
}

/** Now and then within the quarter of a second between two looks. */
async function publishOften(instance) {
  const times = [];
  for (let i = 0; i < PUBLICATIONS; i++) {
    await sleep(500 + i * 250 / PUBLICATIONS);
    times.push(await publishOnce(instance));
  }
  return times;
}

async function measurePublish(instance, paths) {
  const file = path.join(instance.dir, 'paths');
  fs.writeFileSync(file, `${paths.join('\n')}\n`);
  for (const readers of [0, READERS]) {
    const load = readers ? spawn('wrk', ['-t', '1', '-c', String(readers),
      '-d', '600s', '-s', path.join(here, 'paths.lua'), instance.url],
    { env: { ...process.env, PATHS: file }, stdio: 'ignore' }) : null;
    const times = await publishOften(instance);
    load?.kill('SIGTERM');
    const worst = Math.max(...times);
    tell(`publish: latest of ${PUBLICATIONS}, ${readers} readers / ${
      PUBLISH_MS} ms`, worst / PUBLISH_MS, '<= 1.00', worst <= PUBLISH_MS);
    console.log(`  ms: ${times.map(Math.round).join(', ')}`);
  }
}

/* ---- search ---- */

async function measureSearch() {
  const { stdout } = await run(path.join(build, 'tests/load/search'), [],
    { cwd: path.join(here, '../..') });
  const figures = JSON.parse(stdout);
  tell(`search: p99 of ${figures.questions} questions / ${SEARCH_P99_MS} ms`,
    figures.p99 / SEARCH_P99_MS, '<= 1.00', figures.p99 <= SEARCH_P99_MS);
  tell('search: scan of all titles / index, p50', figures.scan / figures.p50);
  console.log(`  ms: p50 ${figures.p50}, p99 ${figures.p99}, max ${
    figures.max}, scan ${figures.scan}; index ${figures.mb} MB`);
}

/* ---- memory ---- */

/** Proportional set size in MB, by program, of all that works in the folder. */
function memoryOf(instance) {
  const sizes = new Map();
  const roots = new Set(fs.readdirSync(path.join(instance.dir, 'pids'))
    .map(instance.pid));
  for (const pid of fs.readdirSync('/proc').filter((name) => /^\d/.test(name))) {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
      if (!roots.has(pid) && !roots.has(parent)) continue;
      const program = fs.readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      const pss = /^Pss:\s+(\d+)/m.exec(
        fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
      sizes.set(program, (sizes.get(program) ?? 0) + Number(pss[1]) / 1024);
    } catch { /* it has ended */ }
  }
  return sizes;
}

function measureMemory(instance, peakOfSync) {
  const sizes = memoryOf(instance);
  const service = ['nginx', 'api.fcgi', 'events.fcgi']
    .reduce((sum, program) => sum + sizes.get(program), 0);
  tell(`memory: nginx, API (${WORKERS} workers), events / `
    + `${SERVICE_BUDGET_MB} MB`, service / SERVICE_BUDGET_MB, '< 1.00',
  service < SERVICE_BUDGET_MB);
  const list = [...sizes].map(([program, mb]) =>
    `${program} ${mb.toFixed(1)}`);
  console.log(`  MB: ${list.join(', ')}; bls-sync at most ${
    peakOfSync.toFixed(1)}`);
}

const instance = await startInstance({
  name: 'bench', env: { BLS_SYNC_API_WORKERS: String(WORKERS) },
});
try {
  console.log(`${os.cpus().length} processors, ${CONNECTIONS} connections, `
    + `median of ${ROUNDS} times ${SECONDS} s\n`);
  console.log(`${''.padEnd(46)}  ratio   target`);
  const peak = await measureSync(instance);
  await sleep(1000); // the snapshot of the new figures
  await measureRequests(instance);
  await measurePublish(instance, (await questions(instance)).list);
  await measureSearch();
  measureMemory(instance, peak);
  await measureFlat(instance, tell);
} finally {
  await instance.stop();
}
