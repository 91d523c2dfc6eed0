import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROGRAMS, programIn } from '../src/try-documents.ts'

test('the page on migrating has a program in every language, which names the server once', () => {
  const page = readFileSync(new URL('../../docs/migrating.md', import.meta.url), 'utf8')

  for (const { fence } of PROGRAMS) {
    const program = programIn(page, fence)
    assert.equal(program.match(/4100/g)?.length, 1, fence)
    assert.match(program, /(\/\/|#) the line/)
  }
  assert.throws(() => programIn(page, 'cobol'), /no program in cobol/)
})
