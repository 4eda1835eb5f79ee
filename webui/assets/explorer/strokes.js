// How an edge is drawn: its kind by the stroke, parallel edges side by side, a sign on what is disputed.

import { DISPUTED } from './kinds.js'

const DASHES = { claim: false, registry: false, derived: [8, 5], namedTogether: [2, 5], answer: false }
const WIDTH = { claim: 1.6, registry: 1, derived: 1.4, namedTogether: 1.8, answer: 1 }
const BEND = 0.18 // of the distance, for each further edge between the same two things
const LABELLED = 120 // above so many edges only a selected or hovered one shows its label
const CROWD = 40 // above so many edges those of a selected thing stand out, and the others step back
const FAINT = 0.16 // how much of its colour an edge keeps that steps back

/** vis-network's edges for the graph's, in a theme; those of the selected `node`, and `edge`, are told in a crowd. */
export function strokes(edges, theme, { node, edge: selected } = {}) {
  const isNear = (edge) => edge.id === selected || edge.from === node || edge.to === node
  const isCrowded = Boolean(node) && edges.length > CROWD
  const seen = new Map()
  return edges.map((edge) => {
    const pair = [edge.from, edge.to].sort().join(' ')
    const place = seen.get(pair) ?? 0
    seen.set(pair, place + 1)
    const near = isNear(edge)
    const faint = isCrowded && !near
    return stroke(edge, place, theme, { faint, labelled: !faint && (edges.length <= LABELLED || near) })
  })
}

function stroke(edge, place, theme, { faint, labelled }) {
  const kind = edge.kind in DASHES ? edge.kind : 'claim'
  return {
    id: edge.id,
    from: edge.from,
    to: edge.to,
    // Never empty: vis-network would go on to draw the label that was there before.
    label: [edge.disputed && !faint && DISPUTED, labelled && edge.label].filter(Boolean).join(' ') || ' ',
    title: edge.label,
    dashes: DASHES[kind],
    width: WIDTH[kind],
    color: { color: theme[kind], highlight: theme[kind], hover: theme[kind], inherit: false, opacity: faint ? FAINT : 1 },
    arrows: { to: { enabled: kind !== 'namedTogether', scaleFactor: 0.55 }, from: { enabled: false } },
    smooth: curve(edge, place),
    font: {
      size: 12,
      face: theme.font,
      color: edge.disputed ? theme.disputed : theme.muted,
      strokeWidth: 4,
      strokeColor: theme.paper,
      align: 'horizontal',
    },
    selectionWidth: 1.2,
    hoverWidth: 0.6,
    chosen: { edge: true, label: (values) => (values.color = theme.ink) },
  }
}

function curve(edge, place) {
  if (place === 0) return { enabled: false }
  const away = place % 2 === 1 ? 'curvedCW' : 'curvedCCW'
  // The same side for both directions: an edge the other way round is bent the other way.
  const type = edge.from < edge.to ? away : away === 'curvedCW' ? 'curvedCCW' : 'curvedCW'
  return { enabled: true, type, roundness: BEND * Math.ceil(place / 2) }
}
