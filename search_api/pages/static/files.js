// Fields for files in the language of the page: what a browser writes beside them is in its own.
const SHOWN = 5;
const shown = (field) => {
  const { chosen, none, digits } = field.dataset;
  const names = [...field.files].map((file) => file.name);
  const number = String(names.length).replace(/[0-9]/g, (digit) => digits[digit]);
  const more = names.length > SHOWN ? "…" : "";
  return names.length ? `${chosen.replace("{n}", number)} ${names.slice(0, SHOWN).map((name) => `\u2068${name}\u2069`).join(" · ")}${more}` : none;
};

const dress = (field) => {
  if (field.classList.contains("hidden")) return;
  const said = Object.assign(document.createElement("span"), { className: "quiet chosen", textContent: shown(field) });
  said.setAttribute("role", "status");
  field.classList.add("hidden");
  const asks = field.dataset.choose ? document.createElement("label") : field.labels[0];
  asks.classList.add("choose");
  if (field.dataset.choose) {
    Object.assign(asks, { htmlFor: field.id, textContent: field.dataset.choose });
    field.before(asks);
  }
  field.after(" ", said);
  field.addEventListener("change", () => (said.textContent = shown(field)));
};

const all = () => document.querySelectorAll("input[type=file][data-none]").forEach(dress);
document.addEventListener("files", all); // a form that came in place of what was shown
all();
