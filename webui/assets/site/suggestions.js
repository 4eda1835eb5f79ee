// Suggestions under a search field: the ARIA combobox pattern with a list box. The form works without them.

const PAUSE = 120 // milliseconds without a key before the server is asked
let count = 0

export class Suggestions {
  #form
  #input
  #list
  #items = []
  #active = -1
  #timer
  #request

  constructor(form) {
    this.#form = form
    this.#input = form.querySelector('input[name="q"]')
    this.#list = document.createElement('ul')
    this.#list.id = `suggestions-${++count}`
    this.#list.className = 'suggestions'
    this.#list.role = 'listbox'
    this.#list.hidden = true
    const label = this.#input.labels?.[0]?.textContent.trim() || this.#input.getAttribute('aria-label')
    if (label) this.#list.setAttribute('aria-label', label)
    form.append(this.#list)
    for (const [name, value] of Object.entries({
      role: 'combobox',
      autocomplete: 'off',
      'aria-autocomplete': 'list',
      'aria-expanded': 'false',
      'aria-controls': this.#list.id,
    })) this.#input.setAttribute(name, value)
    this.#input.addEventListener('input', (event) => this.#typed(event))
    this.#input.addEventListener('compositionend', (event) => this.#typed(event))
    this.#input.addEventListener('keydown', (event) => this.#pressed(event))
    this.#input.addEventListener('blur', () => this.#close())
    // Before the field loses the focus and the list closes:
    this.#list.addEventListener('pointerdown', (event) => event.preventDefault())
    this.#list.addEventListener('click', (event) => this.#clicked(event))
  }

  #typed(event) {
    // Half-typed Zhuyin or Pinyin is not yet a word.
    if (event.isComposing) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#ask(), PAUSE)
  }

  async #ask() {
    this.#request?.abort()
    const words = this.#input.value.trim()
    if (!words) return this.#close()
    const request = (this.#request = new AbortController())
    const address = new URL(this.#form.dataset.suggest, location.href)
    address.searchParams.set('q', words)
    try {
      const answer = await fetch(address, { signal: request.signal, headers: { Accept: 'application/json' } })
      const items = answer.ok ? await answer.json() : []
      // A late answer must not open the list of a field that was left or emptied meanwhile.
      if (request === this.#request && document.activeElement === this.#input) this.#show(items)
    } catch (error) {
      if (error.name !== 'AbortError') this.#close() // offline: the form still works
    }
  }

  #show(items) {
    this.#items = items
    this.#list.replaceChildren(...items.map((item, index) => this.#option(item, index)))
    this.#list.hidden = items.length === 0
    this.#input.setAttribute('aria-expanded', String(items.length > 0))
    this.#activate(-1)
  }

  #option(item, index) {
    const option = document.createElement('li')
    option.id = `${this.#list.id}-${index}`
    option.role = 'option'
    option.dataset.index = index
    const label = document.createElement('span')
    label.textContent = item.label
    if (item.lang) label.lang = item.lang
    const type = document.createElement('span')
    type.className = 'tag'
    type.textContent = item.type ?? ''
    option.append(label, ' ', type)
    return option
  }

  #pressed(event) {
    if (event.isComposing || this.#list.hidden) return
    const last = this.#items.length - 1
    if (event.key === 'ArrowDown') this.#activate(this.#active === last ? -1 : this.#active + 1)
    else if (event.key === 'ArrowUp') this.#activate(this.#active === -1 ? last : this.#active - 1)
    else if (event.key === 'Escape') this.#close()
    else if (event.key === 'Enter' && this.#active >= 0) location.assign(this.#items[this.#active].url)
    else return
    event.preventDefault()
  }

  #activate(index) {
    this.#active = index
    for (const [position, option] of [...this.#list.children].entries()) {
      option.setAttribute('aria-selected', String(position === index))
      if (position === index) option.scrollIntoView({ block: 'nearest' })
    }
    if (index < 0) this.#input.removeAttribute('aria-activedescendant')
    else this.#input.setAttribute('aria-activedescendant', this.#list.children[index].id)
  }

  #clicked(event) {
    const option = event.target.closest('[role="option"]')
    if (option) location.assign(this.#items[option.dataset.index].url)
  }

  #close() {
    clearTimeout(this.#timer)
    this.#request?.abort()
    this.#request = undefined
    this.#show([])
  }
}
