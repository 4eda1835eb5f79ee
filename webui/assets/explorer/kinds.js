// Kinds of edges, and the class of the badge that shows each one's stroke.

export const BADGES = {
  claim: 'edge-claim',
  registry: 'edge-registry',
  derived: 'edge-derived',
  namedTogether: 'edge-named-together',
}
