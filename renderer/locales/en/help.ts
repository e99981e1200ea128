import type { Sentences } from '../sentences.ts'
import type { help as zh } from '../zh/help.ts'

/** Sentences of help: practice, tours, tips. */
export const help: Sentences<typeof zh> = {
  title: 'Help',
  module: {
    workbench: 'Workbench',
    customers: 'My customers',
    record: 'Customer 360',
    key_transactions: 'Key transactions',
    groups: 'Customer groups',
    counter: 'Counter',
    sync: 'Sync centre',
    training: 'Training',
    risk: 'Risk cases',
  },
  about: {
    workbench: 'Whom to contact first today and why, in an order of value, urgency and compliance.',
    customers:
      'Find customers by situation: views, filters, the list. Space previews, Enter opens Customer 360.',
    record:
      'Everything about one customer: assets, fund flow, relations, contacts, and what to talk about today.',
    key_transactions:
      'Large movements on accounts of customers become cards within seconds, to be dealt with in time.',
    groups:
      'Customers in groups: named ones, or those that fit a rule and follow it by themselves.',
    counter:
      'A customer stands at the counter: find him or her, see three things to talk about, do them or refer.',
    sync: 'Whether what you did has reached head office, of when the data on this PC is, and what came back.',
    training:
      'How the effective use of the month is counted, and why each login counts or does not.',
    risk: 'Clues that head office found overnight: look into each case, act on it, recover.',
  },
  toursTitle: 'Tours',
  show: 'Show me in practice',
  showHere: 'Show me',
  goOn: 'Go on',
  again: 'See it again',
  done: 'Seen',
  notDone: 'Not seen',
  stoppedAt: 'Stopped at step {step} of {of}',
  otherTours: 'Tours of other functions',
  unusedTitle: 'Functions never used on this PC',
  unusedNone: 'You have used every function of your role.',
  keysTitle: 'Shortcuts',
  tourAct: '{module}: {act}',
  practice: {
    title: 'Practice · invented data',
    note: 'Nothing done here touches real data, is sent, or counts in the assessment.',
    enter: 'Enter practice',
    entering: 'Preparing invented customers, a few seconds',
    leave: 'Leave practice',
    restart: 'Start again',
    restartNote: 'Throws away what was practised and begins anew',
    about:
      'The same program with invented customers: log, close and group without a worry. All of it is thrown away afterwards.',
    locked: 'Practice is possible once the data of this PC is down.',
  },
  tour: {
    step: 'Step {step} of {of}',
    next: 'Next',
    back: 'Back',
    finish: 'Done',
    stop: 'Stop here',
    press: 'Press what is framed, or “Next”.',
    keys: '← → to turn, Esc to stop',
    opening: 'Opening this page',
  },
  tip: {
    label: 'Tip of the day',
    show: 'Show me',
    dismiss: 'Never show again',
  },
  next: {
    title: 'Next step',
    behind:
      'Effective use this month: {effective}; {expected} were expected by today, {target} in the month, with {days} working days left.',
    advice: 'These functions were never used; using one is a business action:',
    nothing: 'One business action after a login on each working day keeps pace.',
  },
  function: {
    contact: 'Log a contact',
    close_task: 'Close or postpone a task',
    key_cards: 'Deal with key transactions',
    receive: 'Find a customer at the counter',
    refer: 'Refer to a manager',
    round: 'Start the calls of today',
    fund_flow: 'Fund flow',
    groups: 'Make a customer group',
    graph: 'Relationship graph',
    evaluation: 'Evaluation',
    queue: 'Queue of the sync centre',
    cases: 'Open a risk case',
  },
  functionTip: {
    contact:
      'After a call press C: two fields log the contact, and its next day comes up by itself.',
    close_task:
      'A task can be closed on the workbench itself; one that does not fit today can be put off.',
    key_cards: 'A card of key transactions takes its result on the card, without another page.',
    receive:
      'An identity or account number, or the last six digits and the name, shows what to talk about.',
    refer: 'Refer a customer from the counter to a manager; what came of it is told to you.',
    round: '“Start calling” walks along the list: dial, log, next.',
    fund_flow:
      'Fund flow in Customer 360 tells where money comes from and goes to, and what may be won back.',
    groups: 'Put shops you visit or customers with maturities in a group and open them at once.',
    graph: 'The graph shows family and dealings; every line says what it rests on.',
    evaluation: 'The evaluation tells what value score and churn points are made of.',
    queue: 'The sync centre lists where each of your acts is; nothing is lost without the line.',
    cases: 'A case shows the evidence, the transactions and the steps to take.',
  },
  workbench: {
    facts: 'Today at a glance',
    factsText: 'Customers, assets and what changed. Every figure says of which day it is.',
    list: 'A list in order',
    listText:
      'Each row says whom, why, what to propose and until when. ↑↓ moves, Enter opens; closing and postponing are at its end.',
    log: 'Log a contact',
    logText:
      'Choose a row and press C: channel, result, one sentence. Log one now, it is practice.',
    round: 'Start the calls of today',
    roundText: 'Walk along the list: dial, log, next. You may stop and go on later.',
    side: 'Beside it',
    sideText: 'Large movements, the course of assets, what ends within 14 days.',
    team: 'The people of the branch',
    teamText: 'What each manager has to do and what is overdue. Tasks can be handed to others.',
    uncovered: 'Maturities nobody covers',
    uncoveredText: 'Customers with something ending whom nobody contacted: hand them to somebody.',
  },
  customers: {
    views: 'Views',
    viewsText: 'Situations as tabs with their counts. Your own filter can be kept as a view.',
    filter: 'Filter',
    filterText: 'Narrow the list by tier, maturity, time without contact. / jumps here.',
    grid: 'List',
    gridText:
      '↑↓ moves, Space previews, Enter opens Customer 360; X selects several to log or to group.',
  },
  record: {
    facts: 'A few figures first',
    factsText:
      'Assets, average, distance to a tier, next maturity. Press the average to see how it comes about.',
    talk: 'What to talk about',
    talkText:
      'Each proposal has reasons and a suitability check; say why where it does not fit and it stays away.',
    tabs: 'More',
    tabsText: 'Fund flow, spending, graph, evaluation, transactions and contacts, a page each.',
    log: 'Log a contact',
    logText: 'Log it after the talk. Press this button now, or C.',
    form: 'Two fields are enough',
    formText:
      'Channel and result, one sentence, the next day; Ctrl Enter saves. Nothing typed is lost when you leave.',
  },
  cards: {
    facts: 'Large movements today',
    factsText: 'In, out, and cards nobody dealt with yet.',
    list: 'Cards',
    listText: 'The most pressing on top, with the time left. ↑↓ changes the card, R marks it read.',
    card: 'Why, and what to do',
    cardText:
      'Which rule, by how much, and what to propose. Log the result here; a false alarm needs a reason.',
  },
  groups: {
    list: 'Your groups',
    listText: 'Static groups name customers; dynamic ones follow a rule every day.',
    create: 'Make one',
    createText: 'Press this button and try a dynamic group.',
    rule: 'Conditions',
    ruleText:
      'Add a condition: how many customers fit, and how many each line leaves, shows at once.',
  },
  counter: {
    find: 'Find a customer',
    findText:
      'An identity or account number, or the last six digits and the name. In practice type account 9900010000000000047.',
    card: 'Three things to talk about',
    cardText: 'F2, F3 and F4 do one each. No balances and no holdings are shown here.',
    side: 'Waiting, and today',
    sideText: 'Whom the lobby sends waits here; below, who was received today.',
  },
  sync: {
    queue: 'Waiting to be sent',
    queueText:
      'Each of your acts in order, also without the line. What is practised is never sent.',
    rejected: 'Returned',
    rejectedText: 'What head office returned says by which rule and why; choose, and repair it.',
    data: 'Data on this PC',
    dataText: 'How much of each kind, and of when.',
    status: 'Also in the status bar',
    statusText: 'How many acts have not reached head office, at any time.',
  },
  training: {
    facts: 'This month',
    factsText: 'Effective use scores; logins are listed beside it.',
    sessions: 'How each login counted',
    sessionsText: 'Counted or not, the reason stands there.',
    month: 'Days and rules',
    monthText: 'Which days were used and by which rules. Practice is not counted.',
  },
  risk: {
    facts: 'Cases at a glance',
    factsText: 'To be looked at, being worked on, recovered.',
    cases: 'Case by case',
    casesText: 'In order of suspicion; Enter opens, and every step is kept.',
  },
}
