// The pages of preparation, perspectives and the forms of talk, for pages.mjs: what the
// demonstration's meetings left, trying them, printing them, and too few people for what was chosen.
import { holdMeeting, join } from '../lib/room.mjs';

const havestuen = (world) => world.find('/o?q=Havestuen', 'Havestuen');
const after = (title) => async (world) => world.find(await havestuen(world), title, 'inger');

async function tooFew(world) {
  const meeting = await holdMeeting(world.people.inger, 'perspectives');
  for (let i = 0; i < 5; i++) await join(world.site, meeting);
  for (let i = 0; i < 3 && !(await meeting.lead()).words.includes('I er for få til så mange'); i++) await meeting.next();
  return `${meeting.path}/lead`;
}

export const tools1 = [
  { name: 'preparation-after', path: after('Før vi inviterer nogen ind') },
  { name: 'perspectives-after', path: after('Spise sammen: set med andres øjne') },
  { name: 'perspectives-too-few', path: tooFew, as: 'inger' },
  { name: 'tool-preparation', path: '/tools/preparation' },
  { name: 'tool-try-perspectives', path: '/tools/perspectives/try?step=3' },
  { name: 'tool-print-perspectives', path: '/tools/perspectives/print?code=ABC234' },
];
