import { type Finished, spawnProcess, type Variables } from './spawn-server.ts'

/** Root may read and write whatever it likes: then it is nobody who starts the program. */
const WITHOUT_PRIVILEGE =
  process.getuid?.() === 0
    ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
    : [process.execPath]

/** Node with these words, as a user who is not root. */
export async function runWithoutPrivilege(words: string[], variables: Variables): Promise<Finished> {
  const [program = '', ...before] = WITHOUT_PRIVILEGE
  await using command = spawnProcess(program, [...before, ...words], variables)
  const exit = await command.exited
  return { ...exit, stdout: command.stdout, stderr: command.stderr }
}
