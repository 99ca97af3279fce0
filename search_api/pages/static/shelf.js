// Star, tags and note are kept without loading the page again: the reader stays at his place and match.
// Where that does not work (signed out, the server away), the form is sent as without this file.
let plain = false;
document.addEventListener("submit", async (event) => {
  const [form, box] = [event.target, event.target.closest(".shelf-tools")];
  if (!box || plain) return;
  event.preventDefault();
  const button = event.submitter;
  const number = [...box.querySelectorAll("form")].indexOf(form);
  try {
    const body = new URLSearchParams(new FormData(form, button));
    const answer = await fetch(form.action, { method: "POST", body, headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector(".shelf-tools");
    if (!answer.ok || !fresh) throw new Error("not kept");
    box.replaceChildren(...fresh.childNodes);
    const said = Object.assign(document.createElement("span"), { className: "quiet" });
    said.setAttribute("role", "status");
    box.append(said); // first there, then filled: only so is it read aloud
    said.textContent = page.querySelector(".done.told")?.textContent.trim() ?? "";
    box.querySelectorAll("form")[number].querySelector("button").focus({ preventScroll: true });
  } catch {
    plain = true;
    form.requestSubmit(button);
  }
});
