/** Czech-looking names in plain letters, for customers of a source that names nobody. */
const given: Record<'F' | 'M', readonly string[]> = {
  F: (
    'Jana Eva Anna Hana Vera Alena Lenka Lucie Katerina Petra Marie Jitka Ludmila Helena Zdenka ' +
    'Ivana Jarmila Monika Dana Radka Marketa Olga Blanka Simona Klara Renata Pavla Milada Irena Dagmar'
  ).split(' '),
  M: (
    'Jiri Jan Petr Josef Pavel Martin Tomas Jaroslav Miroslav Zdenek Vaclav Michal Karel Jakub ' +
    'Milan Lukas David Ladislav Stanislav Roman Ondrej Radek Vladimir Marek Daniel Libor Ales Ivo Otakar Bohumil'
  ).split(' '),
}

/** Surnames as a man and a woman bear them. */
const surnames: readonly (readonly [man: string, woman: string])[] = (
  'Novak Svoboda:Svobodova Novotny:Novotna Dvorak Cerny:Cerna Prochazka:Prochazkova Kucera:Kucerova ' +
  'Vesely:Vesela Horak Nemec:Nemcova Pokorny:Pokorna Marek:Markova Pospisil Hajek:Hajkova Jelinek:Jelinkova ' +
  'Kral Ruzicka:Ruzickova Benes Fiala:Fialova Sedlacek:Sedlackova Dolezal Zeman Kolar Krejci:Krejci ' +
  'Navratil Cermak Urban Vanek:Vankova Blazek:Blazkova Kriz Kopecky:Kopecka Konecny:Konecna Maly:Mala ' +
  'Holub Stanek:Stankova Kadlec:Kadlecova Stastny:Stastna Soukup Simek:Simkova Vlcek:Vlckova Machacek:Machackova ' +
  'Tichy:Ticha Valenta:Valentova Bures Kubat Hruska:Hruskova Sykora:Sykorova Moravec:Moravcova Hlavac Bartak'
)
  .split(' ')
  .map((pair) => {
    const [man = '', woman = `${man}ova`] = pair.split(':')
    return [man, woman] as const
  })

/** A made-up name for a person; `draw` is any non-negative integer, the same one gives the same name. */
export function czechName(sex: 'F' | 'M', draw: number): string {
  const first = given[sex][draw % given[sex].length] ?? ''
  const family = surnames[Math.floor(draw / 64) % surnames.length]
  return `${first} ${family?.[sex === 'F' ? 1 : 0] ?? ''}`
}
