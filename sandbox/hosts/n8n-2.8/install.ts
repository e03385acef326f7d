import { installHost } from '..';

export default (): void => {
	installHost('n8n-2.8');
};
