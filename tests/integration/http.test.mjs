/*
 * HTTP as the API speaks it, on the wire: conditional requests, methods, other
 * origins, links, compression, what is refused and by whom; and that each
 * answer is of one moment, whatever is published meanwhile.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import { after, before, describe, it } from 'node:test';
import zlib from 'node:zlib';

import { childrenOf, sleep, startInstance, until } from './instance.mjs';

const PUBLIC = ['/api/jobs', '/api/jobs?risk=High&sort=-employment&limit=3',
  '/api/jobs/15-1252', '/api/jobs/stats', '/api/jobs/stats?group=29-0000',
  '/api/jobs/suggestions?q=nurse'];
const CLOSED = ['/api/session', '/api/admin/sync-status', '/api/admin/runs',
  '/api/admin/start-sync', '/livez', '/readyz'];
const WORKERS = 4;

let instance;

before(async () => {
  instance = await startInstance({ name: 'http',
    env: { BLS_SYNC_API_WORKERS: String(WORKERS) } });
}, { timeout: 120000 });

after(async () => {
  await instance?.stop();
});

/** Status, headers and body as they came. */
function ask(path, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((done, failed) => {
    const request = http.request({
      hostname: '127.0.0.1', port: instance.port, method, headers, path,
      agent: false,
    }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', failed);
      response.on('end', () => done({
        status: response.statusCode,
        headers: response.headers,
        body: Buffer.concat(chunks),
      }));
    });
    request.on('error', failed);
    request.end(body);
  });
}

const json = (answer) => JSON.parse(answer.body.toString());

/* An answer as text, or nothing while it is not whole. */
function parse(text) {
  const end = text.indexOf('\r\n\r\n');
  const [line, ...fields] = text.slice(0, end).split('\r\n');
  const headers = Object.fromEntries(fields.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim()];
  }));
  const body = Buffer.from(text.slice(end + 4), 'latin1');
  if (end < 0 || body.length < Number(headers['content-length'])) return undefined;
  return { status: Number(line.split(' ')[1]), headers, body };
}

/** Bytes over a bare connection, for what no client would send. */
function send(text) {
  return new Promise((done, failed) => {
    const socket = net.connect(instance.port, '127.0.0.1');
    let got = '';
    socket.setTimeout(10000, () => failed(new Error(`no answer: ${got}`)));
    socket.on('data', (chunk) => {
      got += chunk.toString('latin1');
      const answer = parse(got);
      if (!answer) return;
      socket.destroy();
      done(answer);
    });
    socket.on('error', failed);
    socket.write(text, 'latin1');
  });
}

function assertProblem(answer, status, type) {
  assert.equal(answer.status, status, answer.body.toString().slice(0, 300));
  assert.match(answer.headers['content-type'],
    /^application\/problem\+json/);
  assert.equal(answer.headers['cache-control'], 'no-store');
  const problem = json(answer);
  assert.equal(problem.status, status);
  assert.equal(problem.type, `/problems/${type}`);
  assert.ok(problem.title && problem.detail && problem.instance);
  return problem;
}

describe('conditional requests', () => {
  it('answers 304 with the headers of 200 and nothing else', async () => {
    for (const path of PUBLIC) {
      const first = await ask(path);
      const { etag } = first.headers;
      assert.equal(first.status, 200, path);
      assert.match(etag, /^W\/"\d+-[0-9a-f]{16}-[0-9a-f]+"$/);
      for (const tags of [etag, etag.slice(2), `"x", ${etag}`,
        `W/"a,b" ,${etag}, "c"`, '*']) {
        const again = await ask(path, { headers: { 'If-None-Match': tags } });
        assert.equal(again.status, 304, `${path} ${tags}`);
        assert.equal(again.body.length, 0);
        const { date, connection, 'content-type': type,
          'content-length': length, 'transfer-encoding': coding,
          ...kept } = first.headers;
        for (const [name, value] of Object.entries(kept)) {
          assert.equal(again.headers[name], value, `${name} of ${path}`);
        }
        assert.equal(again.headers['content-type'], undefined);
      }
      for (const tags of ['"x"', `x${etag}`.slice(0, -2), 'W/""', '']) {
        const other = await ask(path, { headers: { 'If-None-Match': tags } });
        assert.equal(other.status, 200, `${path} ${tags}`);
      }
    }
  });

  it('never says 304 for a failure', async () => {
    const headers = { 'If-None-Match': '*' };
    for (const [path, status] of [['/api/jobs/99-9999', 404],
      ['/api/jobs?page=0', 400], ['/api/jobs/banana', 400]]) {
      const answer = await ask(path, { headers });
      assert.equal(answer.status, status);
      assert.equal(answer.headers.etag, undefined);
    }
  });

  it('has another tag per query, one tag per version', async () => {
    const tags = await Promise.all(PUBLIC.map(async (path) =>
      (await ask(path)).headers.etag));
    assert.equal(new Set(tags).size, PUBLIC.length);
    assert.equal(new Set(tags.map((tag) =>
      tag.split('-').slice(0, 2).join('-'))).size, 1);
    const [[version]] = instance.sql('SELECT version FROM data_version');
    assert.ok(tags[0].startsWith(`W/"${version}-`));
    assert.equal((await ask(PUBLIC[0])).headers.etag, tags[0]);
  });
});

