// The canvas: vis-network draws what the graph says, where the server put it.

import { DataSet } from 'vis-data/peer'
import { Network } from 'vis-network/peer'
import { card, drawOnCard } from './cards.js'
import { boxes, shaped } from './shaping.js'
import { spread } from './spacing.js'
import { strokes } from './strokes.js'
import { readTheme } from './theme.js'
import { beginning, bounds, isReadable, whole } from './view.js'

const STEP = 1.3 // one press of a zoom button
const MOVING = 350 // milliseconds

// Ours over the server's: positions are given, and the wheel belongs to the page unless Ctrl is held.
const OPTIONS = {
  physics: { enabled: false },
  layout: { improvedLayout: false },
  interaction: { hover: true, keyboard: false, navigationButtons: false, tooltipDelay: 400, multiselect: false },
  autoResize: true,
}

export class Drawing {
  #host
  #network
  #nodes = new DataSet()
  #edges = new DataSet()
  #graph = { nodes: [], edges: [], focus: [] }
  #goal // the places that things have, or are on their way to
  #theme
  #selected = {}
  #again // how to look at the picture when its window changes; null once the reader has moved in it
  #leaving = new AbortController()

  /** `on.node(id)`, `on.edge(id)`, `on.nothing()` are called for what is clicked, `on.open(id)` for a double click. */
  constructor(host, options, on) {
    this.#host = host
    this.#theme = readTheme(host)
    this.#network = new Network(host, { nodes: this.#nodes, edges: this.#edges }, { ...allowed(options), ...OPTIONS })
    host.querySelector('.vis-network').tabIndex = -1 // the host has the focus and the keys
    this.#network.on('click', ({ nodes, edges }) => {
      if (nodes.length) on.node(nodes[0])
      else if (edges.length) on.edge(edges[0])
      else on.nothing()
    })
    this.#network.on('doubleClick', ({ nodes }) => nodes.length && on.open(nodes[0]))
    this.#network.on('afterDrawing', (ctx) => this.#sign(ctx))
    // vis-network first goes on to scale what was in view.
    this.#network.on('resize', () => queueMicrotask(() => this.#fitAgain()))
    for (const moved of ['zoom', 'dragStart']) this.#network.on(moved, () => (this.#again = null))
    host.addEventListener('wheel', keepScrolling, { capture: true, signal: this.#leaving.signal })
  }

  /** Draws a graph, around `node` where it is large; things that stood elsewhere before move instead of jumping. */
  show(graph, { node, edge }) {
    const before = this.places()
    const counts = new Map(this.#graph.nodes.map((node) => [node.id, node.count]))
    // vis-network takes a card's margins only when it is made, and the count stands in one.
    const resized = graph.nodes.filter(({ id, count }) => counts.has(id) && counts.get(id) !== count)
    this.#graph = graph
    this.#edges.remove(missing(this.#edges, graph.edges))
    this.#nodes.remove([...missing(this.#nodes, graph.nodes), ...resized.map(({ id }) => id)])
    this.#nodes.update(graph.nodes.map((node) => ({ ...this.#card(node), x: node.x, y: node.y })))
    this.#selected = { node, edge }
    this.#edges.update(strokes(graph.edges, this.#theme, this.#selected))
    if (!graph.nodes.length) return
    this.#network.redraw() // only then has a card a size
    this.#goal = this.#places()
    this.#glide(before, this.#goal)
    this.#keep((area) => beginning(area, this.#goal.get(node ?? graph.focus[0] ?? graph.open?.at(-1)), this.#window()))
  }

  /** Selects a node or an edge, or nothing; a node is brought into view when it is outside. */
  select({ node = null, edge = null }) {
    this.#selected = { node, edge }
    this.#edges.update(strokes(this.#graph.edges, this.#theme, this.#selected))
    this.#network.setSelection({ nodes: node ? [node] : [], edges: edge ? [edge] : [] })
    if (node && !this.#isVisible(node)) this.#look({ position: this.#goal.get(node), scale: this.#network.getScale() })
  }

  /** All of it in view, never larger than it reads well. */
  fit() {
    if (this.#graph.nodes.length) this.#keep((area) => whole(area, this.#window()))
  }

  zoom(direction) {
    this.#again = null
    this.#look({ scale: this.#network.getScale() * STEP ** direction })
  }

  /** Takes colours and fonts from the style sheet again. */
  restyle() {
    this.#theme = readTheme(this.#host)
    this.#nodes.update(this.#graph.nodes.map((node) => this.#card(node)))
    this.#edges.update(strokes(this.#graph.edges, this.#theme, this.#selected))
    this.#network.redraw()
  }

  /** Places of all things, by id. */
  places() {
    return this.#network.getPositions()
  }

  close() {
    this.#leaving.abort()
    this.#network.destroy()
  }

  #card(node) {
    return card(node, this.#theme, this.#graph.focus.includes(node.id))
  }

  #sign(ctx) {
    for (const node of this.#graph.nodes) {
      const box = this.#network.getBoundingBox(node.id)
      if (box) drawOnCard(ctx, node, box, this.#theme) // none while one graph takes the place of another
    }
  }

  /** The places that things are to have: the server's in the shape of the window, less what overlaps. */
  #places() {
    const sizes = this.#sizes()
    const shapes = [shaped(this.#graph.nodes, sizes, this.#window()), this.#graph.nodes].map((nodes) => {
      const moved = spread(nodes, sizes)
      return new Map(nodes.map(({ id, x, y }) => [id, moved.get(id) ?? { x, y }]))
    })
    // What does not fit in any shape keeps its own.
    return shapes.find((places) => isReadable(whole(covered(places, sizes), this.#window()))) ?? shapes[1]
  }

  #sizes() {
    return new Map(this.#graph.nodes.map(({ id }) => [id, this.#size(id)]))
  }

  #size(id) {
    const { left, right, top, bottom } = this.#network.getBoundingBox(id)
    return { width: right - left, height: bottom - top }
  }

  #glide(before, goal) {
    const begin = performance.now()
    const place = (now) => {
      if (goal !== this.#goal || this.#leaving.signal.aborted) return // another graph came meanwhile
      const share = isStill() ? 1 : Math.min(1, Math.max(0, (now - begin) / MOVING))
      const eased = 1 - (1 - share) ** 3
      for (const [id, to] of goal) {
        const from = before[id] ?? to
        this.#network.moveNode(id, from.x + (to.x - from.x) * eased, from.y + (to.y - from.y) * eased)
      }
      if (share < 1) requestAnimationFrame(place)
    }
    place(begin)
  }

  /** Looks at the picture in a way that is kept while its window changes. */
  #keep(view) {
    this.#again = view
    this.#look(view(covered(this.#goal, this.#sizes())))
  }

  #fitAgain() {
    if (!this.#again || !this.#graph.nodes.length || this.#leaving.signal.aborted) return
    this.#goal = this.#places()
    for (const [id, { x, y }] of this.#goal) this.#network.moveNode(id, x, y)
    this.#network.moveTo(this.#again(covered(this.#goal, this.#sizes())))
  }

  #look(view) {
    this.#network.moveTo({ ...view, animation: isStill() ? false : { duration: MOVING, easingFunction: 'easeOutCubic' } })
  }

  #window() {
    return { width: this.#host.clientWidth, height: this.#host.clientHeight }
  }

  #isVisible(id) {
    const { x, y } = this.#network.canvasToDOM(this.#goal.get(id))
    return x > 0 && y > 0 && x < this.#host.clientWidth && y < this.#host.clientHeight
  }
}

// What the server may choose; its physics and its HTML controls are left out.
function allowed({ edges, nodes } = {}) {
  return { ...(nodes && { nodes }), ...(edges && { edges }) }
}

/** The area that cards of these sizes take at these places. */
const covered = (places, sizes) => bounds(boxes([...places].map(([id, at]) => ({ id, ...at })), sizes))

const missing = (data, items) => {
  const kept = new Set(items.map(({ id }) => id))
  return data.getIds().filter((id) => !kept.has(id))
}

function keepScrolling(event) {
  if (!event.ctrlKey && !event.metaKey) event.stopPropagation()
}

const isStill = () => matchMedia('(prefers-reduced-motion: reduce)').matches
