import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import fc from 'fast-check'
import { readConfig } from '../../config.ts'
import { registerCommand, registerCommandForLog } from './register-command.ts'

const { config } = readConfig('development', {})

/** What curl would be called with, by a shell in which it only prints that, each word ended by a NUL. */
function run(commands: string[]): string[][] {
  const script = commands.map((command) => `${command}\nprintf '\\001'`).join('\n')
  const output = execFileSync('sh', ['-c', `curl() { printf '%s\\000' "$@"; }\n${script}`], { encoding: 'utf8' })
  return output
    .split('\u0001')
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1))
}

test('T06: a shell hands exactly the address over, whatever is in it, and runs nothing else', () => {
  const nasty = [
    "'; touch /tmp/x; '",
    '$(id)',
    '`id`',
    '\\',
    "'\\''",
    '\n-o /etc/passwd',
    '!!',
    '\u202e',
    '"',
    '*',
    '\u0001',
    '',
  ]
  const uris = [...nasty, ...fc.sample(fc.string({ unit: 'binary' }), 200)]

  const calls = run(uris.map((uri) => registerCommand(config, 'sign_out_uri', uri)))

  assert.equal(calls.length, uris.length)
  for (const [index, words] of calls.entries()) {
    assert.equal(words.length, 7)
    assert.equal(words[0], 'http://localhost:4100/user_management/sign_out_uris')
    assert.deepEqual(JSON.parse(words[6] ?? ''), { uri: uris[index] })
  }
})

test('T06: the one of the log is one line, and is handed over as exactly through JSON', () => {
  const uris = ['https://a.example/?x=\'&y=$(id)`id`*!#"', ...fc.sample(fc.webUrl({ withQueryParameters: true }), 100)]
  const lines = uris.map((uri) => registerCommandForLog(config, 'sign_out_uri', uri))

  for (const line of lines) assert.equal(JSON.stringify(line), `"${line}"`)
  for (const [index, words] of run(lines).entries()) {
    const [url, , , , body = ''] = words
    assert.deepEqual([words.length, url], [5, 'http://localhost:4100/user_management/sign_out_uris'])
    assert.deepEqual([...new URLSearchParams(body)], [['uri', uris[index]]])
  }
})

test('T06: a command is plain ASCII, so that what it looks like is what it is', () => {
  assert.match(registerCommand(config, 'redirect_uri', 'https://ex\u0430mple.com/\u202e'), /^[\x20-\x7e\n]+$/)
})
