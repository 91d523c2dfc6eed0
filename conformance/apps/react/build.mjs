import { build } from 'esbuild'

await build({ entryPoints: ['main.jsx'], outfile: 'bundle.js', bundle: true, jsx: 'automatic', logLevel: 'error' })
