// On a narrow screen the menu scrolls sideways: bring the section one is in into view.
document.querySelector(".set-nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
