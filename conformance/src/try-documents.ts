import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LiveServer, startLiveServer } from '../../server/tests/compat/live-server.ts'
import { API_KEY, CLIENT_ID } from '../../server/tests/harness.ts'
import { sqlite } from '../../server/tests/support/databases.ts'
import { findSdks } from '../sdks/find-sdks.ts'
import { createRunFolder, type Language, run, type Sdk } from '../sdks/sdk.ts'
import type { Report } from './table.ts'

const PAGE = new URL('../../docs/migrating.md', import.meta.url)

/** The word after the fence, and the file that the language wants. */
export const PROGRAMS: { language: Language; fence: string; file: string }[] = [
  { language: 'javascript', fence: 'js', file: 'main.js' },
  { language: 'python', fence: 'python', file: 'main.py' },
  { language: 'go', fence: 'go', file: 'main.go' },
  { language: 'java', fence: 'java', file: 'Main.java' },
  { language: 'php', fence: 'php', file: 'main.php' },
  { language: 'ruby', fence: 'ruby', file: 'main.rb' },
]

/** The programs of `docs/migrating.md`, as a new user would try them: each alone in a folder, and only the port is another. */
export async function* tryDocuments(): AsyncGenerator<Report> {
  for (const { language, fence, file } of PROGRAMS) {
    const [found] = await findSdks([language])
    const common = { language: 'docs/migrating.md', sdk: language, version: '', source: '' }
    if (!found || 'absence' in found) {
      yield { ...common, results: found?.absence ?? 'unknown' }
      continue
    }
    const problem = await tryProgram(found.sdk, file, programIn(readFileSync(PAGE, 'utf8'), fence))
    yield {
      ...common,
      results: [{ check: 'lists the users', outcome: problem ? 'fail' : 'ok', detail: problem ?? '' }],
    }
  }
}

/** Throws if there is none, so that none gets lost. */
export function programIn(page: string, fence: string): string {
  const [, program] = new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)^\`\`\``, 'm').exec(page) ?? []
  if (program === undefined) throw new Error(`docs/migrating.md has no program in ${fence}.`)
  return program
}

async function tryProgram(sdk: Sdk, file: string, program: string): Promise<string | undefined> {
  await using server: LiveServer = await startLiveServer(sqlite)
  const { email } = await server.createUser()
  using folder = createRunFolder()
  const path = join(folder.path, file)
  const { port } = server
  writeFileSync(path, program.replace('localhost:4100', `localhost:${port}`).replace('port: 4100', `port: ${port}`))
  const command = sdk.command(path)
  const environment = { ...command.environment, WORKOS_API_KEY: API_KEY, WORKOS_CLIENT_ID: CLIENT_ID }
  const { code, stdout, stderr } = await run(command.program, command.arguments, { cwd: folder.path, environment })
  return code === 0 && stdout.includes(email) ? undefined : `${stdout}${stderr}`.trim().slice(0, 300)
}
