// In a document: next and previous match say where they are, and a selection has a link of its own.
import { checkOf, placeOf } from "./selection.js";

const hits = [...document.querySelectorAll("mark[id^=hit-]")];
const said = document.querySelector(".step .at");
const digits = said?.dataset.digits ?? "0123456789";
const shown = (number) => String(number).replace(/[0-9]/g, (digit) => digits[digit]);
let at = hits.findIndex((hit) => `#${hit.id}` === location.hash);

const go = (to) => {
  if (!hits.length) return;
  at = (to + hits.length) % hits.length;
  document.querySelector("mark.now")?.classList.remove("now");
  hits[at].classList.add("now");
  hits[at].scrollIntoView({ block: "center" });
  history.replaceState(history.state, "", `#${hits[at].id}`);
  said.textContent = said.dataset.of.replace("{n}", shown(at + 1)).replace("{total}", shown(hits.length));
};

// A link leads to below the bar that stays above, however high that is.
const bar = document.querySelector(".within");
const root = document.documentElement;
new ResizeObserver(() => root.style.setProperty("--bar", `${bar.offsetHeight}px`)).observe(bar);
root.style.setProperty("--bar", `${bar.offsetHeight}px`);
if (at < 0) document.querySelector(".text :target")?.scrollIntoView({ block: "start" });

for (const link of document.querySelectorAll("[data-hit]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go(link.dataset.hit === "next" ? at + 1 : Math.max(at, 0) - 1);
  });
}
if (at >= 0) go(at);

// Labels that are hidden stay hidden in other documents of this browser.
for (const box of document.querySelectorAll("input[id^=show-]")) {
  const key = `asnad-${box.id}`;
  box.checked = !localStorage.getItem(key);
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(key) : localStorage.setItem(key, "off")));
}

// A selection inside one paragraph or over several: its code points, from the ids of the paragraphs («s120-380»).
const text = document.querySelector(".text");
document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  document.getElementById("passage-link")?.remove();
  if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const [first, last] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
  if (!first || !last) return;
  const [start, end] = [first.start + first.at, last.start + last.at];
  if (end <= start) return;
  const address = new URL(location.href);
  address.searchParams.set("at", [`${start}-${end}`, checkOf(first, last)].filter(Boolean).join("-"));
  address.hash = `s${start}-${end}`;
  const link = Object.assign(document.createElement("a"), { id: "passage-link", href: address.href, textContent: text.dataset.link });
  document.querySelector(".within").append(link);
});
