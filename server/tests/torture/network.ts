import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readlinkSync } from 'node:fs'

/** Which way a cable leads: to those who ask, or to what is asked. */
export type Side = 'people' | 'database'

/** Two switches in the network namespace of this process, one for each side. */
export interface Network {
  /** Number 1 to 100. */
  openRoom(number: number): Promise<Room>
  remove(): Promise<void>
}

/** A network namespace with a cable to each side and no other way out. */
export interface Room {
  /** Where people reach what listens in here. */
  address: string
  /** Where what runs in here reaches what this process listens on. */
  databaseAddress: string
  /** As the kernel knows it: `net:[4026532008]`. */
  namespace: string
  /** What to run so that this runs in here. */
  enter(command: string[]): string[]
  /** Nothing arrives in either direction and nobody is told; TCP sends it again, and it arrives late. */
  unplug(side: Side): Promise<void>
  plugIn(): Promise<void>
  leave(): Promise<void>
}

const SIDES: Side[] = ['people', 'database']
const SWITCH = 1
const FIRST_ROOM = 101

/**
 * Only for a process that is in a network namespace of its own (enter-namespace.ts), so that no name and no address can clash with
 * others', and nothing has to be cleaned up: the last process takes all of it along.
 */
export async function layNetwork(): Promise<Network> {
  await ip(['link set lo up', ...SIDES.flatMap(switchFor)])
  return {
    openRoom: (number) => openRoom(FIRST_ROOM + number - 1),
    remove: () => ip(SIDES.map((side) => `link delete ${side}`)),
  }
}

function switchFor(side: Side): string[] {
  return [
    `link add ${side} address ${macOf(side, SWITCH)} type bridge`,
    `address add ${addressOf(side, SWITCH)}/24 dev ${side}`,
    `link set ${side} up`,
  ]
}

async function openRoom(number: number): Promise<Room> {
  // It ends with its input, and so with this process, however that ends.
  const keeper = spawn('unshare', ['--net', 'cat'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const exited = once(keeper, 'exit')
  keeper.stdin.write('in the namespace\n')
  await once(keeper.stdout, 'data')
  const file = `/proc/${keeper.pid}/ns/net`
  const enter = (command: string[]) => ['nsenter', `--net=${file}`, ...command]
  await ip(SIDES.flatMap((side) => cableTo(side, number, keeper.pid)))
  await ip(['link set lo up', ...SIDES.flatMap((side) => endOf(side, number))], enter)
  return {
    address: addressOf('people', number),
    databaseAddress: addressOf('database', SWITCH),
    namespace: readlinkSync(file),
    enter,
    unplug: (side) => ip([`link set ${side}-${number} down`]),
    plugIn: () => ip(SIDES.map((side) => `link set ${side}-${number} up`)),
    async leave() {
      keeper.stdin.end()
      await exited
    },
  }
}

/**
 * Pulled at the switch, so that the interfaces and routes of both who speak stay. Each knows the other's hardware address for
 * good: to look for it in vain would tell them after three seconds that the cable is out.
 */
function cableTo(side: Side, number: number, pid: number | undefined): string[] {
  const cable = `${side}-${number}`
  return [
    `link add ${cable} type veth peer name ${side} address ${macOf(side, number)} netns ${pid}`,
    `link set ${cable} master ${side} up`,
    `neighbour replace ${addressOf(side, number)} lladdr ${macOf(side, number)} dev ${side} nud permanent`,
  ]
}

function endOf(side: Side, number: number): string[] {
  return [
    `address add ${addressOf(side, number)}/24 dev ${side}`,
    `link set ${side} up`,
    `neighbour replace ${addressOf(side, SWITCH)} lladdr ${macOf(side, SWITCH)} dev ${side} nud permanent`,
  ]
}

/** Of the range that RFC 2544 sets apart for such networks. */
function addressOf(side: Side, number: number): string {
  return `198.18.${SIDES.indexOf(side)}.${number}`
}

function macOf(side: Side, number: number): string {
  return `02:00:00:00:0${SIDES.indexOf(side)}:${number.toString(16).padStart(2, '0')}`
}

/** Rejects with what `ip` says first. */
async function ip(lines: string[], enter = (command: string[]) => command): Promise<void> {
  const [program = '', ...words] = enter(['ip', '-batch', '-'])
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const child = execFile(program, words, (error, _stdout, stderr) => {
    if (error) reject(new Error(`ip (of iproute2): ${stderr.split('\n')[0] || error.message}`))
    else resolve()
  })
  child.stdin?.on('error', () => {}).end(`${lines.join('\n')}\n`)
  await promise
}
