"use strict";
// Finds the reports that hold all words, in what this page holds of them; the newest come first.
{
  const words = JSON.parse(document.getElementById("words").dataset.words);
  const records = JSON.parse(document.getElementById("index").textContent);
  const texts = records.map(([, day, category, , summary, files]) =>
    [day, category, summary, ...files.flat()].join("\n").toLowerCase());
  const form = document.getElementById("search");
  const results = document.getElementById("results");
  const found = document.getElementById("found");
  const MOST = 50, FILES = 5;

  function element(name, attributes, ...children) {
    const made = Object.assign(document.createElement(name), attributes);
    made.append(...children);
    return made;
  }

  function entry([address, day, category, language, summary, files], wanted) {
    const fits = files.filter((file) => wanted.some((word) => file.join("\n").toLowerCase().includes(word)));
    const list = element("ul", {}, ...fits.slice(0, FILES).map(([path, title]) =>
      element("li", {}, element("code", {}, path), ` ${title}`)));
    return element("li", {},
      element("a", { className: "name", href: address, lang: language }, `${category}, ${day}`),
      element("p", { lang: language }, summary), ...(fits.length ? [list] : []));
  }

  function search() {
    const wanted = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const places = wanted.length ? [...texts.keys()].filter((place) => wanted.every((word) => texts[place].includes(word))) : [];
    results.replaceChildren(...places.slice(0, MOST).map((place) => entry(records[place], wanted)));
    found.value = wanted.length ? words.found.replace("{count}", places.length) + (places.length > MOST ? ` ${words.most}` : "") : "";
    history.replaceState(null, "", wanted.length ? `#${encodeURIComponent(form.elements.words.value)}` : location.pathname);
  }

  form.addEventListener("input", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  try {
    form.elements.words.value = decodeURIComponent(location.hash.slice(1));
  } catch {
    form.elements.words.value = "";
  }
  search();
}
