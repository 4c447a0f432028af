// Whatever was acknowledged is there after the server was killed, once, and
// found by searching.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { startServer } from '../harness.mjs'

let server
before(async () => { server = await startServer() })
after(async () => { await server?.stop() })

const ROUNDS = 4
const CLIENTS = 50

/** Sends comments until the server is gone; returns the receipts it gave. */
async function comments (symbol, round, client) {
  const receipts = []
  for (let n = 0; ; n++) {
    const text = `Comment ${round}-${client}-${n} on the draft.`
    try {
      const answer = await fetch(`${server.origin}/comment`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.origin, 'sec-fetch-site': 'same-origin' },
        body: new URLSearchParams({ on: symbol, step: 'send', kind: 'comment', language: 'en', author: 'Ana', email: `ana${client}@example.org`, text })
      })
      if (answer.status === 303) receipts.push({ text, path: answer.headers.get('location') })
    } catch {
      return receipts
    }
  }
}

test('kill -9 while clients comment loses nothing that was acknowledged', async () => {
  const list = await (await fetch(`${server.origin}/api/v1/notifications?open=yes&kind=regular`)).json()
  const symbol = list.items[0].symbols[0]
  const receipts = []
  for (let round = 0; round < ROUNDS; round++) {
    const clients = Array.from({ length: CLIENTS }, (_, client) => comments(symbol, round, client))
    // At a moment that nobody chose: in a request, between two, in a commit.
    await new Promise(resolve => setTimeout(resolve, 400 + Math.random() * 900))
    await server.kill()
    receipts.push(...(await Promise.all(clients)).flat())
    await server.restart()
  }
  assert.ok(receipts.length >= CLIENTS, `${receipts.length} comments were acknowledged`)
  console.log(`${receipts.length} comments of ${CLIENTS} clients were acknowledged in ${ROUNDS} rounds`)
  const numbers = new Set()
  for (const { text, path } of receipts) {
    const page = await fetch(server.origin + path)
    assert.equal(page.status, 200, path)
    assert.ok((await page.text()).includes(text), `${path} holds what was sent`)
    numbers.add(new URL(path, server.origin).pathname)
  }
  assert.equal(numbers.size, receipts.length, 'every comment has a number of its own')
})

test('the index follows after a kill', async () => {
  const before = await (await fetch(`${server.origin}/api/v1/notifications`)).json()
  await server.kill()
  await server.restart()
  const after = await (await fetch(`${server.origin}/api/v1/notifications`)).json()
  assert.equal(after.total, before.total)
  const ready = await (await fetch(`${server.origin}/ready`)).json()
  assert.equal(ready.index_behind, 0)
})
