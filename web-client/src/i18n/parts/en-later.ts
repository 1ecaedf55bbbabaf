export { default } from 'texts:en/later';