describe('methods and origins', () => {
  it('answers HEAD with the head of GET', async () => {
    for (const path of [...PUBLIC, '/api/jobs/99-9999', '/api/jobs?x=1']) {
      const full = await ask(path);
      const head = await ask(path, { method: 'HEAD' });
      assert.equal(head.status, full.status);
      assert.equal(head.body.length, 0);
      delete full.headers.date;
      delete head.headers.date;
      assert.deepEqual(head.headers, full.headers, path);
      assert.equal(Number(head.headers['content-length']), full.body.length);
    }
  });

  it('tells what is allowed', async () => {
    for (const [path, allow] of [
      ['/api/jobs', 'GET, HEAD, OPTIONS'],
      ['/api/jobs/15-1252', 'GET, HEAD, OPTIONS'],
      ['/api/session', 'POST, GET, HEAD, DELETE, OPTIONS'],
      ['/api/admin/start-sync', 'POST, OPTIONS'],
      ['/livez', 'GET, HEAD, OPTIONS']]) {
      const answer = await ask(path, { method: 'OPTIONS' });
      assert.equal(answer.status, 204, path);
      assert.equal(answer.headers.allow, allow);
      assert.equal(answer.body.length, 0);
      const refused = await ask(path, { method: 'PATCH' });
      assertProblem(refused, 405, 'method-not-allowed');
      assert.equal(refused.headers.allow, allow);
    }
  });

  it('lets pages of other origins ask first, for published data', async () => {
    const headers = {
      Origin: 'https://example.org',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'if-none-match',
    };
    for (const path of PUBLIC) {
      const asked = await ask(path, { method: 'OPTIONS', headers });
      assert.equal(asked.headers['access-control-allow-origin'], '*');
      assert.equal(asked.headers['access-control-allow-methods'],
        'GET, HEAD, OPTIONS');
      assert.match(asked.headers['access-control-allow-headers'],
        /If-None-Match/);
      assert.equal(asked.headers['access-control-max-age'], '86400');
      assert.equal(asked.headers['access-control-allow-credentials'],
        undefined);
      const got = await ask(path, { headers });
      assert.equal(got.headers['access-control-allow-origin'], '*');
      assert.match(got.headers['access-control-expose-headers'],
        /ETag, Link.*Retry-After, RateLimit, RateLimit-Policy/);
    }
    const failed = await ask('/api/jobs?page=0', { headers });
    assert.equal(failed.headers['access-control-allow-origin'], '*');
    for (const path of CLOSED) {
      for (const method of ['GET', 'OPTIONS', 'POST', 'PUT']) {
        const answer = await ask(path, { method, headers });
        assert.deepEqual(Object.keys(answer.headers).filter((name) =>
          name.startsWith('access-control')), [], `${method} ${path}`);
      }
    }
  });
});

