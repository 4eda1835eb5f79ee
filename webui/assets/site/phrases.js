// Han titles break between words on a phone, where a line is too short for a phrase: 竞赛 stays together.

const TITLES = ':is(h1, h2, h3, h4, .card-title, .headline-question):lang(zh)'

/** Marks between which words a title may break; where the browser knows no words, nothing changes. */
export function breakBetweenWords(root) {
  if (!Intl.Segmenter) return
  for (const title of root.querySelectorAll(TITLES)) {
    const words = new Intl.Segmenter(title.closest('[lang]').lang, { granularity: 'word' })
    for (const text of textsOf(title)) text.replaceWith(...withBreaks([...words.segment(text.data)]))
    title.classList.add('is-in-words')
  }
}

function textsOf(title) {
  const walker = document.createTreeWalker(title, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) if (/\p{Script=Han}{2}/u.test(walker.currentNode.data)) found.push(walker.currentNode)
  return found
}

/** A break only between two words: a sign stays with the word that it follows, as keep-all has it anyway. */
function withBreaks(segments) {
  return segments.flatMap(({ segment, isWordLike }, at) =>
    at > 0 && isWordLike && segments[at - 1].isWordLike ? [document.createElement('wbr'), segment] : [segment],
  )
}
