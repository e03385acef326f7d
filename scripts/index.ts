// What is made of the sources, and from where. gulpfile.js calls the JavaScript here: the package as it is built and the
// tables of the pages. `packages.ts`, `sbom.ts` and `scan.ts` run by themselves, after that, and `release.ts` at any time.

export { build } from './build';
export { providerPackages, root } from './folders';
