// Files and folders dropped anywhere on the page go into the form; without this file they are chosen there.
const form = document.querySelector("form[data-drop]");
const input = form.querySelector("#file");
const told = document.createElement("p");
told.className = "quiet dropped";
told.textContent = form.dataset.drop;
input.closest("fieldset").prepend(told);

// what a system keeps for itself beside the files of people: see pipeline/ingest/sources/clutter.py
const clutter = /^(thumbs\.db|ehthumbs\.db|desktop\.ini|\$recycle\.bin|system volume information|__macosx|\..*|~\$.*)$/i;
const filesOf = async (entry, path = "") => {
  if (path && clutter.test(entry.name)) return [];
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    return [new File([file], path + file.name, { type: file.type, lastModified: file.lastModified })];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const one of some) found.push(...(await filesOf(one, `${path}${entry.name}/`)));
  }
};

addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  form.classList.add("over");
});
addEventListener("dragleave", (event) => event.relatedTarget || form.classList.remove("over"));
addEventListener("drop", async (event) => {
  form.classList.remove("over");
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return;
  event.preventDefault();
  const all = new DataTransfer();
  for (const file of input.files) all.items.add(file);
  for (const entry of entries) for (const file of await filesOf(entry)) all.items.add(file);
  input.files = all.files;
  told.textContent = `${form.dataset.dropped} ${[...input.files].map((file) => file.name).slice(0, 20).join(" · ")}`;
});
