// Names for tight places.

export const shortGroup = (title) => (title ?? "").replace(/ Occupations$/, "");

// One or two words for each major group, where its title has no room.
const BRIEF = {
  11: "Management",
  13: "Business",
  15: "Computer",
  17: "Engineering",
  19: "Science",
  21: "Social",
  23: "Legal",
  25: "Education",
  27: "Arts",
  29: "Health",
  31: "Care",
  33: "Security",
  35: "Food",
  37: "Cleaning",
  39: "Personal",
  41: "Sales",
  43: "Office",
  45: "Farming",
  47: "Building",
  49: "Repair",
  51: "Making",
  53: "Moving",
};
export const isGroup = (code) => /^\d\d-0000$/.test(code) && code.slice(0, 2) in BRIEF;
export const briefGroup = (code) => BRIEF[code.slice(0, 2)] ?? code;
