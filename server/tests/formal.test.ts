import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const FOLDER = resolve(import.meta.dirname, '../../docs/formal')
const MODEL = 'sign-out.pml'
/** Spin writes a C program that tries every order of steps. */
const COMPILER = ['-DSAFETY', '-DCOLLAPSE', '-DMEMLIM=1500', '-o', 'pan', 'pan.c']
const DEEPEST = '-m100000'
const patience = { timeout: 240_000 }

/** What each part must find out when it is broken. */
const BROKEN = {
  ROTATION: [
    'NO_ROW_CONDITION',
    'CACHED_CHECK',
    'SIGNED_FIRST',
    'REPLAY_UNCHECKED',
    'END_BEFORE_REFRESH',
    'REFRESHED_BACKWARDS',
    'MARK_BEFORE_COMMIT',
  ],
  FEED: [
    'ID_CURSOR',
    'NO_POLL',
    'HEARTBEAT_UNREAD',
    'SETTLED_ONLY',
    'FORGETFUL_RESUME',
    'ANNOUNCED_EARLY',
    'ACCEPTS_ALWAYS',
  ],
}

describe('the formal model of signing out', { skip: whatIsMissing() }, () => {
  for (const [part, variants] of Object.entries(BROKEN)) {
    test(`${part.toLowerCase()}: in no order of steps is a promise broken`, patience, async (t) => {
      const { output, states } = await check([part])

      assert.match(output, /errors: 0\b/, output)
      assert.doesNotMatch(output, /out of memory|max search depth too small|Search not completed/, output)
      t.diagnostic(`${states} states`)
    })

    for (const variant of variants) {
      test(`${part.toLowerCase()}: ${variant} is found out`, patience, async () => {
        const { output } = await check([part, variant])

        assert.match(output, /pan:1: assertion violated/, output)
      })
    }
  }

  test('every switch of the model is tried here and told of in its page', () => {
    const model = readFileSync(join(FOLDER, MODEL), 'utf8')
    const page = readFileSync(join(FOLDER, 'README.md'), 'utf8')
    const switches = [...model.matchAll(/#ifn?def (\w+)|defined\((\w+)\)/g)].map(([, one, other]) => one ?? other ?? '')
    const variants = Object.values(BROKEN).flat()

    assert.deepEqual([...new Set(switches)].sort(), [...Object.keys(BROKEN), ...variants].sort())
    for (const name of variants)
      assert.ok(page.includes(`\`${name}\``), `docs/formal/README.md does not tell of ${name}`)
  })
})

/** In CI nothing may be missing: the tests then fail for want of it. */
function whatIsMissing(): string | false {
  if (process.env.CI === 'true') return false
  for (const program of ['spin', 'gcc']) {
    try {
      execFileSync(program, [program === 'spin' ? '-V' : '--version'], { stdio: 'ignore' })
    } catch {
      return `needs ${program}: install the packages spin and gcc`
    }
  }
  return false
}

async function check(switches: string[]): Promise<{ output: string; states: string }> {
  const isBroken = switches.length > 1
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-formal-'))
  try {
    copyFileSync(join(FOLDER, MODEL), join(folder, MODEL))
    await run('spin', ['-a', ...switches.map((name) => `-D${name}`), MODEL], { cwd: folder })
    // What is found out is found soon; only the whole search is worth optimizing for.
    await run('gcc', [isBroken ? '-O0' : '-O2', ...COMPILER], { cwd: folder })
    const { stdout } = await run('./pan', [DEEPEST], { cwd: folder })
    const [, states = '?'] = /(\d+) states, stored/.exec(stdout) ?? []
    return { output: stdout, states }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
