import { DEFAULT_ENTRY, EXACT_ENTRY } from './hostile-redirects.ts'

/**
 * The HTTP-level cases of the threat model (security.md, 1.9b): what travels beside or around the parameters. Each is
 * sent byte for byte, with the ids of two live sessions at hand: one to name in the request, one that must survive it.
 */
export interface HttpCase {
  rows: string
  title: string
  request(ids: { id: string; other: string }): string
  status: number
  /** Where a 302 leads; by default to the default entry, as if there were no `return_to`. */
  location?: string
  /** Whether the session that is named ends. */
  ends: boolean
  isHead?: boolean
}

export const PATH = '/user_management/sessions/logout'
export const PLUS_ENTRY = 'https://app.example.com/a+b'
/** As long as an entry may be. */
export const LONGEST_ENTRY = `https://app.example.com/${'a'.repeat(2048 - 24)}`
/** Registered for signing in only. */
export const REDIRECT_ENTRY = 'https://app.example.com/callback'
export const LISTED = [DEFAULT_ENTRY, EXACT_ENTRY, PLUS_ENTRY, LONGEST_ENTRY]

export const GOOD = encodeURIComponent(EXACT_ENTRY)
export const EVIL = encodeURIComponent('https://evil.example/')

/** A request to the endpoint, or to the path that `path` names. */
export function get(query: string, headers: string[] = [], path = PATH): string {
  return lines(`GET ${path}?${query} HTTP/1.1`, 'Host: api.example.com', ...headers)
}

export function lines(...parts: string[]): string {
  return `${parts.join('\r\n')}\r\nConnection: close\r\n\r\n`
}

type Given = { id: string; other: string }

/** One that ends the session and goes to the default, however it tries to go elsewhere. */
function dropped(rows: string, title: string, rest: string, headers: string[] = []): HttpCase {
  return { rows, title, request: ({ id }) => get(`session_id=${id}${rest}`, headers), status: 302, ends: true }
}

function refused(rows: string, title: string, status: number, request: (given: Given) => string): HttpCase {
  return { rows, title, request, status, ends: false }
}

/** A name that no session has: answered like one that has ended. */
function unknown(rows: string, title: string, name: (given: Given) => string): HttpCase {
  return { rows, title, request: (given) => get(`session_id=${name(given)}`), status: 302, ends: false }
}

function method(rows: string, name: string, status: number, more: string[] = [], body = ''): HttpCase {
  const request = ({ id }: Given) =>
    lines(`${name} ${PATH}?session_id=${id} HTTP/1.1`, 'Host: api.example.com', ...more) + body
  const title = `${name}${more.length > 0 ? ` with ${more.join(', ')}` : ''}`
  return { rows, title, request, status, ends: false, isHead: name === 'HEAD' }
}

const FORM = 'Content-Type: application/x-www-form-urlencoded'
const bodyOf = (text: string) => `\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`

