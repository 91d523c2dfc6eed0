import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CLIENT_ID, useServer } from '../../tests/harness.ts'
import { sqlite } from '../../tests/support/databases.ts'

const AUTHORIZE = `/user_management/authorize?${new URLSearchParams({
  client_id: CLIENT_ID,
  redirect_uri: 'http://localhost:3000/callback',
  response_type: 'code',
  provider: 'authkit',
})}`

const languageOf = (html: string) => /<html lang="(\w+)" dir="(\w+)">/.exec(html)?.slice(1).join(' ')

describe('the language of the pages', () => {
  const server = useServer(sqlite)

  const open = async (path: string, acceptLanguage?: string) => {
    const headers = acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage }
    const response = await server.request(path, { headers: { accept: 'text/html', ...headers } })
    return { response, html: await response.text() }
  }

  test('is the best that the browser asks for and we have, else English', async () => {
    const cases = {
      'de-CH,de;q=0.9,en;q=0.8': 'de ltr',
      'pt-BR, fr-CA;q=0.5, en;q=0.4': 'fr ltr',
      'en;q=0.2, es;q=0.9': 'es ltr',
      JA: 'ja ltr',
      'ar-EG': 'ar rtl',
      'de;q=0, ar;q=0.1': 'ar rtl',
      'pt, tlh': 'en ltr',
      '*': 'en ltr',
      '': 'en ltr',
      ';;;,,q=x,=-,"': 'en ltr',
      [`${'x-a,'.repeat(2_000)}de`]: 'en ltr',
    }

    for (const [header, expected] of Object.entries(cases)) {
      const { response, html } = await open('/', header)
      assert.equal(languageOf(html), expected, header.slice(0, 50))
      assert.equal(response.headers.get('vary'), 'Accept-Language')
    }
    assert.equal(languageOf((await open('/')).html), 'en ltr')
  })

  test('is told of on every page, also those of errors and problems', async () => {
    for (const path of [
      '/',
      '/signed-out',
      '/nothing',
      '/sign-in?request=x',
      '/forgot-password',
      '/user_management/authorize',
    ]) {
      const { response, html } = await open(path, 'de')
      assert.equal(languageOf(html), 'de ltr', path)
      assert.equal(response.headers.get('vary'), 'Accept-Language', path)
    }
    assert.match((await open('/nothing', 'de')).html, /Seite nicht gefunden/)
    assert.match((await open('/user_management/authorize', 'ar')).html, /تطبيق غير معروف/)
  })

  test('is what the application asks for in ui_locales, for the whole sign-in', async () => {
    const browser = server.browser()

    const { html } = await browser.open(`${AUTHORIZE}&ui_locales=tlh%20fr-CA%20de`)
    const { html: refused } = await browser.submit(html, { email: 'nobody@example.com', password: 'wrong' })
    const signUp = await browser.open(/href="(\/sign-up[^"]+)"/.exec(html)?.[1] ?? '')
    const elsewhere = await browser.open('/signed-out')

    for (const page of [html, refused, signUp.html]) assert.equal(languageOf(page), 'fr ltr')
    assert.match(refused, /ne correspondent à aucun compte/)
    assert.equal(languageOf(elsewhere.html), 'en ltr', 'another page is not part of the sign-in')
  })

  test('is what the person chose by a link, above all else, and stays so', async () => {
    const browser = server.browser()
    const { html } = await browser.open(`${AUTHORIZE}&ui_locales=fr`)
    const links = [...html.matchAll(/<a href="(\?[^"]+)" lang="(\w+)" hreflang="\w+"( aria-current="true")?>/g)]

    assert.deepEqual(
      links.map(([, , language, current]) => `${language}${current ? ' now' : ''}`),
      ['en', 'de', 'fr now', 'es', 'ja', 'ar'],
    )
    const toJapanese = links[4]?.[1]?.replaceAll('&amp;', '&') ?? ''
    const { response, html: japanese } = await browser.open(`/sign-in${toJapanese}`)
    const { html: refused } = await browser.submit(japanese, { email: '', password: '' })
    const { html: next } = await browser.open(`${AUTHORIZE}&ui_locales=fr`)

    for (const page of [japanese, refused, next]) assert.equal(languageOf(page), 'ja ltr')
    assert.match(japanese, /name="request" value="authorization_request_/)
    const [cookie = ''] = response.headers.getSetCookie()
    assert.match(cookie, /^gatehouse-language=ja; .*HttpOnly; SameSite=Lax/)
  })

  test('is no other than those we have, and only pages take it', async () => {
    for (const query of ['lang=tlh', 'lang=', 'lang=de&lang=fr', 'lang[]=de', 'lang=de%00', 'lang=__proto__']) {
      const { response, html } = await open(`/?${query}`)
      assert.equal(languageOf(html), 'en ltr', query)
      assert.deepEqual(response.headers.getSetCookie(), [], query)
    }
    const forged = await server.request('/', { headers: { cookie: 'gatehouse-language=constructor' } })
    assert.equal(languageOf(await forged.text()), 'en ltr')
    const { response } = await open('/sso/jwks/client_local?lang=de')
    assert.deepEqual(response.headers.getSetCookie(), [])
  })

  test('links lead to the same page, whatever was made up for its address, and are left out where nothing leads back', async () => {
    const { html } = await open('//evil.example/%5C..?x="><script>&next=//evil.example')
    for (const [, href = ''] of html.matchAll(/<a href="([^"]*)" lang/g)) assert.match(href, /^\?lang=\w\w$/)
    const { html: problem } = await open(
      `/user_management/authorize?client_id="><script>&x=y&redirect_uri=//evil.example`,
    )
    assert.match(
      problem,
      /<a href="\?client_id=%22%3E%3Cscript%3E&amp;redirect_uri=%2F%2Fevil.example&amp;lang=de" lang="de"/,
    )

    const form = await server.request('/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'request=x',
    })
    assert.doesNotMatch(await form.text(), /hreflang/)
    assert.doesNotMatch((await open(`/?x=${'y'.repeat(3_000)}`)).html, /hreflang/)
  })

  test('of a mail is the account’s, or else that of the page it was asked for on', async () => {
    const german = await server.createUser({ locale: 'de-AT' })
    const unknown = await server.createUser()
    await server.newMails()

    const browser = server.browser()
    for (const { email } of [german, unknown]) {
      const { html } = await browser.open('/forgot-password?lang=fr')
      await browser.submit(html, { email })
    }
    await server.api('POST', '/user_management/password_reset', { email: unknown.email })

    const mails = await server.newMails()
    const subjects = mails.map(({ to, subject }) => [to, subject])
    assert.deepEqual(
      subjects.sort(),
      [
        [german.email, 'Neues Passwort festlegen'],
        [unknown.email, 'Choisir un nouveau mot de passe'],
        [unknown.email, 'Set a new password'],
      ].sort(),
    )
  })
})
