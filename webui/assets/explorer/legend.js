// The legend: only the families and the kinds of edges that are drawn.

import { drawSign, familyOf, FAMILY_NAMES } from './families.js'
import { BADGES, disputed } from './kinds.js'
import { make } from './making.js'
import { readTheme } from './theme.js'

const SIDE = 14 // pixels

/** Fills `list` for a graph. */
export function fillLegend(list, graph, say) {
  const theme = readTheme(list)
  const families = new Set(graph.nodes.map((node) => familyOf(node.group)))
  const kinds = new Set(graph.edges.map((edge) => edge.kind))
  list.replaceChildren(
    ...FAMILY_NAMES.filter((name) => families.has(name)).map((name) =>
      make('li', {}, sign(name, theme.families[name]), say(name)),
    ),
    ...Object.keys(BADGES)
      .filter((kind) => kinds.has(kind))
      .map((kind) => make('li', {}, make('span', { class: `badge ${BADGES[kind]}` }, say(kind)))),
    ...(graph.edges.some((edge) => edge.disputed) ? [make('li', {}, disputed(say))] : []),
  )
}

function sign(family, colour) {
  const scale = Math.ceil(devicePixelRatio)
  const canvas = make('canvas', { width: SIDE * scale, height: SIDE * scale, class: 'explorer-sign', 'aria-hidden': 'true' })
  const ctx = canvas.getContext('2d')
  ctx.scale(scale, scale)
  drawSign(ctx, family, SIDE / 2, SIDE / 2, 5, colour)
  return canvas
}
