// The graph view: defines <aif-explorer data-src="…" data-table="ID">. docs/front-end.md has its contract.
import './explorer.css'
import { Explorer } from './explorer/element.js'

customElements.define('aif-explorer', Explorer)
