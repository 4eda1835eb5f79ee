// Typing over a selection. Chromium keeps the look of what it replaces by writing a style into the document, which the
// Content-Security-Policy refuses; so what is typed is put in its place here, before the browser does anything.

import { EditorView } from '@codemirror/view'

export const typingOver = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to, empty } = view.state.selection.main
    if (event.inputType !== 'insertText' || event.data === null || empty || event.isComposing) return false
    event.preventDefault()
    const insert = () =>
      view.state.update(view.state.replaceSelection(event.data), { userEvent: 'input.type', scrollIntoView: true })
    // Others may have a better idea of it: a bracket goes around the selection.
    const isHandled = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, event.data, insert))
    if (!isHandled) view.dispatch(insert())
    return true
  },
})
