/*
 * Installing, upgrading and backing up: what `make install` leaves, and what the
 * commands of README.md do, with stand-ins for the servers they talk to.
 */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { build, repo } from './instance.mjs';

let top;
before(() => { top = fs.mkdtempSync(path.join(os.tmpdir(), 'bls-hosting-')); });
after(() => fs.rmSync(top, { recursive: true, force: true }));

const readme = fs.readFileSync(path.join(repo, 'README.md'), 'utf8');

/** The block of shell in README.md that has this in it. */
function block(part) {
  const found = [...readme.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, text]) => text).filter((text) => text.includes(part));
  assert.equal(found.length, 1, part);
  return found[0];
}

const run = (program, words, options) => new Promise((done) => {
  execFile(program, words, { encoding: 'utf8', cwd: repo, ...options },
    (error, stdout, stderr) => done({ code: error ? error.code : 0, stdout, stderr }))
    .stdin.end();
});

/** Everything below, with its mode. */
const below = (folder) => fs.readdirSync(folder, { recursive: true })
  .map((name) => [name, fs.statSync(path.join(folder, name))]);

describe('make install', () => {
  for (const umask of ['077', '000']) {
    it(`leaves what others can read and not write under umask ${umask}`,
      async () => {
        const root = path.join(top, umask);
        const { code, stderr } = await run('/bin/sh', ['-c',
          `umask ${umask}; exec cgi-bin/systemd/install.sh`],
        { env: { ...process.env, BUILD: build, DESTDIR: root, PREFIX: '/opt/b' } });
        assert.equal(code, 0, stderr);
        const names = below(root);
        for (const [name, { mode }] of names.filter(([, stat]) => stat.isDirectory())) {
          assert.equal(mode & 0o777, 0o755, name);
        }
        for (const [name, { mode }] of names.filter(([, stat]) => stat.isFile())) {
          const program = /^opt\/b\/(bin|lib\/bls-sync)\/[^/]+$/.test(name);
          assert.equal(mode & 0o777, program ? 0o755 : 0o644, name);
        }
        for (const name of ['opt/b/bin/bls-sync', 'opt/b/share/bls-sync/www/index.html',
          'opt/b/share/bls-sync/www/index.html.gz', 'etc/cron.d/bls-sync',
          'opt/b/share/bls-sync/sql/reference/title.tsv',
          'etc/nginx/bls-sync/enabled']) {
          assert.ok(names.some(([one]) => one === name), name);
        }
        assert.ok(!names.some(([name]) => /\.new$/.test(name)));
      });
  }

  it('builds anew what the prefix is compiled into', () => {
    const folder = path.join(top, 'build');
    const object = path.join(folder, 'obj/src/base/config.o');
    const made = (prefix) => {
      execFileSync('make', ['-s', `BUILD=${folder}`, `PREFIX=${prefix}`, object],
        { cwd: repo, stdio: 'pipe', env: { ...process.env, MAKEFLAGS: '' } });
      return [fs.readFileSync(object, 'latin1'), fs.statSync(object).mtimeMs];
    };
    assert.match(made('/opt/one')[0], /\/opt\/one\/bin\/bls-sync/);
    const [text, time] = made('/opt/two');
    assert.match(text, /\/opt\/two\/bin\/bls-sync/);
    assert.doesNotMatch(text, /\/opt\/one/);
    assert.equal(made('/opt/two')[1], time, 'made again for nothing');
  });

  it('replaces pages while they are served', async () => {
    const folder = path.join(top, 'pages');
    const pages = path.join(repo, 'nginx/pages.sh');
    execFileSync(pages, [folder]);
    const served = ['index.html', 'index.html.gz', 'js', 'lib/d3-hierarchy.min.js',
      'openapi.json'].map((name) => path.join(folder, name));
    // One of an earlier version, and one that is none of the pages' business.
    fs.mkdirSync(path.join(folder, 'old'));
    fs.writeFileSync(path.join(folder, 'old/page.html'), 'old');
    fs.writeFileSync(path.join(folder, 'favicon.svg.gz.bak'), 'mine');
    fs.appendFileSync(path.join(folder, '.files'), './old/page.html\n');
    const child = spawn(pages, [folder], { stdio: ['ignore', 'ignore', 'inherit'] });
    const ended = new Promise((done) => { child.on('exit', done); });
    let looks = 0;
    while (child.exitCode === null && child.signalCode === null) {
      for (const file of served) assert.ok(fs.existsSync(file), `${file}, look ${looks}`);
      looks++;
      await new Promise((done) => { setTimeout(done, 1); });
    }
    assert.equal(await ended, 0);
    assert.ok(looks > 5, `${looks} looks`);
    assert.ok(!fs.existsSync(path.join(folder, 'old')));
    assert.ok(fs.existsSync(path.join(folder, 'favicon.svg.gz.bak')));
    assert.deepEqual(fs.readdirSync(folder).filter((name) => name.startsWith('.')),
      ['.files']);
    assert.ok(fs.statSync(path.join(folder, 'index.html')).size > 0);
  });
});

