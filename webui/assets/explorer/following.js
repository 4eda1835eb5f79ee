// What stands around the graph and must say the same as it: the server writes it anew, and it is taken over here.

/** The page of another state, as a document. Throws an Error with words for a person. */
export async function fetchPage(address, signal) {
  const answer = await fetch(address, { signal, headers: { Accept: 'text/html' } })
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`)
  return new DOMParser().parseFromString(await answer.text(), 'text/html')
}

/** Takes over the title, the element `tableId`, and every element with an id and `data-follows`. */
export function follow(page, tableId) {
  document.title = page.title
  const following = [...document.querySelectorAll('[data-follows][id]')].map(({ id }) => id)
  for (const id of new Set([tableId, ...following])) {
    const fresh = page.getElementById(id)
    if (fresh) document.getElementById(id)?.replaceChildren(...fresh.childNodes)
  }
}

/** Lets the links to other languages lead to the state that the address has now. */
export function keepLanguageLinks() {
  for (const link of document.querySelectorAll('.languages a[href]')) {
    const query = new URLSearchParams(location.search)
    query.set('lang', new URL(link.href).searchParams.get('lang'))
    link.search = query
  }
}
