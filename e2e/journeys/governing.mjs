// Who governs the procedure: an administrator invites a person, who sets a
// password and signs in; a regulator hands over; a notification is published by
// two authorities together; a coordinator looks at the country.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, date, DESKTOP, PHONE, fits, picture, signIn, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

const PASSWORD = 'several long words together'

/** Fills a draft so that nothing is missing. */
async function write (page, draft, title) {
  const section = async (name, fill) => {
    await page.goto(`${draft}/${name}`)
    await fill()
    await page.click('#section > button[type=submit]')
    await page.waitForURL(/\/desk\/\d+$/)
  }
  await section('articles', () => page.check('[name=articles][value="2.10.1"]'))
  await section('products', () => page.fill('[name=products]', 'Gas cookers'))
  await section('document', () => page.fill('[name=title]', title))
  await section('description', () => page.fill('[name=description]', 'Flame failure devices on gas cookers.'))
  await section('objectives', async () => {
    await page.check('[name=objectives][value="human-health"]')
    await page.fill('[name=rationale]', 'Explosions in kitchens.')
    await page.fill('[name=urgency]', 'Three explosions within a month.')
  })
  await section('references', () => page.fill('[name=relevant_documents]', 'not stated'))
  await section('dates', async () => {
    await date(page, 'adoption', 120)
    await date(page, 'entry_into_force', 330)
    await date(page, 'comments_until', 70)
  })
}

