// A press plays what the address names.
document.addEventListener("click", () => {
  const audio = document.getElementById("audio");
  audio.src = location.hash.slice(1);
  audio.play();
});
