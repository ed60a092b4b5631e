/*
 * Thirteen occupations, figure by figure: what the API says of May 2025 against the
 * national table that BLS published (OEWS, May 2025), copied here by hand from
 * there. And what else a job in full has: over all jobs, and against a second
 * computation.
 *
 * BASE_URL in the environment: ask that instance instead of starting one.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startInstance, until } from './instance.mjs';

const HOUR = 'the hourly form is not published';
const YEAR = 'the annual form is not published';

/*
 * Columns 01 to 15 of the table: employment, its relative standard error;
 * hourly mean, annual mean, their relative standard error; hourly 10th, 25th,
 * 50th, 75th, 90th percentile; annual 10th, 25th, 50th, 75th, 90th.
 */
const TABLE = {
  // Chief executives: percentiles above the caps of earlier years
  '11-1011': [204350, 3.1, 129.63, 269630, 1.9, 36.39, 62.28, 102.88, 171.25,
    244.1, 75700, 129540, 213990, 356200, 507730],
  // Buyers and Purchasing Agents: one code of OEWS for several of SOC
  '13-1020': [491430, 0.7, 40.27, 83770, 0.2, 23.26, 29.23, 37.36, 48.47,
    61.96, 48380, 60800, 77710, 100820, 128870],
  // Software Developers
  '15-1252': [1687890, 0.6, 71.2, 148100, 0.4, 39.64, 50.58, 65.38, 82.68,
    103.21, 82460, 105210, 135980, 171980, 214670],
  // Business Teachers, Postsecondary: annual wages only
  '25-1011': [82150, 0.7, HOUR, 114720, 0.4, HOUR, HOUR, HOUR, HOUR, HOUR,
    47180, 64150, 99080, 141710, 209470],
  // Elementary School Teachers: annual wages only, many
  '25-2021': [1388390, 0.8, HOUR, 72650, 0.4, HOUR, HOUR, HOUR, HOUR, HOUR,
    47960, 57710, 63970, 81450, 104340],
  // Actors: hourly wages only, a large error
  '27-2011': [55000, 17.7, 58.29, YEAR, 8.4, 16.5, 20.34, 29.05, 97.95,
    143.68, YEAR, YEAR, YEAR, YEAR, YEAR],
  // Prosthodontists: few, an error of more than a quarter, high pay
  '29-1024': [870, 27.6, 129.15, 268630, 8.5, 49.77, 121.18, 149.61, 160.33,
    165.75, 103510, 252050, 311180, 333480, 344750],
  // Registered Nurses
  '29-1141': [3379720, 0.3, 48.76, 101420, 0.2, 33.14, 38.62, 46.9, 54.02,
    66.09, 68940, 80330, 97550, 112350, 137470],
  // Orthopedic Surgeons, Except Pediatric: capped in every year before
  '29-1242': [14100, 10.9, 179.6, 373570, 3.6, 40.46, 86.83, 172.38, 255.15,
    316.97, 84170, 180610, 358550, 530700, 659290],
  // Home Health and Personal Care Aides: the largest, an aggregate
  '31-1120': [4305810, 0.3, 17.36, 36120, 0.3, 13, 15.35, 17.21, 18.98, 21.65,
    27040, 31920, 35800, 39470, 45040],
  // Cashiers
  '41-2011': [3089410, 0.6, 15.95, 33180, 0.2, 11.79, 13.81, 15.81, 17.47,
    19.43, 24530, 28720, 32880, 36330, 40410],
  // Patternmakers, Wood: the smallest
  '51-7032': [220, 25.7, 26.08, 54240, 6.3, 18.08, 19.79, 23.86, 28.53, 40.28,
    37600, 41170, 49630, 59350, 83780],
  // Airline Pilots, Copilots, and Flight Engineers: annual, above the caps
  '53-2011': [103560, 1.1, HOUR, 288650, 2.7, HOUR, HOUR, HOUR, HOUR, HOUR,
    106710, 182280, 232140, 384440, 463830],
};

let instance;
let base = process.env.BASE_URL;
const jobs = new Map();

async function get(target) {
  const answer = await fetch(base + target);
  assert.equal(answer.status, 200, target);
  return answer.json();
}

before(async () => {
  if (!base) {
    instance = await startInstance({ name: 'detail' });
    base = instance.url;
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    await until(async () => {
      const answer = await fetch(`${base}/api/jobs/stats`);
      return answer.ok && (await answer.json()).dataYear === 2025;
    }, 'the new release in the API');
  }
  const codes = [];
  for (let page = 1; page <= 9; page += 1) {
    const { jobs: rows } = await get(`/api/jobs?limit=100&page=${page}`);
    codes.push(...rows.map((row) => row.code));
  }
  for (const code of codes) jobs.set(code, await get(`/api/jobs/${code}`));
  assert.equal(jobs.size, 830);
}, { timeout: 120000 });

after(async () => {
  await instance?.stop();
});

