/*
 * The rules of the web server: headers, limits, caches, errors. The local
 * instance includes the files of the production site, so what holds here holds
 * there; LIMITS=production makes it count as production does.
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';

import { signIn, sleep, startInstance, until } from './instance.mjs';

const ONCE = {
  'content-security-policy': "default-src 'none'; script-src 'self'; "
    + "style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

/** Status, headers as name -> list of values, and body, nothing decoded. */
function raw(url, { method = 'GET', headers = {}, body } = {}) {
  return new Promise((done, failed) => {
    const request = http.request(url, { method, headers, agent: false },
      (response) => {
        const chunks = [];
        const all = {};
        for (let i = 0; i < response.rawHeaders.length; i += 2) {
          (all[response.rawHeaders[i].toLowerCase()] ??= [])
            .push(response.rawHeaders[i + 1]);
        }
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', failed);
        response.on('end', () => done({
          status: response.statusCode,
          headers: all,
          body: Buffer.concat(chunks),
        }));
      });
    request.on('error', failed);
    request.end(body);
  });
}

const statuses = (answers) => answers.map((answer) => answer.status);

function assertProblem(answer, status, instance) {
  assert.equal(answer.status, status);
  assert.match(answer.headers['content-type'][0], /^application\/problem\+json/);
  const problem = JSON.parse(answer.body);
  assert.equal(problem.status, status);
  assert.equal(problem.instance, instance);
  assert.ok(problem.title && problem.detail && problem.type);
}

describe('the site', () => {
  let site;
  before(async () => { site = await startInstance({ name: 'site' }); });
  after(async () => { await site.stop(); });
  const ask = (where, options) => raw(site.url + where, options);

  it('sends each security header once, whatever it answers', async () => {
    for (const where of ['/', '/favicon.svg', '/nothing-here', '/.git/config',
      '/job.html?code=15-1252', '/job.html?code=99-9999', '/api/jobs',
      '/api/nothing', '/api/session', '/api/admin/sync-status', '/livez',
      '/readyz', '/metrics', '/package.json']) {
      const { headers, status } = await ask(where);
      for (const [name, value] of Object.entries(ONCE)) {
        assert.deepEqual(headers[name], [value], `${name} of ${where}`);
      }
      assert.deepEqual(headers.server, ['nginx'], `server of ${where}`);
      assert.ok(status < 500, `${status} of ${where}`);
    }
  });

  it('lets nobody keep what is one person\'s or one moment\'s', async () => {
    for (const where of ['/api/session', '/api/admin/sync-status',
      '/api/admin/system-health', '/api/admin/events', '/livez', '/readyz']) {
      const { headers } = await ask(where);
      assert.deepEqual(headers['cache-control'], ['no-store'], where);
    }
  });

  it('has a page of its own for what is not there', async () => {
    for (const where of ['/nothing', '/js/none.js', '/.git/config', '/404.html',
      '/package.json', '/job-unknown', '/css/']) {
      const { status, headers, body } = await ask(where);
      assert.equal(status, 404, where);
      assert.match(headers['content-type'][0], /^text\/html/, where);
      assert.match(String(body), /There is no such page/, where);
    }
  });

  it('says 404 with the page of an occupation that there is not', async () => {
    const page = async (code) => {
      const { status, body } = await ask(`/job.html?code=${code}`);
      assert.match(String(body), /<article id="job"/, code);
      return status;
    };
    for (const code of ['99-9999', 'plumber', '', '15-9999%00', '..%2fstats']) {
      assert.equal(await page(code), 404, code);
    }
    for (const code of ['15-1252', '151252', '13-1022']) {
      assert.equal(await page(code), 200, code);
    }
    assert.doesNotMatch(site.log('nginx-error'), /auth request unexpected/);
  });

  it('has pages asked for again by their tag', async () => {
    const first = await ask('/');
    assert.equal(first.status, 200);
    assert.deepEqual(first.headers['cache-control'], ['no-cache']);
    const again = await ask('/',
      { headers: { 'if-none-match': first.headers.etag[0] } });
    assert.equal(again.status, 304);
    assert.equal(again.body.length, 0);
  });

  it('gives modules a type that browsers accept', async () => {
    const { body } = await ask('/');
    const [, script] = /<script type="module" src="([^"]+)"/.exec(body);
    const { headers, status } = await ask(script);
    assert.equal(status, 200);
    assert.match(headers['content-type'][0], /^text\/javascript/);
  });

  it('compresses pages and public JSON, but not a session', async () => {
    const wanted = { headers: { 'accept-encoding': 'gzip' } };
    for (const where of ['/', '/lib/d3-hierarchy.min.js', '/api/jobs']) {
      const { headers } = await ask(where, wanted);
      assert.deepEqual(headers['content-encoding'], ['gzip'], where);
      assert.match(headers.vary[0], /Accept-Encoding/i, where);
    }
    const { headers } = await ask('/api/session', wanted);
    assert.equal(headers['content-encoding'], undefined);
  });

  it('shows no file that is not a page\'s', async () => {
    for (const where of ['/package.json', '/package-lock.json', '/.git/config',
      '/node_modules/d3-hierarchy/package.json', '/js/.hidden']) {
      assert.equal((await ask(where)).status, 404, where);
    }
  });

  it('answers every address below /api as a problem, whoever asks', async () => {
    const browser = { headers: { accept: 'text/html,*/*;q=0.8' } };
    for (const where of ['/api', '/api/', '/api?x=1', '/api/nothing',
      '/api/jobs/15-1252/more', '/api/jobs/', '/api/package.json',
      '/api/.hidden', '/api/node_modules/x', '/api/index.html']) {
      assertProblem(await ask(where, browser), 404, where.replace(/\?.*/, ''));
    }
    assertProblem(await ask('/api', { method: 'POST' }), 404, '/api');
  });

  it('refuses a body over 64 KiB with a problem', async () => {
    const answer = await ask('/api/session',
      { method: 'POST', body: Buffer.alloc(65537) });
    assertProblem(answer, 413, '/api/session');
    assert.equal(answer.headers['retry-after'], undefined);
  });

  it('says so as a problem when the API is away', async () => {
    await site.part('stop', 'api');
    try {
      const answer = await ask('/api/jobs/15-1252?x="');
      assertProblem(answer, 502, '/api/jobs/15-1252');
      assert.equal(JSON.parse(answer.body).type, '/problems/bad-gateway');
      assert.deepEqual(answer.headers['access-control-allow-origin'], ['*']);
      assert.deepEqual(answer.headers['retry-after'], ['1']);
      assert.deepEqual(answer.headers['cache-control'], ['no-store']);
      assertProblem(await ask('/api/%22%5C'), 502, '/api');
      assert.equal((await ask('/')).status, 200);
      // Nobody knows then, and the page asks again by itself.
      assert.equal((await ask('/job.html?code=99-9999')).status, 200);
    } finally {
      await site.part('start', 'api');
      await until(async () => (await ask('/readyz')).status === 200, 'the API');
    }
  });

  it('does not limit tests and benchmarks', async () => {
    const answers = await Promise.all(Array.from({ length: 300 },
      () => ask('/api/jobs?limit=1')));
    assert.deepEqual([...new Set(statuses(answers))], [200]);
    assert.equal(answers[0].headers['ratelimit-policy'], undefined);
  });
});

