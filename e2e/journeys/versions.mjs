// The texts of a measure: what changed in a revision, two languages side by
// side, how an official corrects the cutting, and what becomes of bad files.
import { after, before, test } from 'node:test'
import assert from 'node:assert/strict'
import http from 'node:http'
import { deflateRawSync } from 'node:zlib'
import { accessible, DESKTOP, PHONE, fits, picture, signIn, startBrowser, startServer, visitor } from '../harness.mjs'

let server, browser
before(async () => { [server, browser] = await Promise.all([startServer(), startBrowser()]) })
after(async () => { await browser?.close(); await server?.stop() })

for (const javaScript of [true, false]) {
  for (const [size, viewport] of [['desktop', DESKTOP], ['phone', PHONE]]) {
    test(`what changed ${javaScript ? 'with' : 'without'} JavaScript on a ${size}`, async () => {
      const page = await visitor(browser, { javaScript, viewport, origin: server.origin, colorScheme: size === 'phone' ? 'dark' : 'light' })
      const look = async what => {
        await (javaScript ? accessible : fits)(page, what)
        await picture(page, `versions-${size}-${what}`)
      }
      await page.goto('/search?authority=KEN&kind=revision&open=yes')
      await page.click('.app-item a')
      await page.waitForURL(/\/notifications\/.*Rev\.1$/)
      assert.match(await page.textContent('aside'), /unofficial translation/, 'the status of each file is said')
      await look('notification')
      await page.click('a[href$="/changes"]')
      await page.waitForURL(/\/documents\/\d+\/changes$/)
      assert.match(await page.textContent('h1'), /What changed in G\/TBT\/N\/KEN\/\d+\/Rev\.1 of \d+ \w+ \d{4}/)
      const counts = await page.textContent('.app-counts')
      for (const standing of ['Changed', 'Added', 'Removed', 'Moved', 'Renumbered', 'Unchanged']) assert.match(counts, new RegExp(`${standing}\\s*\\d+`))
      await look('changes')

      // A changed clause: reached from the contents; the words say what they are.
      const cord = page.locator('.app-change', { has: page.locator('del', { hasText: '1.2' }) }).first()
      const id = await cord.getAttribute('id')
      await page.click(`nav a[href="#${id}"]`)
      assert.equal(new URL(page.url()).hash, `#${id}`)
      // On a desk the two stand side by side; on a phone they are one text.
      assert.equal(await cord.locator('.app-sides--wide').isVisible(), size === 'desktop')
      assert.equal(await cord.locator('.app-inline-change').isVisible(), size === 'phone')
      const words = size === 'desktop' ? cord.locator('.app-sides--wide') : cord.locator('.app-inline-change')
      assert.match(await words.locator('del').first().textContent(), /removed:\s*1\.2\s*end of it/)
      assert.match(await words.locator('ins').first().textContent(), /added:\s*1\.5\s*end of it/)
      // Comments stay with the version on which they were made.
      const comment = cord.locator('a', { hasText: '1 comment on this clause in the earlier version' })
      assert.match(await comment.getAttribute('href'), /^\/documents\/\d+\/text\?clause=.+#/)
      assert.ok(await page.locator('.app-unchanged').count() > 0, 'what did not change is one line')
      assert.match(await page.locator('.app-unchanged').first().textContent(), /unchanged/)

      // And back: the text leads to its earlier version and to its translation.
      await page.click('.govuk-back-link')
      await page.waitForURL(/\/text$/)
      await page.click('.app-versions a[href*="beside="]')
      await page.waitForURL(/beside=\d+/)
      assert.ok(await page.locator('section.app-beside [lang=fr]').count() > 10, 'the French clauses stand beside')
      assert.match(await page.textContent('main'), /Not in the French text/)
      await look('beside')
      await page.goto('/search?authority=KEN&kind=regular&open=yes&q=toasters')
      await page.click('.app-item a')
      await page.click('a[href$="/text"]')
      await page.click('.app-versions a[href*="/changes?with="]')
      assert.match(await page.textContent('h1'), /Rev\.1/)
      assert.deepEqual(page.troubles, [])
      await page.context().close()
    })
  }
}

const LAW = `# Rules on kettles

## Article 1 Scope

These rules apply to kettles for the home.

They do not apply to urns. 2. Samovars are covered.

## Article 2 Marking

The warning is in the language of the place of sale.
`

async function draft (page) {
  await page.goto('/desk')
  await page.click('form[action="/desk/new"] button')
  await page.waitForURL(/\/desk\/\d+$/)
  return new URL(page.url()).pathname
}

async function upload (page, at, name, bytes, { language = 'en', status = 'official' } = {}) {
  await page.goto(`${at}/texts`)
  await page.setInputFiles('[name=file]', { name, mimeType: 'application/octet-stream', buffer: Buffer.from(bytes) })
  await page.selectOption('[name=file_language]', language)
  await page.check(`[name=file_status][value=${status}]`)
  await page.click('button[formenctype]')
}

for (const javaScript of [true, false]) {
  test(`the cutting is corrected ${javaScript ? 'with' : 'without'} JavaScript`, async () => {
    const page = await visitor(browser, { javaScript, viewport: javaScript ? DESKTOP : PHONE, origin: server.origin })
    const look = async what => {
      await (javaScript ? accessible : fits)(page, what)
      await picture(page, `versions-${what}-${javaScript ? 'desktop' : 'phone'}`)
    }
    await signIn(page, 'amina.odhiambo@tbt-kenya.example')
    const at = await draft(page)
    await upload(page, at, 'kettles.md', LAW)
    await upload(page, at, 'bouilloires.md', '# Règles\n\n## Article 1 Champ\n\nBouilloires.\n', { language: 'fr', status: 'machine' })
    assert.match(await page.textContent('main'), /French, machine translation, checked by nobody/)
    await look('upload')
    await page.click('a[href$="/clauses"]:has-text("kettles.md")')
    await page.waitForURL(/\/clauses$/)
    const list = page.url()
    assert.match(await page.textContent('main'), /3 clauses were found/)
    await look('clauses')

    // A clause that stands within a paragraph is started there, with what is wrong said first.
    await page.click('li#art-1 a')
    await page.waitForURL(/\/clauses\/\d+$/)
    await page.fill('[name=words]', 'Teapots are covered')
    await page.click('form:has([name=words]) button')
    assert.match(await page.textContent('.govuk-error-summary'), /not in the clause/)
    assert.equal(await page.inputValue('[name=words]'), 'Teapots are covered')
    await look('clause-error')
    const stale = page.url()
    await page.fill('[name=words]', '2. Samovars')
    await page.click('form:has([name=words]) button')
    await page.waitForURL(/was=3/)
    assert.match(await page.textContent('[role=status]'), /4 clauses now \(3 before\)\. Every word is still in it/)
    assert.match(await page.textContent('aside'), /A paragraph was broken in two/)

    // Heading and level; then what has no effect is not asked for.
    await page.goto(stale)
    await page.fill('[name=clause_heading]', 'What it is about')
    await page.click('form:has([name=clause_heading]) button')
    await page.waitForURL(/was=4/)
    assert.match(await page.textContent('li#art-1'), /What it is about/)
    await look('corrected')

    // Somebody else was faster: it is told, and what was typed is kept.
    const other = await page.context().newPage()
    await other.goto(stale)
    await page.click('li#art-2 form button')
    await page.waitForURL(/was=4/)
    assert.match(await page.textContent('[role=status]'), /3 clauses now/)
    await other.fill('[name=clause_heading]', 'Too late')
    await other.click('form:has([name=clause_heading]) button')
    assert.match(await other.textContent('.govuk-error-summary'), /Somebody else corrected/)
    assert.equal(await other.inputValue('[name=clause_heading]'), 'Too late')
    if (javaScript) await accessible(other, 'conflict')
    await other.close()

    // Undone from the list: the clause is there again.
    await page.goto(list)
    await page.click('aside li:has-text("was joined") button')
    await page.waitForURL(/was=3/)
    assert.equal(await page.locator('li#art-2').count(), 1)
    // The draft's own page of the text shows the same clauses.
    const text = list.replace(/\/desk\/\d+/, '').replace(/\/clauses$/, '/text')
    await page.goto(text)
    assert.match(await page.textContent('section#art-1'), /apply to kettles/)
    await page.goto('/search?authority=KEN&open=yes&q=toasters')
    assert.deepEqual(page.troubles.filter(t => !/409|422/.test(t)), [])
    await page.context().close()
  })
}

/** A ZIP file of one DOCX part that unpacks to that many bytes of blanks. */
function bomb (size) {
  const name = Buffer.from('word/document.xml')
  const data = deflateRawSync(Buffer.alloc(size, 0x20))
  const local = Buffer.alloc(30)
  local.writeUInt32LE(0x04034b50, 0); local.writeUInt16LE(20, 4); local.writeUInt16LE(8, 8)
  local.writeUInt32LE(data.length, 18); local.writeUInt32LE(size, 22); local.writeUInt16LE(name.length, 26)
  const central = Buffer.alloc(46)
  central.writeUInt32LE(0x02014b50, 0); central.writeUInt16LE(20, 4); central.writeUInt16LE(20, 6); central.writeUInt16LE(8, 10)
  central.writeUInt32LE(data.length, 20); central.writeUInt32LE(size, 24); central.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0); end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10)
  end.writeUInt32LE(46 + name.length, 12); end.writeUInt32LE(30 + name.length + data.length, 16)
  return Buffer.concat([local, name, data, central, name, end])
}

