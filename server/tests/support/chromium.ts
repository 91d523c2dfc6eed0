import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, afterEach, before, describe, test } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const executablePath = process.env.GATEHOUSE_TEST_CHROMIUM ?? '/usr/bin/chromium'
const SETTINGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Names of the tests' own, for hosts of one site (RFC 6761, 6.2).
  '--host-resolver-rules=MAP *.test 127.0.0.1',
]
const PATIENCE_MS = 10_000

export interface Chromium {
  /** A tab of a browser of its own, without cookies; `page.context().newPage()` is another tab of it. */
  newBrowser(options?: BrowserContextOptions): Promise<Page>
  /** For a test that provokes them: complaints of the browser that do not fail it. */
  expectComplaints(about: RegExp): void
}

export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath,
    args: SETTINGS,
    // People's browsers freeze pages to show them again on the way back: what must not come back after a sign-out.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
  })
}

/**
 * Runs a suite in a real browser. A page that breaks its own content security policy or fails in a script fails the
 * test. Without a Chromium the suite is counted as skipped, and fails in CI.
 */
export function inChromium(name: string, suite: (chromium: Chromium) => void): void {
  const isMissing = !existsSync(executablePath) && process.env.CI !== 'true'
  // A skipped suite would not be counted: only tests are.
  if (isMissing) test(name, { skip: `needs Chromium at ${executablePath}: set GATEHOUSE_TEST_CHROMIUM to where it is` })
  else describe(name, () => suite(useChromium()))
}

function useChromium(): Chromium {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  const expected: RegExp[] = []

  before(async () => {
    browser = await launchChromium()
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
    const unexpected = complaints.splice(0).filter((complaint) => !expected.some((about) => about.test(complaint)))
    expected.length = 0
    assert.deepEqual(unexpected, [], 'complaints of the browser about the pages')
  })
  after(() => browser?.close())

  return {
    async newBrowser(options) {
      const context = await browser.newContext(options)
      contexts.push(context)
      context.setDefaultTimeout(PATIENCE_MS)
      collectComplaints(context, complaints)
      return await context.newPage()
    },
    expectComplaints: (about) => void expected.push(about),
  }
}

/** What a developer would see in red in the console, except for the status of an answer, which is the tests' to judge. */
function collectComplaints(context: BrowserContext, complaints: string[]): void {
  context.on('console', (message) => {
    const isStatus = message.text().startsWith('Failed to load resource: the server responded with a status')
    if (['error', 'warning'].includes(message.type()) && !isStatus) complaints.push(message.text())
  })
  context.on('weberror', (error) => complaints.push(String(error.error())))
}
