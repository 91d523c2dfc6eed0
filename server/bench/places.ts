import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

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
  const database = `gatehouse_bench_${randomBytes(6).toString('hex')}`
  await administer(adminUrl, `create database ${database}`)
  const url = new URL(adminUrl)
  url.pathname = `/${database}`
  return {
    name: 'PostgreSQL',
    folder: place.folder,
    environment: { ...place.environment, DATABASE_URL: url.href },
    async remove() {
      await administer(adminUrl, `drop database ${database} with (force)`)
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

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
