// Where a point of the text stands: its paragraph (whose id says where it begins, «s120-380»), that beginning, and the
// code points from there.
export const placeOf = (node, inside) => {
  const paragraph = (node.nodeType === 1 ? node : node.parentElement)?.closest("p[id^=s]");
  if (!paragraph) return null;
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, inside);
  return { paragraph, start: Number(paragraph.id.slice(1).split("-")[0]), at: [...range.toString()].length };
};

// How many letters and marks there are between two such points, and a check of them, as passages.py makes it; null where
// what stands between is not all on the page. Products of the two numbers are exact.
const [BASE, PRIME] = [1000003, 2147483647];
const SPACE = /[\0-\x20\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]/gu;
export const checkOf = (first, last) => {
  const all = [...first.paragraph.parentElement.querySelectorAll(":scope > p")];
  const held = all.slice(all.indexOf(first.paragraph), all.indexOf(last.paragraph) + 1);
  if (!held.every((paragraph) => /^s[0-9]/.test(paragraph.id))) return null;
  const texts = held.map((paragraph) => [...paragraph.textContent]);
  texts.push(texts.pop().slice(0, last.at));
  texts[0] = texts[0].slice(first.at);
  const letters = [...texts.flat().join("").replace(SPACE, "")];
  const sum = letters.reduce((value, letter) => (value * BASE + letter.codePointAt(0)) % PRIME, 0);
  return `${letters.length}-${sum.toString(16).padStart(8, "0")}`;
};
