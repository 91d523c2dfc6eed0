/** Apart from the pages, so that whoever serves it need not read them. */
export const stylesheetFile = new URL('../public/reference.css', import.meta.url)
