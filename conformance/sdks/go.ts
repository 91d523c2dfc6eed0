import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkoutNamedBy, run, runOrAbsent, SDK_FOLDER, type Sdk, SdkAbsent, versionIn } from './sdk.ts'

const MODULE = 'github.com/workos/workos-go/v10'
const VERSION = '10.1.1'
/** What its go.mod asks for: 1.23. */
const OLDEST_MINOR = 23

/** From the module proxy, unless `WORKOS_GO` names a checkout: some proxies do not serve this module. */
export async function installGo(): Promise<Sdk> {
  await checkVersion()
  const checkout = checkoutNamedBy('WORKOS_GO')
  const folder = join(SDK_FOLDER, checkout ? `go-${digest(checkout)}` : `go-${VERSION}`)
  mkdirSync(folder, { recursive: true })
  const replace = checkout ? `replace ${MODULE} => ${checkout}\n` : ''
  writeFileSync(join(folder, 'go.mod'), `module gatehouse\n\ngo 1.23\n\nrequire ${MODULE} v${VERSION}\n\n${replace}`)
  writeFileSync(join(folder, 'main.go'), `package main\n\nimport _ "${MODULE}"\n\nfunc main() {}\n`)
  const { code, stderr } = await run('go', ['mod', 'tidy'], { cwd: folder, environment: { GOFLAGS: '-mod=mod' } })
  if (code !== 0) throw new SdkAbsent(reasonOf(stderr))
  return {
    language: 'go',
    package: MODULE,
    version: checkout ? versionIn(join(checkout, 'version.go'), /"v?(\d+\.\d+\.\d+)"/) : VERSION,
    source: checkout ? 'a checkout' : 'the Go module proxy',
    command: (file) => {
      // What `go run` goes by is looked for beside the program.
      for (const name of ['go.mod', 'go.sum']) copyFileSync(join(folder, name), join(dirname(file), name))
      return { program: 'go', arguments: ['run', file] }
    },
  }
}

async function checkVersion(): Promise<void> {
  const version = (await runOrAbsent('go', ['env', 'GOVERSION'])).replace('go', '')
  const [, minor] = version.split('.')
  if (Number.parseInt(minor ?? '', 10) < OLDEST_MINOR)
    throw new SdkAbsent(`the SDK needs Go 1.${OLDEST_MINOR} or later, and this is ${version}`)
}

/** The last line has the words of the proxy, if it is the proxy that refuses. */
function reasonOf(stderr: string): string {
  const said = stderr.trim().split('\n').at(-1)?.trim().replace(/\.$/, '').slice(0, 200) ?? ''
  if (!stderr.includes(`${MODULE}@v${VERSION}: reading`)) return `go mod tidy: ${said}`
  return `the Go module proxy does not serve ${MODULE} ${VERSION} (${said}); WORKOS_GO may name a checkout instead`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
