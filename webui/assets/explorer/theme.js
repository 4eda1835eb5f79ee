// Colours and fonts of the page for the canvas: the style sheet decides, also about light and dark.

import { FAMILY_NAMES, hueOf } from './families.js'

const COLOURS = {
  paper: '--surface',
  ink: '--ink',
  muted: '--ink-muted',
  accent: '--accent',
  soft: '--accent-soft',
  claim: '--edge-claim',
  registry: '--edge-registry',
  derived: '--edge-derived',
  namedTogether: '--edge-named-together',
  answer: '--edge-registry',
  disputed: '--warn',
}

/** Reads the theme where `host` stands: resolved colours, colour of each family, font stack of each language. */
export function readTheme(host) {
  const probe = host.appendChild(document.createElement('span'))
  // light-dark() and var() are only resolved in a real property, not in the custom one.
  const colour = (property) => {
    probe.style.color = `var(${property})`
    return getComputedStyle(probe).color
  }
  const font = (language) => {
    if (language) probe.lang = language
    return getComputedStyle(probe).fontFamily
  }
  const theme = {
    ...Object.fromEntries(Object.entries(COLOURS).map(([name, property]) => [name, colour(property)])),
    families: Object.fromEntries(FAMILY_NAMES.map((family) => [family, colour(hueOf(family))])),
    font: font(null),
    fonts: Object.fromEntries(['en', 'zh-Hant', 'zh-Hans'].map((language) => [language.toLowerCase(), font(language)])),
  }
  probe.remove()
  return theme
}

/** Calls back whenever light and dark change, and around printing, which is always light. */
export function watchTheme(host, changed, signal) {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed, { signal })
  const print = (scheme) => () => {
    host.style.colorScheme = scheme
    changed()
  }
  addEventListener('beforeprint', print('light'), { signal })
  addEventListener('afterprint', print(''), { signal })
}