describe('the limits of production', () => {
  let site;
  before(async () => {
    site = await startInstance(
      { name: 'limits', env: { LIMITS: 'production' } });
  });
  after(async () => { await site.stop(); });
  const ask = (where, options) => raw(site.url + where, options);

  it('takes six sign-ins at once, then a problem that says when', async () => {
    const tries = [];
    for (let i = 0; i < 8; i++) {
      tries.push(await ask('/api/session', { method: 'POST', body: '' }));
    }
    assert.ok(statuses(tries.slice(0, 6)).every((status) => status < 429));
    assertProblem(tries[7], 429, '/api/session');
    assert.deepEqual(tries[7].headers['retry-after'], ['12']);
    assert.deepEqual(tries[7].headers.ratelimit, ['"sign-in";r=0;t=12']);
    for (const answer of tries) {
      assert.deepEqual(answer.headers['ratelimit-policy'],
        ['"requests";q=100;w=2, "sign-in";q=5;w=60']);
    }
    assert.ok((await ask('/api/session')).status < 429, 'asking is no try');
  });

  it('takes a burst of a hundred requests, then 50 a second', async () => {
    await sleep(3000); // the zone of the test before has emptied
    const answers = await Promise.all(Array.from({ length: 200 },
      () => ask('/api/jobs?limit=1')));
    const served = answers.filter((answer) => answer.status === 200).length;
    assert.ok(served >= 101 && served < 160, `${served} served`);
    for (const { headers } of answers) {
      assert.deepEqual(headers['ratelimit-policy'], ['"requests";q=100;w=2']);
    }
    const refusals = site.log('nginx-error').split('\n').filter((line) =>
      line.includes('limiting requests') && line.includes('GET /api/jobs'));
    assert.equal(refusals.length, answers.length - served, 'a line each');
    const refused = answers.find((answer) => answer.status !== 200);
    assertProblem(refused, 429, '/api/jobs');
    assert.equal(JSON.parse(refused.body).type, '/problems/too-many-requests');
    assert.deepEqual(refused.headers['retry-after'], ['1']);
    assert.deepEqual(refused.headers.ratelimit, ['"requests";r=0;t=1']);
    assert.deepEqual(refused.headers['access-control-allow-origin'], ['*']);
    assert.deepEqual(answers[0].headers.ratelimit, undefined);
    await sleep(200);
    assert.equal((await ask('/api/jobs?limit=1')).status, 200);
  });

  it('keeps what its policy promises', async () => {
    await sleep(2100); // a window without requests
    for (let window = 0; window < 2; window += 1) {
      const answers = await Promise.all(Array.from({ length: 100 },
        () => ask('/api/jobs?limit=1')));
      assert.ok(statuses(answers).every((status) => status === 200));
      await sleep(2000);
    }
  });

  it('never limits pages and the stand-in for BLS', async () => {
    for (const where of ['/favicon.svg', '/emulator/state']) {
      const answers = await Promise.all(Array.from({ length: 200 },
        () => ask(where)));
      assert.ok(statuses(answers).every((status) => status === 200), where);
    }
  });
});

