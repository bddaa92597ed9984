// The button that leads to the place of signing goes away where that place is in sight.
const jump = document.querySelector("[data-jump]");
const place = jump && document.querySelector(jump.getAttribute("href"));
if (place && "IntersectionObserver" in window) {
  new IntersectionObserver(([seen]) => jump.classList.toggle("is-there", seen.isIntersecting)).observe(place);
}

// One press signs once: the button rests while the answer is on its way.
for (const form of document.querySelectorAll(".sign-box form")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const button = event.submitter;
    if (button) setTimeout(() => { button.disabled = true; }, 0);
  });
}
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll(".sign-box button")) button.disabled = false;
});
