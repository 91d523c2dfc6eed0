import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { FALLBACK_LANGUAGE, LANGUAGES } from '../languages.ts'
import { messages } from './messages.ts'

/** Words that are the same in both languages, and why nobody forgot to translate them. */
const SAME_AS_ENGLISH: Record<string, string> = {
  'de fields.optional': 'optional is the German word',
  'es layout.errorTitle': 'Error is the Spanish word',
}

/** Whatever a message says of a number it must say: these have no form of their own in any of the languages. */
const ARGUMENTS = [41, 42, 43]
/** Each picks another plural form in some of the languages. */
const COUNTS = [0, 1, 2, 3, 5, 11, 21, 100, 1_000_000]

type Message = string | ((...given: never[]) => string)

const english = flatten(messages[FALLBACK_LANGUAGE])

describe('the messages', () => {
  for (const language of LANGUAGES) {
    const translated = flatten(messages[language])

    test(`${language}: every key of the English file, and no other`, () => {
      assert.deepEqual([...translated.keys()], [...english.keys()])
    })

    test(`${language}: each says all that it is given, and nothing is left of a placeholder`, () => {
      for (const [key, message] of translated) {
        const original = english.get(key)
        assert.equal(typeof message, typeof original, key)
        const counts = typeof original === 'string' ? [] : COUNTS
        for (const text of [say(message), ...counts.map((count) => say(message, [count, count, count]))])
          assert.doesNotMatch(text, /^\s|[ \t]$|#|undefined|NaN|\{|\}|\bTODO\b|\u{fffd}/u, `${key}: ${text}`)
        const expected = ARGUMENTS.filter((given) => say(original).includes(String(given)))
        for (const given of expected) assert.ok(say(message).includes(String(given)), `${key} lacks ${given}`)
      }
    })

    test(`${language}: nothing is a copy of the English text that somebody forgot to translate`, () => {
      if (language === FALLBACK_LANGUAGE) return
      const same = [...translated].filter(([key, message]) => hasWords(key) && say(message) === say(english.get(key)))
      const excused = Object.keys(SAME_AS_ENGLISH).filter((key) => key.startsWith(`${language} `))
      assert.deepEqual(
        same.map(([key]) => `${language} ${key}`),
        excused,
      )
    })
  }

  test('every key is used by a page or a mail, under its full name or by an index into its group', () => {
    const source = readSource()
    const isUsed = (key: string) => new RegExp(`\\btext\\.(${key}\\b|${key.replace(/\.\w+$/, '')}\\[)`).test(source)
    const unused = (keys: Iterable<string>) => [...keys].filter((key) => !isUsed(key))

    assert.deepEqual(unused(['signIn.titl']), ['signIn.titl'])
    assert.deepEqual(unused(english.keys()), [])
  })

  test('Arabic is written in Arabic letters, Japanese in Japanese ones', () => {
    const without = (language: 'ar' | 'ja', letters: RegExp) =>
      [...flatten(messages[language])]
        .filter(([key, message]) => hasWords(key) && !letters.test(say(message)))
        .map(([key]) => key)

    assert.deepEqual(without('ar', /\p{Script=Arabic}/u), [])
    assert.deepEqual(without('ja', /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u), [])
  })
})

/** Key by key, `signIn.title` and so on. */
function flatten(tree: object, path: string[] = []): Map<string, Message> {
  const entries = Object.entries(tree).flatMap(([name, value]): [string, Message][] =>
    typeof value === 'object' ? [...flatten(value, [...path, name])] : [[[...path, name].join('.'), value]],
  )
  return new Map(entries)
}

/** Some only put what they are given in order. */
function hasWords(key: string): boolean {
  return /\p{Letter}/u.test(say(english.get(key)))
}

function say(message: Message | undefined, given: number[] = ARGUMENTS): string {
  return typeof message === 'function' ? message(...(given as never[])) : (message ?? '')
}

function readSource(): string {
  const root = new URL('../../', import.meta.url)
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
  const files = names.filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('/messages/'),
  )
  return files.map((name) => readFileSync(new URL(name, root), 'utf8')).join('\n')
}