describe('pages', () => {
  const links = (header) => Object.fromEntries(header.split(', ').map((link) => {
    const [, target, relation] = /^<(.*)>; rel="(.*)"$/.exec(link);
    return [relation, target];
  }));

  it('link to each other with every filter', async () => {
    const query = 'limit=3&risk=Low&risk=Very+High&maxWage=150000.5'
      + '&education=Bachelor\'s%20degree&sort=-medianAnnualWage&p%61ge=2'
      + '&search=%74eacher&minScore=1';
    const second = await ask(`/api/jobs?${query}`);
    const { pagination, filters } = json(second);
    const to = links(second.headers.link);
    assert.equal(pagination.page, 2);
    assert.deepEqual(Object.keys(to), ['first', 'prev', 'next', 'last']);
    const pageOf = { first: 1, prev: 1, next: 3, last: pagination.totalPages };
    for (const [relation, target] of Object.entries(to)) {
      assert.match(target, /^[A-Za-z0-9/?=&%+._~-]+$/);
      const answer = json(await ask(target));
      assert.equal(answer.pagination.page, pageOf[relation], relation);
      assert.equal(answer.pagination.total, pagination.total);
      assert.deepEqual(answer.filters, filters);
    }
  });

  it('begin and end where they should', async () => {
    const of = async (page) => Object.keys(links((await ask(
      `/api/jobs?limit=100&page=${page}`)).headers.link));
    assert.deepEqual(await of(1), ['first', 'next', 'last']);
    assert.deepEqual(await of(9), ['first', 'prev', 'last']);
    assert.deepEqual(await of(99), ['first', 'prev', 'last']);
    const none = await ask('/api/jobs?search=xyzzy');
    assert.deepEqual(Object.keys(links(none.headers.link)),
      ['first', 'last']);
  });

  it('keep their links with the longest of filters', async () => {
    const search = encodeURIComponent('\u{1f600}'.repeat(100));
    const { headers, status } = await ask(
      `/api/jobs?search=${search}&education=Associate%27s%20degree&page=7`);
    assert.equal(status, 200);
    assert.ok(headers.link.includes(search));
  });
});

describe('compression', () => {
  it('makes long answers short, and caches know', async () => {
    const headers = { 'Accept-Encoding': 'gzip' };
    for (const path of PUBLIC) {
      const plain = await ask(path);
      const packed = await ask(path, { headers });
      assert.equal(plain.headers['content-encoding'], undefined);
      assert.equal(plain.headers.vary, 'Accept-Encoding');
      assert.equal(packed.headers.vary, 'Accept-Encoding');
      assert.equal(packed.headers.etag, plain.headers.etag);
      if (plain.body.length < 1024) {
        assert.equal(packed.headers['content-encoding'], undefined);
        continue;
      }
      assert.equal(packed.headers['content-encoding'], 'gzip');
      assert.ok(packed.body.length < plain.body.length / 2);
      assert.deepEqual(zlib.gunzipSync(packed.body), plain.body);
    }
    const proxied = await ask(PUBLIC[0],
      { headers: { ...headers, Via: '1.1 proxy' } });
    assert.equal(proxied.headers['content-encoding'], 'gzip');
  });
});

describe('what comes from strangers', () => {
  const long = 'x'.repeat(5000);
  const refused = [
    // query, the parameter that is named, the one that is meant
    ["group=15-0000'%20OR%201=1--", 'group'],
    ['group=15-0000;DROP%20TABLE%20job', 'group'],
    ["risk=High'%20UNION%20SELECT%20password%20FROM%20account--", 'risk'],
    ['sort=code;SELECT%20SLEEP(9)', 'sort'],
    ['sort=(SELECT%201)', 'sort'],
    ['page=1%20OR%201', 'page'],
    ['minWage=1e308', 'minWage'],
    ['page=18446744073709551617', 'page'],
    ['minScore=-1', 'minScore'],
    [`search=${'x'.repeat(101)}`, 'search'],
    [`search=${long}`, 'search'],
    [`${'n'.repeat(2000)}=1`, `${'n'.repeat(63)}\u2026`],
    ['search=%ff%fe', 'search'],
    ['search=%c0%80', 'search'],
    ['search=%ed%a0%80', 'search'],
    ['search=a%00b', 'search'],
    ['sea%00rch=a', 'sea%00rch'],
    ['search=%0d%0aSet-Cookie:%20a=b', 'search'],
    ['search=%1b[31m', 'search'],
    ['search=%', 'search'],
    ['search=%zz', 'search'],
    ['%zz=1', '%zz'],
    ['%ff=1', '\ufffd'],
    ['page=1&page=1', 'page'],
    ['sort=code&sort=title', 'sort'],
    ['search=a&search=b', 'search'],
    ['minWage=1&minWage=1', 'minWage'],
    ['risk[]=High', 'risk[]', 'risk'],
    ['risk[0][a]=High', 'risk[0][a]', 'risk'],
    ['filter[group]=15-0000', 'filter[group]'],
    ['page.x=1', 'page.x', 'page'],
    ['Risk=High', 'Risk', 'risk'],
    ['serach=x', 'serach', 'search'],
    ['min_wage=1', 'min_wage', 'minWage'],
    ['impacttype=x', 'impacttype', 'impactType'],
    ['__proto__=1', '__proto__'],
    ['=1', ''],
  ];

  it('is refused by name and leaves no trace in the logs', async () => {
    const size = () => ['nginx-error', 'api'].map((part) =>
      instance.log(part)).join('');
    const logged = size();
    for (const [query, parameter, meant] of refused) {
      const answer = await ask(`/api/jobs?${query}`);
      const problem = assertProblem(answer, 400, 'invalid-parameter');
      assert.equal(problem.parameter, parameter, query);
      assert.equal(problem.instance, '/api/jobs');
      if (meant) assert.equal(problem.didYouMean, meant, query);
      assert.equal(answer.headers['set-cookie'], undefined);
      assert.ok(answer.body.length < 1500, query);
    }
    for (const path of ["/api/jobs/15-1252'--", '/api/jobs/%ff%fe',
      `/api/jobs/${'9'.repeat(60)}`, '/api/jobs/..%2fjobs%2fx']) {
      const answer = await ask(path);
      assert.ok([400, 404].includes(answer.status), path);
      assert.match(answer.headers['content-type'], /problem\+json/);
    }
    await sleep(100);
    assert.equal(size(), logged, 'what the logs have more');
  });

  it('searches for what only looks like an attack', async () => {
    for (const search of ["'; DROP TABLE job; --", '%', '_', '\\', '"',
      '<script>alert(1)</script>', '${7*7}', '../../etc/passwd',
      'a\u202e', 'ﷺ'.repeat(100)]) {
      const { body, status } = await ask(
        `/api/jobs?limit=1&search=${encodeURIComponent(search)}`);
      assert.equal(status, 200, search);
      assert.equal(JSON.parse(body).filters.search, search);
      assert.ok(!body.includes('<'), 'no markup in an answer');
    }
    const { pagination } = json(await ask('/api/jobs'));
    assert.equal(instance.sql('SELECT COUNT(*) FROM job')[0][0],
      String(pagination.total));
  });
});

