// A disk without room: whatever was acknowledged is there, what was not is given back, and
// writing goes on by itself once there is room.
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { startServer } from '../harness.mjs'
import { ask, comment, json, send, smallDisk } from '../starving.mjs'

const ROUNDS = Number(process.env.CHAOS_ROUNDS ?? 10)
const CLIENTS = 8
const MEGABYTES = 192
const NO_DISK = 'skipped: a disk in memory may not be mounted here'
// Longer than a page of the database, so that some need many and some none.
const LONG = 'The limit in clause 4 is lower than the one of the standard. '.repeat(200)

/** Sends comments until so many were answered; which were acknowledged, and how the others were answered. */
async function comments (origin, symbol, round, client) {
  const acknowledged = []
  const refused = new Map()
  for (let n = 0; n < 12; n++) {
    const text = `Comment ${round}-${client}-${n}. ${n % 2 ? LONG : ''}`.trim()
    const answer = await send(origin, '/comment', comment(symbol, text, `${round}-${client}-${n}`))
    if (answer.status === 303) acknowledged.push({ text, path: answer.headers.get('location') })
    else {
      refused.set(answer.status, (refused.get(answer.status) ?? 0) + 1)
      if (answer.status === 503) assert.ok(answer.text.includes(`Comment ${round}-${client}-${n}.`), 'what was typed is given back')
    }
  }
  return { acknowledged, refused }
}

async function openSymbol (origin) {
  const list = (await json(origin, '/api/v1/notifications?open=yes&kind=regular'))
  return list.items[0].symbols[0]
}

async function allThere (origin, acknowledged) {
  let lost = 0
  for (const { text, path } of acknowledged) {
    const page = await ask(origin, path)
    if (page.status !== 200 || !page.text.includes(text.slice(0, 40))) lost++
  }
  return lost
}

test('a full disk loses nothing that was acknowledged', async t => {
  const disk = smallDisk(MEGABYTES)
  if (!disk) return t.skip(NO_DISK)
  // Without a reserve the database itself meets the end of the disk.
  const server = await startServer({ within: disk.folder, options: ['--reserve', '0'] })
  try {
    const symbol = await openSymbol(server.origin)
    const all = []
    const answers = new Map()
    for (let round = 0; round < ROUNDS; round++) {
      disk.leave(40_000 + Math.floor(Math.random() * (round % 2 ? 80_000 : 400_000)))
      const clients = await Promise.all(Array.from({ length: CLIENTS }, (_, client) => comments(server.origin, symbol, round, client)))
      for (const { acknowledged, refused } of clients) {
        all.push(...acknowledged)
        for (const [status, n] of refused) answers.set(status, (answers.get(status) ?? 0) + n)
      }
      // By itself, without a restart.
      disk.makeRoom()
      const again = await send(server.origin, '/comment', comment(symbol, `There is room again in round ${round}.`, `again-${round}`))
      assert.equal(again.status, 303, `writing goes on once there is room: ${again.text.slice(0, 200)}`)
      all.push({ text: `There is room again in round ${round}.`, path: again.headers.get('location') })
      assert.equal((await ask(server.origin, '/ready')).status, 200)
      if (round % 2) await server.kill()
      else await server.terminate()
      await server.restart()
      assert.equal(await allThere(server.origin, all), 0, `round ${round}: acknowledged comments are lost`)
    }
    assert.ok(all.length > ROUNDS, `${all.length} comments were acknowledged`)
    assert.ok((answers.get(503) ?? 0) > 0, 'the disk was full at all')
    assert.deepEqual([...answers.keys()].filter(status => status !== 503), [], `others than 503: ${JSON.stringify([...answers])}`)
    console.log(`${ROUNDS} rounds with 40 to 440 kB of room: ${all.length} comments acknowledged, ${answers.get(503)} put off with 503, 0 lost`)
  } finally {
    await server.stop()
    disk.remove()
  }
})

test('below the reserve nothing is taken, everything can be read, and /ready says so', async t => {
  const disk = smallDisk(MEGABYTES)
  if (!disk) return t.skip(NO_DISK)
  const server = await startServer({ within: disk.folder, options: ['--reserve', '16'] })
  try {
    const symbol = await openSymbol(server.origin)
    disk.leave(12 << 20)
    const words = 'A comment that was typed for an hour.'
    const refused = await send(server.origin, '/comment', comment(symbol, words, 1))
    assert.equal(refused.status, 503)
    assert.equal(refused.headers.get('retry-after'), '60')
    assert.ok(refused.text.includes(words) && refused.text.includes('no room left'), refused.text.slice(0, 500))
    assert.ok(refused.text.includes('Send it again'))
    // Longer than what waits in memory while there is room.
    const long = await send(server.origin, '/comment', comment(symbol, `${words} ${LONG.repeat(4)}`, 2))
    assert.equal(long.status, 503)
    assert.ok(long.text.includes(words) && long.text.includes('Send it again'), long.text.slice(0, 500))
    const signIn = await send(server.origin, '/sign-in', { email: 'amina.odhiambo@tbt-kenya.example', password: 'concordance-demo-2026' })
    assert.equal(signIn.status, 503)
    assert.ok(signIn.text.includes('no room left') && !signIn.text.includes('concordance-demo-2026'))
    const ready = await ask(server.origin, '/ready')
    assert.equal(ready.status, 503)
    assert.deepEqual([JSON.parse(ready.text).writes, JSON.parse(ready.text).database], ['storage-full', 'ok'])
    for (const path of ['/', '/search', `/notifications/${symbol}`, '/api/v1/notifications']) {
      assert.equal((await ask(server.origin, path)).status, 200, path)
    }
    // A server starts on a full disk, too.
    await server.kill()
    await server.restart()
    assert.equal((await ask(server.origin, `/notifications/${symbol}`)).status, 200)
    disk.makeRoom()
    const taken = await send(server.origin, '/comment', comment(symbol, words, 1))
    assert.equal(taken.status, 303)
  } finally {
    await server.stop()
    disk.remove()
  }
})
