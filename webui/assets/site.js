// What every page carries: the design system, search suggestions, copy buttons.
import './site.css'
import { offerCopying } from './site/copying.js'
import { Suggestions } from './site/suggestions.js'

offerCopying(document)
for (const form of document.querySelectorAll('form[data-suggest]')) new Suggestions(form)
