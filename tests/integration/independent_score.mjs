/*
 * A second computation of the AI-impact score "ai-1", straight from its
 * definition, to compare the product's with. It shares nothing with src/impact
 * but the published ratings in sql/reference.
 *
 *   import { computeScores } from './independent_score.mjs';
 *   node independent_score.mjs CATALOGUE.tsv [REFERENCE_DIR]
 *
 * CATALOGUE.tsv has a line "code TAB employment" per detailed occupation with
 * data; an empty employment is a withheld one.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const REFERENCE = path.join(HERE, '..', '..', 'sql', 'reference');

/** The rows of a reference table as objects; an empty cell is null. */
export function readTable(file) {
  const lines = readFileSync(file, 'utf8').split('\n')
    .filter((line) => line !== '' && !line.startsWith('# '));
  const names = lines.shift().split('\t');
  return lines.map((line) => {
    const cells = line.split('\t');
    return Object.fromEntries(
      names.map((name, i) => [name, cells[i] === '' ? null : cells[i]]));
  });
}

/** A Map from key to the array of its elements. */
function groupBy(elements, keyOf) {
  const groups = new Map();
  for (const element of elements) {
    const key = keyOf(element);
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(element);
  }
  return groups;
}

const sum = (numbers) => numbers.reduce((total, n) => total + n, 0);
const mean = (numbers) => sum(numbers) / numbers.length;

/*
 * An average to be ranked: twelve decimals, so that averages that are equal on
 * paper are equal here too. One number alone stays as it was published.
 */
const rounded = (number) => Number(number.toFixed(12));
const average = (numbers) => (numbers.length === 1
  ? numbers[0] : rounded(mean(numbers)));

/** Means per SOC code from [code, value] pairs of SOC or O*NET-SOC codes. */
function meansBySoc(pairs) {
  const groups = groupBy(pairs, ([code]) => code.slice(0, 7));
  return new Map([...groups].map(
    ([soc, members]) => [soc, average(members.map(([, value]) => value))]));
}

/** Step 1: values of the catalog's codes, aggregates from their children. */
function onCatalog(codes, bySoc, children) {
  const values = new Map();
  for (const code of codes) {
    if (bySoc.has(code)) {
      values.set(code, bySoc.get(code));
      continue;
    }
    const found = (children.get(code) ?? [])
      .map((row) => bySoc.get(row.soc_code)).filter((v) => v !== undefined);
    if (found.length > 0) values.set(code, average(found));
  }
  return values;
}

/**
 * Step 2: average rank over number, counted rather than sorted: all that is
 * lower, and the middle of what is equal.
 */
function percentiles(values) {
  const all = [...values.values()];
  const result = new Map();
  for (const [code, own] of values) {
    const lower = all.filter((v) => v < own).length;
    const equal = all.filter((v) => v === own).length;
    result.set(code, (lower + (equal + 1) / 2) / all.length);
  }
  return result;
}

/** Step 4: completes `direct` over the catalog: Map code -> [value, basis]. */
function withFallback(catalog, direct) {
  const groups = [['broad', 6], ['minor', 4], ['major', 2]];
  const result = new Map();
  for (const { code } of catalog) {
    if (direct.has(code)) {
      result.set(code, [direct.get(code), 'direct']);
      continue;
    }
    for (const [basis, width] of groups) {
      const members = catalog.filter((other) => direct.has(other.code)
        && other.code.slice(0, width) === code.slice(0, width));
      if (members.length === 0) continue;
      const weights = members.map((m) => m.employment ?? 0);
      const values = members.map((m) => direct.get(m.code));
      const total = sum(weights);
      result.set(code, [total > 0
        ? sum(values.map((v, i) => v * weights[i])) / total
        : mean(values), basis]);
      break;
    }
    if (!result.has(code)) throw new Error(`${code}: nothing to fall back on`);
  }
  return result;
}

/** The raw values of each source, by the name the definition gives it. */
function rawValues(codes, referenceDir) {
  const table = (name) => readTable(path.join(referenceDir, `${name}.tsv`));
  const children = groupBy(table('soc_aggregate'), (r) => r.occupation_code);
  const ratings = groupBy(table('exposure'), (r) => r.source);
  const rating = (source) => onCatalog(codes, meansBySoc(
    ratings.get(source).map((r) => [r.soc_code, Number(r.value)])), children);

  const byOnet = groupBy(table('task'), (r) => r.onet_code);
  const automation = [...byOnet].map(([onet, tasks]) => {
    const weights = tasks.map((t) => (t.task_type === 'Core' ? 1 : 0.5));
    const labels = tasks.map((t) => Number(t.automation.slice(1)) * 0.25);
    return [onet,
      rounded(sum(labels.map((l, i) => l * weights[i])) / sum(weights))];
  });
  const zones = table('job_zone').map((r) => [r.onet_code, Number(r.job_zone)]);
  return {
    model: rating('eloundou_model'),
    human: rating('eloundou_human'),
    microsoft: rating('microsoft'),
    anthropic: rating('anthropic'),
    automation: onCatalog(codes, meansBySoc(automation), children),
    jobZone: onCatalog(codes, meansBySoc(zones), children),
  };
}

