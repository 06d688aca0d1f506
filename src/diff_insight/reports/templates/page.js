"use strict";
// The choice of light or dark colours, which holds for all pages that the browser counts as one site.
{
  const KEY = "diff-insight-colours";
  const label = document.getElementById("theme");
  const choice = label.querySelector("select");
  const root = document.documentElement.style;
  const choose = (wanted) => { root.colorScheme = wanted; };
  let kept = null;
  try {
    kept = localStorage.getItem(KEY);
  } catch {
    kept = null;
  }
  if (kept === "light" || kept === "dark") {
    choice.value = kept;
    choose(kept);
  }
  label.hidden = false;
  choice.addEventListener("change", () => {
    choose(choice.value);
    try {
      localStorage.setItem(KEY, choice.value);
    } catch {
      // A browser that keeps nothing has the choice for this page only.
    }
  });
}
