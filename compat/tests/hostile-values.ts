import fc from 'fast-check'
import { NEVER } from './strangers.ts'

/** What has been too much for some program somewhere. */
const STRANGE = [
  '',
  ' ',
  '\0',
  '%',
  '%zz',
  '%00',
  '../../..',
  '\\',
  '"',
  "' or 1=1 --",
  '<script>alert(1)</script>',
  '\r\nX-Injected: 1',
  '\ud800',
  '\u202e',
  '💥',
  'null',
  'true',
  '-1',
  '1e309',
  'NaN',
  '[]',
  '{}',
  '__proto__',
  'constructor',
  'toString',
  '2026-02-31T00:00:00Z',
  '0000-01-01T00:00:00.000Z',
  '9'.repeat(400),
  'a'.repeat(5_000),
  '*'.repeat(300),
  `user_${NEVER}`,
  `org_${NEVER}`,
  'org-billing',
  'a@b',
  'https://[::1',
  'javascript:alert(1)',
]

export const hostileText = fc.oneof(fc.constantFrom(...STRANGE), fc.string({ unit: 'binary', maxLength: 40 }))

const deep = (depth: number): unknown => (depth === 0 ? [] : [deep(depth - 1)])

export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 1e308, 2 ** 53, [], {}, [null], [[]], deep(40), deep(5_000), {
    a: { b: {} },
  }),
  fc.array(hostileText, { maxLength: 4 }),
  fc.constantFrom<unknown>(Array(5_000).fill('a'), Object.fromEntries(Array.from({ length: 300 }, (_, n) => [n, '']))),
)