/** A PDF from its objects. */
function pdf (objects, trailer = '') {
  const parts = [Buffer.from('%PDF-1.7\n')]
  const offsets = []
  let length = parts[0].length
  objects.forEach((object, n) => {
    const part = Buffer.from(`${n + 1} 0 obj\n${object}\nendobj\n`)
    offsets.push(length); length += part.length; parts.push(part)
  })
  const table = offsets.map(at => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  parts.push(Buffer.from(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`))
  return Buffer.concat(parts)
}

function pages (count) {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', '', '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>']
  const kids = []
  for (let n = 1; n <= count; n++) {
    const words = `BT /F1 12 Tf 72 720 Td (Article ${n} Every kettle of kind ${n} has a switch.) Tj ET`
    objects.push(`<< /Length ${words.length} >>\nstream\n${words}\nendstream`)
    kids.push(`${objects.length + 1} 0 R`)
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${objects.length} 0 R >>`)
  }
  objects[1] = `<< /Type /Pages /Kids [${kids.join(' ')}] /Count ${count} >>`
  return pdf(objects)
}

const ID = '00112233445566778899aabbccddeeff'
const LOCKED_PDF = pdf(
  ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>', `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <${'5b'.repeat(32)}> /U <${'a7'.repeat(32)}> >>`],
  `/Encrypt 3 0 R /ID [<${ID}> <${ID}>]`)
const LOCKED_DOCX = Buffer.concat([Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le')])
const PNG = Buffer.from('89504e470d0a1a0a0000000d494844520000000100000001', 'hex')

test('a bad file gets a clear sentence, and the rest of the form is kept', async () => {
  const page = await visitor(browser, { origin: server.origin })
  await signIn(page, 'amina.odhiambo@tbt-kenya.example')
  const at = await draft(page)
  const bad = [
    ['picture.pdf', PNG, /is a PNG picture, not a text/],
    ['really-text.pdf', Buffer.from('No PDF at all.'), /named \.pdf, but its content is not PDF/],
    ['really-pdf.docx', pages(1), /named \.docx, but its content is not a Word document/],
    ['program.exe', Buffer.from('MZ'), /This kind of file is not taken/],
    ['locked.docx', LOCKED_DOCX, /protected by a password/],
    ['locked.pdf', LOCKED_PDF, /protected by a password/],
    ['empty.txt', Buffer.alloc(0), /The file is empty/],
    ['bomb.docx', bomb(60 << 20), /unpacks to far more than a text has/],
    ['broken.txt', Buffer.concat([Buffer.from('Article 1 Kettles für alle. '), Buffer.from([0xc3]), Buffer.from(' und '), Buffer.from([0xff, 0xfe, 0xfd])]), /not text in UTF-8|damaged/]
  ]
  for (const [name, bytes, sentence] of bad) {
    await page.goto(`${at}/texts`)
    await page.fill('[name=texts_from]', `Typed beside ${name}`)
    await page.setInputFiles('[name=file]', { name, mimeType: 'application/octet-stream', buffer: bytes })
    await page.selectOption('[name=file_language]', 'fr')
    await page.check('[name=file_status][value=unofficial]')
    const [answer] = await Promise.all([page.waitForResponse(r => r.request().method() === 'POST' && /\/files$/.test(r.url())), page.click('button[formenctype]')])
    assert.equal(answer.status(), 422, name)
    await page.waitForLoadState()
    assert.match(await page.textContent('.govuk-error-summary'), sentence, name)
    assert.equal((await page.inputValue('[name=texts_from]')).trim(), `Typed beside ${name}`, name)
    assert.equal(await page.inputValue('[name=file_language]'), 'fr', name)
    assert.ok(await page.isChecked('[name=file_status][value=unofficial]'), name)
  }
  await accessible(page, 'bad file')
  await picture(page, 'versions-bad-file')

  // 2,000 pages are read.
  await upload(page, at, 'long.pdf', pages(2000))
  assert.match(await page.textContent('main'), /long\.pdf/)
  await page.click('a[href$="/clauses"]:has-text("long.pdf")')
  assert.match(await page.textContent('main'), /[12],?\d{3} clauses were found/)
  assert.deepEqual(page.troubles.filter(t => !/422/.test(t)), [])

  // 500 MB: more than a browser here should hold, so it is sent as a stream.
  await page.goto(`${at}/texts`)
  const base = await page.inputValue('[name=base]')
  const cookies = (await page.context().cookies()).map(c => `${c.name}=${c.value}`).join('; ')
  const answer = await sendLarge(`${server.origin}${at}/files`, cookies, { base, texts_from: 'Typed beside 500 MB' }, 500 << 20, { file_role: 'notified-text', file_language: 'es', file_status: 'machine' })
  assert.equal(answer.status, 422, answer.body.slice(0, 300))
  assert.match(answer.body, /larger than 50 MB/)
  assert.match(answer.body, /Typed beside 500 MB/)
  assert.match(answer.body, /<option[^>]*value="es"[^>]*selected/)
  await page.context().close()
})

/** Sends a form with a file of so many bytes, fields before and behind it. */
function sendLarge (address, cookie, before, bytes, behind) {
  const mark = '----concordance'
  const fields = pairs => Object.entries(pairs).map(([name, value]) => `--${mark}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join('')
  const head = Buffer.from(`${fields(before)}--${mark}\r\nContent-Disposition: form-data; name="file"; filename="huge.pdf"\r\nContent-Type: application/pdf\r\n\r\n`)
  const tail = Buffer.from(`\r\n${fields(behind)}--${mark}--\r\n`)
  const chunk = Buffer.alloc(1 << 20, 0x20)
  return new Promise((resolve, reject) => {
    const request = http.request(address, {
      method: 'POST',
      headers: { cookie, origin: new URL(address).origin, 'sec-fetch-site': 'same-origin', 'content-type': `multipart/form-data; boundary=${mark}`, 'content-length': head.length + bytes + tail.length }
    }, response => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', data => { body += data })
      response.on('end', () => resolve({ status: response.statusCode, body }))
    })
    request.on('error', reject)
    request.write(head)
    let sent = 0
    const more = () => {
      while (sent < bytes) {
        sent += chunk.length
        if (!request.write(chunk)) { request.once('drain', more); return }
      }
      request.end(tail)
    }
    more()
  })
}