describe('four streams for an address', () => {
  let site;
  before(async () => {
    site = await startInstance(
      { name: 'streams', env: { LIMITS: 'production' } });
  });
  after(async () => { await site.stop(); });

  it('are open at once, and each event comes when it is sent', async () => {
    const { cookie } = await signIn(site);
    const stop = new AbortController();
    const open = () => fetch(`${site.url}/api/admin/events`,
      { headers: { cookie }, signal: stop.signal });
    try {
      const streams = [await open(), await open(), await open(), await open()];
      assert.deepEqual(statuses(streams), [200, 200, 200, 200]);
      const { value } = await streams[3].body.getReader().read();
      assert.match(Buffer.from(value).toString(), /^retry: 3000/);
      assert.equal((await open()).status, 429);
    } finally {
      stop.abort();
    }
  });
});

describe('the optional micro-cache', () => {
  let site;
  before(async () => {
    site = await startInstance(
      { name: 'cache', env: { MICROCACHE: 'yes' } });
  });
  after(async () => { await site.stop(); });
  const ask = (where, options) => raw(site.url + where, options);
  const cached = async (where, options) =>
    (await ask(where, options)).headers['x-cache']?.[0];

  it('keeps public reads for a moment, by method and query', async () => {
    assert.equal(await cached('/api/jobs?limit=2', { method: 'HEAD' }), 'MISS');
    assert.equal(await cached('/api/jobs?limit=2'), 'MISS');
    const hit = await ask('/api/jobs?limit=2');
    assert.deepEqual(hit.headers['x-cache'], ['HIT']);
    assert.equal(JSON.parse(hit.body).jobs.length, 2);
    const packed = await ask('/api/jobs?limit=2',
      { headers: { 'accept-encoding': 'gzip' } });
    assert.deepEqual(packed.headers['x-cache'], ['HIT']);
    assert.deepEqual(packed.headers['content-encoding'], ['gzip']);
    assert.deepEqual(packed.headers.vary, ['Accept-Encoding']);
    const known = await ask('/api/jobs?limit=2',
      { headers: { 'if-none-match': hit.headers.etag[0] } });
    assert.equal(known.status, 304);
    for (const name of ['etag', 'link', 'vary', 'cache-control',
      'access-control-allow-origin']) {
      assert.deepEqual(known.headers[name], hit.headers[name], name);
    }
    assert.equal(await cached('/api/jobs?limit=3'), 'MISS');
  });

  it('serves who has signed in from the program', async () => {
    await ask('/api/jobs?limit=4');
    for (const headers of [{ cookie: 'a=b' }, { authorization: 'Bearer x' }]) {
      assert.equal(await cached('/api/jobs?limit=4', { headers }), 'BYPASS');
    }
    for (const where of ['/api/admin/sync-status', '/api/session']) {
      assert.equal(await cached(where), undefined, where);
    }
  });

  it('goes on with what it has when the API is away', async () => {
    await ask('/api/jobs?limit=5');
    await site.part('stop', 'api');
    try {
      await sleep(2200); // whole seconds: one is at most two
      const stale = await ask('/api/jobs?limit=5');
      assert.equal(stale.status, 200);
      assert.deepEqual(stale.headers['x-cache'], ['STALE']);
      assert.equal((await ask('/api/jobs?limit=6')).status, 502);
    } finally {
      await site.part('start', 'api');
    }
  });
});
