/** How the whole flow is brought into view: never larger than life, with air around it. */
export const fitFlow = { maxZoom: 1, padding: 0.15 }
