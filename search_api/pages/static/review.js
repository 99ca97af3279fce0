// In review: what is selected in the text goes into the form for what was missed, by its code points, whole words.
import { placeOf } from "./selection.js";

const text = document.querySelector(".marking .text");
const form = document.getElementById("add");
const blank = /\s/u;

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (selection.isCollapsed || !text?.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const [first, last] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
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
