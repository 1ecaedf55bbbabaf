export { default } from 'texts:en/chat';
