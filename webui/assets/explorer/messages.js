// The words of the interface: English here, the reader's language from the server's "messages".

export const MESSAGES = {
  graph: 'Graph',
  help: 'Arrow keys move between things, Enter opens the page, plus expands, minus folds in, zero shows all, Escape clears the selection.',
  loading: 'Loading the graph …',
  failed: 'This could not be loaded: {reason}',
  retry: 'Try again',
  unreachable: 'no answer came from the server',
  nothingSelected: 'Select a thing or an edge to see what it rests on.',
  described: '{label}, {type}. Connections: {count}.',
  openPage: 'Open page',
  expand: 'Expand ({count} more)',
  nothingMore: 'All neighbours are drawn',
  foldIn: 'Fold in',
  connections: 'Connections drawn ({count})',
  claims: 'Claims ({count})',
  textNotAtHand: 'The text of this source is not at hand.',
  close: 'Clear the selection',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show all',
  zoomHint: 'Ctrl + wheel zooms, dragging moves.',
  legend: 'Legend',
  disputed: 'disputed',
  organization: 'organisation',
  model: 'model',
  family: 'model family',
  app: 'app',
  country: 'country',
  instrument: 'benchmark or index',
  document: 'document',
  concept: 'concept',
  claim: 'a source says so',
  registry: 'registry',
  derived: 'concluded',
  namedTogether: 'named together',
  answer: 'in the answer only',
}

/** A function that says a message by its key, `{name}` in it replaced from `values`. */
export function speaker(translated) {
  const words = { ...MESSAGES, ...translated }
  return (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '')
}
