"use strict";
// Draws diffs when they are opened, and leads from facts and the map to their lines and files.
{
  const words = JSON.parse(document.getElementById("words").dataset.words);
  const articles = new Map([...document.querySelectorAll("article.file")].map((article) => [article.id, article]));
  const form = document.getElementById("filter");
  const RUN = /([.,A-Za-z])(\d+)/g;
  const RANGE = /^@@+ -(\d+)[^+]*\+(\d+)/;

  function element(name, className, ...children) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.append(...children);
    return made;
  }

  // The lines of a diff with their numbers; `mate` of an added line is the removed one that it replaces.
  function linesOf(pre) {
    const marks = pre.dataset.marks.split("|");
    const lines = [];
    let before = 0, after = 0, removed = [];
    pre.textContent.replace(/\n$/, "").split("\n").forEach((text, place) => {
      const range = RANGE.exec(text);
      const sign = text[0] === undefined ? " " : text[0];
      const line = { sign, text: text.slice(1), marks: marks[place] || "", before: null, after: null, mate: null };
      if (range && !(lines.length && sign !== "@")) {
        [before, after] = [Number(range[1]), Number(range[2])];
        Object.assign(line, { sign: "@", text });
      } else if (sign === "\\") {
        line.text = text;
      } else {
        const mate = /^(\d+):/.exec(line.marks);
        if (mate) {
          line.mate = removed[Number(mate[1])] || null;
          line.marks = line.marks.slice(mate[0].length);
        }
        if (sign !== "+") line.before = before++;
        if (sign !== "-") line.after = after++;
      }
      if (sign === "-") removed.push(line);
      else if (sign !== "+") removed = [];
      lines.push(line);
    });
    return lines;
  }

  function codeOf(line) {
    const cell = element("td", "code");
    let place = 0;
    for (const [, letter, length] of line.marks.matchAll(RUN)) {
      const text = line.text.slice(place, place += Number(length));
      const kind = letter.toLowerCase();
      const isPlain = letter === "." || letter === ",";
      const node = isPlain ? text : element("span", kind, text);
      cell.append(letter === "." || (letter === kind && !isPlain) ? node : element("b", "", node));
    }
    cell.append(line.text.slice(place));
    return cell;
  }

  function numberOf(article, side, number) {
    const cell = element("td", "no", number === null ? "" : String(number));
    if (number !== null) cell.id = `${article}-${side}${number}`;
    return cell;
  }

  function spread(line, columns) {
    const cell = element("td", "code", line.text);
    cell.colSpan = columns;
    return element("tr", "hunk", cell);
  }

  const CLASSES = { "+": "add", "-": "del", " ": "" };

  function unified(lines, article) {
    const rows = element("tbody");
    for (const line of lines) {
      if (!(line.sign in CLASSES)) {
        rows.append(spread(line, 4));
        continue;
      }
      rows.append(element("tr", CLASSES[line.sign],
        numberOf(article, "o", line.before), numberOf(article, "n", line.after),
        element("td", "sign", line.sign === "-" ? "−" : line.sign), codeOf(line)));
    }
    return element("table", "diff", rows);
  }

  function sideBySide(lines, article) {
    const rows = element("tbody");
    let removed = [], added = [];
    const half = (line, side) => {
      if (!line) return [element("td", "no none"), element("td", "code none")];
      const cells = [numberOf(article, side, side === "o" ? line.before : line.after), codeOf(line)];
      if (line.sign !== " ") cells.forEach((cell) => cell.classList.add(CLASSES[line.sign]));
      return cells;
    };
    const row = (left, right) => rows.append(element("tr", "", ...half(left, "o"), ...half(right, "n")));
    const flush = () => {
      // Lines between pairs stand beside each other as they come.
      let left = 0, right = 0;
      const until = (endLeft, endRight) => {
        while (left < endLeft || right < endRight) {
          row(left < endLeft ? removed[left++] : null, right < endRight ? added[right++] : null);
        }
      };
      added.forEach((line, place) => {
        const mate = line.mate ? removed.indexOf(line.mate) : -1;
        if (mate < left) return;
        until(mate, place);
        row(removed[left++], added[right++]);
      });
      until(removed.length, added.length);
      [removed, added] = [[], []];
    };
    for (const line of lines) {
      if (line.sign === "-") removed.push(line);
      else if (line.sign === "+") added.push(line);
      else {
        flush();
        if (line.sign === " ") row(line, line);
        else rows.append(spread(line, 4));
      }
    }
    flush();
    const columns = element("colgroup", "", element("col", "numbers"), element("col"), element("col", "numbers"), element("col"));
    return element("table", "diff split", columns, rows);
  }

  function draw(details) {
    const holder = details.querySelector(".wide");
    const pre = holder.querySelector("pre");
    const wanted = form.elements.view.value;
    if (details.dataset.drawn === wanted) return;
    const lines = linesOf(pre);
    const drawn = (wanted === "split" ? sideBySide : unified)(lines, details.closest("article").id);
    holder.querySelector("table")?.remove();
    if (!holder.hasAttribute("role")) name(holder);
    pre.hidden = true;
    holder.append(drawn);
    details.dataset.drawn = wanted;
  }

  // What scrolls can be reached by keyboard, and says what it is.
  function name(holder) {
    holder.tabIndex = 0;
    holder.setAttribute("role", "region");
    holder.setAttribute("aria-label", words.diffOf.replace("{path}", holder.closest("article").querySelector("h3").textContent));
  }

  // The facts of a file get their links when they are opened.
  function link(list) {
    for (const item of list.querySelectorAll("li[data-n]:not([data-linked]), li[data-o]:not([data-linked])")) {
      const side = item.dataset.n ? "n" : "o";
      const number = item.dataset[side];
      const said = (side === "n" ? words.line : words.oldLine).replace("{number}", number);
      const isFar = "far" in item.dataset;
      const made = element(isFar ? "span" : "a", isFar ? "meta" : "", said);
      if (!isFar) made.href = `#${item.closest("article").id}-${side}${number}`;
      item.append(" ", made);
      item.dataset.linked = "";
    }
  }

  const changes = [...document.querySelectorAll("details.change")];
  const isSeen = (details) => details.open && details.closest("details.whole").open;
  // The event does not bubble, but it can be caught on its way down.
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("details.facts")) link(target);
    const details = target.matches("details.change") ? target : target.matches("details.whole") && target.querySelector("details.change");
    if (details && isSeen(details)) draw(details);
  }, true);
  if (matchMedia("(max-width: 40rem)").matches) {
    document.querySelectorAll("details.whole, details.change").forEach((details) => { details.open = false; });
  }
  changes.filter(isSeen).forEach(draw);
  form.addEventListener("change", (event) => event.target.name === "view" && changes.filter(isSeen).forEach(draw));
  addEventListener("view", () => changes.filter(isSeen).forEach(draw));
  document.getElementById("open").addEventListener("click", () => {
    for (const article of articles.values()) {
      if (!article.hidden) article.querySelectorAll("details.whole, details.change").forEach((details) => { details.open = true; });
    }
  });
  document.getElementById("close").addEventListener("click", () => {
    for (const article of articles.values()) article.querySelector("details.whole").open = false;
  });

  // A link to a file opens it, and one to a line opens the diff that holds it.
  function reveal() {
    const found = /^#(item-[0-9a-f]+(?:-\d+)?)(?:-([on]\d+))?$/.exec(location.hash);
    const article = found && articles.get(found[1]);
    if (!article) return;
    article.hidden = false;
    article.querySelector("details.whole").open = true;
    document.querySelectorAll(".pointed").forEach((cell) => cell.classList.remove("pointed"));
    const details = article.querySelector("details.change");
    if (!found[2] || !details) {
      article.scrollIntoView();
      return;
    }
    details.open = true;
    draw(details);
    const cell = document.getElementById(location.hash.slice(1));
    (cell || details).scrollIntoView({ block: "center" });
    if (cell) cell.closest("tr").classList.add("pointed");
  }
  addEventListener("hashchange", reveal);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#item-']");
    if (link && link.hash === location.hash) reveal();
  });
  document.querySelectorAll(".map [data-file]").forEach((tile) => {
    tile.addEventListener("click", () => { location.hash = tile.dataset.file; });
  });
  reveal();
}
