/*
 * The import of states and metropolitan areas against LOAD DATA of the same
 * rows into the same table, one after the other, and the memory it takes.
 *
 * FLAT_ROWS (6,000,000) made-up rows of areas; the file and the table of the
 * reference are written before anything is timed.
 */
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';

import { madeAreas } from '../integration/made_areas.mjs';
import { publishedFigures } from '../integration/rounds.mjs';

const ROWS = Number(process.env.FLAT_ROWS || 6000000);
const AREAS = 560;
const STATES = 10;
const MEMORY_MB = 64;

const run = promisify(execFile);
const REASONS = { '-4': 'notPublishedInThisForm', '-5': 'capped',
  '-8': 'notReleased' };

/** One row of oe.data as LOAD DATA takes it. */
function loadRow(line) {
  const id = line.slice(4, 25);
  const [, year, , value, note] = line.split('\t');
  const text = value.trim();
  const reason = text === '-' ? REASONS[`-${note}`] : '\\N';
  const hourly = ['03', '06', '07', '08', '09', '10'].includes(id.slice(19));
  return [id.slice(0, 7), `${id.slice(13, 15)}-${id.slice(15, 19)}`, year,
    Number(id.slice(19)), reason === '\\N' ? text : '\\N',
    reason === '\\N' ? (text.split('.')[1] ?? '').length : 0, reason,
    reason === 'capped' ? (hourly ? '115.00' : '239200.00') : '\\N',
    `${year}A01`, 'flat', 1, '2026-01-01 00:00:00.000'].join('\t');
}

/** oe.data and the same rows for LOAD DATA, on disk. */
async function writeFiles(instance, made) {
  const national = await (await fetch(
    `${instance.url}/pub/time.series/oe/oe.data.0.Current`,
    { headers: { 'user-agent': 'bench (bench@example.org)' } })).text();
  const [head, ...lines] = national.split('\r\n');
  const data = fs.openSync(path.join(instance.dir, 'oe.data'), 'w');
  const table = fs.openSync(path.join(instance.dir, 'load.tsv'), 'w');
  let rows = 0;
  const put = (type) => {
    for (const piece of made.rows(type)) {
      if (!piece) continue;
      const some = piece.split('\r\n').slice(0, -1);
      rows += some.length;
      fs.writeSync(data, piece);
      fs.writeSync(table, `${some.map(loadRow).join('\n')}\n`);
    }
  };
  fs.writeSync(data, `${head}\r\n`);
  put('M');
  fs.writeSync(data, lines.filter((line) => line.startsWith('OEUN'))
    .map((line) => `${line}\r\n`).join(''));
  put('S');
  fs.closeSync(data);
  fs.closeSync(table);
  return rows;
}

async function serve(instance, made) {
  const base = `${instance.url}/pub/time.series/oe/`;
  const server = http.createServer(async (request, response) => {
    if (request.url === '/oe.data.0.Current') {
      fs.createReadStream(path.join(instance.dir, 'oe.data'),
        { highWaterMark: 1 << 20 }).pipe(response);
      return;
    }
    if (request.url === '/oe.area') {
      response.end(made.list);
      return;
    }
    const answer = await fetch(base + request.url.slice(1),
      { headers: { 'user-agent': 'bench (bench@example.org)' } });
    response.end(await answer.text());
  });
  await new Promise((done) => { server.listen(0, '127.0.0.1', done); });
  return server;
}

/** Seconds of LOAD DATA into a table like observation, in one transaction. */
async function loadData(instance) {
  instance.sql(`CREATE TABLE reference_load LIKE observation;
    ALTER TABLE reference_load ENGINE=InnoDB;`);
  const started = Date.now();
  await run('mariadb', ['--no-defaults', '--user=root', '--local-infile=1',
    `--socket=${path.join(instance.dir, 'mariadb.sock')}`, 'bls_sync', '-e',
    `LOAD DATA LOCAL INFILE '${path.join(instance.dir, 'load.tsv')}'
     INTO TABLE reference_load (area_code, occupation_code, year, datatype,
     value, decimals, reason, at_least, release_code, source, run_id,
     observed_at)`]);
  return (Date.now() - started) / 1000;
}

/** Seconds of the import of areas, and its peak of memory in MB. */
async function importAreas(instance, port) {
  const started = Date.now();
  const child = instance.syncStart('run', {
    BLS_SYNC_FLAT_URL: `http://127.0.0.1:${port}/`,
    BLS_SYNC_AREAS: 'national,state,metro',
  });
  let peak = 0;
  const look = setInterval(() => {
    try {
      const status = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024);
    } catch { /* it has ended */ }
  }, 50);
  const code = await child.ended;
  clearInterval(look);
  if (code !== 0) throw new Error(child.output);
  return { seconds: (Date.now() - started) / 1000, peak };
}

/** The round of the nation is complete when this begins. */
export async function measureFlat(instance, tell) {
  const codes = [...publishedFigures(2025).keys()];
  const made = madeAreas({
    states: STATES, metros: AREAS - STATES, codes,
    share: ROWS / 17 / AREAS / codes.length,
  });
  const rows = await writeFiles(instance, made);
  const server = await serve(instance, made);
  try {
    const ours = await importAreas(instance, server.address().port);
    const [[stored]] = instance.sql(
      "SELECT COUNT(*) FROM observation WHERE area_code <> '0000000'");
    if (Number(stored) !== rows) throw new Error(`${stored} of ${rows} rows`);
    const reference = await loadData(instance);
    tell('flat file: rows a second / LOAD DATA', reference / ours.seconds,
      '>= 0.90', reference >= 0.9 * ours.seconds);
    tell(`flat file: memory / ${MEMORY_MB} MB`, ours.peak / MEMORY_MB,
      '< 1.00', ours.peak < MEMORY_MB);
    console.log(`  ${rows} rows: import ${ours.seconds.toFixed(1)} s, `
      + `LOAD DATA ${reference.toFixed(1)} s; at most ${
        ours.peak.toFixed(1)} MB`);
  } finally {
    server.close();
  }
}
