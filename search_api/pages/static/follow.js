// Pictures of pages beside their text: the picture follows the page that is read, and a link to a picture leads to both.
// Where the two do not stand side by side, links are links.
const sheets = document.querySelector(".sheets");
const marks = [...document.querySelectorAll(".text .page-at[id^=page-]")];
const numberOf = (held) => Number(held.id.split("-")[1]);
const beside = () => getComputedStyle(sheets).position === "sticky";
const READ = 0.4; // of the window, from above: what stands there is read
let [page, held] = [0, false]; // held: the reader moved the picture himself

const show = (number) => {
  const figure = document.getElementById(`sheet-${number}`);
  if (figure) sheets.scrollTop = figure.offsetTop;
};

const follow = () => {
  if (!beside()) return;
  const ended = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
  const line = innerHeight * (ended ? 1 : READ);
  const now = numberOf(marks.findLast((mark) => mark.getBoundingClientRect().top <= line) ?? marks[0]);
  if (now === page) return;
  [page, held] = [now, false];
  show(now);
};

const leading = (event) => {
  const link = event.target.closest?.('a[href^="#sheet-"]');
  const there = link && document.getElementById(link.hash.replace("#sheet-", "page-"));
  if (!there || !beside() || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  [page, held] = [numberOf(there), false];
  there.scrollIntoView({ block: "start" });
  show(page);
  history.replaceState(history.state, "", link.hash);
};

if (sheets && marks.length) {
  let asked = 0;
  const soon = () => {
    cancelAnimationFrame(asked);
    asked = requestAnimationFrame(follow);
  };
  for (const name of ["scroll", "resize"]) addEventListener(name, soon, { passive: true });
  for (const name of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    sheets.addEventListener(name, () => (held = true), { passive: true });
  }
  // a picture that comes later is higher than the room that was kept for it
  sheets.addEventListener("load", () => held || !beside() || show(page), true);
  document.addEventListener("click", leading);
  // what the address leads to stands in the picture already
  const spot = location.hash.startsWith("#p-") && document.getElementById(location.hash.slice(1))?.closest("figure");
  const named = /^#sheet-([0-9]+)$/.exec(location.hash);
  if (named && beside()) document.getElementById(`page-${named[1]}`)?.scrollIntoView({ block: "start" });
  if (spot) [page, held] = [numberOf(spot), true];
  else follow();
}
