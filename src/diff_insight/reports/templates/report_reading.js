"use strict";
// Keys to move by, texts to copy, steps to tick, and the way back to the top.
{
  const words = JSON.parse(document.getElementById("words").dataset.words);
  const help = document.getElementById("help");
  const status = document.getElementById("status");

  const steps = () => [...document.querySelectorAll("details.behind > summary, article.file > details > summary")]
    .filter((summary) => summary.offsetParent !== null);

  function move(by) {
    const all = steps();
    const focused = document.activeElement?.closest?.("article");
    const at = focused ? all.findIndex((summary) => focused.contains(summary)) : -1;
    const next = at < 0 ? nearest(all, by) : all[Math.min(all.length - 1, Math.max(0, at + by))];
    if (!next) return;
    next.focus({ preventScroll: true });
    next.closest("article").scrollIntoView({ block: "nearest" });
  }

  // Where nothing has the focus, the first one on the screen is next.
  function nearest(all, by) {
    const below = all.findIndex((summary) => summary.getBoundingClientRect().top > 0);
    return all[below < 0 ? all.length - 1 : by > 0 ? below : Math.max(0, below - 1)];
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    o: () => {
      const details = document.activeElement?.closest?.("article")?.querySelector("details.behind, details.whole");
      if (details) details.open = !details.open;
    },
    g: () => scrollTo(0, 0),
    "/": () => document.querySelector("#filter [name=text]").focus(),
    "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea");
    const key = KEYS[event.key];
    if (!key || isTyping || help.open || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    key();
  });
  const keys = document.getElementById("keys");
  keys.hidden = false;
  keys.addEventListener("click", KEYS["?"]);

  async function copy(text, button) {
    let said = words.copied;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      said = words.notCopied;
    }
    status.textContent = said;
    if (!button) return;
    const label = button.textContent;
    button.textContent = said;
    setTimeout(() => { button.textContent = label; }, 1500);
  }

  document.querySelectorAll("button.copy").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button.dataset.text, button));
  });
  document.querySelectorAll(".tools").forEach((tools) => { tools.hidden = false; });
  document.querySelectorAll("a.anchor").forEach((anchor) => anchor.addEventListener("click", () => copy(anchor.href, null)));

  // What is ticked is kept by the text of the step, so that a new report of the same change has it, too.
  document.querySelectorAll(".ticks input").forEach((box) => {
    const key = `diff-insight-done\n${document.title}\n${box.closest("li").textContent.trim()}`;
    try {
      box.checked = localStorage.getItem(key) === "1";
      box.addEventListener("change", () => (box.checked ? localStorage.setItem(key, "1") : localStorage.removeItem(key)));
    } catch {
      // A browser that keeps nothing forgets the ticks with the page.
    }
  });

  const top = document.querySelector(".to-top");
  new IntersectionObserver(([entry]) => { top.hidden = entry.isIntersecting; }).observe(document.getElementById("top"));
}
