// The picture takes the shape of its window: on a phone it grows narrow and tall, while its cards stay legible.

import { bounds, whole } from './view.js'

export const LEGIBLE = 0.8 // the scale at which a picture is meant to be read
const LEAST = 0.42 // of a distance between two things: with less there is no room for what stands on their edge
const MOST = 1.8
const ROUNDS = 12 // of halving: to a thousandth

/** The box of each place, with its size by its id. */
export const boxes = (places, sizes) =>
  places.map(({ id, x, y }) => {
    const { width, height } = sizes.get(id)
    return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 }
  })

/**
 * In: things with their place {id, x, y}, the size of each by its id, and the window, in pixels at zoom 1.
 * Out: the same places, or drawn together in the direction in which the window is too small, and apart in the other.
 */
export function shaped(places, sizes, window) {
  if (whole(bounds(boxes(places, sizes)), window).scale >= LEGIBLE) return places
  const [across, down] = [fitting(places, sizes, window, 'x'), fitting(places, sizes, window, 'y')]
  const by = { x: limited(across, down), y: limited(down, across) }
  return places.map((place) => ({ ...place, x: place.x * by.x, y: place.y * by.y }))
}

// Farther apart only as far as the other direction is drawn together.
const limited = (own, other) => Math.max(LEAST, own < 1 ? own : Math.min(own, Math.max(1, 1 / other), MOST))

/** The largest factor for the distances on an axis with which the picture fits, legibly. */
function fitting(places, sizes, window, axis) {
  let [least, most] = [0, MOST]
  for (let round = 0; round < ROUNDS; round++) {
    const factor = (least + most) / 2
    const area = bounds(boxes(places.map((place) => ({ ...place, [axis]: place[axis] * factor })), sizes))
    const only = axis === 'x' ? { ...area, top: 0, bottom: 0 } : { ...area, left: 0, right: 0 }
    if (whole(only, window).scale >= LEGIBLE) least = factor
    else most = factor
  }
  return least
}
