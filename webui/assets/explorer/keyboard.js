// The keyboard on the canvas: to the next thing in a direction, open, expand, fold in, zoom.

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }
const STRAYING = 2.2 // how much a step aside counts against a step ahead

/** The thing that lies next in the direction of `key`, seen from `id`; the first one where none is selected. */
export function nextThing(places, id, key) {
  const from = places[id]
  if (!from) return Object.keys(places)[0] ?? null
  const [dx, dy] = DIRECTIONS[key]
  let best = null
  let least = Infinity
  for (const [other, { x, y }] of Object.entries(places)) {
    const ahead = (x - from.x) * dx + (y - from.y) * dy
    if (other === id || ahead <= 0) continue
    const aside = Math.abs((x - from.x) * dy) + Math.abs((y - from.y) * dx)
    const cost = ahead + STRAYING * aside
    if (cost < least) [best, least] = [other, cost]
  }
  return best ?? id
}

/** Calls `on.move(key)`, `on.open()`, `on.expand()`, `on.foldIn()`, `on.fit()`, `on.zoom(±1)`, `on.clear()`. */
export function listen(host, on) {
  host.addEventListener('keydown', (event) => {
    if (event.target !== host || event.altKey || event.ctrlKey || event.metaKey) return
    const action = event.key in DIRECTIONS ? () => on.move(event.key) : ACTIONS[event.key]?.(on)
    if (!action) return
    event.preventDefault()
    action()
  })
}

const ACTIONS = {
  Enter: (on) => on.open,
  '+': (on) => on.expand,
  '=': (on) => on.expand,
  '-': (on) => on.foldIn,
  0: (on) => on.fit,
  Escape: (on) => on.clear,
  PageUp: (on) => () => on.zoom(1),
  PageDown: (on) => () => on.zoom(-1),
}
