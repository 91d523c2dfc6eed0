import {
  everyImport,
  filesWith,
  findCycles,
  layerOf,
  misplacedCalls,
  type Sources,
  statements,
  writersOfTables,
} from './sources.ts'

export interface Rule {
  name: string
  /** Answers what breaks the rule. */
  check(sources: Sources): string[]
  /** Each of these, planted alone, is found. */
  bites: Record<string, string>[]
  /** Nothing of this is. */
  spares: Record<string, string>
}

/** What each layer may import. The files beside the folders (`app.ts`, `main.ts`) may import everything. */
const LAYERS: Record<string, string[]> = {
  platform: [],
  database: ['platform'],
  http: ['platform', 'database'],
  pages: ['platform', 'http', 'config.ts', 'package-file.ts'],
  features: ['platform', 'database', 'http', 'pages', 'config.ts', 'package-file.ts'],
}

/** Where each thing that comes from outside enters, and why there. */
const ENTRANCES: { of: string; pattern: RegExp; at: Record<string, string> }[] = [
  {
    of: 'the time',
    pattern: /\bDate\.now\(|\bnew Date\(\s*\)/,
    at: {
      'platform/clock.ts': 'the clock itself',
      'platform/logger.ts': 'log lines carry the real time, also where a test moves the clock',
    },
  },
  {
    of: 'chance',
    pattern: /\bMath\.random\b|\b(randomBytes|randomInt|randomUUID|getRandomValues|generateKey\w*)\(/,
    at: {
      'platform/secrets.ts': 'secrets and keys',
      'platform/ids.ts': 'ids',
      'platform/seal.ts': 'a nonce for each sealed value',
      'features/signing-keys/generate-signing-key.ts': 'RSA keys',
    },
  },
  { of: 'the environment', pattern: /\bprocess\.env\b/, at: { 'main.ts': 'the one place that reads it' } },
  {
    of: 'where its code lies',
    pattern: /\bnew URL\([^)]*\bimport\.meta\.url|\bimport\.meta\.(dirname|filename|resolve)\b/,
    at: { 'package-file.ts': 'as deep in the sources as in the built package' },
  },
]

const BUILDS_SQL = /\.(selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\(|\bsql(\.\w+)?(<[^>]+>)?[`(]/
const WRITTEN_SQL = /['"`]\s*(select [^'"`]* from|insert into|update \w+ set|delete from|with \w+ as)\b/i

/** Two lists of one shape are written through one variable; elsewhere a table is called by its name. */
const NAMELESS_TABLE = /\.(insertInto|updateTable|deleteFrom|mergeInto)\((?!')/

/** For the list of what each of the two has found, see `architecture.test.ts`. */
export const startsSession = /(insertInto\(|insert into )'?session\b/
export const endsSession =
  /((updateTable\(|update )'?session\b[\s\S]*ended_at(:| =) )|(deleteFrom\(|delete from )'?session\b/
/** A mass revocation is in force from this row on; each session is then ended like any other. */
export const endsMany = /insertInto\('revocation'/

/** From where it begins to the end of its chain: an empty line, the end of the function, or the next one. */
const SESSION_UPDATE =
  /(updateTable\('session'|\bupdate session set)((?!\n\n|\n[)}]|updateTable\(|\bupdate session)[\s\S])*/g
const ONLY_ALIVE = /'(session\.)?ended_at', 'is', null|\bended_at is null/

/** A Location that is written by hand (not one that is described), or made of what a request says. */
const LOCATION_HEADER = /headers\b[^)]*\blocation\b(?!: \{)|header\(\s*'location'|\b(c|context)\.redirect\(/i
const REQUESTED_LOCATION =
  /\b(redirect|handOffView|callbackLocation)\([^)]*\b(query|body|params|request)\b[.?[]|refreshTo: *(query|body|params|request)\b/

export const rules: Rule[] = [
  {
    name: 'dependencies point downwards: features, pages, http, database, platform',
    check: (sources) =>
      everyImport(sources)
        .filter(({ from, to }) => layerOf(from) in LAYERS && layerOf(to) !== layerOf(from))
        .filter(({ from, to }) => !LAYERS[layerOf(from)]?.includes(layerOf(to)))
        .map(({ from, to }) => `${from} imports ${to}`),
    bites: [
      { 'http/a.ts': "import { a } from '../features/users/user.queries.ts'" },
      { 'database/a.ts': "import {\n  a,\n  type B,\n} from '../features/users/a.ts'" },
      { 'platform/a.ts': "const { a } = await import('../features/users/a.ts')" },
      { 'http/a.ts': "export { errorView } from '../pages/error.view.ts'" },
      { 'features/users/a.ts': "import { routes } from '../../app.ts'" },
    ],
    spares: {
      'http/a.ts': "import type { A } from '../features/a/a.ts'\nimport { type B, type C } from '../pages/b.ts'",
      'features/users/a.ts': "import { ok } from '../../http/reply.ts'\nimport { b } from '../b/b.ts'",
      'app.ts': "import { a } from './features/users/a.ts'",
    },
  },
  {
    name: 'features form no cycle',
    check: (sources) => findCycles(everyImport(sources)),
    bites: [
      {
        'features/a/a.ts': "import { b } from '../b/b.ts'",
        'features/b/b.ts': "import { c } from '../c/c.ts'",
        'features/c/c.ts': "import { a } from '../a/other.ts'",
      },
    ],
    spares: {
      'features/a/a.ts': "import { b } from '../b/b.ts'\nimport { other } from './other.ts'",
      'features/b/b.ts': "import type { A } from '../a/a.ts'",
    },
  },
  {
    name: 'SQL is written in queries files and in database/ only',
    check: (sources) =>
      [...filesWith(sources, BUILDS_SQL), ...filesWith(sources, WRITTEN_SQL)].filter(
        (path) => !path.endsWith('.queries.ts') && !path.startsWith('database/'),
      ),
    bites: [
      { 'features/users/a.ts': "await tx.db.deleteFrom('user').execute()" },
      { 'http/a.ts': 'query.where(sql<boolean>`true`)' },
      { 'features/users/a.route.ts': "database.exec('delete from session')" },
    ],
    spares: {
      'features/users/user.queries.ts': "db.selectFrom('user')",
      'database/a.ts': 'sql`select 1`',
      'features/users/a.ts': "const text = 'Select a user, then update it.'",
    },
  },
  {
    name: 'a table is written by one feature',
    check: (sources) => [
      ...[...writersOfTables(sources)]
        .filter(([, features]) => features.size > 1)
        .map(([table, features]) => `${table} is written by ${[...features].join(' and ')}`),
      ...filesWith(sources, NAMELESS_TABLE).filter(
        (path) => path !== 'features/applications/registered-uri.queries.ts',
      ),
    ],
    bites: [
      { 'features/a/a.queries.ts': "db.insertInto('x')", 'features/b/b.queries.ts': "db\n  .updateTable('x')" },
      { 'features/a/a.queries.ts': "db.insertInto('x')", 'features/b/b.queries.ts': 'sql`update x set y = 1`' },
      { 'features/a/a.queries.ts': "db.insertInto('x')", 'commands/a.ts': "db.deleteFrom('x')" },
      { 'features/a/a.queries.ts': 'db.deleteFrom(table)' },
    ],
    spares: {
      'features/a/a.queries.ts': "db.insertInto('x'); db.deleteFrom('x')",
      'features/b/b.queries.ts': "db.selectFrom('x'); db.insertInto('y')",
    },
  },
  {
    name: 'time, chance, the environment and the place of the code each enter in one place',
    check: (sources) =>
      ENTRANCES.flatMap(({ of, pattern, at }) =>
        filesWith(sources, pattern)
          .filter((path) => !(path in at))
          .map((path) => `${path} reads ${of}`),
      ),
    bites: [
      { 'features/a/a.ts': 'const now = new Date()' },
      { 'http/a.ts': 'Date.now()' },
      { 'features/a/a.ts': 'Math.random()' },
      { 'features/a/a.ts': 'crypto.randomUUID()' },
      { 'config.ts': 'process.env.PORT' },
      { 'features/a/a.ts': "new URL('../../../public/a.css', import.meta.url)" },
      { 'pages/a.ts': "join(import.meta.dirname, 'a.css')" },
    ],
    spares: {
      'features/a/a.ts': 'new Date(app.clock.now().getTime() + 1)',
      'platform/a.ts': 'createRequire(import.meta.url)',
      'main.ts': 'read(process.env)',
    },
  },
  {
    name: 'sessions are started by startSession and ended by end-session.ts, whoever wants it',
    check: (sources) => [
      ...misplacedCalls(sources, statements(sources, startsSession), 'features/sessions/start-session.ts'),
      ...misplacedCalls(sources, statements(sources, endsSession), 'features/sessions/end-session.ts'),
      ...misplacedCalls(sources, statements(sources, endsMany), 'features/sessions/revoke-sessions.ts'),
    ],
    bites: [
      {
        'features/a/a.queries.ts': "export async function end() {\n db.updateTable('session').set({ ended_at: now }) }",
        'features/sessions/end-session.ts': 'await end()',
        'features/users/a.ts': 'await end()',
      },
      {
        'features/a/a.queries.ts': 'export async function end() { sql`update session set ended_at = 1` }',
        'features/sessions/end-session.ts': 'await end()\nawait end()',
      },
      {
        'features/a/a.queries.ts': "export async function forget() { db.deleteFrom('session') }",
        'features/a/a.ts': 'await forget()',
      },
      {
        'features/a/a.queries.ts': "export async function add() { db.insertInto('session') }",
        'features/authentication/a.ts': 'await add()',
      },
      {
        'features/a/a.queries.ts': "export async function cover() { db.insertInto('revocation') }",
        'features/a/a.ts': 'await cover()',
      },
    ],
    spares: {
      'features/a/a.queries.ts':
        "export async function end() { db.updateTable('session').set({ ended_at: now }) }\n" +
        "export async function touch() { db.updateTable('session').where('ended_at', 'is', null) }\n" +
        "export async function leave() { db.updateTable('session_like').set({ ended_at: now }) }",
      'features/sessions/end-session.ts': 'await end()',
      'features/sessions/a.ts': 'await touch(), await leave()',
    },
  },
  {
    name: 'every write to a session is conditional on its being alive',
    check: (sources) =>
      [...sources].flatMap(([path, code]) =>
        [...code.matchAll(SESSION_UPDATE)]
          .filter(([update]) => !ONLY_ALIVE.test(update))
          .map(([update]) => `${path} writes to sessions that may have ended: ${update.slice(0, 100)}`),
      ),
    bites: [
      {
        'features/a/a.queries.ts': "db\n  .updateTable('session')\n  .set({ moved_at: now })\n  .where('id', '=', id)",
      },
      {
        'features/a/a.queries.ts':
          "function a() {\n  db.updateTable('session').set({ moved_at: now })\n}\n" +
          "function b() {\n  db.selectFrom('session').where('ended_at', 'is', null)\n}",
      },
      {
        'features/a/a.queries.ts':
          "await db.updateTable('session').set(a).execute()\n" +
          "await db.updateTable('session').set(b).where('ended_at', 'is', null).execute()",
      },
      { 'features/a/a.queries.ts': "db.updateTable('session').set({ ended_at: null })" },
      { 'database/a.ts': 'sql`update session set moved_at = 1 where id = 2`' },
    ],
    spares: {
      'features/a/a.queries.ts':
        "db\n  .updateTable('session')\n  .set({ moved_at: now })\n  .where('ended_at', 'is', null)\n  .returningAll()\n\n" +
        "db.updateTable('browser_session').set({ last_used_at: now })",
      'database/a.ts': 'sql`update session set moved_at = 1 where ended_at is null`',
    },
  },
  {
    name: 'nothing of a request becomes a Location unless decideRedirect says so',
    check: (sources) => [
      ...misplacedCalls(sources, ['matchRegisteredUri'], 'features/applications/decide-redirect.ts'),
      ...filesWith(sources, LOCATION_HEADER).filter((path) => path !== 'http/reply.ts'),
      ...filesWith(sources, REQUESTED_LOCATION),
      ...filesWith(sources, /(?<!function )\bredirect\(/).filter(
        (path) => !sources.get(path)?.includes('decideRedirect('),
      ),
    ],
    bites: [
      { 'features/a/a.route.ts': "decideRedirect(x)\nreturn redirect(query.return_to ?? '/')" },
      { 'features/a/a.route.ts': 'return redirect(where)' },
      { 'features/a/a.ts': 'return { status: 302, headers: { location: to } }' },
      { 'features/a/a.page.ts': 'page(handOffView(body.next))' },
      { 'features/a/a.ts': 'matchRegisteredUri(list, uri)' },
    ],
    spares: {
      'features/a/a.route.ts':
        "const { location } = await decideRedirect(app, query.to)\nreturn redirect(location ?? '/')",
      'http/reply.ts': 'export function redirect(location: string) {\n  return { headers: { location } }\n}',
    },
  },
]
