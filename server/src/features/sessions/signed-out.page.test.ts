import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { API_KEY, startServer, useServer } from '../../../tests/harness.ts'
import { setSignOutUris } from '../../../tests/security/sign-out-uris.ts'
import { sqlite } from '../../../tests/support/databases.ts'

const plainText = (html: string) =>
  html
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')

describe('the signed-out page', () => {
  const server = useServer(sqlite, { session: { accessTokenSeconds: 15 * 60 } })

  const open = async (path: string) => {
    const response = await server.request(path)
    const html = await response.text()
    const commands = [...html.matchAll(/<pre class="command" dir="ltr"><code>([\s\S]*?)<\/code>/g)]
    return { response, html, commands: commands.map(([, command = '']) => plainText(command)) }
  }
  const signOutTo = async (returnTo: string) => {
    const response = await server.logOut(server.app.ids.next('session'), returnTo)
    return response.headers.get('location') ?? ''
  }

  test('says what has ended and what has not, the same whatever its address says', async () => {
    const { html, response } = await open('/signed-out')

    assert.match(html, /What has ended/)
    assert.match(html, /nobody can continue it/)
    assert.match(html, /does not ask this server may still let you in for 15 minutes/)
    assert.match(html, /href="\/sessions\?prompt=login">Sign in again</)
    assert.equal(response.headers.get('cache-control'), 'no-store')
    assert.equal(response.headers.get('referrer-policy'), 'no-referrer')
    assert.deepEqual(response.headers.getSetCookie(), [])
    const { html: other } = await open('/signed-out?session_id=x&return_to=https://evil.example/&note=x&error=y&text=z')
    assert.equal(other, html)
  })

  test('asks for the account although somebody is still signed in to the pages, and says so', async () => {
    const user = await server.createUser()
    const browser = server.browser()
    const { html: form } = await browser.open('/sessions')
    await browser.submit(form, { email: user.email, password: 'correct horse battery' })

    const { html } = await browser.open('/signed-out')
    const { html: again } = await browser.open('/sessions?prompt=login')

    assert.match(html, /with another sign-in, which goes on/)
    assert.doesNotMatch(html, /the next one asks for your password/)
    assert.match(again, /type="password"/)
    assert.ok(!again.includes(user.email))
  })

  test('tells the developer why return_to was dropped, and the command that registers it works', async () => {
    await setSignOutUris(server.app, [])
    const wanted = 'https://app.example.com/bye?x=1&y=$HOME'
    const location = await signOutTo(wanted)

    const { html, commands } = await open(location)

    assert.ok(!location.includes('app.example.com'))
    assert.match(html, /For the developer of this application/)
    assert.match(html, /No sign-out URI is registered/)
    const [shown, command = ''] = commands
    assert.equal(shown, wanted)
    const [, path = '', body = ''] = /^curl http:\/\/localhost:4100(\/\S+) [\s\S]* -d '(.*)'$/.exec(command) ?? []
    assert.match(command, /-H 'Authorization: Bearer sk_test_default'/)
    assert.equal((await server.api('POST', path, JSON.parse(body))).status, 201)
    assert.equal(await signOutTo(wanted), wanted)
  })

  test('tells the developer in the log where the default was used instead, with a request that registers it', async () => {
    const home = 'https://app.example.com/'
    await setSignOutUris(server.app, [home], home)
    const wanted = 'https://app.example.com/bye?x=%27&y=$HOME'
    const lines = () => server.logLines.splice(0).filter((line) => line.includes('return_to'))
    lines()

    assert.equal(await signOutTo(wanted), home)

    const [line = '', ...others] = lines()
    const { level, return_to, instead, reason, register } = JSON.parse(line)
    assert.deepEqual([others, level, return_to, instead], [[], 'warn', wanted, home])
    assert.match(reason, /It is not registered, and not like the one sign-out URI that is/)
    assert.ok(line.includes(register), 'to be pasted as it stands there')
    const [, path = '', body] =
      /^curl http:\/\/localhost:4100(\/\S+) -H 'Authorization: Bearer \S+' -d '(.*)'$/.exec(register) ?? []
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/x-www-form-urlencoded' }
    assert.equal((await server.request(path, { method: 'POST', headers, body: body ?? '' })).status, 201)
    assert.equal(await signOutTo(wanted), wanted)
    await signOutTo('')
    await signOutTo('javascript:alert(1)\u202e')
    const [unregistrable = '', ...more] = lines()
    assert.deepEqual([more, JSON.parse(unregistrable).register], [[], undefined], 'only of what was dropped')
    assert.ok(!unregistrable.includes('\u202e'))
  })

  test('names the slip where an address that is registered is nearly the same', async () => {
    const registered = 'https://app.example.com/bye'
    const slips: Record<string, RegExp> = {
      'https://app.example.com/bye/':
        /differs from https:\/\/app\.example\.com\/bye, which is, in the slash at its end/,
      'http://app.example.com/bye': /in http and https/,
      'https://app.example.com/Bye': /in upper and lower case/,
      'https://app.example.com/bye?x=1': /in its query/,
      'https://app.example.com:8443/bye': /in its port/,
      'https://other.example.com/': /not like the one sign-out URI that is/,
      'https://user:secret@app.example.com/bye': /cannot be registered as it is\. Remove the user name/,
      'javascript:alert(1)': /cannot be registered as it is/,
    }
    for (const [returnTo, reason] of Object.entries(slips)) {
      // Without a default our own page is where it ends.
      await setSignOutUris(server.app, [registered])
      assert.match(plainText((await open(await signOutTo(returnTo))).html), reason, returnTo)
    }
  })

  test('T06: shows a hostile return_to as text, and none that a link made up', async () => {
    await setSignOutUris(server.app, [])
    const hostile = `https://x.example/'"><script>alert(1)</script>\u202e$(id)`
    const { html, commands } = await open(await signOutTo(hostile))

    assert.doesNotMatch(html, /<script>/)
    assert.deepEqual(
      commands,
      [hostile.replace('\u202e', '\\u{202e}')],
      'and no command, since it cannot be registered',
    )
    const location = await signOutTo('https://app.example.com/bye')
    const forged = Buffer.from(JSON.stringify({ returnTo: 'https://evil.example/', madeAt: Date.now() })).toString(
      'base64url',
    )
    for (const note of [forged, `${location.slice(17, -4)}AAAA`, 'x', '', 'x'.repeat(9_000)]) {
      assert.doesNotMatch((await open(`/signed-out?note=${note}`)).html, /For the developer/, note.slice(0, 20))
    }
    assert.doesNotMatch((await open(`${location}&note=x`)).html, /For the developer/)
    assert.match((await open(location)).html, /For the developer/)
    server.passSeconds(11 * 60)
    assert.doesNotMatch((await open(location)).html, /For the developer/, 'only for a while')
  })

  test('T06: tells nobody anything of it in production, whatever the link says', async () => {
    await setSignOutUris(server.app, [])
    const development = await signOutTo('https://app.example.com/bye')
    await using production = await startServer(sqlite, { mode: 'production', publicUrl: 'https://auth.example.com' })

    const response = await production.logOut(production.app.ids.next('session'), 'https://app.example.com/bye')

    assert.equal(response.headers.get('location'), '/signed-out')
    assert.doesNotMatch(production.logLines.join(''), /app\.example\.com/)
    const html = await (await production.request(development)).text()
    assert.equal(html, await (await production.request('/signed-out')).text())
    assert.doesNotMatch(html, /For the developer|app\.example\.com/)
  })
})
