/*
 * The public API over the real data, through nginx: what it answers, what it
 * refuses, and that it goes on while the database is away.
 *
 * BASE_URL in the environment: ask that instance instead of starting one (what
 * needs a database to stop and start is left out then).
 */
import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';

import { startInstance, until } from './instance.mjs';

const JOBS = 830;
const RISKS = ['Low', 'Medium', 'High', 'Very High'];
const FIELDS = ['code', 'title', 'majorGroup', 'majorGroupTitle', 'employment',
  'meanAnnualWage', 'medianAnnualWage', 'medianHourlyWage', 'dataYear',
  'aiImpactScore', 'aiImpactSpread', 'automationRisk', 'impactType',
  'confidence', 'projectedChangePercent', 'annualOpenings',
  'typicalEducation', 'updatedAt'];

let instance;
let base = process.env.BASE_URL;

/** One request as it stands: fetch() would tidy up paths and headers. */
function ask(target, { method = 'GET', headers = {} } = {}) {
  const { hostname, port } = new URL(base);
  return new Promise((done, failed) => {
    const request = http.request({
      hostname, port, method, headers, path: target, agent: false,
    }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const type = response.headers['content-type'] ?? '';
        done({
          status: response.statusCode,
          headers: response.headers,
          text,
          body: /json/.test(type) && text ? JSON.parse(text) : undefined,
        });
      });
    });
    request.on('error', failed);
    request.end();
  });
}

async function get(target) {
  const answer = await ask(target);
  assert.equal(answer.status, 200, `${target}: ${answer.text.slice(0, 300)}`);
  return answer.body;
}

/** Every row, page by page. */
async function everyJob(query = '') {
  const rows = [];
  for (let page = 1; ; page += 1) {
    const { jobs, pagination } = await get(
      `/api/jobs?limit=100&page=${page}${query}`);
    rows.push(...jobs);
    if (page >= pagination.totalPages) return rows;
  }
}

function assertProblem(answer, status, parameter) {
  const { body } = answer;
  assert.equal(answer.status, status, answer.text.slice(0, 300));
  assert.match(answer.headers['content-type'], /^application\/problem\+json/);
  assert.equal(body.status, status);
  for (const key of ['type', 'title', 'detail', 'instance']) {
    assert.equal(typeof body[key], 'string', key);
  }
  assert.equal(body.parameter, parameter);
}

before(async () => {
  if (base) return;
  instance = await startInstance({ name: 'public' });
  base = instance.url;
  const run = await instance.sync('run');
  assert.equal(run.code, 0, run.stderr);
  await until(async () => {
    const { body } = await ask('/api/jobs/stats');
    return body?.dataYear === 2025 && body.totalJobs === JOBS;
  }, 'the new release in the API');
}, { timeout: 120000 });

after(async () => {
  await instance?.stop();
});

