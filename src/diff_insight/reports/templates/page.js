"use strict";
// The button that changes between light and dark, from what the system asks for.
{
  const button = document.getElementById("theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  button.hidden = false;
  button.addEventListener("click", () => {
    const root = document.documentElement.style;
    const isDark = root.colorScheme ? root.colorScheme === "dark" : dark.matches;
    root.colorScheme = isDark ? "light" : "dark";
  });
}
