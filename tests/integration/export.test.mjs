/*
 * The export: what the list says, in three formats, to the byte what `bls-sync
 * export` prints; described by a Data Package that a validator of others
 * accepts; sent in constant memory, also to clients that leave.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { build, childrenOf, startInstance, until } from './instance.mjs';
import { JOBS } from './rounds.mjs';

const { Package, Profile, validate } = createRequire(
  new URL('../package.json', import.meta.url))('datapackage');

const FORMATS = ['csv', 'ndjson', 'json'];
const EXPORT = '/api/jobs/export';
const PACKAGE = `${EXPORT}/datapackage.json`;
const QUERIES = ['', 'risk=High&risk=Very+High&sort=-aiImpactScore',
  'group=29-0000&minWage=80000.5&sort=medianAnnualWage', 'search=nurse',
  'search=software&sort=-employment&impactType=Augmentation-leaning',
  "education=Bachelor's+degree&maxScore=70", 'search=zzzzzzzz',
  'area=AL&sort=-jobsPer1000', 'area=0100000&minWage=239200'];

// An area as an import leaves it, with every kind of cell. Made up.
const AREA = `
  INSERT INTO area VALUES ('01', '0100000', 'S', 'Alabama');
  INSERT INTO area_edition VALUES ('0100000', 'S', 0, '2025A01', 2025,
    UTC_TIMESTAMP(3));
  INSERT INTO area_job SELECT '0100000', 0, code,
    IF(n % 5, 10 * n, NULL), IF(n % 5, NULL, 'notReleased'),
    IF(n % 7, 1000 * n, NULL), IF(n % 7, NULL, 'notReleased'),
    IF(n % 3, 1010 * n, NULL), IF(n % 3, NULL, 'capped'),
    IF(n % 4, 0.25 * n, NULL), IF(n % 4, NULL, 'notPublishedInThisForm'),
    IF(n % 5, 0.125 * n, NULL), IF(n % 5, NULL, 'notReleased'),
    IF(n % 2, 0.1 * n, NULL), IF(n % 2, NULL, 'noSuchSeries'),
    239200, 115, UTC_TIMESTAMP(3)
  FROM (SELECT code, ROW_NUMBER() OVER (ORDER BY code) n FROM job) numbered
  WHERE n <= 300;`;

let instance;

/** One request as it stands: no decompression, no following. */
function ask(target, { method = 'GET', headers = {} } = {}) {
  return new Promise((done, failed) => {
    const request = http.request(instance.url + target,
      { method, headers, agent: false }, (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => done({
          status: response.statusCode,
          headers: response.headers,
          bytes: Buffer.concat(chunks),
        }));
      });
    request.on('error', failed);
    request.end();
  });
}

async function get(target) {
  const answer = await ask(target);
  assert.equal(answer.status, 200, `${target}: ${answer.bytes}`);
  return { ...answer, text: answer.bytes.toString('utf8') };
}

const exported = (format, query = '') =>
  get(`${EXPORT}?format=${format}${query && `&${query}`}`);

async function listed(query) {
  const rows = [];
  for (let page = 1; ; page += 1) {
    const { text } = await get(`/api/jobs?limit=100&page=${page}&${query}`);
    const { jobs, pagination } = JSON.parse(text);
    rows.push(...jobs);
    if (page >= pagination.totalPages) return rows;
  }
}

