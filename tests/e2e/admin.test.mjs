/*
 * The administration in a browser: who gets in, what the buttons do, what
 * happens when the session ends or the stream breaks.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { signIn, startInstance, until } from '../integration/instance.mjs';
import { openBrowser, signInOnPage, stateIs } from './browser.mjs';

describe('the administration', () => {
  let instance;
  let browser;

  before(async () => {
    instance = await startInstance({ name: 'console' });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await instance?.stop();
  });

  const visit = (test, options = {}) => browser.visit(instance, options,
    async (page) => {
      await page.goto('/admin.html');
      await page.getByTestId('signin-form').waitFor();
      await test(page);
    });
  const enter = (page) => signInOnPage(page, instance.password());

  async function start(page) {
    await page.locator('[data-testid="start-sync"]:enabled').waitFor();
    await page.getByTestId('start-sync').click();
    await page.getByTestId('confirm-start').click();
    await stateIs(page, 'running');
    await page.waitForFunction(() =>
      /^[1-9]/.test(document.getElementById('processed').textContent));
  }

  it('shows nothing before somebody signs in', () => visit(async (page) => {
    assert.equal(await page.locator('#console').isHidden(), true);
    assert.equal(await page.getByTestId('start-sync').isHidden(), true);
  }));

  it('refuses a wrong password in words, then takes the right one', () =>
    visit(async (page) => {
      await page.getByTestId('username').fill('admin');
      await page.getByTestId('password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('The user name or the password is wrong.')
        .waitFor();
      assert.equal(await page.locator('#console').isHidden(), true);
      await enter(page);
      await page.getByText('admin, administrator').waitFor();
    }));

  it('asks before it starts, and does nothing when told so', () =>
    visit(async (page) => {
      await enter(page);
      await stateIs(page, 'idle');
      // Before the first run nobody knows of keys.
      await page.getByTestId('key-panel').getByText('known after the first run')
        .waitFor();
      assert.doesNotMatch(await page.textContent('main'), /\b0 requests/);
      await page.getByTestId('start-sync').click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      assert.equal(await page.getByTestId('confirm-start').isHidden(), true);
      await page.getByTestId('start-sync').click();
      await page.keyboard.press('Escape');
      assert.equal(await page.getByTestId('confirm-start').isHidden(), true);
      assert.deepEqual(instance.sql('SELECT COUNT(*) FROM sync_run'), [['0']]);
    }));

  it('knows no time left while the release is looked up', () =>
    visit(async (page) => {
      await instance.emulator.control({ latency_ms: 1500 });
      await enter(page);
      await page.locator('[data-testid="start-sync"]:enabled').waitFor();
      await page.getByTestId('start-sync').click();
      await page.getByTestId('confirm-start').click();
      await page.getByText('Asking BLS for the newest release').waitFor();
      assert.doesNotMatch(await page.textContent('.run'), /0 s left|No run yet/);
      assert.equal(await page.getByTestId('progress').getAttribute('aria-valuenow'), null);
      await page.getByTestId('stop-sync').click();
      await stateIs(page, 'stopped');
    }));

  it('has nothing of a run in its title once signed out', () =>
    visit(async (page) => {
      await instance.emulator.control({ latency_ms: 100 });
      await enter(page);
      await start(page);
      await page.waitForFunction(() => /^\d+ %/.test(document.title));
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByTestId('signin-form').waitFor();
      assert.equal(await page.title(), 'Administration \u00b7 BLS Sync');
      await page.waitForTimeout(1200); // one more status would have come
      assert.equal(await page.title(), 'Administration \u00b7 BLS Sync');
      await enter(page);
      await page.getByTestId('stop-sync').click();
      await stateIs(page, 'stopped');
    }));

  it('stops a run within two seconds and goes on later', () =>
    visit(async (page) => {
      await instance.emulator.control({ latency_ms: 200 });
      await enter(page);
      await start(page);
      await page.getByTestId('stop-sync').click();
      const asked = Date.now();
      await stateIs(page, 'stopped');
      assert.ok(Date.now() - asked <= 3000, `${Date.now() - asked} ms`);
      const before = Number((await page.getByTestId('processed').textContent())
        .replace(',', ''));
      assert.ok(before > 0 && before < 1105, String(before));
      await page.getByTestId('forecast')
        .getByText(/^What is left needs \d+ requests: enough for today\.$/)
        .waitFor();

      await instance.emulator.control({ latency_ms: 0 });
      await page.locator('[data-testid="start-sync"]:enabled').waitFor();
      await page.getByTestId('start-sync').click();
      await page.getByTestId('confirm-start').click();
      await stateIs(page, 'succeeded');
      await page.locator('[data-testid=processed]', { hasText: '1,105' })
        .waitFor();
      await page.locator('#runs tbody tr').nth(1).waitFor();
    }));

  it('starts over when told to force it', () => visit(async (page) => {
    await instance.emulator.reset();
    await enter(page);
    await stateIs(page, 'succeeded');
    await page.getByTestId('start-sync').click();
    await page.getByTestId('force-restart').check();
    await page.getByTestId('confirm-start').click();
    await stateIs(page, 'requested', 'running');
    await stateIs(page, 'succeeded');
    assert.equal((await instance.emulator.state()).requests.data, 332);
  }));

  it('keeps every table in its card at 360 pixels', () => visit(async (page) => {
    await enter(page);
    await page.locator('#stats table').waitFor();
    const out = await page.locator('.card').evaluateAll((cards) =>
      cards.flatMap((card) => [...card.querySelectorAll('*')]
        .filter((node) => !node.parentElement.closest('.scroll')
          && node.getBoundingClientRect().right
            > card.getBoundingClientRect().right + 0.5)
        .map((node) => `${node.tagName} of ${card.ariaLabel ?? card.className}`)));
    assert.deepEqual(out, []);
  }, { width: 360, height: 740 }));

  it('shows the keys by their ends and the health of every part', () =>
    visit(async (page) => {
      await enter(page);
      const keys = page.getByTestId('key-panel');
      await keys.getByText('...cdef').or(keys.getByText('…cdef')).first()
        .waitFor();
      assert.doesNotMatch(await page.content(), /0123456789abcdef/);
      await page.waitForFunction(() =>
        document.querySelectorAll('#health li, #health tr').length >= 4);
    }));

  it('follows a run that somebody else started', () => visit(async (page) => {
    await enter(page);
    await stateIs(page, 'succeeded');
    await instance.emulator.control({ latency_ms: 50 });
    const other = await signIn(instance);
    const started = await other.post('/api/admin/start-sync?forceRestart=true');
    assert.equal(started.status, 202);
    await stateIs(page, 'running');
    assert.equal(await page.getByTestId('start-sync').isDisabled(), true);
    assert.equal((await other.post('/api/admin/stop-sync')).status, 202);
    await stateIs(page, 'stopped');
  }));

  it('tells what became of the requests of a run, and by key',
    () => visit(async (page) => {
      await instance.emulator.reset();
      await instance.emulator.control({
        faults: [{ fault: 'http_503', after: 3, times: 2 }],
      });
      const run = await instance.sync('run --force');
      assert.equal(run.code, 0, run.stderr);
      await enter(page);
      const box = page.getByTestId('run-details');
      const button = page.locator('#runs tbody button').first();
      await button.click();
      await box.getByText('server error (5xx)').waitFor();
      assert.equal(await button.getAttribute('aria-expanded'), 'true');
      await box.getByText('2 (2 retries)').waitFor();
      await box.getByText('answered', { exact: true }).waitFor();
      await box.getByText('...cdef').waitFor();
      await button.click();
      assert.equal(await box.textContent(), '');
    }));

  it('shows why a release is held back, and publishes it when told so',
    () => visit(async (page) => {
      instance.sql(`
        DELETE FROM observation WHERE year = 2025;
        DELETE FROM api_key_usage; DELETE FROM release_round; DELETE FROM sync_item;
        DELETE FROM checkpoint; UPDATE job SET data_year = 2024;
        INSERT INTO release_round (release_code, year, state, opened_at,
          listed_at) VALUES ('2024A01', 2024, 'complete', NOW(), NOW())`);
      await instance.emulator.reset();
      await instance.emulator.control({
        multiply_employment: { factor: 1.5, year: 2025 },
      });
      const run = await instance.sync('run');
      assert.equal(run.code, 4, run.stderr);
      assert.match(run.stderr, /held/);
      await enter(page);
      await stateIs(page, 'held');
      const held = page.getByTestId('held');
      await held.getByText(/Employment would go from \d+ to \d+/).waitFor();
      await page.getByTestId('held-details').locator('summary').click();
      const worst = page.getByTestId('held-table').locator('tbody')
        .filter({ hasText: 'Employment as a whole' }).locator('tr').nth(1);
      assert.match(await worst.textContent(),
        /^\D+\d\d-\d{4}Employment[\d,]+,\d{3},\d{3}$/);
      await page.getByTestId('accept-held').click();
      assert.equal(await page.getByTestId('accept-confirm').isDisabled(), true);
      await page.keyboard.press('Escape');
      await page.getByTestId('accept-held').click();
      await page.getByTestId('accept-looked').check();
      await page.getByTestId('accept-confirm').click();
      await stateIs(page, 'succeeded');
      assert.equal(await held.isHidden(), true);
      assert.deepEqual(instance.sql('SELECT DISTINCT data_year FROM job'),
        [['2025']]);
      assert.deepEqual(instance.sql(
        "SELECT COUNT(*) FROM audit WHERE action = 'accept-round'"), [['1']]);
    }));

  it('drops what is held back when told so, and the figures stay',
    () => visit(async (page) => {
      await instance.emulator.reset();
      await instance.emulator.control({ spoil: { how: 'same' } });
      const run = await instance.sync('run --force --source flat');
      assert.equal(run.code, 4, run.stderr);
      const before = instance.sql('SELECT SUM(employment) FROM job');
      await enter(page);
      await stateIs(page, 'held');
      await page.getByTestId('held-details').locator('summary').click();
      await page.getByText('The same value everywhere').waitFor();
      await page.getByTestId('reject-held').click();
      await page.getByTestId('reject-looked').check();
      await page.getByTestId('reject-confirm').click();
      await stateIs(page, 'succeeded');
      assert.equal(await page.getByTestId('held').isHidden(), true);
      assert.deepEqual(instance.sql('SELECT SUM(employment) FROM job'), before);
    }));

  it('says that the service is not ready only while it is not', () =>
    visit(async (page) => {
      await enter(page);
      await page.getByText('Live', { exact: true }).waitFor();
      const away = (route) => route.fulfill({ status: 503,
        contentType: 'application/problem+json',
        body: '{"type":"about:blank","title":"x","status":503,"detail":"Away."}' });
      const where = /\/api\/admin\/(start-sync|sync-status)/;
      await page.route(where, away);
      await page.getByTestId('start-sync').click();
      await page.getByTestId('confirm-start').click();
      const notice = page.locator('#notice .notice');
      await notice.getByText('not ready').waitFor();
      await page.unroute(where);
      await notice.waitFor({ state: 'detached' });
    }, { allow: [/status of 503/] }));

  it('says since when a panel stands that cannot be read again', () =>
    visit(async (page) => {
      await page.clock.install();
      await enter(page);
      await page.locator('#health li').first().waitFor();
      const where = /\/api\/admin\/system-health/;
      await page.route(where, (route) => route.fulfill({ status: 503,
        contentType: 'application/problem+json', body: '{"status":503}' }));
      await page.clock.fastForward(16000);
      await page.locator('#health.is-stale').getByText(/^As of .* not ready/).waitFor();
      assert.ok(await page.locator('#health li').count() > 3);
      await page.unroute(where);
      await page.clock.fastForward(16000);
      await page.locator('#health .as-of').waitFor({ state: 'detached' });
      assert.equal(await page.locator('.is-stale').count(), 0);
    }, { allow: [/status of 503/] }));

  it('tells failures in words, and calls no run finished without them', () =>
    visit(async (page) => {
      instance.sql(`UPDATE sync_item SET state = 'failed',
        reason = 'malformed-value', message = 'made by a test', transient = 0,
        first_failed_at = UTC_TIMESTAMP(3), last_failed_at = UTC_TIMESTAMP(3)
        WHERE state = 'done' AND release_code = (SELECT MAX(release_code)
          FROM release_round) LIMIT 1;
        UPDATE sync_run SET failed = 1, successful = successful - 1
        WHERE state = 'succeeded' ORDER BY run_id DESC LIMIT 1`);
      await enter(page);
      await page.locator('#failures').getByText('a value that cannot be read', { exact: false })
        .first().waitFor();
      await page.locator('#runs').getByText('Finished, 1 failed').first().waitFor();
      await page.getByText('Finished, 1 failed').first().waitFor();
      assert.equal(await page.locator('#state').getAttribute('data-failed'), 'some');
      assert.doesNotMatch(await page.textContent('#failures'), /malformed-value/);
    }));

  it('tries one of the failures again, an area like an occupation', () =>
    visit(async (page) => {
      instance.sql(`INSERT INTO area_item (release_code, area_code,
        areatype_code, state, reason, message, attempts, last_failed_at)
        SELECT MAX(release_code), '0010540', 'M', 'failed', 'malformed-line',
        'oe.area, line 17: it has no name', 3, UTC_TIMESTAMP(3)
        FROM release_round`);
      const state = () => instance.sql(`SELECT state, attempts FROM area_item
        WHERE area_code = '0010540'`)[0];
      await enter(page);
      await page.locator('#failures').getByText('line 17', { exact: false })
        .waitFor();
      await page.getByTestId('retry-0010540').click();
      await until(() => state()[0] === 'pending', 'another try');
      assert.deepEqual(state(), ['pending', '0']);
      instance.sql('DELETE FROM area_item');
      await page.locator('[data-testid="start-sync"]:enabled').waitFor();
    }));

  it('polls while the stream is away, and returns to it', () =>
    visit(async (page) => {
      await enter(page);
      await page.getByText('Live', { exact: true }).waitFor();
      await instance.part('stop', 'events');
      await page.getByText('asking every few seconds instead').waitFor();
      await instance.part('start', 'events');
      await page.getByText('Live', { exact: true })
        .waitFor({ timeout: 40000 });
    }, { allow: [/\/api\/admin\/events/] }));

  it('asks to sign in again when the session has ended', () =>
    visit(async (page) => {
      await enter(page);
      await page.locator('[data-testid="start-sync"]:enabled').waitFor();
      instance.sql('UPDATE session SET expires_at = NOW() - INTERVAL 1 HOUR');
      await until(async () => (await page.evaluate(() =>
        fetch('/api/session').then((answer) => answer.status))) === 401,
      'the end of the session');
      await page.getByTestId('start-sync').click();
      await page.getByTestId('confirm-start').click();
      await page.getByText('Your session has ended').waitFor();
      assert.equal(await page.locator('#console').getAttribute('inert'), '');
      await enter(page);
      await page.locator('[data-testid="start-sync"]:enabled').waitFor();
    }, { allow: [/status of 401/, /\/api\/admin\/events/] }));

  it('signs out for good', () => visit(async (page) => {
    await enter(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByTestId('signin-form').waitFor();
    assert.equal(await page.locator('#console').isHidden(), true);
    await page.reload();
    await page.getByTestId('signin-form').waitFor();
    assert.equal(await page.locator('#console').isHidden(), true);
  }));
});
