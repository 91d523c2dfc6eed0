import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Path below `server/src` → code without comments. */
export type Sources = Map<string, string>

const FOLDER = join(import.meta.dirname, '../../src')

export function readSources(): Sources {
  const paths = globSync('**/*.ts', { cwd: FOLDER }).filter((path) => !path.endsWith('.test.ts'))
  return new Map(paths.map((path) => [path, withoutComments(readFileSync(join(FOLDER, path), 'utf8'))]))
}

function withoutComments(code: string): string {
  return code.replace(/^\s*\/\*[\s\S]*?\*\/|(^|\s)\/\/ .*$/gm, '')
}

export function filesWith(sources: Sources, pattern: RegExp): string[] {
  return [...sources].filter(([, code]) => pattern.test(code)).map(([path]) => path)
}

/** Of our own files, without those of types only: they are erased, so they are no dependency. */
export function everyImport(sources: Sources): { from: string; to: string }[] {
  const statement = /^(?:import|export) (?!type\b)([\w\s{},*]*?)\s*(?:from )?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm
  const onlyTypes = /^\{(\s*type \w+( as \w+)?,?)*\s*\}$/
  return [...sources].flatMap(([from, code]) =>
    [...code.matchAll(statement)]
      .filter(([, names = '']) => !onlyTypes.test(names))
      .map(([, , fixed, dynamic]) => ({ from, to: join(from, '..', fixed ?? dynamic ?? '') })),
  )
}

export function layerOf(path: string): string {
  return path.split('/')[0] ?? ''
}

export function featureOf(path: string): string | undefined {
  return /^features\/([^/]+)\//.exec(path)?.[1]
}

/** The names of the functions in queries files whose code matches. */
export function statements(sources: Sources, pattern: RegExp): string[] {
  return [...sources]
    .filter(([path]) => path.endsWith('.queries.ts'))
    .flatMap(([, code]) => code.split(/^(?=export |async function |function )/m))
    .filter((code) => pattern.test(code))
    .map((code) => /function (\w+)/.exec(code)?.[1] ?? code.slice(0, 40))
}

/** Calls from anywhere but `home`, and second calls from there. */
export function misplacedCalls(sources: Sources, names: string[], home: string): string[] {
  return names.flatMap((name) => {
    const call = new RegExp(`(?<!function )\\b${name}\\(`, 'g')
    const callers = [...sources].flatMap(([path, code]) => [...code.matchAll(call)].map(() => path))
    const misplaced = callers.filter((path, index) => path !== home || callers.indexOf(path) !== index)
    return misplaced.map((path) => `${path} calls ${name}`)
  })
}

/** Table → the features that write it. */
export function writersOfTables(sources: Sources): Map<string, Set<string>> {
  const write =
    /(?:insertInto|updateTable|deleteFrom|mergeInto)\('(\w+)'|\b(?:insert into|update|delete from) "?(\w+)"? (?:as|set|where|values|\()/g
  const writers = new Map<string, Set<string>>()
  for (const [path, code] of sources) {
    for (const [, built, written] of code.matchAll(write)) {
      const table = built ?? written ?? ''
      writers.set(table, (writers.get(table) ?? new Set()).add(featureOf(path) ?? path))
    }
  }
  return writers
}

export function findCycles(imports: { from: string; to: string }[]): string[] {
  const graph = new Map<string, Set<string>>()
  for (const [from, to] of imports.map((one) => [featureOf(one.from), featureOf(one.to)])) {
    if (from && to && from !== to) graph.set(from, (graph.get(from) ?? new Set()).add(to))
  }
  const walk = (feature: string, path: string[]): string[] =>
    path.includes(feature)
      ? [[...path.slice(path.indexOf(feature)), feature].join(' → ')]
      : [...(graph.get(feature) ?? [])].flatMap((next) => walk(next, [...path, feature]))
  return [...graph.keys()].flatMap((feature) => walk(feature, []))
}
