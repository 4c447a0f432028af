// An enquiry point asks its own stakeholders about a foreign notification: they
// answer at a secret address, and one official comment is built and filed.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, date, DESKTOP, PHONE, fits, picture, signIn, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

test('the consultation of the demonstration is seen by its authority alone', async () => {
  const page = await visitor(browser, { origin: server.origin })
  await signIn(page, 'camila.ferreira@tbt-brazil.example')
  await page.click('a[href="/desk/consultations"]')
  assert.match(await page.textContent('main'), /2 of 3/)
  await accessible(page, 'consultations')
  await picture(page, 'consulting-list')
  await page.click('.app-item a')
  await page.waitForURL(/\/consultations\/\d+$/)
  const address = new URL(page.url()).pathname
  assert.match(await page.textContent('main'), /63 K/)
  await page.context().close()
  const other = await visitor(browser, { origin: server.origin })
  await signIn(other, 'amina.odhiambo@tbt-kenya.example')
  assert.equal((await other.goto(address)).status(), 404)
  await other.goto('/desk/consultations')
  assert.match(await other.textContent('main'), /No consultation yet/)
  await other.context().close()
  const nobody = await visitor(browser, { origin: server.origin })
  await nobody.goto(address)
  assert.match(nobody.url(), /\/sign-in/)
  await nobody.context().close()
})

for (const javaScript of [true, false]) {
  test(`from the question to the official comment ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const viewport = javaScript ? DESKTOP : PHONE
    const size = javaScript ? 'desktop' : 'phone'
    const page = await visitor(browser, { javaScript, viewport, origin: server.origin })
    const look = async (what, on = page) => {
      await (javaScript ? accessible : fits)(on, what)
      await picture(on, `consulting-${what}-${size}`)
    }
    const maker = `maker-${size}@makers-brazil.example`
    await signIn(page, 'camila.ferreira@tbt-brazil.example')
    // One that is open long enough, and on which nobody of ours asked yet.
    await page.goto(`/search?authority=${javaScript ? 'AUS' : 'GBR'}&open=yes&kind=regular&sort=newest`)
    await page.click('.app-item a')
    await page.waitForURL(/\/notifications\//)
    const notification = new URL(page.url()).pathname
    await look('notification')
    await page.click('a[href^="/desk/consultations/new"]')
    await look('new')
    await page.fill('[name=question]', 'What does the draft cost you?')
    await page.fill('[name=stakeholders]', 'no address')
    await page.click('main form button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /last day[\s\S]*“no address” has no e-mail address/)
    assert.equal((await page.inputValue('[name=question]')).trim(), 'What does the draft cost you?')
    await look('new-error')
    await date(page, 'until', 1)
    await page.fill('[name=stakeholders]', `Ana Lima <${maker}>\nsilent-${size}@makers-brazil.example`)
    await page.click('main form button[type=submit]')
    await page.waitForURL(/done=opened/)
    const consultation = new URL(page.url()).pathname
    await look('opened')

    // The stakeholder: no account, a secret address, told who reads it.
    const ana = await visitor(browser, { javaScript, viewport, origin: server.origin })
    await ana.goto('/outbox')
    const link = await ana.locator('.app-item', { hasText: maker }).locator('a[href*="/consulted/"]').first().getAttribute('href')
    const secret = new URL(link).pathname
    const answer = await ana.goto(secret)
    assert.equal(answer.headers()['referrer-policy'], 'same-origin')
    assert.match(answer.headers()['x-robots-tag'], /noindex/)
    assert.match(await ana.textContent('main'), /read by officials of .* alone/)
    await look('consulted', ana)
    await ana.click('#say form button[type=submit]')
    assert.match(await ana.textContent('.govuk-error-summary'), /Write your input/)
    await ana.fill('#say [name=text]', 'Twenty thousand reais a model.')
    await ana.click('#say form button[type=submit]')
    await ana.waitForURL(/done=received/)
    await ana.fill('#say [name=clause]', 'Clause 4')
    await ana.fill('#say [name=text]', 'Nine months are too short.')
    await ana.click('#say form button[type=submit]')
    await ana.waitForURL(/done=received/)
    await ana.click('a[href*="clause=Clause%204&change=yes"]')
    assert.equal((await ana.inputValue('#say [name=text]')).trim(), 'Nine months are too short.')
    await ana.fill('#say [name=text]', 'Twelve months are needed.')
    await ana.click('#say form button[type=submit]')
    await ana.waitForURL(/done=received/)
    assert.doesNotMatch(await ana.textContent('main'), /Nine months/)
    await look('consulted-said', ana)
    assert.equal((await ana.goto('/consulted/unknown')).status(), 404)

    // All that was said beside one box; what was typed stays; then the comment form, filled.
    await page.goto(consultation)
    assert.match(await page.textContent('main'), /Twelve months are needed/)
    await page.click('form[action$="/remind"] button')
    await page.waitForURL(/done=reminded/)
    await look('said')
    await page.click('a[href$="/comment"]')
    await page.fill('[name=draft]', 'Brazil asks for twelve months. Makers need new tools for each model.')
    await page.click('button[name=then][value=save]')
    await page.waitForURL(/done=saved/)
    assert.match(await page.inputValue('[name=draft]'), /Brazil asks for twelve months/)
    await look('build')
    const second = await page.context().newPage()
    await second.goto(`${consultation}/comment`)
    await page.fill('[name=draft]', 'Brazil asks for twelve months and thanks for the draft.')
    await page.click('button[name=then][value=save]')
    await page.waitForURL(/done=saved/)
    await second.fill('[name=draft]', 'Another text.')
    await second.click('button[name=then][value=save]')
    assert.match(await second.textContent('.govuk-error-summary'), /thanks for the draft/)
    assert.equal((await second.inputValue('[name=draft]')).trim(), 'Another text.')
    await second.close()
    await page.goto(`${consultation}/comment`)
    await page.click('button[name=then][value=file]')
    await page.waitForURL(/\/to-file$/)
    await look('to-file')
    await page.click('form[action="/comment"] button')
    assert.match(await page.inputValue('[name=text-1]'), /thanks for the draft/)
    await page.click('main button[value=check]:visible')
    await page.click('button[name=step][value=send]')
    await page.waitForURL(/\/receipts\//)
    const number = /C-\d{4}-\d{6}/.exec(page.url())[0]

    // Linked back; those invited are told.
    await page.goto(consultation)
    await page.click('form[action$="/filed"] button')
    assert.match(await page.textContent('.govuk-error-summary'), /Choose the comment/)
    await page.check(`[name=filed_number][value="${number}"]`)
    await look('link')
    await page.click('form[action$="/filed"] button')
    await page.waitForURL(/done=filed/)
    assert.match(await page.textContent('main'), new RegExp(`Filed as ${number}`))
    await look('filed')
    await ana.goto('/outbox')
    assert.ok(await ana.locator('.app-item', { hasText: maker }).filter({ hasText: number }).count() > 0, 'the stakeholder is told')
    await ana.goto(secret)
    assert.match(await ana.textContent('main'), new RegExp(number))
    assert.match(await ana.textContent('main'), /takes no more input/)

    // Whoever reads the notification learns nothing of it.
    const reader = await visitor(browser, { javaScript, origin: server.origin })
    await reader.goto(notification)
    assert.doesNotMatch(await reader.textContent('main'), /Twelve months are needed|Consult your stakeholders|makers-brazil/)
    await reader.context().close()
    for (const p of [page, ana]) {
      assert.deepEqual(p.troubles.filter(t => !/404|409|422/.test(t)), [])
      await p.context().close()
    }
  })
}
