// <aif-sparql-editor>: CodeMirror in a shadow root, around the text area that the form sends.

import { autocompletion, acceptCompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab, toggleComment } from '@codemirror/commands'
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { EditorState, Prec } from '@codemirror/state'
import {
  EditorView,
  drawSelection,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
} from '@codemirror/view'
import { Checker, offsetOf } from './checking.js'
import { completing } from './completion.js'
import { inks, language, sheet, theme } from './look.js'
import { typingOver } from './typing.js'

export class SparqlEditor extends HTMLElement {
  #area
  #view
  #checker
  #messages = {}

  connectedCallback() {
    if (this.#view) return
    this.#area = this.querySelector('textarea')
    this.#messages = JSON.parse(this.dataset.messages ?? '{}')
    const root = this.attachShadow({ mode: 'open' }) // without a slot, so that the text area is not drawn
    root.adoptedStyleSheets = [sheet()]
    this.#area.required = false // a field that is not drawn cannot be asked for
    this.#checker = new Checker(this.dataset.check, (found) => this.#tell(found))
    this.#view = new EditorView({
      root,
      parent: root,
      state: EditorState.create({ doc: this.#area.value, extensions: this.#extensions() }),
    })
    const label = this.#area.labels?.[0]
    label?.addEventListener('click', () => this.#view.focus())
    const keys = document.getElementById('query-keys')
    if (keys) keys.hidden = false
    this.#checker.ask(this.value)
  }

  /** The query as it stands. */
  get value() {
    return this.#view.state.doc.toString()
  }

  set value(text) {
    if (text === this.value) return
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } })
  }

  focus() {
    this.#view.focus()
  }

  /** Puts the cursor at a line and a column, both from 1 and in code points. */
  goTo(line, column) {
    const at = offsetOf(this.#view.state.doc, line, column)
    this.#view.dispatch({ selection: { anchor: at }, scrollIntoView: true })
    this.#view.focus()
  }

  #extensions() {
    const run = () => {
      this.dispatchEvent(new CustomEvent('run', { bubbles: true }))
      return true
    }
    const label = this.#area.labels?.[0]?.textContent.trim() ?? ''
    return [
      lineNumbers(),
      foldGutter({ markerDOM: foldMark }),
      lintGutter(),
      highlightSpecialChars(),
      history(),
      drawSelection(),
      indentOnInput(),
      indentUnit.of('  '),
      bracketMatching(),
      closeBrackets(),
      typingOver,
      highlightActiveLine(),
      highlightActiveLineGutter(),
      EditorView.lineWrapping,
      EditorState.phrases.of(this.#messages.phrases ?? {}),
      language,
      syntaxHighlighting(inks),
      theme,
      placeholder(this.#messages.placeholder ?? ''),
      autocompletion({ override: [completing(this.dataset.complete, this.#messages)], icons: false, maxRenderedOptions: 60 }),
      Prec.highest(keymap.of([{ key: 'Mod-Enter', run }])),
      keymap.of([
        { key: 'Mod-/', run: toggleComment },
        { key: 'Tab', run: acceptCompletion },
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...foldKeymap,
        ...lintKeymap,
        indentWithTab,
      ]),
      EditorView.contentAttributes.of({
        'aria-label': label,
        'aria-description': this.#messages.keys ?? '',
        lang: 'en',
        spellcheck: 'false',
        autocapitalize: 'off',
        autocorrect: 'off',
        translate: 'no',
      }),
      EditorView.updateListener.of((update) => update.docChanged && this.#changed()),
    ]
  }

  #changed() {
    this.#area.value = this.value
    this.#checker.ask(this.value)
    this.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** Marks what the server found: a place that cannot be read, or names that the graph does not have. */
  #tell(found) {
    const typing = this.#view.hasFocus ? this.#view.state.selection.main.head : -1
    const marks = found.map((each) => {
      const from = offsetOf(this.#view.state.doc, each.line, each.column)
      const to = Math.max(from, offsetOf(this.#view.state.doc, each.line, each.end))
      const message = [each.message, each.mend].filter(Boolean).join('\n')
      return { from, to, severity: each.severity ?? 'error', message }
    })
    // A name that is still being typed is not yet a wrong one.
    const shown = marks.filter(({ severity, to }) => severity === 'error' || to !== typing)
    this.#view.dispatch(setDiagnostics(this.#view.state, shown))
    this.dispatchEvent(new CustomEvent('checked', { bubbles: true, detail: found }))
  }
}

function foldMark(open) {
  const mark = document.createElement('span')
  mark.className = 'fold-mark'
  mark.textContent = open ? '▾' : '▸'
  return mark
}
