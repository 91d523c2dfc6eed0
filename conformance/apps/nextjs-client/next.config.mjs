// It lies below another project's folder: without this Next looks for its own there.
export default { turbopack: { root: import.meta.dirname }, outputFileTracingRoot: import.meta.dirname }
