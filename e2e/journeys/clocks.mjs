// An authority under Directive (EU) 2015/1535 publishes a draft; a detailed
// opinion moves its standstill, an addendum its comment period; calendars and
// the desk follow.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, date, DESKTOP, PHONE, fits, picture, signIn, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

const lines = text => text.replaceAll('\r\n ', '').split('\r\n')
const value = (text, key) => lines(text).find(l => l.startsWith(`${key}:`))?.slice(key.length + 1)

for (const javaScript of [false, true]) {
  test(`standstill, extension and calendar ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const page = await visitor(browser, { javaScript, origin: server.origin, viewport: javaScript ? DESKTOP : PHONE })
    const look = async (what, at = page) => {
      await (javaScript ? accessible : fits)(at, what)
      await picture(at, `clocks-${what}-${javaScript ? 'desktop' : 'phone'}`)
    }
    const second = await visitor(browser, { javaScript, origin: server.origin })
    await signIn(page, 'manon.lefevre@tris-france.example')
    await signIn(second, 'thomas.girard@tris-france.example')
    const approve = async draft => {
      await second.goto(`${draft}/check`)
      await second.click('form[action$="/approve"] button')
      await second.waitForURL(/\/desk\/published\?on=/)
      return (await second.textContent('.govuk-panel__body')).trim()
    }

    // The form has the boxes of the Directive, and says what is missing.
    await page.click('form[action="/desk/new"] button')
    await page.waitForURL(/\/desk\/\d+$/)
    const draft = page.url()
    assert.match(await page.textContent('aside'), /the draft may be adopted from/)
    const section = async (name, fill) => {
      await page.goto(`${draft}/${name}`)
      await fill()
      await page.click('#section button[type=submit]')
      await page.waitForURL(/\/desk\/\d+$/)
    }
    await section('articles', async () => {
      await page.check('[name=articles][value="other"]')
      await page.fill('[name=article_other]', 'Directive (EU) 2015/1535, Article 5(1)')
    })
    await section('products', () => page.fill('[name=products]', 'Cargo bicycles'))
    await section('document', () => page.fill('[name=title]', `Arrêté relatif aux vélos cargo ${javaScript ? 'A' : 'B'}`))
    await section('description', () => page.fill('[name=description]', 'Brakes and load limits of cargo bicycles.'))
    await section('objectives', async () => {
      await page.check('[name=objectives][value="human-health"]')
      await page.fill('[name=rationale]', 'Accidents with heavy loads.')
    })
    await section('references', () => page.fill('[name=relevant_documents]', 'Code de la route'))
    await section('dates', async () => {
      await page.fill('[name=adoption_words]', 'to be determined')
      await page.fill('[name=entry_into_force_words]', 'six months after adoption')
    })
    await section('tris', async () => {
      await page.check('[name=tris_urgent]')
      await page.fill('[name=responsible_department]', 'Direction générale des entreprises')
      await page.fill('[name=category]', 'Transport')
      await page.fill('[name=impact_assessment]', 'not known')
      await page.fill('[name=tbt_aspects]', 'none')
      await look('tris')
    })
    await page.goto(`${draft}/check`)
    assert.match(await page.textContent('main'), /1 answer|1 box|missing/i, 'urgency without its grounds')
    assert.equal(await page.locator('form[action$="/submit"]').count(), 0)
    await section('tris', async () => {
      assert.ok(await page.isChecked('[name=tris_urgent]'))
      await page.fill('[name=urgency_grounds]', 'A series of fatal accidents.')
    })
    await page.goto(`${draft}/check`)
    await look('check')
    await page.click('form[action$="/submit"] button')
    await page.waitForURL(/\/submitted$/)
    const symbol = await approve(draft)
    const on = encodeURIComponent(symbol)
    const reader = await visitor(browser, { javaScript, origin: server.origin, viewport: javaScript ? DESKTOP : PHONE })
    await reader.goto(`/notifications/${symbol}`)
    assert.match(await reader.textContent('.app-strip'), /The draft may be adopted from .* Article 6\(1\)/)

    // A detailed opinion arrives: both ends are shown, with the reason.
    await page.goto(`/desk/steps?on=${on}`)
    assert.match(await page.textContent('main'), /The standstill still runs/)
    await look('steps')
    await page.click('a[href^="/desk/standstill"]')
    await page.click('main form button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /Choose what happened/)
    await page.check('[name=event][value="detailed-opinion"]')
    await date(page, 'happened', 0, 'Europe/Paris')
    await page.fill('[name=event_reason]', 'Recognition of equivalent tests is asked for.')
    await page.click('main form button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /Name the Member State/)
    assert.match(await page.inputValue('[name=event_reason]'), /equivalent tests/)
    await look('standstill-refused')
    await page.fill('[name=opinion_author]', 'Germany')
    await page.click('main form button[type=submit]')
    await page.waitForURL(/\/desk\/standstill\?on=/)
    assert.match(await page.textContent('main'), /Detailed opinion of Germany/)
    await look('standstill')
    await reader.reload()
    assert.match(await reader.textContent('.app-strip'), /First end of the standstill .*; now .*, because Germany filed a detailed opinion on .* Article 6\(2\)/)
    await look('notification', reader)
    for (const deadline = Date.now() + 5_000; ;) {
      await reader.goto('/search?authority=FRA&sort=newest')
      if (/because Germany filed a detailed opinion/.test(await reader.textContent('.app-items'))) break
      assert.ok(Date.now() < deadline, 'shown in lists')
    }
    await look('results', reader)
    const api = await (await reader.request.get(`/api/v1/notifications/${symbol}`)).json()
    assert.equal(api.standstill.by, 'Germany')
    assert.ok(api.standstill.end > api.standstill.first_end)

    // More time for comments: too early is refused, later becomes an addendum.
    const ics = () => reader.request.get(`/notifications/${symbol}/calendar.ics`)
    const before = await (await ics()).text()
    await page.goto(`/desk/extension?on=${on}`)
    await date(page, 'final_date', 20)
    await page.click('main form button[type=submit]')
    assert.match(await page.textContent('.govuk-error-summary'), /recommended least remains/)
    assert.match(await page.textContent('.govuk-error-summary'), /Say why/)
    await look('extension-refused')
    await date(page, 'final_date', 130)
    await page.fill('[name=extension_reason]', 'Manufacturers asked for time to test.')
    await page.click('main form button[type=submit]')
    await page.waitForURL(/\/desk\/\d+\/check$/)
    const addendum = page.url().replace(/\/check$/, '')
    await look('addendum')
    await page.goto(`/desk/extension?on=${on}`)
    assert.match(await page.textContent('main'), /in preparation/)
    await look('extension')
    await page.goto(`${addendum}/check`)
    await page.click('form[action$="/submit"] button')
    await page.waitForURL(/\/submitted$/)
    assert.equal(await approve(addendum), `${symbol}/Add.1`)
    await reader.goto(`/notifications/${symbol}`)
    assert.match(await reader.textContent('main'), /Manufacturers asked for time to test\./)
    assert.match(await reader.textContent('main'), /first final date/)
    await look('extended', reader)

    // Calendars: the entry keeps its identifier and moves.
    const answer = await ics()
    assert.match(answer.headers()['content-type'], /^text\/calendar/)
    const moved = await answer.text()
    assert.ok(moved.startsWith('BEGIN:VCALENDAR\r\n') && moved.endsWith('END:VCALENDAR\r\n'))
    assert.equal(value(moved, 'UID'), value(before, 'UID'))
    assert.deepEqual([value(before, 'SEQUENCE'), value(moved, 'SEQUENCE')], ['0', '1'])
    assert.ok(value(moved, 'DTEND') > value(before, 'DTEND'))
    assert.ok(value(moved, 'LAST-MODIFIED') >= value(before, 'LAST-MODIFIED'))
    assert.equal(lines(moved).filter(l => l === 'BEGIN:VEVENT').length, 2, 'comments and standstill')
    const feed = await reader.locator('link[rel=alternate][type="text/calendar"]').getAttribute('href')
    assert.equal(feed, `/notifications/${symbol}/calendar.ics`)
    await reader.goto('/search?authority=FRA')
    const found = await (await reader.request.get(await reader.locator('link[rel=alternate][type="text/calendar"]').getAttribute('href'))).text()
    assert.ok(lines(found).includes(`UID:${value(moved, 'UID')}`))
    assert.equal((await reader.request.get('/calendar.ics?colour=red')).status(), 400)
    assert.equal((await reader.request.get('/notifications/G/TBT/N/FRA/9999/calendar.ics')).status(), 404)

    // The authority's deadlines, its calendar with a secret address, mails off and on.
    await page.goto('/desk/deadlines')
    await look('deadlines')
    const address = async () => new URL(await page.locator('a[href*="/calendars/"]').getAttribute('href')).pathname
    const secret = await address()
    assert.ok((await (await reader.request.get(secret)).text()).includes(value(moved, 'UID')))
    await page.click('form[action="/desk/deadlines/calendar"] button')
    await page.waitForURL(/\/desk\/deadlines$/)
    assert.notEqual(await address(), secret)
    assert.equal((await reader.request.get(secret)).status(), 404)
    await page.click('form[action="/desk/deadlines/reminders"] button')
    await page.waitForURL(/\/desk\/deadlines$/)
    assert.match(await page.textContent('main'), /not mailed to you/)
    await page.click('form[action="/desk/deadlines/reminders"] button')
    assert.match(await page.textContent('main'), /Reminders are mailed to you/)

    // Taken back: on record, without effect.
    await page.goto(`/desk/standstill?on=${on}`)
    await page.click('a[href*="/desk/standstill/take-back"]')
    await look('take-back')
    await page.fill('[name=take_back_reason]', 'Germany withdrew the opinion.')
    await page.click('main form button[type=submit]')
    await page.waitForURL(/\/desk\/standstill\?on=/)
    assert.match(await page.textContent('main'), /Taken back by Manon/)
    await page.goto('/reminders/end?key=unknown')
    assert.match(await page.textContent('h1'), /not mailed/)
    await look('reminders-ended')
    // A refusal says who may.
    await reader.goto('/sign-in')
    await signIn(reader, 'camila.ferreira@tbt-brazil.example')
    await reader.goto(`/desk/extension?on=${on}`)
    assert.match(await reader.textContent('main'), /only people who act for FRA/)
    // Refused forms answer with 422: browsers say so, and nothing else.
    assert.deepEqual(page.troubles.filter(t => !/status of (404|422)/.test(t)), [])
    for (const p of [page, second, reader]) await p.context().close()
  })
}
