import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import pg from 'pg'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'

/** Where an empty database is, and how to be rid of it. */
export interface Place {
  url: string | undefined
  folder: string
  remove(): Promise<void>
}

export interface TestDatabase {
  kind: Database['kind']
  create(): Promise<Place>
}

export const sqlite: TestDatabase = {
  kind: 'sqlite',
  async create() {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
    return { url: undefined, folder, remove: async () => rmSync(folder, { recursive: true, force: true }) }
  },
}

/** A server that the tests may create databases on: `.ci/run` starts one. */
const adminUrl = process.env.GATEHOUSE_TEST_POSTGRES

const postgres: TestDatabase = {
  kind: 'postgres',
  async create() {
    if (!adminUrl) throw new Error('GATEHOUSE_TEST_POSTGRES is not set.')
    const name = `gatehouse_test_${randomBytes(6).toString('hex')}`
    await administer(adminUrl, `create database ${name}`)
    const url = new URL(adminUrl)
    url.pathname = `/${name}`
    return {
      url: url.href,
      folder: '',
      remove: () => administer(adminUrl, `drop database ${name} with (force)`),
    }
  },
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

/** Runs a suite on SQLite and on PostgreSQL. */
export function onEachDatabase(name: string, suite: (database: TestDatabase) => void): void {
  describe(`${name} (SQLite)`, () => suite(sqlite))
  onPostgres(name, suite)
}

/** Without a PostgreSQL the suite is counted as skipped, and fails in CI. */
export function onPostgres(name: string, suite: (database: TestDatabase) => void): void {
  const isMissing = adminUrl === undefined && process.env.CI !== 'true'
  // A skipped suite would not be counted: only tests are.
  if (isMissing)
    test(`${name} (PostgreSQL)`, { skip: 'needs PostgreSQL: set GATEHOUSE_TEST_POSTGRES to the URL of a server' })
  else describe(`${name} (PostgreSQL)`, () => suite(postgres))
}

export async function openPlace(place: Place): Promise<Database> {
  return await openDatabase({ url: place.url, folder: place.folder })
}
