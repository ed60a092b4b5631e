/*
 * www/openapi.json in the hands of others: a linter, a generator of clients, and
 * a client that asks whatever the document lets it make up (tests/fuzz/api.mjs).
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';

import { createConfig, lintFromString } from '@redocly/openapi-core';
import openapiTS, { astToString } from 'openapi-typescript';

import { complaints, enter, fuzz } from '../fuzz/api.mjs';
import { repo, startInstance, until } from './instance.mjs';

const FUZZ_SECONDS = Number(process.env.FUZZ_SECONDS ?? 15);
const FUZZ_SEED = Number(process.env.FUZZ_SEED ?? 1);

const file = path.join(repo, 'www/openapi.json');
const text = fs.readFileSync(file, 'utf8');

let instance;
let who;

before(async () => {
  instance = await startInstance({ name: 'client' });
  const run = await instance.sync('run', { BLS_SYNC_AREAS: 'national,state,metro' });
  assert.equal(run.code, 0, run.stderr);
  who = await enter(instance);
  await until(async () =>
    (await instance.get('/api/jobs?area=VA')).status === 200, 'the areas in the API');
}, { timeout: 120000 });

after(() => instance?.stop());

describe('a linter', () => {
  async function lint(source) {
    const config = await createConfig({ extends: ['recommended-strict'] });
    const problems = await lintFromString({ source, absoluteRef: file, config });
    return problems.map((one) =>
      `${one.ruleId} ${one.location[0]?.pointer}: ${one.message}`);
  }

  it('finds nothing in the document', async () => {
    assert.deepEqual(await lint(text), []);
  });

  it('would find something', async () => {
    const broken = JSON.parse(text);
    delete broken.paths['/api/jobs/stats'];
    broken.paths['/api/jobs/{code}'].get.parameters = [];
    const found = (await lint(JSON.stringify(broken))).join('\n');
    assert.match(found, /no-unused-components/);
    assert.match(found, /path-parameters-defined/);
  });

  // Generators put a const and an enum into the source of a program, where a
  // quote ends a text, and know one type and null, or named branches (oneOf).
  it('has nothing that the generators of clients trip over', () => {
    const faults = [];
    const walk = (value, where) => {
      if (value === null || typeof value !== 'object') return;
      // `enum` and `type` are names of fields as well.
      const listed = Array.isArray(value.enum) ? value.enum : [];
      for (const text of [value.const, ...listed]) {
        if (typeof text === 'string' && !/^[ !#-[\]-~]*$/.test(text)) faults.push(`${where}: ${text}`);
      }
      if (listed.includes(null)) faults.push(`${where}: null in an enum`);
      if ((value.const !== undefined || listed.length) && !value.type) faults.push(`${where}: no type`);
      if (Array.isArray(value.type)
        && value.type.filter((one) => one !== 'null').length > 1) {
        faults.push(`${where}: ${value.type}`);
      }
      for (const [key, inner] of Object.entries(value)) {
        if (key !== 'examples') walk(inner, `${where}/${key}`);
      }
    };
    const document = JSON.parse(text);
    walk(document.paths, '/paths');
    walk(document.components, '/components');
    assert.deepEqual(faults, []);
  });

  it('has a description for every parameter and every field', () => {
    const { components } = JSON.parse(text);
    const bare = [];
    const look = (schema, where) => {
      if (!schema.$ref && !schema.description) bare.push(where);
      for (const [name, field] of Object.entries(schema.properties ?? {})) {
        // What an allOf narrows is described where it comes from.
        const narrows = schema.allOf && !field.type && !field.$ref;
        if (!narrows) look(field, `${where}.${name}`);
      }
      if (schema.items?.properties) look(schema.items, `${where}[]`);
    };
    Object.entries(components.schemas).forEach(([name, schema]) => look(schema, name));
    Object.entries(components.parameters).forEach(([name, one]) => {
      if (!one.description || one.example === undefined) bare.push(name);
    });
    assert.deepEqual(bare, []);
  });
});

describe('a generated client', () => {
  let folder;

  after(() => folder && fs.rmSync(folder, { recursive: true, force: true }));

  it('compiles, and refuses what is not documented', async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bls-client-'));
    fs.symlinkSync(path.join(repo, 'tests/node_modules'), path.join(folder, 'node_modules'));
    fs.copyFileSync(path.join(repo, 'tests/integration/contract_client.ts'),
      path.join(folder, 'client.ts'));
    fs.writeFileSync(path.join(folder, 'api.d.ts'),
      astToString(await openapiTS(new URL(pathToFileURL(file)))));
    fs.writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: {
        strict: true, skipLibCheck: true, target: 'es2022', module: 'nodenext',
        lib: ['es2022', 'dom', 'dom.iterable'], types: [],
      },
      files: ['client.ts'],
    }));
    const said = await new Promise((done) => {
      execFile(process.execPath, [path.join(repo, 'tests/node_modules/typescript/bin/tsc'),
        '-p', folder], (error, stdout) => done(stdout));
    });
    assert.equal(said, '');
  }, { timeout: 120000 });

  it('gets what its types promise', async () => {
    const { useApi } = await import(pathToFileURL(path.join(folder, 'client.js')));
    const token = who.token.authorization.slice('Bearer '.length);
    const { wage, ...got } = await useApi(instance.url, token);
    assert.deepEqual(got, {
      risks: got.risks.map((risk) => (risk === 'High' ? 'High' : 'Very High')),
      sources: ['eloundou', 'microsoft', 'anthropic'],
      kind: '/problems/not-found',
      suggestion: '15-1252',
      total: 830,
      refused: 401,
      state: 'succeeded',
      failed: 401,
    });
    assert.equal(got.risks.length, 3);
    assert.ok(wage === null || wage > 0);
  });
});

describe('a fuzzing client', () => {
  it(`finds nothing in ${FUZZ_SECONDS} seconds`, async (t) => {
    const { requests, byOperation, faults } = await fuzz(
      { url: instance.url, who, seed: FUZZ_SEED, seconds: FUZZ_SECONDS });
    const least = Math.min(...byOperation.values());

    t.diagnostic(`${requests} requests, at least ${least} a route`);
    assert.deepEqual(faults, []);
    assert.deepEqual(complaints(instance), []);
    assert.ok(least > 5, `only ${least} requests to a route`);
  }, { timeout: 120000 });

  it('left the data as they were', async () => {
    const { body } = await instance.get('/api/jobs/stats');
    assert.equal(body.totalJobs, 830);
  });
});
