// The planner's own script. Every page works without it; it only adds.

import('./vendor/nhsuk-frontend.min.js').then((nhs) => nhs.initAll()).catch(() => {})

// Arrow keys move between the links of a grid marked data-grid; Tab still reaches each.
for (const grid of document.querySelectorAll('[data-grid]')) {
  grid.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    const cell = event.target.closest('td, th')
    if (!step || !cell || event.altKey || event.ctrlKey || event.metaKey || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) return
    const rows = [...cell.closest('table').rows]
    let y = rows.indexOf(cell.parentElement) + step[0]
    let x = cell.cellIndex + step[1]
    for (; rows[y]?.cells[x]; y += step[0], x += step[1]) {
      const link = rows[y].cells[x].querySelector('a')
      if (link) {
        event.preventDefault()
        link.focus()
        return
      }
    }
  })
}

// Progress of a run: data-progress is the address of the events and, with the last part
// "progress", of the same as JSON. Elements marked data-field show its fields.
for (const box of document.querySelectorAll('[data-progress]')) {
  const status = box.querySelector('[role=status]')
  let heard = Date.now()
  let said = 0
  const show = (p) => {
    heard = Date.now()
    for (const el of box.querySelectorAll('[data-field]')) el.textContent = p[el.dataset.field] ?? ''
    if (status && p.say && (p.ended || heard - said > 30000)) {
      said = heard
      status.textContent = p.say
    }
    if (p.ended) location.assign(p.next)
  }
  const events = new EventSource(box.dataset.progress)
  events.addEventListener('open', () => use())
  events.addEventListener('progress', (event) => show(JSON.parse(event.data)))
  events.addEventListener('done', (event) => { events.close(); show(JSON.parse(event.data)) })
  // Some hospital proxies hold a stream back: then ask every three seconds.
  setInterval(async () => {
    if (Date.now() - heard < 5000) return
    try {
      const answer = await fetch(box.dataset.progress.replace(/events$/, 'progress'))
      if (answer.ok) { use(); show(await answer.json()) }
    } catch { /* the next try may succeed */ }
  }, 3000)
}

// A form marked data-unsaved warns before what was typed is lost.
for (const form of document.querySelectorAll('form[data-unsaved]')) {
  let changed = false
  form.addEventListener('change', () => { changed = true })
  form.addEventListener('submit', () => { changed = false })
  window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault() })
}

// Going back loads a page anew, with what was typed: its forms are those that may have been sent before, and say so.
const keys = [...document.querySelectorAll('input[name=once]')]
const back = performance.getEntriesByType('navigation')[0]?.type === 'back_forward'
const forms = keys.map((key, n) => (back && history.state?.once?.[n]) || key.value)
history.replaceState({ ...history.state, once: forms }, '')
for (const [n, key] of keys.entries()) key.form?.addEventListener('submit', () => { key.value = forms[n] })

// Every request puts off the end of the session, also in another window of this browser, which says so with the
// token that its forms have now. The last part of a token tells whose it is: once somebody else is signed in, it is over.
const windows = document.querySelector('[data-idle]') && 'BroadcastChannel' in window ? new BroadcastChannel('used') : null
const tokens = [...document.querySelectorAll('input[name=csrf]')]
const whose = (token) => token?.split('-')[1]
let used = Date.now()
const use = () => {
  if (!used) return
  used = Date.now()
  windows?.postMessage(tokens[0]?.value)
}
windows?.addEventListener('message', ({ data }) => {
  used = whose(data) === whose(tokens[0]?.value) ? Date.now() : 0
  if (used) for (const token of tokens) token.value = data
})
use()

// stay puts it off without another page.
let told = Date.now()
const stay = () => {
  told = Date.now()
  fetch('/alive', { redirect: 'manual' }).then((answer) => {
    if (answer.ok) use()
    if (answer.type === 'opaqueredirect') used = 0 // to the sign-in page
  }).catch(() => { /* the next minute may succeed */ })
}

// Typing in a form does, at most once a minute.
document.addEventListener('input', (event) => {
  if (event.target.closest('form[method=post]') && Date.now() - told >= 60000) stay()
})

// Before and after the session ends because nothing was done, the page says so. After it, what stands in the page is
// hidden, and what was typed stays in it: the same account brings it back by signing in in another window.
const title = document.title
for (const notice of document.querySelectorAll('[data-idle]')) {
  const [soon, over] = ['soon', 'over'].map((name) => notice.querySelector('[data-idle-' + name + ']'))
  const show = () => {
    const quiet = (Date.now() - used) / 1000
    soon.hidden = quiet < notice.dataset.warn || quiet >= notice.dataset.idle
    over.hidden = quiet < notice.dataset.idle
    document.body.classList.toggle('app-over', !over.hidden)
    document.title = over.hidden ? title : 'Signed out – Strike rota planner'
  }
  soon.querySelector('button').addEventListener('click', () => stay())
  const link = over.querySelector('a')
  link.href += '?next=' + encodeURIComponent(location.pathname + location.search)
  if (windows && document.querySelector('main form[method=post]')) {
    link.target = '_blank'
    link.rel = 'noopener'
    link.textContent += ' (opens in another window)'
  }
  setInterval(show, 1000)
  document.addEventListener('visibilitychange', show)
  window.addEventListener('pageshow', show)
}

// What is folded on a page that is printed whole is opened for that, and folded again.
const folds = [...document.querySelectorAll('details[data-print-open]:not([open])')]
window.addEventListener('beforeprint', () => { for (const fold of folds) { fold.dataset.was = fold.open; fold.open = true } })
window.addEventListener('afterprint', () => { for (const fold of folds) fold.open = fold.dataset.was === 'true' })

for (const button of document.querySelectorAll('[data-print]')) {
  button.addEventListener('click', () => window.print())
}

// In a grid of choices marked data-grid-choices, left and right move from choice to choice;
// up and down change the choice, as they do everywhere. Tab still reaches each.
for (const grid of document.querySelectorAll('[data-grid-choices]')) {
  grid.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (!step || event.target.tagName !== 'SELECT' || event.altKey || event.ctrlKey || event.metaKey) return
    const choices = [...event.target.closest('tr').querySelectorAll('select')]
    const next = choices[choices.indexOf(event.target) + step]
    event.preventDefault()
    next?.focus()
  })
}

// In a grid of boxes marked data-grid-boxes, arrow keys move from box to box, and a box marked
// data-all ticks those of its row (value "row"), of a day or of a shift. Without script the
// server does that when the form is saved.
for (const grid of document.querySelectorAll('[data-grid-boxes]')) {
  const rows = [...grid.querySelectorAll('tbody tr')].map((row) => [...row.querySelectorAll('input[type=checkbox]')]).filter((row) => row.length)
  const all = [...grid.querySelectorAll('[data-all]')]
  const fits = (one, box) => box.name.replace('offer-', 'all-') === one.name &&
    (one.value === 'row' || box.value.startsWith(one.value + '_') || box.value.endsWith('_' + one.value))
  grid.addEventListener('change', (event) => {
    const changed = event.target
    const boxes = rows.flat().filter((box) => !all.includes(box))
    if (all.includes(changed)) {
      for (const box of boxes) if (fits(changed, box)) box.checked = changed.checked
    }
    for (const one of all) if (boxes.some((box) => fits(one, box) && !box.checked)) one.checked = false
  })
  grid.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key]
    const y = rows.findIndex((row) => row.includes(event.target))
    if (!step || y < 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    rows[y + step[0]]?.[rows[y].indexOf(event.target) + step[1]]?.focus()
  })
}
