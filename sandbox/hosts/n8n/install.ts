import { installHost } from '..';

export default (): void => {
	installHost('n8n');
};
