import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import type { Preparations } from '../../reference/runner/preparations.ts'
import type { SampleRequest } from '../../reference/runner/read-curl-sample.ts'
import { useLiveServer } from '../../server/tests/compat/live-server.ts'
import { onEachDatabase } from '../../server/tests/support/databases.ts'
import { readContract } from '../src/contract.ts'
import { openSharedPreparations, prepareRequest, readSamples, type Sample } from '../src/sample-requests.ts'
import { fill, neverThere, type Slot, slotsOf } from './slots.ts'
import { KINDS, kindOf, makeStrangers, ROLE_OF_ANOTHER, type Strangers } from './strangers.ts'

const contract = readContract(JSON.parse(readFileSync(new URL('../../server/openapi.json', import.meta.url), 'utf8')))

/** In a body, and yet of the organization that the path names or of one that the body names. */
const OF_AN_ORGANIZATION = ['role_slug', 'organization_membership_id']

/** Longer than any is refused before anybody looks for it. */
const LONGEST_SLUG = 48

/** What is named and has not been there, the one that is elsewhere, and what they must not be told apart by. */
interface Case {
  what: string
  foreign: SampleRequest
  never: SampleRequest
  ids: string[]
}

onEachDatabase('an id of something else, of somebody else or of what has been deleted', (database) => {
  const server = useLiveServer(database)
  const prepared: { strangers?: Strangers; samples?: Preparations } = {}
  before(async () => {
    prepared.strangers = await makeStrangers(server)
    prepared.samples = await openSharedPreparations(server)
  })

  for (const sample of readSamples(contract)) {
    const { method, path } = sample.operation
    test(`T48: ${method} ${path} (${sample.name}) answers as if it had never existed`, async () => {
      const request = await prepareRequest(sample, server, prepared.samples)
      for (const { what, foreign, never, ids } of casesOf(sample, request)) {
        const [got, expected] = [await answerTo(foreign, ids), await answerTo(never, ids)]

        assert.deepEqual(got, expected, what)
        assert.ok(got.status < 500, `${what}: ${JSON.stringify(got)}`)
      }
    })
  }

  test('T48: and nothing of it has been changed or taken away', async () => {
    const { others, organizationElsewhere } = prepared.strangers ?? assert.fail()
    const role = `/authorization/organizations/${organizationElsewhere}/roles/${ROLE_OF_ANOTHER}`
    const paths = [
      '/user_management/organization_memberships',
      '/organization_domains',
      '/organizations',
      '/user_management/users',
    ]
    const things = ['om', 'org_domain', 'org', 'user'].map((kind, index) => `${paths[index]}/${others.get(kind)}`)

    for (const path of [role, ...things]) {
      const { status, body } = await server.api('GET', path)
      assert.deepEqual([status, body.updated_at], [200, body.created_at], path)
    }
  })

  test('every kind of id that samples have is among the strangers', async () => {
    const used = readSamples(contract).flatMap(({ text }) => text.match(/\b[a-z_]+(?=_01K7Q2M8Z)/g) ?? [])

    assert.deepEqual(
      [...new Set(used)].filter((kind) => !(kind in KINDS)),
      [],
      'add it to compat/tests/strangers.ts',
    )
  })

  function casesOf(sample: Sample, request: SampleRequest): Case[] {
    const slots = slotsOf(contract, sample.operation, request)
    return slots.flatMap((slot) => [...outOfPlace(request, slot), ...elsewhere(request, slot, slots)])
  }

  /** Of another kind, or deleted. */
  function outOfPlace(request: SampleRequest, slot: Slot): Case[] {
    const { others, deleted } = prepared.strangers ?? assert.fail()
    const kind = slot.value === undefined ? slot.name.replace(/_id$/, '') : kindOf(slot.value)
    const id = neverThere(slot, slot.value === undefined ? undefined : kind)
    const candidates = [...others]
      .filter(
        ([other, value]) =>
          !isKind(slot, kind, other) && (!slot.name.endsWith('_slug') || value.length <= LONGEST_SLUG),
      )
      .map(([, value]) => value)
    const gone = kind === undefined ? undefined : deleted.get(kind)
    return [...candidates, ...(gone ? [gone] : [])].map((candidate) => ({
      what: `${slot.place} ${slot.name} = ${candidate}`,
      foreign: fill(request, slot, candidate),
      never: fill(request, slot, id),
      ids: [candidate, id],
    }))
  }

  /** The kind that belongs there is no stranger: with one id alone nothing can be somebody else's. */
  function isKind(slot: Slot, kind: string | undefined, other: string): boolean {
    if (slot.value !== undefined) return kind === other
    const name = slot.name.replace(/_id$/, '')
    return (
      name === other ||
      (name === 'organization' && other === 'org') ||
      (name.endsWith('session') && other === 'session')
    )
  }

  /** Of the right kind, and of another organization, endpoint or user than the one that is named beside it. */
  function elsewhere(request: SampleRequest, slot: Slot, slots: Slot[]): Case[] {
    const inPath = slots.filter(({ place }) => place === 'path')
    const isInside = slot.place === 'path' ? slot !== inPath[0] : OF_AN_ORGANIZATION.includes(slot.name)
    if (!isInside) return []
    const kind = slot.value === undefined ? undefined : kindOf(slot.value)
    const stranger = (kind && prepared.strangers?.others.get(kind)) ?? ROLE_OF_ANOTHER
    const id = neverThere(slot, kind)
    const thing = {
      what: `${slot.name} = ${stranger}, of another`,
      foreign: fill(request, slot, stranger),
      never: fill(request, slot, id),
      ids: [stranger, id],
    }
    const container = slot.place === 'path' ? inPath[inPath.indexOf(slot) - 1] : undefined
    const otherContainer = container?.value && prepared.strangers?.others.get(kindOf(container.value) ?? '')
    if (!container || !otherContainer || slot.value === undefined) return [thing]
    const moved = fill(request, container, otherContainer)
    return [
      thing,
      {
        what: `${slot.name} through ${container.name} = ${otherContainer}`,
        foreign: moved,
        never: fill(moved, slot, id),
        ids: [slot.value, id],
      },
    ]
  }

  /** Without what is another thing in every answer: what was asked for, new ids, times. */
  async function answerTo(
    { path, ...request }: SampleRequest,
    ids: string[],
  ): Promise<{ status: number; body: string }> {
    const response = await server.request(path, { ...request, redirect: 'manual' })
    let body = `${response.headers.get('location') ?? ''}${await response.text()}`
    for (const id of ids) body = body.replaceAll(id, '…').replaceAll(encodeURIComponent(id), '…')
    body = body.replace(/[a-z_]+_[0-9A-HJKMNP-TV-Z]{26}/g, 'id').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
    return { status: response.status, body }
  }
})
