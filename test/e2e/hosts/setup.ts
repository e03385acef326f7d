import { installHost } from '../../../sandbox/host';
import { forgetContacts } from './contacts';

export default (): void => {
	installHost('n8n');
	forgetContacts();
};
