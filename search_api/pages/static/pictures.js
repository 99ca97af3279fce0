// A picture of a page that cannot be drawn says so, in the place where it said that it is being drawn.
const say = (image) => {
  const holder = image.closest("[data-loading]");
  if (holder) {
    holder.dataset.loading = holder.dataset.failed ?? "";
    image.hidden = true;
  }
};

document.addEventListener("error", ({ target }) => target instanceof HTMLImageElement && say(target), true);
for (const image of document.querySelectorAll("[data-loading] img")) {
  if (image.complete && image.currentSrc && !image.naturalWidth) say(image);
}
