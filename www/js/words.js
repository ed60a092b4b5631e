// Small repairs of names for tight places.

export const shortGroup = (title) => (title ?? "").replace(/ Occupations$/, "");
