import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { withUs } from './end-with-us.ts'
import { layNetwork, type Room } from './network.ts'

const PORT = 4100
const ARRIVES_WITHIN_MS = 3_000
const SILENT_FOR_MS = 300
const RELAY = `
  const { connect, createServer } = require('node:net')
  const [address, databaseAddress] = process.argv.slice(1)
  const relay = (near) => near.pipe(connect(${PORT}, databaseAddress)).pipe(near)
  createServer(relay).listen(${PORT}, address, () => console.log('listening'))
`

/** A script of its own (enter-namespace.ts runs it): words go to a room, from there to the database's side, and back. */
async function tryNetwork(): Promise<void> {
  const network = await layNetwork()
  const room = await network.openRoom(1)
  const echo = createServer((socket) => socket.pipe(socket)).listen(PORT, room.databaseAddress)
  await once(echo, 'listening')
  await startRelay(room)
  say(`namespaces ${readlinkSync('/proc/self/ns/net')} ${room.namespace}`)

  const socket = connect(PORT, room.address)
  await once(socket, 'connect')
  const ask = async () => {
    socket.write('word')
    await once(socket, 'data')
  }
  assert.ok(await isWithin(ask(), ARRIVES_WITHIN_MS), 'A room cannot be reached.')
  say('reached')
  for (const side of ['people', 'database'] as const) {
    await room.unplug(side)
    const answer = ask()
    assert.ok(!(await isWithin(answer, SILENT_FOR_MS)), `Pulling the cable to the ${side} does nothing.`)
    await room.plugIn()
    assert.ok(await isWithin(answer, ARRIVES_WITHIN_MS), `The cable to the ${side} stays dead.`)
    say(`${side} pulled and plugged in`)
  }
}

async function startRelay(room: Room): Promise<void> {
  const script = withUs([process.execPath, '-e', RELAY, room.address, room.databaseAddress])
  const [program = '', ...words] = room.enter(script)
  const relay = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'] })
  await Promise.race([once(relay.stdout, 'data'), once(relay, 'exit')])
}

async function isWithin(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  return await Promise.race([work.then(() => true), sleep(milliseconds, false)])
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  await tryNetwork()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
}
process.exit()