for (const javaScript of [false, true]) {
  const mode = javaScript ? 'with' : 'without'
  const viewport = javaScript ? DESKTOP : PHONE
  const open = () => visitor(browser, { javaScript, viewport, origin: server.origin })
  const look = async (page, what) => {
    await (javaScript ? accessible : fits)(page, what)
    await picture(page, `governing-${what}-${javaScript ? 'desktop' : 'phone'}`)
  }

  test(`an administrator invites a person who sets a password and signs in, ${mode} JavaScript`, async () => {
    const admin = await open()
    await signIn(admin, 'joseph.mwangi@tbt-kenya.example')
    await admin.click('a[href="/administration"]')
    await look(admin, 'administration')
    await admin.click('a[href="/administration/templates"]')
    assert.match(await admin.textContent('main'), /July 2026/)
    await look(admin, 'templates')

    // A new authority; what is wrong is named, and nothing typed is lost.
    const code = javaScript ? 'KMET' : 'KSTD'
    await admin.goto('/administration/new')
    await admin.fill('[name=code]', code)
    await admin.fill('[name=country]', 'KE')
    await admin.fill('[name=authority_name]', `Kenya, Bureau ${code}`)
    await admin.fill('[name=zone]', 'Africa/Atlantis')
    await admin.fill('[name=zone_place]', 'Nairobi')
    await admin.click('main form button[type=submit]')
    assert.match(await admin.textContent('.govuk-error-summary'), /IANA time zone/)
    assert.equal(await admin.inputValue('[name=zone]'), 'Africa/Atlantis')
    await look(admin, 'authority-refused')
    await admin.fill('[name=zone]', 'Africa/Nairobi')
    await admin.click('main form button[type=submit]')
    await admin.waitForURL(new RegExp(`/administration/authorities/${code}$`))
    await look(admin, 'authority')

    const email = `faith.${code.toLowerCase()}@example.org`
    await admin.click('a[href$="/invite"]')
    await admin.click('main form button[type=submit]')
    assert.match(await admin.textContent('.govuk-error-summary'), /at least one role/)
    await look(admin, 'invite')
    await admin.fill('[name=person_name]', 'Faith Wambui')
    await admin.fill('[name=email]', email)
    await admin.check('[name=roles][value=official]')
    await admin.click('main form button[type=submit]')
    await admin.waitForURL(/\/administration\/people\/\d+\?done=invite$/)
    await look(admin, 'person')

    // The mail; its link works once.
    const faith = await open()
    await faith.goto('/outbox')
    const mail = await faith.textContent('main')
    const token = /\/password\?token=([0-9a-f]+)/.exec(mail)[1]
    const invitation = await faith.goto(`/password?token=${token}`)
    assert.match(invitation.headers()['x-robots-tag'], /noindex/)
    await faith.fill('[name=new_password]', PASSWORD)
    await faith.fill('[name=again]', 'something else')
    await faith.click('main form button[type=submit]')
    assert.match(await faith.textContent('.govuk-error-summary'), /differ/)
    await look(faith, 'password')
    await faith.fill('[name=new_password]', PASSWORD)
    await faith.fill('[name=again]', PASSWORD)
    await faith.click('main form button[type=submit]')
    assert.match(await faith.textContent('main'), /password is set/)
    await look(faith, 'password-done')
    assert.equal((await faith.goto(`/password?token=${token}`)).status(), 403)
    assert.match(await faith.textContent('main'), /an administrator of your authority/)
    await faith.goto('/sign-in?return_to=/desk')
    await faith.fill('input[name=email]', email)
    await faith.fill('input[name=password]', PASSWORD)
    await faith.click('main button[type=submit]')
    await faith.waitForURL(/\/desk$/)
    assert.match(await faith.textContent('main'), new RegExp(`Kenya, Bureau ${code}`))

    // The own account: the password in use is asked for; the session is listed.
    await faith.click('.app-account a[href="/account"]')
    assert.match(await faith.textContent('main'), /This one/)
    await look(faith, 'account')
    await faith.fill('[name=old_password]', 'not this one')
    await faith.fill('[name=new_password]', `${PASSWORD} again`)
    await faith.fill('[name=again]', `${PASSWORD} again`)
    await faith.click('form[action="/account/password"] button')
    assert.match(await faith.textContent('.govuk-error-summary'), /not your password/)
    await look(faith, 'account-refused')
    await faith.fill('[name=old_password]', PASSWORD)
    await faith.fill('[name=new_password]', `${PASSWORD} again`)
    await faith.fill('[name=again]', `${PASSWORD} again`)
    await faith.click('form[action="/account/password"] button')
    await faith.waitForURL(/\/account\?done=password$/)
    assert.match(await faith.textContent('main'), /password is changed/)

    // Barred: out at once. The last administrator stays.
    await admin.click('form[action$="/disable"] button')
    await admin.waitForURL(/done=disable/)
    await faith.goto('/desk')
    assert.match(faith.url(), /\/sign-in/)
    await admin.goto('/administration/authorities/KEN')
    await admin.click('main a:has-text("Joseph Mwangi")')
    await admin.uncheck('[name=roles][value=administrator]')
    await admin.click('form[action^="/administration/people/"] button')
    assert.match(await admin.textContent('.govuk-error-summary'), /last administrator of KE/)
    await look(admin, 'last-administrator')
    await admin.goto('/administration')
    assert.match(await admin.textContent('main'), /Barred from signing in:\s*Faith Wambui/)
    await look(admin, 'administration-log')
    const other = await open()
    await signIn(other, 'amina.odhiambo@tbt-kenya.example')
    assert.equal((await other.goto('/administration')).status(), 403)
    assert.match(await other.textContent('main'), /an administrator/)
    for (const page of [admin, faith, other]) await page.context().close()
  })

  test(`a regulator hands over and two authorities publish together, ${mode} JavaScript`, async () => {
    const title = `Flame failure devices on gas cookers ${javaScript ? 'A' : 'B'}`
    const regulator = await open()
    await signIn(regulator, 'wanjiru.kamau@energy-kenya.example')
    await regulator.click('form[action="/desk/new"] button')
    await regulator.waitForURL(/\/desk\/\d+$/)
    const draft = regulator.url()
    await write(regulator, draft, title)
    await look(regulator, 'regulator-tasks')
    await regulator.click('a[href$="/hand-over"]')
    await regulator.fill('[name=word]', 'The text is with the printer.')
    await look(regulator, 'hand-over')
    await regulator.click('main form button[type=submit]')
    await regulator.waitForURL(/\/desk\/\d+\/check$/)
    assert.match(await regulator.textContent('main'), /handed this over/)

    const official = await open()
    await signIn(official, 'amina.odhiambo@tbt-kenya.example')
    assert.match(await official.textContent('main'), /Handed over: hand it in/)
    await look(official, 'desk')
    await official.goto(draft)
    assert.match(await official.textContent('main'), /The text is with the printer\./)
    await official.goto(`${draft}/hand-back`)
    await official.click('main form button[type=submit]')
    assert.match(await official.textContent('.govuk-error-summary'), /in a word/)
    await official.goto(`${draft}/joint`)
    await official.click('main form:has(select) button')
    assert.match(await official.textContent('.govuk-error-summary'), /Choose the authority/)
    await official.selectOption('[name=joint]', 'UGA')
    await official.click('main form:has(select) button')
    await official.waitForURL(/\/joint$/)
    await look(official, 'joint')

    const guest = await open()
    await signIn(guest, 'grace.nakato@tbt-uganda.example')
    assert.match(await guest.textContent('main'), /Join or decline/)
    await guest.goto(`${draft}/check`)
    await look(guest, 'asked')
    await guest.click('a[href$="/join"]')
    await guest.click('main form button[type=submit]')
    assert.match(await guest.textContent('.govuk-error-summary'), /Choose whether/)
    await guest.check('[name=join][value=join]')
    await look(guest, 'join')
    await guest.click('main form button[type=submit]')
    await guest.waitForURL(/\/check$/)

    await official.goto(`${draft}/check`)
    await official.click('form[action$="/submit"] button')
    await official.waitForURL(/\/submitted$/)
    const first = await open()
    await signIn(first, 'moses.okello@tbt-uganda.example')
    await first.goto(`${draft}/check`)
    await first.click('form[action$="/approve"] button')
    await first.waitForURL(/\/check$/)
    assert.match(await first.textContent('main'), /Your authority has approved/)
    await look(first, 'approved-for-one')
    const second = await open()
    await signIn(second, 'brian.kiprono@tbt-kenya.example')
    await second.goto(`${draft}/check`)
    await look(second, 'approve-joint')
    await second.click('form[action$="/approve"] button')
    await second.waitForURL(/\/desk\/published\?on=/)
    const symbol = (await second.textContent('.govuk-panel__body')).trim()
    await second.goto(`/notifications/${symbol}`)
    const page = await second.textContent('main')
    assert.match(page, /G\/TBT\/N\/KEN\/\d+, G\/TBT\/N\/UGA\/\d+/)
    assert.match(page, /Urgent/)
    assert.match(page, /Three explosions within a month/)
    await look(second, 'joint-public')
    for (const page of [regulator, official, guest, first, second]) await page.context().close()
  })

  test(`a coordinator looks at the country, ${mode} JavaScript`, async () => {
    const page = await open()
    await signIn(page, 'joseph.mwangi@tbt-kenya.example')
    await page.click('a[href="/coordination"]')
    const words = await page.textContent('main')
    assert.match(words, /Decision after the comment period/)
    assert.match(words, /Energy Regulation Board/)
    assert.ok(await page.locator('svg[role=img]').count() >= 3)
    await look(page, 'coordination')
    // Every draft of the country can be read; nothing can be changed.
    await page.click('#drafts ~ .app-frame a >> nth=0')
    await page.waitForURL(/\/desk\/\d+/)
    assert.equal(await page.locator('main form').count(), 0)
    await look(page, 'coordinator-draft')
    const brazil = await open()
    await signIn(brazil, 'camila.ferreira@tbt-brazil.example')
    assert.equal((await brazil.goto('/coordination')).status(), 403)
    assert.match(await brazil.textContent('main'), /a coordinator/)
    for (const one of [page, brazil]) await one.context().close()
  })
}
