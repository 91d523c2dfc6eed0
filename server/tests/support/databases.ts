import { randomBytes } from 'node:crypto'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import pg from 'pg'
import type { Database } from '../../src/database/database.ts'
import { openDatabase } from '../../src/database/open-database.ts'

/** Where a database with tables and nothing in them is, and how to be rid of it. */
export interface Place {
  url: string | undefined
  folder: string
  remove(): Promise<void>
}

export interface TestDatabase {
  kind: Database['kind']
  create(): Promise<Place>
}

/** The tables are made once and copied: to make them takes longer than most tests. */
let sqliteTemplate: string | undefined
let postgresTemplate: Promise<string> | undefined

export const sqlite: TestDatabase = {
  kind: 'sqlite',
  async create() {
    sqliteTemplate ??= await makeSqliteTemplate()
    const folder = newFolder()
    cpSync(sqliteTemplate, folder, { recursive: true })
    return { url: undefined, folder, remove: async () => rmSync(folder, { recursive: true, force: true }) }
  },
}

/** A server that the tests may create databases on: `.ci/run` starts one. */
const adminUrl = process.env.GATEHOUSE_TEST_POSTGRES

const postgres: TestDatabase = {
  kind: 'postgres',
  async create() {
    if (!adminUrl) throw new Error('GATEHOUSE_TEST_POSTGRES is not set.')
    postgresTemplate ??= makePostgresTemplate(adminUrl)
    const name = newName()
    await administer(adminUrl, `create database ${name} template ${await postgresTemplate}`)
    return { url: urlOf(adminUrl, name), folder: '', remove: () => drop(adminUrl, name) }
  },
}

async function makeSqliteTemplate(): Promise<string> {
  const folder = newFolder()
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  await openPlace({ url: undefined, folder }).then((database) => database.close())
  return folder
}

async function makePostgresTemplate(server: string): Promise<string> {
  const name = newName()
  await administer(server, `create database ${name}`)
  await openPlace({ url: urlOf(server, name), folder: '' }).then((database) => database.close())
  return name
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'gatehouse-test-'))
const newName = () => `gatehouse_test_${randomBytes(6).toString('hex')}`

function urlOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

const drop = (server: string, name: string) => administer(server, `drop database ${name} with (force)`)

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

let isFirst = true

/** Without a PostgreSQL the suite is counted as skipped, and fails in CI. */
export function onPostgres(name: string, suite: (database: TestDatabase) => void): void {
  const isMissing = adminUrl === undefined && process.env.CI !== 'true'
  // A skipped suite would not be counted: only tests are.
  if (isMissing)
    test(`${name} (PostgreSQL)`, { skip: 'needs PostgreSQL: set GATEHOUSE_TEST_POSTGRES to the URL of a server' })
  else describe(`${name} (PostgreSQL)`, () => suite(postgres))
  if (isFirst) after(async () => adminUrl && postgresTemplate && (await drop(adminUrl, await postgresTemplate)))
  isFirst = false
}

export async function openPlace(place: Pick<Place, 'url' | 'folder'>): Promise<Database> {
  return await openDatabase({ url: place.url, folder: place.folder })
}
