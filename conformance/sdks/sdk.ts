import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** The official SDK of one language, installed and ready to run a program against. */
export interface Sdk {
  language: Language
  /** As its registry calls it. */
  package: string
  version: string
  /** Where it came from. */
  source: string
  /** The command that runs a program written in this language, which has a folder of its own. */
  command(file: string): Command
}

export interface Command {
  program: string
  arguments: string[]
  environment?: Record<string, string>
}

export const LANGUAGES = ['curl', 'javascript', 'go', 'ruby', 'java', 'python', 'php'] as const
export type Language = (typeof LANGUAGES)[number]

/** What is installed here outlives a run; `git clean` or a deleted folder starts afresh. */
export const SDK_FOLDER = join(import.meta.dirname, '.installed')

/**
 * For the programs of one run, below the repository, where JavaScript finds its packages. A folder of its own, so that
 * two runs at once do not run each other's programs.
 */
export function createRunFolder(): { path: string; [Symbol.dispose](): void } {
  mkdirSync(SDK_FOLDER, { recursive: true })
  const path = mkdtempSync(join(SDK_FOLDER, 'run-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** Why a language cannot run on this machine. Not a failure by itself: see `demandedLanguages`. */
export class SdkAbsent extends Error {}

export interface Outcome {
  code: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  cwd?: string
  environment?: Record<string, string>
  timeoutMs?: number
}

const TIMEOUT_MS = 240_000

/** Runs to the end. Asynchronous, because the server that the program talks to may live in this very process. */
export function run(
  program: string,
  given: string[],
  { cwd, environment = {}, timeoutMs = TIMEOUT_MS }: RunOptions = {},
): Promise<Outcome> {
  const env = { ...process.env, ...environment }
  const { promise, resolve, reject } = Promise.withResolvers<Outcome>()
  const child = spawn(program, given, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  child.on('error', reject)
  child.on('close', (code) => resolve({ code, stdout, stderr }))
  return promise
}

/** For installing: whatever goes wrong is the reason why the language cannot run. */
export async function runOrAbsent(program: string, given: string[], options: RunOptions = {}): Promise<string> {
  const outcome = await run(program, given, options).catch(() => {
    throw new SdkAbsent(`there is no ${program}`)
  })
  if (outcome.code === 0) return outcome.stdout.trim()
  const lines = `${outcome.stderr}\n${outcome.stdout}`.split('\n').filter((line) => line.trim() !== '')
  // Most tools say it in a line with the word; the others in their last.
  const reason = lines.find((line) => /error|forbidden|cannot/i.test(line)) ?? lines.at(-1) ?? 'failed'
  throw new SdkAbsent(`${program}: ${reason.trim().slice(0, 200)}`)
}

/** A checkout that somebody named, for the languages whose registry may be out of reach. */
export function checkoutNamedBy(variable: string): string | undefined {
  const folder = process.env[variable]
  if (folder === undefined || folder === '') return undefined
  if (!existsSync(folder)) throw new Error(`${variable} names ${folder}, which does not exist.`)
  return folder
}

export function versionIn(file: string, pattern: RegExp): string {
  return pattern.exec(readFileSync(file, 'utf8'))?.[1] ?? 'unknown'
}
