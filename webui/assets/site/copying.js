// Copy buttons: hidden in the HTML, shown here, because they need a script to do anything.

const SAID_FOR = 1600 // milliseconds

export function offerCopying(root) {
  if (!navigator.clipboard) return // no clipboard outside a secure context: the buttons stay hidden
  for (const button of root.querySelectorAll('[data-copy], [data-copy-from]')) {
    button.hidden = false
    button.setAttribute('aria-live', 'polite')
    button.addEventListener('click', () => copy(button))
  }
}

async function copy(button) {
  if (button.dataset.words !== undefined) return // still saying that it has copied
  try {
    await navigator.clipboard.writeText(textOf(button))
  } catch {
    return // the browser refused, and the button makes no promise
  }
  button.dataset.words = button.textContent
  button.textContent = button.dataset.copied ?? '✓'
  setTimeout(() => {
    button.textContent = button.dataset.words
    delete button.dataset.words
  }, SAID_FOR)
}

function textOf(button) {
  if (button.dataset.copyFrom === undefined) return button.dataset.copy
  return document.querySelector(button.dataset.copyFrom)?.textContent.trim() ?? ''
}
