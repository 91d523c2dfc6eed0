import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inChromium } from '../../server/tests/support/chromium.ts'
import { useSite } from '../../server/tests/support/site.ts'

inChromium('the tabs of the reference', (chromium) => {
  const site = useSite()

  test('work without JavaScript, by mouse and by keyboard: one language and one side is shown', async () => {
    const page = await chromium.newBrowser({ javaScriptEnabled: false })
    await page.goto(`${site.server.origin}/reference/get-logout-url`)
    const shown = async () => await page.locator('.samples pre:visible').innerText()
    assert.match(await shown(), /^curl /)

    await page.getByRole('radio', { name: 'Go' }).check({ force: true })
    const request = await shown()
    const types = await page.locator('.facts dt:visible').allInnerTexts()
    await page.getByRole('radio', { name: 'Response' }).check({ force: true })
    const response = await shown()
    await page.getByRole('radio', { name: 'Go' }).focus()
    await page.keyboard.press('ArrowRight')
    const ruby = await page.locator('.facts .call:visible').innerText()

    assert.match(request, /GetLogoutURL/)
    assert.ok(types.includes('ReturnTo *string optional'), types.join('\n'))
    assert.match(response, /^http:\/\/localhost:4100\/user_management\/sessions\/logout\?return_to=/)
    assert.match(ruby, /get_logout_url\(session_id:/)
  })
})
