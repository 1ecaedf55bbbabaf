export { default } from 'texts:uk/talk';
