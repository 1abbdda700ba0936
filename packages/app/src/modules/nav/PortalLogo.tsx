import { Link } from '@backstage/ui';
import styles from './PortalLogo.module.css';

export function PortalLogo() {
  return (
    <Link href="/" className={styles.link} aria-label="Home">
      <svg viewBox="0 0 32 32" className={styles.icon} aria-hidden="true">
        <path d="M5 13 16 7l11 6-11 6z" fill="#f4b860" />
        <path
          d="m5 19 11 6 11-6"
          fill="none"
          stroke="#fff"
          strokeWidth="2.5"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      </svg>
    </Link>
  );
}