describe('the type of a problem', () => {
  it('leads to what it means', async () => {
    const page = (await ask('/problems.html')).body.toString();
    for (const path of ['/api/jobs?x=1', '/api/nothing', '/api/admin/runs']) {
      const { type } = json(await ask(path));
      const there = await ask(type);
      assert.equal(there.status, 303);
      const [where, id] = there.headers.location.split('#');
      assert.equal(where, '/problems.html');
      assert.ok(page.includes(`<tr id="${id}">`), id);
      assert.equal(there.headers['x-content-type-options'], 'nosniff');
    }
  });
});

describe('what nginx refuses itself', () => {
  const line = (start, more = '') =>
    `${start} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${more}\r\n`;

  it('is a problem below /api', async () => {
    const cases = [
      [line('GET /api/jobs/%zz'), 400, 'bad-request', '/api'],
      [line('GET /api/jobs/%00'), 400, 'bad-request', '/api'],
      [line('GET /api/../../x'), 400, 'bad-request', '/api/../../x'],
      ['GET /api/jobs HTTP/1.1\r\n\r\n', 400, 'bad-request', '/api/jobs'],
      [line('TRACE /api/jobs/stats'), 405, 'method-not-allowed',
        '/api/jobs/stats'],
      [line(`GET /api/jobs?search=${'x'.repeat(9000)}`), 414, 'uri-too-long',
        '/api/jobs'],
      [line('GET /api/jobs', `X: ${'x'.repeat(9000)}\r\n`), 431,
        'header-too-large', '/api/jobs'],
      [line('POST /api/session', 'Content-Length: 70000\r\n'), 413,
        'too-large', '/api/session'],
      [line('POST /api/session', 'Transfer-Encoding: chunked\r\n')
        + 'zz\r\n', 400, 'bad-request', '/api/session'],
    ];
    for (const [text, status, type, path] of cases) {
      const before_ = instance.log('nginx-error').split('\n').length;
      const answer = await send(text);
      const problem = assertProblem(answer, status, type);
      assert.equal(problem.instance, path);
      assert.equal(answer.headers['x-content-type-options'], 'nosniff');
      assert.equal(answer.headers['retry-after'], undefined);
      assert.equal(answer.headers['access-control-allow-origin'],
        path.startsWith('/api/jobs') || text.includes('/api/jobs')
          ? '*' : undefined);
      const more = instance.log('nginx-error').split('\n').length - before_;
      assert.ok(more <= 1, `${more} lines for ${text.slice(0, 60)}`);
    }
  });

  it('is a line of text elsewhere', async () => {
    for (const [text, status] of [[line('GET /%zz'), 400],
      [line(`GET /?${'x'.repeat(9000)}`), 414], [line('TRACE /'), 405],
      ['nonsense\r\n\r\n', 400]]) {
      const answer = await send(text);
      assert.equal(answer.status, status);
      assert.match(answer.headers['content-type'], /^text\/plain/);
      assert.match(answer.body.toString(), new RegExp(`^${status} `));
    }
  });
});