/** Records of cells by RFC 4180, and nothing that is not in it. */
function parseCsv(text) {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const records = [];
  let record = [];
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    assert.ok(match, `no cell at ${at}: ${text.slice(at, at + 60)}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] === ',') continue;
    records.push(record);
    record = [];
  }
  assert.deepEqual(record, [], 'the last line has its end');
  return records;
}

/** A program's exit code and output, `input` being a shell's. */
function shell(command) {
  return new Promise((done) => {
    execFile('bash', ['-o', 'pipefail', '-c', command], {
      encoding: 'buffer',
      maxBuffer: 64 << 20,
      env: {
        ...process.env,
        SYNC: `${path.join(build, 'bls-sync')} --config ${instance.ini}`,
      },
    }, (error, stdout, stderr) => done({
      code: error ? error.code : 0, stdout, stderr: String(stderr),
    }));
  });
}

/** The one worker of api.fcgi and what it holds for itself, in KiB. */
function worker() {
  const pids = childrenOf(instance.pid('api'));
  return pids.length === 1 ? pids[0] : undefined;
}

function held(pid) {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^RssAnon:\s+(\d+)/m.exec(status)[1]);
}

before(async () => {
  instance = await startInstance({
    name: 'export',
    env: {
      BLS_SYNC_API_WORKERS: '1',
      // A sanitizer keeps what was freed for a while: a short while.
      ASAN_OPTIONS: `${process.env.ASAN_OPTIONS ?? ''}:quarantine_size_mb=1`,
    },
  });
  const run = await instance.sync('run');
  assert.equal(run.code, 0, run.stderr);
  await until(async () => {
    const { bytes } = await ask('/api/jobs?limit=1');
    return JSON.parse(bytes).jobs?.[0]?.dataYear === 2025;
  }, 'the new release in the API');
  instance.sql(AREA);
}, { timeout: 120000 });

after(async () => {
  await instance?.stop();
});

describe('the export', () => {
  for (const query of QUERIES) {
    it(`is the list, page by page: ${query || 'all'}`, async () => {
      const rows = await listed(query);
      assert.ok(query || rows.length === JOBS);
      const json = await exported('json', query);
      const whole = JSON.parse(json.text);
      assert.deepEqual(whole.jobs, rows);
      assert.equal(whole.total, rows.length);
      assert.equal(whole.dataYear, 2025);
      assert.equal(whole.release, '2025A01');

      const ndjson = await exported('ndjson', query);
      const lines = ndjson.text.split('\n');
      assert.equal(lines.pop(), '');
      assert.deepEqual(lines.map((line) => JSON.parse(line)), rows);

      const csv = await exported('csv', query);
      const [names, ...records] = parseCsv(csv.text);
      assert.equal(records.length, rows.length);
      records.forEach((record, i) => {
        assert.equal(record.length, names.length);
        names.forEach((name, column) => {
          const value = rows[i][name] ?? null;
          const cell = record[column];
          if (typeof value === 'number') {
            // Not only the same number, the same digits: 24.20.
            assert.equal(Number(cell), value);
            assert.match(lines[i], new RegExp(`"${name}":${cell}[,}]`));
          } else {
            assert.equal(cell, value ?? '', name);
          }
        });
        for (const key of Object.keys(rows[i])) {
          assert.ok(names.includes(key), key);
        }
      });
      for (const answer of [json, ndjson, csv]) {
        assert.equal(answer.headers['x-total-count'], String(rows.length));
        assert.equal(answer.headers['content-length'],
          String(answer.bytes.length));
      }
    });
  }

  it('names what it is', async () => {
    const version = JSON.parse((await exported('json')).text).version;
    const types = {
      csv: 'text/csv; charset=utf-8; header=present',
      ndjson: 'application/x-ndjson',
      json: 'application/json',
    };
    for (const format of FORMATS) {
      const { headers, bytes } = await exported(format);
      assert.equal(headers['content-type'], types[format]);
      assert.equal(headers['content-disposition'],
        `attachment; filename="bls-jobs-2025-v${version}.${format}"`);
      assert.match(headers.link, new RegExp(
        `^</api/jobs/export/datapackage\\.json\\?format=${format}>; `
        + 'rel="describedby"'));
      assert.match(headers['cache-control'], /^public/);
      assert.notEqual(bytes[0], 0xef, 'no byte order mark');
    }
    const area = await get(`${EXPORT}?area=AL`);
    assert.equal(area.headers['content-disposition'],
      `attachment; filename="bls-jobs-0100000-2025-v${version}.csv"`);
    assert.equal(area.headers['x-total-count'], '300');
    const plain = await get(EXPORT);
    assert.equal(plain.headers['content-type'], types.csv);
  });

  it('has no cell that a spreadsheet takes for a formula', async () => {
    for (const record of parseCsv((await exported('csv')).text)) {
      for (const cell of record) {
        assert.ok(!/^[=+@\t\r-]/.test(cell) || !Number.isNaN(Number(cell)),
          cell);
      }
    }
  });

  it('answers HEAD, 304 and gzip', async () => {
    for (const format of FORMATS) {
      const target = `${EXPORT}?format=${format}&risk=Low`;
      const whole = await get(target);
      const head = await ask(target, { method: 'HEAD' });
      assert.equal(head.status, 200);
      assert.equal(head.bytes.length, 0);
      for (const name of ['content-length', 'content-type', 'etag', 'link',
        'x-total-count', 'content-disposition']) {
        assert.equal(head.headers[name], whole.headers[name], name);
      }
      const known = await ask(target,
        { headers: { 'if-none-match': whole.headers.etag } });
      assert.equal(known.status, 304);
      assert.equal(known.bytes.length, 0);
      const packed = await ask(target,
        { headers: { 'accept-encoding': 'gzip' } });
      assert.equal(packed.headers['content-encoding'], 'gzip');
      assert.ok(gunzipSync(packed.bytes).equals(whole.bytes));
    }
  });

  it('refuses what the list does not know, and pages', async () => {
    for (const [query, parameter] of [['format=xml', 'format'],
      ['page=1', 'page'], ['limit=5', 'limit'], ['group=99-0000', 'group'],
      ['risk=Extreme', 'risk']]) {
      for (const where of [EXPORT, PACKAGE]) {
        const { status, headers, bytes } = await ask(`${where}?${query}`);
        assert.equal(status, 400);
        assert.match(headers['content-type'], /^application\/problem\+json/);
        assert.equal(JSON.parse(bytes).parameter, parameter);
      }
    }
  });
});

describe('bls-sync export', () => {
  for (const format of FORMATS) {
    it(`prints the same bytes: ${format}`, async () => {
      const { code, stdout, stderr } = await shell(
        `$SYNC export --format ${format}`);
      assert.equal(code, 0, stderr);
      assert.equal(stderr, '');
      assert.ok(stdout.equals((await exported(format)).bytes));
    });
  }

  it('ends quietly when its reader has had enough', async () => {
    const { code, stdout, stderr } = await shell(
      '$SYNC export --format ndjson | head -n 1');
    assert.equal(stderr, '');
    assert.equal(code, 0);
    assert.equal(JSON.parse(stdout).code, '11-1011');
  });

  it('says what went wrong', async () => {
    for (const words of ['', '--format', '--format xml', 'csv',
      '--format csv more']) {
      const { code, stdout, stderr } = await shell(`$SYNC export ${words}`);
      assert.equal(code, 2, words);
      assert.match(stderr, /csv(, |\|)ndjson( or |\|)json|unexpected word/);
      assert.equal(stdout.length, 0);
    }
    const gone = await shell(
      'BLS_SYNC_DB_SOCKET=/nowhere $SYNC export --format csv');
    assert.equal(gone.code, 1);
    assert.equal(gone.stdout.length, 0);
    assert.match(gone.stderr, /lvl=error/);
  });
});

describe('a full disk', () => {
  it('is no success, whatever is printed', async () => {
    for (const words of ['export --format csv', 'export --format=json',
      'status', 'status --json', 'config', 'alert list', 'run --dry-run',
      'token create full --role reader', 'token list']) {
      const { code, stderr } = await shell(`$SYNC ${words} >/dev/full`);
      assert.equal(code, 1, words);
      assert.match(stderr, /^bls-sync: standard output: No space left on device$/m,
        words);
    }
  });
});

describe('the Data Package', () => {
  it('is valid, and so is every row of CSV', async () => {
    for (const query of QUERIES) {
      const url = `${instance.url}${PACKAGE}?${query}`;
      const { valid, errors } = await validate(url);
      assert.ok(valid, `${query}: ${errors}`);
      const [resource] = (await Package.load(url, { strict: true })).resources;
      assert.ok(resource.tabular);
      // It reads the data from where the description says they are, and casts
      // every cell: types, patterns, values, bounds, key.
      const rows = await resource.read({ keyed: true });
      assert.equal(rows.length, resource.descriptor.rowcount);
      assert.ok(query || rows.length === JOBS);
    }
  });

  it('tells bytes and hash of each format', async () => {
    for (const format of FORMATS) {
      for (const query of QUERIES) {
        const { text } = await get(`${PACKAGE}?format=${format}&${query}`);
        const [resource] = JSON.parse(text).resources;
        const { bytes, headers } = await get(
          resource.path.slice(instance.url.length));
        const digest = createHash('sha256').update(bytes).digest('hex');
        assert.equal(resource.hash, `sha256:${digest}`);
        assert.equal(resource.bytes, bytes.length);
        assert.equal(String(resource.rowcount), headers['x-total-count']);
        assert.equal(resource.mediatype, headers['content-type'].split(';')[0]);
      }
    }
  });

  it('fits the rows of JSON as well', async () => {
    const { text } = await get(`${PACKAGE}?format=ndjson`);
    const descriptor = JSON.parse(text);
    const profile = await Profile.load('data-package');
    assert.deepEqual(profile.validate(descriptor), { valid: true, errors: [] });
    const { schema } = (await Package.load(`${instance.url}${PACKAGE}`))
      .resources[0];
    const names = schema.fieldNames;
    const lines = (await exported('ndjson')).text.trimEnd().split('\n');
    for (const line of lines) {
      const row = JSON.parse(line);
      for (const key of Object.keys(row)) assert.ok(names.includes(key), key);
      schema.castRow(names.map((name) => row[name] ?? null));
    }
  });

  it('is not so lax that anything passes', async () => {
    const { schema } = (await Package.load(`${instance.url}${PACKAGE}`))
      .resources[0];
    const [names, cells] = parseCsv((await exported('csv')).text);
    schema.castRow(cells);
    for (const [name, bad] of [['code', '151252'], ['title', ''],
      ['employment', '1.5'], ['employment', '-1'], ['medianAnnualWage', 'n/a'],
      ['medianAnnualWageReason', 'because'], ['dataYear', '25'],
      ['aiImpactScore', '101'], ['automationRisk', 'Extreme'],
      ['typicalEducation', 'School'], ['updatedAt', 'yesterday']]) {
      const broken = [...cells];
      broken[names.indexOf(name)] = bad;
      assert.throws(() => schema.castRow(broken), `${name}: ${bad}`);
    }
  });

  it('says where the data are from, and for whom', async () => {
    const { text } = await get(PACKAGE);
    const about = JSON.parse(text);
    const { version, publishedAt } = JSON.parse(
      (await exported('json')).text);
    assert.equal(about.version, `2025.${version}.0`);
    assert.equal(about.created, publishedAt);
    assert.equal(about.sources.length, 6);
    assert.deepEqual(about.licenses.map(({ name }) => name),
      ['CC-BY-4.0', 'MIT', 'other-pd']);
    const units = Object.fromEntries(about.resources[0].schema.fields
      .map(({ name, unit }) => [name, unit]));
    assert.equal(units.medianHourlyWage, 'dollars per hour');
    assert.equal(units.employment, 'jobs');
    for (const field of about.resources[0].schema.fields) {
      assert.ok(field.title && field.description && field.type, field.name);
    }
  });
});

describe('a worker', () => {
  it('takes no more memory for a long export than for a short one', async () => {
    // A new one, that has not sent anything long yet.
    await instance.part('stop', 'api');
    await instance.part('start', 'api');
    const pid = await until(async () =>
      (await ask(`${EXPORT}?search=nurse`)).status === 200 && worker(),
    'one worker');
    for (let i = 0; i < 5; i += 1) {
      for (const format of FORMATS) await exported(format, 'search=nurse');
      await get(`${PACKAGE}?search=nurse`);
    }
    const before = held(pid);
    for (let i = 0; i < 20; i += 1) {
      for (const format of FORMATS) await exported(format);
      await get(PACKAGE);
    }
    assert.equal(worker(), pid, 'still the same worker');
    const grown = held(pid) - before;
    assert.ok(grown <= 1024, `grew by ${grown} KiB`);
  });

  it('goes on when clients go away', async () => {
    const pid = worker();
    const leave = () => new Promise((done) => {
      const request = http.get(`${instance.url}${EXPORT}?format=json`,
        { agent: false }, (response) => {
          response.once('data', () => {
            response.destroy();
            done();
          });
        });
      request.on('error', () => {});
    });
    for (let i = 0; i < 30; i += 1) await leave();
    assert.equal((await exported('csv')).bytes.length > 100000, true);
    assert.equal(worker(), pid);
    assert.doesNotMatch(instance.log('api'), /lvl=error/);
  });
});
