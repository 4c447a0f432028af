// The program itself, filled with the demo in a folder of its own, and a real
// Chromium in front of it. Every journey file gets its own server and data.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, readFileSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import assert from 'node:assert/strict'
import { chromium } from 'playwright-core'

const program = process.env.CONCORDANCE_PROGRAM
assert.ok(program, 'CONCORDANCE_PROGRAM names the program to test: run `cargo xtask test`')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Fills a data folder and starts the program on a free port; `within` names the folder
 * where the data folder is made, `options` are for all commands, `serving` for `serve`.
 */
export async function startServer ({ within = tmpdir(), options = [], serving = [] } = {}) {
  const data = mkdtempSync(join(within, 'concordance-'))
  execFileSync(program, ['demo', '--data', data, ...options], { stdio: ['ignore', 'ignore', 'inherit'] })
  const given = [...options, ...serving]
  let process = await serve(data, '127.0.0.1:0', given)
  const origin = process.origin
  return {
    origin,
    data,
    /** Ends without any warning, as a power cut does. */
    async kill () { await end(process, 'SIGKILL') },
    /** Asked to end, as an operator does. */
    async terminate () { await end(process, 'SIGTERM') },
    /** Starts again where it ended. */
    async restart () { process = await serve(data, new URL(origin).host, given) },
    async stop () {
      await end(process, 'SIGTERM')
      rmSync(data, { recursive: true, force: true })
    }
  }
}

/** Starts the program on a data folder that is there already. */
export async function startOn (data, options = []) {
  const process = await serve(data, '127.0.0.1:0', options)
  return { origin: process.origin, async stop () { await end(process, 'SIGTERM') } }
}

/** Runs a command of the program; what it printed, and whether it succeeded. */
export function command (...given) {
  return new Promise(resolve => {
    execFile(program, given, { encoding: 'utf8' }, (error, stdout, stderr) => resolve({ ok: !error, stdout, stderr }))
  })
}

async function serve (data, listen, options) {
  const child = spawn(program, ['serve', '--data', data, '--listen', listen, '--show-outbox', '--comment-limit', '100000', '--mail-limit', '1000', '--sign-in-limit', '1000', ...options], {
    stdio: ['ignore', 'inherit', 'pipe'],
    env: { ...globalThis.process.env, RUST_LOG: 'warn' }
  })
  const origin = await new Promise((resolve, reject) => {
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
      const found = /answers at (http:\/\/\S+)\n/.exec(said)
      if (found) resolve(found[1])
    })
    child.on('exit', code => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
  return { child, origin }
}

async function end ({ child }, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise(resolve => child.on('exit', resolve))
  child.kill(signal)
  await ended
}

/** A Chromium that talks to nobody but the page. */
export function startBrowser () {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync']
  })
}

export const DESKTOP = { width: 1280, height: 900 }
export const PHONE = { width: 390, height: 844 }

/** A page of a new visitor, with or without JavaScript. Errors of scripts and refused content fail the journey. */
export async function visitor (browser, { javaScript = true, viewport = DESKTOP, origin, colorScheme = 'light' } = {}) {
  const context = await browser.newContext({ javaScriptEnabled: javaScript, viewport, colorScheme, baseURL: origin })
  const page = await context.newPage()
  page.troubles = []
  page.on('pageerror', error => page.troubles.push(String(error)))
  page.on('console', message => { if (message.type() === 'error') page.troubles.push(message.text()) })
  return page
}

/** Signs an official in. */
export async function signIn (page, email) {
  await page.goto('/sign-in?return_to=/desk')
  await page.fill('input[name=email]', email)
  await page.fill('input[name=password]', 'concordance-demo-2026')
  await page.click('main button[type=submit], main button:not([type])')
  await page.waitForURL(/\/desk/)
}

/** Opens the authority's notification whose period is open longest; returns its symbol. */
export async function openNotification (page, authority) {
  await page.goto(`/search?authority=${authority}&open=yes&kind=regular&sort=newest`)
  await page.click('.app-item a')
  await page.waitForURL(/\/notifications\//)
  return decodeURIComponent(new URL(page.url()).pathname.replace('/notifications/', ''))
}

/** No violation of accessibility rules, and what must hold without scripts too. */
export async function accessible (page, what) {
  const results = await inject(page)
  const found = results.violations.map(v => `${v.id}: ${v.help} (${v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')})`)
  assert.deepEqual(found, [], `${what}: axe found violations`)
  await fits(page, what)
}

/** No text is missing, and nothing is wider than the screen. */
export async function fits (page, what) {
  const blank = /\[[a-z]+(?:[-_][a-z0-9]+)*\]/.exec(await page.textContent('body'))
  assert.equal(blank, null, `${what}: a text is missing`)
  const wider = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(wider <= 0, `${what}: the page is ${wider} px wider than the screen`)
}

async function inject (page) {
  // Evaluated through the debugger: the content policy of the page stays as it is.
  await page.evaluate(axe)
  return page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
}

/** A picture for people to look at, where E2E_SCREENSHOTS names a folder. */
export async function picture (page, name) {
  const folder = process.env.E2E_SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}

/** Day, month and year in so many days, by the calendar of a zone: an authority's own day begins before or after UTC's. */
function later (days, zone = 'UTC') {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric', month: 'numeric', year: 'numeric' })
  const parts = format.formatToParts(Date.now() + days * 86_400_000)
  return ['day', 'month', 'year'].map(type => String(Number(parts.find(part => part.type === type).value)))
}

/** Fills the three boxes of a date. */
export async function date (page, name, days, zone) {
  const [day, month, year] = later(days, zone)
  await page.fill(`[name="${name}-day"]`, day)
  await page.fill(`[name="${name}-month"]`, month)
  await page.fill(`[name="${name}-year"]`, year)
}
