// Where in a triple the cursor stands, told from the text before it: roughly, for it only orders suggestions.

const TOKEN =
  /#[^\n]*|"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|[?$][\p{L}\p{N}_]+|@[\w-]+|[\p{L}_][\p{L}\p{N}_.-]*:(?:[\p{L}\p{N}_.:-]*[\p{L}\p{N}_:-])?|:[\p{L}\p{N}_]+|\p{L}[\p{L}\p{N}_]*|[\d.]*\d|[^\s]/gu

const TERM = /^[<"'?$@\d]|:/u

/** {at, of}: property, class, value, subject, graph or ''; and the property whose value it is. */
export function placeOf(before) {
  let stands = 0 // terms of the triple so far
  let property = ''
  let last = ''
  for (const [token] of before.matchAll(TOKEN)) {
    if (token.startsWith('#') && token.length > 1) continue
    if (token === 'a' && stands === 1) [stands, property] = [2, 'a']
    else if (token === ';') stands = 1
    else if (token === ',') stands = 2
    else if (/^[.{}(]$/.test(token)) stands = 0
    else if (/^[/|]$/.test(token)) stands = 1
    else if (TERM.test(token) && !token.startsWith('@')) {
      if (stands === 1) property = token
      stands = Math.min(3, stands + 1)
    } else if (/^\p{L}/u.test(token)) stands = 0
    last = token
  }
  if (/^(graph|from|named)$/i.test(last)) return { at: 'graph', of: '' }
  if (stands === 1) return { at: 'property', of: '' }
  if (stands === 2) return property === 'a' || property === 'rdf:type' ? { at: 'class', of: '' } : { at: 'value', of: property }
  return { at: stands === 0 && /^[.{]$/.test(last) ? 'subject' : '', of: '' }
}
