/** A QR code, rendered locally: its content is secret. Dark on white in every theme, as cameras require. */
import { encode } from 'uqr';
import styles from './security.module.css';

const QUIET_MODULES = 4;

/** One stroke for each run of dark modules in a row. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .map((row, y) => {
      let path = '';
      for (let x = 0; x < row.length; x += 1) {
        if (row[x] !== true || row[x - 1] === true) continue;
        const end = row.indexOf(false, x);
        path += `M${x} ${y + 0.5}h${(end === -1 ? row.length : end) - x}`;
      }
      return path;
    })
    .join('');
}

export function QrCode({ content, label }: { content: string; label: string }) {
  const { data, size } = encode(content, { ecc: 'M', border: QUIET_MODULES });
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={pathOf(data)} stroke="#000" strokeWidth="1" />
    </svg>
  );
}
