// Completion: names from the graph (asked of the server), variables of the query, words of SPARQL.

import { syntaxTree } from '@codemirror/language'
import { FUNCTIONS, KEYWORDS } from './keywords.js'
import { placeOf } from './place.js'

const WORD = /[\p{L}\p{N}_][\p{L}\p{N}_.:-]*$/u
const VARIABLE = /[?$][\p{L}\p{N}_]*$/u
const LEAST = 1 // letters before the server is asked without being told to

/** A source of completions; `messages.kinds` says what a suggestion is, in the reader's language. */
export function completing(address, messages) {
  return async (context) => {
    if (isSilent(context)) return null
    const variable = context.matchBefore(VARIABLE)
    if (variable) return { from: variable.from, options: variables(context, variable), validFor: /^[?$][\p{L}\p{N}_]*$/u }
    const word = context.matchBefore(WORD)
    const text = word?.text ?? ''
    if (!context.explicit && (text.length < LEAST || /^\d/.test(text))) return null
    const from = word?.from ?? context.pos
    const names = await ask(address, text, placeOf(context.state.sliceDoc(0, from)), context)
    if (context.aborted) return null
    const options = [...names.map((each) => option(each, messages)), ...words(text)]
    return options.length ? { from, options, filter: false } : null
  }
}

/** Within a comment or a string nothing is suggested. */
function isSilent(context) {
  const { name } = syntaxTree(context.state).resolveInner(context.pos, -1)
  return !context.explicit && (name === 'Comment' || name === 'String')
}

async function ask(address, prefix, place, context) {
  const request = new AbortController()
  context.addEventListener('abort', () => request.abort())
  try {
    const query = new URLSearchParams({ prefix, ...place })
    const answer = await fetch(`${address}?${query}`, { signal: request.signal })
    return answer.ok ? await answer.json() : []
  } catch {
    return [] // offline, or typed on meanwhile
  }
}

function option(each, messages) {
  const kind = messages.kinds?.[each.kind] ?? each.kind
  return {
    label: each.insert,
    detail: each.name,
    type: each.kind,
    info: each.about || each.uses ? () => information(each, kind, messages) : kind,
  }
}

function information(each, kind, messages) {
  const told = document.createElement('div')
  const head = document.createElement('p')
  head.className = 'info-kind'
  head.textContent = each.uses ? `${kind} · ${messages.uses.replace('{n}', each.uses.toLocaleString())}` : kind
  told.append(head)
  if (each.about) {
    const about = document.createElement('p')
    about.textContent = each.about
    told.append(about)
  }
  return told
}

function variables(context, typed) {
  const found = new Set(context.state.doc.toString().match(/[?$][\p{L}\p{N}_]+/gu))
  // The one being typed is no suggestion, unless it stands elsewhere too.
  const own = context.state.sliceDoc(typed.from, context.pos)
  const count = context.state.doc.toString().split(own).length - 1
  if (count < 2) found.delete(own)
  return [...found].sort().map((label) => ({ label, type: 'variable' }))
}

function words(text) {
  if (!/^[a-z]+$/i.test(text)) return []
  const begins = (word) => word.startsWith(text.toUpperCase()) && word !== text
  return [
    ...KEYWORDS.filter(begins).map((label) => ({ label, type: 'keyword' })),
    ...FUNCTIONS.filter(begins).map((label) => ({ label: `${label}()`, type: 'function', apply: (...at) => call(label, ...at) })),
  ]
}

function call(name, view, _, from, to) {
  view.dispatch({ changes: { from, to, insert: `${name}()` }, selection: { anchor: from + name.length + 1 } })
}
