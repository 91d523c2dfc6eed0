import { globSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const ROOT = join(import.meta.dirname, '..')
/** These wait for processes of their own most of the time, and for clocks. */
const WAITING = /^(client|server\/tests\/(browser|feed|formal|process|proxies|races|torture))\b/

/**
 * The suite in two parts of about the same length, each in a process of its own: while one waits, the other computes. A
 * process for each file would load the server a hundred and sixty times.
 */
export async function importPart(part: 'waiting' | 'computing'): Promise<void> {
  const files = globSync('*/{src,tests}/**/*.test.ts', { cwd: ROOT }).sort()
  for (const file of files.filter((file) => WAITING.test(file) === (part === 'waiting')))
    await import(pathToFileURL(join(ROOT, file)).href)
}
