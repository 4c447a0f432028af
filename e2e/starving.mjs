// What the program needs, taken away from it: room on the disk, the database. For the
// journeys that see what happens then, and for `cargo xtask chaos`, which prints figures.
import { execFileSync, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

/** A disk of so many megabytes in memory, or null where none may be made. */
export function smallDisk (megabytes) {
  const folder = mkdtempSync(join(tmpdir(), 'concordance-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    rmSync(folder, { recursive: true, force: true })
    return null
  }
  const balloon = join(folder, 'balloon')
  const free = () => { const { bavail, bsize } = statfsSync(folder); return bavail * bsize }
  return {
    folder,
    free,
    /** Fills it until so many bytes are left. */
    leave (bytes) {
      rmSync(balloon, { force: true })
      // Written, not only made longer: a hole takes no room. In pieces, because others write too.
      const file = openSync(balloon, 'w')
      for (let over = free() - bytes; over >= 4096; over = free() - bytes) {
        try {
          writeSync(file, Buffer.alloc(Math.min(1 << 20, Math.floor(over / 4096) * 4096)))
        } catch (error) {
          if (error.code !== 'ENOSPC') throw error
          break
        }
      }
      closeSync(file)
    },
    /** There is room again. */
    makeRoom () { rmSync(balloon, { force: true }) },
    remove () {
      execFileSync('umount', ['-l', folder])
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** A PostgreSQL of its own that can be stopped, started again and frozen. */
export function postgres () {
  const bin = newest()
  const folder = mkdtempSync(join(tmpdir(), 'concordance-pg-'))
  // PostgreSQL refuses to run as root: there the user that its package creates runs it.
  const root = userInfo().uid === 0
  const user = root ? 'postgres' : userInfo().username
  const as = (program, args, options = {}) => root
    ? execFileSync('runuser', ['-u', 'postgres', '--', program, ...args], { cwd: '/', ...options })
    : execFileSync(program, args, options)
  if (root) execFileSync('chown', ['postgres', folder])
  const data = join(folder, 'data')
  as(join(bin, 'initdb'), ['-U', user, '--auth=trust', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8', '-D', data], { stdio: 'ignore' })
  const control = (...args) => as(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args], { stdio: 'ignore' })
  const options = `-k ${folder} -c listen_addresses= -c fsync=off -c max_connections=60`
  const start = () => { if (!existsSync(join(data, 'postmaster.pid'))) control('-o', options, '-l', join(folder, 'log'), 'start') }
  start()
  as(join(bin, 'createdb'), ['-h', folder, '-U', user, '-T', 'template0', 'registry'])
  const signal = name => {
    if (!existsSync(join(data, 'postmaster.pid'))) return
    const first = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    const all = execFileSync('ps', ['-o', 'pid=', '--ppid', String(first)], { encoding: 'utf8' }).trim().split(/\s+/).map(Number)
    for (const pid of [first, ...all]) { try { process.kill(pid, name) } catch { /* it ended */ } }
  }
  return {
    url: `postgres://${user}@${folder.replaceAll('/', '%2F')}/registry`,
    start,
    stop () { if (existsSync(join(data, 'postmaster.pid'))) control('-m', 'immediate', 'stop') },
    /** Takes no request and closes no connection. */
    freeze () { signal('SIGSTOP') },
    thaw () { signal('SIGCONT') },
    /** All rows, as `pg_dump` saves them. */
    dump () { return as(join(bin, 'pg_dump'), ['-h', folder, '-U', user, '--format=custom', 'registry'], { maxBuffer: 1 << 30 }) },
    /** A new database; its address. */
    another (name) {
      as(join(bin, 'createdb'), ['-h', folder, '-U', user, '-T', 'template0', name])
      return `postgres://${user}@${folder.replaceAll('/', '%2F')}/${name}`
    },
    /** Restores what `dump` gave into another database. */
    restore (name, dump) { as(join(bin, 'pg_restore'), ['-h', folder, '-U', user, '-d', name], { input: dump, stdio: ['pipe', 'ignore', 'inherit'] }) },
    /** Holds the lock of those who write, until the returned function is called. */
    holdWriters () {
      const args = ['-h', folder, '-U', user, '-d', 'registry', '-c', 'SELECT pg_advisory_lock(18946020994929220), pg_sleep(60)']
      const holder = root
        ? spawn('runuser', ['-u', 'postgres', '--', join(bin, 'psql'), ...args], { cwd: '/', stdio: 'ignore' })
        : spawn(join(bin, 'psql'), args, { stdio: 'ignore' })
      return () => {
        as(join(bin, 'psql'), ['-h', folder, '-U', user, '-d', 'registry', '-c',
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()"], { stdio: 'ignore' })
        holder.kill()
      }
    },
    remove () {
      signal('SIGCONT')
      try { control('-m', 'immediate', 'stop') } catch { /* it is stopped */ }
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function newest () {
  const versions = readdirSync('/usr/lib/postgresql').map(Number).filter(Number.isFinite).sort((a, b) => a - b)
  return join('/usr/lib/postgresql', String(versions.at(-1)), 'bin')
}

/** A form as a browser sends it from a page of the program; how it was answered, and after how long. */
export async function send (origin, path, fields, headers = {}) {
  const began = performance.now()
  try {
    const answer = await fetch(origin + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, 'sec-fetch-site': 'same-origin', ...headers },
      body: new URLSearchParams(fields),
      signal: AbortSignal.timeout(20_000)
    })
    return { status: answer.status, headers: answer.headers, text: await answer.text(), ms: performance.now() - began }
  } catch (error) {
    return { status: 0, text: String(error), headers: new Headers(), ms: performance.now() - began }
  }
}

/** The same for a page. */
export async function ask (origin, path, headers = {}) {
  const began = performance.now()
  try {
    const answer = await fetch(origin + path, { headers, redirect: 'manual', signal: AbortSignal.timeout(20_000) })
    return { status: answer.status, headers: answer.headers, text: await answer.text(), ms: performance.now() - began }
  } catch (error) {
    return { status: 0, text: String(error), headers: new Headers(), ms: performance.now() - began }
  }
}

/** A comment to be sent at once. */
export function comment (symbol, text, nth) {
  return { on: symbol, step: 'send', kind: 'comment', language: 'en', author: 'Ana', email: `ana${nth}@example.org`, text }
}

/** What the JSON interface answers. */
export async function json (origin, path) {
  const { status, text } = await ask(origin, path)
  try {
    return JSON.parse(text)
  } catch {
    throw new Error(`${path} is answered ${status} with no JSON: ${text.slice(0, 500)}`)
  }
}
