import sdk from '@workos-inc/node/package.json' with { type: 'json' }
import type { Sdk } from './sdk.ts'

/** It came with `npm ci`. */
export async function findNode(): Promise<Sdk> {
  return {
    language: 'javascript',
    package: '@workos-inc/node',
    version: sdk.version,
    source: 'npm',
    command: (file) => ({ program: process.execPath, arguments: ['--disable-warning=ExperimentalWarning', file] }),
  }
}
