import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { RESERVED_CLAIMS } from './claims-of-template.ts'
import { LONGEST_TEMPLATE, parseJwtTemplate } from './parse-jwt-template.ts'
import { MOST_BYTES, renderJwtTemplate, type TemplateValues } from './render-jwt-template.ts'
import { JwtTemplateError } from './template.ts'

// biome-ignore format: an alphabet reads better in lines than in a column.
const FRAGMENTS = [
  '{', '}', '{{', '}}', '{{{', '}}}', '[', ']', '"', "'", '\\', '\\"', '\\u', '\\ud800', ':', ',', '||', '|', ' ', '\n', '\t', '\0',
  'user', 'user.email', 'user.metadata', 'user.metadata.a', 'organization.domains.0', 'organization.domains', '.', '..', '-',
  'null', 'true', '0', '-1', '1e9', '1e999', '0x1', "'text'", '"a"', '"a":', '"sub":', '"__proto__":', '"a": {{ user.email }},',
  '__proto__', 'constructor', 'é', '\u2028', '\ud83d\ude00', '\ud800', '{{ user.email }}', '"{{ user.email }}"',
]
const HOSTILE = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 12 }).map((parts) => parts.join('')),
)

/** Some of what a template is given. */
interface Given extends TemplateValues {
  user: { email: string; first_name: string | null; email_verified: boolean; metadata: Record<string, string> }
  organization: { name: string; domains: { domain: string }[] } | undefined
}

const values: fc.Arbitrary<Given> = fc.record({
  user: fc.record({
    email: HOSTILE,
    first_name: fc.option(HOSTILE),
    email_verified: fc.boolean(),
    metadata: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), HOSTILE),
  }),
  organization: fc.option(fc.record({ name: HOSTILE, domains: fc.array(fc.record({ domain: HOSTILE })) }), {
    nil: undefined,
  }),
})

/** How an expression is written, and what it must come to, said without the code under test. */
const EXPRESSIONS: [written: string, comesTo: (given: Given) => unknown][] = [
  ['{{user.email}}', ({ user }) => user.email],
  ["{{ user.first_name || 'Guest }}' }}", ({ user }) => user.first_name ?? 'Guest }}'],
  ['{{ user.email_verified }}', ({ user }) => user.email_verified],
  ['{{ user.metadata.a }}', ({ user }) => own(user.metadata, 'a')],
  ['{{ user.metadata.__proto__ }}', ({ user }) => own(user.metadata, '__proto__')],
  ['{{ user.metadata.toString || "none" }}', () => 'none'],
  [
    '{{ organization.domains.0.domain || organization.name }}',
    ({ organization }) => organization?.domains[0]?.domain ?? organization?.name ?? null,
  ],
]
const expressions = fc.constantFrom(...EXPRESSIONS).map(([written, comesTo]) => ({ written, comesTo }))

const own = (record: Record<string, string>, key: string) => (Object.hasOwn(record, key) ? record[key] : null)
const key = fc
  .oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.constantFrom('__proto__', 'constructor', 'toString'))
  .filter((text) => !RESERVED_CLAIMS.includes(text))
/** Of a text of a template: anything that JSON can write, except for what begins an expression. */
const literal = HOSTILE.map((text) => text.replaceAll('{', '('))

test('whatever is given as a template, it is read or refused with a reason, and soon', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...FRAGMENTS), { maxLength: 60 }).map((parts) => parts.join('')),
      fc.boolean(),
      (text, isWrapped) => {
        const content = isWrapped ? `{"a": ${text}}` : text
        try {
          const template = parseJwtTemplate(content)
          assert.ok(template.claims.size > 0)
          for (const name of template.claims.keys()) assert.ok(!RESERVED_CLAIMS.includes(name), name)
        } catch (error) {
          assert.ok(error instanceof JwtTemplateError, String(error))
          assert.ok(error.message.length > 10)
        }
      },
    ),
    { numRuns: 3_000 },
  )
})

test('of JSON it reads what JSON.parse reads, and makes the same of it', () => {
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue({ maxDepth: 4 }), { minKeys: 1, maxKeys: 4 }), (claims) => {
      const content = JSON.stringify(claims)
      fc.pre(!content.includes('{{'))

      const rendered = attempt(content, {})

      const expected = JSON.parse(content, (_, value) => (typeof value === 'string' ? value.trim() : value))
      for (const name of Object.keys(expected)) if (expected[name] === null) delete expected[name]
      if (rendered !== 'too big') assert.equal(JSON.stringify(rendered), JSON.stringify(expected))
      else assert.ok(Buffer.byteLength(content) > MOST_BYTES)
    }),
    { numRuns: 500 },
  )
})

test('no value becomes anything but the value of its claim, however it is written', () => {
  const claim = fc.record({ before: literal, expression: expressions, after: literal, isQuoted: fc.boolean() })
  fc.assert(
    fc.property(fc.dictionary(key, claim, { minKeys: 1, maxKeys: 5 }), values, (claims, given) => {
      const content = `{${Object.entries(claims)
        .map(([name, { before, expression, after, isQuoted }]) => {
          const value = isQuoted ? `"${inner(before)}${expression.written}${inner(after)}"` : expression.written
          return `"${inner(name.replaceAll('{', '('))}": ${value}`
        })
        .join(', ')}}`
      fc.pre(new Set(Object.keys(claims).map((name) => name.replaceAll('{', '('))).size === Object.keys(claims).length)

      const rendered = attempt(content, given)

      if (rendered === 'too big') return
      const expected = Object.entries(claims).flatMap(([name, { before, expression, after, isQuoted }]) => {
        const value = expression.comesTo(given)
        const whole = isQuoted ? `${before}${value ?? ''}${after}` : value
        if (whole === null) return []
        return [[name.replaceAll('{', '('), typeof whole === 'string' ? whole.trim() : whole]]
      })
      assert.equal(JSON.stringify(rendered), JSON.stringify(Object.fromEntries(expected)))
    }),
    { numRuns: 1_000 },
  )
})

test('however large the values and however often they are named, no more comes of it than may, and soon', () => {
  const metadata = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, '"\\\u0000'.repeat(200)]))
  const large: TemplateValues = { user: { metadata, email: 'x'.repeat(300) } }
  const often = (text: string, most: number) => text.repeat(Math.floor(most / text.length))
  const templates = [
    `{"a": [${often('{{user.metadata}},', LONGEST_TEMPLATE - 40)} 1]}`,
    `{"a": "${often('{{user.email}}', LONGEST_TEMPLATE - 40)}"}`,
    `{"a": [${often('"{{user.metadata.key1}}",', LONGEST_TEMPLATE - 40)} 1]}`,
    `{"a": ${'{"b":'.repeat(18)}{{ user }}${'}'.repeat(18)}}`,
  ]

  for (const content of templates) {
    const begun = performance.now()
    assert.equal(attempt(content, large), 'too big', content.slice(0, 40))
    assert.ok(performance.now() - begun < 500)
  }
})

function attempt(content: string, given: TemplateValues): Record<string, unknown> | 'too big' {
  try {
    const rendered = renderJwtTemplate(parseJwtTemplate(content), given)
    assert.ok(Buffer.byteLength(JSON.stringify(rendered)) <= MOST_BYTES)
    return rendered
  } catch (error) {
    if (error instanceof JwtTemplateError && /more than 3072 bytes/.test(error.message)) return 'too big'
    throw error
  }
}

/** A text as it stands between the quotes of JSON. */
function inner(text: string): string {
  return JSON.stringify(text).slice(1, -1)
}
