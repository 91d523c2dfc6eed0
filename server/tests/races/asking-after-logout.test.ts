import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { API_KEY, CLIENT_ID, type TestServer } from '../harness.ts'
import { onEachDatabase } from '../support/databases.ts'
import { createUser, patience, rounds, startSessions, useNodes } from './nodes.ts'

onEachDatabase('asking about tokens against a logout', (database) => {
  const nodes = useNodes(database)

  async function isActive(node: TestServer, token: string): Promise<boolean> {
    const { body } = await node.api('POST', '/oauth2/introspect', { token })
    return body.active
  }

  test(
    'T24: from the moment that a logout was answered no node calls the tokens good, and none goes back',
    patience,
    async () => {
      const user = await createUser(nodes.one)
      const started = await startSessions(nodes.one.app, user.id, rounds(40))
      let asked = 0

      await nodes.runRaces(started, async ({ sessionId, refreshToken }) => {
        const { body } = await nodes.any().refresh(refreshToken, { client_id: CLIENT_ID, client_secret: API_KEY })
        const tokens: string[] = [body.access_token, body.refresh_token]
        // Remembered on both nodes, so that only the session can decide.
        for (const node of [nodes.one, nodes.two])
          for (const token of tokens) assert.equal(await isActive(node, token), true)
        let isAnswered = false
        const ask = (node: TestServer) => async () => {
          for (let wasInactive = false, after = 0; after < 2; ) {
            // On SQLite a question is answered within one turn, and the logout would never get one.
            await nextTurn()
            const isAfter = isAnswered
            const [one, other] = await Promise.all(tokens.map((token) => isActive(node, token)))
            asked++
            if (isAfter) assert.deepEqual([one, other], [false, false])
            if (wasInactive) assert.equal(one, false)
            wasInactive ||= !one
            if (isAfter) after++
          }
        }

        await nodes.atOnce([
          async () => {
            await nodes.any().logOut(sessionId)
            isAnswered = true
          },
          ask(nodes.one),
          ask(nodes.two),
        ])
      })

      assert.ok(asked >= started.length * 4)
    },
  )

  test(
    'T24: nor from the moment that a revocation of many was answered, before any end has been recorded',
    patience,
    async () => {
      const user = await createUser(nodes.one)
      const started = await startSessions(nodes.one.app, user.id, rounds(20))
      const tokens = await Promise.all(
        started.map(async ({ refreshToken }) => (await nodes.any().refresh(refreshToken)).body.access_token as string),
      )
      for (const token of tokens) assert.equal(await isActive(nodes.any(), token), true)

      await nodes.one.api('POST', '/user_management/sessions/revocations', { user_id: user.id })

      for (const token of tokens)
        for (const node of [nodes.one, nodes.two]) assert.equal(await isActive(node, token), false)
    },
  )
})
