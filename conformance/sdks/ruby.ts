import { join } from 'node:path'
import { checkoutNamedBy, runOrAbsent, type Sdk } from './sdk.ts'

/** RubyGems is not everywhere in reach: the gem as installed, or the checkout that `WORKOS_RUBY` names. */
export async function findRuby(): Promise<Sdk> {
  const checkout = checkoutNamedBy('WORKOS_RUBY')
  const flags = checkout ? ['-I', join(checkout, 'lib')] : []
  // Naming one of its classes loads it: an interpreter that is too old for the SDK is told from a missing one.
  const version = await runOrAbsent('ruby', [
    ...flags,
    '-e',
    'require "workos"; WorkOS::UserManagement; print WorkOS::VERSION',
  ])
  return {
    language: 'ruby',
    package: 'workos',
    version,
    command: (file) => ({ program: 'ruby', arguments: [...flags, file] }),
  }
}
