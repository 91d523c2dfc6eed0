import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'
import { createPostgresDatabase, dropPostgresDatabase } from './postgres-databases.ts'

/** Where a database is, and how to be rid of it. */
export interface Place {
  url: string | undefined
  folder: string
  remove(): Promise<void>
}

export interface TestDatabase {
  kind: Database['kind']
  /** With tables and nothing in them. */
  create(): Promise<Place>
  /** Without tables. */
  createEmpty(): Promise<Place>
}

/** The tables are made once and copied: to make them takes longer than most tests. */
let sqliteTemplate: Promise<string> | undefined
let postgresTemplate: Promise<string> | undefined

export const sqlite: TestDatabase = {
  kind: 'sqlite',
  async create() {
    sqliteTemplate ??= makeSqliteTemplate()
    const folder = newFolder()
    cpSync(await sqliteTemplate, folder, { recursive: true })
    return placeIn(folder)
  },
  createEmpty: async () => placeIn(newFolder()),
}

function placeIn(folder: string): Place {
  return { url: undefined, folder, remove: async () => rmSync(folder, { recursive: true, force: true }) }
}

/** A server that the tests may create databases on: `.ci/run` starts one. */
const adminUrl = process.env.GATEHOUSE_TEST_POSTGRES

const postgres: TestDatabase = {
  kind: 'postgres',
  async create() {
    const server = neededServer()
    postgresTemplate ??= makePostgresTemplate(server)
    return placeOn(server, await createPostgresDatabase(server, await postgresTemplate))
  },
  async createEmpty() {
    const server = neededServer()
    return placeOn(server, await createPostgresDatabase(server))
  },
}

function neededServer(): string {
  if (!adminUrl) throw new Error('GATEHOUSE_TEST_POSTGRES is not set.')
  return adminUrl
}

function placeOn(server: string, url: string): Place {
  return { url, folder: '', remove: () => dropPostgresDatabase(server, url) }
}

async function makeSqliteTemplate(): Promise<string> {
  const folder = newFolder()
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await openPlace({ url: undefined, folder }).then((database) => database.close())
  return folder
}

async function makePostgresTemplate(server: string): Promise<string> {
  const url = await createPostgresDatabase(server)
  await openPlace({ url, folder: '' }).then((database) => database.close())
  return url
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'gatehouse-test-'))

/** Runs a suite on SQLite and on PostgreSQL. */
export function onEachDatabase(name: string, suite: (database: TestDatabase) => void): void {
  describe(`${name} (SQLite)`, () => suite(sqlite))
  onPostgres(name, suite)
}

let isFirst = true

/** Without a PostgreSQL the suite is counted as skipped, and fails in CI. */
export function onPostgres(name: string, suite: (database: TestDatabase) => void): void {
  const isMissing = adminUrl === undefined && process.env.CI !== 'true'
  // A skipped suite would not be counted: only tests are.
  if (isMissing)
    test(`${name} (PostgreSQL)`, { skip: 'needs PostgreSQL: set GATEHOUSE_TEST_POSTGRES to the URL of a server' })
  else describe(`${name} (PostgreSQL)`, () => suite(postgres))
  if (isFirst)
    after(async () => adminUrl && postgresTemplate && (await dropPostgresDatabase(adminUrl, await postgresTemplate)))
  isFirst = false
}

export async function openPlace(place: Pick<Place, 'url' | 'folder'>): Promise<Database> {
  return await openDatabase({ url: place.url, folder: place.folder })
}
