// Running a query without leaving the page: time that passes, a way to cancel, the answer in its place.

import { keepLanguageLinks } from '../explorer/following.js'
import { ask, reasonOf } from '../site/asking.js'
import { drawOutcome } from './outcome.js'

const LONGEST = 30000 // characters of an address; a longer query is sent as a form, and the address stays as it is
const TICK = 100 // milliseconds

export class Runner {
  #form
  #editor
  #messages
  #state
  #clock
  #cancel
  #run
  #request
  #ticket

  constructor(form, editor) {
    this.#form = form
    this.#editor = editor
    this.#messages = JSON.parse(form.dataset.messages ?? '{}')
    this.#state = document.getElementById('run-state')
    this.#clock = document.getElementById('run-clock')
    this.#cancel = document.getElementById('run-cancel')
    this.#run = form.querySelector('[type="submit"]')
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      this.#ask()
    })
    form.addEventListener('run', () => this.#ask())
    this.#cancel.addEventListener('click', () => this.#stop())
    addEventListener('popstate', () => this.#show(location.href))
    document.addEventListener('click', (event) => this.#followed(event))
    this.#placed(document)
  }

  /** Pages and orders of the same answer are links of it: they are shown in place, and keep the editor as it is. */
  #followed(event) {
    const link = event.target.closest('a[data-outcome]')
    if (link && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey)) {
      event.preventDefault()
      this.#show(link.href, { focus: link.id, push: true })
      return
    }
    const place = event.target.closest('a[data-goto]')
    if (place) {
      event.preventDefault()
      this.#editor.goTo(Number(place.dataset.line), Number(place.dataset.column))
    }
  }

  #ask() {
    const query = this.#editor.value
    if (!query.trim()) return this.#say(this.#messages.empty)
    const given = new URLSearchParams({ query })
    for (const [name, value] of new FormData(this.#form)) if (name !== 'query' && value) given.append(name, value)
    const address = `${this.#form.getAttribute('action')}?${given}`
    if (address.length <= LONGEST) return this.#show(address, { push: true })
    return this.#show(this.#form.getAttribute('action'), { body: given })
  }

  /** Fetches a page of an answer and takes over what it says. */
  async #show(address, { push = false, body = null, focus = '' } = {}) {
    this.#request?.abort()
    const request = (this.#request = new AbortController())
    this.#ticket = makeTicket()
    this.#begin()
    try {
      const read = async (answer) => [answer.status, await answer.text()]
      const [status, text] = await ask(...this.#sent(address, body, request.signal), read)
      const page = new DOMParser().parseFromString(text, 'text/html')
      if (request !== this.#request) return
      if (!page.getElementById('outcome')) throw new Error(`HTTP ${status}`)
      if (push) history.pushState(null, '', address)
      this.#take(page, { restore: !push && !body, focus })
    } catch (error) {
      if (error.name === 'AbortError') return
      this.#end(this.#messages.failed.replace('{reason}', reasonOf(error, this.#messages.unreachable)))
      this.#state.classList.add('is-wrong')
    }
  }

  #sent(address, body, signal) {
    const headers = { Accept: 'text/html' }
    if (body) {
      body.set('ticket', this.#ticket)
      return [address, { method: 'POST', body, headers, signal }]
    }
    const to = new URL(address, location.href)
    to.searchParams.set('ticket', this.#ticket)
    return [to, { headers, signal }]
  }

  #take(page, { restore, focus }) {
    const fresh = page.getElementById('outcome')
    document.getElementById('outcome').replaceChildren(...fresh.childNodes)
    document.getElementById('graphs-asked').replaceWith(page.getElementById('graphs-asked'))
    document.title = page.title
    if (restore) this.#editor.value = page.querySelector('textarea[name="query"]')?.value ?? ''
    keepLanguageLinks()
    drawOutcome(document, { fresh: true })
    this.#end(document.querySelector('#outcome [data-summary]')?.textContent.trim() ?? '')
    if (focus) document.getElementById(focus)?.focus()
    else this.#placed(document)
    document.getElementById('outcome').scrollIntoView({ block: 'nearest' })
  }

  /** A query that could not be read: the cursor goes to the place. */
  #placed(root) {
    const place = root.querySelector('#outcome .is-error [data-goto]')
    if (place) this.#editor.goTo(Number(place.dataset.line), Number(place.dataset.column))
  }

  #begin() {
    const begun = performance.now()
    clearInterval(this.#clock.timer)
    const tick = () => (this.#clock.textContent = `${((performance.now() - begun) / 1000).toFixed(1)} s`)
    this.#say(this.#messages.running)
    tick()
    this.#clock.timer = setInterval(tick, TICK)
    this.#clock.hidden = this.#cancel.hidden = false
    this.#form.setAttribute('aria-busy', 'true')
    document.getElementById('outcome').classList.add('is-stale')
  }

  #end(words) {
    clearInterval(this.#clock.timer)
    const focused = document.activeElement === this.#cancel
    this.#clock.hidden = this.#cancel.hidden = true
    if (focused) this.#run.focus()
    this.#form.removeAttribute('aria-busy')
    document.getElementById('outcome').classList.remove('is-stale')
    this.#say(words)
  }

  #stop() {
    const ticket = this.#ticket
    this.#request?.abort()
    this.#request = undefined
    fetch(this.#form.dataset.cancel, { method: 'POST', body: new URLSearchParams({ ticket }) }).catch(() => {})
    this.#end(this.#messages.cancelled)
  }

  #say(words) {
    this.#state.textContent = words
    this.#state.classList.remove('is-wrong')
  }
}

/** A name for one run, which nobody else can guess. */
function makeTicket() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
