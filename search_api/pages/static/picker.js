// A month beside each field that takes a day (data-pick), in three calendars, drawn by the server (/calendar). The field
// takes typed days the same without this file. Arrows go by days, Page by months, with Shift by years, Home and End
// to the ends of a week; Enter chooses, Escape closes.
const dialog = document.createElement("dialog");
dialog.className = "picking";
let field = null;
let calendar = "";

const shown = () => dialog.querySelector(".picker");
const current = () => dialog.querySelector("[tabindex='0'][data-day]").dataset.day;
const cell = (day) => dialog.querySelector(`[data-day="${day}"]`);

const show = async (day, wanted, by = "") => {
  const address = new URLSearchParams({ day, step: by, ...(wanted && { calendar: wanted }) });
  const answer = await fetch(`/calendar?${address}`, { headers: { accept: "text/html" } });
  if (!answer.ok) return dialog.close();
  dialog.innerHTML = await answer.text();
  calendar = wanted && shown().dataset.calendar;
  dialog.querySelector("[tabindex='0'][data-day]")?.focus();
};

const moved = (day, by) => {
  const to = new Date(`${day}T00:00:00Z`);
  to.setUTCDate(to.getUTCDate() + by);
  return to.toISOString().slice(0, 10);
};

const go = (day) => {
  const there = cell(day);
  if (!there) return show(day, shown().dataset.calendar);
  for (const one of dialog.querySelectorAll("[data-day]")) one.tabIndex = one === there ? 0 : -1;
  there.focus();
};

const step = (name) => show(current(), shown().dataset.calendar, name);

dialog.addEventListener("click", (event) => {
  const on = event.target.closest("button");
  if (!on) return event.target === dialog && dialog.close();
  if (on.dataset.day) {
    const before = field.value;
    const end = field.form?.elements[field.dataset.with];
    for (const one of end && [before, ""].includes(end.value) ? [field, end] : [field]) {
      one.value = on.dataset.typed; // the last day goes with the first where both were one
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
    dialog.close();
  } else if (on.dataset.calendar) show(current(), on.dataset.calendar);
  else if (on.dataset.step) step(on.dataset.step).then(() => dialog.querySelector(`[data-step="${on.dataset.step}"]`)?.focus());
  else dialog.close();
});

dialog.addEventListener("keydown", (event) => {
  event.stopPropagation(); // the keys of the page are not those of the month
  const day = event.target.dataset.day;
  if (!day) return;
  const rtl = shown().dir === "rtl" ? -1 : 1;
  const row = [...event.target.closest("tr").querySelectorAll("[data-day]")];
  const ways = {
    ArrowRight: () => go(moved(day, rtl)),
    ArrowLeft: () => go(moved(day, -rtl)),
    ArrowUp: () => go(moved(day, -7)),
    ArrowDown: () => go(moved(day, 7)),
    Home: () => go(row[0].dataset.day),
    End: () => go(row.at(-1).dataset.day),
    PageUp: () => step(event.shiftKey ? "year-" : "month-"),
    PageDown: () => step(event.shiftKey ? "year+" : "month+"),
  };
  if (!ways[event.key]) return;
  event.preventDefault();
  ways[event.key]();
});

dialog.addEventListener("close", () => {
  dialog.remove();
  field?.focus();
});

for (const one of document.querySelectorAll("input[data-pick]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "second pick";
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-label", one.dataset.pick);
  button.title = one.dataset.pick;
  button.textContent = "\u25a6";
  button.addEventListener("click", () => {
    field = one;
    dialog.setAttribute("aria-label", one.dataset.pick);
    document.body.append(dialog);
    dialog.showModal();
    show(one.value, calendar);
  });
  (one.closest("label") ?? one).after(button);
}
