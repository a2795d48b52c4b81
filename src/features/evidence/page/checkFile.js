// Compares a file with the hashes of the page, on the reader's own device.
const box = document.querySelector("[data-hashes]");
if (box) {
  const input = box.querySelector("input");
  const outcome = box.querySelector("output");
  const say = (key, state) => {
    outcome.textContent = box.dataset[key];
    outcome.className = state;
  };
  const check = async (file) => {
    if (!file) return;
    if (!globalThis.crypto?.subtle) return say("insecure", "awaiting");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hash = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    if (box.dataset.hashes.split(" ").includes(hash)) say("same", "intact");
    else say("other", "broken");
  };
  input.addEventListener("change", () => void check(input.files[0]));
  box.addEventListener("dragover", (event) => event.preventDefault());
  box.addEventListener("drop", (event) => {
    event.preventDefault();
    void check(event.dataTransfer.files[0]);
  });
}
