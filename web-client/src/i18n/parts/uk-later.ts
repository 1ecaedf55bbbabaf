export { default } from 'texts:uk/later';
