import { bindClient } from './bindClient';
import { unbindClient } from './unbindClient';

export const operations = {
	user: { bindClient, unbindClient },
};
