// How a thing is drawn: a card with its label, the sign of its family at the left, what it still hides at the right.

import { drawSign, familyOf } from './families.js'

const SIGN = 5 // half size, pixels at zoom 1
const PADDING = 8
const SIZE = 14
const RADIUS = 5 // of the corners; vis-network's bounding box is larger by it on each side

/** vis-network's node for a thing, in a theme. */
export function card(node, theme, focused) {
  const hue = theme.families[familyOf(node.group)]
  const fill = focused ? theme.soft : theme.paper
  const right = PADDING + 1 + (node.count > 0 ? 9 + 7 * String(node.count).length : 0)
  return {
    id: node.id,
    label: node.label,
    title: node.title ?? undefined,
    shape: 'box',
    margin: { left: PADDING + 2 * SIGN + 6, right, top: PADDING - 1, bottom: PADDING - 1 },
    borderWidth: focused ? 2 : 1.2,
    borderWidthSelected: 2.6,
    color: {
      background: fill,
      border: hue,
      highlight: { background: theme.soft, border: theme.accent },
      hover: { background: theme.soft, border: hue },
    },
    font: { size: SIZE, face: fontOf(node, theme), color: theme.ink, vadjust: 0.5 },
    shapeProperties: { borderRadius: RADIUS },
    widthConstraint: { maximum: 240 },
    chosen: true,
  }
}

const fontOf = (node, theme) => theme.fonts[node.lang?.toLowerCase()] ?? theme.font

/** Draws onto the card what vis-network's own box has no place for. */
export function drawOnCard(ctx, node, box, theme) {
  const middle = (box.top + box.bottom) / 2
  const family = familyOf(node.group)
  drawSign(ctx, family, box.left + RADIUS + PADDING + SIGN, middle, SIGN, theme.families[family])
  if (!(node.count > 0)) return
  ctx.save()
  ctx.font = `12px ${theme.font}`
  ctx.fillStyle = theme.muted
  ctx.textAlign = 'right'
  ctx.textBaseline = 'middle'
  ctx.fillText(`+${node.count}`, box.right - RADIUS - PADDING, middle + 0.5)
  ctx.restore()
}
