// A trading partner comments without an account, the publishing official
// replies; nothing typed is lost on the way.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, openNotification, fits, picture, PHONE, DESKTOP, signIn, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

for (const javaScript of [true, false]) {
  test(`a comment and its reply ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const page = await visitor(browser, { javaScript, origin: server.origin, viewport: javaScript ? DESKTOP : PHONE })
    const look = async what => {
      await (javaScript ? accessible : fits)(page, what)
      await picture(page, `commenting-${what}-${javaScript ? 'desktop' : 'phone'}`)
    }
    const symbol = await openNotification(page, 'KEN')
    await page.click('a.govuk-button[href^="/comment?on="]')
    await look('form')

    // What is missing is named, and what was typed stays.
    const words = `Clause 5.1 should accept test reports of accredited laboratories abroad. ${javaScript}`
    await page.fill('textarea[name=text-1]', words)
    await page.fill('input[name=clause-1]', '5.1')
    const [refused] = await Promise.all([page.waitForResponse(r => r.request().method() === 'POST'), page.click('main button[value=check]:visible')])
    assert.equal(refused.status(), 422)
    assert.match(await page.textContent('.govuk-error-summary'), /Enter your name/)
    assert.equal((await page.inputValue('textarea[name=text-1]')).trim(), words)
    await look('errors')

    await page.fill('input[name=author]', 'Ana Costa')
    await page.fill('input[name=organisation]', 'Association of Importers')
    await page.fill('input[name=email]', `ana${javaScript}@importers.example`)
    await page.click('main button[value=check]:visible')
    assert.match(await page.textContent('h1'), /Check your comment/)
    assert.match(await page.textContent('dl'), /Ana Costa/)
    await look('check')

    // Back to the form and forth again: everything is still there.
    await page.click('button[value=change]')
    assert.equal((await page.inputValue('textarea[name=text-1]')).trim(), words)
    await page.click('main button[value=check]:visible')
    await page.click('button[value=send]')
    await page.waitForURL(/\/receipts\/C-\d{4}-\d{6}\?key=/)
    const number = /C-\d{4}-\d{6}/.exec(page.url())[0]
    const receipt = page.url()
    assert.match(await page.textContent('main'), /mail with a link/)
    await look('receipt')

    // Not public before the address is confirmed.
    await page.goto(`/notifications/${symbol}`)
    assert.equal(await page.locator(`[id="${number}"]`).count(), 0)

    await page.goto('/outbox')
    const link = await page.getAttribute('.app-item a[href*="/comments/verify?token="]', 'href')
    await page.goto(server.origin + new URL(link).pathname + new URL(link).search)
    await look('verify')
    await page.click('main button[type=submit]')
    await page.waitForURL(/\/receipts\//)
    await page.goto(`/notifications/${symbol}`)
    assert.match(await page.textContent(`[id="${number}"]`), /accredited laboratories abroad/)

    // The link is used up, and says so.
    const again = await page.goto(server.origin + new URL(link).pathname + new URL(link).search)
    assert.equal(again.status(), 404)

    const official = await visitor(browser, { javaScript, origin: server.origin })
    await signIn(official, 'amina.odhiambo@tbt-kenya.example')
    await official.goto('/desk/comments')
    if (javaScript) await accessible(official, 'desk-comments')
    await picture(official, 'desk-comments')
    await official.click(`a:has-text("${number}")`)
    await official.click('main button[value=reply]')
    assert.match(await official.textContent('.govuk-error-summary'), /reply/)
    await official.fill('textarea[name=reply]', 'Reports of laboratories accredited under the mutual arrangement will be accepted.')
    if (javaScript) await accessible(official, 'desk-comment')
    await picture(official, 'desk-comment')
    await official.click('main button[value=reply]')
    assert.match(await official.textContent('.app-reply'), /mutual arrangement/)

    await page.goto(`/notifications/${symbol}`)
    assert.match(await page.textContent(`[id="${number}"]`), /mutual arrangement/)
    await page.goto(receipt)
    assert.match(await page.textContent('main'), /mutual arrangement/)
    await look('answered')
    await page.context().close()
    await official.context().close()
  })
}

test('an official of another authority comments at once, of the same never', async () => {
  const page = await visitor(browser, { javaScript: false, origin: server.origin })
  await signIn(page, 'camila.ferreira@tbt-brazil.example')
  const symbol = await openNotification(page, 'KEN')
  await page.click('a.govuk-button[href^="/comment?on="]')
  await page.fill('textarea[name=text-1]', 'Brazil asks which edition of the standard applies to stock on hand.')
  await page.click('main button[value=check]:visible')
  await page.click('button[value=send]')
  await page.waitForURL(/\/receipts\//)
  await page.goto(`/notifications/${symbol}`)
  assert.match(await page.textContent('main'), /stock on hand/)
  await page.context().close()

  const own = await visitor(browser, { javaScript: false, origin: server.origin })
  await signIn(own, 'amina.odhiambo@tbt-kenya.example')
  const refused = await own.goto(`/comment?on=${encodeURIComponent(symbol)}`)
  assert.equal(refused.status(), 403)
  await own.context().close()
})

test('after the deadline the form is closed and gives back what was typed', async () => {
  const page = await visitor(browser, { javaScript: false, origin: server.origin })
  await page.goto('/search?open=no&state=adopted')
  const symbol = (await page.textContent('.app-item .app-symbol')).split(',')[0].trim()
  const closed = await page.goto(`/comment?on=${encodeURIComponent(symbol)}`)
  assert.equal(closed.status(), 409)
  assert.match(await page.textContent('h1'), /comment period is over/)
  await picture(page, 'commenting-closed')
  const sent = await page.request.post('/comment', {
    form: { on: symbol, step: 'send', kind: 'comment', text: 'Typed for an hour.', language: 'en', author: 'A', email: 'a@example.org' },
    headers: { origin: server.origin, 'sec-fetch-site': 'same-origin' }
  })
  assert.equal(sent.status(), 409)
  assert.match(await sent.text(), /Typed for an hour\./)
  await page.context().close()
})

test('a form sent by another site is refused', async () => {
  const page = await visitor(browser, { javaScript: false, origin: server.origin })
  const sent = await page.request.post('/comment', {
    form: { on: 'G/TBT/N/KEN/1', step: 'check' },
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
  })
  assert.equal(sent.status(), 403)
  await page.context().close()
})
