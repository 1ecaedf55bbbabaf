/** A minimal SMTP server that receives emails for a test. */
import { EventEmitter, once } from 'node:events';
import { createServer, type Server as Listener, type Socket } from 'node:net';

export interface ReceivedEmail {
  to: string;
  subject: string;
  /** The plain text part. */
  text: string;
  /** The path and fragment of its link; empty without one. */
  link: string;
}

export class MailServer {
  private readonly sockets = new Set<Socket>();
  private readonly arrivals = new EventEmitter();
  private letters: ReceivedEmail[] = [];

  private constructor(
    private readonly listener: Listener,
    private readonly port: number,
  ) {}

  static async open(): Promise<MailServer> {
    const listener = createServer((socket) => office.serve(socket));
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const own = listener.address();
    if (own === null || typeof own === 'string') throw new Error('no free port');
    const office = new MailServer(listener, own.port);
    return office;
  }

  /** The server's setting for sending emails here. */
  get settings(): Record<string, string> {
    return { SMTP_URL: `smtp://127.0.0.1:${this.port}`, MAIL_FROM: 'chat@example.org' };
  }

  /** The oldest email to this address that the test has not received yet. */
  async emailTo(address: string): Promise<ReceivedEmail> {
    for (;;) {
      const found = this.letters.find(({ to }) => to === address);
      if (found !== undefined) {
        this.letters = this.letters.filter((letter) => letter !== found);
        return found;
      }
      await once(this.arrivals, 'letter');
    }
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.listener.close();
    await once(this.listener, 'close');
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    // The server may close at any time; a test stops it.
    socket.on('error', () => {});
    const say = (line: string) => socket.write(`${line}\r\n`);
    let heard = '';
    let recipient = '';
    let reading = false;
    say('220 post office');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      heard += chunk;
      for (;;) {
        const end = heard.indexOf(reading ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = heard.slice(0, end);
        heard = heard.slice(end + (reading ? 5 : 2));
        if (reading) {
          reading = false;
          this.take(recipient, part);
          say('250 taken');
        } else if (/^DATA/i.test(part)) {
          reading = true;
          say('354 go on');
        } else if (/^QUIT/i.test(part)) {
          socket.end('221 goodbye\r\n');
        } else {
          recipient = /^RCPT TO:<(.+?)>/i.exec(part)?.[1] ?? recipient;
          say('250 fine');
        }
      }
    });
  }

  private take(to: string, letter: string): void {
    const text = plainText(letter);
    const link = /https?:\/\/[^/\s]+(\/link\/\S+)/.exec(text)?.[1] ?? '';
    this.letters.push({ to, subject: subjectOf(letter), text, link });
    this.arrivals.emit('letter');
  }
}

/** Long subjects come as several encoded words on several lines (RFC 2047). */
function subjectOf(letter: string): string {
  const folded = /^Subject: (.*(?:\r\n[ \t].*)*)/im.exec(letter)?.[1] ?? '';
  return folded
    .replace(/\r\n[ \t]+/g, ' ')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?b\?(.*?)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString('utf8'));
}

function plainText(letter: string): string {
  const from = letter.search(/^Content-Type: text\/plain/im);
  const part = letter.slice(from).split(/\r\n--/)[0] ?? '';
  const [, content = ''] = part.split(/\r\n\r\n([\s\S]*)/);
  const encoding = /^Content-Transfer-Encoding: (\S+)/im.exec(part)?.[1]?.toLowerCase();
  if (encoding === 'base64') return Buffer.from(content, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return content;
  const bytes = content
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
