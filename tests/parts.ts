import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = join(import.meta.dirname, '..')
/** The first pattern that fits a file says in which part it runs; the rest is computing. */
const PARTS = {
  /** Start the real server, and kill it. */
  processes: /^server\/tests\/process\b/,
  /** Wait for browsers, proxies, clocks and SDKs much of the time. */
  waiting: /^(client|compat|server\/tests\/(browser|compat|feed|formal|proxies|races|torture))\b/,
  computing: /./,
}

/**
 * The suite in parts of about the same length, each in a process of its own, side by side: while one waits, another
 * computes. A process for each file would load the server a hundred and sixty times.
 */
export async function importPart(part: keyof typeof PARTS): Promise<void> {
  const files = globSync('*/{src,tests}/**/*.test.ts', { cwd: ROOT }).sort()
  for (const file of files.filter((file) => partOf(file) === part)) await import(pathToFileURL(join(ROOT, file)).href)
}

function partOf(file: string): string | undefined {
  return Object.entries(PARTS).find(([, pattern]) => pattern.test(file))?.[0]
}
