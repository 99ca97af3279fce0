// How far a run is, looked at every two seconds; without this file the page loads itself again.
const look = async () => {
  const now = document.getElementById("progress");
  if (now?.dataset.going !== "yes") return;
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = fresh.getElementById("progress");
      if (answer.ok && next) {
        if (next.dataset.going !== "yes") return location.reload();
        now.replaceChildren(...next.childNodes);
      }
    } catch {
      // the server is away for a moment
    }
  }
  setTimeout(look, 2000);
};
setTimeout(look, 2000);
