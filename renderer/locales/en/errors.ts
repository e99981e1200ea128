import type { Sentences } from '../sentences.ts'
import type { errors as zh } from '../zh/errors.ts'

/** One sentence a code of `contract/errors.ts`: what happened, and what to do. */
export const errors: Sentences<typeof zh> = {
  internal:
    'Something went wrong inside the program; your records are safe. Try again; if it happens again, export the diagnostics in the sync centre and give them to IT.',
  request: {
    invalid: 'What was filled in does not meet the rules. Check it and submit again.',
    forbidden: 'Your role does not allow this. If your work needs it, ask the branch head.',
    tooLarge: 'That is too much at once. Submit it in smaller parts.',
  },
  service: {
    restarted: 'The branch service has just restarted and this step was not finished. Try again.',
    unavailable:
      'The branch service is not running. Wait a moment; if it stays so, reopen the program.',
  },
  session: {
    required: 'The session has ended. Log in again; saved drafts are kept.',
    locked: 'The screen is locked. Enter your password to go on.',
    wrongPassword:
      'Staff number or password is wrong. Check Caps Lock and try again; several failures in a row lock the account for a while.',
    lockedOut:
      'Too many failures: this account is locked on this PC. Wait until the time is over, or log in online.',
    needsOnline: 'This account can log in online only. Try again when the network is back.',
    grantExpired: 'Your offline permission has expired. Log in online once to renew it.',
    clockMovedBack:
      'The clock of this PC is behind its last use, so offline login is off. Set the clock right, or log in online.',
    noLocalAccount: 'You have not logged in on this PC before. The first login must be online.',
    staffUnknown: 'Head office does not know this staff number. Check it, or ask the branch head.',
    staffOtherBranch:
      'Your post is not in the branch of this PC. Use a PC of your branch, or ask the branch head for a secondment.',
  },
  headOffice: {
    unreachable:
      'Head office cannot be reached. You can work offline; everything is sent once the connection is back.',
    busy: 'Head office is busy. The program tries again by itself; nothing to do.',
    upgradeRequired:
      'This version is too old for head office. Ask IT for the update; what you recorded is still sent.',
    refused:
      'Head office refused the request. Try again; if it happens again, give the diagnostics to IT.',
  },
  device: {
    notEnrolled: 'This PC is not enrolled to a branch yet. Ask IT for an enrolment code.',
    codeInvalid: 'The enrolment code is wrong or was used before. Ask IT for a new one.',
    revoked:
      'Head office has disabled this PC. Ask IT; records that were not sent are still kept here.',
    incident:
      "Head office found the order of this PC's records broken and paused sending. Nothing is lost; ask IT to look into it.",
  },
  cache: {
    notReady: 'The data of this PC is still coming down. Wait a little; the page shows progress.',
    damaged:
      'The data file of this PC is damaged and is being fetched again. Your records are safe; please wait.',
    leaseExpired:
      'The data of this PC has passed its time. Go online once to bring it back; unsent records are safe.',
  },
  storage: {
    full: 'The disk of this PC is full, so nothing can be saved. Free some space and try again; what was saved before is safe.',
  },
  journal: {
    damaged:
      'The record file of this PC does not open: it is damaged, or the key of the system changed. It was kept as it is; ask IT.',
  },
  keyring: {
    unavailable:
      'The key store of the system is not available, so data cannot be opened safely. Ask IT to check the login environment.',
  },
  config: {
    invalid: 'The configuration of this PC is missing or wrong. Ask IT to deploy it again.',
  },
  customer: {
    deceased:
      'The customer is recorded as deceased and cannot be referred. Follow the rules for such cases.',
    notYours: 'This customer is not in your book. Ask the manager in charge, or the branch head.',
    notFound:
      'This customer was not found and may have left the branch. Go back to the list and search again.',
    moved:
      'The customer moved to another branch or manager. Your record went along; there is nothing to repeat.',
  },
  contact: {
    malformed:
      'The contact record was not well formed and is held at head office. Record it again.',
    futureDate: 'The time of the contact lies in the future. Put the time it really happened.',
  },
  task: {
    notFound: 'This task was not found and may have been cancelled. Refresh the list.',
    alreadyClosed:
      'Somebody else has closed this task. Nothing more to do; you can discard this record.',
    notYours: 'This task is not yours. Leave it to the manager in charge.',
    tooFarOff: 'The day must lie after the business date and within 30 days. Choose another one.',
    notClosedByYou: 'You did not close this task today. Ask the person who did.',
    reasonMissing: 'The reason is missing. Say why it is not suitable, then submit again.',
  },
  staff: {
    notAvailable: 'This person cannot take over customers now. Choose another manager.',
  },
  correction: {
    conflict:
      'Somebody else changed what you changed. Choose for each field which value stays, then submit again.',
    invalidValue: 'The value does not fit the field. Correct it and submit again.',
    nothingChanged: 'The value equals what is there already; there is nothing to submit.',
    evidenceMissing: 'The evidence is missing. Say what the change is based on and submit again.',
  },
  counter: {
    notPresent: 'This customer is no longer open. Read the ID or card again and go on.',
    tooManyTries:
      'Nothing was found several times. Read the ID with the reader, or type its whole number.',
  },
  referral: {
    toSelf:
      'There is nobody else to take it, and it cannot go to yourself. Serve the customer directly.',
    noManager: 'No manager or branch head is there to take it. Serve the customer directly.',
    notAllowed: 'The customer does not want offers; refer only what the customer asks for.',
    joined:
      'A referral of the last 30 days is still open and was joined. There is nothing to repeat.',
    otherManager:
      'Another manager looks after the customer now and has got the referral. Nothing to do.',
    notFound: 'This referral was not found and may have left with the customer. Refresh the list.',
    notYours: 'This referral is not yours. Leave it to the manager who takes it.',
    alreadyMoved:
      'Somebody else has dealt with this referral. Nothing more to do; you can discard this record.',
  },
  keyTransaction: {
    notFound: 'This card was not found and may have left with the customer. Refresh the list.',
    notYours:
      'This customer is not in your book. Leave the card to the manager in charge, or the branch head.',
    alreadyMoved:
      'Somebody else has dealt with this card, and this step is no longer open. The contact you logged is kept; you can discard this record.',
    reasonMissing:
      'A false alarm needs a reason, and no other step takes one. Correct it and submit again.',
  },
  viewing: {
    malformed:
      'This opening does not fit (another request, or later than now); head office keeps it. Nothing is left for you to do.',
    notNeeded: 'You may see this customer anyway. Open the record.',
    alreadyAsked:
      'You asked to view this customer already. Wait for the decision, or end it first.',
    tooMany:
      'Too many of your requests wait. Wait for the branch head, or withdraw those you need no more.',
    tooLong: 'Nobody may view for that long. Choose one of the days offered.',
    wordsMissing: 'The reason is missing. Give it in 2 to 200 characters.',
    notFound: 'This request was not found and may have left with the customer. Refresh the list.',
    notYours: 'This request is not yours. Whoever asked, or the branch head, may end it.',
    own: 'Nobody decides the own request. Leave it to another branch head.',
    alreadyDecided: 'Somebody decided this request already. You can discard this record.',
    lapsed: 'This request lapsed. Whoever still needs it asks again.',
    alreadyEnded: 'This request ended already. You can discard this record.',
  },
  relation: {
    malformed:
      'This relation does not fit (nobody is related to himself or herself, and not later than now); head office keeps it. Record it once more.',
    notFound: 'This relation was not found and may have been taken back. Refresh the page.',
    notTold:
      'The customer did not tell of this relation: it comes from core banking or was found. Have it corrected at the counter.',
    alreadyWithdrawn: 'Somebody took this relation back already. Nothing is left to do.',
    alreadyThere:
      'There is such a relation to somebody of this name. Check it first; to correct it, take it back and record it anew.',
    nobody:
      'This branch has no customer of that number and name. Check both, or leave the number empty.',
  },
  consent: {
    malformed:
      'This consent does not fit (not later than now); head office keeps it. Record it once more.',
    deceased:
      'The customer is recorded as deceased; no consent is recorded any more. Nothing is left to do.',
    guardian:
      'Below 14 a guardian signs, and nobody else’s guardian does. Check the customer’s age and record it again.',
  },
  refusal: {
    malformed:
      'This refusal does not fit (at most two years, and not later than now); head office keeps it. Record it once more.',
    notFound: 'This refusal was not found and may have left with the customer. Refresh the page.',
    notYours: 'This customer is not in your book. Leave it to the manager or the branch head.',
    alreadyTakenBack: 'This refusal was taken back already. You can discard this record.',
  },
  need: {
    malformed:
      'This need does not fit (a real day, and not later than now); head office keeps it. Record it once more.',
    notFound: 'This need was not found and may have left with the customer. Refresh the page.',
    notYours: 'This customer is not in your book. Leave it to the manager or the branch head.',
    alreadySettled:
      'Somebody else has dealt with this need. Open it again before you say anything else of it.',
    saysTooLittle:
      'Met needs the means and the day (and the product, where it is one); not met needs a reason. Complete it and submit again.',
  },
  submission: {
    notFound:
      'Head office has no refused or held submission of this number, or it has taken effect. Refresh the list.',
    alreadySettled:
      'This submission has been settled already; yours was not recorded again. You can discard this record.',
    repaired:
      'Its author has resubmitted it and head office accepted that; nothing is left to settle. You can discard this record.',
    own: 'This is your own submission. Another head of the branch has to settle it.',
  },
  command: {
    gap: 'Head office is missing earlier records; they are being sent in order. Nothing to do.',
    cloned:
      'Head office saw another PC use the same record numbers. Nothing is lost; ask IT to look into it.',
    unknown:
      'Head office does not know this kind of record; versions may differ. It is kept; ask IT for the update.',
    grantInvalid:
      'The permission under which this was recorded cannot be verified; it is held at head office. Ask the branch head to review it.',
    grantRevoked:
      'The permission of the person who recorded this was withdrawn; it is held at head office. Ask the branch head to review it.',
    dependsOnRejected:
      'An earlier record that this one needs was rejected, so it was not carried out. Deal with that one first.',
    dealtWith:
      'This refusal had been dealt with already and was not carried out again. There is nothing to do.',
    alreadySent: 'This record has been sent and cannot be taken back. Wait for the answer.',
    alreadyApplied:
      'The record you corrected has taken effect meanwhile. Give what is still to be changed anew.',
    notRejected: 'This record was not rejected; nothing to do. Refresh the list.',
  },
  reveal: {
    quotaHour:
      "You have used up this hour's full views. Try again later, or ask the branch head to look it up.",
    quotaDay:
      "You have used up today's full views. Try again tomorrow, or ask the branch head to look it up.",
  },
  view: {
    nameTaken: 'There is a view of that name. Choose another name and save again.',
    tooMany: 'No more views can be saved. Delete one that is not needed, then save again.',
  },
  group: {
    notFound:
      'There is no such group, or it was deleted. Go back to the list of groups and choose again.',
    notYours:
      'Somebody else made this group: you can look at it, not change it. Ask its owner or the head of the branch, or save it as a group of your own.',
    nameTaken: 'There is a group of that name. Choose another name and save again.',
    nameMissing: 'The group has no name. Write one, then save again.',
    ruleInvalid:
      'The conditions of the group are wrong, so head office cannot judge by them. Mend the marked conditions, then save again.',
    wrongKind:
      'A static group takes customers, a dynamic one conditions. Choose another group, or make a new one.',
    tooMany:
      'You have as many groups as there may be. Delete one that is not needed, then make the new one.',
    tooManyMembers:
      'So many customers do not fit into one static group. Take fewer, or make a dynamic group.',
    someLeftOut:
      'Some customers are not yours, or moved to another branch, and were left out of the group; the others are in.',
  },
  export: {
    tooManyRows:
      'More customers fit than one export may hold. Narrow the filter, or choose the customers needed.',
    nothing: 'No customer fits, so no file was written. Change the filter and export again.',
    notWritten:
      'The file could not be written; nothing left this PC. Check the rights of the export folder and try again.',
  },
  print: {
    notRecorded:
      'There is no usage record of this printing, so nothing left the screen. Print or save it once more.',
    noPrinter: 'This PC has no printer. Save it as a PDF, or ask IT to install one.',
    cancelled: 'Printing was cancelled and nothing was put on paper. Print again when you need it.',
    failed:
      'The printer did not finish. Check printer and paper and try again, or save it as a PDF.',
    notWritten:
      'The PDF could not be written; the program may lack permission for the documents folder. Ask IT, or print it instead.',
  },
  practice: {
    unavailable:
      'This step cannot be practised: it needs head office, or is of this PC itself. Leave practice to do it.',
    over: 'Practice has ended and nothing of it is kept. Go back to your work to continue.',
  },
  riskCase: {
    notFound: 'No such case, or none of its customers is in your scope. Refresh the list.',
    outside:
      'Some customers of this case are outside your scope. Leave it to a risk officer who covers all of them.',
    moved: 'The case has moved and does not allow this step any more. Open it again.',
    notYours: 'You do not have this case in hand. Take it first, then record.',
    alreadyYours:
      'You have this case in hand already. There is no need to take it; record in it directly.',
    workedOn:
      'Something was recorded in this case, so it cannot go back as new. Close it as dealt with or as a false alarm.',
    textMissing:
      'Nothing says what was seen or done, or why. Write 2 to 1,000 characters and submit again.',
    measureMissing:
      'No measure was recorded, so the case does not count as dealt with. Record at least one first.',
    sumMissing: 'There is no sum to record. Enter what was recovered: more than 0, to the cent.',
    recoveredTooMuch:
      'More cannot be recovered than the case is about. Check the sum and record it again.',
    nothingToReverse:
      'The recovery to be reversed is not there, or was reversed already. Open the case again.',
    recoveredStands:
      'Money was recovered in this case, so it is no false alarm. Reverse the recoveries first.',
  },
  parameter: {
    dateNotAhead: 'The day must lie after the business date. Choose a later one.',
    notWaiting: 'Somebody has decided on this change already. Refresh the list.',
    sameHand: 'You proposed this change yourself. Ask another line manager to check it.',
  },
  assessment: {
    notFound:
      'There is no such record of the assessment, or the month has not begun. Refresh and try again.',
    notOpen:
      'The assessment of this month does not take this now: appeals, samples and the lock belong to the provisional time, after the month ended and was reckoned.',
    notOver: 'This month is not over. Come back after its last day.',
    locked:
      'The assessment of this month is locked. If something is wrong, speak to the line manager above you.',
    own: 'You cannot decide on your own assessment. Ask somebody else who may.',
    reasonMissing: 'The reason is missing or too long. Give one of at most 200 characters.',
    standsAlready: 'The same record stands or waits already. Deal with that one first.',
    appealTooLate:
      'The time for appeals is over. If something is wrong, speak to the line manager above you.',
    remindedAlready:
      'They were reminded within a week, and once a week is the most. Remind them later, or talk to them.',
    appealWaiting:
      'Appeals may still come, or one is not answered. Lock the month when all are dealt with.',
  },
  learning: {
    notFound: 'There is no such course, quiz, feedback or training. Refresh and try again.',
    moved: 'This step was done already, or is not possible now. Refresh to see where it stands.',
    own: 'You cannot review or deal with what you wrote yourself. Ask somebody else who may.',
    textMissing:
      'The words are missing, too few or too many. Write in full; a feedback has 10 to 1,000 characters.',
    noTriesToday:
      'The tries of today are used up. Try again tomorrow; the course can be read meanwhile.',
    tooEarly: 'The day of the training has not come. Do this on the day or later.',
    nobodyThere: 'Nobody has signed in. Those who are there sign in first.',
    testMissing: 'Somebody’s test has no result. Record it, then close the training.',
    testNotOpen:
      'The test is not open yet, or the training is closed. Wait until the trainer has noted it as held, or ask the trainer.',
    notSignedIn:
      'Head office has no sign-in of yours. Sign in, and take the test once that is uploaded.',
  },
  scope: {
    unknown: 'This PC may not read that part of the data. Ask IT to check the branch of this PC.',
    leaseExpired:
      'The permission for the data of this PC has expired. Stay online; it renews itself.',
  },
  cursor: {
    stale:
      'The data of this PC is too far behind and is being fetched again. Keep recording; please wait.',
    otherEpoch:
      'The database of head office was replaced; data is fetched again and the last 7 days are sent again. Please wait.',
  },
}
