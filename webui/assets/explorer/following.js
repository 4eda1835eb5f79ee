// What stands around the graph and must say the same as it: the server writes it anew, and it is taken over here.

import { ask } from '../site/asking.js'

/** The page of another state, as a document. Throws an Error with words for a person. */
export async function fetchPage(address, signal) {
  const fault = (answer) => new Error(`HTTP ${answer.status}`)
  const text = await ask(address, { signal, headers: { Accept: 'text/html' } }, (answer) => answer.text(), fault)
  return new DOMParser().parseFromString(text, 'text/html')
}

/**
 * Takes over the title, the element `tableId`, and every element with an id and `data-follows`. The keyboard stays at
 * the thing that a link opened or folded in: the link that undoes it has the same place.
 */
export function follow(page, tableId) {
  const { expand, foldIn } = document.activeElement?.dataset ?? {}
  document.title = page.title
  const following = [...document.querySelectorAll('[data-follows][id]')].map(({ id }) => id)
  for (const id of new Set([tableId, ...following])) {
    const fresh = page.getElementById(id)
    if (fresh) document.getElementById(id)?.replaceChildren(...fresh.childNodes)
  }
  const thing = CSS.escape(expand ?? foldIn ?? '')
  if (thing) document.querySelector(`[data-expand="${thing}"], [data-fold-in="${thing}"]`)?.focus({ preventScroll: true })
}

/** Lets the links to other languages lead to the state that the address has now. */
export function keepLanguageLinks() {
  for (const link of document.querySelectorAll('.languages a[href]')) {
    const query = new URLSearchParams(location.search)
    query.set('lang', new URL(link.href).searchParams.get('lang'))
    link.search = query
  }
}
