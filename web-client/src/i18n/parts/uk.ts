export { default } from 'texts:uk/first';
