export { default } from 'texts:en/talk';
