import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Violation } from './check-history.ts'
import { FAULTS, type Fault } from './nemesis.ts'
import { torture } from './torture.ts'
import type { VerifierModule } from './watchers.ts'

/** A rule broken, which the torture has to find out. */
interface Control {
  patches: Patch[]
  faults: Fault[]
  /** The last node alone is attacked, and nobody calls it: it hears of every sign-out from others. */
  isLastNodeAlone?: boolean
}

/** In this file each of these texts, which must be there, is replaced; what is added goes to its end. */
interface Patch {
  file: string
  replace: Record<string, string>
  add?: string
}

const FOUND_WITHIN_MS = 150_000
const ROUND_MS = 12_000
const REPOSITORY = resolve(import.meta.dirname, '../../..')
const SESSIONS = 'server/src/features/sessions'
const FEED = 'server/src/features/revocation-feed'

const WITHOUT_ROW_CONDITION: Patch = {
  file: `${SESSIONS}/session.queries.ts`,
  replace: {
    [`    .where('application_id', '=', given.applicationId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', given.now)
    .where('refreshed_at', '>', given.refreshedAfter)
    .where(isSessionNotRevoked)
`]: `    .where('application_id', '=', given.applicationId)
    .where('expires_at', '>', given.now)
`,
  },
}

const DECISION =
  '  const outcome = (await rotate(app, token, wish)) ?? (await inTransaction(app, (tx) => judge(tx, token, wish)))\n'

export const CONTROLS: Record<string, Control> = {
  'no-row-condition': { patches: [WITHOUT_ROW_CONDITION], faults: [...FAULTS] },
  'cached-check': {
    patches: [
      WITHOUT_ROW_CONDITION,
      {
        file: `${SESSIONS}/rotate-refresh-token.ts`,
        replace: {
          [DECISION]: `  if (!(await seemsAlive(app, token.sessionId))) throw invalidGrant('Session has already ended.')\n${DECISION}`,
        },
        add: `
const cache = new Map<string, { until: number; isAlive: boolean }>()
async function seemsAlive(app: AppContext, id: string): Promise<boolean> {
  const now = app.clock.now().getTime()
  const known = cache.get(id)
  if (known && known.until > now) return known.isAlive
  const session = await findSession(app.db, id)
  const isAlive = session?.ended_at === null && !(await isCoveredByRevocation(app.db, id))
  cache.set(id, { until: now + 2_000, isAlive })
  return isAlive
}
`,
      },
    ],
    faults: [...FAULTS],
  },
  'signed-before-decided': {
    patches: [
      {
        file: `${SESSIONS}/rotate-refresh-token.ts`,
        replace: {
          [DECISION]: `  const seen = await findSession(app.db, token.sessionId)
  if (seen?.ended_at === null && seen.refresh_count === token.count && !(await isCoveredByRevocation(app.db, seen.id))) {
    const at = app.clock.now()
    rotate(app, token, wish).catch(() => {})
    return { session: { ...seen, refresh_count: seen.refresh_count + 1 }, at }
  }
${DECISION}`,
        },
      },
    ],
    faults: [...FAULTS],
  },
  'grace-ignores-sign-out': {
    patches: [
      {
        file: `${SESSIONS}/rotate-refresh-token.ts`,
        replace: {
          '  if (session.ended_at !== null || (await isCoveredByRevocation(tx.db, session.id))) return ENDED\n': '',
          '  const alive = rotated ?? (await noteReplay(tx.db, session.id, at))\n':
            '  const alive = rotated ?? (session as typeof session | undefined)\n',
        },
      },
    ],
    faults: [...FAULTS],
  },
  'notify-without-poll': {
    patches: [
      {
        file: `${FEED}/revocation-feed.ts`,
        // Nor when this node itself has ended something: it would see what others have ended along with it.
        replace: {
          'async beat() {\n      await catchUp()\n':
            'async beat() {\n      seenAt = clock.now()\n      seenTick = performance.now()\n',
          'database.signals?.send()\n      hear()\n': 'database.signals?.send()\n',
        },
      },
    ],
    faults: ['deafen'],
    isLastNodeAlone: true,
  },
  'id-cursor': {
    patches: [
      {
        file: `${FEED}/feed.queries.ts`,
        // biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is source text.
        replace: {
          "    .selectFrom('settled_event')\n    .select(columns)": "    .selectFrom('event')\n    .select(columns)",
          '(transaction_id, position) >= (${from.transactionId}, ${from.position})': 'position >= ${from.position}',
          "    .orderBy('transaction_id')\n    .orderBy('position')\n": "    .orderBy('position')\n",
          'a.transaction_id - b.transaction_id || a.position - b.position': 'a.position - b.position',
          "    .selectFrom('unsettled_event')\n    .select(columns)":
            "    .selectFrom('unsettled_event')\n    .where(sql<boolean>`false`)\n    .select(columns)",
        },
        // biome-ignore-end lint/suspicious/noTemplateCurlyInString: it is source text.
      },
      {
        file: `${FEED}/place.ts`,
        replace: {
          '  if (one.transactionId !== other.transactionId) return one.transactionId < other.transactionId\n': '',
        },
      },
    ],
    faults: ['pause'],
  },
  'verifier-accepts-always': {
    patches: [
      {
        file: 'client/src/session-verifier.ts',
        replace: { '    if (memory.index.covers(claims)) return SIGNED_OUT\n': '' },
      },
    ],
    faults: [],
  },
}

export interface ControlSettings {
  binaries: string
  seed: number
  hasNamespaces: boolean
}

/** What found it out, and after how long; undefined: nothing did. */
export async function runControl(
  name: string,
  settings: ControlSettings,
): Promise<{ violation: Violation | undefined; seconds: number }> {
  const control = CONTROLS[name]
  assert.ok(control, `There is no control "${name}".`)
  const started = performance.now()
  const folder = copyWith(control.patches)
  try {
    const { violations } = await torture({
      ...settings,
      durationMs: FOUND_WITHIN_MS,
      roundMs: ROUND_MS,
      faults: control.faults,
      launcher: join(folder, 'server/bin/gatehouse.cjs'),
      verifier: (await import(pathToFileURL(join(folder, 'client/src/index.ts')).href)) as VerifierModule,
      isOverWhenFound: true,
      isLastNodeAlone: control.isLastNodeAlone ?? false,
    })
    return { violation: violations[0], seconds: Math.round((performance.now() - started) / 1_000) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The server and the client in a temporary folder, with these changes. */
function copyWith(patches: Patch[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-broken-'))
  for (const part of [
    'server/src',
    'server/bin',
    'server/public',
    'server/package.json',
    'client/src',
    'client/package.json',
  ])
    cpSync(join(REPOSITORY, part), join(folder, part), { recursive: true })
  symlinkSync(join(REPOSITORY, 'node_modules'), join(folder, 'node_modules'))
  for (const { file, text } of patchedFiles(patches)) writeFileSync(join(folder, file), text)
  return folder
}

/** Fails when the source is not as a patch expects it. */
export function patchedFiles(patches: Patch[]): { file: string; text: string }[] {
  return patches.map(({ file, replace, add = '' }) => {
    let text = readFileSync(join(REPOSITORY, file), 'utf8')
    for (const [from, to] of Object.entries(replace)) {
      assert.ok(text.includes(from), `${file} is not as this control expects it: ${from}`)
      text = text.replace(from, () => to)
    }
    return { file, text: text + add }
  })
}
