// A database that is stopped, hangs, or is held by others: an answer within five seconds
// that says so and gives back what was typed, the pages that were good, and everything
// again as soon as the database is there.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { accessible, fits, picture, signIn, startBrowser, startServer, visitor, PHONE } from '../harness.mjs'
import { ask, comment, json, postgres, send } from '../starving.mjs'

const LONGEST = 5_000

let database, server, browser, symbol
before(async () => {
  database = postgres()
  server = await startServer({ options: ['--database', database.url] })
  browser = await startBrowser()
  const list = (await json(server.origin, '/api/v1/notifications?open=yes&kind=regular'))
  symbol = list.items[0].symbols[0]
})
after(async () => {
  database?.thaw()
  await browser?.close()
  await server?.stop()
  database?.remove()
})

/** What is asked and sent while something is missing; every answer is honest and soon there. */
async function honest (what) {
  const words = `Typed while the database was ${what}.`
  const answers = await Promise.all([
    ...[1, 2, 3, 4, 5, 6].map(n => send(server.origin, '/comment', comment(symbol, words, n))),
    ...[1, 2].map(() => send(server.origin, '/sign-in', { email: 'amina.odhiambo@tbt-kenya.example', password: 'concordance-demo-2026' })),
    ask(server.origin, `/api/v1/notifications/${symbol}`),
    ask(server.origin, '/coordination'),
    ask(server.origin, '/ready')
  ])
  for (const { status, ms, text } of answers) {
    assert.ok(ms < LONGEST, `${what}: an answer took ${Math.round(ms)} ms`)
    assert.ok([303, 503].includes(status), `${what}: ${status} ${text.slice(0, 300)}`)
  }
  for (const { status, headers, text } of answers.slice(0, 6)) {
    assert.equal(status, 503, what)
    assert.ok(headers.get('retry-after'), what)
    assert.ok(text.includes(words) && text.includes('Send it again') && text.includes('app-header'), text.slice(0, 800))
  }
  const api = answers[8]
  assert.equal(api.status, 503)
  assert.ok(['database-away', 'database-slow'].includes(JSON.parse(api.text).code), api.text)
  assert.equal(answers[10].status, 503)
  return Math.max(...answers.map(answer => answer.ms))
}

/** Pages that somebody saw before are still there, with their time. */
async function lastGood () {
  for (const path of ['/', '/search', `/notifications/${symbol}`]) {
    const page = await ask(server.origin, path)
    assert.equal(page.status, 200, path)
    assert.ok(page.text.includes('This page is shown as it was on'), path)
    assert.ok(page.ms < LONGEST, `${path} took ${page.ms} ms`)
    const nonce = /nonce-([0-9a-f]{32})/.exec(page.headers.get('content-security-policy'))[1]
    assert.ok(!/nonce="(?!NONCE)[0-9a-f]{32}"/.test(page.text.replaceAll(nonce, 'NONCE')), 'the nonce is the one of this answer')
  }
}

async function goesOn (what) {
  // Whoever looked while it was away looks again after a second.
  const began = Date.now()
  let answer
  do {
    await new Promise(resolve => setTimeout(resolve, 200))
    answer = await send(server.origin, '/comment', comment(symbol, `The database is there again after it was ${what}.`, `after-${what}`))
  } while (answer.status === 503 && Date.now() - began < 20_000)
  assert.equal(answer.status, 303, `${what}: ${answer.text.slice(0, 300)}`)
  const all = await Promise.all(Array.from({ length: 30 }, () => ask(server.origin, `/notifications/${symbol}`)))
  assert.deepEqual(all.filter(page => page.status !== 200 || page.text.includes('shown as it was')).length, 0, what)
  return Date.now() - began
}

test('a database that is stopped', async () => {
  await ask(server.origin, `/notifications/${symbol}`)
  database.stop()
  let longest
  try {
    longest = await honest('stopped')
    await lastGood()
  } finally {
    database.start()
  }
  const back = await goesOn('stopped')
  console.log(`stopped: longest answer ${Math.round(longest)} ms; writing ${back} ms after the start`)
})

