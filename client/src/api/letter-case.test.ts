import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { camelName, snakeName, toCamelCase, toSnakeCase } from './letter-case.ts'

test('members are renamed at every depth, and come back as they were', () => {
  const wire = { object: 'user', first_name: null, roles: [{ role_slug: 'a' }], org: { external_id: 'b' } }
  const given = { object: 'user', firstName: null, roles: [{ roleSlug: 'a' }], org: { externalId: 'b' } }

  assert.deepEqual(toCamelCase(wire), given)
  assert.deepEqual(toSnakeCase(given), wire)
})

test('what the application named itself keeps its names, also in what an event carries', () => {
  const own = { cost_center: '7', CostCenter: '8', nested_too: { a_b: 1 } }
  const wire = { metadata: own, custom_attributes: own, data: { user_id: 'a', metadata: own }, context: own }

  assert.deepEqual(toCamelCase(wire), {
    metadata: own,
    customAttributes: own,
    data: { userId: 'a', metadata: own },
    context: own,
  })
  assert.deepEqual(toSnakeCase({ customAttributes: own, metadata: own }), { custom_attributes: own, metadata: own })
  assert.deepEqual(toCamelCase({ data: [{ user_id: 'a' }] }), { data: [{ userId: 'a' }] })
})

test('what is no plain object passes through', () => {
  const date = new Date(0)

  assert.deepEqual(toSnakeCase([date, null, undefined, 'aB', 1]), [date, null, undefined, 'aB', 1])
  assert.equal((toSnakeCase({ createdBefore: date }) as Record<string, unknown>).created_before, date)
})

test('a name of the wire survives the way there and back', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/)
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { maxLength: 4 }), word, (more, first) => {
      const name = [first, ...more].join('_')
      assert.equal(snakeName(camelName(name)), name)
    }),
  )
})
