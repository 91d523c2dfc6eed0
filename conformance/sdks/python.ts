import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { runOrAbsent, SDK_FOLDER, type Sdk, versionIn } from './sdk.ts'

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')

/** From PyPI, in a virtual environment of its own. */
export async function installPython(): Promise<Sdk> {
  const version = versionIn(REQUIREMENTS, /^workos==(.+)$/m)
  const folder = join(SDK_FOLDER, `python-${version}`)
  const python = join(folder, 'bin/python')
  const isInstalled = join(folder, 'bin/installed')
  if (!existsSync(isInstalled)) {
    await runOrAbsent('python3', ['-m', 'venv', '--clear', folder])
    await runOrAbsent(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', REQUIREMENTS])
    await runOrAbsent('touch', [isInstalled])
  }
  return {
    language: 'python',
    package: 'workos',
    version,
    source: 'PyPI',
    command: (file) => ({ program: python, arguments: [file] }),
  }
}
