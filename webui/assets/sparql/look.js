// How the editor looks: the site's own colours, which reach into the shadow root as custom properties.

import { HighlightStyle, LanguageSupport } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { styleTags, tags } from '@lezer/highlight'
import { SparqlLanguage } from 'codemirror-lang-sparql'

/** SPARQL with its prefixed names marked as names, which the grammar leaves as they are. */
export const language = new LanguageSupport(
  SparqlLanguage.configure({ props: [styleTags({ 'Pname_ns Pname_ln': tags.namespace, Langtag: tags.annotation })] }),
)

export const inks = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent-strong)', fontWeight: '600' },
  { tag: tags.variableName, color: 'var(--hue-plum)' },
  { tag: tags.string, color: 'var(--hue-moss)' },
  { tag: [tags.number, tags.integer, tags.float, tags.bool], color: 'var(--hue-brick)' },
  { tag: [tags.namespace, tags.url], color: 'var(--hue-petrol)' },
  { tag: [tags.annotation, tags.typeName], color: 'var(--hue-ochre)' },
  { tag: tags.comment, color: 'var(--ink-muted)', fontStyle: 'italic' },
])

export const theme = EditorView.theme({
  '&': {
    maxHeight: '70vh',
    border: '1px solid var(--rule-strong)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    fontSize: 'var(--text-2)',
  },
  '&.cm-focused, &:focus-within': { outline: '2px solid var(--accent)', outlineOffset: '0' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', overflow: 'auto', borderRadius: 'var(--radius)' },
  '@media print': { '&': { maxHeight: 'none' } },
  '.cm-content, .cm-gutter': { minHeight: '15rem' },
  '.cm-content': { caretColor: 'var(--ink)', paddingBlock: '0.6rem' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-placeholder': { color: 'var(--ink-muted)' },
  '.cm-gutters': { backgroundColor: 'var(--sunken)', color: 'var(--ink-muted)', borderRight: '1px solid var(--rule)' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--accent) 5%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'var(--accent-soft)', color: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in oklab, var(--accent) 25%, transparent)',
  },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'var(--accent-soft)', outline: '1px solid var(--accent)' },
  '.cm-tooltip': {
    border: '1px solid var(--rule-strong)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    boxShadow: 'var(--shadow-float)',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '16rem', maxWidth: 'min(38rem, 88vw)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '0.2rem 0.6rem', lineHeight: '1.45' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--accent)', color: 'var(--on-accent)' },
  '.cm-completionDetail': { marginLeft: '0.9em', fontStyle: 'normal', fontFamily: 'var(--sans)', color: 'var(--ink-muted)' },
  'li[aria-selected] .cm-completionDetail': { color: 'var(--on-accent)' },
  '.cm-completionInfo': { padding: '0.5rem 0.7rem', maxWidth: '20rem', fontFamily: 'var(--sans)', fontSize: 'var(--text-1)', lineHeight: '1.5' },
  '.cm-completionInfo p': { margin: '0' },
  '.cm-completionInfo p + p': { marginTop: '0.3rem' },
  // On a narrow screen it would cover the list, which has the name already.
  '.cm-completionInfo-right-narrow, .cm-completionInfo-left-narrow': { display: 'none' },
  '.info-kind': { fontWeight: '600' },
  '.cm-diagnostic': { padding: '0.35rem 0.7rem', fontFamily: 'var(--sans)', fontSize: 'var(--text-2)', maxWidth: '34rem' },
  '.cm-diagnostic-error': { borderLeft: '3px solid var(--bad)' },
  '.cm-diagnostic-warning': { borderLeft: '3px solid var(--warn)' },
  '.cm-lintRange-error': { backgroundImage: 'none', textDecoration: 'underline wavy var(--bad) 1.5px', textUnderlineOffset: '3px' },
  '.cm-lintRange-warning': { backgroundImage: 'none', textDecoration: 'underline wavy var(--warn) 1.5px', textUnderlineOffset: '3px' },
  '.cm-panel.cm-panel-lint': { backgroundColor: 'var(--sunken)', color: 'var(--ink)' },
  '.cm-panels': { backgroundColor: 'var(--sunken)', color: 'var(--ink)' },
  '.cm-panel.cm-panel-lint ul [aria-selected], .cm-panel.cm-panel-lint ul:focus [aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-diagnosticText': { whiteSpace: 'pre-line' },
  '.cm-gutter-lint': { width: '1.1em' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0.2em 0.1em' },
  '.cm-lint-marker-error': { content: 'none' },
  '.cm-lint-marker': { width: '0.8em', height: '0.8em', borderRadius: '50%' },
  '.cm-lint-marker-error, .cm-lint-marker.cm-lint-marker-error': { content: 'none', background: 'var(--bad)' },
  '.cm-lint-marker.cm-lint-marker-warning': { content: 'none', background: 'var(--warn)', borderRadius: '0' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer' },
  '.cm-foldPlaceholder': { background: 'var(--sunken)', borderColor: 'var(--rule)', color: 'var(--ink-muted)' },
})

/** The style of the element itself, as a sheet that the Content-Security-Policy has nothing against. */
export function sheet() {
  const made = new CSSStyleSheet()
  made.replaceSync(':host { display: block; min-inline-size: 0 } .cm-editor { min-inline-size: 0 }')
  return made
}