describe('the figures that BLS published for May 2025', () => {
  for (const [code, figures] of Object.entries(TABLE)) {
    it(`of ${code}, all fifteen`, () => {
      const { measures } = jobs.get(code);
      assert.deepEqual(measures.map((m) => m.datatype),
        figures.map((_, i) => i + 1));
      measures.forEach((measure, i) => {
        const withheld = typeof figures[i] === 'string';
        assert.equal(measure.value, withheld ? null : figures[i],
          measure.measure);
        assert.equal(measure.reason,
          withheld ? 'notPublishedInThisForm' : null, measure.measure);
        assert.equal(measure.year, 2025);
        assert.equal(measure.atLeast, null);
      });
      const [employment, , hourly, annual] = measures;
      assert.equal(employment.relativeStandardError, figures[1]);
      assert.equal(hourly.relativeStandardError, figures[4]);
      assert.equal(annual.relativeStandardError, figures[4]);
      assert.deepEqual(measures.filter((m) => 'relativeStandardError' in m)
        .map((m) => m.datatype), [1, 3, 4]);
    });
  }
});

describe('history', () => {
  it('keeps the caps of earlier years', () => {
    const { history, historyChange } = jobs.get('29-1242');
    assert.deepEqual(history.map((year) => [year.year, year.medianAnnualWage,
      year.medianAnnualWageReason, year.medianAnnualWageAtLeast]), [
      [2021, null, 'capped', 208000], [2022, null, 'capped', 239200],
      [2023, null, 'capped', 239200], [2024, null, 'capped', 239200],
      [2025, 358550, undefined, undefined]]);
    assert.deepEqual(history[4].change.medianAnnualWage,
      { absolute: null, percent: null, reason: 'capEnded' });
    // 373570 less 365060, of 365060; 14100 less 16260, of 16260
    assert.deepEqual(history[4].change.meanAnnualWage,
      { absolute: 8510, percent: 2.3 });
    assert.deepEqual(historyChange.employment,
      { absolute: -2160, percent: -13.3 });
    assert.equal(historyChange.dollars, 'nominal');
    // "$208,000 or more" to $358,550 is no growth.
    assert.deepEqual(historyChange.medianAnnualWage,
      { absolute: null, percent: null, reason: 'capEnded' });
    assert.match(jobs.get('29-1242').historyNote, /not a measure of growth/);
  });

  it('leaves a gap where a year is missing', () => {
    const { history, historyChange } = jobs.get('29-1024');
    assert.deepEqual(history.map((year) => year.year),
      [2021, 2023, 2024, 2025]);
    assert.deepEqual(history.map((year) => year.changeReason),
      ['firstYear', 'yearMissing', undefined, undefined]);
    assert.equal(historyChange.fromYear, 2021);
  });

  /** A cap that began or ended is told as that: no growth of the wage. */
  function whyNot(old, now) {
    if (old === 'capped' && !now) return 'capEnded';
    if (now === 'capped' && !old) return 'capBegan';
    return now ?? old;
  }

  it('changes by what its figures do, of every job', () => {
    const places = { medianHourlyWage: 100 };
    for (const { code, history } of jobs.values()) {
      for (let i = 1; i < history.length; i += 1) {
        const [old, now] = [history[i - 1], history[i]];
        for (const [field, { absolute, percent, reason }]
          of Object.entries(now.change ?? {})) {
          const where = `${code} ${now.year} ${field}`;
          if (old[field] === null || now[field] === null) {
            assert.equal(absolute, null, where);
            assert.equal(reason, whyNot(old[`${field}Reason`],
              now[`${field}Reason`]), where);
            continue;
          }
          const unit = places[field] ?? 1;
          const change = Math.round(now[field] * unit)
            - Math.round(old[field] * unit);
          assert.equal(absolute, change / unit, where);
          assert.ok(Math.abs(percent - 100 * change / (old[field] * unit))
            <= 0.0500001, where);
        }
      }
    }
  });
});

describe('neighbors', () => {
  const LEVELS = ['Low', 'Medium', 'High', 'Very High'];
  const PAY = ['medianAnnualWage', 'medianHourlyWage', 'meanAnnualWage',
    'meanHourlyWage'];
  const pay = (job, measure) =>
    job.measures.find((m) => m.measure === measure).value;

  /** What the rule says, from the two jobs in full. */
  function judge(ours, theirs) {
    const measure = PAY.find((name) => pay(ours, name) !== null
      && pay(theirs, name) !== null);
    const ratio = measure && pay(theirs, measure) / pay(ours, measure);
    const because = [];
    if (LEVELS.indexOf(theirs.automationRisk)
      >= LEVELS.indexOf(ours.automationRisk)) because.push('risk');
    if (!measure) because.push('payNotComparable');
    else if (ratio < 0.9) because.push('pay');
    if (theirs.aiImpact.jobZone > ours.aiImpact.jobZone) {
      because.push('jobZone');
    }
    return { because, measure, ratio };
  }

  it('are safer by the rule, of every job', () => {
    let safer = 0;
    for (const ours of jobs.values()) {
      for (const one of ours.similar) {
        const { because } = judge(ours, jobs.get(one.code));
        assert.deepEqual(one.notSaferBecause, because,
          `${ours.code} ${one.code}`);
        assert.equal(one.safer, because.length === 0);
      }
      for (const one of ours.saferNeighbours) {
        const theirs = jobs.get(one.code);
        const { because, measure, ratio } = judge(ours, theirs);
        const { reasons } = one;
        safer += 1;
        assert.deepEqual(because, []);
        assert.equal(reasons.payMeasure, measure);
        assert.ok(Math.abs(reasons.payRatio - ratio) < 0.001);
        assert.ok(Math.abs(reasons.scoreDifference - (theirs.aiImpactScore
          - ours.aiImpactScore)) < 1e-6);
        assert.ok(Math.abs(reasons.jobZoneDifference
          - (theirs.aiImpact.jobZone - ours.aiImpact.jobZone)) < 1e-6);
        assert.ok(reasons.riskLevelDifference < 0);
      }
      const listed = ours.similar.filter((one) => one.safer)
        .map((one) => one.code);
      assert.deepEqual(ours.saferNeighbours.slice(0, listed.length)
        .map((one) => one.code), listed);
    }
    assert.ok(safer > 1000, `${safer} of them`);
  });
});

