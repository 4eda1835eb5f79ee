// Charts: what a mark says, shown beside it under the pointer or the focus. Without a script the table says it all.

const GAP = 10 // pixels between a mark and its words
const KEYS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

export class Chart {
  #figure
  #marks
  #tip

  constructor(drawing) {
    this.#figure = drawing.closest('figure')
    this.#marks = [...drawing.querySelectorAll('.mark[aria-label]')]
    if (!this.#figure || this.#marks.length === 0) return
    // A picture hides what is in it from a screen reader; now that its marks can be walked through, it is a group.
    drawing.setAttribute('role', 'group')
    this.#tip = document.createElement('div')
    this.#tip.className = 'chart-tip'
    this.#tip.hidden = true
    this.#tip.setAttribute('aria-hidden', 'true') // the mark itself says it
    this.#figure.append(this.#tip)
    this.#marks.forEach((mark, index) => mark.setAttribute('tabindex', index === 0 ? '0' : '-1'))
    for (const [event, act] of Object.entries({
      pointerover: (target) => this.#show(target),
      pointerout: () => this.#hide(),
      focusin: (target) => this.#show(target),
      focusout: () => this.#hide(),
    })) drawing.addEventListener(event, ({ target }) => act(target))
    drawing.addEventListener('keydown', (event) => this.#pressed(event))
  }

  #pressed(event) {
    const at = this.#marks.indexOf(event.target)
    if (at < 0) return
    const last = this.#marks.length - 1
    let next
    if (event.key in KEYS) next = Math.min(last, Math.max(0, at + KEYS[event.key]))
    else if (event.key === 'Home') next = 0
    else if (event.key === 'End') next = last
    else if (event.key === 'Escape') return this.#hide()
    else return
    event.preventDefault()
    this.#marks[at].setAttribute('tabindex', '-1')
    this.#marks[next].setAttribute('tabindex', '0')
    this.#marks[next].focus()
  }

  #show(target) {
    const mark = target.closest?.('.mark')
    if (!mark) return
    this.#tip.textContent = mark.getAttribute('aria-label')
    this.#tip.hidden = false
    const [place, around, size] = [mark, this.#figure, this.#tip].map((each) => each.getBoundingClientRect())
    const middle = place.left - around.left + (place.width - size.width) / 2
    const left = Math.min(Math.max(0, middle), Math.max(0, around.width - size.width))
    const above = place.top - around.top - size.height - GAP
    this.#tip.style.left = `${left}px`
    this.#tip.style.top = `${above >= 0 ? above : place.bottom - around.top + GAP}px`
  }

  #hide() {
    this.#tip.hidden = true
  }
}
