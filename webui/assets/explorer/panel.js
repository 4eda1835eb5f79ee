// The panel beside the canvas: what is selected, what it is connected with, what an edge rests on.

import { familyOf } from './families.js'
import { BADGES, disputed } from './kinds.js'
import { linkable, make } from './making.js'

const TITLE = 'explorer-selected'

export class Panel {
  element = make('section', { class: 'explorer-panel', tabindex: '-1' })
  #say
  #on

  /** `on.expand(id)`, `on.foldIn(id)`, `on.edge(id)`, `on.clear()`, `on.retry()` are called for its buttons. */
  constructor(say, on) {
    this.#say = say
    this.#on = on
  }

  showNothing(truncated) {
    this.#fill(
      truncated ? make('p', { class: 'notice is-warning' }, truncated) : null,
      make('p', { class: 'muted' }, this.#say('nothingSelected')),
      make('p', { class: 'muted small' }, this.#say('zoomHint')),
    )
  }

  showBusy() {
    this.element.setAttribute('aria-busy', 'true')
  }

  showFailure(reason) {
    this.#fill(
      make('p', { class: 'notice is-error' }, this.#say('failed', { reason })),
      make('button', { class: 'button', type: 'button', onclick: () => this.#on.retry() }, this.#say('retry')),
    )
  }

  showNode(node, graph) {
    const say = this.#say
    const labels = new Map(graph.nodes.map((one) => [one.id, one]))
    const edges = graph.edges.filter((edge) => edge.from === node.id || edge.to === node.id)
    this.#fill(
      this.#head(
        make('p', { class: 'eyebrow' }, node.title || say(familyOf(node.group))),
        make('h2', { id: TITLE, lang: node.lang }, node.label),
      ),
      make(
        'div',
        { class: 'cluster' },
        make('a', { class: 'button', href: linkable(node.url) }, say('openPage')),
        this.#growing(node),
      ),
      edges.length ? make('h3', {}, say('connections', { count: edges.length })) : null,
      make('ul', { class: 'plain explorer-connections' }, ...edges.map((edge) => this.#connection(edge, node, labels))),
    )
  }

  #growing(node) {
    const say = this.#say
    if (node.count > 0) {
      const words = say('expand', { count: node.count })
      return make('button', { class: 'button is-primary', type: 'button', onclick: () => this.#on.expand(node.id) }, words)
    }
    if (node.expanded) {
      return make('button', { class: 'button', type: 'button', onclick: () => this.#on.foldIn(node.id) }, say('foldIn'))
    }
    return make('span', { class: 'muted small' }, say('nothingMore'))
  }

  #connection(edge, node, nodes) {
    const out = edge.from === node.id
    const other = nodes.get(out ? edge.to : edge.from)
    const arrow = edge.kind === 'namedTogether' ? '–' : out ? '→' : '←'
    return make(
      'li',
      {},
      make(
        'button',
        { class: 'explorer-connection', type: 'button', onclick: () => this.#on.edge(edge.id) },
        make('span', { class: `badge ${BADGES[edge.kind] ?? ''}`, 'aria-hidden': 'true' }),
        make('span', { class: 'muted' }, `${arrow} ${edge.label} `),
        make('span', { lang: other?.lang }, other?.label ?? ''),
      ),
    )
  }

  showEdge(edge, details) {
    const say = this.#say
    this.#fill(
      this.#head(
        make(
          'p',
          { class: 'cluster' },
          make('span', { class: `badge ${BADGES[edge.kind] ?? ''}` }, say(edge.kind)),
          details.disputed ? disputed(say, details.compare) : null,
        ),
        make('h2', { id: TITLE }, details.title),
      ),
      details.note ? make('p', { class: 'notice' }, details.note) : null,
      details.claims.length ? make('h3', {}, say('claims', { count: details.claims.length })) : null,
      make('ol', { class: 'claims' }, ...details.claims.map((claim) => this.#claim(claim))),
    )
  }

  #claim(claim) {
    return make(
      'li',
      {},
      make('p', {}, make('a', { href: linkable(claim.url) }, claim.sentence)),
      claim.context ? quote(claim) : make('p', { class: 'muted small' }, this.#say('textNotAtHand')),
      make(
        'p',
        { class: 'cluster small' },
        make('span', { class: `badge voice-${claim.voice}` }, claim.voiceLabel ?? claim.voice),
        claim.status ? make('span', { class: `badge status-${slug(claim.status)}` }, claim.statusLabel ?? claim.status) : null,
        claim.disputed ? disputed(this.#say, claim.compare) : null,
        make('span', { class: 'muted' }, [claim.document, claim.where].filter(Boolean).join(' · ')),
      ),
    )
  }

  #head(...children) {
    const close = make(
      'button',
      { class: 'button is-quiet explorer-close', type: 'button', 'aria-label': this.#say('close'), onclick: () => this.#on.clear() },
      '×',
    )
    return make('div', { class: 'explorer-head' }, make('div', {}, ...children), close)
  }

  /** Into view, with the keyboard. */
  bring() {
    this.element.scrollIntoView({ block: 'nearest' })
    this.element.focus({ preventScroll: true })
  }

  #fill(...children) {
    // A button that is gone would take the keyboard with it, back to the beginning of the page.
    const hasKeyboard = this.element.contains(document.activeElement)
    this.element.removeAttribute('aria-busy')
    this.element.replaceChildren(...children.filter(Boolean))
    this.element.scrollTop = 0
    if (document.getElementById(TITLE)) this.element.setAttribute('aria-labelledby', TITLE)
    else this.element.removeAttribute('aria-labelledby')
    if (hasKeyboard) this.element.focus({ preventScroll: true })
  }
}

function quote(claim) {
  const parts = claim.context.map(({ text, marked }) => (marked ? make('mark', { class: 'mark mark-main' }, text) : text))
  return make('blockquote', { class: 'explorer-quote', lang: claim.lang }, ...parts)
}

const slug = (status) => status.replaceAll(' ', '-')
