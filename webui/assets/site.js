// What every page carries: the design system, search suggestions, copy buttons, charts, titles that break well.
import './site.css'
import { Chart } from './site/charts.js'
import { offerCopying } from './site/copying.js'
import { breakBetweenWords } from './site/phrases.js'
import { Suggestions } from './site/suggestions.js'

offerCopying(document)
breakBetweenWords(document)
for (const form of document.querySelectorAll('form[data-suggest]')) new Suggestions(form)
for (const drawing of document.querySelectorAll('.chart-drawing')) new Chart(drawing)
