// In review: what is selected in the text goes into the form for what was missed, by its code points, whole words.
const text = document.querySelector(".marking .text");
const form = document.getElementById("add");
const blank = /\s/u;

const offset = (node, inside) => {
  const paragraph = (node.nodeType === 1 ? node : node.parentElement)?.closest("p[id^=s]");
  if (!paragraph) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, inside);
  return { paragraph, at: [...range.toString()].length, start: Number(paragraph.id.slice(1).split("-")[0]) };
};

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (selection.isCollapsed || !text?.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const [first, last] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
  if (!first || !last || first.paragraph !== last.paragraph || last.at <= first.at) return;
  const letters = [...first.paragraph.textContent];
  let [start, end] = [first.at, last.at];
  while (start < end && blank.test(letters[start])) start += 1;
  while (end > start && blank.test(letters[end - 1])) end -= 1;
  if (start === end) return;
  while (start > 0 && !blank.test(letters[start - 1])) start -= 1;
  while (end < letters.length && !blank.test(letters[end])) end += 1;
  form.elements.start.value = first.start + start;
  form.elements.end.value = first.start + end;
  form.elements.words.value = letters.slice(start, end).join("");
});

// Words that are typed are looked for anew.
form?.elements.words.addEventListener("input", () => {
  form.elements.start.value = "";
  form.elements.end.value = "";
});
