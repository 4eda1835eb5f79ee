// What the server's own parser says of a query: asked when one stops typing, never run.

const PAUSE = 400 // milliseconds without a key

export class Checker {
  #address
  #tell
  #timer
  #request

  /** `tell` gets a list of {line, column, end, message, mend, severity}, empty where nothing is wrong. */
  constructor(address, tell) {
    this.#address = address
    this.#tell = tell
  }

  ask(query) {
    clearTimeout(this.#timer)
    this.#request?.abort()
    this.#timer = setTimeout(() => this.#send(query), PAUSE)
  }

  async #send(query) {
    if (!query.trim()) return this.#tell([])
    const request = (this.#request = new AbortController())
    try {
      const body = new URLSearchParams({ query })
      const answer = await fetch(this.#address, { method: 'POST', body, signal: request.signal })
      if (!answer.ok) return
      const found = await answer.json()
      if (request === this.#request) this.#tell([...(found.ok ? [] : [found]), ...(found.notes ?? [])])
    } catch (error) {
      if (error.name !== 'AbortError') this.#tell([]) // offline: running the query will say so
    }
  }
}

/** The offset of a line and a column (from 1, in code points) in a document; the nearest there is. */
export function offsetOf(doc, line, column) {
  if (line > doc.lines) return doc.length
  const { from, text } = doc.line(Math.max(1, line))
  const before = Array.from(text).slice(0, column - 1).join('')
  return from + before.length
}
