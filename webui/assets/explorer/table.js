// The table of the same edges, which the server makes: rows and canvas select each other.

export class EdgeTable {
  #table
  #marked = new Set()

  /** `chosen(id)` is called when a row is clicked beside its links to other pages. */
  constructor(table, chosen, signal) {
    this.#table = table
    table.classList.add('is-clickable')
    const clicked = (event) => {
      const row = event.target.closest('tr[data-edge]')
      const link = event.target.closest('a[href]')
      if (!row || (link && !link.hasAttribute('data-edge-link')) || isForAnotherTab(event)) return
      event.preventDefault()
      chosen(row.dataset.edge)
    }
    table.addEventListener('click', clicked, { signal })
  }

  /** Highlights the rows of these edges, also after the rows were changed (then without an argument). */
  mark(ids = this.#marked) {
    this.#marked = new Set(ids)
    for (const row of this.#table.querySelectorAll('tr[data-edge]')) {
      row.classList.toggle('is-selected', this.#marked.has(row.dataset.edge))
    }
  }
}

/** Whether a click asks for a new tab or window: that is the browser's business. */
export const isForAnotherTab = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
