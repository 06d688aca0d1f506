"use strict";
// Filters, groups and sorts the files; the address keeps the view, so that it can be sent.
{
  const words = JSON.parse(document.getElementById("words").dataset.words);
  const form = document.getElementById("filter");
  const list = document.getElementById("files");
  const shown = document.getElementById("shown");
  const tiles = new Map([...document.querySelectorAll(".map [data-file]")].map((tile) => [tile.dataset.file, tile]));
  const switches = [...form.querySelectorAll("input[type=checkbox]")];
  // What a file's article says is read when it is first asked for, which most readers never do.
  function read(article) {
    const [path, title, type] = ["h3", ".title", ".badge"].map((each) => article.querySelector(each).textContent);
    const [added, removed] = [".plus", ".minus"].map((each) => Number(article.querySelector(each)?.textContent.slice(1) || 0));
    const inTree = path.split(" → ").pop();
    const folder = inTree.includes("/") ? inTree.split("/")[0] : ".";
    return { ...article.dataset, path, text: `${path}\n${title}`.toLowerCase(), type, folder, added, removed };
  }

  const files = [...document.querySelectorAll("article.file")].map((article, place) => {
    let known = null;
    return { article, place, get data() { return (known ??= read(article)); } };
  });
  const most = (name) => (one, other) => Number(other.data[name] || 0) - Number(one.data[name] || 0);
  const ORDERS = {
    "": (one, other) => one.place - other.place,
    path: (one, other) => one.data.path.localeCompare(other.data.path),
    added: most("added"),
    removed: most("removed"),
    certainty: most("certainty"),
  };
  const defaults = new Map([...new FormData(form)].map(([name]) => [name, form.elements[name].value]));
  const defaultSwitches = new Map(switches.map((box) => [box.name, box.checked]));

  // The key of a file's group, by which groups are sorted where files are grouped by topic, and its name.
  function groupOf(file, group) {
    if (group !== "topic") return { key: 0, name: file.data[group], topic: null };
    const { topic } = file.data;
    if (!topic) return { key: Infinity, name: words.noTopic, topic: null };
    const told = document.getElementById(`topic-${topic}`);
    return { key: Number(topic), name: words.topics[topic - 1] || words.noWords, topic: told ? topic : null };
  }

  function headingOf({ name, topic }, count) {
    const heading = document.createElement("p");
    heading.className = "group";
    const text = document.createElement(topic ? "a" : "span");
    if (topic) text.href = `#topic-${topic}`;
    text.textContent = name;
    heading.append(text, ` (${count})`);
    return heading;
  }

  // The order of the files and the headings of their groups.
  function arrange() {
    const group = form.elements.group.value;
    const order = ORDERS[form.elements.sort.value] || ORDERS[""];
    const sorted = [...files].sort((one, other) => order(one, other) || one.place - other.place);
    const seen = sorted.filter((file) => !file.article.hidden);
    if (!group) {
      list.replaceChildren(...sorted.map((file) => file.article));
      return;
    }
    const groups = new Map();
    for (const file of seen) {
      const found = groupOf(file, group);
      const key = `${found.key} ${found.name}`;
      if (!groups.has(key)) groups.set(key, { ...found, files: [] });
      groups.get(key).files.push(file);
    }
    const ordered = [...groups.values()].sort((one, other) => (one.key < other.key ? -1 : Number(one.key > other.key)));
    const parts = ordered.flatMap((found) => [
      headingOf(found, found.files.length), ...found.files.map((file) => file.article),
    ]);
    list.replaceChildren(...parts, ...sorted.filter((file) => file.article.hidden).map((file) => file.article));
  }

  function sift() {
    const values = Object.fromEntries(["type", "status", "folder"].map((name) => [name, form.elements[name]?.value || ""]));
    const text = form.elements.text.value.trim().toLowerCase();
    const off = new Set(switches.filter((box) => !box.checked).map((box) => box.name));
    let count = 0;
    for (const file of files) {
      const isOff = off.has(file.article.dataset.switch);
      const fits = !isOff && Object.entries(values).every(([name, value]) => !value || file.data[name] === value)
        && (!text || file.data.text.includes(text));
      file.article.hidden = !fits;
      tiles.get(file.article.id)?.classList.toggle("out", !fits && !isOff);
      count += fits;
    }
    shown.value = words.shown.replace("{shown}", count).replace("{total}", files.length);
  }

  // Only what differs from the page as it was made stands in the address.
  function keep() {
    const view = new URLSearchParams();
    for (const [name, value] of defaults) {
      if (!defaultSwitches.has(name) && form.elements[name].value !== value) view.set(name, form.elements[name].value);
    }
    for (const box of switches) if (box.checked !== defaultSwitches.get(box.name)) view.set(box.name, box.checked ? "1" : "0");
    const query = view.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
    } catch {
      // A browser may not let a page from disk change its address; the view then holds until the page is closed.
    }
  }

  function restore() {
    for (const [name, value] of new URLSearchParams(location.search)) {
      const field = form.elements[name];
      if (!field) continue;
      if (defaultSwitches.has(name)) field.checked = value === "1";
      else field.value = value;
    }
  }

  form.hidden = files.length < 1;
  restore();
  sift();
  if (form.elements.group.value || form.elements.sort.value) arrange();
  dispatchEvent(new Event("view"));
  form.addEventListener("input", (event) => {
    sift();
    if (event.target.name !== "view" && (form.elements.group.value || event.target.name === "sort" || event.target.name === "group")) arrange();
    keep();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  if (location.hash) dispatchEvent(new Event("hashchange"));
}
