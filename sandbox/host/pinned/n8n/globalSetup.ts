import { installHost } from '../install';

export default (): void => {
	installHost('n8n');
};
