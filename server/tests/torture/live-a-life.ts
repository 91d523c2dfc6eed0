import { setTimeout as sleep } from 'node:timers/promises'
import type { Node } from './fleet.ts'
import type { Check } from './history.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { RecordedClient } from './recorded-client.ts'

/** More would make a request that hung for long an old one, and the session of an honest person that of a thief. */
const MOST_ROTATIONS = 9
/** A token that was exchanged is presented again for so long; the server's grace period is 30 seconds. */
const REPLAYED_FOR_MS = 5_000
const GIVES_UP_AFTER_MS = 15_000
const WATCHED_FOR_MS = 12_000
const WATCH_INTERVAL_MS = 40

/** Asks a verifier in this process. */
export interface Watcher {
  name: string
  verify(accessToken: string): Promise<Check['says']>
}

export interface World {
  nodes: Node[]
  watchers: Watcher[]
  client: RecordedClient
  /** What people still hold of their sessions. */
  left: Held[]
}

/** What a person's tabs share. */
export interface Held {
  id: string
  refreshToken: string
  previous: { refreshToken: string; exchangedAt: number } | undefined
  accessToken: string | undefined
  rotations: number
  isOver: boolean
}

/** Two tabs that refresh, another application entered from the same browser, and a sign-out that meets them at some moment. */
export async function liveALife(world: World, person: Person, random: Random): Promise<void> {
  const { client } = world
  const held = hold(person.session.id, person.session.refreshToken)
  const others: Held[] = []
  world.left.push(held)
  const isOver = () => held.isOver
  const wander = async (chance: Random) => {
    await sleep(chance.between(0, 1_500))
    const code = await client.silently(chance.pick(world.nodes), person)
    if (code === undefined) return
    await sleep(chance.between(0, 500))
    const got = await client.exchange(chance.pick(world.nodes), person, code)
    if (typeof got === 'string') return
    const other = { ...hold(got.session, got.refreshToken), accessToken: got.accessToken }
    others.push(other)
    world.left.push(other)
    await refreshFor(world, other, chance, isOver)
    if (!chance.chance(0.2)) return
    const isAnswered = await client.useCodeAgain(chance.pick(world.nodes), person, code, other.id)
    if (isAnswered) await afterlife(world, person, other, chance)
  }
  const leave = async (chance: Random) => {
    await sleep(chance.between(200, 2_500))
    const how = chance.pick(['link', 'link', 'api', 'mass'] as const)
    const limit = performance.now() + GIVES_UP_AFTER_MS
    for (let isAnswered = false; !isAnswered && performance.now() < limit; ) {
      const covered = how === 'mass' ? [held, ...others] : [held]
      isAnswered = await client.signOut(
        chance.pick(world.nodes),
        how,
        person,
        covered.map(({ id }) => id),
      )
      if (!isAnswered) await sleep(100)
      else await Promise.all(covered.map((one) => afterlife(world, person, one, chance)))
    }
    held.isOver = true
  }
  const tab = (chance: Random) => refreshFor(world, held, chance, isOver)
  await Promise.all([tab, tab, wander, leave].map((act) => act(random.fork())))
}

function hold(id: string, refreshToken: string): Held {
  return { id, refreshToken, previous: undefined, accessToken: undefined, rotations: 0, isOver: false }
}

/** As a tab does it; now and then with the token before, as one that lost the answer or was slower. */
async function refreshFor(world: World, held: Held, chance: Random, isOver: () => boolean): Promise<void> {
  const limit = performance.now() + GIVES_UP_AFTER_MS
  while (!isOver() && held.rotations < MOST_ROTATIONS && performance.now() < limit) {
    await sleep(chance.between(0, 500))
    const { previous } = held
    const isReplay =
      previous !== undefined && performance.now() - previous.exchangedAt < REPLAYED_FOR_MS && chance.chance(0.25)
    held.rotations++
    const outcome = await refreshWith(world, held, isReplay ? previous.refreshToken : held.refreshToken, chance)
    if (outcome === 'rejected') return
    if (held.accessToken && chance.chance(0.3)) await check(world, chance.pick(world.watchers), held)
  }
}

async function refreshWith(
  world: World,
  held: Held,
  token: string,
  chance: Random,
): Promise<'ok' | 'rejected' | 'unknown'> {
  const got = await world.client.refresh(chance.pick(world.nodes), held.id, token)
  if (typeof got === 'string') return got
  held.accessToken = got.accessToken
  if (held.refreshToken === token) {
    held.previous = { refreshToken: token, exchangedAt: performance.now() }
    held.refreshToken = got.refreshToken
  }
  return 'ok'
}

/** Whatever anybody still holds is tried, on every side. */
async function afterlife(world: World, person: Person, held: Held, chance: Random): Promise<void> {
  const { client, nodes } = world
  const refresh = () => client.refresh(chance.pick(nodes), held.id, held.refreshToken)
  const refreshPrevious = () => held.previous && client.refresh(chance.pick(nodes), held.id, held.previous.refreshToken)
  const look = () => client.look(chance.pick(nodes), held.id)
  const silently = async () => {
    const code = await client.silently(chance.pick(nodes), person)
    if (code !== undefined) await client.exchange(chance.pick(nodes), person, code)
  }
  await Promise.all([
    refresh().then(refreshPrevious).then(refresh),
    look().then(look),
    silently(),
    ...world.watchers.map((watcher) => watch(world, watcher, held)),
  ])
}

/** Until the verifier refuses, for as long as somebody could reasonably wait. */
async function watch(world: World, watcher: Watcher, held: Held): Promise<void> {
  if (held.accessToken === undefined) return
  const limit = performance.now() + WATCHED_FOR_MS
  while ((await check(world, watcher, held)) !== 'signed_out' && performance.now() < limit)
    await sleep(WATCH_INTERVAL_MS)
}

async function check({ client }: World, watcher: Watcher, { id, accessToken = '' }: Held): Promise<Check['says']> {
  const invoked = performance.now()
  const says = await watcher.verify(accessToken)
  client.operations.push({
    kind: 'check',
    verifier: watcher.name,
    session: id,
    says,
    invoked,
    completed: performance.now(),
  })
  return says
}
