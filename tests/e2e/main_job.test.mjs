/*
 * The main job in a browser: an admin signs in, starts a sync, watches it
 * finish, and finds an occupation with the figures that BLS published.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import { startInstance, until } from '../integration/instance.mjs';
import { explorerReady, jobReady, openBrowser, signInOnPage, stateIs }
  from './browser.mjs';

const OCCUPATIONS = 1105;

/* Every picture that the bar and the counters made. */
function recordProgress() {
  const number = (id) => Number(document.getElementById(id).textContent
    .replaceAll(',', ''));
  const bar = document.getElementById('progress');
  window.pictures = [];
  new MutationObserver(() => {
    window.pictures.push({
      state: document.getElementById('state').dataset.state,
      total: Number(bar.getAttribute('aria-valuemax')),
      shown: Number(bar.getAttribute('aria-valuenow')),
      filled: ['bar-ok', 'bar-skip', 'bar-fail'].reduce((sum, id) => sum
        + parseFloat(document.getElementById(id).style.width || '0'), 0),
      processed: number('processed'),
      parts: number('successful') + number('skipped') + number('failed'),
    });
  }).observe(document.querySelector('.run'),
    { attributes: true, childList: true, subtree: true });
}

describe('the main job, from sign-in to an occupation', () => {
  let instance;
  let browser;

  before(async () => {
    instance = await startInstance({ name: 'job' });
    await instance.emulator.control({ latency_ms: 70 });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await instance?.stop();
  });

  it('imports 2025 while an admin watches', () => browser.visit(instance, {},
    async (page) => {
      await page.goto('/admin.html');
      await signInOnPage(page, instance.password());
      await stateIs(page, 'idle');
      await page.evaluate(recordProgress);

      await page.getByTestId('start-sync').click();
      await page.getByTestId('confirm-start').click();
      await stateIs(page, 'running');
      assert.equal(await page.getByTestId('start-sync').isDisabled(), true);
      assert.equal(await page.getByTestId('stop-sync').isEnabled(), true);
      await page.getByText('Live', { exact: true }).waitFor();
      await stateIs(page, 'succeeded', 'failed', 'stopped', 'crashed');

      const pictures = await page.evaluate(() => window.pictures);
      const running = pictures.filter((p) => p.state === 'running');
      const steps = new Set(running.map((p) => p.shown));
      assert.ok(steps.size >= 4, `the bar stood at ${[...steps]}`);
      let last = 0;
      for (const picture of running) {
        assert.equal(picture.parts, picture.processed);
        assert.equal(picture.shown, picture.processed);
        assert.ok(picture.shown >= last, 'the bar went back');
        last = picture.shown;
      }
      const end = pictures.at(-1);
      assert.deepEqual([end.state, end.processed, end.parts, end.total],
        ['succeeded', OCCUPATIONS, OCCUPATIONS, OCCUPATIONS]);
      assert.ok(Math.abs(end.filled - 100) < 0.01, `${end.filled} % filled`);
      assert.equal(await page.getByTestId('failed').textContent(), '0');
      await page.locator('[data-testid="start-sync"]:enabled').waitFor();
      assert.equal(await page.getByTestId('stop-sync').isDisabled(), true);
    }));

  it('shows 830 occupations of May 2025', () => browser.visit(instance, {},
    async (page) => {
      // The API looks for new data four times a second.
      await until(async () => (await instance.get('/api/jobs?limit=1')).body
        .pagination.total === 830, 'the new data');
      await page.goto('/');
      await explorerReady(page);
      assert.equal(await page.locator('#count').textContent(),
        '830 occupations');
      assert.match(await page.getByTestId('stats-total').textContent(),
        /830.*May 2025/s);
      assert.equal(await page.getByTestId('job-row').count(), 20);
    }));

  it('finds software developers by keyboard and opens them', () =>
    browser.visit(instance, {}, async (page) => {
      await page.goto('/');
      await explorerReady(page);
      await page.keyboard.press('/');
      await page.keyboard.type('softw');
      const options = page.getByTestId('suggestion');
      await options.first().waitFor();
      const codes = await options.evaluateAll((nodes) =>
        nodes.map((node) => node.dataset.code));
      const place = codes.indexOf('15-1252');
      assert.ok(place >= 0, `suggested are ${codes}`);
      for (let i = 0; i <= place; i++) await page.keyboard.press('ArrowDown');
      assert.equal(await page.locator('[role=option][aria-selected=true]')
        .getAttribute('data-code'), '15-1252');
      await page.keyboard.press('Enter');
      await page.waitForURL('**/job.html?code=15-1252');
      await jobReady(page);

      assert.equal(await page.locator('h1').textContent(),
        'Software Developers');
      const figures = Object.fromEntries(await page
        .locator('#headline > div').evaluateAll((nodes) => nodes.map((node) =>
          [...node.children].map((child) => child.textContent))
          .map(([name, ...values]) => [name, values])));
      assert.deepEqual(figures.Workers, ['1,687,890', 'May 2025']);
      assert.match(figures['Median annual wage'][0], /^\$135,980/);
      assert.equal(figures['Median annual wage'][1], 'May 2025');
      assert.match(figures['Median hourly wage'][0], /^\$65\.38/);
      assert.equal(figures['AI-impact score'][0], '87.2');
      assert.equal(figures['Risk level'][0], 'High');
    }));
});
