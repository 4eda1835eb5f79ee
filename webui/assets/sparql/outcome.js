// What an answer holds besides words: charts whose marks speak, copy buttons, a graph.

import { Chart } from '../site/charts.js'
import { offerCopying } from '../site/copying.js'

/** Brings an answer to life; `fresh` where it came after the page, which has seen to its own already. */
export function drawOutcome(root, { fresh }) {
  const outcome = root.getElementById('outcome')
  if (!outcome) return
  if (fresh) {
    offerCopying(outcome)
    for (const drawing of outcome.querySelectorAll('.chart-drawing')) new Chart(drawing)
  }
  if (outcome.querySelector('aif-explorer')) import('../explorer.js')
}
