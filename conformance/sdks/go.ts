import { createHash } from 'node:crypto'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { checkoutNamedBy, runOrAbsent, SDK_FOLDER, type Sdk, versionIn } from './sdk.ts'

const MODULE = 'github.com/workos/workos-go/v10'
const VERSION = '10.1.1'

/** From the module proxy, unless `WORKOS_GO` names a checkout: some proxies do not serve this module. */
export async function installGo(): Promise<Sdk> {
  const checkout = checkoutNamedBy('WORKOS_GO')
  const folder = join(SDK_FOLDER, checkout ? `go-${digest(checkout)}` : `go-${VERSION}`)
  mkdirSync(folder, { recursive: true })
  const replace = checkout ? `replace ${MODULE} => ${checkout}\n` : ''
  writeFileSync(join(folder, 'go.mod'), `module gatehouse\n\ngo 1.23\n\nrequire ${MODULE} v${VERSION}\n\n${replace}`)
  writeFileSync(join(folder, 'main.go'), `package main\n\nimport _ "${MODULE}"\n\nfunc main() {}\n`)
  await runOrAbsent('go', ['mod', 'tidy'], { cwd: folder, environment: { GOFLAGS: '-mod=mod' } })
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

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12)
}
