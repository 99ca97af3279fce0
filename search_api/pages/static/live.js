// Says on the page of alerts that others have come, by server-sent events; where those do not get through, it asks.
const box = document.getElementById("live");
const address = (seconds) => {
  const asked = new URLSearchParams({ after: box.dataset.after, monitor: box.dataset.monitor });
  if (seconds !== undefined) asked.set("seconds", seconds);
  return `/alerts/live?${asked}`;
};
const show = (told) => {
  const link = box.querySelector("a");
  link.textContent = told.text;
  link.title = told.title;
  box.hidden = false;
};
const ask = async () => {
  try {
    const answer = await fetch(address(0));
    const lines = (await answer.text()).split("\n").filter((line) => line.startsWith("data: "));
    if (answer.ok && lines.length) show(JSON.parse(lines.at(-1).slice(6)));
  } catch {
    // the server is away for a moment
  }
  setTimeout(ask, 20000);
};
const listen = () => {
  const stream = new EventSource(address());
  let failed = 0;
  stream.addEventListener("message", (event) => {
    failed = 0;
    show(JSON.parse(event.data));
  });
  stream.addEventListener("error", () => {
    failed += 1;
    if (failed > 3 || stream.readyState === EventSource.CLOSED) {
      stream.close();
      ask();
    }
  });
  addEventListener("pagehide", () => stream.close());
};
if (box) window.EventSource ? listen() : ask();
