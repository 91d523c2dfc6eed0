import { join } from 'node:path'
import { checkoutNamedBy, runOrAbsent, type Sdk, SdkAbsent } from './sdk.ts'

const OLDEST_RUBY = '3.3'

/** RubyGems is not everywhere in reach: the gem as installed, or the checkout that `WORKOS_RUBY` names. */
export async function findRuby(): Promise<Sdk> {
  const checkout = checkoutNamedBy('WORKOS_RUBY')
  const flags = checkout ? ['-I', join(checkout, 'lib')] : []
  const ruby = await runOrAbsent('ruby', ['-e', 'print RUBY_VERSION'])
  if (ruby < OLDEST_RUBY) throw new SdkAbsent(`the SDK needs Ruby ${OLDEST_RUBY} or later, and this is ${ruby}`)
  // Naming one of its classes loads it, which merely requiring it does not.
  const version = await runOrAbsent('ruby', [
    ...flags,
    '-e',
    'require "workos"; WorkOS::UserManagement; print WorkOS::VERSION',
  ])
  return {
    language: 'ruby',
    package: 'workos',
    version,
    source: checkout ? 'a checkout' : 'RubyGems',
    command: (file) => ({ program: 'ruby', arguments: [...flags, file] }),
  }
}
