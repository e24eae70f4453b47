// Takes in what the server shows anew, and does what only a browser can: scroll, record, sound, count seconds.
'use strict'
const one = selector => document.querySelector(selector)
const all = (selector, within = document) => within.querySelectorAll(selector)
const toast = text => { const box = one('#toast'); box.textContent = text; clearTimeout(toast.t); if (text) toast.t = setTimeout(() => { box.textContent = '' }, 6000) }

// --- Parts of the page ---
// Children are told apart by their ids; one that the server wrote as before stays as it is, with what was typed in it.
const written = new WeakMap()
const touchable = 'a, button, input, select, summary, textarea'
// What unfolds in it, itself included.
const details = child => [child, ...all('details', child)].filter(one => one.tagName === 'DETAILS')
const remember = parent => { for (const child of parent.children) { written.set(child, child.outerHTML); if (child.hasAttribute('data-keyed')) remember(child) } }
function take(parent, fresh) {
  const known = new Map([...parent.children].map(child => [child.id, child]))
  let at = parent.firstElementChild
  for (const next of [...fresh.children]) {
    const html = next.outerHTML
    let child = known.get(next.id)
    known.delete(next.id)
    if (child && written.get(child) !== html) {
      if (child.hasAttribute('data-keyed')) { take(child, next); written.set(child, html) }
      else {
        const open = details(child).map(one => one.open)
        const focused = [...all(touchable, child)].indexOf(document.activeElement)
        written.set(next, html)
        next.classList.add('still')
        if (at === child) at = child.nextElementSibling
        child.remove(); child = null
        parent.insertBefore(next, at); htmx.process(next)
        details(next).forEach((one, nth) => { if (open[nth]) one.open = true })
        if (next.hasAttribute('data-keyed')) remember(next)
        if (focused >= 0) all(touchable, next)[focused]?.focus()
        continue
      }
    }
    if (child) { if (child === at) at = at.nextElementSibling; else parent.insertBefore(child, at) }
    else { written.set(next, html); if (next.hasAttribute('data-keyed')) remember(next); parent.insertBefore(next, at); htmx.process(next) }
  }
  for (const gone of known.values()) gone.remove()
}
const atEnd = box => box.scrollHeight - box.scrollTop - box.clientHeight < 60
const toEnd = box => { box.scrollTop = box.scrollHeight }
function show(parts) {
  for (const [name, html] of Object.entries(parts)) {
    const region = one(`[data-region="${name}"]`)
    const boxes = [region, ...all('[data-scroll]', region)].filter(box => box.hasAttribute('data-scroll'))
    const follow = boxes.filter(atEnd).map(box => box.id)
    const fresh = document.createElement('template')
    fresh.innerHTML = html
    take(region, fresh.content)
    if (name === 'bar') tick()
    for (const box of [region, ...all('[data-scroll]', region)]) if (box.hasAttribute('data-scroll') && (follow.includes(box.id))) toEnd(box)
  }
}
function listen() {
  let lost = false
  const live = new EventSource(document.body.dataset.live)
  live.addEventListener('show', event => {
    if (lost) { location.reload(); return }
    show(JSON.parse(event.data))
    document.documentElement.dataset.shown = Date.now()
  })
  live.onerror = () => { if (!lost) { lost = true; toast(document.body.dataset.lost) } if (live.readyState === 2) setTimeout(listen, 1000) }
}

// --- The clock counts on between two messages of the server ---
function tick() {
  const clock = one('#clock time')
  if (!clock) return
  const { real, town, speed, zone } = clock.dataset
  const now = Number(town) + (Date.now() - Number(real)) * Number(speed)
  clock.textContent = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZone: zone }).format(now)
}

// --- A keypad sounds ---
let sound
function tone(key) {
  const at = '123456789*0#'.indexOf(key)
  sound ??= new AudioContext()
  for (const pitch of [[697, 770, 852, 941][Math.floor(at / 3)], [1209, 1336, 1477][at % 3]]) {
    const voice = sound.createOscillator(), level = sound.createGain()
    voice.frequency.value = pitch; level.gain.value = .06
    voice.connect(level).connect(sound.destination)
    voice.start(); voice.stop(sound.currentTime + .14)
  }
}

// --- Hold to speak ---
let recorder
async function record(button) {
  if (recorder) return
  let stream
  try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }) } catch { toast(document.body.dataset.ended); return }
  recorder = new MediaRecorder(stream)
  const chunks = [], said = button.textContent
  recorder.ondataavailable = event => chunks.push(event.data)
  recorder.onstop = () => {
    stream.getTracks().forEach(track => track.stop())
    button.textContent = said; button.classList.remove('recording')
    const files = new DataTransfer()
    files.items.add(new File(chunks, 'voice.webm', { type: recorder.mimeType }))
    one('#audio').files = files.files
    recorder = null
    one('#heard').focus()
  }
  button.textContent = button.dataset.recording; button.classList.add('recording')
  recorder.start()
}
const release = () => { if (recorder && recorder.state === 'recording') recorder.stop() }

// --- Kinds of lines that are hidden stay hidden on the next page ---
function hide(kinds) {
  one('.log').dataset.hide = kinds
  try { sessionStorage.hidden = kinds } catch {}
}
function hideAsBefore() {
  let kinds
  try { kinds = sessionStorage.hidden } catch {}
  if (kinds === undefined) return
  one('.log').dataset.hide = kinds
  all('[data-filter]').forEach(button => button.setAttribute('aria-pressed', !kinds.split(' ').includes(button.dataset.filter)))
}

// --- What is touched ---
document.addEventListener('click', event => {
  const { target } = event
  const shows = target.closest('[data-show]'), filter = target.closest('[data-filter]'), fill = target.closest('[data-fill]'), key = target.closest('[data-tone]')
  if (shows) {
    one('.columns').dataset.shown = shows.dataset.show
    all('[data-show]').forEach(tab => tab.setAttribute('aria-pressed', tab === shows))
    all('[data-scroll]').forEach(toEnd)
  }
  if (filter) {
    filter.setAttribute('aria-pressed', filter.getAttribute('aria-pressed') !== 'true')
    hide([...all('[data-filter][aria-pressed=false]')].map(button => button.dataset.filter).join(' '))
  }
  if (fill) { const input = document.getElementById(fill.dataset.fill); input.value = fill.textContent; input.focus() }
  if (key) tone(key.dataset.tone)
})
document.addEventListener('change', event => { if (event.target.matches('[data-go]')) event.target.form.submit() })
document.addEventListener('htmx:afterRequest', event => {
  if (event.detail.successful && event.target.matches('[data-reset]')) event.target.reset()
  if (event.detail.failed) toast(event.detail.xhr.responseText || document.body.dataset.lost)
})
addEventListener('DOMContentLoaded', () => {
  all('[data-region]').forEach(remember)
  hideAsBefore()
  all('[data-scroll]').forEach(toEnd)
  const hold = one('#hold')
  hold.addEventListener('pointerdown', () => record(hold))
  hold.addEventListener('keydown', event => { if (event.key === ' ' || event.key === 'Enter') { event.preventDefault(); record(hold) } })
  hold.addEventListener('keyup', release)
  addEventListener('pointerup', release)
  const shown = { '#provider': 'provider', '#mailbox': 'mailbox', '#happened': 'happened' }[location.hash]
  if (shown) one(`[data-show=${shown}]`).click()
  tick(); setInterval(tick, 500)
  listen()
})
