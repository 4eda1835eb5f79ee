// What is wrong with a page as it stands on the screen, by measuring it, and the words that are on it.

const SLACK = 1.5 // pixels: less is rounding
const SILENT = 'script, style, noscript, template'
const NOT_PROSE = 'pre, code, kbd, samp, textarea, .mono, blockquote' // data, and a source's own words

function textNodes() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.data.trim() && !node.parentElement.closest(SILENT)) found.push(node)
  }
  return found
}

function isSeen(node) {
  const element = node.parentElement
  if (element.closest('.visually-hidden, svg, option, .skip-link')) return false
  return element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })
}

function rectsOf(node) {
  const range = document.createRange()
  range.selectNodeContents(node)
  return [...range.getClientRects()].filter((rect) => rect.width > 0 && rect.height > 0)
}

const isInline = (element) => ['inline', 'contents', 'ruby'].includes(getComputedStyle(element).display)
const told = (node) => `<${node.parentElement.localName}> ${node.data.trim().slice(0, 40)}`

/** Why a piece of text does not stand whole in the boxes around it, or null. */
function outOfBounds(node) {
  const rects = rectsOf(node)
  for (let box = node.parentElement; box && box !== document.documentElement; box = box.parentElement) {
    if (isInline(box)) continue
    const style = getComputedStyle(box)
    const frame = box.getBoundingClientRect()
    const scrolls = ['auto', 'scroll'].includes(style.overflowX)
    const cuts = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY)
    for (const rect of rects) {
      const beside = rect.right > frame.right + SLACK || rect.left < frame.left - SLACK
      const below = cuts && (rect.bottom > frame.bottom + 3 || rect.top < frame.top - 3)
      if ((beside && !scrolls) || below) {
        return `${cuts ? 'is cut off by' : 'runs out of'} <${box.localName} class="${box.className}">`
      }
    }
    // What a reader can scroll to is not lost, and the frame itself is looked at as a box of its own.
    if (scrolls || style.position === 'fixed') return null
  }
  return null
}

/** Whether Han text stands in a column of single characters. */
function isSqueezed(node) {
  const characters = node.data.trim()
  if (!/[\u4e00-\u9fff]{3}/.test(characters)) return false
  const lines = new Set(rectsOf(node).map((rect) => Math.round(rect.top))).size
  return lines >= 3 && lines > characters.length * 0.6
}

/** A sign that must not begin a line and does, or null. */
function wrongBeginning(node) {
  const range = document.createRange()
  const place = (at) => {
    range.setStart(node, at)
    range.setEnd(node, at + 1)
    return range.getClientRects()[0]
  }
  for (const { index, 0: sign } of node.data.matchAll(/(?<=\S)[，。、；：？！）」』》]/gu)) {
    const [before, own] = [place(index - 1), place(index)]
    if (before && own && own.top > before.top + before.height / 2) return sign
  }
  return null
}

/** Words of a table that fall into pieces: a short one broken in two, Han text in lines of one or two characters. */
function narrowCells() {
  const linesOf = (node, start, end) => {
    const range = document.createRange()
    range.setStart(node, start)
    range.setEnd(node, end)
    return new Set([...range.getClientRects()].filter((rect) => rect.width > 0).map((rect) => Math.round(rect.top))).size
  }
  const faults = []
  for (const node of textNodes().filter((one) => isSeen(one) && one.parentElement.closest('td, th'))) {
    for (const { index, 0: word } of node.data.matchAll(/[\p{Script=Latin}\d]{2,12}/gu)) {
      if (linesOf(node, index, index + word.length) > 1) faults.push(`${word} is broken: ${told(node)}`)
    }
    for (const { index, 0: run } of node.data.matchAll(/\p{Script=Han}{4,}/gu)) {
      if (run.length / linesOf(node, index, index + run.length) < 2) faults.push(`${run} stands in a column: ${told(node)}`)
    }
  }
  return [...new Set(faults)]
}

/** Faults of the layout at the width that the window has. */
function layoutFaults() {
  const faults = []
  const root = document.documentElement
  if (root.scrollWidth > root.clientWidth) faults.push(`the page is ${root.scrollWidth - root.clientWidth} px too wide`)
  for (const node of textNodes().filter(isSeen)) {
    const why = outOfBounds(node)
    if (why) faults.push(`${told(node)} ${why}`)
    const sign = wrongBeginning(node)
    if (sign) faults.push(`${told(node)} has a line that begins with ${sign}`)
    if (isSqueezed(node)) faults.push(`${told(node)} stands in single characters`)
  }
  return [...new Set(faults)]
}

/** All words of the page in its own language, block by block; what is in another language is one sign, U+FFFC. */
function words() {
  const language = document.documentElement.lang
  const blocks = new Map()
  for (const node of textNodes()) {
    const element = node.parentElement
    let block = element
    while (block !== document.body && isInline(block)) block = block.parentElement
    const own = element.closest('[lang]').lang === language && !element.closest(NOT_PROSE)
    blocks.set(block, (blocks.get(block) ?? '') + (own ? node.data.replace(/\s+/g, ' ') : '\ufffc'))
  }
  const spoken = [...document.querySelectorAll('[aria-label], [title], [placeholder], [alt], [data-copied]')]
    .filter((element) => element.closest('[lang]').lang === language && !element.closest(NOT_PROSE))
    .flatMap((element) => ['aria-label', 'title', 'placeholder', 'alt', 'data-copied'].map((name) => element.getAttribute(name)))
    .filter(Boolean)
  return [...blocks.values(), ...spoken].map((text) => text.trim()).filter(Boolean)
}

/** Everything that the keyboard must reach, in the order of the document. */
function controls() {
  const wanted = 'a[href], button, input:not([type="hidden"]), select, textarea, summary, [tabindex="0"], aif-sparql-editor:defined'
  return [...document.querySelectorAll(wanted)].filter(
    (element) => !element.disabled && element.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }),
  )
}

/** The place of the focused element among the controls, and whether its focus can be seen. */
function focused() {
  const element = document.activeElement
  // The frame of an editor shows the focus of what stands within its shadow root.
  const style = getComputedStyle(element.shadowRoot?.activeElement?.closest('.cm-editor') ?? element)
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
  const rect = element.getBoundingClientRect()
  const inView = rect.bottom > 0 && rect.top < innerHeight && rect.right > 0 && rect.left < innerWidth
  return { place: controls().indexOf(element), seen: outlined && inView, what: element.outerHTML.slice(0, 120) }
}

const countControls = () => controls().length
