// A business finds drafts and standards: with and without JavaScript, on a
// desk and on a phone, in light and dark.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, DESKTOP, PHONE, fits, picture, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

for (const javaScript of [true, false]) {
  for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`reading ${javaScript ? 'with' : 'without'} JavaScript on a ${size}`, async () => {
      const page = await visitor(browser, { javaScript, viewport, origin: server.origin, colorScheme: size === 'phone' ? 'dark' : 'light' })
      const look = async what => {
        await (javaScript ? accessible : fits)(page, what)
        await picture(page, `reading-${size}-${what}`)
      }
      await page.goto('/')
      await look('home')
      await page.fill('#q', 'toys')
      await page.press('#q', 'Enter')
      await page.waitForURL(/\/search\?q=toys/)
      assert.ok(await page.locator('.app-item').count() > 0, 'toys are found')
      assert.ok(await page.locator('.app-item mark').count() > 0, 'the words are marked')
      await look('results')

      // Every facet is an address; it narrows down and can be taken away.
      const total = await count(page)
      await page.click('.app-facet a[href*="open=yes"]')
      await page.waitForURL(/open=yes/)
      const open = await count(page)
      assert.ok(open > 0 && open <= total)
      await page.click('.app-conditions a[href="/search?q=toys"]')
      assert.equal(await count(page), total)

      await page.goto('/search?open=yes&sort=closing-soon')
      await page.click('.app-item a')
      await page.waitForURL(/\/notifications\//)
      assert.match(await page.textContent('.app-strip'), /\d{1,2} \w+ \d{4}, 23:59 \(/, 'the deadline is written out with its zone')
      assert.equal(await page.locator('a.govuk-button[href^="/comment?on="]').count(), 1)
      await look('notification')

      await page.goto('/search?divergence=superseded-edition')
      await page.click('.app-item a')
      await page.waitForURL(/\/notifications\//)
      assert.match(await page.textContent('.app-divergence'), /Superseded edition/)
      await look('divergence')
      await page.click('td a[href^="/standards/"]')
      await page.waitForURL(/\/standards\//)
      assert.ok(await page.locator('a[href^="/notifications/"]').count() > 0, 'who cites it is shown')
      await look('standard')

      await page.click('a[href^="/standards?ics="]')
      assert.ok(await page.locator('tbody tr').count() > 0, 'standards of the same field')
      await look('shelf')

      // A notified text, clause by clause, with what it cites marked in place.
      await page.goto('/search?q=bunk+beds')
      await page.click('.app-item a')
      await page.click('a[href$="/text"]')
      await page.waitForURL(/\/documents\/\d+\/text$/)
      assert.ok(await page.locator('.app-clause').count() > 3, 'the text has clauses')
      assert.ok(await page.locator('.app-reference a[href^="/standards/"]').count() > 0, 'references are links')
      await look('text')

      await page.goto('/standards?q=IEC 60335-1')
      assert.match(await page.textContent('main'), /IEC 60335-1/)
      await look('standards')
      await page.goto('/catalogue')
      assert.ok(await page.locator('#superseded').count() === 1, 'superseded editions that are cited are listed')
      await look('catalogue')
      await page.goto('/products')
      assert.ok(await page.locator('.app-item').count() > 0, 'products on which authorities differ')
      assert.match(await page.textContent('main'), /Score \d+\.\d: .*As of /s)
      await look('products')
      await page.click('.app-item a')
      await page.waitForURL(/\/products\/hs\/\d{4}$/)
      assert.ok(await page.locator('tbody td a').count() > 1, 'who cites which edition')
      await look('matrix')
      // Following needs an address that its owner confirms, and ends with one click.
      await page.goto('/search?q=toys')
      await page.click('.app-item a')
      await page.click('a[href^="/follow?what=measure"]')
      await page.click('main button[type=submit]')
      assert.match(await page.textContent('.govuk-error-summary'), /e-mail address/)
      await page.fill('input[name=email]', `follower-${javaScript}-${size}@importers.example`)
      await look('follow')
      await page.click('main button[type=submit]')
      assert.match(await page.textContent('h1'), /mailbox/)
      await page.goto('/outbox')
      const confirm = new URL(await page.getAttribute('.app-item a[href*="/follows/confirm?key="]', 'href'))
      await page.goto(confirm.pathname + confirm.search)
      await look('follow-confirm')
      await page.click('main button[type=submit]')
      assert.match(await page.textContent('h1'), /You follow it/)
      await page.click('a[href^="/follows/end?key="]')
      await page.click('main button[type=submit]')
      assert.match(await page.textContent('h1'), /Nothing is followed/)

      await page.goto('/authorities')
      assert.ok(await page.locator('tbody tr').count() >= 20)
      await look('authorities')
      await page.goto('/outbox')
      await look('outbox')
      const missing = await page.goto('/notifications/G/TBT/N/XXX/1')
      assert.equal(missing.status(), 404)
      await look('missing')
      assert.deepEqual(page.troubles.filter(t => !/404|422/.test(t)), [])
      await page.context().close()
    })
  }
}

test('a joint measure is one notification with several symbols', async () => {
  const page = await visitor(browser, { origin: server.origin })
  await page.goto('/search?q=Gulf+toys')
  const symbols = await page.textContent('.app-item .app-symbol')
  assert.equal(symbols.split(',').length, 7, symbols)
  await page.context().close()
})

test('machines read the same', async () => {
  const list = await (await fetch(`${server.origin}/api/v1/notifications?open=yes`)).json()
  assert.ok(list.total > 0 || list.items.length > 0)
  const bad = await fetch(`${server.origin}/api/v1/notifications?colour=red`)
  assert.equal(bad.status, 400)
  assert.match((await bad.json()).error, /colour/)
  const description = await (await fetch(`${server.origin}/api/v1/openapi.json`)).json()
  assert.match(description.openapi, /^3/)
  for (const [path, status] of [['/health', 200], ['/ready', 200], ['/metrics', 200]]) {
    assert.equal((await fetch(server.origin + path)).status, status, path)
  }
  const home = await fetch(`${server.origin}/`)
  assert.match(home.headers.get('content-security-policy'), /default-src 'none'.*nonce-/)
})

async function count (page) {
  return Number(/\d+/.exec(await page.textContent('.app-count'))[0])
}
