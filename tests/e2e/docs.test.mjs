/*
 * The documentation of the API, under the same policy as every page: it shows
 * all that www/openapi.json says, and its buttons ask the real API.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';

import { repo, startInstance } from '../integration/instance.mjs';
import { openBrowser } from './browser.mjs';

const api = JSON.parse(fs.readFileSync(
  path.join(repo, 'www/openapi.json'), 'utf8'));
const operations = Object.entries(api.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, operation]) =>
    ({ route, method, operation })));

async function open(page, hash = '') {
  await page.goto(`/docs.html${hash}`);
  await page.locator('#docs[aria-busy="false"] .opblock').first().waitFor();
}

describe('the documentation', () => {
  let instance;
  let browser;

  before(async () => {
    instance = await startInstance({ name: 'docs' });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await instance?.stop();
  });

  it('is linked from the explorer', () => browser.visit(instance, {},
    async (page) => {
      await page.goto('/');
      await page.locator('footer').getByRole('link', { name: 'the API' }).click();
      await page.getByRole('heading', { name: api.info.title, level: 1 }).waitFor();
    }));

  it('shows every operation', () => browser.visit(instance, {}, async (page) => {
    await open(page);
    const shown = await page.locator('.opblock').evaluateAll((blocks) =>
      blocks.map((block) => {
        const text = (name) => block.querySelector(name).textContent
          .replace(/\u200b/g, '').trim();
        return `${text('.opblock-summary-method')} ${text('.opblock-summary-path')}`
          + ` ${text('.opblock-summary-description')}`;
      }));
    assert.deepEqual(shown.sort(), operations.map(({ route, method, operation }) =>
      `${method.toUpperCase()} ${route} ${operation.summary}`).sort());
    assert.equal(await page.locator('.errors-wrapper').count(), 0);
  }));

  // Swagger UI takes its time to open one: the first of each tag stand for all.
  const first = operations.filter(({ operation }, i) => operations
    .findIndex((other) => other.operation.tags[0] === operation.tags[0]) === i);

  it('shows their parameters and statuses', () => browser.visit(
    instance, {}, async (page) => {
      await open(page);
      for (const { operation } of first) {
        const block = page.locator(
          `#operations-${operation.tags[0]}-${operation.operationId}`);
        await block.locator('.opblock-summary-control').click();
        await block.locator('tr.response').first().waitFor();
        assert.deepEqual(await block.locator('tr.response').evaluateAll((rows) =>
          rows.map((row) => row.dataset.code)), Object.keys(operation.responses));
        assert.equal(await block.locator('tr[data-param-name]').count(),
          operation.parameters?.length ?? 0, operation.operationId);
      }
    }));

  it('tries a route, by keyboard alone', () => browser.visit(instance, {},
    async (page) => {
      await open(page);
      const block = page.locator('#operations-Jobs-suggestJobs');
      await block.locator('.opblock-summary-control').focus();
      await page.keyboard.press('Enter');
      await block.getByRole('button', { name: 'Try it out' }).focus();
      await page.keyboard.press('Enter');
      await block.locator('[data-param-name="q"] input').fill('nurse');
      await block.getByRole('button', { name: 'Execute' }).focus();
      await page.keyboard.press('Enter');
      const body = block.locator('.live-responses-table .response-col_description');
      await body.getByText('"query": "nurse"').waitFor();
      await body.getByText('Nurs').first().waitFor();
    }));

  it('starts nothing', () => browser.visit(instance, {}, async (page) => {
    await open(page, '#/Administration/startSync');
    const block = page.locator('#operations-Administration-startSync');
    await block.locator('.responses-table').first().waitFor();
    assert.equal(await block.getByRole('button', { name: 'Try it out' }).count(), 0);
  }));

  for (const scheme of ['light', 'dark']) {
    it(`fits 360 pixels, ${scheme}`, () => browser.visit(instance,
      { width: 360, scheme }, async (page) => {
        await open(page, '#/Jobs/listJobs');
        await page.locator('.responses-table').first().waitFor();
        const { wide, colors } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth,
          colors: getComputedStyle(
            document.querySelector('.opblock-summary-path')).color,
        }));
        assert.ok(wide <= 360, `${wide} pixels`);
        const [red] = colors.match(/\d+/g).map(Number);
        assert.equal(red > 128, scheme === 'dark', colors);
      }));
  }
});
