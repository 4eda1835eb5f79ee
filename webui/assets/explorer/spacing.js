// Makes room: cards that would cover each other are pushed apart, as little as needed, always in the same way.

const GAP = { x: 18, y: 14 } // pixels at zoom 1
const ROUNDS = 80
const MOST = 320 // things; beyond that it would take too long and would not help

/**
 * In: things with their place {id, x, y} and size {width, height} of each by its id, in pixels at zoom 1.
 * Out: new places by id, for those that had to move.
 */
export function spread(places, sizes) {
  if (places.length > MOST) return new Map()
  const at = places.map(({ id, x, y }) => ({ id, x, y, x0: x, y0: y, ...sizes.get(id) }))
  for (let round = 0; round < ROUNDS && pushApart(at); round++);
  return new Map(at.filter((p) => p.x !== p.x0 || p.y !== p.y0).map(({ id, x, y }) => [id, { x, y }]))
}

function pushApart(at) {
  let moved = false
  for (let i = 0; i < at.length; i++) {
    for (let j = i + 1; j < at.length; j++) {
      const [a, b] = [at[i], at[j]]
      const dx = b.x - a.x
      const dy = b.y - a.y
      const x = (a.width + b.width) / 2 + GAP.x - Math.abs(dx)
      const y = (a.height + b.height) / 2 + GAP.y - Math.abs(dy)
      if (x <= 0.5 || y <= 0.5) continue
      moved = true
      // The shorter way out; cards are wide, so that is mostly up and down.
      if (x < y) shift(a, b, 'x', (dx < 0 ? -x : x) / 2)
      else shift(a, b, 'y', (dy < 0 ? -y : y) / 2)
    }
  }
  return moved
}

function shift(a, b, axis, half) {
  a[axis] -= half
  b[axis] += half
}
