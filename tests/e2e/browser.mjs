/*
 * Debian's Chromium, headless, for a test: every page is watched, and a test
 * that saw a console error, a broken Content-Security-Policy, a failed request
 * or a request to another host has failed.
 *
 *   const browser = await openBrowser();
 *   await browser.visit(instance, { width: 360 }, async (page) => {
 *     await page.goto('/');
 *   });
 *   await browser.close();
 */
import assert from 'node:assert/strict';

import { chromium } from 'playwright-core';

const SECONDS = 1000;

const ARGUMENTS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update',
  '--disable-sync', '--no-proxy-server', '--lang=en-US',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

// A page without a session asks who it is, and Chromium reports the 401.
const WHO_AM_I = /\/api\/session$/;

/** Notes what must not happen on this page; `allow` says what may. */
function watch(page, origin, allow) {
  const problems = [];
  const report = (words) => {
    if (!allow.some((pattern) => pattern.test(words))) problems.push(words);
  };
  page.on('console', (message) => {
    const { url } = message.location();
    if (message.type() !== 'error' && message.type() !== 'warning') return;
    if (/status of 401/.test(message.text()) && WHO_AM_I.test(url)) return;
    report(`console: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => report(`page error: ${error}`));
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'data:') return;
    if (url.origin !== origin) report(`other host: ${request.url()}`);
  });
  page.on('requestfailed', (request) => {
    const { errorText } = request.failure();
    // The page gives up an answer it no longer wants, and leaves streams.
    if (errorText === 'net::ERR_ABORTED') return;
    report(`failed: ${request.url()} ${errorText}`);
  });
  return problems;
}

export async function openBrowser() {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: ARGUMENTS,
    chromiumSandbox: false,
  });

  return {
    /**
     * A fresh profile with one page; `test` gets it. Options: width, height,
     * scheme (light, dark), allow (patterns of problems that are expected).
     */
    visit: async (instance, options, test) => {
      const { width = 1280, height = 900, scheme = 'light', allow = [] }
        = options;
      const context = await browser.newContext({
        baseURL: instance.url,
        viewport: { width, height },
        colorScheme: scheme,
        locale: 'en-US',
        timezoneId: 'UTC',
      });
      context.setDefaultTimeout(15 * SECONDS);
      // Chromium reports some violations of the policy only as events.
      await context.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          console.error(`policy: ${event.violatedDirective}`
            + ` ${event.blockedURI}`);
        });
      });
      try {
        const page = await context.newPage();
        const problems = watch(page, instance.url, allow);
        await test(page);
        assert.deepEqual(problems, []);
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** Fill the sign-in form and wait for the console behind it. */
export async function signInOnPage(page, password, username = 'admin') {
  await page.getByTestId('username').fill(username);
  await page.getByTestId('password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.locator('#console').waitFor();
}

/** The table and the totals have come. */
export async function explorerReady(page) {
  await page.locator('#jobs[aria-busy="false"]').waitFor();
  await page.getByTestId('treemap').locator('.tile').first().waitFor();
}

/** One job is drawn. */
export async function jobReady(page) {
  await page.locator('#job[aria-busy="false"]').waitFor();
}

/** The sync shows one of these states. */
export async function stateIs(page, ...states) {
  await page.locator(states.map((s) => `#state[data-state="${s}"]`).join())
    .waitFor({ timeout: 60 * SECONDS });
}
