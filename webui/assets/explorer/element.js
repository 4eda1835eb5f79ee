// <aif-explorer>: the graph, the panel and the table in step with the page's address.

import { ask, reasonOf } from '../site/asking.js'
import { Drawing } from './drawing.js'
import { fetchPage, follow, keepLanguageLinks } from './following.js'
import { listen, nextThing } from './keyboard.js'
import { fillLegend } from './legend.js'
import { linkable, make } from './making.js'
import { speaker } from './messages.js'
import { Panel } from './panel.js'
import { dataAddress, drawsTheSame, readState, writeState } from './state.js'
import { EdgeTable, isForAnotherTab } from './table.js'
import { watchTheme } from './theme.js'

/** Fetches JSON. Throws an Error with words for a person. */
async function fetchData(address, signal) {
  const read = (answer) => (answer.ok ? answer.json() : answer.json().catch(() => null))
  const fault = (answer, problem) => new Error(problem?.detail ?? `HTTP ${answer.status}`)
  return ask(address, { signal, headers: { Accept: 'application/json' } }, read, fault)
}

export class Explorer extends HTMLElement {
  #graph = null
  #node = null
  #say = speaker()
  #drawing
  #panel
  #table
  #shown = location.search
  #loading = new AbortController() // the request for the graph
  #telling = new AbortController() // the request for an edge's claims
  #leaving
  #parts = {}

