import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPostgresDatabase, dropPostgresDatabase } from '../tests/support/postgres-databases.ts'

/** An empty place for one server: its environment, and a folder for its database and log. */
export interface Place {
  name: string
  folder: string
  environment: Record<string, string>
  remove(): Promise<void>
}

export async function createSqlitePlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-bench-'))
  return {
    name: 'SQLite',
    folder,
    environment: environmentOf(folder),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** A database of our own on the server at `adminUrl`. */
export async function createPostgresPlace(adminUrl: string): Promise<Place> {
  const place = await createSqlitePlace()
  const url = await createPostgresDatabase(adminUrl)
  return {
    name: 'PostgreSQL',
    folder: place.folder,
    environment: { ...place.environment, DATABASE_URL: url },
    async remove() {
      await dropPostgresDatabase(adminUrl, url)
      await place.remove()
    },
  }
}

/** Nothing of the caller's environment reaches the server, so that a run is the same everywhere. */
function environmentOf(folder: string): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    GATEHOUSE_DATA: folder,
    GATEHOUSE_SECRET: randomBytes(32).toString('base64'),
    GATEHOUSE_PUBLIC_URL: 'https://auth.bench.example',
  }
}
