import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { nameOf } from './compare-contracts.ts'
import type { Contract, Operation } from './contract.ts'

interface FeatureEntry {
  feature: string
  paths: string[]
  absent?: { reason: string; operations?: string[] }[]
}

export interface Feature {
  name: string
  present: Operation[]
  absent: { operation: Operation; reason: string | undefined }[]
  /** Reasons that no operation needs any more. */
  stale: string[]
}

export function readFeatures(file: URL, theirs: Contract, ours: Contract): Feature[] {
  return sortIntoFeatures(parse(readFileSync(file, 'utf8')), theirs, ours)
}

export function sortIntoFeatures(entries: FeatureEntry[], theirs: Contract, ours: Contract): Feature[] {
  const operations = Map.groupBy(theirs.operations.values(), (operation) => featureOf(entries, operation))
  return entries.map((entry) => toFeature(entry, operations.get(entry) ?? [], ours))
}

function featureOf(entries: FeatureEntry[], operation: Operation): FeatureEntry {
  const path = operation.path.replace(/\{[^}]*\}/g, '{}')
  const entry = entries.find(({ paths }) => paths.some((prefix) => path.startsWith(prefix)))
  if (!entry) throw new Error(`${nameOf(operation)} belongs to no feature: add it to compat/features.yaml.`)
  return entry
}

function toFeature({ feature, absent = [] }: FeatureEntry, operations: Operation[], ours: Contract): Feature {
  const [present, lacking] = [true, false].map((isPresent) =>
    operations.filter(({ key }) => ours.operations.has(key) === isPresent),
  ) as [Operation[], Operation[]]
  const names = lacking.map(nameOf)
  const reasonOf = (name: string) =>
    absent.find((one) => one.operations?.includes(name)) ?? absent.find((one) => one.operations === undefined)
  const needed = new Set(names.map(reasonOf))
  return {
    name: feature,
    present,
    absent: lacking.map((operation) => ({ operation, reason: reasonOf(nameOf(operation))?.reason })),
    stale: [
      ...absent.filter((one) => !needed.has(one)).map(({ reason }) => `${feature}: ${reason}`),
      ...absent.flatMap((one) => one.operations ?? []).filter((name) => !names.includes(name)),
    ],
  }
}
