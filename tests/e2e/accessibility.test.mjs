/*
 * axe-core finds nothing on any page: wide and narrow, light and dark, with
 * what opens open. What a machine can see of WCAG 2.2 A and AA, that is.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';

import axe from 'axe-core';

import { startInstance } from '../integration/instance.mjs';
import { explorerReady, jobReady, openBrowser, signInOnPage, stateIs }
  from './browser.mjs';

async function faults(page) {
  await page.waitForFunction(() =>
    !document.querySelector('[aria-busy="true"]'));
  // What fades or slides has another color on its way; on a busy machine a
  // change of the scheme begins to do so some frames later.
  await page.evaluate(async () => {
    for (let frames = 0; frames < 3; frames++) {
      await new Promise(requestAnimationFrame);
    }
    await Promise.allSettled(document.getAnimations()
      .filter(({ effect }) => effect.getTiming().iterations !== Infinity)
      .map((animation) => animation.finished));
  });
  if (!await page.evaluate(() => Boolean(window.axe))) {
    await page.evaluate(axe.source);
  }
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, { resultTypes: ['violations'] }));
  return violations.map((violation) => `${violation.id}: ${violation.nodes
    .map((node) => node.target.join(' ')).join(', ')}`);
}

describe('accessibility', () => {
  let instance;
  let browser;

  before(async () => {
    instance = await startInstance({ name: 'axe' });
    const run = await instance.sync('run');
    assert.equal(run.code, 0, run.stderr);
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    await instance?.stop();
  });

  const views = {
    'the explorer': async (page) => {
      await page.goto('/?risk=High');
      await explorerReady(page);
      await page.locator('#map-table summary').click();
    },
    'the suggestions': async (page) => {
      await page.goto('/');
      await explorerReady(page);
      await page.getByTestId('search').pressSequentially('nurs');
      await page.getByTestId('suggestion').first().waitFor();
      await page.keyboard.press('ArrowDown');
      // The list fades while it asks the same, which it begins a moment later.
      await page.waitForURL(/search=nurs/);
    },
    'an occupation': async (page) => {
      await page.goto('/job.html?code=15-1252');
      await jobReady(page);
    },
    'the documentation': async (page) => {
      await page.goto('/docs.html#/Jobs/listJobs');
      // Swagger UI is slow on a machine that has other things to do.
      await page.locator('.responses-table').first().waitFor({ timeout: 60000 });
    },
    'a problem': async (page) => {
      await page.goto('/problems/invalid-parameter');
      await page.locator('tr:target').waitFor();
    },
    'the sign-in': async (page) => {
      await page.goto('/admin.html');
      await page.getByTestId('signin-form').waitFor();
    },
    'the administration': async (page) => {
      await page.goto('/admin.html');
      await signInOnPage(page, instance.password());
      await stateIs(page, 'succeeded');
      await page.waitForFunction(() =>
        document.querySelectorAll('#health *, #runs tr').length > 4);
    },
    'the question before a start': async (page) => {
      await page.goto('/admin.html');
      await signInOnPage(page, instance.password());
      await stateIs(page, 'succeeded');
      await page.getByTestId('start-sync').click();
      await page.getByTestId('confirm-start').waitFor();
    },
  };

  for (const [name, open] of Object.entries(views)) {
    for (const width of [360, 1280]) {
      it(`${name}, ${width} pixels, light and dark`, () => browser.visit(
        instance, { width }, async (page) => {
          await open(page);
          assert.deepEqual(await faults(page), []);
          await page.emulateMedia({ colorScheme: 'dark' });
          assert.deepEqual(await faults(page), []);
        }));
    }
  }
});
