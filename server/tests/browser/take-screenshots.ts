import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchChromium } from '../support/chromium.ts'
import { writeGeoipFile } from '../support/geoip-file.ts'
import { type Site, startSite } from '../support/site.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { NETWORKS, shownPages } from './shown-pages.ts'

/** Takes the pictures of the pages that the documents show: `npm run screenshots`. */

const FOLDER = new URL('../../../docs/screenshots/', import.meta.url)
const DESKTOP = { width: 1120, height: 760 }
const LOOKS: Record<string, BrowserContextOptions> = {
  light: { colorScheme: 'light', viewport: DESKTOP },
  dark: { colorScheme: 'dark', viewport: DESKTOP },
  narrow: { colorScheme: 'light', viewport: { width: 360, height: 720 }, deviceScaleFactor: 2 },
}
/** Of some pages also in languages that look different. */
const LANGUAGES = { arabic: 'ar', japanese: 'ja' }
const IN_LANGUAGES = [
  'sign-in',
  'sign-up-errors',
  'organization-selection',
  'your-sessions',
  'signed-out',
  'unregistered-redirect',
]
/** What the demo lists as the browser of the session. */
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0 Safari/537.36'
/** Until a page that appears slowly has appeared. */
const SETTLING_MS = 1_600

const wanted = process.argv.slice(2)
mkdirSync(FOLDER, { recursive: true })
const browser = await launchChromium()
for (const [look, options] of Object.entries(LOOKS)) await takePictures(browser, look, options)
await browser.close()

async function takePictures(browser: Browser, look: string, options: BrowserContextOptions): Promise<void> {
  const site = await startSite({ geoipFile: writePlaces() })
  for (const { name, open } of shownPages) {
    if (wanted.length > 0 && !wanted.includes(name)) continue
    const context = await browser.newContext({ ...options, userAgent: USER_AGENT, reducedMotion: 'reduce' })
    const page = await context.newPage()
    await open(page, site)
    if (name === 'hand-off') await setTimeout(SETTLING_MS)
    await showDefaultPorts(page, site)
    await takePicture(page, `${name}-${look}`, look !== 'narrow' && !name.startsWith('reference'))
    for (const [inLanguage, code] of Object.entries(look === 'light' && IN_LANGUAGES.includes(name) ? LANGUAGES : {})) {
      await page.locator(`a[hreflang=${code}]`).click()
      await showDefaultPorts(page, site)
      await takePicture(page, `${name}-${inLanguage}`, true)
    }
    await context.close()
  }
  await site.close()
}

/** The narrow ones show what a phone shows, without scrolling; the reference is as long as the list of operations. */
async function takePicture(page: Page, name: string, isWhole: boolean): Promise<void> {
  const path = new URL(`${name}.png`, FOLDER).pathname
  rmSync(path, { force: true })
  await page.screenshot({ path, fullPage: isWhole, animations: 'disabled' })
  process.stdout.write(`${path}\n`)
}

function writePlaces(): string {
  const file = join(temporaryFolder('places'), 'city.mmdb')
  writeGeoipFile(file, NETWORKS)
  return file
}

/** The ports of a test are any that were free; readers should see the ones they will meet. */
async function showDefaultPorts(page: Page, site: Site): Promise<void> {
  const names = [
    [new URL(site.server.origin).port, '4100'],
    [new URL(site.demoUrl).port, '4101'],
  ] as const
  await page.evaluate((names) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      for (const [port, shown] of names) {
        const text = texts.currentNode.textContent ?? ''
        texts.currentNode.textContent = text.replaceAll(port, shown)
      }
    }
  }, names)
}
