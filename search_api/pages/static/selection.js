// Where a point of the text stands: its paragraph (whose id says where it begins, «s120-380»), that beginning, and the
// code points from there.
export const placeOf = (node, inside) => {
  const paragraph = (node.nodeType === 1 ? node : node.parentElement)?.closest("p[id^=s]");
  if (!paragraph) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, inside);
  return { paragraph, start: Number(paragraph.id.slice(1).split("-")[0]), at: [...range.toString()].length };
};
