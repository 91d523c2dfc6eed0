import { randomBytes } from 'node:crypto'
import pg from 'pg'

/** A database of our own on the server, empty or a copy of the one at the URL `template`. Answers its URL. */
export async function createPostgresDatabase(server: string, template?: string): Promise<string> {
  const name = `gatehouse_test_${randomBytes(6).toString('hex')}`
  await administer(server, `create database ${name} template ${template ? nameOf(template) : 'template1'}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** Also of a database that is in use. */
export async function dropPostgresDatabase(server: string, url: string): Promise<void> {
  await administer(server, `drop database ${nameOf(url)} with (force)`)
}

const nameOf = (url: string) => new URL(url).pathname.slice(1)

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
