/*
 * What is typed at the programs, without any instance: words that are refused
 * before a configuration or a database is looked at.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';

import { build, repo } from './instance.mjs';

const ROOM = 'standard output: No space left on device';

/* One program and its words, through a shell for the sake of `>`. */
const said = (line, env = {}) => new Promise((resolve) => {
  execFile('/bin/sh', ['-c', line], {
    encoding: 'utf8',
    env: { PATH: `${path.resolve(build)}:${process.env.PATH}`,
      BLS_SYNC_DB_SOCKET: '/nowhere', ...env },
  }, (error, stdout, stderr) => resolve({ code: error?.code ?? 0, stdout, stderr }));
});

async function refuses(line, message, env) {
  const { code, stdout, stderr } = await said(line, env);
  assert.equal(code, 2, `${line}: ${stderr}`);
  assert.match(stderr, message, line);
  assert.equal(stdout, '', line);
}

describe('the command line', () => {
  it('refuses words that mean nothing', async () => {
    for (const [words, message] of [
      ['', /a command is missing/],
      ['nonsense', /unknown command "nonsense"/],
      ['statsu', /did you mean "status"\?/],
      ['migrate bogus', /unexpected word "bogus"/],
      ['migrate --dry-run', /unknown option --dry-run/],
      ['score bogus', /unexpected word "bogus"/],
      ['score --force', /unknown option --force/],
      ['config bogus', /unexpected word "bogus"/],
      ['stop now', /unexpected word "now"/],
      ['watch --once', /unknown option --once/],
      ['alert', /one of test, list is missing/],
      ['alert tset', /did you mean "alert test"\?/],
      ['user remove bob --role reader', /unknown option --role/],
      ['user passwd', /NAME is missing/],
      ['token list extra', /unexpected word "extra"/],
      ['token revoke a b', /unexpected word "b"/],
      ['--config', /--config needs a value: FILE/],
      ['status --config=', /--config needs a value: FILE/],
      ['run --dryrun', /did you mean --dry-run\?/],
      ['run --forc', /did you mean --force\?/],
      ['run --only', /--only needs a value/],
      ['run --only=,', /--only: no occupation code/],
      ['run --only 15-125', /"15-125" is not an occupation code/],
      ['run --only 15-1252,x', /"x" is not an occupation code/],
      ['retry --only 151252', /"151252" is not an occupation code/],
      ['retry --force', /unknown option --force/],
      [`run --only ${Array(65).fill('15-1252')}`, /more than 64 occupations/],
      ['run --source paper', /"paper" is not one of auto\|api\|flat/],
      ['run --source api --source flat', /--source is given twice/],
      ['export --format=xml', /"xml" is not one of csv\|ndjson\|json/],
    ]) await refuses(`bls-sync ${words}`, message);
    for (const program of ['api.fcgi', 'events.fcgi']) {
      await refuses(`${program} now`, /unexpected word "now"/);
      await refuses(`${program} --sokcet x`, /did you mean --socket\?/);
      await refuses(`${program} --socket`, /--socket needs a value: PATH/);
      await refuses(`${program} --config=/nowhere`, /nowhere/);
    }
    await refuses('api.fcgi --workers 65', /not a whole number from 1 to 64/);
    await refuses('api.fcgi --routes more', /unexpected word "more"/);
  });

  it('refuses a variable of the environment that is no key', async () => {
    const env = { BLS_SYNC_AREA: 'national' };
    for (const line of ['bls-sync config', 'bls-sync status',
      'api.fcgi --request "GET /livez"', 'events.fcgi']) {
      await refuses(line, /BLS_SYNC_AREA: no such key; did you mean BLS_SYNC_AREAS/,
        env);
    }
    const known = await said('bls-sync config', { BLS_SYNC_CLOCK_OFFSET_S: '5' });
    assert.equal(known.code, 0, known.stderr);
  });

  it('tells what it knows', async () => {
    for (const line of ['bls-sync run --help', 'bls-sync help run',
      'bls-sync --help run', 'bls-sync run --source api -h']) {
      const { code, stdout, stderr } = await said(line);
      assert.equal(code, 0, line);
      assert.equal(stderr, '');
      assert.match(stdout, /--source auto\|api\|flat/);
      assert.match(stdout, /--dry-run/);
    }
    const { stdout } = await said('bls-sync --help');
    const names = [...stdout.matchAll(/^  ([a-z]+(?: [a-z]+)?)\b/gm)]
      .map(([, name]) => name);
    assert.ok(names.length > 15, stdout);
    for (const name of names) {
      const help = await said(`bls-sync ${name} --help`);
      assert.equal(help.code, 0, name);
      assert.ok(help.stdout.startsWith(`usage: bls-sync ${name} [OPTION...]`),
        help.stdout);
    }
    // README.md has a row for each of them, and for no other.
    const rows = fs.readFileSync(path.join(repo, 'README.md'), 'utf8')
      .match(/^\| command \| does \|$.*?^$/ms)[0].split('\n').slice(2)
      .flatMap((row) => [...row.split(' | ')[0].matchAll(/`([^`]+)`/g)])
      .flatMap(([, words]) => {
        const [first, second] = words.replaceAll('\\|', '|').split(' ');
        return /^[a-z|]+$/.test(second ?? '')
          ? second.split('|').map((one) => `${first} ${one}`) : [first];
      });
    assert.deepEqual(rows.sort(), names.sort());
    for (const program of ['bls-sync', 'api.fcgi', 'events.fcgi']) {
      const version = await said(`${program} --version`);
      assert.match(version.stdout, /^\S+ \(BLS Sync\) \d+\.\d+\.\d+\n$/);
      assert.equal((await said(`${program} --help`)).code, 0);
    }
  });

  it('fails when nobody can read what it prints', async () => {
    for (const line of ['bls-sync --help', 'bls-sync run --help',
      'bls-sync --version', 'bls-sync config', 'api.fcgi --help',
      'api.fcgi --routes', 'events.fcgi --version']) {
      const { code, stderr } = await said(`${line} >/dev/full`);
      assert.equal(code, 1, line);
      assert.ok(stderr.includes(ROOM), `${line}: ${stderr}`);
    }
    const closed = await said('bls-sync config >&-');
    assert.equal(closed.code, 1);
    assert.match(closed.stderr, /standard output: Bad file descriptor/);
    assert.equal((await said('bls-sync --help | :')).code, 0);
  });
});
