import { execFile } from 'node:child_process'
import { resolve } from 'node:path'

const TRY_LIMIT_MS = 15_000
export const TRIAL = resolve(import.meta.dirname, 'try-network.ts')

export interface Trial {
  /** What worked, step by step. */
  text: string
  /** Why the nodes cannot have network namespaces on this machine; undefined: they can. */
  obstacle: string | undefined
}

/** In a process of its own, because a process cannot leave the namespace that it has entered. */
export async function tryNamespaces(): Promise<Trial> {
  if (process.platform !== 'linux') return { text: '', obstacle: 'only Linux has them' }
  if (process.getuid?.() !== 0) return { text: '', obstacle: 'only root may make them' }
  const [program = '', ...words] = apart([TRIAL])
  const { promise, resolve } = Promise.withResolvers<Trial>()
  execFile(program, words, { timeout: TRY_LIMIT_MS }, (error, text, stderr) => {
    const obstacle = error ? stderr.trim().split('\n')[0] || error.message : undefined
    resolve({ text, obstacle })
  })
  return await promise
}

/** The same script with one word more, in the place of this process but in a network namespace of its own. Does not return. */
export function startAgainApart(word: string): never {
  const words = ['/usr/bin/env', ...apart([...process.argv.slice(1), word])]
  if (!process.execve) throw new Error('This Node cannot give its place to another program.')
  return process.execve('/usr/bin/env', words, process.env)
}

/** What to run so that this Node runs a script in a network namespace of its own. */
export function apart(script: string[]): string[] {
  return ['unshare', '--net', process.execPath, ...script]
}
