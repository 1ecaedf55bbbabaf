export { default } from 'texts:uk/chat';
