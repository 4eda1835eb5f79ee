// Which part of the picture is in view, and how large.

const CLOSEST = 1.25 // a small graph is not blown up beyond this
const FARTHEST = 0.62 // below this labels are hard to read: a large picture begins at one thing
const BEGINNING = 0.75 // then with this scale
const MARGIN = 24 // pixels of the screen

/** The bounds of boxes {left, right, top, bottom}. */
export function bounds(boxes) {
  const least = (side) => Math.min(...boxes.map((box) => box[side]))
  const most = (side) => Math.max(...boxes.map((box) => box[side]))
  return { left: least('left'), right: most('right'), top: least('top'), bottom: most('bottom') }
}

/** Centre and scale that bring `area` into a window of width × height pixels. */
export function whole(area, { width, height }) {
  const across = (width - 2 * MARGIN) / Math.max(1, area.right - area.left)
  const down = (height - 2 * MARGIN) / Math.max(1, area.bottom - area.top)
  const position = { x: (area.left + area.right) / 2, y: (area.top + area.bottom) / 2 }
  return { position, scale: Math.max(0.02, Math.min(across, down, CLOSEST)) }
}

/** Whether labels can be read in a view. */
export const isReadable = ({ scale }) => scale >= FARTHEST

/** The same where that can be read, else what is around the place `centre`. */
export function beginning(area, centre, window) {
  const view = whole(area, window)
  return isReadable(view) || !centre ? view : { position: centre, scale: BEGINNING }
}
