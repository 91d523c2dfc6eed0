import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The licenses of the packages that these files (named from `root`) belong to, in full: they ask it of whoever hands on
 * a copy. Throws for a package without one.
 */
export function collectLicenses(root: string, files: string[]): string {
  const folders = new Set(files.flatMap((file) => /^.*\bnode_modules\/(@[^/]+\/)?[^/]+/.exec(file)?.[0] ?? []))
  return [...folders]
    .sort()
    .map((folder) => licensesOf(join(root, folder)))
    .join(`\n${'-'.repeat(80)}\n\n`)
}

function licensesOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)\b/i.test(file))
  if (files.every((file) => /^notice/i.test(file)))
    throw new Error(`${name} cannot be bundled: there is no license file in ${folder}.`)
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8'))
  return [`${name} ${version} (${license})\n`, ...texts].join('\n')
}
