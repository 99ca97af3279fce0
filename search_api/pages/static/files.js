// Fields for files in the language of the page: what a browser writes beside them is in its own.
const SHOWN = 5;
const MIB = 1024 * 1024;
const shown = (field) => {
  const { chosen, none, digits, point, units } = field.dataset;
  const inDigits = (number) => String(number).replace(/[0-9]/g, (digit) => digits[digit]).replace(".", point);
  const [inBytes, inKilobytes, inMegabytes] = units.split("|");
  const sized = (bytes) => {
    if (bytes < 1024) return `${inDigits(bytes)}\u00a0${inBytes}`;
    if (bytes < MIB) return `${inDigits(Math.ceil(bytes / 1024))}\u00a0${inKilobytes}`;
    return `${inDigits((bytes / MIB).toFixed(1))}\u00a0${inMegabytes}`;
  };
  const files = [...field.files];
  if (!files.length) return none;
  const all = sized(files.reduce((sum, file) => sum + file.size, 0));
  const named = files.slice(0, SHOWN).map((file) => `\u2068${file.name}\u2069 (${sized(file.size)})`);
  return `${chosen.replace("{n}", inDigits(files.length)).replace("{size}", all)} ${named.join(" · ")}${files.length > SHOWN ? " · …" : ""}`;
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