/* Changes all risks at once, with a new version of the data, as a sync does. */
function publish(round) {
  instance.sql(`START TRANSACTION;
    UPDATE job_score SET risk = ELT(1 + (CRC32(code) + ${round}) % 4,
      'Low', 'Medium', 'High', 'Very High') WHERE CRC32(code) % 7 < ${
  1 + (round % 6)};
    UPDATE data_version SET version = version + 1;
    COMMIT;`);
}

describe('one moment per answer', () => {
  const sum = (list) => list.reduce((all, { count }) => all + count, 0);
  const version = (answer) => answer.headers.etag.split('-')[0];
  const QUERIES = ['', 'risk=High', 'risk=Low&risk=Medium', 'group=29-0000',
    'search=teacher', 'minWage=60000&risk=Very+High'];

  /* By version and query: what the list says, what the statistics say. */
  const seen = new Map();

  function note(answer, query, what, told) {
    const key = `${version(answer)} ${query}`;
    const entry = seen.get(key) ?? {};
    if (entry[what]) assert.deepEqual(told, entry[what], key);
    seen.set(key, { ...entry, [what]: told });
  }

  function checkList(answer, query) {
    const { jobs, pagination, facets, filters } = json(answer);
    const years = new Set(jobs.map((job) => job.dataYear));
    assert.ok(years.size <= 1, `years ${[...years]}`);
    assert.equal(jobs.length, Math.min(100, pagination.total));
    for (const name of ['group', 'education', 'impactType']) {
      if (!filters[name]) {
        assert.equal(sum(facets[name]), pagination.total, name);
      }
    }
    const chosen = filters.risk ?? facets.risk.map((facet) => facet.value);
    assert.equal(sum(facets.risk.filter((facet) =>
      chosen.includes(facet.value))), pagination.total);
    assert.ok(jobs.every((job) => chosen.includes(job.automationRisk)));
    note(answer, query, 'list', {
      total: pagination.total,
      year: [...years][0],
      risks: chosen.map((risk) => facets.risk.find((facet) =>
        facet.value === risk).count),
    });
  }

  function checkStats(answer, query) {
    const stats = json(answer);
    const total = (list) => list.reduce((all, { jobs }) => all + jobs, 0);
    for (const key of Object.keys(stats).filter((k) => k.startsWith('by'))) {
      assert.equal(total(stats[key]), stats.totalJobs, key);
    }
    note(answer, query, 'stats', {
      total: stats.totalJobs,
      year: stats.dataYear,
      risks: stats.byRisk.filter(({ risk }) =>
        (stats.filters.risk ?? [risk]).includes(risk)).map((r) => r.jobs),
    });
  }

  async function hammer(done) {
    let newest = 0;
    for (let i = 0; !done(); i += 1) {
      const query = QUERIES[i % QUERIES.length];
      const [list, stats] = await Promise.all([
        ask(`/api/jobs?limit=100&${query}`),
        ask(`/api/jobs/stats?${query}`)]);
      assert.equal(list.status, 200);
      assert.equal(stats.status, 200);
      checkList(list, query);
      checkStats(stats, query);
      // Who saw the new version is not answered from the old one again.
      const versions = [list, stats].map((answer) =>
        Number(version(answer).replace(/\D/g, '')));
      assert.ok(Math.min(...versions) >= newest, `${versions} < ${newest}`);
      newest = Math.max(...versions);
    }
  }

  it('holds while a sync publishes, and others do', async () => {
    let ended = false;
    const readers = Array.from({ length: 4 }, () => hammer(() => ended));
    const all = Promise.all(readers);
    try {
      const run = await Promise.race([instance.sync('run'), all]);
      assert.equal(run?.code, 0, run?.stderr);
      for (let round = 0; round < 12; round += 1) {
        publish(round);
        const [[newest]] = instance.sql('SELECT version FROM data_version');
        await Promise.race([until(() => [...seen.keys()].some((key) =>
          key.startsWith(`W/"${newest} `)), `version ${newest}`), all]);
      }
    } finally {
      ended = true;
      await all;
    }
    const versions = new Set([...seen.keys()].map((key) => key.split(' ')[0]));
    assert.ok(versions.size >= 4, `${versions.size} versions seen`);
    let both = 0;
    for (const [key, { list, stats }] of seen) {
      if (!list || !stats) continue;
      both += 1;
      // Nothing found has no year in the list, nor in the statistics.
      assert.deepEqual(list, { ...stats, year: stats.year ?? undefined }, key);
    }
    assert.ok(both >= 12, `${both} compared`);
    const totals = new Set([...seen].filter(([key]) => key.endsWith('risk=High'))
      .map(([, { list }]) => list?.total));
    assert.ok(totals.size >= 3, 'the figures did change');
    assert.deepEqual(new Set([...seen.values()].map(({ stats }) =>
      stats?.year)).has(2025), true);
  });
});