export const HTTP_CASES: readonly HttpCase[] = [
  dropped('H1', 'return_to twice, the registered one first', `&return_to=${GOOD}&return_to=${EVIL}`),
  dropped('H2', 'return_to twice, the registered one last', `&return_to=${EVIL}&return_to=${GOOD}`),
  dropped('H3', 'return_to twice, though both agree', `&return_to=${GOOD}&return_to=${GOOD}`),
  refused('H4', 'session_id twice', 422, ({ id, other }) => get(`session_id=${id}&session_id=${other}`)),
  refused('H4', 'session_id twice, the other way round', 422, ({ id, other }) =>
    get(`session_id=${other}&session_id=${id}`),
  ),
  refused('H4', 'session_id twice, though both agree', 422, ({ id }) => get(`session_id=${id}&session_id=${id}`)),
  dropped('H5', 'return_to[]', `&return_to[]=${GOOD}`),
  dropped('H6', 'return_to[0]', `&return_to[0]=${GOOD}`),
  dropped('H7', 'return_to[a]', `&return_to[a]=${GOOD}`),
  dropped('H8', 'return_to.x', `&return_to.x=${GOOD}`),
  dropped('H9', 'Return_To', `&Return_To=${GOOD}`),
  dropped('H10', 'RETURN_TO', `&RETURN_TO=${GOOD}`),
  dropped('H11', 'return_to with a space after it', `&return_to%20=${GOOD}`),
  dropped('H12', '; within the value', `&return_to=${GOOD};x=1`),
  unknown('H12', '; where & belongs', ({ id }) => `${id};return_to=${GOOD}`),
  dropped('H13', '&amp; where & belongs', `&amp;return_to=${GOOD}`),
  dropped('H14', '%zz in the value', `&return_to=${GOOD}%zz`),
  dropped('H15', 'a lone % in the value', `&return_to=${GOOD}%`),
  dropped('H16', '%u002f for a slash', '&return_to=https:%u002f%u002fapp.example.com%u002fsigned-out'),
  dropped('H17', '%c0%af for a slash', '&return_to=https:%c0%af%c0%afapp.example.com%c0%afsigned-out'),
  dropped('H18', 'a byte that is no UTF-8', `&return_to=${GOOD}%ff`),
  dropped('H19', 'a lone surrogate', `&return_to=${GOOD}%ed%a0%80`),
  dropped('H20', 'a bare + for a plus', `&return_to=${PLUS_ENTRY}`),
  { ...dropped('H20', 'an encoded plus', `&return_to=${encodeURIComponent(PLUS_ENTRY)}`), location: PLUS_ENTRY },
  { ...dropped('H21', 'a registered value, encoded once', `&return_to=${GOOD}`), location: EXACT_ENTRY },
  dropped('H21', 'encoded twice', `&return_to=${encodeURIComponent(GOOD)}`),
  dropped('H21', 'encoded three times', `&return_to=${encodeURIComponent(encodeURIComponent(GOOD))}`),
  {
    ...dropped('H22', 'a registered value of 2,048 characters', `&return_to=${LONGEST_ENTRY}`),
    location: LONGEST_ENTRY,
  },
  dropped('H23', 'one character more', `&return_to=${LONGEST_ENTRY}a`),
  dropped('H24', 'a value of 8 KB', `&return_to=${EXACT_ENTRY}${'a'.repeat(8 * 1024)}`),
  dropped('H25', 'a value of 15 KB', `&return_to=${EXACT_ENTRY}${'a'.repeat(15 * 1024)}`),
  refused('H26', 'a request line of 17 KB', 431, ({ id }) =>
    get(`session_id=${id}&return_to=${'a'.repeat(17 * 1024)}`),
  ),
  refused('H27', 'a request line of 1 MB', 431, ({ id }) => get(`session_id=${id}&x=${'a'.repeat(1024 * 1024)}`)),
  dropped('H28', '1,000 unknown parameters', Array.from({ length: 1000 }, (_, n) => `&p${n}=1`).join('')),
  ...['H29-H30 form', 'H29-H30 JSON'].map((rows): HttpCase => {
    const body = rows.endsWith('form') ? `return_to=${GOOD}` : JSON.stringify({ return_to: EXACT_ENTRY })
    const type = rows.endsWith('form') ? FORM : 'Content-Type: application/json'
    const request = ({ id }: Given) =>
      `GET ${PATH}?session_id=${id} HTTP/1.1\r\nHost: api.example.com\r\n${type}${bodyOf(body)}`
    return { rows, title: 'return_to in the body of a GET', request, status: 302, ends: true }
  }),
  // Nothing is built from the Host header, so that a name we do not know needs no 421: behind proxies and in health
  // checks it often differs from the public one. Only one that is no host at all is refused.
  ...['evil.example', '127.0.0.1', 'api.example.com:443', 'EVIL.example:8443'].map((host): HttpCase => {
    const request = ({ id }: Given) => lines(`GET ${PATH}?session_id=${id} HTTP/1.1`, `Host: ${host}`)
    return { rows: 'H31', title: `Host: ${host}`, request, status: 302, ends: true }
  }),
  ...['evil.example/', 'api.example.com@evil.example', 'evil.example?x', 'evil.example#', 'a b', '[evil', '%65vil'].map(
    (host) =>
      refused('H31', `Host: ${host}`, 400, ({ id }) => lines(`GET ${PATH}?session_id=${id} HTTP/1.1`, `Host: ${host}`)),
  ),
  refused('H31', 'two Host headers', 400, ({ id }) => get(`session_id=${id}`, ['Host: evil.example'])),
  ...[
    'X-Forwarded-Host: evil.example',
    'X-Forwarded-Proto: javascript',
    'X-Forwarded-Prefix: //evil.example',
    'Forwarded: host=evil.example;proto=http',
    'X-Original-URL: /user_management/authorize?redirect_uri=https://evil.example/',
    'X-Rewrite-URL: //evil.example/',
    'X-Forwarded-Port: 666',
    'X-Forwarded-For: 127.0.0.1',
    'X-Host: evil.example',
    'Referer: https://evil.example/',
    'Origin: https://evil.example',
    `Cookie: return_to=${EVIL}`,
  ].map((header) => dropped('H32-H37', header, '', [header])),
  ...['http://evil.example', 'https://evil.example:1'].map((origin): HttpCase => {
    const request = ({ id }: Given) => get(`session_id=${id}`, [], origin + PATH)
    return { rows: 'H38', title: `the absolute form ${origin}/…`, request, status: 302, ends: true }
  }),
  refused('H38', 'the absolute form with a user in it', 400, ({ id }) =>
    get(`session_id=${id}`, ['Transfer-Encoding: chunked'], `http://a@evil.example${PATH}`),
  ),
  refused('H38', 'the absolute form of another scheme', 400, ({ id }) => get(`session_id=${id}`, [], `ftp://a${PATH}`)),
  ...['//evil.example/%2f..', `${PATH}/..;/`, `${PATH}/x.css`, `${PATH}/`].map((path) =>
    refused('H39-H42', path, 404, ({ id }) => get(`session_id=${id}`, [], path)),
  ),
  ...['/user_management//sessions/logout', '/USER_MANAGEMENT/sessions/logout'].map((path) =>
    refused('H43', path, 404, ({ id }) => get(`session_id=${id}`, [], path)),
  ),
  // Another name below /sessions is the name of a session, and who asks for one needs an API key.
  ...['Logout', '%6cogout', 'logout%2f', 'logout%00', 'logout;'].map((name) =>
    refused('H43', `…/sessions/${name}`, 401, ({ id }) => get(`session_id=${id}`, [], PATH.replace('logout', name))),
  ),
  // Clients follow dots before they send; a proxy in front of us might not.
  ...['x/../logout', 'x/%2e%2e/logout', './logout'].map((name) =>
    refused('H43', `…/sessions/${name}`, 400, ({ id }) => get(`session_id=${id}`, [], PATH.replace('logout', name))),
  ),
  refused('H43', 'backslashes in the path', 400, ({ id }) => get(`session_id=${id}`, [], PATH.replaceAll('/', '\\'))),
  refused('H44', 'a fragment behind the query', 400, ({ id }) => get(`session_id=${id}&x=1#y`)),
  refused('H44', 'the query behind a fragment', 400, ({ id }) => get(`session_id=${id}`, [], `${PATH}#`)),
  refused('H44', 'an empty fragment', 400, ({ id }) => get(`session_id=${id}#`)),
  method('H45', 'POST', 405),
  method('H46', 'PUT', 405),
  method('H46', 'DELETE', 405),
  method('H46', 'PATCH', 405),
  method('H46', 'PROPFIND', 405),
  method('H46', 'QUERY', 405),
  method('H47', 'HEAD', 405),
  method('H48', 'OPTIONS', 204),
  method('H49', 'TRACE', 405),
  method('H49', 'TRACE', 400, ['Transfer-Encoding: chunked']),
  method('H50', 'POST', 405, ['X-HTTP-Method-Override: GET']),
  method('H50', 'POST', 405, ['X-HTTP-Method: GET', 'X-Method-Override: GET']),
  method('H50', 'POST', 405, [FORM, 'Content-Length: 11'], '_method=GET'),
  dropped('H50', '_method=HEAD does not soften a GET', '&_method=HEAD', ['X-HTTP-Method-Override: HEAD']),
  refused('H51', 'no session_id', 422, () => get(`return_to=${GOOD}`)),
  refused('H51', 'no query', 422, () => lines(`GET ${PATH} HTTP/1.1`, 'Host: api.example.com')),
  refused('H51', 'an empty session_id', 422, () => get('session_id=')),
  refused('H51', 'a bare session_id', 422, () => get('session_id')),
  refused('H51', 'session_id[]', 422, ({ id }) => get(`session_id[]=${id}`)),
  unknown('H52', 'a session_id of another kind', ({ id }) => id.replace('session_', 'user_')),
  unknown('H52', 'a session_id without its kind', ({ id }) => id.replace('session_', '')),
  unknown('H53', 'a session_id in lower case', ({ id }) => id.toLowerCase()),
  unknown('H54', 'a session_id of 2 KB', ({ id }) => id + 'A'.repeat(2048)),
  unknown('H55', 'a NUL after the session_id', ({ id }) => `${id}%00`),
  unknown('H55', 'a line break after the session_id', ({ id }) => `${id}%0d%0aSet-Cookie:%20a=b`),
  unknown('H55', 'a space before the session_id', ({ id }) => `%20${id}`),
  unknown('H56', 'SQL after the session_id', ({ id }) => `${id}'%20or%20'1'='1`),
  unknown('H56', 'a pattern of SQL', () => 'session_%25'),
  {
    rows: 'H57',
    title: 'HTTP/1.0 without Host',
    request: ({ id }) => `GET ${PATH}?session_id=${id} HTTP/1.0\r\n\r\n`,
    status: 302,
    ends: true,
  },
  refused('H57', 'HTTP/1.1 without Host', 400, ({ id }) => lines(`GET ${PATH}?session_id=${id} HTTP/1.1`)),
  dropped('H59', 'a URI that is registered for signing in', `&return_to=${encodeURIComponent(REDIRECT_ENTRY)}`),
]

