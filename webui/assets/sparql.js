// The SPARQL page: the editor around the plain text area, running a query without leaving the page, cancelling it.
import './sparql.css'
import { SparqlEditor } from './sparql/element.js'
import { drawOutcome } from './sparql/outcome.js'
import { Runner } from './sparql/running.js'

customElements.define('aif-sparql-editor', SparqlEditor)
const form = document.querySelector('form[data-sparql]')
if (form) new Runner(form, document.querySelector('aif-sparql-editor'))
drawOutcome(document, { fresh: false })
