// Files and folders dropped on any page go into the form for them; without this file they are chosen there.
let form = null;
let input = null;
let told = null;

// what is too large is said before it is sent: the server takes it whole before it can refuse it
const weigh = () => {
  const files = [...form.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files]);
  form.querySelector("#too-large").hidden = files.reduce((sum, file) => sum + file.size, 0) <= Number(form.dataset.most);
};

const take = (found) => {
  form = found;
  document.dispatchEvent(new Event("files"));
  for (const field of form.querySelectorAll("input[type=file]")) field.addEventListener("change", weigh);
  input = form.querySelector("#file");
  told = document.createElement("p");
  told.className = "quiet dropped";
  told.setAttribute("role", "status");
  told.textContent = form.dataset.drop;
  input.closest("fieldset").prepend(told);
};

// on another page the form comes in place of what is shown: files cannot be taken from one page to the next
const opened = async () => {
  if (form) return true;
  const answer = await fetch("/upload", { headers: { accept: "text/html" } });
  const there = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = there.querySelector("form[data-drop]");
  if (!answer.ok || !found) return false;
  const styles = new Set([...document.styleSheets].map((style) => style.href));
  for (const link of there.querySelectorAll('link[rel="stylesheet"]')) if (!styles.has(link.href)) document.head.append(link);
  for (const part of ["#main", "nav.sections"]) document.querySelector(part).replaceWith(there.querySelector(part));
  document.title = there.title;
  history.pushState(null, "", "/upload");
  addEventListener("popstate", () => location.reload());
  take(found);
  scrollTo(0, 0);
  document.querySelector("#main").focus({ preventScroll: true });
  return true;
};

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

const hasFiles = (event) => [...event.dataTransfer.types].includes("Files");
addEventListener("dragover", (event) => {
  if (!hasFiles(event)) return;
  event.preventDefault();
  form?.classList.add("over");
});
addEventListener("dragleave", (event) => event.relatedTarget || form?.classList.remove("over"));
addEventListener("drop", async (event) => {
  form?.classList.remove("over");
  if (!hasFiles(event)) return;
  event.preventDefault(); // else the browser leaves the page and shows the file
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length || (!form && document.querySelector("form[data-unsaved]"))) return;
  const found = [];
  for (const entry of entries) found.push(...(await filesOf(entry)));
  if (!(await opened())) return;
  const all = new DataTransfer();
  for (const file of [...input.files, ...found]) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("change"));
  told.textContent = `${form.dataset.dropped} ${[...input.files].map((file) => file.name).slice(0, 20).join(" · ")}`;
});

const here = document.querySelector("form[data-drop]");
if (here) take(here);
