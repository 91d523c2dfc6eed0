import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Addresses, openReference } from './open-reference.ts'
import { stylesheetFile } from './stylesheet.ts'

/** Writes the reference as files that need no server: `npm run reference`. */

const FOLDER = new URL('../dist/', import.meta.url)
const OPENAPI = new URL('../../server/openapi.json', import.meta.url)
const ADDRESSES: Addresses = {
  stylesheet: 'reference.css',
  index: 'index.html',
  openapi: 'openapi.json',
  operation: (name) => `${name}.html`,
}

const reference = openReference(JSON.parse(readFileSync(OPENAPI, 'utf8')))
rmSync(FOLDER, { recursive: true, force: true })
mkdirSync(FOLDER)
copyFileSync(stylesheetFile, new URL(ADDRESSES.stylesheet, FOLDER))
copyFileSync(OPENAPI, new URL(ADDRESSES.openapi, FOLDER))
write(ADDRESSES.index, await reference.indexPage(ADDRESSES))
for (const name of reference.names) {
  write(ADDRESSES.operation(name), (await reference.operationPage(name, ADDRESSES)) ?? '')
}
process.stdout.write(`${reference.names.length + 1} pages in ${FOLDER.pathname}\n`)

function write(name: string, text: string): void {
  writeFileSync(new URL(name, FOLDER), text)
}
