import { runOrAbsent, type Sdk } from './sdk.ts'

/** No SDK: the wire itself. */
export async function findCurl(): Promise<Sdk> {
  const [, version = ''] = /^curl (\S+)/.exec(await runOrAbsent('curl', ['--version'])) ?? []
  return {
    language: 'curl',
    package: 'curl',
    version,
    source: 'this machine',
    command: (file) => ({ program: 'bash', arguments: ['-eu', file] }),
  }
}
