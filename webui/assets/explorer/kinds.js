// Kinds of edges, and the class of the badge that shows each one's stroke; the mark of what is disputed.

import { linkable, make } from './making.js'

export const BADGES = {
  claim: 'edge-claim',
  registry: 'edge-registry',
  derived: 'edge-derived',
  namedTogether: 'edge-named-together',
  answer: 'edge-registry',
}

/** What stands before the name of an edge that rests on a disputed claim. */
export const DISPUTED = '≠'

/** The badge of what is disputed; with an address it leads to the claims side by side. */
export const disputed = (say, address) =>
  make(address ? 'a' : 'span', { class: 'badge disputed', ...(address && { href: linkable(address) }) }, say('disputed'))
