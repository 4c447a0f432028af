// An official drafts, hands in, is approved by a second person; the
// notification is public, and found within a second.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accessible, DESKTOP, PHONE, picture, signIn, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
const folder = mkdtempSync(join(tmpdir(), 'drafts-'))
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

const save = async page => {
  await page.click('#section button[type=submit]')
  await page.waitForURL(/\/desk\/\d+$/)
}

function later (days) {
  const day = new Date(Date.now() + days * 86_400_000)
  return [String(day.getUTCDate()), String(day.getUTCMonth() + 1), String(day.getUTCFullYear())]
}

async function date (page, name, days) {
  const [day, month, year] = later(days)
  await page.fill(`[name="${name}-day"]`, day)
  await page.fill(`[name="${name}-month"]`, month)
  await page.fill(`[name="${name}-year"]`, year)
}

for (const javaScript of [false, true]) {
  test(`from an empty draft to a public notification ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const page = await visitor(browser, { javaScript, origin: server.origin, viewport: javaScript ? DESKTOP : PHONE })
    const look = async what => {
      if (javaScript) await accessible(page, what)
      await picture(page, `drafting-${what}-${javaScript ? 'desktop' : 'phone'}`)
    }
    const title = `Draft regulation on solar kettles ${javaScript ? 'A' : 'B'}`
    await signIn(page, 'amina.odhiambo@tbt-kenya.example')
    await look('desk')
    await page.click('form[action="/desk/new"] button')
    await page.waitForURL(/\/desk\/\d+$/)
    const draft = page.url()
    await look('tasks-empty')

    const open = async section => { await page.goto(`${draft}/${section}`) }
    await open('authority')
    await look('authority')
    await page.fill('[name=agency_email]', 'not an address')
    await page.click('#section button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /e-mail address/)
    assert.equal(await page.inputValue('[name=agency_email]'), 'not an address')
    await page.fill('[name=agency_email]', 'kettles@energy-kenya.example')
    await save(page)

    await open('articles')
    await page.check('[name=articles][value="2.9.2"]')
    await save(page)
    await open('products')
    await page.fill('[name=products]', 'Electric kettles fed by photovoltaic panels')
    await page.fill('[name=hs]', '851610, 8516')
    await page.fill('[name=ics]', '97.040.50')
    await look('products')
    await save(page)
    await open('document')
    await page.fill('[name=title]', title)
    await page.fill('[name=pages]', '12')
    await page.fill('[name=languages_other]', 'sw')
    await save(page)
    await open('description')
    await page.fill('[name=description]', 'Requirements for safety and for marking of kettles that are fed by photovoltaic panels.')
    await save(page)
    await open('objectives')
    await page.check('[name=objectives][value="human-health"]')
    await page.fill('[name=rationale]', 'Scalds in households off the grid.')
    await save(page)

    // References: the report follows, and a deviation with its reason is kept.
    await open('references')
    // What stands in the box is kept on the way to the list's forms.
    await page.fill('[name=relevant_documents]', 'Energy Act, 2019')
    await page.click('button[name=then][value=new]')
    await page.waitForURL(/\/references\/new$/)
    await page.fill('[name=cited]', 'IEC 60335-1:2010')
    await page.check('[name=correspondence][value=MOD]')
    await page.click('button[value=more]')
    await page.fill('[name="deviation-0-clause"]', '7.1')
    await page.fill('[name="deviation-0-differs"]', 'Marking of the rated direct voltage')
    await look('reference')
    await page.click('button[value=done]')
    await page.waitForURL(/\/references$/)
    assert.equal((await page.inputValue('[name=relevant_documents]')).trim(), 'Energy Act, 2019')
    assert.match(await page.textContent('aside'), /Superseded edition/)
    assert.match(await page.textContent('aside'), /Deviation without reason/)
    await look('references')
    await page.click('button[name=then]:has-text("Change")')
    await page.selectOption('[name="deviation-0-reason"]', 'technological')
    await page.fill('[name="deviation-0-justification"]', 'The standard knows alternating voltage only.')
    await page.click('button[value=done]')
    await page.waitForURL(/\/references$/)
    assert.doesNotMatch(await page.textContent('aside'), /Deviation without reason/)

    // A reason declared with the reference is shown beside the divergence; another
    // divergence is answered by itself, and the answer can be taken back.
    assert.match(await page.textContent('aside'), /Explained by the authority/)
    await page.goto(draft)
    await page.click('aside a[href*="/divergence?key="]')
    await page.waitForURL(/\/divergence\?key=/)
    await page.click('main form button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /Choose whether/)
    await page.check('[name=verdict][value=dismissed]')
    await page.fill('[name=answer_reason]', 'It is attached below.')
    await look('answer')
    await page.click('main form button[type=submit]')
    await page.waitForURL(/\/desk\/\d+$/)
    assert.match(await page.textContent('aside'), /Dismissed by the authority/)
    assert.match(await page.textContent('aside'), /It is attached below/)

    // Two days on one page; a wrong one is named and stays as typed.
    await open('dates')
    await page.fill('[name="adoption-day"]', '31')
    await page.fill('[name="adoption-month"]', '2')
    await page.fill('[name="adoption-year"]', '2027')
    await page.click('#section button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /31 2 2027/)
    await date(page, 'adoption', 120)
    await date(page, 'entry_into_force', 330)
    await date(page, 'comments_until', 30)
    await save(page)
    assert.match(await page.textContent('aside'), /Short comment period/, 'the clock warns')
    await open('dates')
    await date(page, 'comments_until', 70)
    await look('dates')
    await save(page)
    assert.doesNotMatch(await page.textContent('aside'), /Short comment period/)

    await open('texts')
    const wrong = join(folder, 'draft.pdf')
    writeFileSync(wrong, 'this is no PDF')
    await page.setInputFiles('[name=file]', wrong)
    await page.fill('[name=texts_from]', 'At the ministry, and below.')
    await page.click('button[formenctype]')
    assert.equal((await page.inputValue('[name=texts_from]')).trim(), 'At the ministry, and below.')
    assert.match(await page.textContent('.govuk-error-summary'), /not PDF/)
    const text = join(folder, 'solar-kettles.md')
    writeFileSync(text, '# Draft\n\nKettles shall comply with IEC 60335-2-15.\n')
    await page.setInputFiles('[name=file]', text)
    await page.click('button[formenctype]')
    assert.match(await page.textContent('main'), /solar-kettles\.md/)
    await look('texts')
    await save(page)
    await look('tasks')

    await page.goto(`${draft}/check`)
    await look('check')
    await page.click('form[action$="/submit"] button')
    await page.waitForURL(/\/submitted$/)
    await look('submitted')

    // Whoever handed it in cannot approve it; whoever has no right sees nothing.
    await page.goto(`${draft}/check`)
    assert.equal(await page.locator('form[action$="/approve"]').count(), 0)
    const stranger = await visitor(browser, { javaScript: false, origin: server.origin })
    await signIn(stranger, 'camila.ferreira@tbt-brazil.example')
    assert.equal((await stranger.goto(`${draft}/check`)).status(), 404)
    await stranger.context().close()

    const second = await visitor(browser, { javaScript, origin: server.origin })
    await signIn(second, 'brian.kiprono@tbt-kenya.example')
    await second.goto(`${draft}/check`)
    if (javaScript) await accessible(second, 'approve')
    await picture(second, `drafting-approve-${javaScript}`)
    await second.click('form[action$="/approve"] button')
    await second.waitForURL(/\/desk\/published\?on=/)
    const approved = Date.now()
    const symbol = (await second.textContent('.govuk-panel__body')).trim()
    assert.match(symbol, /^G\/TBT\/N\/KEN\/\d+$/)
    await picture(second, 'drafting-published')
    const reader = await visitor(browser, { javaScript: false, origin: server.origin })
    for (;;) {
      await reader.goto(`/search?q=${encodeURIComponent(`"${title}"`)}`)
      if (await reader.locator('.app-item').count() > 0) break
      assert.ok(Date.now() - approved < 5_000, 'found in time')
    }
    await reader.goto(`/notifications/${symbol}`)
    assert.match(await reader.textContent('.app-strip'), /23:59 \(Nairobi, UTC\+3\)/)
    assert.match(await reader.textContent('main'), /The standard knows alternating voltage only\./)
    await picture(reader, 'drafting-public')
    await reader.context().close()

    // A decision afterwards: withdrawn, with its day.
    await page.goto(`/desk/steps?on=${encodeURIComponent(symbol)}`)
    await look('steps')
    await page.check('[name=step][value=withdraw]')
    await page.click('form[action="/desk/steps"] button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /day, month and year/)
    assert.ok(await page.isChecked('[name=step][value=withdraw]'))
    await date(page, 'on', 0)
    await page.fill('[name=note]', 'Drafted anew after the comments.')
    await page.click('form[action="/desk/steps"] button[type=submit]')
    await page.waitForURL(/\/notifications\//)
    assert.match(await page.textContent('.app-strip'), /Withdrawn/)
    await page.context().close()
    await second.context().close()
  })
}

test('suggestions, the running report and autosave while typing', async () => {
  const page = await visitor(browser, { origin: server.origin })
  await signIn(page, 'amina.odhiambo@tbt-kenya.example')
  await page.click('form[action="/desk/new"] button')
  await page.waitForURL(/\/desk\/\d+$/)
  const draft = page.url()

  await page.goto(`${draft}/references/new`)
  await page.waitForSelector('input[name=cited][role=combobox]')
  await page.locator('[name=cited]').pressSequentially('60335-1')
  await page.waitForSelector('#cited-suggestions [role=option]')
  await accessible(page, 'suggestions')
  await picture(page, 'islands-suggestions')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.match(await page.inputValue('[name=cited]'), /60335-1/)
  await page.fill('[name=cited]', 'IEC 60335-1:2010')
  await page.waitForSelector('#report:has-text("Superseded edition")')
  await picture(page, 'islands-report')
  await page.fill('[name=cited]', 'IEC 60335-1:2020')
  await page.waitForSelector('#report:not(:has-text("Superseded edition"))')

  await page.goto(`${draft}/products`)
  await page.waitForSelector('input[name=hs][role=combobox]')
  await page.locator('[name=hs]').pressSequentially('8516')
  await page.waitForSelector('#hs-suggestions [role=option]')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  assert.match(await page.inputValue('[name=hs]'), /^8516/)
  // The list closes when the field is left; a button below it is hit all the same.
  await page.locator('[name=ics]').pressSequentially('97.0')
  await page.waitForSelector('#ics-suggestions [role=option]')
  await page.fill('[name=products]', 'Kettles')
  await page.waitForSelector('#ics-suggestions', { state: 'hidden' })
  await page.fill('[name=ics]', '97.040')
  await page.waitForSelector('#ics-suggestions [role=option]')
  await page.click('#section button[type=submit]')
  await page.waitForURL(/\/desk\/\d+$/)

  await page.goto(`${draft}/description`)
  await page.waitForFunction(() => document.querySelectorAll('leptos-island').length > 0)
  await page.waitForTimeout(500)
  await page.locator('[name=description]').pressSequentially('Typed and never submitted.')
  await page.waitForSelector('#autosave:has-text("Saved")')
  await page.goto(`${draft}/description`)
  assert.equal((await page.inputValue('[name=description]')).trim(), 'Typed and never submitted.')

  // On a slow line, sent while an autosave is on its way: no conflict with oneself.
  let stored
  const sent = new Promise(resolve => { stored = resolve })
  await page.route('**/autosave', async route => {
    const response = await route.fetch()
    stored()
    await new Promise(resolve => setTimeout(resolve, 1500))
    await route.fulfill({ response })
  })
  await page.locator('[name=description]').fill('Half of a sentence')
  await sent
  await page.locator('[name=description]').fill('Half of a sentence, and the rest.')
  await page.click('#section button[type=submit]')
  await page.waitForURL(/\/desk\/\d+$/)
  await page.unroute('**/autosave')
  await page.goto(`${draft}/description`)
  assert.equal((await page.inputValue('[name=description]')).trim(), 'Half of a sentence, and the rest.')

  // Two people at one section: nobody's words vanish.
  const other = await visitor(browser, { javaScript: false, origin: server.origin })
  await signIn(other, 'wanjiru.kamau@energy-kenya.example')
  await other.goto(`${draft}/description`)
  await page.locator('[name=description]').fill('Amina was faster.')
  await page.click('#section button[type=submit]')
  await page.waitForURL(/\/desk\/\d+$/)
  await other.fill('[name=description]', 'Wanjiru wrote this.')
  const [answer] = await Promise.all([other.waitForResponse(r => r.request().method() === 'POST'), other.click('#section button[type=submit]')])
  assert.equal(answer.status(), 409)
  assert.match(await other.textContent('main'), /Amina was faster\./)
  assert.equal((await other.inputValue('[name=description]')).trim(), 'Wanjiru wrote this.')
  await picture(other, 'drafting-conflict')
  await other.click('#section button[type=submit]')
  await other.waitForURL(/\/desk\/\d+$/)
  assert.deepEqual(page.troubles, [])

  // Signed out in the middle: what was typed comes through the sign-in.
  await other.goto(`${draft}/description`)
  await other.fill('[name=description]', 'Typed before the session ended.')
  await other.context().clearCookies()
  await other.click('#section button[type=submit]')
  assert.match(await other.textContent('main'), /signed out in the meantime/)
  await picture(other, 'drafting-signed-out')
  await other.fill('input[name=email]', 'wanjiru.kamau@energy-kenya.example')
  await other.fill('input[name=password]', 'wrong')
  await other.click('main button[type=submit]')
  await other.fill('input[name=password]', 'concordance-demo-2026')
  await other.click('main button[type=submit]')
  await other.click('main button[type=submit]')
  await other.waitForURL(/\/desk\/\d+$/)
  await other.goto(`${draft}/description`)
  assert.equal((await other.inputValue('[name=description]')).trim(), 'Typed before the session ended.')

  // A reference that somebody removed meanwhile: what was typed about it stays.
  await other.goto(`${draft}/references/new`)
  await other.fill('[name=cited]', 'ISO 8124-1:2018')
  await other.click('button[value=done]')
  await page.goto(`${draft}/references`)
  await other.click('button[name=then]:has-text("Change")')
  await page.click('button[formaction$="/remove"]')
  await page.waitForURL(/\/references$/)
  assert.doesNotMatch(await page.textContent('main'), /ISO 8124-1/)
  await other.fill('[name=reference_clause]', 'clause 4.4, small parts')
  await other.click('button[value=done]')
  assert.match(await other.textContent('.govuk-error-summary'), /changed or removed/)
  assert.equal(await other.inputValue('[name=reference_clause]'), 'clause 4.4, small parts')
  await other.click('button[value=done]')
  await other.waitForURL(/\/references$/)
  assert.match(await other.textContent('main'), /ISO 8124-1/)

  // Thrown away at the end, while somebody still types.
  await other.goto(`${draft}/description`)
  await other.fill('[name=description]', 'Typed while the draft went away.')
  await page.goto(`${draft}/discard`)
  await accessible(page, 'discard')
  await page.click('main form button[type=submit]')
  await page.waitForURL(/\/desk$/)
  assert.equal((await page.goto(draft)).status(), 404)
  await other.click('#section button[type=submit]')
  assert.equal(await other.inputValue('#typed'), 'Typed while the draft went away.')
  await picture(other, 'drafting-gone')
  await page.context().close()
  await other.context().close()
})
