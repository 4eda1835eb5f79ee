import { defineConfig } from 'vite'

// Entries: what every page carries, the graph view, the SPARQL editor. webui/bundle.py reads manifest.json.
export default defineConfig({
  base: './',
  publicDir: false,
  build: {
    outDir: 'webui/static/build',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // The notices of the libraries inside must travel with the bundle.
    license: { fileName: 'third-party-licenses.md' },
    // Browsers that know light-dark(), so that it reaches them as it is written.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // A polyfill would be an inline script, which the Content-Security-Policy refuses.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['webui/assets/site.js', 'webui/assets/explorer.js', 'webui/assets/sparql.js'] },
  },
})