describe('readers of the old figures', () => {
  const niceOf = (pid) => {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16]);
  };
  /* How much less of the processor than the master each worker wants. */
  const yielding = () => {
    const master = instance.pid('api');
    return childrenOf(master).flatMap((pid) => {
      try {
        return [niceOf(pid) - niceOf(master)];
      } catch { return []; } // it has ended meanwhile
    });
  };
  const tagOf = async () =>
    (await ask('/api/jobs?limit=1')).headers.etag.split('-')[0];

  it('do not hold up the new ones', async () => {
    await until(async () => (await tagOf()).endsWith(instance.sql(
      'SELECT version FROM data_version')[0][0]), 'the newest version');
    // those of the version before may still be on their way out
    await until(() => yielding().every((less) => less === 0),
      () => `at rest all are equal: ${yielding()}`);
    const old = await tagOf();
    // Whoever holds this table, the next snapshot is not built yet.
    const holder = spawn('mariadb', ['--no-defaults', '--unbuffered',
      '--skip-column-names', `--socket=${instance.dir}/mariadb.sock`,
      'bls_sync'], { stdio: ['pipe', 'pipe', 'inherit'] });
    try {
      holder.stdin.write("LOCK TABLES title WRITE; SELECT 'held';\n");
      await new Promise((done) => { holder.stdout.once('data', done); });
      publish(100);
      await until(() => yielding().length > 0
        && yielding().every((less) => less > 0), () => `${yielding()}`);
      assert.equal(await tagOf(), old, 'answered from what is there');
    } finally {
      holder.stdin.end();
    }
    await until(async () => await tagOf() !== old, 'the new figures');
    await until(() => yielding().every((less) => less === 0),
      () => `again equal: ${yielding()}`);
  });

  /* Asks a worker itself, and leaves the answer standing once it has begun. */
  async function askWorker(path) {
    const pair = (name, value) => Buffer.concat([
      Buffer.from([name.length, value.length]), Buffer.from(name + value)]);
    const record = (type, content) => Buffer.concat([
      Buffer.from([1, type, 0, 1, content.length >> 8, content.length & 255,
        0, 0]), content]);
    const none = Buffer.alloc(0);
    const socket = net.connect(`${instance.dir}/api.sock`);
    socket.write(Buffer.concat([
      record(1, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0])),
      record(4, Buffer.concat([pair('REQUEST_METHOD', 'GET'),
        pair('SCRIPT_NAME', path), pair('QUERY_STRING', 'format=json')])),
      record(4, none), record(5, none)]));
    await once(socket, 'readable');
    return socket;
  }

  it('take no request once there are new ones, however busy they were',
    async () => {
      const signal = (pids, name) =>
        pids.forEach((pid) => process.kill(Number(pid), name));
      const workers = () => childrenOf(instance.pid('api'));
      const old = await tagOf();
      await until(() => workers().length === WORKERS, 'one generation');
      const busy = workers();
      const answers = await Promise.all(busy.map(() =>
        askWorker('/api/jobs/export')));
      let answered = false;
      publish(101);
      await until(() => workers().length === 2 * WORKERS, 'new workers');
      const others = workers().filter((pid) => !busy.includes(pid));
      signal(others, 'SIGSTOP');
      try {
        const asked = tagOf().finally(() => { answered = true; });
        await sleep(100);
        answers.forEach((socket) => socket.resume());
        await until(() => answered
          || !workers().some((pid) => busy.includes(pid)), 'the old to leave');
        signal(others, 'SIGCONT');
        assert.notEqual(await asked, old);
      } finally {
        signal(others, 'SIGCONT');
        answers.forEach((socket) => socket.destroy());
      }
    });
});