/** Two ways to read where a request ends, or a line. */
export const SMUGGLED: readonly [title: string, request: (query: string) => string][] = [
  ['Content-Length beside Transfer-Encoding', post('Content-Length: 5', 'Transfer-Encoding: chunked')],
  ['Transfer-Encoding beside Content-Length', post('Transfer-Encoding: chunked', 'Content-Length: 5')],
  ['two lengths', post('Content-Length: 0', 'Content-Length: 5')],
  ['a length with a sign', post('Content-Length: +0')],
  ['a length in hexadecimal', post('Content-Length: 0x0')],
  ['an unknown coding', post('Transfer-Encoding: xchunked')],
  ['a coding that does not end in chunked', post('Transfer-Encoding: chunked, identity')],
  ['a space before the colon', post('Transfer-Encoding : chunked')],
  ['a chunk without a size', post('Transfer-Encoding: chunked', '', 'Z')],
  ['a folded header', post('X-A: b\r\n c')],
  ['a bare LF', post('X-A: b\nX-B: c')],
  ['a bare LF after the request line', (query) => post('')(query).replace('1.1\r\n', '1.1\n')],
  ['a bare CR', post('X-A: b\rX-B: c')],
  ['a NUL in a header', post('X-A: b\0c')],
  ['a header without a colon', post('X-A')],
  ['a name with a space in it', post('X A: b')],
  ['a second HTTP version', (query) => post('')(query).replace('HTTP/1.1', 'HTTP/1.1 HTTP/1.1')],
  ['HTTP/2.0 in words', (query) => post('')(query).replace('HTTP/1.1', 'HTTP/2.0')],
  ['HTTP/0.9', (query) => `GET ${PATH}?${query}\r\n\r\n`],
]

function post(...headers: string[]) {
  const sent = headers.filter((header) => header !== '')
  return (query: string) =>
    `POST ${PATH}?${query} HTTP/1.1\r\nHost: api.example.com\r\n${sent.join('\r\n')}\r\n\r\n0\r\n\r\n`
}
