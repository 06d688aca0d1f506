"use strict";
// Finds the topics and then the reports that hold all words, in what this page holds of them; the newest come first.
{
  const words = JSON.parse(document.getElementById("words").dataset.words);
  const records = JSON.parse(document.getElementById("index").textContent);
  const texts = records.map(([, day, category, , summary, files, topics]) =>
    [day, category, summary, ...files.flat(), ...topics.map(([text]) => text)].join("\n").toLowerCase());
  const allTopics = records.flatMap(([address, day, category, language, , , topics]) =>
    topics.map(([text, number]) => ({ address, day, category, language, text, number, words: `${day}\n${category}\n${text}`.toLowerCase() })));
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

  function topic({ address, day, category, language, text, number }) {
    return element("li", {},
      element("a", { className: "name", href: number ? `${address}#topic-${number}` : address, lang: language }, `${category}, ${day}`),
      element("p", { lang: language }, text));
  }

  function search() {
    const wanted = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const places = wanted.length ? [...texts.keys()].filter((place) => wanted.every((word) => texts[place].includes(word))) : [];
    const told = wanted.length ? allTopics.filter((each) => wanted.every((word) => each.words.includes(word))) : [];
    const section = document.getElementById("topics");
    section.hidden = !told.length;
    section.querySelector("ul").replaceChildren(...told.slice(0, MOST).map(topic));
    document.getElementById("reports").hidden = !places.length;
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
