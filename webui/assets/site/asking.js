// Asking the server: a browser's own words for what went wrong are in no language of this site.

/** No answer came, or not all of it. */
export class Unreachable extends Error {}

/**
 * Fetches and reads: `read(answer)` takes what it needs of the answer. Throws Unreachable where none came whole, an
 * AbortError where the request was given up, and what `fault(answer, body)` makes of an answer that is an error.
 */
export async function ask(address, options, read, fault) {
  let answer, body
  try {
    answer = await fetch(address, options)
    body = await read(answer)
  } catch (error) {
    throw error.name === 'AbortError' ? error : new Unreachable()
  }
  if (!answer.ok && fault) throw fault(answer, body)
  return body
}

/** Why something did not come, for a person; `unreachable` are the site's words for a server that is not there. */
export const reasonOf = (error, unreachable) => (error instanceof Unreachable ? unreachable : error.message)
