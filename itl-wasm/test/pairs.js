// Pairs of templates that ilert stores alike or tells apart. Used in Node and, as it is, in a browser.

/** The names of the pairs whose elements are the same where they should differ, or the other way round. */
export function pairs(api, all) {
  const stored = (source) => JSON.stringify(api.toElements(source).elements);
  return all
    .filter(({ a, b, equivalent }) => {
      const [one, other] = [stored(a), stored(b)];
      // An alias stands in the elements as it is written, and what is refused has none.
      const comparable = one !== "null" && other !== "null" && !/joinFromObjectArr\b|equalsWithTake/.test(a + b);
      return comparable && (one === other) !== equivalent;
    })
    .map(({ name }) => name);
}
