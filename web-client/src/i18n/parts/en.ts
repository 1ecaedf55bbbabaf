export { default } from 'texts:en/first';
