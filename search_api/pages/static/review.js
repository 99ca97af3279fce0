// In review: words that are selected go into the form for what was missed; the ends of the mention that is looked at are
// dragged; half spaces are shown. All by code points, in whole words. The page does the same without this file.
import { placeOf } from "./selection.js";

const text = document.querySelector(".marking .text");
const form = document.getElementById("add");
const blank = /\s/u;
const stop = /[.,;:!?\u2026\u060c\u061b\u061f\u2013-]/u;
const pairs = { "\u00ab": "\u00bb", "(": ")", "[": "]", "{": "}", "\u201c": "\u201d", '"': '"' };
const openers = Object.fromEntries(Object.entries(pairs).map(([opener, closer]) => [closer, opener]));

// Whole words, without signs at their ends that belong to the sentence (pages/judging.py says which).
const whole = (letters, from, to) => {
  let [start, end] = [from, to];
  while (start > 0 && !blank.test(letters[start - 1])) start -= 1;
  while (end < letters.length && !blank.test(letters[end])) end += 1;
  const all = [start, end];
  while (start < end) {
    const [first, last, within] = [letters[start], letters[end - 1], letters.slice(start, end)];
    const [opener, closer] = [openers[last], pairs[first]];
    if (stop.test(last) || blank.test(last) || (opener && !within.slice(0, -1).includes(opener))) end -= 1;
    else if (stop.test(first) || blank.test(first) || (closer && !within.slice(1).includes(closer))) start += 1;
    else if (closer === last && within.length > 1 && !within.slice(1, -1).includes(last)) [start, end] = [start + 1, end - 1];
    else return [start, end];
  }
  return all;
};

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (dragged || selection.isCollapsed || !text?.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const [first, last] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
  if (!first || !last || first.paragraph !== last.paragraph || last.at <= first.at) return;
  const letters = [...first.paragraph.textContent];
  let [from, to] = [first.at, last.at];
  while (from < to && blank.test(letters[from])) from += 1;
  while (to > from && blank.test(letters[to - 1])) to -= 1;
  if (from === to) return;
  const [start, end] = whole(letters, from, to);
  form.elements.start.value = first.start + start;
  form.elements.end.value = first.start + end;
  form.elements.words.value = letters.slice(start, end).join("");
});

// Words that are typed are looked for anew.
form?.elements.words.addEventListener("input", () => {
  form.elements.start.value = "";
  form.elements.end.value = "";
});

// The ends of the mention that is looked at, to be dragged: they lie over the text, so that no letters are parted.
const values = document.querySelector("form.values");
const pieces = text ? [...text.querySelectorAll("a[aria-current]")] : [];
let dragged = null;

const caret = (x, y) => {
  const at = document.caretPositionFromPoint?.(x, y);
  if (at) return [at.offsetNode, at.offset];
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : null;
};

// The point of a paragraph after so many code points.
const pointAt = (paragraph, at) => {
  const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
  let left = at;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const letters = [...node.data];
    if (left <= letters.length) return [node, letters.slice(0, left).join("").length];
    left -= letters.length;
  }
  return [paragraph, paragraph.childNodes.length];
};

const place = () => {
  const base = text.getBoundingClientRect();
  for (const grip of text.querySelectorAll(".grip")) {
    const first = grip.dataset.edge === "start";
    const rects = [...pieces.at(first ? 0 : -1).getClientRects()];
    const rect = rects.at(first ? 0 : -1);
    const right = (getComputedStyle(pieces[0].closest("p")).direction === "rtl") === first;
    grip.style.left = `${(right ? rect.right : rect.left) - base.left}px`;
    grip.style.top = `${rect.top - base.top}px`;
    grip.style.height = `${rect.height}px`;
  }
};

const moved = (event) => {
  const point = caret(event.clientX, event.clientY);
  const to = point && placeOf(...point);
  if (!to || to.paragraph !== dragged.paragraph) return;
  const letters = [...to.paragraph.textContent];
  let [start, end] = dragged.edge === "start" ? [to.at, dragged.end] : [dragged.start, to.at];
  if (start >= end) return;
  const words = whole(letters, start, end);
  [start, end] = dragged.edge === "start" ? [words[0], dragged.end] : [dragged.start, words[1]];
  if (start >= end) return;
  dragged.to = [start, end];
  getSelection().setBaseAndExtent(...pointAt(to.paragraph, start), ...pointAt(to.paragraph, end));
};

const dropped = () => {
  const { to, base, start, end } = dragged;
  if (to && (to[0] !== start || to[1] !== end)) {
    values.elements.start.value = base + to[0];
    values.elements.end.value = base + to[1];
    values.requestSubmit(values.querySelector("button[value=correct]"));
  }
  getSelection().removeAllRanges();
  dragged = null;
};

if (values && pieces.length) {
  const paragraph = pieces[0].closest("p[id^=s]");
  const base = Number(paragraph?.id.slice(1).split("-")[0]);
  const [start, end] = ["start", "end"].map((name) => Number(values.elements[name].defaultValue) - base);
  for (const edge of paragraph && end <= [...paragraph.textContent].length ? ["start", "end"] : []) {
    const grip = Object.assign(document.createElement("span"), { className: "grip", ariaHidden: "true" });
    grip.dataset.edge = edge;
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      dragged = { edge, paragraph, base, start, end };
      grip.setPointerCapture(event.pointerId);
    });
    grip.addEventListener("pointermove", (event) => dragged && moved(event));
    grip.addEventListener("pointerup", () => dragged && dropped());
    grip.addEventListener("pointercancel", () => { dragged = null; });
    text.append(grip);
  }
  place();
  document.fonts?.ready.then(place);
  new ResizeObserver(place).observe(text);
}

// Half spaces (ZWNJ) have no width: those of the text are shown on demand, and stay shown in this browser.
const box = document.getElementById("show-joints");
const KEPT = "asnad-joints";
const showJoints = () => {
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) if (node.data.includes("\u200c")) nodes.push(node);
  for (const node of nodes) {
    let rest = node;
    for (let at = rest.data.indexOf("\u200c"); at >= 0; at = rest.data.indexOf("\u200c")) {
      const joint = rest.splitText(at);
      rest = joint.splitText(1);
      const sign = Object.assign(document.createElement("span"), { className: "joint" });
      joint.replaceWith(sign);
      sign.append(joint);
    }
  }
  place();
};
const hideJoints = () => {
  for (const sign of text.querySelectorAll(".joint")) sign.replaceWith(...sign.childNodes);
  text.normalize();
  place();
};
if (box && text) {
  box.checked = Boolean(localStorage.getItem(KEPT));
  if (box.checked) showJoints();
  box.addEventListener("change", () => {
    if (box.checked) localStorage.setItem(KEPT, "1");
    else localStorage.removeItem(KEPT);
    (box.checked ? showJoints : hideJoints)();
  });
}
