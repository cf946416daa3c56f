// One door to the vendored library, so that replacing it touches one line.
export * from "../vendor/htm-preact-standalone.mjs";
