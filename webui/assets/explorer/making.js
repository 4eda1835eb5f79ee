// Making elements: text becomes text, never markup.

/** An element with properties (class, lang, data-…, on…) and children (nodes or text; null is left out). */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else element.setAttribute(key, value === true ? '' : value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

/** The address as it may stand in a link: on the web or on this site, nothing that runs. */
export function linkable(address) {
  if (!address) return null
  const { protocol } = new URL(address, document.baseURI)
  return protocol === 'http:' || protocol === 'https:' ? address : null
}