/**
 * A folder of programs that stand in for others: `names` are logged with their
 * arguments, then done; `scripts` do as they say.
 */
function standIns(folder, names, scripts) {
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  const log = path.join(folder, 'arguments');
  const write = (name, text) => fs.writeFileSync(path.join(bin, name),
    `#!/bin/sh\necho "${name} $*" >>'${log}'\n${text}\n`, { mode: 0o755 });
  for (const name of names) {
    const real = execFileSync('/bin/sh', ['-c', `command -v ${name}`],
      { encoding: 'utf8' }).trim();
    write(name, `exec ${real} "$@"`);
  }
  for (const [name, text] of Object.entries(scripts)) write(name, text);
  return { bin, said: () => fs.readFileSync(log, 'utf8') };
}

describe('the commands of README.md', () => {
  it('make passwords that are no arguments, each where it is needed',
    async () => {
      const folder = path.join(top, 'database');
      const etc = path.join(folder, 'etc');
      fs.mkdirSync(etc, { recursive: true });
      const { bin, said } = standIns(folder, ['sed', 'cat', 'od', 'tr'], {
        mariadb: `exec /bin/cat >'${folder}/sql'`,
        install: 'shift; case $2 in -g) mode=$1; shift 3;; *) mode=$1; shift;; esac; '
          + 'exec /usr/bin/install -m "$mode" "$@"',
        editor: ':',
      });
      const script = block('MIGRATE=$(secret)')
        .replaceAll('/usr/local/share/bls-sync/sql', path.join(repo, 'sql'))
        .replaceAll('/etc/bls-sync/bls-sync.ini.example',
          path.join(repo, 'src/config.ini.example'))
        .replaceAll('/etc/bls-sync', etc);
      const { code, stderr } = await run('/bin/sh', ['-eu', '-c', `umask 022; ${script}`],
        { env: { PATH: bin } });
      assert.equal(code, 0, stderr);
      const text = (name) => fs.readFileSync(path.join(etc, name), 'utf8');
      const mode = (name) => (fs.statSync(path.join(etc, name)).mode & 0o777).toString(8);
      const [sync] = text('bls-sync.ini').match(/(?<=^db_password = )\w{32}$/m);
      const [api] = text('bls-sync.ini').match(/(?<=^db_api_password = )\w{32}$/m);
      const [migrate] = text('migrate.ini').match(/(?<=^db_migrate_password = )\w{32}$/m);
      assert.equal(new Set([sync, api, migrate]).size, 3);
      assert.ok(!text('bls-sync.ini').includes(migrate));
      assert.equal(mode('bls-sync.ini'), '640');
      assert.equal(mode('migrate.ini'), '600');
      const sql = fs.readFileSync(path.join(folder, 'sql'), 'utf8');
      for (const password of [sync, api, migrate]) {
        assert.ok(sql.includes(`IDENTIFIED BY '${password}'`));
        assert.ok(!said().includes(password), said());
      }
      assert.doesNotMatch(sql, /@\w+_PASSWORD@(?!.*--)/m);
      // The programs take what was made.
      const config = await run(path.join(build, 'bls-sync'),
        ['config', '--config', path.join(etc, 'bls-sync.ini')]);
      assert.equal(config.code, 0, config.stderr);
      assert.match(config.stdout, /^db_migrate_user = bls_migrate$/m);
      assert.match(config.stdout, /^db_migrate_password = \(set\)$/m);
    });

  it('send a token that is no argument', async () => {
    const folder = path.join(top, 'token');
    const { bin, said } = standIns(folder, [], {
      curl: `exec /bin/cat >'${folder}/input'` });
    const { code, stderr } = await run('/bin/sh',
      ['-eu', '-c', block('Authorization: Bearer $TOKEN')],
      { env: { PATH: bin, TOKEN: 'the-token' } });
    assert.equal(code, 0, stderr);
    assert.match(said(), /^curl .*-H @- /);
    assert.ok(!said().includes('the-token'));
    assert.equal(fs.readFileSync(path.join(folder, 'input'), 'utf8'),
      'Authorization: Bearer the-token\n');
  });

  it('back up into a file that only its owner can read', async () => {
    const folder = path.join(top, 'backup');
    const { bin } = standIns(folder, ['gzip'], { 'mariadb-dump': 'echo dump' });
    const { code, stderr } = await run('/bin/sh',
      ['-eu', '-c', `umask 022; ${block('mariadb-dump')}`],
      { env: { PATH: bin }, cwd: folder });
    assert.equal(code, 0, stderr);
    assert.equal(fs.statSync(path.join(folder, 'bls_sync.sql.gz')).mode & 0o777, 0o600);
  });

  it('have a renewed certificate taken into use', () => {
    assert.match(block('certbot certonly'),
      /certbot certonly [^;&|]*--deploy-hook 'systemctl reload nginx'\n/);
  });

  it('are shell', () => {
    for (const [, text] of readme.matchAll(/^```sh\n(.*?)^```$/gms)) {
      execFileSync('/bin/sh', ['-n', '-c', text]);
    }
  });
});