test('a database that was started anew between two requests', async () => {
  await Promise.all(Array.from({ length: 30 }, () => ask(server.origin, `/notifications/${symbol}`)))
  database.stop()
  database.start()
  const all = await Promise.all(Array.from({ length: 30 }, () => ask(server.origin, `/notifications/${symbol}`)))
  assert.deepEqual(all.filter(page => page.status !== 200 || page.text.includes('shown as it was')).length, 0, 'dead connections are found')
})

test('a database that hangs', async () => {
  database.freeze()
  let longest
  try {
    longest = await honest('hanging')
    await lastGood()
  } finally {
    database.thaw()
  }
  const back = await goesOn('hanging')
  console.log(`hanging: longest answer ${Math.round(longest)} ms; writing ${back} ms after it went on`)
})

test('others who write and do not end', async () => {
  const release = database.holdWriters()
  await new Promise(resolve => setTimeout(resolve, 500))
  const words = 'Typed while others wrote.'
  const answers = await Promise.all([1, 2, 3, 4].map(n => send(server.origin, '/comment', comment(symbol, words, n))))
  for (const { status, text, ms } of answers) {
    assert.equal(status, 503)
    assert.ok(ms < LONGEST, `${ms} ms`)
    assert.ok(text.includes(words) && text.includes('busy'))
  }
  assert.equal((await ask(server.origin, `/notifications/${symbol}`)).status, 200)
  release()
  await goesOn('held')
})

/** Presses the button until the form is taken: nothing of it is lost on the way. */
async function sendAgain (page) {
  for (let tries = 0; tries < 20 && await page.$('#typed'); tries++) {
    await page.waitForTimeout(500)
    await page.click('button:text("Send it again")')
    await page.waitForLoadState()
  }
  page.troubles.length = 0
}

for (const javaScript of [true, false]) {
  const how = javaScript ? 'with JavaScript' : 'without JavaScript'
  test(`a comment with a file, sent while the database is away, is given back and sent again, ${how}`, async () => {
    const page = await visitor(browser, { javaScript, viewport: PHONE, origin: server.origin })
    await page.goto(`/comment?on=${encodeURIComponent(symbol)}`)
    await page.fill('[name=author]', 'Ana Lima')
    await page.fill('[name=email]', `ana.lima.${javaScript}@example.org`)
    const words = `We ask for ${how}: a longer transition.\nNo.`
    await page.fill('[name=text-1]', words)
    await page.setInputFiles('[name=file]', { name: 'evidence.txt', mimeType: 'text/plain', buffer: Buffer.from('Measured twice.') })
    database.stop()
    try {
      await page.click('button[name=step][value=attach]')
      await page.waitForSelector('#typed')
      assert.match(await page.textContent('h1'), /cannot be done at the moment/)
      assert.ok((await page.inputValue('#typed')).includes(words))
      assert.ok((await page.textContent('main')).includes('evidence.txt'))
      await (javaScript ? accessible : fits)(page, `put off ${how}`)
      await picture(page, `put-off-${javaScript}`)
    } finally {
      database.start()
    }
    await sendAgain(page)
    await page.waitForSelector('textarea[name=text-1]')
    assert.equal(await page.inputValue('[name=text-1]'), words)
    assert.equal(await page.inputValue('[name=author]'), 'Ana Lima')
    await page.context().close()
  })

  test(`an official's section, sent while the database is away, is given back and sent again, ${how}`, async () => {
    const page = await visitor(browser, { javaScript, origin: server.origin })
    await signIn(page, 'amina.odhiambo@tbt-kenya.example')
    await page.click('form[action="/desk/new"] button')
    await page.waitForURL(/\/desk\/\d+$/)
    const section = `${page.url()}/description`
    await page.goto(section)
    const words = `A description that took an hour, ${how}.`
    await page.fill('[name=description]', words)
    database.stop()
    try {
      await page.click('#section button[type=submit]')
      await page.waitForSelector('#typed')
      assert.ok((await page.inputValue('#typed')).includes(words))
      await (javaScript ? accessible : fits)(page, `section put off ${how}`)
    } finally {
      database.start()
    }
    await sendAgain(page)
    await page.waitForURL(/\/desk\/\d+$/)
    await page.goto(section)
    assert.equal(await page.inputValue('[name=description]'), words)
    await page.context().close()
  })
}
