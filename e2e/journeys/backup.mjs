// A backup of a server that people write to, restored elsewhere: the same pages, the same
// files. And what refuses: a damaged backup, a folder in use, an empty database beside a
// filled index.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, startOn, startServer } from '../harness.mjs'
import { ask, comment, json, postgres, send } from '../starving.mjs'

let server, symbol
const folder = mkdtempSync(join(tmpdir(), 'concordance-backup-'))
const saved = join(folder, 'saved')
const restored = join(folder, 'restored')
before(async () => {
  server = await startServer()
  symbol = (await json(server.origin, '/api/v1/notifications?open=yes&kind=regular')).items[0].symbols[0]
})
after(async () => {
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** What a page says, without what differs at every answer. */
const plain = ({ status, headers, text }) => {
  const nonce = /nonce-([0-9a-f]+)/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? 'none'
  return `${status} ${text.replaceAll(nonce, 'N').replaceAll(/127\.0\.0\.1:\d+/g, 'HOST')}`
}

async function symbols (origin) {
  const list = (await json(origin, '/api/v1/notifications'))
  return list.items.map(item => item.symbols[0])
}

test('a drill: backup while people write, restore, the same pages and files', async () => {
  let writing = true
  const acknowledged = []
  const writer = (async () => {
    for (let n = 0; writing; n++) {
      const answer = await send(server.origin, '/comment', comment(symbol, `Written during the backup, ${n}.`, `b${n}`))
      if (answer.status === 303) acknowledged.push(answer.headers.get('location'))
    }
  })()
  while (acknowledged.length < 5) await new Promise(resolve => setTimeout(resolve, 20))
  const before = [...acknowledged]
  const made = await command('backup', saved, '--data', server.data)
  assert.ok(made.ok, made.stderr)
  writing = false
  await writer

  const back = await command('restore', saved, '--data', restored)
  assert.ok(back.ok, back.stderr)
  const other = await startOn(restored)
  try {
    for (const path of ['/authorities', '/products', ...(await symbols(server.origin)).filter(s => s !== symbol).map(s => `/notifications/${s}`)]) {
      const [one, two] = await Promise.all([ask(server.origin, path), ask(other.origin, path)])
      assert.equal(one.status, 200, path)
      assert.equal(plain(two), plain(one), `${path} is the same`)
    }
    for (const path of before) {
      assert.equal((await ask(other.origin, path)).status, 200, `what was acknowledged before the backup is in it: ${path}`)
    }
    assert.equal((await ask(other.origin, '/api/v1/notifications')).text, (await ask(server.origin, '/api/v1/notifications')).text)
  } finally {
    await other.stop()
  }
  const files = readdirSync(join(server.data, 'files')).filter(name => /^(comment-)?[0-9a-f]{64}$/.test(name))
  assert.ok(files.length > 0, 'the demonstration has files')
  for (const name of files) {
    const bytes = readFileSync(join(restored, 'files', name))
    assert.equal(createHash('sha256').update(bytes).digest('hex'), name.replace('comment-', ''))
  }
  assert.deepEqual(readdirSync(join(restored, 'files')).sort(), files.sort())
})

test('a backup that is damaged or not whole is not restored', async () => {
  const damaged = join(folder, 'damaged')
  cpSync(saved, damaged, { recursive: true })
  const [file] = readdirSync(join(damaged, 'files'))
  writeFileSync(join(damaged, 'files', file), 'something else')
  const refused = await command('restore', damaged, '--data', join(folder, 'nowhere'))
  assert.ok(!refused.ok && /is damaged/.test(refused.stderr), refused.stderr)
  assert.ok(!existsSync(join(folder, 'nowhere', 'registry.sqlite')))
  rmSync(join(damaged, 'backup.json'))
  const unfinished = await command('restore', damaged, '--data', join(folder, 'nowhere'))
  assert.ok(!unfinished.ok && /no whole backup/.test(unfinished.stderr), unfinished.stderr)
})

test('neither a backup nor a data folder is written over', async () => {
  const again = await command('backup', saved, '--data', server.data)
  assert.ok(!again.ok && /holds a backup already/.test(again.stderr), again.stderr)
  const over = await command('restore', saved, '--data', restored)
  assert.ok(!over.ok && /holds a registry already/.test(over.stderr), over.stderr)
  const nothing = await command('backup', join(folder, 'new'), '--data', join(folder, 'empty'))
  assert.ok(!nothing.ok && /there is no registry/.test(nothing.stderr), nothing.stderr)
})

test('an empty or another database beside a filled index and files is refused, a damaged index is made anew', async () => {
  const lost = join(folder, 'lost')
  cpSync(restored, lost, { recursive: true })
  for (const name of readdirSync(lost).filter(name => name.startsWith('registry.sqlite'))) rmSync(join(lost, name))
  const refused = await command('serve', '--data', lost, '--listen', '127.0.0.1:0')
  assert.ok(!refused.ok && /belong/.test(refused.stderr), refused.stderr)
  assert.ok(readdirSync(join(lost, 'files')).length > 0)

  const bad = join(folder, 'bad-index')
  cpSync(restored, bad, { recursive: true })
  for (const name of readdirSync(join(bad, 'index')).filter(name => name.endsWith('.json') || /\.(term|store|idx)$/.test(name))) {
    writeFileSync(join(bad, 'index', name), 'damaged')
  }
  const mended = await startOn(bad)
  try {
    const until = Date.now() + 20_000
    let found
    do {
      found = (await json(mended.origin, '/api/v1/notifications'))
      await new Promise(resolve => setTimeout(resolve, 200))
    } while (found.total !== (await symbolsIn(server.origin)) && Date.now() < until)
    assert.equal(found.total, await symbolsIn(server.origin))
  } finally {
    await mended.stop()
  }
})

test('a drill with PostgreSQL: the dump first, then the files, and back', async () => {
  const database = postgres()
  try {
    const at = (name, url) => ['--data', join(folder, name), '--database', url]
    const filled = await command('demo', ...at('pg', database.url))
    assert.ok(filled.ok, filled.stderr)
    const saved = join(folder, 'pg-saved')
    const early = await command('backup', saved, ...at('pg', database.url))
    assert.ok(!early.ok && /Save them first/.test(early.stderr), early.stderr)
    mkdirSync(saved, { recursive: true })
    const dump = database.dump()
    writeFileSync(join(saved, 'registry.dump'), dump)
    const made = await command('backup', saved, ...at('pg', database.url))
    assert.ok(made.ok, made.stderr)

    const restored = database.another('restored')
    const empty = await command('restore', saved, ...at('pg-restored', restored))
    assert.ok(!empty.ok && /does not hold the rows yet/.test(empty.stderr), empty.stderr)
    database.restore('restored', dump)
    const back = await command('restore', saved, ...at('pg-restored', restored))
    assert.ok(back.ok, back.stderr)
    const [one, two] = await Promise.all([startOn(join(folder, 'pg'), ['--database', database.url]), startOn(join(folder, 'pg-restored'), ['--database', restored])])
    try {
      for (const path of ['/authorities', ...(await symbols(one.origin)).map(s => `/notifications/${s}`)]) {
        const [here, there] = await Promise.all([ask(one.origin, path), ask(two.origin, path)])
        assert.equal(plain(there), plain(here), `${path} is the same`)
      }
    } finally {
      await Promise.all([one.stop(), two.stop()])
    }
  } finally {
    database.remove()
  }
})

async function symbolsIn (origin) {
  return (await json(origin, '/api/v1/notifications')).total
}