  connectedCallback() {
    this.#leaving = new AbortController()
    const { signal } = this.#leaving
    // What is said before the graph has come with all the words, or does not come.
    this.#say = speaker(JSON.parse(this.dataset.messages ?? '{}'))
    const table = document.getElementById(this.dataset.table)
    if (table) this.#table = new EdgeTable(table, (id) => this.#selectFromTable(id), signal)
    addEventListener('popstate', () => this.#restore(), { signal })
    document.addEventListener('click', (event) => this.#clicked(event), { signal })
    watchTheme(this, () => this.#restyle(), signal)
    this.#load()
  }

  disconnectedCallback() {
    this.#leaving.abort()
    this.#loading.abort()
    this.#telling.abort()
    this.#drawing?.close()
    this.#drawing = undefined
  }

  /** Draws the state of the page's address. The page around is the server's already when it has just come. */
  async #load() {
    this.#loading.abort()
    this.#loading = new AbortController()
    const { signal } = this.#loading
    const isFirst = this.#graph === null
    if (isFirst) this.replaceChildren(make('p', { class: 'explorer-wait muted' }, this.#say('loading')))
    this.#panel?.showBusy()
    try {
      const [graph, page] = await Promise.all([
        fetchData(dataAddress(this.dataset.src, location.search), signal),
        isFirst ? null : fetchPage(location.href, signal),
      ])
      if (page) follow(page, this.dataset.table)
      this.#take(graph)
    } catch (error) {
      if (error.name !== 'AbortError') this.#fail(error)
    }
  }

  #fail(error) {
    const reason = reasonOf(error, this.#say('unreachable'))
    if (this.#panel) return this.#panel.showFailure(reason)
    const again = make('button', { class: 'button', type: 'button', onclick: () => this.#load() }, this.#say('retry'))
    this.replaceChildren(make('p', { class: 'explorer-wait' }, this.#say('failed', { reason }), ' ', again))
  }

  #take(graph) {
    this.#graph = graph
    this.#shown = location.search
    this.#say = speaker(graph.messages)
    if (!this.#drawing) this.#build(graph.options)
    if (!graph.nodes.some((node) => node.id === this.#node)) this.#node = null
    const { edge } = readState(location.search)
    this.#drawing.show(graph, { node: this.#node, edge })
    fillLegend(this.#parts.legend, graph, this.#say)
    this.#showSelection(edge)
  }

  #restyle() {
    if (!this.#graph) return
    this.#drawing.restyle()
    fillLegend(this.#parts.legend, this.#graph, this.#say)
  }

  /** The page's address with part of the state changed. */
  #address(changes) {
    const state = { ...readState(location.search), ...changes }
    return location.pathname + writeState(location.search, state)
  }

  #go(changes) {
    const address = this.#address(changes)
    if (address === location.pathname + location.search) return
    history.pushState(null, '', address)
    keepLanguageLinks()
  }

  #restore() {
    keepLanguageLinks()
    if (!this.#graph || !drawsTheSame(this.#shown, location.search)) this.#load()
    else this.#showSelection(readState(location.search).edge)
  }

  /** Links of the page that open a thing or fold it in do so here, without a new page. */
  #clicked(event) {
    const link = event.target.closest('a[data-expand], a[data-fold-in]')
    if (!link || !this.#graph || isForAnotherTab(event)) return
    event.preventDefault()
    const { expand, foldIn } = link.dataset
    this.#change(expand ?? foldIn, expand !== undefined)
  }

  /** Opens a thing's neighbours, or folds them in: the server draws that state. */
  #change(id, opened) {
    const { nodes, focus, open } = this.#graph
    const now = open ?? nodes.filter((node) => node.expanded).map((node) => node.id)
    const next = opened ? [...now.filter((one) => one !== id), id] : now.filter((one) => one !== id)
    this.#node = id
    this.#go({ focus: readState(location.search).focus ?? focus, open: next, edge: null })
    this.#load()
  }

  #selectNode(id) {
    this.#node = id
    this.#go({ edge: null })
    this.#showSelection(null)
  }

  #selectEdge(id) {
    this.#node = null
    this.#go({ edge: id })
    this.#showSelection(id)
  }

  /** The panel is above the table: it is brought into view, and the keyboard goes on in it. */
  #selectFromTable(id) {
    this.#selectEdge(id)
    this.#panel?.bring()
  }

  #find = (list, id) => list.find((item) => item.id === id)

  #showSelection(edgeId) {
    this.#telling.abort()
    this.#telling = new AbortController()
    const edge = this.#find(this.#graph.edges, edgeId)
    const node = edge ? null : this.#find(this.#graph.nodes, this.#node)
    this.#drawing.select({ node: node?.id, edge: edge?.id })
    const touching = this.#graph.edges.filter((one) => node && (one.from === node.id || one.to === node.id))
    this.#table?.mark(edge ? [edge.id] : touching.map((one) => one.id))
    if (edge) this.#showEdge(edge)
    else if (node) this.#panel.showNode(node, this.#graph)
    else this.#panel.showNothing(this.#graph.truncated)
    this.#parts.status.textContent = node ? this.#described(node, touching.length) : ''
  }

  async #showEdge(edge) {
    this.#panel.showBusy()
    try {
      this.#panel.showEdge(edge, await fetchData(edge.url, this.#telling.signal))
    } catch (error) {
      if (error.name !== 'AbortError') this.#fail(error)
    }
  }

  #described({ label, title, count: more, group }, count) {
    const words = this.#say('described', { label, type: title || group, count })
    return more > 0 ? `${words} ${this.#say('expand', { count: more })}` : words
  }

  #build(options) {
    const say = this.#say
    const help = make('p', { class: 'visually-hidden', id: 'explorer-help' }, say('help'))
    const canvas = make('div', {
      class: 'explorer-canvas',
      tabindex: '0',
      role: 'application',
      'aria-label': say('graph'),
      'aria-describedby': help.id,
    })
    const legend = make('ul', { class: 'inline explorer-legend', 'aria-label': say('legend') })
    const status = make('p', { class: 'visually-hidden', role: 'status' })
    this.#parts = { legend, status }
    this.#panel = new Panel(say, {
      expand: (id) => this.#change(id, true),
      foldIn: (id) => this.#change(id, false),
      edge: (id) => this.#selectEdge(id),
      clear: () => this.#selectNode(null),
      retry: () => this.#load(),
    })
    this.replaceChildren(
      make('div', { class: 'explorer-stage' }, help, canvas),
      this.#panel.element,
      make('div', { class: 'explorer-foot' }, legend, this.#tools()),
      status,
    )
    this.#drawing = new Drawing(canvas, options, {
      node: (id) => this.#selectNode(id),
      edge: (id) => this.#selectEdge(id),
      nothing: () => this.#selectNode(null),
      open: (id) => this.#grow(id),
    })
    this.#listen(canvas)
  }

  #tools() {
    const button = (key, sign, onclick) => {
      const label = this.#say(key)
      return make('button', { class: 'button', type: 'button', 'aria-label': label, title: label, onclick }, sign)
    }
    return make(
      'div',
      { class: 'explorer-tools no-print' },
      button('zoomIn', '+', () => this.#drawing.zoom(1)),
      button('zoomOut', '−', () => this.#drawing.zoom(-1)),
      button('fit', '⤢', () => this.#drawing.fit()),
    )
  }

  #grow(id) {
    if (this.#find(this.#graph.nodes, id)?.count > 0) this.#change(id, true)
  }

  #listen(canvas) {
    listen(canvas, {
      move: (key) => this.#selectNode(nextThing(this.#drawing.places(), this.#node, key)),
      open: () => {
        const address = linkable(this.#find(this.#graph.nodes, this.#node)?.url)
        if (address) location.assign(address)
      },
      expand: () => this.#node && this.#grow(this.#node),
      foldIn: () => this.#find(this.#graph.nodes, this.#node)?.expanded && this.#change(this.#node, false),
      fit: () => this.#drawing.fit(),
      zoom: (direction) => this.#drawing.zoom(direction),
      clear: () => this.#selectNode(null),
    })
  }
}
