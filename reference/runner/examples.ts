import type { LiveServer } from '../../server/tests/compat/live-server.ts'
import { openPreparations, type Preparations } from './preparations.ts'

/**
 * The values that samples are written with. Before a sample runs, each that occurs in it is replaced by a real one of
 * the server it runs against, and in what it prints the real one is replaced by the example again.
 */
const EXAMPLES: Record<string, (prepared: Preparations) => Promise<string>> = {
  'ada@example.com': async ({ ada }) => (await ada()).email,
  user_01K7Q2M8Z3E5R7T9V1W3X5Y7Z9: async ({ ada }) => (await ada()).id,
  session_01K7Q2M8ZC4T9X5B3VHJ6WNRDE: async ({ session }) => (await session()).sessionId,
}

const BASE_URL = /localhost:4100\b/g
const PORT = /\bport: 4100\b/g

export interface PreparedSample {
  code: string
  /** What a run printed, as every run on every machine would have printed it. */
  normalise(output: string): string
}

/** Makes everything that the sample mentions. */
export async function prepareSample(sample: string, server: LiveServer): Promise<PreparedSample> {
  const prepared = openPreparations(server)
  await prepared.applicationSettings()
  const real = new Map<string, string>()
  for (const [example, make] of Object.entries(EXAMPLES)) {
    if (sample.includes(example)) real.set(example, await make(prepared))
  }
  let code = sample.replace(BASE_URL, `localhost:${server.port}`).replace(PORT, `port: ${server.port}`)
  for (const [example, value] of real) code = code.replaceAll(example, value)
  return { code, normalise: (output) => normalise(output, real, server.port) }
}

function normalise(output: string, real: Map<string, string>, port: number): string {
  let text = output.trimEnd().replaceAll(`localhost:${port}`, 'localhost:4100')
  for (const [example, value] of real) text = text.replaceAll(value, example)
  for (const [pattern, replacement] of VARYING) text = text.replace(pattern, replacement)
  return `${prettyIfJson(text)}\n`
}

/** What is different in every run, by its form. */
const VARYING: [RegExp, string][] = [
  [/\b([a-z_]+)_01(?!K7Q2M8Z)[0-9A-HJKMNP-TV-Z]{24}\b/g, '$1_01K7Q3A0B1C2D3E4F5G6H7J8K9'],
  [/\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2026-01-15T09:30:00.000Z'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJzaWQiOi….c2lnbmF0dXJl'],
]

/** JSON on one line is for programs. */
function prettyIfJson(text: string): string {
  if (!/^[[{]/.test(text)) return text
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
