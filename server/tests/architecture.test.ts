import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { routes } from '../src/app.ts'
import type { Route } from '../src/http/define-route.ts'
import { endsMany, endsSession, rules, startsSession } from './architecture/rules.ts'
import { readSources, statements } from './architecture/sources.ts'

/** The rules of ARCHITECTURE.md that a machine can check, each on our source and on a violation planted for it. */
describe('architecture', () => {
  const sources = readSources()

  for (const { name, check, bites, spares } of rules) {
    test(name, () => {
      for (const planted of bites) {
        assert.notDeepEqual(check(new Map(Object.entries(planted))), [], `misses ${JSON.stringify(planted)}`)
      }
      assert.deepEqual(check(new Map(Object.entries(spares))), [])

      assert.deepEqual(check(sources), [])
    })
  }

  test('the statements that start and end sessions are known', () => {
    assert.deepEqual(statements(sources, startsSession), ['insertSession'])
    assert.deepEqual(statements(sources, endsSession).sort(), [
      'deleteCanarySession',
      'markSessionEnded',
      'markSessionsOfUserEnded',
    ])
    assert.deepEqual(statements(sources, endsMany), ['insertRevocation'])
  })

  test('every route says who may call it', () => {
    const undecided = (list: Pick<Route, 'path' | 'caller'>[]) =>
      list.filter(({ caller }) => !['api-key', 'anyone'].includes(caller)).map(({ path }) => path)

    assert.deepEqual(undecided([{ path: '/a', caller: 'anyone' }, { path: '/b' } as Route]), ['/b'])
    assert.deepEqual(undecided(routes), [])
  })

  test('the GETs with an effect are the two ways to sign out', () => {
    const withEffect = routes.filter((route) => route.hasEffect)

    assert.deepEqual(
      withEffect.map(({ method, path }) => `${method} ${path}`),
      ['get /user_management/sessions/logout', 'get /oauth2/logout', 'post /oauth2/logout'],
    )
  })
})