describe('a crontab of one\'s own', () => {
  it('starts the programs, by /bin/sh and with nothing but HOME', async () => {
    const home = path.join(top, 'home');
    fs.mkdirSync(path.join(home, 'bls-sync/build'), { recursive: true });
    fs.mkdirSync(path.join(home, 'bls-sync-state'));
    fs.writeFileSync(path.join(home, 'bls-sync/build/bls-sync'),
      '#!/bin/sh\necho "$@"\n', { mode: 0o755 });
    const { bin } = standIns(home, ['od'], { sleep: `echo "$1" >'${home}/slept'` });
    const lines = fs.readFileSync(path.join(repo, 'cron/crontab.user'), 'utf8')
      .split('\n').filter((line) => line && !line.startsWith('#'));
    assert.equal(lines.length, 2);
    for (const line of lines) {
      const [, when, command] = line.match(/^((?:[\d*]+ +){5})(.*)$/);
      assert.ok(when);
      // cron: an escaped percent sign is one, another one would be a new line.
      assert.doesNotMatch(command, /(?<!\\)%/);
      assert.doesNotMatch(command, /\/(etc|var)\//);
      const { code, stderr } = await run('/bin/sh',
        ['-c', command.replaceAll('\\%', '%')], { env: { HOME: home, PATH: bin }, cwd: home });
      assert.equal(code, 0, stderr);
    }
    const log = (name) => fs.readFileSync(path.join(home, 'bls-sync-state', name), 'utf8');
    assert.equal(log('sync.log'),
      `--config ${home}/bls-sync.ini run --trigger cron\n`);
    assert.equal(log('watch.log'), `--config ${home}/bls-sync.ini watch\n`);
    const slept = Number(fs.readFileSync(path.join(home, 'slept'), 'utf8'));
    assert.ok(slept >= 0 && slept < 7200);
    // Both are words that the program knows.
    for (const words of ['run --trigger cron --help', 'watch --help']) {
      execFileSync(path.join(build, 'bls-sync'), words.split(' '));
    }
  });
});