describe('the list', () => {
  it('has every job once, with every field', async () => {
    const rows = await everyJob();
    assert.equal(rows.length, JOBS);
    assert.equal(new Set(rows.map((row) => row.code)).size, JOBS);
    for (const row of rows) {
      for (const field of FIELDS) assert.ok(field in row, field);
      for (const key of Object.keys(row)) {
        assert.match(key.replace(/(Reason|AtLeast)$/, ''),
          new RegExp(`^(${FIELDS.join('|')})$`));
      }
      for (const field of FIELDS) {
        assert.equal(row[field] === null, `${field}Reason` in row, row.code);
      }
      assert.equal(row.dataYear, 2025);
      assert.ok(row.aiImpactScore > 0 && row.aiImpactScore <= 100);
      assert.ok(RISKS.includes(row.automationRisk));
      assert.match(row.updatedAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    }
  });

  it('filters, sorts and pages at once', async () => {
    const { jobs, pagination, filters } = await get(
      '/api/jobs?risk=High&sort=-aiImpactScore&limit=5');
    assert.equal(jobs.length, 5);
    assert.equal(pagination.limit, 5);
    assert.equal(pagination.totalPages, Math.ceil(pagination.total / 5));
    assert.deepEqual(filters, { risk: ['High'], sort: '-aiImpactScore' });
    const all = (await everyJob()).filter((row) =>
      row.automationRisk === 'High');
    assert.equal(pagination.total, all.length);
    all.sort((a, b) => b.aiImpactScore - a.aiImpactScore
      || (a.code < b.code ? -1 : 1));
    assert.deepEqual(jobs, all.slice(0, 5));
  });

  it('sorts by every field, both ways, nothing last', async () => {
    const order = {
      automationRisk: RISKS,
      confidence: ['Low', 'Medium', 'High'],
      impactType: ['Low exposure', 'Augmentation-leaning',
        'Automation-leaning'],
      typicalEducation: ['No formal educational credential',
        'High school diploma or equivalent', 'Some college, no degree',
        'Postsecondary nondegree award', "Associate's degree",
        "Bachelor's degree", "Master's degree",
        'Doctoral or professional degree'],
    };
    for (const field of FIELDS) {
      const rank = (row) => {
        const value = row[field];
        if (value === null) return row[`${field}AtLeast`] ?? null;
        if (order[field]) return order[field].indexOf(value);
        return typeof value === 'string' ? value.toLowerCase() : value;
      };
      for (const sign of ['', '-']) {
        const rows = await everyJob(`&sort=${sign}${field}`);
        assert.equal(rows.length, JOBS);
        for (let i = 1; i < rows.length; i += 1) {
          const [a, b] = [rank(rows[i - 1]), rank(rows[i])];
          const same = a === b;
          const right = sign ? a > b : a < b;
          assert.ok(b === null || (a !== null && (same || right)),
            `${sign}${field}: ${a}, ${b}`);
          if (same) assert.ok(rows[i - 1].code < rows[i].code);
        }
      }
    }
  });

  it('takes filters together', async () => {
    const rows = await everyJob();
    const bachelor = "Bachelor's degree";
    const query = '&group=15-0000&minWage=80000&maxWage=140000.5&minScore=50'
      + `&maxScore=95&education=${encodeURIComponent(bachelor)}`
      + '&risk=High&risk=Very+High&area=national';
    const wanted = rows.filter((row) => row.majorGroup === '15-0000'
      && row.medianAnnualWage >= 80000 && row.medianAnnualWage <= 140000
      && row.aiImpactScore >= 50 && row.aiImpactScore <= 95
      && row.typicalEducation === bachelor
      && ['High', 'Very High'].includes(row.automationRisk));
    assert.ok(wanted.length > 0);
    assert.deepEqual(await everyJob(query), wanted);
    const types = await everyJob('&impactType=Augmentation-leaning');
    assert.ok(types.length > 0);
    assert.ok(types.every((row) =>
      row.impactType === 'Augmentation-leaning'));
  });

  it('answers a page beyond the end with an empty one', async () => {
    const { jobs, pagination } = await get('/api/jobs?page=1000');
    assert.deepEqual(jobs, []);
    assert.deepEqual(pagination,
      { page: 1000, limit: 20, total: JOBS, totalPages: 42 });
  });

  it('links its pages', async () => {
    let target = '/api/jobs?risk=Low&limit=50';
    let seen = 0;
    for (let i = 0; target && i < 50; i += 1) {
      const answer = await ask(target);
      seen += answer.body.jobs.length;
      const next = /<([^>]*)>; rel="next"/.exec(answer.headers.link);
      target = next?.[1];
      assert.match(answer.headers.link, /rel="first".*rel="last"/);
    }
    const { pagination } = await get('/api/jobs?risk=Low');
    assert.equal(seen, pagination.total);
  });
});

describe('one job', () => {
  it('is told in full', async () => {
    const job = await get('/api/jobs/15-1252');
    assert.equal(job.title, 'Software Developers');
    assert.equal(job.employment, 1687890);
    assert.equal(job.medianAnnualWage, 135980);
    assert.equal(job.medianHourlyWage, 65.38);
    assert.equal(job.dataYear, 2025);
    assert.deepEqual(job.hierarchy.map((group) => group.code),
      ['00-0000', '15-0000', '15-1200', '15-1250', '15-1252']);
    assert.equal(job.measures.length, 15);
    const hourly = job.measures.find((m) => m.datatype === 8);
    assert.deepEqual(hourly, {
      measure: 'medianHourlyWage', datatype: 8, value: 65.38,
      unit: 'dollars per hour', year: 2025, reason: null, atLeast: null,
    });
    assert.deepEqual(job.history.map((entry) => entry.year),
      [2021, 2022, 2023, 2024, 2025]);
    assert.equal(job.history[4].employment, 1687890);
    assert.equal(job.projections.baseYear, 2024);
    assert.equal(job.projections.changePercent, 15.8);
    assert.equal(job.projections.annualOpenings, 115200);
    assert.equal(job.aiImpact.score, job.aiImpactScore);
    assert.equal(job.aiImpact.risk, job.automationRisk);
    assert.deepEqual(job.aiImpact.sources.map((source) => source.id),
      ['eloundou', 'microsoft', 'anthropic']);
    assert.ok(job.aiImpact.sources.every((source) => source.citation
      && source.percentile > 0 && source.percentile <= 1));
    assert.equal(job.aiImpact.version, 'ai-1');
    assert.ok(job.tasks.length > 0 && job.similar.length > 0);
  });

  it('agrees with its row, whichever it is', async () => {
    const rows = await everyJob();
    for (let i = 0; i < rows.length; i += 37) {
      const job = await get(`/api/jobs/${rows[i].code}`);
      for (const key of Object.keys(rows[i])) {
        assert.deepEqual(job[key], rows[i][key], `${rows[i].code} ${key}`);
      }
    }
  });

  it('says why a wage is not there', async () => {
    // Actors: BLS publishes hourly wages only.
    const job = await get('/api/jobs/27-2011');
    assert.equal(job.medianAnnualWage, null);
    assert.match(job.medianAnnualWageReason,
      /^(notReleased|notPublishedInThisForm)$/);
    assert.ok(job.measures.filter((m) => m.value === null)
      .every((m) => m.reason !== null));
  });
});

describe('search', () => {
  it('suggests from the first letters', async () => {
    const { query, suggestions } = await get(
      '/api/jobs/suggestions?q=softw');
    assert.equal(query, 'softw');
    assert.equal(suggestions[0].code, '15-1252');
    assert.deepEqual(Object.keys(suggestions[0]), ['code', 'title',
      'matchedTitle', 'aiImpactScore', 'automationRisk']);
    assert.equal(suggestions[0].matchedTitle, null);
    assert.equal(suggestions.length, 10);
  });

  it('knows everyday titles, codes and any order', async () => {
    const first = async (q) => (await get(
      `/api/jobs/suggestions?limit=1&q=${encodeURIComponent(q)}`))
      .suggestions[0];
    assert.equal((await first('software engineer')).matchedTitle,
      'Software Engineer');
    assert.equal((await first('software engineer')).code, '15-1252');
    assert.equal((await first('NURSES registered')).code, '29-1141');
    assert.equal((await first('151252')).code, '15-1252');
    assert.equal((await first('15-12')).code, '15-1252');
    assert.equal(await first('xyzzy'), undefined);
  });

  it('knows everyday words, short words and slips', async () => {
    const first = async (q) => (await get(
      `/api/jobs/suggestions?limit=1&q=${encodeURIComponent(q)}`))
      .suggestions[0];
    const cop = await first('cop');
    assert.equal(cop.code, '33-3051');
    assert.equal(cop.matchedTitle, 'Cop');
    assert.equal((await first('coder')).matchedTitle, 'Coder');
    assert.equal((await first('coder')).code, '15-1252');
    assert.equal((await first('RN')).code, '29-1141');
    assert.equal((await first('registred nrse')).code, '29-1141');
    assert.equal((await first('15-1252.00')).code, '15-1252');
  });

  it('knows a new word as soon as the database does', async () => {
    const question = '/api/jobs/suggestions?q=zymurgist';
    const change = (sql) => instance.sql(`${sql};
      UPDATE data_version SET version = version + 1 WHERE id = 1`);
    assert.deepEqual((await get(question)).suggestions, []);
    change(`INSERT INTO synonym (term, occupation_code)
      VALUES ('zymurgist', '19-1022')`);
    await until(async () => (await get(question)).suggestions[0]?.code
      === '19-1022', 'the new word');
    change("DELETE FROM synonym WHERE term = 'zymurgist'");
    await until(async () => (await get(question)).suggestions.length === 0,
      'the word to be forgotten');
  });

  it('lists what is meant, in the order of the suggestions', async () => {
    const { suggestions } = await get(
      '/api/jobs/suggestions?limit=50&q=teacher');
    const { jobs } = await get('/api/jobs?limit=100&search=teacher');
    const listed = jobs.map((job) => job.code);
    const suggested = suggestions.map(({ code }) => code);
    assert.deepEqual(listed.filter((code) => suggested.includes(code)),
      suggested.filter((code) => listed.includes(code)));
    assert.ok(listed.length > 40);
    for (const job of jobs) assert.equal(job.matchQuality, 'full');
  });

  it('counts what a careful analyst would', async () => {
    const { employment } = await get('/api/jobs/15-2051');
    for (const search of ['data scientist', 'Data Scientists']) {
      const stats = await get(
        `/api/jobs/stats?search=${encodeURIComponent(search)}`);
      assert.equal(stats.totalJobs, 1, search);
      assert.equal(stats.totalEmployment, employment);
      assert.equal(stats.matchQuality, 'full');
    }
    const { jobs } = await get('/api/jobs?search=dentist&sort=-employment');
    assert.equal(jobs[0].code, '29-1021');
    assert.ok(!jobs.some(({ code }) => code === '43-9061'));
  });

  it('knows codes that are not published', async () => {
    const first = async (q) => (await get(
      `/api/jobs/suggestions?limit=1&q=${encodeURIComponent(q)}`))
      .suggestions[0];
    const buyers = await first('13-1022');
    assert.equal(buyers.code, '13-1020');
    assert.equal(buyers.matchedTitle,
      'Wholesale and Retail Buyers, Except Farm Products');
    assert.equal((await first('31-1122.00')).code, '31-1120');
    assert.equal((await first('21\u20131011')).code, '21-1018');
    assert.equal((await first('15-1131')).code, '15-1251');
    const counted = await get('/api/jobs/stats?search=15-1132');
    assert.equal(counted.totalJobs, 2);
    assert.equal((await get('/api/jobs?search=15-9999')).jobs.length, 0);
  });

  it('leads on from one code to the other', async () => {
    const look = (path) => fetch(instance.url + path, { redirect: 'manual' });
    for (const [path, to] of [
      ['/api/jobs/151252?area=national', '/api/jobs/15-1252?area=national'],
      ['/api/jobs/15%201252', '/api/jobs/15-1252'],
      ['/api/jobs/15%E2%80%931252.00', '/api/jobs/15-1252'],
      ['/api/jobs/15-1131', '/api/jobs/15-1251'],
      ['/api/jobs/13-1022', '/api/jobs/13-1020?matchedCode=13-1022'],
      ['/api/jobs/31-1122.00', '/api/jobs/31-1120?matchedCode=31-1122']]) {
      const answer = await look(path);
      assert.equal(answer.status, 301, path);
      assert.equal(answer.headers.get('location'), to);
    }
    const job = await (await fetch(`${instance.url}/api/jobs/13-1022`)).json();
    assert.equal(job.code, '13-1020');
    assert.equal(job.matchedCode, '13-1022');
    const retired = await look('/api/jobs/15-1132');
    assert.equal(retired.status, 404);
    assert.deepEqual((await retired.json()).successors, [
      { code: '15-1252', title: 'Software Developers' },
      { code: '15-1253',
        title: 'Software Quality Assurance Analysts and Testers' }]);
    assert.equal((await look('/api/jobs/15-9999')).status, 404);
  });

  it('marks what only comes near', async () => {
    const near = await get('/api/jobs?search=zebra+dentist');
    assert.equal(near.matchQuality, 'partial');
    for (const job of near.jobs) assert.equal(job.matchQuality, 'partial');
    const stats = await get('/api/jobs/stats?search=zebra+dentist');
    assert.equal(stats.matchQuality, 'partial');
    assert.equal(stats.totalJobs, near.pagination.total);
  });
});

/* The statistics a second time, from rows of the list: cells as answered. */
const sum = (numbers) => numbers.reduce((all, one) => all + one, 0);

function cellOf(rows) {
  const employed = rows.filter((row) => row.employment !== null);
  const paid = employed.filter((row) => row.meanAnnualWage !== null);
  const workers = sum(employed.map((row) => row.employment));
  const nothing = (list) => rows.length > 0 && list.length === 0;
  const tenths = sum(employed.map((row) =>
    Math.round(row.aiImpactScore * 10) * row.employment));
  return {
    jobs: rows.length,
    employment: nothing(employed) ? null : workers,
    employmentWithheld: rows.length - employed.length,
    wageBill: nothing(paid) ? null : sum(paid.map((row) =>
      row.employment * row.meanAnnualWage)),
    wageBillLeftOut: rows.length - paid.length,
    aiImpactScore: workers ? Math.round(tenths / workers) / 10 : null,
  };
}

function meanOf(rows, field) {
  const all = rows.filter((row) => row.employment !== null
    && row[field] !== null);
  const workers = sum(all.map((row) => row.employment));
  return workers ? Math.round(sum(all.map((row) =>
    row.employment * row[field])) / workers) : null;
}

/** What a row has, as the band and the bin it is in name it. */
const wageOf = (row) => row.medianAnnualWage ?? row.medianAnnualWageAtLeast;
const inBand = ({ from, to }) => (row) => (from === null
  ? wageOf(row) === undefined
  : wageOf(row) >= from && (to === null || wageOf(row) < to));
const inBin = ({ from, to }) => (row) => row.aiImpactScore >= from
  && (row.aiImpactScore < to || to === 100);

function assertStats(stats, rows) {
  const { jobs, employment, ...cell } = cellOf(rows);
  assert.equal(stats.totalJobs, jobs);
  assert.equal(stats.totalEmployment, employment);
  for (const key of ['employmentWithheld', 'wageBill', 'wageBillLeftOut']) {
    assert.equal(stats[key], cell[key], key);
  }
  assert.equal(stats.averages.aiImpactScore, cell.aiImpactScore);
  assert.equal(stats.averages.meanAnnualWage, meanOf(rows, 'meanAnnualWage'));
  assert.equal(stats.averages.meanOfMedianAnnualWages,
    meanOf(rows, 'medianAnnualWage'));
  assert.equal(stats.averages.medianAnnualWage, undefined, 'it is no median');
  assert.equal(stats.averages.meanAnnualWageLeftOut, cell.wageBillLeftOut);
  const ways = {
    byRisk: (entry) => (row) => row.automationRisk === entry.risk,
    byGroup: (entry) => (row) => row.majorGroup === entry.group,
    byImpactType: (entry) => (row) => row.impactType === entry.impactType,
    byConfidence: (entry) => (row) => row.confidence === entry.confidence,
    byWageBand: inBand,
    byEducation: (entry) => (row) => row.typicalEducation === entry.education,
    byScore: inBin,
  };
  for (const [key, fits] of Object.entries(ways)) {
    assert.equal(sum(stats[key].map((entry) => entry.jobs)), jobs, key);
    for (const entry of stats[key]) {
      const its = rows.filter(fits(entry));
      const { byRisk, ...own } = entry;
      assert.deepEqual({ ...own, ...cellOf(its) }, own, key);
      assert.equal(own.meanAnnualWage, meanOf(its, 'meanAnnualWage'));
      assert.equal(own.meanOfMedianAnnualWages, meanOf(its, 'medianAnnualWage'));
      assert.equal(byRisk !== undefined,
        ['byGroup', 'byWageBand', 'byEducation'].includes(key));
      for (const cross of byRisk ?? []) {
        assert.deepEqual(cross, { risk: cross.risk, ...cellOf(its.filter(
          (row) => row.automationRisk === cross.risk)) }, key);
      }
    }
  }
}

describe('statistics', () => {
  it('add up to the list, to the last dollar', async () => {
    const stats = await get('/api/jobs/stats');
    assert.equal(stats.totalJobs, JOBS);
    assert.equal(stats.dataYear, 2025);
    assert.deepEqual(stats.filters, {});
    assert.deepEqual(stats.byRisk.map((entry) => entry.risk), RISKS);
    assert.equal(stats.byGroup.length, 22);
    assert.equal(stats.byScore.length, 10);
    assert.ok(stats.wageBill > 1e13 && stats.wageBillLeftOut > 0);
    assertStats(stats, await everyJob());
  });

  it('take every filter of the list', async () => {
    for (const query of ['risk=High&risk=Very+High', 'group=29-0000',
      'minWage=80000&maxWage=120000.5', 'minScore=40&maxScore=80',
      'education=Master%27s+degree', 'impactType=Low+exposure',
      'search=teacher&risk=Low', 'area=national&search=actors',
      'search=xyzzy']) {
      const stats = await get(`/api/jobs/stats?${query}`);
      const list = await get(`/api/jobs?limit=1&${query}`);
      assert.deepEqual(stats.filters, list.filters);
      assertStats(stats, await everyJob(`&${query}`));
    }
  });
});

describe('facets', () => {
  const FACETS = {
    risk: 'automationRisk', group: 'majorGroup',
    education: 'typicalEducation', impactType: 'impactType',
  };

  it('count what each value would give', async () => {
    const all = await everyJob();
    const filters = {
      risk: '&risk=High', group: '&group=25-0000',
      education: '&education=Master%27s+degree',
      impactType: '&impactType=Augmentation-leaning',
    };
    const chosen = {
      risk: 'High', group: '25-0000', education: "Master's degree",
      impactType: 'Augmentation-leaning',
    };
    for (const others of [[], ['risk'], ['group', 'risk'],
      ['education', 'impactType'], Object.keys(FACETS)]) {
      const { facets, pagination } = await get(
        `/api/jobs?limit=1&maxWage=100000${others.map((key) => filters[key]).join('')}`);
      assert.deepEqual(Object.keys(facets), Object.keys(FACETS));
      for (const [name, field] of Object.entries(FACETS)) {
        const rows = all.filter((row) => wageOf(row) <= 100000
          && others.every((key) => key === name
            || row[FACETS[key]] === chosen[key]));
        for (const { value, count } of facets[name]) {
          assert.equal(count, rows.filter((row) =>
            row[field] === value).length, `${name} ${value}`);
        }
        assert.equal(sum(facets[name].map((facet) => facet.count)),
          rows.length);
        if (others.includes(name)) {
          assert.equal(facets[name].find((facet) =>
            facet.value === chosen[name]).count, pagination.total);
        }
      }
    }
  });
});

describe('what is refused', () => {
  const bad = [
    ['/api/jobs?limit=1000', 400, 'limit'],
    ['/api/jobs?limit=0', 400, 'limit'],
    ['/api/jobs?page=0', 400, 'page'],
    ['/api/jobs?page=-1', 400, 'page'],
    ['/api/jobs?page=1&page=2', 400, 'page'],
    ['/api/jobs?risk=Extreme', 400, 'risk'],
    ['/api/jobs?sort=salary', 400, 'sort'],
    ['/api/jobs?group=99-0000', 400, 'group'],
    ['/api/jobs?area=01', 400, 'area'],
    ['/api/jobs?minWage=abc', 400, 'minWage'],
    ['/api/jobs?search=%00', 400, 'search'],
    ['/api/jobs?search=%ff', 400, 'search'],
    [`/api/jobs?search=${'x'.repeat(101)}`, 400, 'search'],
    ['/api/jobs?risks=High', 400, 'risks'],
    ["/api/jobs?group=15-0000'%20OR%201=1--", 400, 'group'],
    ['/api/jobs/99-9999', 404, 'code'],
    ['/api/jobs/11-1031', 404, 'code'],
    ['/api/jobs/banana', 400, 'code'],
    ['/api/jobs/suggestions', 400, 'q'],
    ['/api/nothing', 404, undefined],
  ];
  for (const [target, status, parameter] of bad) {
    it(`${target.slice(0, 60)} is ${status}`, async () => {
      assertProblem(await ask(target), status, parameter);
    });
  }

  it('names the nearest parameter', async () => {
    const { body } = await ask('/api/jobs?serch=x');
    assert.match(body.detail, /search/);
  });

  it('allows reading only', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await ask('/api/jobs', { method });
      assertProblem(answer, 405, undefined);
      assert.equal(answer.headers.allow, 'GET, HEAD, OPTIONS');
    }
  });
});

