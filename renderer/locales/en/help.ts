import type { Sentences } from '../sentences.ts'
import type { help as zh } from '../zh/help.ts'

/** Sentences of help: practice, tours, tips. */
export const help: Sentences<typeof zh> = {
  title: 'Help',
  module: {
    workbench: 'Workbench',
    paper: 'Print and PDF',
    customers: 'My customers',
    record: 'Customer 360',
    flow: 'Fund flow',
    consumption: 'Consumption',
    graph: 'Relations',
    evaluation: 'Evaluation',
    key_transactions: 'Key transactions',
    groups: 'Customer groups',
    counter: 'Counter',
    sync: 'Sync',
    risk: 'Risk cases',
    risk_case: 'A risk case',
    training: 'My month',
    board: 'Branch board',
    levels: 'All levels',
    pc_cases: 'Cases of PCs',
    reviews: 'Course reviews',
    courses: 'Courses and quizzes',
    trainings: 'Trainings',
    feedback: 'Feedback',
    rules: 'Rules of the assessment',
  },
  about: {
    workbench: 'Whom to contact first today and why, in an order of value, urgency and compliance.',
    paper:
      'Morning page, visit list and work log on A4 with a watermark; a usage record comes before the paper.',
    customers:
      'Find customers by situation: views, filters, the list. Space previews, Enter opens Customer 360.',
    record:
      'Everything about one customer: assets, fund flow, relations, contacts, and what to talk about today.',
    flow: 'Where the money of the customer comes from and goes to, and what may be won back.',
    consumption: 'What the customer spends money on; shown only with consent.',
    graph: 'Family, guarantors and who deals with whom. Every line says what it rests on.',
    evaluation: 'Value score, churn points and customer types, each with how it comes about.',
    key_transactions:
      'Large movements on accounts of customers become cards within seconds, to be dealt with in time.',
    groups:
      'Customers in groups: named ones, or those that fit a rule and follow it by themselves.',
    counter:
      'A customer stands at the counter: find him or her, see three things to talk about, do them or refer.',
    sync: 'Whether what you did has reached head office, of when the data on this PC is, and what came back.',
    risk: 'Clues found among the transfers: take each case, look into it, act on it, recover.',
    risk_case:
      'The way of the money, the evidence and the steps of one case. The tour opens the first case of the list; that is recorded as always.',
    training:
      'How the effective use of the month is counted, why each login counts or not, and how the score comes about.',
    board: 'How far everybody at the branch is this month, who needs help, and what waits for you.',
    levels:
      'The share that passes and the means of the units below, level by level down to outlets.',
    pc_cases:
      'What was found in usage ledgers: a disk, a power cut or somebody’s hand. You look into it.',
    reviews:
      'What somebody changed in a course and whether its answers are right: you publish it or give it back.',
    courses:
      'Courses, practice and quizzes of your role, with their certificates. Only quizzes need the line.',
    trainings: 'Trainings of the branch itself: plan, handout, sign-in, test, closing.',
    feedback:
      'What is awkward, wrong or unclear: write it to those who can change it; everything is answered.',
    rules: 'How many points each part has, how it is counted, which gates there are, who decides.',
  },
  toursTitle: 'Tours',
  show: 'Show me in practice',
  showHere: 'Show me',
  goOn: 'Go on',
  again: 'See it again',
  done: 'Seen',
  notDone: 'Not seen',
  stoppedAt: 'Stopped at step {step} of {of}',
  stoppedShort: 'step {step} of {of}',
  otherTours: 'Tours of other functions',
  unusedTitle: 'Functions never used on this PC',
  unusedNone: 'You have used every function of your role.',
  keysTitle: 'Shortcuts',
  tourAct: '{module}: {act}',
  practice: {
    title: 'Practice · invented data',
    note: 'Nothing done here touches real data, is sent, or counts in the assessment.',
    enter: 'Enter practice',
    entering: 'Preparing invented customers, this takes a few seconds',
    leave: 'Leave practice',
    restart: 'Start again',
    restartNote: 'Deletes what was practised and begins anew',
    about:
      'The same program with invented customers: log, close, group and export without a worry. All of it is deleted afterwards.',
    locked: 'Practice is possible once the data of this PC is down.',
  },
  tour: {
    step: 'Step {step} of {of}',
    next: 'Next',
    back: 'Back',
    finish: 'Done',
    stop: 'Stop here',
    press: 'Press what is framed; “Next” presses it for you.',
    keys: '← → to turn, Esc to stop',
    opening: 'Opening this page',
    nothing: 'There is nothing to show it on now',
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
    advice: 'These functions were never used on this PC; using one is a business action:',
    nothing: 'One business action after a login on each working day keeps pace.',
  },
  function: {
    contact: 'Log a contact',
    close_task: 'Close or put off a task',
    key_cards: 'Deal with key transactions',
    receive: 'Find a customer at the counter',
    refer: 'Refer to a manager',
    round: 'Start the calls of today',
    fund_flow: 'Fund flow',
    groups: 'Make a customer group',
    graph: 'Relations',
    evaluation: 'Evaluation',
    consumption: 'Consumption',
    paper: 'Print visit list and work log',
    queue: 'Waiting to be sent',
    cases: 'Open a risk case',
    case_step: 'Record a step of a case',
    remind: 'Remind who is behind',
    course: 'Take a course',
    feedback: 'Give feedback',
  },
  functionTip: {
    contact:
      'After a call press C: channel and result log the contact, and its next day comes up by itself.',
    close_task:
      'A task can be closed at the end of its row; one that does not fit today can be put off.',
    key_cards: 'A card of key transactions takes its result on the card, without another page.',
    receive:
      'Read the card, type the identity number, or its last six digits and the name, and see what to talk about.',
    refer: 'Refer a customer from the counter to a manager; what came of it is told to you.',
    round: '“Start calling” walks along the list: dial, log, next.',
    fund_flow:
      'Fund flow in Customer 360 tells where money comes from and goes to, and what may be won back.',
    groups: 'Put shops you visit or customers with maturities in a group and open them at once.',
    graph: 'The graph shows family and dealings; every line says what it rests on.',
    evaluation: 'Evaluation in Customer 360 tells what value score and churn points are made of.',
    consumption:
      'Consumption in Customer 360 tells what the customer spends on, and whether that grew or fell.',
    paper: 'Visit list and work log go to the printer or a PDF, with a watermark.',
    queue: 'The sync page lists where each of your acts is; nothing is lost without the line.',
    cases: 'A case shows the evidence, the transactions and the steps to take.',
    case_step: 'Once a case is yours, checks, measures and recoveries are recorded at its right.',
    remind: 'The branch board reminds everybody who is behind at once; only they see it.',
    course: 'Courses come in parts of a few minutes; your place is kept, no line is needed.',
    feedback: 'Write what is awkward: it is answered in time, and what is adopted counts.',
  },
  workbench: {
    facts: 'Today at a glance',
    factsText: 'Customers, assets and what changed. Every figure says of which day it is.',
    list: 'A list in order',
    listText:
      'Each row says whom, why, what to propose and until when. ↑↓ moves, Enter opens; closing and putting off are at its end.',
    log: 'Log a contact',
    logText:
      'Choose a row and press C: channel, result, one sentence. Log one now, it is practice.',
    round: 'Start the calls of today',
    roundText: 'Walk along the list: dial, log, next. You may stop and go on later.',
    side: 'Beside it',
    sideText: 'Key transactions, the course of your assets, money ending within 14 days.',
    team: 'Team',
    teamText:
      'What each manager has open and what is late. Somebody away or too busy: “Hand over” at the end of the row.',
    uncovered: 'Uncovered maturities',
    uncoveredText:
      'Money ending in 7 days whose owners nobody reached lately: have them contacted.',
    morning: 'Morning page',
    morningText:
      'One page for the meeting: figures, people, money nobody spoke about. Print it or keep it as PDF.',
  },
  paper: {
    sheet: 'This is the paper',
    sheetText:
      'On A4, each page with a watermark: who, which branch, when. Phone numbers are masked as on screen.',
    acts: 'Print, or save as PDF',
    actsText:
      'A usage record is written first, then it is printed. In practice nothing is printed or recorded.',
  },
  customers: {
    views: 'Views',
    viewsText: 'Situations as tabs with their counts. Your own filter can be kept as a view.',
    filter: 'Filter',
    filterText: 'Narrow the list by tier, maturity, time without contact. / jumps here.',
    grid: 'List',
    gridText:
      '↑↓ moves, Space previews, Enter opens Customer 360; X selects several to log or to group.',
    export: 'Export',
    exportText:
      'Say what for, and the list becomes a file with masked phone numbers. In practice it is marked as such and deleted when you leave.',
  },
  record: {
    facts: 'A few figures first',
    factsText:
      'Assets, average, distance to a tier, next maturity. Press the average to see how it comes about.',
    talk: 'What to talk about',
    talkText:
      'Each proposal has reasons and a suitability check; say why where it does not fit and it stays away.',
    tabs: 'More',
    tabsText:
      'Fund flow, consumption, relations, evaluation, transactions and contacts, a page each.',
    log: 'Log a contact',
    logText: 'Log it after the talk: this button, or C.',
    form: 'Channel and result are enough',
    formText: 'One sentence, the next day; Ctrl Enter saves. Nothing typed is lost when you leave.',
  },
  flow: {
    chart: 'Where it comes from and goes to',
    chartText:
      'In on the left, out on the right, as wide as the sum. Press a band for its bookings. The period can be changed.',
    leakage: 'What left, and what may come back',
    leakageText:
      'The share that went to own accounts elsewhere and to securities, and what has not returned. Log a contact from here.',
    months: 'Classes by month',
    monthsText: 'What each class comes to in each month; it adds up. Export is at the top right.',
    parties: 'Main counterparties',
    partiesText:
      'Who the dealings are with. A wrong class is put right with the pen beside the name.',
  },
  consumption: {
    months: 'Spending by month',
    monthsText: 'The last full month against the mean before, in one sentence.',
    what: 'What it is spent on',
    whatText: 'The share of each kind. What cannot be told is under “Other”.',
    limits: 'What can be seen here',
    limitsText:
      'Only what goes through accounts and cards of this bank; cash and other banks are not seen.',
  },
  graph: {
    drawing: 'Dealings in one drawing',
    drawingText:
      'The customer in the middle. Arrow keys move, Enter opens; at the top right a table instead, and adding a relation.',
    people: 'What it rests on',
    peopleText:
      'Why each person is there: a relation on record, the same employer or number, transfers. Choose a row for source and day.',
  },
  evaluation: {
    value: 'Value score',
    valueText:
      'Points and weight of six parts, and their sum. Press a part to see where it comes from.',
    churn: 'Churn points',
    churnText: 'Which signs add how much. It follows as soon as a contact is logged.',
    types: 'Customer types',
    typesText:
      'What the evidence says. You know the customer better: confirm, or deny and say why.',
  },
  cards: {
    facts: 'Large movements today',
    factsText: 'How many cards are open, until when, and whether more came in or went out.',
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
    createText: 'Try a dynamic group.',
    rule: 'Who is in it',
    ruleText:
      'Add a condition: how many customers fit shows at once, and beside each line how many it leaves.',
  },
  counter: {
    find: 'Find a customer',
    findText:
      'Read the card, type the identity number, or its last six digits and the name. In practice type account 9900010000000000047.',
    card: 'Three things to talk about',
    cardText:
      'F2, F3 and F4 do one each. No balances and no holdings are shown; Esc clears the screen.',
    side: 'Reminders, waiting, today',
    sideText:
      'What to mind this time on top; whom the lobby asked to wait and who was received today below.',
  },
  sync: {
    queue: 'Waiting to be sent',
    queueText:
      'Each of your acts in order, also without the line. What is practised is never sent.',
    rejected: 'Rejected',
    rejectedText:
      'What head office rejected says by which rule and why; choose, and send it again.',
    data: 'Data of this PC',
    dataText: 'How much of each kind, and of when.',
    status: 'Also in the status bar',
    statusText: 'How many acts have not reached head office, at any time.',
  },
  training: {
    facts: 'This month',
    factsText: 'Effective use scores; logins (the official count) are listed beside it.',
    sessions: 'How each login counted',
    sessionsText: 'Counted or not, the reason stands there.',
    month: 'Months, and days',
    monthText: 'The last months on top, the days of this one below. Practice is not counted.',
  },
  board: {
    facts: 'How far the branch is',
    factsText: 'Who passes, how many are likely to, use and logins a head, courses passed.',
    people: 'Everybody',
    peopleText:
      'Who needs attention most is on top. The other tab holds samples and signs that wait for you.',
    side: 'Suggested help',
    sideText: 'Who can still make it and what helps first; the share that passes below.',
    remind: 'Remind',
    remindText: 'Reminds everybody who is behind at once, once a week at most; only they see it.',
    export: 'Export',
    exportText: 'The details of the month as a file, with its purpose, a watermark and a record.',
  },
  levels: {
    path: 'Levels',
    pathText: 'From which unit you look. Press one above to go back.',
    units: 'Units below',
    unitsText: 'The lowest share first. Press a name to go down; means are over all people.',
  },
  pcCases: {
    groups: 'To look at, decided',
    groupsText:
      'Begin with what is to look at; a decided one keeps its outcome, grounds and who decided. No case changes a score.',
    list: 'Cases of PCs',
    listText:
      'Enter opens one: what was found, usual causes, whose logins are concerned; decide it with your grounds.',
  },
  reviews: {
    waiting: 'To review',
    waitingText:
      'Press a title: what changed against the version in use, all cards, all answers. Somebody else reviews yours.',
    decided: 'Decided lately',
    decidedText:
      'Published or given back, why, by whom and when. Its author changes what was given back.',
  },
  courses: {
    groups: 'To do, all, certificates',
    groupsText:
      'Begin with what is to do; passed quizzes stand under certificates with their validity.',
    list: 'Courses',
    listText:
      'Press a title to begin. Parts of a few minutes; your place is kept; quizzes need the line.',
  },
  trainings: {
    list: 'Trainings',
    listText:
      'Choose one for its time, trainer and material. Who attends signs in on the day with an own login.',
    plan: 'Plan a training',
    planText:
      'Day, subject and trainer. With a course, its bank gives the test and each takes it alone; without one, points are entered by hand.',
  },
  feedback: {
    form: 'Write',
    formText:
      'Choose what it is about, say on which page and what is wrong. No names, numbers or phones of customers. Works without the line.',
    list: 'What became of it',
    listText: 'How far each is, who accepted it and what was answered.',
    desk: 'Dealing with feedback',
    deskText: 'What branches below send: accept, answer, adopt. Your own is dealt with by others.',
  },
  rules: {
    points: 'Points',
    pointsText: 'How many each part has and how it is counted; 100 in all.',
    gates: 'Gates',
    gatesText: 'Who misses a gate is to be trained again, whatever the score.',
  },
  risk: {
    facts: 'Cases at a glance',
    factsText: 'Recovered this year, open, new, your own, and what is overdue.',
    cases: 'Case by case',
    casesText:
      'By score, or by amount or due day. ↑↓ moves, Enter opens; each opening is recorded.',
  },
  case: {
    path: 'The way of the money',
    pathText:
      'Arrows are its direction, figures count and sum. Arrow keys move between the parties.',
    evidence: 'Parties and evidence',
    evidenceText:
      'Choose a party in the drawing for its transactions. Evidence is fixed when it is found.',
    acts: 'Score, steps, history',
    actsText:
      'Why it scores so; taking, checks, measures, recoveries and closing are here, each in the history.',
  },
}