describe('what else a job has', () => {
  it('tasks, the most exposed first, and counts by label', () => {
    const worth = { E0: 0, E1: 1, E2: 0.5 };
    for (const { code, tasks, taskLabels, mostExposedTasks,
      leastExposedTasks } of jobs.values()) {
      let last = 1;
      for (const task of tasks) {
        const labels = [task.exposureModel, task.exposureHuman]
          .filter(Boolean).map((label) => worth[label]);
        const mean = labels.length
          ? labels.reduce((a, b) => a + b) / labels.length : null;
        assert.equal(task.exposure, mean, code);
        assert.ok(mean === null || mean <= last, code);
        last = mean ?? last;
      }
      assert.equal(taskLabels.tasks, tasks.length);
      assert.equal(taskLabels.automation.T2,
        tasks.filter((task) => task.automation === 'T2').length);
      for (const i of mostExposedTasks) assert.ok(tasks[i].exposure >= 0.5);
      for (const i of leastExposedTasks) assert.ok(tasks[i].exposure < 0.5);
    }
  });

  it('siblings that have the same parent', () => {
    for (const job of jobs.values()) {
      const parent = job.hierarchy.at(-2).code;
      const others = [...jobs.values()].filter((other) => other !== job
        && other.hierarchy.at(-2).code === parent);
      assert.deepEqual(job.siblings, others.map(({ code, title }) =>
        ({ code, title })));
    }
  });

  it('says what stood in for a score of its own', () => {
    const without = [...jobs.values()].filter(({ aiImpact }) =>
      aiImpact.basis !== 'direct');
    assert.equal(without.length, 47);
    for (const { code, aiImpact } of without) {
      const { basisFrom } = aiImpact;
      assert.equal(basisFrom.level, aiImpact.basis);
      assert.ok(code.startsWith(basisFrom.codesBeginWith));
      let sum = 0;
      let weight = 0;
      for (const other of basisFrom.occupations) {
        assert.equal(jobs.get(other).aiImpact.basis, 'direct');
        sum += jobs.get(other).aiImpactScore * jobs.get(other).employment;
        weight += jobs.get(other).employment;
      }
      assert.ok(Math.abs(sum / weight - aiImpact.score) < 0.11, code);
    }
  });

  it('agrees with a comparison', async () => {
    const { jobs: rows, fields } = await get(
      '/api/jobs/compare?codes=29-1141,15-1252,27-2011');
    assert.deepEqual(rows.map((row) => row.code),
      ['29-1141', '15-1252', '27-2011']);
    for (const row of rows) {
      for (const key of Object.keys(row)) {
        assert.deepEqual(jobs.get(row.code)[key], row[key], key);
      }
    }
    const field = (name) => fields.find((one) => one.field === name);
    assert.deepEqual(field('employment').highest, ['29-1141']);
    assert.deepEqual(field('medianAnnualWage').highest, ['15-1252']);
    assert.deepEqual(field('medianAnnualWage').withheld, ['27-2011']);
    assert.deepEqual(field('annual90thPercentile').values.map((v) => v.value),
      [137470, 214670, null]);
  });

  it('agrees with the methodology', async () => {
    const method = await get('/api/methodology');
    assert.deepEqual(method.score.riskLevels.map(({ risk, jobs: n }) =>
      [risk, n]), [['Low', 284], ['Medium', 231], ['High', 223],
      ['Very High', 92]]);
    assert.deepEqual(method.dataYears, [2021, 2022, 2023, 2024, 2025]);
    assert.equal(method.release, '2025A01');
    assert.deepEqual(method.sources.map((source) => source.id), ['eloundou',
      'microsoft', 'anthropic', 'automation', 'job_zone', 'oews',
      'projections', 'onet']);
    assert.ok(method.sources.every((source) => source.version
      && source.citation && source.licence && source.url));
    for (const { impactType, jobs: n } of method.score.impactTypes) {
      assert.equal([...jobs.values()].filter((job) =>
        job.impactType === impactType).length, n);
    }
  });
});
