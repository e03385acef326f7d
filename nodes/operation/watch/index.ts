/** Tells what changed in who has what since it was last read, for nodes that n8n asks again and again. */

export { poller } from './poll';
export { watchTexts } from './texts';
export { watchPropertiesOf } from './properties';
