// Keys, «?» sheet and unsaved warnings. Pages work without this file.
//   data-key="n"     on a link or button: the key presses it, and the sheet lists it by its text or aria-label
//   data-escape      on a link: Escape follows it, where no dialog is open
//   data-list        on a list whose items hold a link: j and k go through them
//   data-each="m"    on a button of such an item: the key presses that of the item that has the focus
//   data-unsaved     on a form: leaving the page with what was typed and not sent is warned of
//   data-figures     on a field of days: one in figures alone is drawn from the left
//   data-slow        on a link (one of class why has it by itself): until what it leads to is there, the page says that it works
const texts = document.getElementById("keys-texts").dataset;
const OFF = "asnad-keys-off";

// On a narrow screen the sections are one row that scrolls: where one is comes into view, and a side that has more fades.
const row = document.querySelector("nav.sections");
const more = () => {
  const box = row.getBoundingClientRect();
  const sides = [...row.children].map((each) => each.getBoundingClientRect());
  row.classList.toggle("more-left", sides.some((side) => side.left < box.left - 1));
  row.classList.toggle("more-right", sides.some((side) => side.right > box.right + 1));
};
if (row) {
  const here = row.querySelector("[aria-current]")?.getBoundingClientRect();
  const box = row.getBoundingClientRect();
  if (here) row.scrollBy({ left: (here.left + here.right - box.left - box.right) / 2, behavior: "instant" });
  row.classList.add("watched");
  more();
  row.addEventListener("scroll", more, { passive: true });
  addEventListener("resize", more);
}

const isTyping = (target) => target.closest?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");
// The key by its place, so that it is the same on a Persian, an Arabic and a Latin keyboard.
const PLACES = /^(?:Key|Digit|Numpad)([A-Z0-9])$/;
const SIGNS = { Comma: ",", Period: ".", BracketLeft: "[", BracketRight: "]", Slash: "/" };
const named = (event) => PLACES.exec(event.code)?.[1].toLowerCase() ?? SIGNS[event.code] ?? event.key;

const item = () => document.activeElement?.closest("[data-list] > li");

const linked = () => [
  ...document.querySelectorAll("[data-list] > li :is(h2, h3) a, [data-list] > li > a:first-child, [data-list] > tr > th a"),
];

const step = (by) => {
  const links = linked();
  const back = document.querySelector("[data-list] > li:target");
  if (back && document.activeElement === document.body) return links.find((link) => back.contains(link))?.focus();
  const at = links.findIndex((link) => link === document.activeElement || item()?.contains(link));
  const next = links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
};

const sheet = () => {
  document.getElementById("keys-sheet")?.remove();
  const dialog = document.createElement("dialog");
  dialog.id = "keys-sheet";
  const title = document.createElement("h2");
  title.textContent = texts.title;
  title.id = "keys-title";
  dialog.setAttribute("aria-labelledby", title.id);
  const list = document.createElement("dl");
  const add = (name, said) => {
    const [term, means] = [document.createElement("dt"), document.createElement("dd")];
    term.append(Object.assign(document.createElement("kbd"), { textContent: name }));
    means.textContent = said;
    list.append(term, means);
  };
  const seen = new Set();
  for (const held of document.querySelectorAll("[data-key], [data-each]")) {
    const name = held.dataset.key ?? held.dataset.each;
    if (seen.has(name)) continue;
    seen.add(name);
    add(name, held.dataset.says || held.getAttribute("aria-label") || held.title || held.textContent.trim());
  }
  if (linked().length) {
    for (const [name, said] of [["j", texts.next], ["k", texts.before]]) seen.add(name) && add(name, said);
  }
  const label = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !localStorage.getItem(OFF) });
  box.addEventListener("change", () => (box.checked ? localStorage.removeItem(OFF) : localStorage.setItem(OFF, "1")));
  label.append(box, " ", texts.on);
  const close = Object.assign(document.createElement("button"), { textContent: texts.close });
  close.addEventListener("click", () => dialog.close());
  const body = seen.size ? list : Object.assign(document.createElement("p"), { textContent: texts.none });
  dialog.append(title, body, label, close);
  document.body.append(dialog);
  dialog.showModal();
};

// Who changed something of an item comes back to it: its keys act at once, and j goes on to the next.
const returned = () => {
  if (document.activeElement !== document.body) return;
  document.querySelector("[data-list] > li:target")?.querySelector(":is(h2, h3) a, a")?.focus({ preventScroll: true });
};
returned();
addEventListener("load", returned);

// Who chooses by keyboard something that loads the page anew goes on from there: from the control that it is done with,
// or from the head of what it lies in (data-back="ID").
const LEFT = "asnad-left";
const leaves = (event) => {
  const control = event.type === "submit" ? event.target : event.target.closest?.("a[href]");
  const to = control?.closest("[data-back]")?.dataset.back ?? control?.id;
  if (control && to) sessionStorage.setItem(LEFT, JSON.stringify([location.pathname, to]));
};
let byKey = false;
document.addEventListener("keydown", () => (byKey = true), true);
document.addEventListener("pointerdown", () => (byKey = false), true);
for (const name of ["click", "submit"]) document.addEventListener(name, (event) => byKey && leaves(event));
const [where, which] = JSON.parse(sessionStorage.getItem(LEFT) ?? "[]");
sessionStorage.removeItem(LEFT);
if (where === location.pathname && !location.hash) (document.getElementById(which) ?? document.getElementById("results"))?.focus();

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === "?" || event.key === "\u061f") return sheet();
  if (localStorage.getItem(OFF) || document.querySelector("dialog[open]")) return;
  const leave = event.key === "Escape" && document.querySelector("[data-escape]");
  if (leave) return leave.click();
  const key = named(event);
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1);
  const held =
    item()?.querySelector(`[data-each="${CSS.escape(key)}"]`) ?? document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!held) return;
  event.preventDefault();
  if (held.matches("summary")) {
    held.parentElement.open = true;
    return held.parentElement.querySelector("textarea, input:not([type=hidden])")?.focus();
  }
  if (held.matches("input:not([type=checkbox]), textarea")) held.focus();
  else held.click();
});

for (const form of document.querySelectorAll("form[data-unsaved]")) {
  let changed = form.dataset.unsaved === "yes"; // what could not be saved yet
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => changed && event.preventDefault());
}

// A day in figures is read from the left in any digits, one with the name of its month as its letters are.
document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-figures]")) target.classList.toggle("figures", /^[\p{Nd}\s./-]+$/u.test(target.value));
});

const PATIENCE = 300;
for (const link of document.querySelectorAll("a[data-slow], a.why")) {
  link.addEventListener("click", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || link.ariaBusy === "true") return;
    const said = Object.assign(document.createElement("span"), { className: "working quiet" });
    said.setAttribute("role", "status");
    link.ariaBusy = "true";
    link.after(" ", said);
    setTimeout(() => (said.textContent = texts.working), PATIENCE);
  });
}
// Who comes back to a page that the browser kept finds it at rest.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const said of document.querySelectorAll(".working")) said.remove();
  for (const link of document.querySelectorAll("a[data-slow], a.why")) link.ariaBusy = null;
});