/* Numbers are compared with thresholds free of the noise of binary fractions. */
const clean = (number) => Number(number.toFixed(10));

const LEVELS = ['Low', 'Medium', 'High', 'Very High'];

/** Step 5. */
function riskOf(index, jobZone) {
  const level = [30, 50, 70].filter((limit) => clean(index) >= limit).length;
  return LEVELS[clean(jobZone) >= 4 ? Math.max(0, level - 1) : level];
}

/** Step 6. */
function typeOf(score, jobZone) {
  if (clean(score) < 50) return 'Low exposure';
  return clean(jobZone) >= 4 ? 'Augmentation-leaning' : 'Automation-leaning';
}

/** Step 7. */
function confidenceOf(basis, sources, spread) {
  if (basis !== 'direct') return 'Low';
  if (sources === 3 && clean(spread) <= 10) return 'High';
  return clean(spread) <= 20 ? 'Medium' : 'Low';
}

/**
 * catalog: [{code, employment (number or null)}]. Returns a Map from code to
 * {score, spread (null unless direct), sources, basis, automationPercentile,
 * jobZone, riskIndex, risk, type, confidence}.
 */
export function computeScores({ catalog, referenceDir = REFERENCE }) {
  const codes = catalog.map((row) => row.code);
  const raw = rawValues(codes, referenceDir);
  const model = percentiles(raw.model);
  const human = percentiles(raw.human);
  const eloundou = new Map(codes
    .filter((code) => model.has(code) && human.has(code))
    .map((code) => [code, average([model.get(code), human.get(code)])]));
  const parts = [percentiles(eloundou), percentiles(raw.microsoft),
    percentiles(raw.anthropic)];

  const own = new Map(codes.map((code) => [code,
    parts.filter((part) => part.has(code)).map((part) => part.get(code))]));
  const direct = new Map(codes.filter((code) => own.get(code).length >= 2)
    .map((code) => [code, 100 * mean(own.get(code))]));
  const scores = withFallback(catalog, direct);
  const automation = withFallback(catalog, percentiles(raw.automation));
  const zones = withFallback(catalog, raw.jobZone);

  return new Map(codes.map((code) => {
    const [score, basis] = scores.get(code);
    const [automationPercentile] = automation.get(code);
    const [jobZone] = zones.get(code);
    const values = own.get(code);
    const spread = basis === 'direct'
      ? 100 * Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)))
      : null;
    const riskIndex = (score + 100 * automationPercentile) / 2;
    return [code, {
      score, spread, sources: values.length, basis, automationPercentile,
      jobZone, riskIndex, risk: riskOf(riskIndex, jobZone),
      type: typeOf(score, jobZone),
      confidence: confidenceOf(basis, values.length, spread),
    }];
  }));
}

/** Lines "code TAB employment"; comments and a header are passed over. */
export function readCatalog(file) {
  return readFileSync(file, 'utf8').split('\n')
    .filter((line) => /^\d\d-\d{4}\t/.test(line))
    .map((line) => line.split('\t'))
    .map(([code, employment]) => ({
      code, employment: employment === '' ? null : Number(employment),
    }));
}

function main([file, referenceDir]) {
  if (!file) {
    process.stderr.write(
      'usage: node independent_score.mjs CATALOGUE.tsv [REFERENCE_DIR]\n');
    process.exitCode = 2;
    return;
  }
  const scores = computeScores({ catalog: readCatalog(file), referenceDir });
  const names = ['score', 'spread', 'sources', 'basis', 'automationPercentile',
    'jobZone', 'riskIndex', 'risk', 'type', 'confidence'];
  const lines = [...scores].map(([code, row]) => [code,
    ...names.map((name) => row[name] ?? '')].join('\t'));
  process.stdout.write([['code', ...names].join('\t'), ...lines, ''].join('\n'));
}

if (process.argv[1] && path.resolve(process.argv[1])
  === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
