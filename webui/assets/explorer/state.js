// The state in the page's address: what is in focus, what is opened, which edge is selected.

const LISTS = ['focus', 'open']

/** Reads the address. A list that is not there is null: then the server's choice holds. */
export function readState(search) {
  const query = new URLSearchParams(search)
  const list = (name) => (query.has(name) ? split(query.getAll(name)) : null)
  return { focus: list('focus'), open: list('open'), edge: query.get('edge') || null }
}

const split = (values) => values.flatMap((value) => value.split(',')).filter(Boolean)

/** The query string `search` with `state` in it; everything else there stays. */
export function writeState(search, state) {
  const query = new URLSearchParams(search)
  for (const name of LISTS) {
    if (state[name] !== null) query.set(name, state[name].join(','))
  }
  if (state.edge) query.set('edge', state.edge)
  else query.delete('edge')
  return readable(query)
}

/** The address of the data for the page's query: that of `source`, the page's own parameters over its. */
export function dataAddress(source, search) {
  const address = new URL(source, document.baseURI)
  for (const [name, value] of new URLSearchParams(search)) address.searchParams.set(name, value)
  address.searchParams.delete('edge')
  address.search = readable(address.searchParams)
  return address
}

/** Whether two queries draw the same graph, whatever edge is selected in them. */
export function drawsTheSame(search, other) {
  const [a, b] = [search, other].map((text) => writeState(text, { ...readState(text), edge: null }))
  return a === b
}

// Slashes and commas are allowed in a query, and an address with them can be read.
function readable(query) {
  const text = query.toString().replaceAll('%2F', '/').replaceAll('%2C', ',')
  return text ? `?${text}` : ''
}
