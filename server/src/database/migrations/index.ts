import type { Migration } from 'kysely/migration'
import { initial } from './0001-initial.ts'

/** In order. A released migration is never edited: add another. */
export const migrations: Record<string, Migration> = {
  '0001-initial': initial,
}
