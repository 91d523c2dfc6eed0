import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { useServer } from '../harness.ts'
import { sqlite } from '../support/databases.ts'
import { DEFAULT_ENTRY } from './hostile-redirects.ts'
import { countEnds, isLive, startLiveSession } from './live-sessions.ts'
import { setSignOutUris } from './sign-out-uris.ts'

/** With a query, a fragment, and every character that the SDKs write in different ways. */
const ENTRY = 'https://app.example.com/bye?a=1&b=x%20y&c=a+b#frag/%C3%A9~!()'
const BARE_ORIGIN = 'http://localhost:5173'

/** Percent-encodes everything but the characters that are kept, and writes a space as told. */
function encoder(kept: RegExp, space = '+'): (value: string) => string {
  const encode = (byte: number) => {
    const character = String.fromCharCode(byte)
    if (character === ' ') return space
    return kept.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return (value) => [...Buffer.from(value)].map(encode).join('')
}

const ALPHANUMERIC = 'A-Za-z0-9'
/** How each official SDK writes a value (official-sdks.md, 2), and two ways that people do by hand. */
const SPELLINGS: [sdk: string, encode: (value: string) => string][] = [
  ['Node, authkit-js: URLSearchParams', (value) => new URLSearchParams({ v: value }).toString().slice(2)],
  ['Go: url.QueryEscape', encoder(new RegExp(`[${ALPHANUMERIC}_.~-]`))],
  ['Ruby: encode_www_form', encoder(new RegExp(`[${ALPHANUMERIC}*_.-]`))],
  ['Java: URLEncoder', encoder(new RegExp(`[${ALPHANUMERIC}*_.-]`))],
  ['Python: urlencode', encoder(new RegExp(`[${ALPHANUMERIC}_.~-]`))],
  ['PHP: http_build_query', encoder(new RegExp(`[${ALPHANUMERIC}_.-]`))],
  ['.NET: WebUtility.UrlEncode, @ : [ ] put back', encoder(new RegExp(`[${ALPHANUMERIC}!*()_.@:\\[\\]-]`))],
  ['.NET: Uri.EscapeDataString', encoder(new RegExp(`[${ALPHANUMERIC}_.~-]`), '%20')],
  ['JavaScript: encodeURIComponent', encodeURIComponent],
  [
    'by hand, with as little as possible',
    (value) => value.replaceAll('%', '%25').replaceAll('&', '%26').replaceAll('#', '%23').replaceAll('+', '%2B'),
  ],
  ['by hand, every character, in lower case', (value) => encoder(/(?!)/)(value).toLowerCase()],
]

describe('the sign-out link of the SDKs', () => {
  const server = useServer(sqlite, { mode: 'production', publicUrl: 'https://auth.example.com' })
  before(() => setSignOutUris(server.app, [DEFAULT_ENTRY, ENTRY, BARE_ORIGIN], DEFAULT_ENTRY))

  for (const [sdk, encode] of SPELLINGS) {
    test(`T01: ${sdk}, in either order and with a double slash, leads to a URI with query and fragment`, async () => {
      for (const slashes of ['/', '//']) {
        for (const order of [0, 1]) {
          const id = await startLiveSession(server.app)
          const parameters = [`session_id=${encode(id)}`, `return_to=${encode(ENTRY)}`]
          const query = (order === 0 ? parameters : parameters.reverse()).join('&')

          const response = await server.request(`${slashes}user_management/sessions/logout?${query}`)

          assert.equal(response.status, 302, query)
          assert.equal(response.headers.get('location'), ENTRY)
          assert.equal(await isLive(server.app, id), false)
          assert.equal(await countEnds(server.app, id), 1)
        }
      }
    })

    test(`T01: ${sdk}: a space or a star where nothing was registered with one leads to the default`, async () => {
      for (const value of [
        ENTRY.replace('%20', ' '),
        ENTRY.replace('a+b', 'a b'),
        `${ENTRY}*`,
        `${ENTRY}'`,
        ENTRY.replace('%C3%A9', 'é'),
      ]) {
        const id = await startLiveSession(server.app)

        const response = await server.request(
          `/user_management/sessions/logout?session_id=${id}&return_to=${encode(value)}`,
        )

        assert.equal(response.headers.get('location'), DEFAULT_ENTRY, value)
        assert.equal(await isLive(server.app, id), false)
      }
    })
  }

  for (const [title, rest, location] of [
    ['an empty return_to, of Go, Ruby, Java, Python, PHP and .NET, counts as none', '&return_to=', DEFAULT_ENTRY],
    ['a bare return_to counts as none', '&return_to', DEFAULT_ENTRY],
    ['no return_to at all, of SvelteKit, leads to the default', '', DEFAULT_ENTRY],
    ['the "/" that TanStack Start sends by default leads to the default', '&return_to=%2F', DEFAULT_ENTRY],
    [
      'window.origin, which has no slash, leads to the bare origin',
      '&return_to=http%3A%2F%2Flocalhost%3A5173',
      BARE_ORIGIN,
    ],
    ['parameters of others are none of our business', '&utm_source=x&_=1&return_to_x=y', DEFAULT_ENTRY],
  ] as const) {
    test(`T01: ${title}`, async () => {
      const id = await startLiveSession(server.app)

      const response = await server.request(`/user_management/sessions/logout?session_id=${id}${rest}`)

      assert.equal(response.status, 302)
      assert.equal(response.headers.get('location'), location)
      assert.equal(await isLive(server.app, id), false)
    })
  }

  for (const query of ['', '?', '?session_id=', '?session_id', `?return_to=${encodeURIComponent(ENTRY)}`]) {
    test(`T04: a link without a session (${query || 'no query'}), of an SDK whose token had none, is a 422 with a message`, async () => {
      const response = await server.request(`/user_management/sessions/logout${query}`)

      assert.equal(response.status, 422)
      assert.equal(response.headers.get('location'), null)
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
      const { message } = (await response.json()) as { message: string }
      assert.match(message, /session_id/)
    })
  }
})