describe('HTTP', () => {
  it('says 304 when nothing changed', async () => {
    for (const target of ['/api/jobs?limit=3', '/api/jobs/15-1252',
      '/api/jobs/stats', '/api/jobs/suggestions?q=nurse']) {
      const first = await ask(target);
      const again = await ask(target,
        { headers: { 'If-None-Match': first.headers.etag } });
      assert.equal(again.status, 304);
      assert.equal(again.text, '');
      assert.match(first.headers['cache-control'], /public/);
    }
  });

  it('answers HEAD like GET, without body', async () => {
    const full = await ask('/api/jobs');
    const head = await ask('/api/jobs', { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(head.text, '');
    assert.equal(head.headers.etag, full.headers.etag);
  });

  it('lets pages of other origins read', async () => {
    const answer = await ask('/api/jobs?limit=1',
      { headers: { Origin: 'https://example.org' } });
    assert.equal(answer.headers['access-control-allow-origin'], '*');
    const options = await ask('/api/jobs', { method: 'OPTIONS' });
    assert.equal(options.status, 204);
    assert.match(options.headers['access-control-allow-methods'], /GET/);
  });

  it('is alive and ready', async () => {
    assert.deepEqual(await get('/livez'), { status: 'pass' });
    assert.equal((await get('/readyz')).status, 'pass');
  });

  it('answers many at once', async () => {
    const answers = await Promise.all(Array.from({ length: 300 }, (_, i) =>
      ask(`/api/jobs?limit=5&page=${1 + (i % 100)}`)));
    assert.ok(answers.every((answer) => answer.status === 200));
  });
});

describe('without the database', { skip: Boolean(process.env.BASE_URL) },
  () => {
    it('answers from what it knows and says how old that is', async () => {
      const list = await ask('/api/jobs?limit=5');
      await instance.part('stop', 'mariadb');
      const stale = await until(async () => {
        const answer = await ask('/api/jobs?limit=5');
        assert.equal(answer.status, 200);
        return answer.headers.age && answer;
      }, 'an Age header');
      assert.deepEqual(stale.body, list.body);
      assert.equal((await ask('/api/jobs/15-1252')).status, 200);
      assert.equal((await ask('/livez')).status, 200);
    });

    it('says 503 when it starts without one', async () => {
      await instance.part('stop', 'api');
      await instance.part('start', 'api');
      const answer = await until(async () => {
        const reply = await ask('/api/jobs');
        return reply.status === 503 && reply;
      }, '503 from the program');
      assertProblem(answer, 503, undefined);
      assert.match(answer.headers['retry-after'], /^\d+$/);
      assert.equal((await ask('/livez')).status, 200);
      assert.equal((await ask('/readyz')).status, 503);
    });

    it('is itself again when the database is', async () => {
      await instance.part('start', 'mariadb');
      const answer = await until(async () => {
        const reply = await ask('/api/jobs');
        return reply.status === 200 && reply;
      }, 'answers');
      assert.equal(answer.body.pagination.total, JOBS);
      // Workers without data may be there for another moment.
      await until(async () => (await ask('/readyz')).status === 200, 'ready');
    });
  });
