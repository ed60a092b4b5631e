/*
 * What a round of the sync leaves behind, and what BLS published: shared by
 * the tests that compare the two.
 */
import fs from 'node:fs';
import path from 'node:path';

import { repo } from './instance.mjs';

export const OCCUPATIONS = 1105;
export const WITH_DATA = 1104;
export const JOBS = 830;
export const REQUESTS = 332; // ceil(1105 x 15 / 50)

const REASONS = {
  '-4': 'notPublishedInThisForm', '-5': 'capped', '-8': 'notReleased',
};

/** The emulator's own copy of a year: code -> fifteen cells as printed. */
export function publishedFigures(year) {
  const file = path.join(repo, `tests/bls_emulator/data/national_${year}.tsv`);
  return new Map(fs.readFileSync(file, 'utf8').split('\n')
    .filter((line) => line && !line.startsWith('#'))
    .map((line) => {
      const [code, ...cells] = line.split('\t');
      return [code, cells];
    }));
}

/** What is stored for a year: code -> fifteen cells in the same notation. */
export function storedFigures(instance, year) {
  const figures = new Map();
  const rows = instance.sql(
    `SELECT occupation_code, datatype, value, decimals, reason
     FROM observation WHERE area_code = '0000000' AND year = ${year}`);
  for (const [code, datatype, value, decimals, reason] of rows) {
    if (!figures.has(code)) figures.set(code, Array(15).fill('absent'));
    const mark = Object.entries(REASONS).find(([, name]) => name === reason);
    figures.get(code)[Number(datatype) - 1] = reason === 'NULL'
      ? Number(value).toFixed(Number(decimals)) : mark?.[0] ?? reason;
  }
  return figures;
}

const FINAL_TABLES = [
  `SELECT area_code, occupation_code, year, datatype, value, decimals,
     reason, at_least, release_code, source FROM observation
     ORDER BY 1, 2, 3, 4`,
  `SELECT code, major_group, data_year, release_code, employment,
     mean_annual_wage, median_annual_wage, median_hourly_wage
     FROM job ORDER BY 1`,
  'SELECT * FROM job_score ORDER BY code',
  'SELECT * FROM job_score_source ORDER BY code, source',
  `SELECT release_code, occupation_code, state, reason FROM sync_item
     ORDER BY 1, 2`,
  `SELECT release_code, batch, successful, failed, skipped FROM checkpoint
     ORDER BY 1, 2`,
];
const BETWEEN = '== next table ==';

/** All that a round leaves behind, without times and run numbers. */
export function finalTables(instance) {
  const rows = instance.sql(FINAL_TABLES.join(`; SELECT '${BETWEEN}'; `));
  const tables = [[]];
  for (const row of rows) {
    if (row[0] === BETWEEN) tables.push([]);
    else tables.at(-1).push(row.join('\t'));
  }
  return tables.map((table) => table.join('\n'));
}

/** As before the first run; and whatever else is to be done on the way. */
export function forgetRound(instance, more = '') {
  instance.sql(`
    DELETE FROM observation WHERE source IN ('api', 'flat');
    DELETE FROM staged_observation; DELETE FROM published_item;
    DELETE FROM held_rule; DELETE FROM held_difference;
    DELETE FROM release_round; DELETE FROM sync_item; DELETE FROM checkpoint;
    DELETE FROM sync_run; DELETE FROM run_outcome; DELETE FROM run_key;
    DELETE FROM run_message; DELETE FROM api_key_usage; ${more}`);
}

export const itemsDone = (instance) => instance.sql(
  "SELECT occupation_code FROM sync_item WHERE state IN ('done', 'skipped')")
  .map(([code]) => code);
