// The comment process: several parts, a file, saved and resumed from a mailed
// link, withdrawn, reported; the reading desk with groups, dispositions and the
// response document.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, openNotification, fits, picture, PHONE, DESKTOP, signIn, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

const AMINA = 'amina.odhiambo@tbt-kenya.example'
const local = address => server.origin + new URL(address).pathname + new URL(address).search

/** The link in the latest mail that begins so. */
async function mailed (page, path) {
  await page.goto('/outbox')
  return local(await page.getAttribute(`.app-item a[href*="${path}"]`, 'href'))
}

for (const javaScript of [true, false]) {
  const how = `${javaScript ? 'with' : 'without'} JavaScript`
  test(`several parts, a file, saved and resumed ${how}`, async () => {
    const page = await visitor(browser, { javaScript, origin: server.origin, viewport: javaScript ? DESKTOP : PHONE })
    const look = async what => {
      await (javaScript ? accessible : fits)(page, what)
      await picture(page, `process-${what}-${javaScript ? 'desktop' : 'phone'}`)
    }
    const symbol = await openNotification(page, 'KEN')
    // From a clause of the text: it is quoted above the box.
    await page.click('a[href$="/text"]')
    await page.click('.app-clause a[href^="/comment?on="] >> nth=2')
    const quoted = (await page.textContent('.app-quote')).trim()
    assert.ok(quoted.length > 10, 'the clause is quoted')
    await page.fill('textarea[name=text-1]', `The first part, sent ${how}.`)
    await page.selectOption('select[name=stance-1]', 'support-with-changes')
    await page.click('button[value=add]')
    await page.waitForURL(/\/comment\/draft\/[0-9a-f]{64}/)
    assert.equal((await page.textContent('.app-quote')).trim(), quoted, 'still quoted after saving')
    await page.fill('input[name=clause-2]', 'Annex B')
    await page.fill('textarea[name=text-2]', 'A confidential second part.')
    await page.check('input[name=confidential-2]')
    if (javaScript) await page.waitForSelector('#autosave:not(:empty)')
    await page.setInputFiles('input[name=file]', { name: 'evidence.csv', mimeType: 'text/csv', buffer: Buffer.from('model;degrees\nA;71\n') })
    await page.click('button[value=attach]')
    assert.match(await page.textContent('main'), /evidence\.csv/)
    await look('parts')
    // A file of a kind that is not taken is refused, and everything else stays.
    await page.setInputFiles('input[name=file]', { name: 'picture.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg/>') })
    await page.click('main button[value=check]:visible')
    assert.match(await page.textContent('.govuk-error-summary'), /not taken/)
    assert.match(await page.inputValue('textarea[name=text-2]'), /confidential second part/)

    await page.setInputFiles('input[name=file]', { name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.alloc(11 << 20, 'a') })
    await page.click('button[value=attach]')
    assert.match(await page.textContent('.govuk-error-summary'), /larger than 10 MB/)
    assert.match(await page.inputValue('textarea[name=text-2]'), /confidential second part/)

    // Saved without an e-mail address: the way back is written out, and kept.
    await page.click('main button[value=save]')
    const address = (await page.textContent('.govuk-inset-text')).trim()
    assert.ok(address.startsWith(`${server.origin}/comment/draft/`), address)
    await look('saved-unmailed')
    await page.goto(address)
    assert.match(await page.inputValue('textarea[name=text-1]'), /The first part/)

    // Saved, and resumed from the mailed link by somebody who closed the browser.
    await page.fill('input[name=email]', `resumes${javaScript}@example.org`)
    await page.click('main button[value=save]')
    assert.match(await page.textContent('main'), /on its way to resumes/)
    await look('saved')
    const link = await mailed(page, '/comment/draft/')
    await page.context().clearCookies()
    await page.goto(link)
    assert.match(await page.inputValue('textarea[name=text-1]'), /The first part/)
    assert.equal(await page.inputValue('select[name=stance-1]'), 'support-with-changes')
    await page.fill('input[name=author]', 'Ana Costa')
    await page.fill('input[name=on_behalf]', 'the members of the association')
    await page.check('input[name=publication][value=nameless]')
    await page.click('main button[value=check]:visible')
    assert.match(await page.textContent('.govuk-error-summary'), /Say why a part is confidential/)
    await page.fill('input[name=withheld_why]', 'trade secret of a member')
    await page.click('main button[value=check]:visible')
    assert.match(await page.textContent('h1'), /Check your comment/)
    assert.match(await page.textContent('dl'), /evidence\.csv/)
    await look('check')
    await page.click('button[value=send]')
    await page.waitForURL(/\/receipts\/C-/)
    const receipt = page.url()
    const number = /C-\d{4}-\d{6}/.exec(receipt)[0]
    await page.goto(await mailed(page, '/comments/verify?token='))
    await page.click('main button[type=submit]')
    await page.waitForURL(/\/receipts\//)
    await look('receipt')

    // The link of the draft says that it was sent.
    await page.goto(link)
    assert.match(await page.textContent('h1'), /sent already/)
    // Whoever sends a form whose draft is gone loses no word.
    const late = await page.request.post('/comment', {
      form: { on: symbol, base: 'f'.repeat(64), step: 'check', 'text-1': 'Typed for an hour.', author: 'Ana' },
      headers: { origin: server.origin, 'sec-fetch-site': 'same-origin' }
    })
    assert.equal(late.status(), 422)
    assert.match(await late.text(), /Typed for an hour\./)

    // Public: the open part without a name, and why the other is not there.
    await page.goto(`/comments/${number}`)
    const shown = await page.textContent('main')
    assert.match(shown, /The first part/)
    assert.match(shown, /trade secret of a member/)
    assert.doesNotMatch(shown, /confidential second part|Ana Costa|evidence/)
    await page.click('.app-point a[href*="/text?clause="]')
    assert.match(page.url(), /#/)
    assert.ok(await page.locator(`[id="${decodeURIComponent(new URL(page.url()).hash.slice(1))}"]`).count(), 'the clause is there')
    await page.goto(`/comments?on=${encodeURIComponent(symbol)}`)
    assert.match(await page.textContent('main'), new RegExp(number))
    await look('public')

    // Withdrawn by its author: that is all there is to read.
    await page.goto(receipt)
    await page.click('a[href*="/withdraw?key="]')
    await look('withdraw')
    await page.click('main button[type=submit]')
    assert.match(await page.textContent('main'), /You withdrew this comment/)
    await page.goto(`/comments/${number}`)
    assert.match(await page.textContent('main'), /Its author withdrew/)
    assert.doesNotMatch(await page.textContent('main'), /The first part/)
    await page.context().close()
  })
}

for (const javaScript of [true, false]) {
  test(`the reading desk ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const page = await visitor(browser, { javaScript, origin: server.origin, viewport: javaScript ? DESKTOP : PHONE })
    const look = async what => {
      await (javaScript ? accessible : fits)(page, what)
      await picture(page, `desk-${what}-${javaScript ? 'desktop' : 'phone'}`)
    }
    await signIn(page, AMINA)
    await page.goto('/search?authority=KEN&q=toasters&kind=regular')
    await page.click('.app-item a')
    await page.waitForURL(/\/notifications\//)
    const symbol = decodeURIComponent(new URL(page.url()).pathname.replace('/notifications/', ''))
    await page.goto(`/desk/comments?on=${encodeURIComponent(symbol)}`)
    await look('list')
    await page.selectOption('select[name=stance]', 'support')
    await page.click('form[role=search] button')
    assert.match(await page.textContent('main table'), /Ruth Mwangi/)
    assert.doesNotMatch(await page.textContent('main table'), /Kamau Electricals/)

    await page.goto(`/desk/comments/groups?on=${encodeURIComponent(symbol)}`)
    if (await page.locator('main form button').count()) await page.click('main form button')
    assert.match(await page.textContent('main'), /9 comments/)
    await look('groups')
    await page.click('.app-item__title a')
    assert.match(await page.textContent('main'), /What only this one says/)
    await look('group')
    await page.click('a[href*="&group="]')
    assert.match(await page.textContent('main'), /9 comments match/)
    if (javaScript) {
      // All nine at once: what becomes of them needs a reason.
      await page.check('input[name=whom][value=found]')
      await page.locator('.app-bulk select[name=made]').selectOption('partly')
      await page.click('button[value=dispose]')
      assert.match(await page.textContent('.govuk-error-summary'), /reason/)
      await page.check('input[name=whom][value=found]')
      await page.locator('.app-bulk select[name=made]').selectOption('partly')
      await page.fill('.app-bulk textarea[name=reason]', 'Reports of laboratories under the mutual arrangement are accepted.')
      await look('bulk')
      await page.click('button[value=dispose]')
      assert.match(await page.textContent('[role=status]'), /Done with 9 comments/)
    }

    // One comment: parts, a note, a colleague.
    await page.goto(`/desk/comments?on=${encodeURIComponent(symbol)}&words=Mwangi`)
    await page.click('main table a[href^="/desk/comments/"]')
    await page.fill('textarea[name=note]', 'Ask the ministry of health for the figures.')
    await page.click('button[value=note]')
    assert.match(await page.textContent('main'), /ministry of health/)
    // A part that was decided before keeps its form folded.
    const decision = page.locator('form.app-bulk select[name^=disposition-]').first()
    if (!await decision.isVisible()) await page.locator('.app-group details summary').first().click()
    await decision.selectOption('accepted')
    await page.locator('form.app-bulk button[value=dispose]').first().click()
    assert.match(await page.textContent('.app-disposed'), /Accepted/)
    await look('one')

    await page.goto(`/desk/responses?on=${encodeURIComponent(symbol)}`)
    await look('responses')
    if (!javaScript) {
      // Everything that is open gets an answer; then the document is published.
      await page.goto(`/desk/comments?on=${encodeURIComponent(symbol)}&disposition=none`)
      await page.click('details summary')
      await page.check('input[name=whom][value=found]')
      await page.locator('.app-bulk select[name=made]').selectOption('noted')
      await page.click('.app-bulk button[value=dispose]')
      assert.match(await page.textContent('[role=status]'), /Done with/)
      await page.goto(`/desk/responses?on=${encodeURIComponent(symbol)}`)
      await page.fill('textarea[name=introduction]', 'Thank you for your comments.')
      await page.click('main form button')
      await page.waitForURL(/\/responses\//)
      assert.match(await page.textContent('main'), /Thank you for your comments/)
      await picture(page, 'responses-phone')
      const reader = await visitor(browser, { origin: server.origin })
      await reader.goto(`/responses/${symbol}`)
      await accessible(reader, 'responses')
      await picture(reader, 'responses-desktop')
      const file = await reader.request.get(`/responses/${symbol}?as=html`)
      assert.match(file.headers()['content-disposition'], /attachment/)
      assert.match(await file.text(), /^<!DOCTYPE html>.*mutual arrangement/s)
      await reader.goto(`/notifications/${symbol}`)
      assert.equal(await reader.locator(`a[href="/responses/${symbol}"]`).count(), 1)
      await reader.context().close()
    }
    await page.context().close()
  })
}

test('a false attribution is reported and decided', async () => {
  const page = await visitor(browser, { origin: server.origin })
  await page.goto('/search?authority=KEN&q=toasters&kind=regular')
  await page.click('.app-item a')
  await page.waitForURL(/\/notifications\//)
  await page.click('.app-comment:has-text("Noor Imports") a[href^="/comments/"]')
  const number = /C-\d{4}-\d{6}/.exec(page.url())[0]
  await page.click('a[href$="/report"]')
  await accessible(page, 'report')
  await page.fill('textarea[name=reason]', 'I am Ibrahim Noor and did not write this.')
  await page.fill('input[name=author]', 'Ibrahim Noor')
  await page.fill('input[name=email]', 'real@noor.example')
  await page.click('main button[type=submit]')
  assert.match(await page.textContent('h1'), /Report received/)
  const official = await visitor(browser, { origin: server.origin })
  await signIn(official, AMINA)
  await official.goto(`/desk/comments?words=${number}`)
  await official.click(`a:has-text("${number}")`)
  await accessible(official, 'reports')
  await official.check('input[name^=upheld-][value=yes]')
  await official.click('button[value=report]')
  assert.match(await official.textContent('main'), /found to be false/)
  await page.goto(`/comments/${number}`)
  assert.doesNotMatch(await page.textContent('main'), /Noor/)
  await page.context().close()
  await official.context().close()
})
