/** One request, as anything can send it. */
export interface SampleRequest {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body?: string
}

/** Options whose value says nothing about the request. */
const WITH_OTHER_VALUE = new Set(['--output', '--write-out', '--max-time'])
const WITHOUT_VALUE = new Set(['--silent', '--get', '--no-buffer'])

/**
 * The request that a curl sample sends. The samples are the one list of example calls that has every operation, so what
 * walks through all operations takes its calls from them. Throws at an option that it does not know.
 */
export function readCurlSample(text: string): SampleRequest {
  const [program, ...words] = splitWords(text)
  if (program !== 'curl') throw new Error(`It is not curl that is called first, but ${program}.`)
  let url: string | undefined
  let method: string | undefined
  const headers: Record<string, string> = {}
  const data: string[] = []
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? ''
    if (WITHOUT_VALUE.has(word)) continue
    if (!word.startsWith('-')) {
      url = word
      continue
    }
    const value = words[++at] ?? ''
    if (word === '--request') method = value
    else if (word === '--header') headers[nameOf(value)] = value.slice(value.indexOf(':') + 1).trim()
    else if (word === '--data') data.push(value)
    else if (word === '--data-urlencode') data.push(encodeField(value))
    else if (!WITH_OTHER_VALUE.has(word)) throw new Error(`${word} is no option that is known here.`)
  }
  if (!url) throw new Error('The sample names no URL.')
  const { pathname, search } = new URL(url)
  if (words.includes('--get')) return { method: 'GET', path: `${pathname}?${data.join('&')}`, headers }
  if (data.length === 0) return { method: method ?? 'GET', path: pathname + search, headers }
  const type = { 'content-type': 'application/x-www-form-urlencoded', ...headers }
  return { method: method ?? 'POST', path: pathname + search, headers: type, body: data.join('&') }
}

function nameOf(header: string): string {
  return header.slice(0, header.indexOf(':')).toLowerCase()
}

function encodeField(field: string): string {
  const [, name = '', value = ''] = /^([^=]*)=(.*)$/s.exec(field) ?? []
  return `${name}=${encodeURIComponent(value)}`
}

/** As a shell does, as far as the samples need it: words, single quotes, and lines that go on. */
function splitWords(text: string): string[] {
  const words = text.replaceAll('\\\n', ' ').matchAll(/(?:'[^']*'|[^\s'])+/g)
  return [...words].map(([word]) => word.replaceAll("'", ''))
}
