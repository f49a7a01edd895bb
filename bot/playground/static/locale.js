// Commands in the language of the person's client. The page's own words stay English.

/** Return commands (or options, or choices) with `label` and `description` as they read in a language; `name` stays what the bot is told. */
export function localized(things, locale) {
  return things?.map((thing) => ({
    ...thing,
    label: thing.name_localizations?.[locale] ?? thing.name,
    description: thing.description_localizations?.[locale] ?? thing.description,
    options: localized(thing.options, locale),
    choices: localized(thing.choices, locale),
  }));
}
