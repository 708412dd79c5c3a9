export { access } from './access.js';
export { account } from './account.js';
export { errors } from './errors.js';
export { navigation } from './navigation.js';
export { shared } from './shared.js';
export { validation } from './validation.js';
